"""`data/events.csv`."""

from schemas import columns as c
from schemas.columns import Date, Number, Text
from schemas.table import Counted, Dated, among, fits, rule

TO_COME = ("planned", "hypothetical")
MEETINGS = ("call", "meeting", "negotiation", "signing")
# What can lead up to a round of talks; the rest of the war is its background.
TALK = (*MEETINGS, "statement", "report", "pledge", "proposal", "pause", "political_act")
FORCE = ("18", "19", "20")
# Which CAMEO roots a kind of event can have, '' for none; a kind that is not listed can have any.
ROOTS = {
    "advance": ("19",),
    "call": ("03", "04"),
    "civilian_harm": ("", *FORCE),
    "cyberattack": ("17",),
    "defence": ("", "19"),
    "fighting": ("19",),
    "force_state": ("",),
    "meeting": ("03", "04"),
    "negotiation": ("03", "04"),
    "pause": ("",),
    "pledge": ("03",),
    "proposal": ("03",),
    "report": ("",),
    "shelling": ("18", "19"),
    "signing": ("03", "05"),
    "statement": ("01", "02", "03", "10"),
    "strike": ("18", "19"),
    "war": ("19",),
    "withdrawal": ("03", "08"),
}
# Which PLOVER types go with a CAMEO root; 09 has none of its own, and is free.
TYPES = {
    "": ("",),
    "01": ("",),
    "02": ("REQUEST",),
    "03": ("AGREE", "CONCEDE"),
    "04": ("CONSULT",),
    "05": ("SUPPORT",),
    "06": ("COOPERATE",),
    "07": ("AID",),
    "08": ("CONCEDE", "RETREAT"),
    "10": ("REQUEST",),
    "11": ("ACCUSE",),
    "12": ("REJECT",),
    "13": ("THREATEN",),
    "14": ("PROTEST",),
    "15": ("MOBILIZE",),
    "16": ("SANCTION",),
    "17": ("COERCE",),
    **dict.fromkeys(FORCE, ("ASSAULT",)),
}


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

    @rule("cameo_root", "is no root that such an event can have", "mend kind or cameo_root; see docs/methods.md")
    def root_of_kind(cls, df):
        return fits(df["kind"], df["cameo_root"], ROOTS)

    @rule("plover", "is not the type of its CAMEO root", "mend plover or cameo_root; see docs/methods.md")
    def type_of_root(cls, df):
        return fits(df["cameo_root"], df["plover"], TYPES)

    @rule("cameo_root", "a meeting has the root 03 when it is to come, and only then", "mend status or cameo_root")
    def meeting_to_come(cls, df):
        return ~among(df["kind"], MEETINGS) | ((df["cameo_root"] == "03") == among(df["status"], TO_COME))

    @rule("talks_link", "is to come, and so is after the talks", "mend status or talks_link")
    def to_come_is_after(cls, df):
        return ~among(df["status"], TO_COME) | (df["talks_link"] == "after")

    @rule("date_end", "goes on, but has an end", "mend status, or leave date_end blank")
    def ongoing_has_no_end(cls, df):
        return df["date_end"].isna() | (df["status"] != "ongoing")

    @rule("date_end", "is over, but has no end", "give the last day, or mend status")
    def over_has_an_end(cls, df):
        return df["date_start"].isna() | df["date_end"].notna() | (df["status"] != "occurred")

    @rule("talks_link", "goes on, and so is during the talks or their background", "mend status or talks_link")
    def ongoing_is_now(cls, df):
        return (df["status"] != "ongoing") | among(df["talks_link"], ("during", "background"))

    @rule("talks_link", "leads up to no talks, being of such a kind", "use `background`, or mend kind")
    def talk_leads_to_talks(cls, df):
        return (df["talks_link"] != "before") | among(df["kind"], TALK)
