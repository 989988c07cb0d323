"""`data/guarantee_terms.csv`."""

from schemas.columns import (
    Flag,
    Number,
    Text,
    claimant,
    code,
    evidence,
    group,
    key,
    notes,
    own,
    own_side_account,
    relayed_by,
    source,
    unit,
    value,
    value_as_printed,
    value_qualifier,
    voice,
)
from schemas.table import Counted, Voiced


class GuaranteeTerms(Counted, Voiced):
    """A rendering of one term of the proposed guarantee or of what Ukraine would give for it."""

    guarantee_term_id: Text = key("gt")
    term_id: Text = group("tm", "Renderings of the same term share it.")
    source_id: Text = source()
    kind: Text = code("term_kind", "What kind of term it is.")
    description: Text = own("The term, in our words.")
    value: Number = value("A deadline or other quantity of the term")
    unit: Text = unit()
    value_qualifier: Text = value_qualifier()
    value_as_printed: Text = value_as_printed()
    binds: Text = code("binds", "Whom the term binds.")
    voice: Text = voice()
    claimant_id: Text = claimant()
    relayed_by: Text = relayed_by()
    own_side_account: Flag = own_side_account("the proposer, Ukraine,")
    evidence: Text = evidence()
    notes: Text = notes()
