"""`data/positions.csv`."""

from schemas.columns import (
    Date,
    Flag,
    Text,
    claimant,
    code,
    event,
    evidence,
    group,
    key,
    notes,
    own,
    own_side_account,
    ref,
    relayed_by,
    said_on,
    said_on_basis,
    said_on_precision,
    source,
    voice,
)
from schemas.table import Said, Voiced


class Positions(Said, Voiced):
    """A rendering of one party's stance on one issue."""

    position_id: Text = key("ps")
    stance_id: Text = group("sn", "Renderings of the same stance share it.")
    source_id: Text = source()
    voice: Text = voice()
    party_id: Text = ref("actors", "Whose stance it is.")
    issue: Text = code("issue", "What it is about.")
    stance: Text = code("stance", "What the party does with regard to the issue.")
    statement: Text = own("The stance, in our words.")
    condition: Text = own("What the stance depends on.", blank="none reported")
    claimant_id: Text = claimant()
    own_side_account: Flag = own_side_account("the party")
    relayed_by: Text = relayed_by()
    said_on: Date = said_on()
    said_on_precision: Text = said_on_precision()
    said_on_basis: Text = said_on_basis()
    event_id: Text = event("The event in which it was voiced.")
    evidence: Text = evidence()
    notes: Text = notes()
