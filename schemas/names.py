"""`data/names.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table, rule


class Names(Table):
    """One spelling of one actor or place in one source, with every place where it stands."""

    name_id: Text = c.key("nm")
    actor_id: Text = c.ref("actors", "The actor that the spelling names.", blank="names a place")
    place_id: Text = c.ref("places", "The place that the spelling names.", blank="names an actor")
    source_id: Text = c.ref("sources", "The file.")
    spelling: Text = c.printed("The words exactly as printed.")
    kind: Text = c.code("name_kind", "How the spelling names its bearer.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("place_id", "names an actor and a place at once, or neither", "fill exactly one of actor_id and place_id")
    def one_bearer(cls, df):
        return df["actor_id"].isna() != df["place_id"].isna()
