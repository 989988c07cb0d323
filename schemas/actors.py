"""`data/actors.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table, among, rule

# Kinds of actors that hold no office.
NO_OFFICE = ("state", "international_organisation", "civilians", "political_party")


class Actors(Table):
    """A person, body, force, medium or state, named or not."""

    actor_id: Text = c.key("", "Primary key, readable.", r"[a-z][a-z0-9_]*")
    name: Text = c.phrase("Usual English name; the printed one where no file gives a better.")
    kind: Text = c.code("actor_kind", "What kind of actor it is.")
    state_iso3: Text = c.fact(
        "State that the actor belongs to, ISO 3166-1 alpha-3.", blank="belongs to no one state", pattern=r"[A-Z]{3}"
    )
    member_of: Text = c.ref(
        "actors", "The body or state that the files name it as a member or organ of.", blank=c.NOT_REPORTED
    )
    side: Text = c.code("side", "Side in the war and at the talks.")
    role: Text = c.phrase(
        "Office or function at the time of the talks, as the files give it.", blank=c.NOT_REPORTED, judged=True
    )
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("state_iso3", "a state without its code, or a body of states with one", "fill it, blank it, or mend kind")
    def state_has_a_code(cls, df):
        own = df["state_iso3"].notna()
        return (own | (df["kind"] != "state")) & (~own | (df["kind"] != "international_organisation"))

    @rule("role", "is an office, and such an actor holds none", "leave it blank, or mend kind")
    def office_of_a_holder(cls, df):
        return df["role"].isna() | ~among(df["kind"], NO_OFFICE)

    @rule("role", "blank, though the person is of a state", "give the office that the files print, or blank state_iso3")
    def person_of_a_state(cls, df):
        return df["role"].notna() | df["state_iso3"].isna() | (df["kind"] != "person")

    @rule("side", "a body of states is of no party to the talks", "use third_party or none, or mend kind")
    def organisation_is_third(cls, df):
        return (df["kind"] != "international_organisation") | among(df["side"], ("third_party", "none"))
