"""What the articles are about: actors, places, events, what is said of them; and the codes of all vocabularies.

Entities have no anchors: the reports that name them support them.
"""

from schemas import fields as f
from schemas.base import Interval, RowRule, Status, Table
from schemas.fields import Date, Integer, Number, Text


class Actors(Table):
    """A person, body, force, medium or state, named or not."""

    actor_id: Text = f.key(r"[a-z][a-z0-9_]*", "Primary key, readable.")
    name: Text = f.phrase("Usual English name; `names` has the spellings of the files.", titles_row=True)
    kind: Text = f.code("actor_kind", "What kind of actor it is.")
    state_iso3: Text = f.fact(
        "State that the actor belongs to, ISO 3166-1 alpha-3.", blank="belongs to no one state", pattern=r"[A-Z]{3}"
    )
    member_of: Text = f.ref(
        "actors", "The body or state that the files name it as a member or organ of.", blank=f.NOT_REPORTED
    )
    side: Text = f.code("side", "Side in the war and at the talks.")
    role: Text = f.phrase(
        "Office or function at the time of the talks, as the files give it.", blank=f.NOT_REPORTED, judged=True
    )
    notes: Text = f.notes()

    state_has_a_code = RowRule(
        "state_has_a_code",
        "state_iso3",
        "(state_iso3 is not null or kind <> 'state') and (state_iso3 is null or kind <> 'international_organisation')",
        "a state without its code, or a body of states with one",
        "fill it, blank it, or mend kind",
        "warning",
    )
    role_of_a_holder = RowRule(
        "role_of_a_holder",
        "role",
        "role is null or kind not in ('state', 'international_organisation', 'civilians', 'political_party')",
        "is an office, and such an actor usually has none",
        "leave it blank, or mend kind",
        "warning",
    )


class Places(Table):
    """A place that a file names."""

    place_id: Text = f.key(r"[a-z][a-z0-9_]*", "Primary key, readable.")
    name: Text = f.phrase("Usual English name.", titles_row=True)
    kind: Text = f.code("place_kind", "What kind of place it is.")
    country_iso3: Text = f.fact(
        "Country, internationally recognised borders, ISO 3166-1 alpha-3.",
        blank="in no one country",
        pattern=r"[A-Z]{3}",
    )
    admin1: Text = f.fact(
        "First-order division, English name.",
        blank="is itself a country or such a division, or spans several",
        wording="phrase",
    )
    latitude: Number = f.fact(
        "Latitude, WGS 84, of the GeoNames entry.",
        blank="no entry in the GeoNames set cities15000; use `within`",
        ge=-90,
        le=90,
        unit="degree",
    )
    longitude: Number = f.fact(
        "Longitude, WGS 84, of the GeoNames entry.",
        blank="no entry in the GeoNames set cities15000; use `within`",
        ge=-180,
        le=180,
        unit="degree",
    )
    geonames_id: Integer = f.fact("GeoNames identifier.", blank="no entry in the GeoNames set cities15000", ge=1)
    within: Text = f.ref(
        "places",
        "The next larger place of this table that contains it.",
        blank="no larger place of this table contains it",
        reference=True,
    )
    notes: Text = f.notes()

    located_by_reference = RowRule(
        "located_by_reference",
        "geonames_id",
        "(latitude is not null) = (geonames_id is not null) and (longitude is not null) = (geonames_id is not null)",
        "coordinates and GeoNames identifier come together",
        "fill latitude, longitude and geonames_id, or none",
    )
    country_in_no_division = RowRule(
        "country_in_no_division",
        "admin1",
        "admin1 is null or kind <> 'country'",
        "a division of a country, but the place is a country",
        "leave it blank, or mend kind",
    )
    country_in_nothing = RowRule(
        "country_in_nothing",
        "within",
        "within is null or kind <> 'country'",
        "lies within a place, but is a country",
        "leave it blank, or mend kind",
    )


class Events(Interval, Status):
    """Something that happened, is said to have happened, is under way, or is planned, as its reports have it together."""

    event_id: Text = f.key(f.shared_id("ev"))
    title: Text = f.phrase("Short title.", titles_row=True, identifies=f.ALWAYS)
    description: Text = f.sentences("What the reports share, in our words.", identifies=f.ALWAYS)
    kind: Text = f.code("event_kind", "What kind of event it is.")
    status: Text = f.code("event_status", "Whether it took place, as at least one report has it.")
    cameo_root: Text = f.code(
        "cameo_root", "CAMEO root category, `cameo_` and its two digits.", blank="no root category fits"
    )
    plover: Text = f.code("plover", "PLOVER event type.", blank="no type fits, or the event is only possible")
    date_start: Date = f.date_start("the event, as at least one report has it", dated_by="")
    date_end: Date = f.date_end("the event, as at least one report has it", dated_by="")
    date_precision: Text = f.date_precision()
    part_of: Text = f.ref(
        "events",
        "The larger event that it belongs to, as an article says.",
        blank="no article makes it part of one; the war is named where an article says so",
    )
    talks_link: Text = f.code("talks_link", "When it took place, seen from the Istanbul talks.")
    notes: Text = f.notes()

    meeting_to_come = RowRule(
        "meeting_to_come",
        "cameo_root",
        "kind not in ('call', 'meeting', 'negotiation', 'signing')"
        " or (cameo_root is not distinct from 'cameo_03') = (status in ('planned', 'hypothetical'))",
        "a meeting usually has the root cameo_03 when it is to come, and only then",
        "mend status or cameo_root",
        "warning",
    )
    plover_of_possible = RowRule(
        "plover_of_possible",
        "plover",
        "plover is null or status <> 'hypothetical'",
        "is a PLOVER type of what is only possible",
        "leave it blank",
        "warning",
    )
    ongoing_is_now = RowRule(
        "ongoing_is_now",
        "talks_link",
        "status <> 'ongoing' or talks_link in ('during', 'background')",
        "goes on, and so is during the talks or their background",
        "mend status or talks_link",
        "warning",
    )


class Statements(Table):
    """What renderings share: a statement, an assertion, a stance or a term, whoever renders it and how often."""

    group_id: Text = f.key(
        rf"(as|sn|st|tm)-({f.SOURCE_ID}-)?\d{{2,}}",
        "Primary key: `st` for a statement, `as` for an assertion, `sn` for a stance, `tm` for a term; never reused.",
    )
    label: Text = f.sentences(
        "What all renderings say, and no more, in our words.", blank="there is one rendering", titles_row=True
    )


class Codes(Table):
    """A value of a coded column."""

    field: Text = f.part_of_key("The vocabulary; columns name it in their schema.", pattern=r"[a-z][a-z0-9_]*")
    code: Text = f.part_of_key("The value.", pattern=r"[a-z][a-z0-9_]*|[A-Z]+|[0-9]+")
    rank: Integer = f.number(
        "Order of the value, where the vocabulary has one.", blank="the vocabulary has no order", ge=1
    )
    label: Text = f.phrase("Label for people.")
    definition: Text = f.sentences("When the value applies.")
    crosswalk: Text = f.phrase("The nearest concept of a published codebook.", blank="none known")
