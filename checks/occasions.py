"""Occasions: a row stands where its event stands, and what is said at a statement belongs to it."""

import datetime as dt
from collections import Counter, defaultdict

from checks.anchors import key_of, standing_in
from checks.keys import cells_of
from checks.problem import Problem, shown
from schemas import csv_path

SPEAKER = {"quotes": "speaker_id", "positions": "claimant_id"}
ROWS = (*SPEAKER, "military_claims")
SAID_AT = ("statement", "call")


def check(package):
    """Yield a problem for each row that does not fit the event it belongs to, and each event that the round does not."""
    held = {row: sum(anchors, []) for row, anchors in standing_in(package).items()}
    yield from _apart(package.tables, held)
    yield from _elsewhere(package.tables, held)
    yield from _rounds(package.tables["events"])
    yield from _parts(package.tables["events"])


def _apart(tables, held):
    """A row shares a segment with its event, or stands beside one of its segments."""
    for stem in ROWS:
        for index, (row_id, event) in enumerate(cells_of(tables[stem], key_of(stem), "event_id")):
            here, there = held.get((stem, row_id), ()), held.get(("events", event), ())
            if here and there and min(abs(a - b) for a in here for b in there) > 1:
                rule = "stands neither in the sentences of the row nor beside one"
                yield _at(stem, index, event, rule, "name the event that these words are of, or anchor it here too")


def _elsewhere(tables, held):
    """What somebody says in a segment of a statement or call of theirs was said there."""
    places = defaultdict(dict)
    for event, actor in cells_of(tables["participants"], "event_id", "actor_id"):
        places[actor][event] = set(held.get(("events", event), ()))
    kinds = dict(cells_of(tables["events"], "event_id", "kind"))
    for stem, speaker in SPEAKER.items():
        for index, (row_id, who, event) in enumerate(cells_of(tables[stem], key_of(stem), speaker, "event_id")):
            first = next(iter(held.get((stem, row_id), ())), None)
            said_at = [one for one, there in places[who].items() if first in there and kinds.get(one) in SAID_AT]
            if said_at and event not in said_at:
                rule = f"is not where {who} says so: {', '.join(said_at)} stands in the same sentence"
                yield _at(stem, index, event, rule, "name that event")


def _rounds(events):
    """Events during the round begin on its day, those before it before, and those after it end after; if they are dated."""
    rows = list(cells_of(events, "talks_link", "date_start", "date_end"))
    during = Counter(first for link, first, _ in rows if link == "during" and first)
    day = max(sorted(during), key=during.get, default=None)
    for index, (link, first, last) in enumerate(rows):
        if day and first and not LINKS.get(link, lambda *_: True)(first, last or dt.date.max, day):
            rule = f"does not fit its dates (from {first} to {last or '...'}), for the round was on {day}"
            yield Problem(csv_path("events"), index + 2, "talks_link", link, rule, "mend it, or a date")


def _parts(events):
    """A part of an event begins and ends within it, as far as both are dated."""
    days = {row_id: dates for row_id, *dates in cells_of(events, "event_id", "date_start", "date_end")}
    for index, (row_id, whole) in enumerate(cells_of(events, "event_id", "part_of")):
        (first, last), (begin, end) = days[row_id], days.get(whole, (None, None))
        if (first and begin and first < begin) or (last and end and last > end):
            rule = f"lasts from {begin} to {end or '...'}, and its part from {first or '...'} to {last or '...'}"
            yield Problem(csv_path("events"), index + 2, "part_of", whole, rule, "name another, or mend a date")


LINKS = {
    "background": lambda first, last, day: first <= day,
    "before": lambda first, last, day: first < day,
    "during": lambda first, last, day: first == day,
    "after": lambda first, last, day: last > day,
}


def _at(stem, index, value, rule, remedy):
    return Problem(csv_path(stem), index + 2, "event_id", shown(value), rule, remedy)
