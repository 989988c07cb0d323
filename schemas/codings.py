"""`data/reliability/codings.csv`: two independent codings of the same units."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table, rule


class Codings(Table):
    """One variable of one unit, as two passes coded it without sight of each other, and how a difference fell."""

    table: Text = c.part_of_key("The table of the unit; `segments` for what a segment feeds.", pattern=r"[a-z_]+")
    row_id: Text = c.part_of_key("The unit: a segment, or a row that the second pass saw by its anchors alone.")
    variable: Text = c.part_of_key(
        "What was coded; `date` is first and last day, `place` the ids of all places, and of a segment it is the table "
        "that the segment may feed.",
        pattern=r"[a-z_]+",
    )
    pass_a: Text = c.own("Value in the first pass, frozen before the second began.", blank="coded as blank")
    pass_b: Text = c.own("Value in the second pass.", blank="coded as blank")
    adjudicated: Text = c.own("Value after adjudication.", blank="the passes agree, or adjudicated as blank")
    reason: Text = c.own("Why the difference fell so.", blank="the passes agree")

    @rule("reason", "a difference without a reason, or a reason without a difference", "say why the difference fell so")
    def reason_with_difference(cls, df):
        return df["reason"].notna() == (df["pass_a"].fillna("") != df["pass_b"].fillna(""))

    @rule("adjudicated", "adjudicated where the passes agree", "leave it blank")
    def nothing_to_adjudicate(cls, df):
        return df["adjudicated"].isna() | (df["pass_a"].fillna("") != df["pass_b"].fillna(""))
