"""`data/guarantee_terms.csv`."""

from schemas import columns as c
from schemas.columns import Flag, Number, Text
from schemas.table import Counted, Voiced


class GuaranteeTerms(Counted, Voiced):
    """A rendering of one term of the proposed guarantee or of what Ukraine would give for it."""

    guarantee_term_id: Text = c.key("gt")
    term_id: Text = c.group("tm", "Renderings of the same term share it.")
    source_id: Text = c.source()
    kind: Text = c.code("term_kind", "What kind of term it is.")
    description: Text = c.sentences("The term, in our words.")
    value: Number = c.value("A deadline or other quantity of the term")
    unit: Text = c.unit()
    value_qualifier: Text = c.value_qualifier()
    value_as_printed: Text = c.value_as_printed()
    binds: Text = c.code("binds", "Whom the term binds.")
    voice: Text = c.voice()
    claimant_id: Text = c.claimant()
    relayed_by: Text = c.relayed_by()
    own_side_account: Flag = c.own_side_account("the proposer, Ukraine,")
    evidence: Text = c.evidence()
    notes: Text = c.notes()
