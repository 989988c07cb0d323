"""Spellings: the kind of a spelling goes with its words, and its words with its bearer.

Words are compared by their first four letters, so that `Crimean` names Crimea.
"""

import re
from collections import Counter, defaultdict

from checks.anchors import parse
from checks.keys import cells_of
from checks.problem import Problem, shown
from checks.registers import by_key
from schemas import csv_path

# Bearers with a name of their own, which is no description.
NAMED = ("person", "state", "company")
WORD = re.compile(r"[^\W\d_]+")
DEMONYM = re.compile(r"(?:n|ns|sh|ch|i|ese)\Z")
SMALL = {"a", "an", "and", "for", "in", "of", "the", "to"}
# Kinds of spellings that are, or are made from, a name; the others stand for the bearer.
NAMES = ("name", "variant", "demonym")
# How far an office may stand from the name beside it, as in `the spokesman, Dmitry Peskov`.
BESIDE = 3


def check(package):
    """Yield a problem for each spelling whose kind or bearer its words gainsay, and each office left out beside a name."""
    tables = package.tables
    bearers = {"actor_id": by_key(tables["actors"], "actors"), "place_id": by_key(tables["places"], "places")}
    rows = list(_rows(tables["names"], bearers))
    known = _known(rows)
    for rule in (_of_kind, _of_bearer):
        for row in rows:
            yield from rule(row, known[row["bearer_id"]])
    for rule in (_states, _places, _two_kinds, _two_bearers):
        yield from rule(rows)
    yield from _unread(rows, tables["readings"])
    yield from _offices(tables)


def _rows(names, bearers):
    """Each row of `names` with its index, the column, id and name of its bearer, and the bearer's row."""
    for index, row in by_key(names, "names").values():
        column = "place_id" if row["place_id"] else "actor_id"
        _, bearer = bearers[column].get(row[column], (None, None))
        if bearer:
            kind = "place" if row["place_id"] else bearer["kind"]
            yield {**row, "index": index, "column": column, "bearer_id": row[column], "bearer": bearer, "of": kind}


def _known(rows):
    """Bearer -> the beginnings of words of its name, and of what other spellings name it by."""
    known = defaultdict(set)
    for row in rows:
        known[row["bearer_id"]] |= _beginnings(row["bearer"]["name"])
        if row["kind"] in ("name", "demonym"):
            known[row["bearer_id"]] |= _beginnings(row["spelling"])
    return known


def _of_kind(row, known):
    """The kind of a spelling is one that its words can have."""
    if fault := _fault(row["kind"], row["spelling"], row["bearer"]["name"], row["of"], known):
        yield _at(row, "kind", *fault)


def _fault(kind, spelling, name, of, known):
    """(rule, remedy) of a spelling whose words gainsay its kind; `of` is what its bearer is."""
    own, words = _beginnings(spelling), WORD.findall(spelling)
    if spelling == name and (of == "place" or of in NAMED) and kind not in ("name", "garble"):
        return "is not the kind of a spelling that is the bearer's name", "use name, or mend the spelling"
    if own & _beginnings(name) and (kind == "metonym" or (kind == "role" and of == "person")):
        return f"is the kind of a spelling without a word of `{name}`", "use name or variant"
    if kind == "role" and own <= _beginnings(name) and all(word[0].isupper() for word in words):
        return f"is the kind of a description, and the words are those of `{name}`", "use name or variant"
    if kind == "demonym" and (len(words) > 1 or of not in ("state", "place") or not DEMONYM.search(spelling)):
        return "is the kind of one word, made from the name of a state or place", "use another kind, or mend the bearer"
    if kind == "variant" and not own & known and _initials(name) not in spelling.casefold():
        return f"is another spelling of `{name}`, and shares no word with it", "use role, or mend the bearer"
    return None


def _of_bearer(row, known):
    """A name shares a word with that of its bearer."""
    name = row["bearer"]["name"]
    if row["kind"] == "name" and not _beginnings(row["spelling"]) & _beginnings(name):
        rule, remedy = f"has no word in common with `{row['spelling']}`", "name another bearer, or use another kind"
        yield _at(row, row["column"], rule, remedy)


def _states(rows):
    """An actor that is named by words for a state is of one of the states that they name, if of any."""
    states = {
        row["spelling"]: row["bearer"]["state_iso3"]
        for row in rows
        if row["of"] == "state" and row["kind"] in ("name", "demonym") and row["bearer"]["state_iso3"]
    }
    for row in rows:
        named = {states[word] for word in WORD.findall(row["spelling"]) if word in states}
        own = row["bearer"].get("state_iso3")
        if row["column"] == "actor_id" and row["kind"] != "garble" and named and own and own not in named:
            rule = f"is of {own}, and `{row['spelling']}` names {', '.join(sorted(named))}"
            yield _at(row, "actor_id", rule, "name another bearer, or mend its state_iso3")


def _places(rows):
    """A place whose name stands for an actor lies in the state of that actor."""
    lies = {row["spelling"]: row["bearer"]["country_iso3"] for row in rows if row["column"] == "place_id"}
    for row in rows:
        own, there = row["bearer"].get("state_iso3"), lies.get(row["spelling"])
        if row["kind"] == "metonym" and there and own != there:
            rule = f"is of {own or 'no state'}, and {row['spelling']} lies in {there}"
            yield _at(row, row["column"], rule, "name another bearer, or use another kind")


def _two_kinds(rows):
    """A spelling is of one kind for one bearer; what most rows have is taken to be meant."""
    kinds = defaultdict(Counter)
    for row in rows:
        kinds[row["spelling"], row["bearer_id"]][row["kind"]] += 1
    for row in rows:
        times = kinds[row["spelling"], row["bearer_id"]]
        others = [kind for kind, n in times.items() if kind != row["kind"] and n >= times[row["kind"]]]
        if others:
            rule = f"is {', '.join(sorted(others))} in other rows of the same spelling and bearer"
            yield _at(row, "kind", rule, "mend one of them")


def _two_bearers(rows):
    """A name is that of the same bearers in every file."""
    bearers = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row["kind"] in NAMES:
            bearers[row["spelling"], row["column"]][row["source_id"]].add(row["bearer_id"])
    for row in rows:
        files = bearers[row["spelling"], row["column"]]
        elsewhere = [names for source, names in files.items() if source != row["source_id"]]
        if row["kind"] in NAMES and elsewhere and not any(row["bearer_id"] in names for names in elsewhere):
            rule = (
                f"is not whom `{row['spelling']}` names in other files ({', '.join(sorted(set().union(*elsewhere)))})"
            )
            yield _at(row, row["column"], rule, "mend one of the two")


def _unread(rows, readings):
    """Of a garbled spelling a reading says how it is read."""
    read = [anchor for evidence in readings["evidence"] for anchor in parse(evidence)]
    for row in rows:
        if row["kind"] == "garble" and not any(
            _overlap(one, other) for one in parse(row["evidence"]) for other in read
        ):
            yield _at(
                row, "kind", "is the kind of a spelling that a reading explains, and none does", "add the reading"
            )


def _offices(tables):
    """An office that stands beside the name of a speaker, in the anchors of their words, is given."""
    standing = defaultdict(lambda: defaultdict(list))
    for actor, kind, spelling, evidence in cells_of(tables["names"], "actor_id", "kind", "spelling", "evidence"):
        standing[actor]["role" if kind == "role" else "name"] += [(anchor, spelling) for anchor in parse(evidence)]
    names = ("speaker_id", "speaker_as_printed", "role_as_printed", "evidence")
    for index, (speaker, printed, office, evidence) in enumerate(cells_of(tables["quotes"], *names)):
        mine = parse(evidence) if office is None else ()
        inside = {
            what: [(a, words) for a, words in found if any(_holds(anchor, a) for anchor in mine)]
            for what, found in standing[speaker].items()
        }
        for role, words in inside.get("role", ()):
            if any(_beside(role, name) for name, spelling in inside.get("name", ()) if spelling in printed):
                rule, remedy = f"is blank, and `{words}` stands beside the name", "copy the office"
                yield Problem(csv_path("quotes"), index + 2, "role_as_printed", shown(office), rule, remedy)
                break


def _holds(anchor, other):
    return anchor.source_id == other.source_id and anchor.start <= other.start and other.end <= anchor.end


def _overlap(anchor, other):
    return anchor.source_id == other.source_id and anchor.start < other.end and other.start < anchor.end


def _beside(anchor, other):
    return 0 <= max(anchor.start - other.end, other.start - anchor.end) <= BESIDE


def _beginnings(words):
    """The first four letters of each word of some length.

    >>> sorted(_beginnings("Office of the President"))
    ['offi', 'pres']
    """
    return {word[:4].casefold() for word in WORD.findall(words) if word.casefold() not in SMALL}


def _initials(words):
    """The first letters of words.

    >>> _initials("United States")
    'us'
    """
    return "".join(word[0] for word in WORD.findall(words)).casefold()


def _at(row, column, rule, remedy):
    return Problem(csv_path("names"), row["index"] + 2, column, shown(row[column]), rule, remedy)
