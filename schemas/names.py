"""`data/names.csv`."""

from schemas.columns import Text, code, evidence, key, notes, printed, ref
from schemas.table import Table, rule


class Names(Table):
    """One spelling of one actor or place in one source, with every place where it stands."""

    name_id: Text = key("nm")
    actor_id: Text = ref("actors", "The actor that the spelling names.", blank="names a place")
    place_id: Text = ref("places", "The place that the spelling names.", blank="names an actor")
    source_id: Text = ref("sources", "The file.")
    spelling: Text = printed("The words exactly as printed.")
    kind: Text = code("name_kind", "How the spelling names its bearer.")
    evidence: Text = evidence()
    notes: Text = notes()

    @rule("place_id", "names an actor and a place at once, or neither", "fill exactly one of actor_id and place_id")
    def one_bearer(cls, df):
        return df["actor_id"].isna() != df["place_id"].isna()
