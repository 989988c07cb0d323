"""`data/locations.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table, rule


class Locations(Table):
    """A place of an event or of a claim; it stands on the anchors of that row."""

    location_id: Text = c.key("lc")
    event_id: Text = c.ref("events", "The event.", blank="a claim's place")
    claim_id: Text = c.ref("military_claims", "The claim.", blank="an event's place")
    place_id: Text = c.ref("places", "The place.")
    where_precision: Text = c.code("where_precision", "How exactly the files locate it (UCDP where_prec).")
    role: Text = c.code("location_role", "How the place relates to the event or claim.")
    notes: Text = c.notes()

    @rule(
        "claim_id",
        "belongs to an event and a claim at once, or to neither",
        "fill exactly one of event_id and claim_id",
    )
    def one_owner(cls, df):
        return df["event_id"].isna() != df["claim_id"].isna()
