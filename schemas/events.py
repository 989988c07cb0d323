"""`data/events.csv`."""

from schemas.columns import (
    DOES_NOT_APPLY,
    Date,
    Number,
    Text,
    code,
    date_basis,
    date_end,
    date_precision,
    date_start,
    evidence,
    key,
    notes,
    own,
    ref,
    unit,
    value,
    value_as_printed,
    value_qualifier,
)
from schemas.table import Counted, Dated, rule


class Events(Dated, Counted):
    """Something that happened, is said to have happened, goes on, or is planned."""

    event_id: Text = key("ev")
    title: Text = own("Short title.")
    description: Text = own("What the files say of it, in our words.")
    kind: Text = code("event_kind", "What kind of event it is.")
    status: Text = code("event_status", "Whether the files say it took place.")
    cameo_root: Text = code("cameo_root", "CAMEO root category, two digits.", blank="no root category fits")
    plover: Text = code("plover", "PLOVER event type.", blank="no type fits")
    date_start: Date = date_start("the event")
    date_end: Date = date_end("the event")
    date_precision: Text = date_precision()
    date_basis: Text = date_basis()
    part_of: Text = ref("events", "The larger event that it belongs to.", blank=DOES_NOT_APPLY)
    talks_link: Text = code("talks_link", "When it took place, seen from the Istanbul talks.")
    value: Number = value("Duration, toll, distance or count")
    unit: Text = unit()
    value_qualifier: Text = value_qualifier()
    value_as_printed: Text = value_as_printed()
    evidence: Text = evidence()
    notes: Text = notes()

    @rule("part_of", "is part of itself", "name the larger event, or leave blank")
    def not_part_of_itself(cls, df):
        return (df["part_of"] != df["event_id"]).fillna(True)
