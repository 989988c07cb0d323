"""`data/guarantee_terms.csv`."""

import pandas as pd
import pyarrow as pa

from schemas import columns as c
from schemas.columns import Flag, Number, Text
from schemas.table import Counted, Voiced, fits, holds, rule

# Kind of a term -> whom it binds; a duty and any other term bind whoever they name.
BOUND = {
    **dict.fromkeys(("accession", "deadline", "exclusion"), ("all",)),
    **dict.fromkeys(("ratification", "trigger"), ("all", "guarantors")),
}
# Whom a term binds -> words of its description.
NAMED = {
    "all": "(?i)agreement|attack|claim|countries|parties|sides|treaty",
    "guarantors": "(?i)guarant",
    "russia": "Russia",
    "ukraine": "Ukrain",
}


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

    @rule("binds", "is not whom such a term binds", "mend kind or binds")
    def bound_by_kind(cls, df):
        return fits(df["kind"], df["binds"], BOUND)

    @rule("binds", "is named by no word of the description", "mend binds or description")
    def bound_by_name(cls, df):
        named = pd.Series(True, df.index, pd.ArrowDtype(pa.bool_()))
        for bound, words in NAMED.items():
            named &= (df["binds"] != bound) | holds(df["description"], words)
        return named

    @rule("kind", "a deadline without its time", "fill value_as_printed and unit, or mend kind")
    def deadline_has_a_time(cls, df):
        return (df["kind"] != "deadline") | df["value_as_printed"].notna()
