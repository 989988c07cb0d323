"""`data/positions.csv`."""

from schemas import columns as c
from schemas.columns import Date, Flag, Text
from schemas.table import Said, Voiced, among, holds, rule

# Stances that say no, and words of ours that do.
SAYING_NO = ("declines", "rejects")
NO = r"(?i)\b(no|not|nor|never|refuses?|rejects?|declines?|excludes?)\b"


class Positions(Said, Voiced):
    """A rendering of one party's stance on one issue."""

    position_id: Text = c.key("ps")
    stance_id: Text = c.group("sn", "Renderings of the same stance share it.")
    source_id: Text = c.source()
    voice: Text = c.voice()
    party_id: Text = c.ref("actors", "Whose stance it is.")
    issue: Text = c.code("issue", "What it is about.")
    stance: Text = c.code("stance", "What the party does with regard to the issue.")
    statement: Text = c.sentences("The stance, in our words.")
    condition: Text = c.sentences("What the stance depends on.", blank="none reported")
    claimant_id: Text = c.claimant()
    own_side_account: Flag = c.own_side_account("the party")
    relayed_by: Text = c.relayed_by()
    said_on: Date = c.said_on()
    said_on_precision: Text = c.said_on_precision()
    said_on_basis: Text = c.said_on_basis()
    event_id: Text = c.event("The event in which it was voiced.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("condition", "blank, though the stance depends on something", "say on what, or mend stance")
    def conditions_have_one(cls, df):
        return df["condition"].notna() | (df["stance"] != "conditions")

    @rule("stance", "says no, and the statement does not", "mend stance or statement")
    def no_is_said(cls, df):
        return ~among(df["stance"], SAYING_NO) | holds(df["statement"], NO)
