"""Registers: actors, places, names and countries say the same of one another."""

from collections import defaultdict

from checks.keys import cells_of, key_of
from checks.problem import Problem, shown
from schemas import csv_path

# By size: a place lies within a larger one, or a region within a region.
SIZES = ("building", "city", "region", "country")
# Bodies that have the side of their state; people, groups and forces may have another than it.
OF_A_STATE = ("state", "government_body", "delegation", "media", "company", "political_party", "civilians")


def check(package):
    """Yield a problem for each row of a register that another contradicts."""
    actors, places = (by_key(package.tables[stem], stem) for stem in ("actors", "places"))
    for rule in (_states, _alone, _members, _sides):
        yield from rule(actors)
    for rule in (_holders, _held):
        yield from rule(places)
    yield from _countries(package.tables, actors)
    yield from _speakers(package.tables)


def _states(actors):
    """No two actors are the same state."""
    seen = {}
    for index, row in actors.values():
        if row["kind"] == "state" and seen.setdefault(row["state_iso3"], row["actor_id"]) != row["actor_id"]:
            rule = f"is the code of {seen[row['state_iso3']]}, and that is a state too"
            yield _at("actors", index, "state_iso3", row["state_iso3"], rule, "mend one of the two")


def _alone(actors):
    """Each party to the talks, and their host, is one state; all others are third parties."""
    states = defaultdict(list)
    for index, row in actors.values():
        if row["kind"] == "state":
            states[row["side"]].append((index, row["actor_id"]))
    for side in ("host", "russia", "ukraine"):
        for index, actor in states[side] if len(states[side]) > 1 else ():
            others = ", ".join(other for _, other in states[side] if other != actor)
            yield _at("actors", index, "side", side, f"is the side of {others}, too", "use third_party for one of them")


def _members(actors):
    """A member or organ of a state, or of a body of one, belongs to that state, and stands on its side."""
    for index, row in actors.values():
        _, body = actors.get(row["member_of"], (None, {"state_iso3": None}))
        for name in ("state_iso3", "side") if body["state_iso3"] else ():
            if row[name] != body[name]:
                rule = f"is not that of {row['member_of']}, which it is a member of ({body[name]})"
                yield _at("actors", index, name, row[name], rule, "mend it, or member_of")


def _sides(actors):
    """A body of a state has the side of the state, or none."""
    of = {row["state_iso3"]: row["side"] for _, row in actors.values() if row["kind"] == "state"}
    for index, row in actors.values():
        if row["kind"] in OF_A_STATE and row["side"] not in (of.get(row["state_iso3"], row["side"]), "none"):
            rule = f"is not the side of {row['state_iso3']} ({of[row['state_iso3']]})"
            yield _at("actors", index, "side", row["side"], rule, "mend it, or state_iso3")


def _holders(places):
    """A place lies within a larger one, in the same country and division."""
    for index, row in places.values():
        if row["within"] not in places:
            continue
        _, larger = places[row["within"]]
        if {row["kind"], larger["kind"]} <= set(SIZES) and not _is_larger(larger["kind"], row["kind"]):
            rule, remedy = f"is a {larger['kind']}, and the place is a {row['kind']}", "name the place that holds it"
            yield _at("places", index, "within", row["within"], rule, remedy)
        for name in ("country_iso3", "admin1"):
            if larger[name] and row[name] != larger[name]:
                rule = f"is not that of {row['within']}, which holds it ({larger[name]})"
                yield _at("places", index, name, row[name], rule, "mend it, or within")


def _is_larger(kind, other):
    return SIZES.index(kind) > SIZES.index(other) or kind == other == "region"


def _held(places):
    """A place whose country is in the table lies within some place of the table."""
    countries = {row["country_iso3"]: row["place_id"] for _, row in places.values() if row["kind"] == "country"}
    for index, row in places.values():
        if row["kind"] != "country" and not row["within"] and row["country_iso3"] in countries:
            rule, remedy = f"is blank, and {countries[row['country_iso3']]} holds the place", "name what holds it"
            yield _at("places", index, "within", "", rule, remedy)


def _countries(tables, actors):
    """A guarantor country is the state of its code, under its name, and its own response is that of its own people."""
    speakers = dict(cells_of(tables["quotes"], "quote_id", "speaker_id"))
    for index, row in by_key(tables["guarantor_countries"], "guarantor_countries").values():
        _, actor = actors.get(row["actor_id"], (None, None))
        if actor and (actor["kind"], actor["state_iso3"]) != ("state", row["country_iso3"]):
            rule = f"is not the state {row['country_iso3']}"
            yield _at("guarantor_countries", index, "actor_id", row["actor_id"], rule, "name the state")
        elif actor and actor["name"] != row["country"]:
            rule = f"is not the name of {row['actor_id']} ({actor['name']})"
            yield _at("guarantor_countries", index, "country", row["country"], rule, "use one name in both tables")
        _, speaker = actors.get(speakers.get(row["own_response_quote_id"]), (None, None))
        if speaker and speaker["state_iso3"] != row["country_iso3"]:
            rule, remedy = f"is of {speaker['actor_id']}, who is not of {row['country_iso3']}", "name their own words"
            yield _at("guarantor_countries", index, "own_response_quote_id", row["own_response_quote_id"], rule, remedy)


def _speakers(tables):
    """The words by which a file names a speaker hold a spelling listed for them there; an office is no name of theirs."""
    listed = defaultdict(dict)
    for actor, source, spelling, kind in cells_of(tables["names"], "actor_id", "source_id", "spelling", "kind"):
        listed[source, actor][spelling] = kind
    names = ("source_id", "speaker_id", "speaker_as_printed", "role_as_printed")
    for index, (source, speaker, words, office) in enumerate(cells_of(tables["quotes"], *names)):
        theirs = listed[source, speaker]
        if not any(spelling in words for spelling in theirs):
            rule = f"holds no spelling that names.csv lists for {speaker} in {source}"
            yield _at("quotes", index, "speaker_as_printed", words, rule, "copy the words, or list them")
        if theirs.get(office) in ("name", "variant"):
            rule, remedy = (
                f"is a name of {speaker}, not an office",
                "exchange it with speaker_as_printed, or leave it out",
            )
            yield _at("quotes", index, "role_as_printed", office, rule, remedy)


def by_key(frame, stem):
    """Key -> (index, cells) of each row; a blank cell is None."""
    rows = (dict(zip(frame.columns, cells, strict=True)) for cells in cells_of(frame, *frame.columns))
    return {row[key_of(stem)]: (index, row) for index, row in enumerate(rows)}


def _at(stem, index, column, value, rule, remedy):
    return Problem(csv_path(stem), index + 2, column, shown(value), rule, remedy)
