"""`data/military_claims.csv`."""

from schemas.columns import (
    NOT_REPORTED,
    Date,
    Number,
    Text,
    claimant,
    code,
    date_basis,
    date_end,
    date_precision,
    date_start,
    event,
    evidence,
    group,
    key,
    notes,
    own,
    ref,
    relayed_by,
    source,
    unit,
    value,
    value_as_printed,
    value_qualifier,
    voice,
)
from schemas.table import Counted, Dated, Voiced


class MilitaryClaims(Dated, Counted, Voiced):
    """A rendering of one claim about force, as one source gives it. No verdict on its truth."""

    claim_id: Text = key("mc")
    assertion_id: Text = group("as", "Renderings of the same assertion share it.")
    source_id: Text = source()
    voice: Text = voice()
    claimant_id: Text = claimant()
    relayed_by: Text = relayed_by()
    subject_id: Text = ref("actors", "Who acts, moves or holds.", blank=NOT_REPORTED)
    target_id: Text = ref(
        "actors", "Whom or whose property it strikes or faces.", blank="not reported, or the target is a place alone"
    )
    kind: Text = code("claim_kind", "What kind of claim it is.")
    modality: Text = code("modality", "How the content is put forward.")
    statement: Text = own("The claim, in our words.")
    date_start: Date = date_start("what is claimed")
    date_end: Date = date_end("what is claimed")
    date_precision: Text = date_precision()
    date_basis: Text = date_basis()
    value: Number = value("A toll, distance, duration or count")
    unit: Text = unit()
    value_qualifier: Text = value_qualifier()
    value_as_printed: Text = value_as_printed()
    event_id: Text = event("The event that the claim is about.")
    evidence: Text = evidence()
    notes: Text = notes()
