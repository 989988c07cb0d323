"""`data/participants.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table


class Participants(Table):
    """An actor's part in an event; it stands on the anchors of the event."""

    participant_id: Text = c.key("pt")
    event_id: Text = c.ref("events", "The event.")
    actor_id: Text = c.ref("actors", "The actor.")
    role: Text = c.code("participant_role", "The actor's part.")
    notes: Text = c.notes()
