"""`data/participants.csv`."""

from schemas.columns import Text, code, key, notes, ref
from schemas.table import Table


class Participants(Table):
    """An actor's part in an event; it stands on the anchors of the event."""

    participant_id: Text = key("pt")
    event_id: Text = ref("events", "The event.")
    actor_id: Text = ref("actors", "The actor.")
    role: Text = code("participant_role", "The actor's part.")
    notes: Text = notes()
