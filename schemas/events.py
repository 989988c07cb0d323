"""`data/events.csv`."""

from schemas import columns as c
from schemas.columns import Date, Number, Text
from schemas.table import Counted, Dated, rule


class Events(Dated, Counted):
    """Something that happened, is said to have happened, goes on, or is planned."""

    event_id: Text = c.key("ev")
    title: Text = c.phrase("Short title.")
    description: Text = c.sentences("What the files say of it, in our words.")
    kind: Text = c.code("event_kind", "What kind of event it is.")
    status: Text = c.code("event_status", "Whether the files say it took place.")
    cameo_root: Text = c.code("cameo_root", "CAMEO root category, two digits.", blank="no root category fits")
    plover: Text = c.code("plover", "PLOVER event type.", blank="no type fits")
    date_start: Date = c.date_start("the event")
    date_end: Date = c.date_end("the event")
    date_precision: Text = c.date_precision()
    date_basis: Text = c.date_basis()
    part_of: Text = c.ref("events", "The larger event that it belongs to.", blank=c.DOES_NOT_APPLY)
    talks_link: Text = c.code("talks_link", "When it took place, seen from the Istanbul talks.")
    value: Number = c.value("Duration, toll, distance or count")
    unit: Text = c.unit()
    value_qualifier: Text = c.value_qualifier()
    value_as_printed: Text = c.value_as_printed()
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("part_of", "is part of itself", "name the larger event, or leave blank")
    def not_part_of_itself(cls, df):
        return (df["part_of"] != df["event_id"]).fillna(True)
