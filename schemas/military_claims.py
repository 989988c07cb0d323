"""`data/military_claims.csv`."""

from schemas import columns as c
from schemas.columns import Date, Number, Text
from schemas.table import Counted, Dated, Voiced, among, rule


class MilitaryClaims(Dated, Counted, Voiced):
    """A rendering of one claim about force, as one source gives it. No verdict on its truth."""

    claim_id: Text = c.key("mc")
    assertion_id: Text = c.group("as", "Renderings of the same assertion share it.")
    source_id: Text = c.source()
    voice: Text = c.voice()
    claimant_id: Text = c.claimant()
    relayed_by: Text = c.relayed_by()
    subject_id: Text = c.ref("actors", "Who acts, moves or holds.", blank=c.NOT_REPORTED)
    target_id: Text = c.ref(
        "actors", "Whom or whose property it strikes or faces.", blank="not reported, or the target is a place alone"
    )
    kind: Text = c.code("claim_kind", "What kind of claim it is.")
    modality: Text = c.code("modality", "How the content is put forward.")
    statement: Text = c.sentences("The claim, in our words.")
    date_start: Date = c.date_start("what is claimed")
    date_end: Date = c.date_end("what is claimed")
    date_precision: Text = c.date_precision()
    date_basis: Text = c.date_basis()
    value: Number = c.value("A toll, distance, duration or count")
    unit: Text = c.unit()
    value_qualifier: Text = c.value_qualifier()
    value_as_printed: Text = c.value_as_printed()
    event_id: Text = c.event("The event that the claim is about.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("modality", "pledged without a pledge, or a pledge in another mode", "mend kind or modality")
    def pledge_is_pledged(cls, df):
        return (df["kind"] == "pledge") == (df["modality"] == "pledged")

    @rule("modality", "a threat is a forecast", "mend kind or modality")
    def threat_is_forecast(cls, df):
        return (df["kind"] != "threat") | (df["modality"] == "forecast")

    @rule("modality", "denied, but no claimant rejects another's claim", "use `asserted`, or give the claimant")
    def denied_by_somebody(cls, df):
        return (df["modality"] != "denied") | (df["voice"] == "attributed")

    @rule("target_id", "is the subject, too", "mend one of the two")
    def target_is_another(cls, df):
        return df["target_id"] != df["subject_id"]

    @rule("target_id", "blank, though somebody was lost or hit", "say who, or mend kind")
    def losses_of_somebody(cls, df):
        return df["target_id"].notna() | (df["kind"] != "losses")

    @rule("subject_id", "blank, though somebody moves, can or promises", "say who, or mend kind")
    def somebody_does_it(cls, df):
        return df["subject_id"].notna() | ~among(df["kind"], ("capability", "movement", "pledge", "presence"))
