"""Events and statements by the day that the articles give them."""

import datetime as dt

import pandas as pd

from publish.figures import canvas
from publish.figures.canvas import MUTED, SIDES, WIDTH, Words, lines, records, symbols

LEFT, MARGIN, LINE = 172, 13, 16
TITLE = "Timeline of events and statements"
DESCRIPTION = (
    "One mark an event, in rows by kind, and one a statement, in rows by topic. Columns are days, with earlier months "
    "and what has no date on their left and what is to come on their right. Colour and shape tell whose side acts or "
    "speaks."
)
OUTLINED = "outlined: known to a longer stretch and placed at its first day, or without a date"
BLOCKS = {"event_kind": "Events, by kind", "topic": "Statements, by topic"}
# The roles of those who act; where an event names none, of those who take part.
ROLES = (("agent", "speaker"), ("host", "mediator", "attendee"))


def draw(tables):
    """The bytes of the figure."""
    marks = pd.DataFrame([*events(tables), *statements(tables)])
    if marks.empty:
        return canvas.empty(TITLE)
    names, marks["column"] = columns(marks)
    marks["rank"] = marks["side"].map(list(SIDES).index)
    marks = marks.sort_values(["column", "rank", "row"], kind="stable", ignore_index=True)
    marks["nth"] = marks.groupby(["block", "kind", "column"]).cumcount()
    edges, pitch = widths(marks, names)
    rows = heights(marks)
    bottom = max(rows.values()) + LINE
    marks["x"] = marks["column"].map(edges) + MARGIN + pitch * (marks["nth"] + 0.5)
    marks["y"] = [rows[key] for key in zip(marks["block"], marks["kind"], strict=True)]
    labels = tables["codes"].set_index(["field", "code"])["label"]
    layers = [
        lines([(edges[n], 12, edges[n], bottom) for n in range(len(names))]),
        lines([(LEFT, y, edges[len(names)], y) for (_, kind), y in rows.items() if kind]),
        *(Words(edges[n] + MARGIN - 6, 20, name, bold=True) for n, name in enumerate(names)),
        *(Words(LEFT - 12, y, labels[key], align="right") for key, y in rows.items() if key[1]),
        *(
            Words(LEFT - 12, y, BLOCKS[block], align="right", bold=True)
            for (block, kind), y in rows.items()
            if not kind
        ),
        *symbols_by_side(marks),
        *legend(marks, bottom + 20),
    ]
    return canvas.svg(layers, bottom + 56, TITLE, DESCRIPTION)


def events(tables):
    """A mark an event."""
    labels, sides = canvas.labels(tables["codes"]), acting(tables)
    for event in records(tables["events"]):
        kind, status = labels["event_kind", event["kind"]], labels["event_status", event["status"]].lower()
        yield {
            "row": f"#{event['event_id']}",
            "label": f"{event['event_id']}. {event['title']}. {kind}, {status}; {spelled(event)}.",
            "block": "event_kind",
            "kind": event["kind"],
            "day": event["date_start"] or event["date_end"],
            "sure": event["date_precision"] == "day",
            "when": event["talks_link"],
            "side": sides.get(event["event_id"], "none"),
        }


def statements(tables):
    """A mark a statement; of its renderings, the first is the row that it leads to."""
    actors = {actor["actor_id"]: actor for actor in records(tables["actors"])}
    for _, frame in tables["quotes"].groupby("statement_id"):
        renderings = records(frame)
        first = renderings[0]
        dated = min((one for one in renderings if one["said_on"]), key=lambda one: one["said_on"], default=first)
        sources = ", ".join(sorted({one["source_id"] for one in renderings}))
        yield {
            "row": f"#{first['quote_id']}",
            "label": f"{first['quote_id']}. {actors[first['speaker_id']]['name']}: {first['gloss']} In {sources}.",
            "block": "topic",
            "kind": first["topic"],
            "day": dated["said_on"],
            "sure": dated["said_on_precision"] == "day",
            "when": "",
            "side": single(actors[one["speaker_id"]]["side"] for one in renderings),
        }


def acting(tables):
    """Event -> the side that acts in it, or of those who take part where nobody is said to act."""
    sides = tables["actors"].set_index("actor_id")["side"]
    found = {}
    for roles in ROLES:
        parts = tables["participants"][tables["participants"]["role"].isin(roles)]
        for event_id, group in parts.groupby("event_id"):
            found.setdefault(event_id, single(sides[actor] for actor in group["actor_id"]))
    return found


def single(sides):
    """The one side of several actors, or `several`.

    >>> single(["russia", "russia"]), single(["russia", "ukraine"])
    ('russia', 'several')
    """
    first, *others = sorted(set(sides))
    return "several" if others else first


def spelled(event):
    """The dates of an event in words."""
    if event["date_start"] == event["date_end"]:
        return f"{event['date_start']:%-d %B %Y}" if event["date_start"] else "no date given"
    parts = [(word, event[name]) for word, name in (("from", "date_start"), ("to", "date_end")) if event[name]]
    return " ".join(f"{word} {day:%-d %B %Y}" for word, day in parts)


def columns(marks):
    """(headings, number of the column of each mark): the day with most marks, its neighbours, and what lies around."""
    known = marks.loc[marks["sure"], "day"]
    core = known.mode().min() if len(known) else marks["day"].dropna().min()
    keys = [place(mark, core) for mark in marks[["day", "when"]].to_dict("records")]
    ordered = sorted(set(keys))
    return [heading for *_, heading in ordered], [ordered.index(key) for key in keys]


def place(mark, core):
    """(rank, rank within it, heading) of the column of a mark; `core` is the day in the middle, or missing.

    >>> day = dt.date(2022, 3, 29)
    >>> place({"day": dt.date(2014, 1, 1), "when": "background"}, day)
    (0, 24169, '2014')
    >>> place({"day": dt.date(2022, 3, 30), "when": ""}, day)
    (2, 738244, '30 March')
    """
    day = core if mark["when"] == "during" and not mark["day"] else mark["day"]
    if not day or pd.isna(core):
        return (3, 0, "to come") if mark["when"] == "after" else (1, 0, "no date")
    first = core - dt.timedelta(1)
    if abs((day - core).days) <= 1:
        return 2, day.toordinal(), f"{day:%-d %B}"
    if day.year != core.year:
        return 0 if day < core else 3, day.year * 12 + 1, f"{day:%Y}"
    if (day.month, day < core) == (first.month, True):
        return 0, day.year * 12 + day.month, f"to {first - dt.timedelta(1):%-d %b}"
    return 0 if day < core else 3, day.year * 12 + day.month, f"{day:%B}"


def widths(marks, headings):
    """(number of a column -> its left edge, pixels between marks); the last edge ends the last column."""
    deepest = marks.groupby("column")["nth"].max() + 1
    least = pd.Series([7.2 * len(heading) + 16 for heading in headings])
    pitch = next(p / 4 for p in range(64, 0, -1) if (deepest * p / 4 + 2 * MARGIN).clip(least).sum() <= WIDTH - LEFT)
    wide = (deepest * pitch + 2 * MARGIN).clip(least)
    return {n: LEFT + wide.iloc[:n].sum() for n in range(len(wide) + 1)}, pitch


def heights(marks):
    """(block, kind) -> height of its row, most marks first; (block, "") -> height of the heading."""
    found, y = {}, 24
    for block in BLOCKS:
        counts = marks.loc[marks["block"] == block, "kind"].value_counts()
        y += LINE * 1.5
        found[block, ""] = y
        for kind in sorted(counts.index, key=lambda kind: (-counts[kind], kind)):
            y += LINE
            found[block, kind] = y
    return found


def symbols_by_side(marks):
    for side, (_, color, shape) in SIDES.items():
        for sure in (True, False):
            chosen = marks[(marks["side"] == side) & (marks["sure"] == sure)]
            if len(chosen):
                yield symbols(chosen, shape, color, filled=sure)


def legend(marks, y):
    """What shapes and colours mean, in two lines."""
    x = 24.0
    for side, (label, color, shape) in SIDES.items():
        if side in set(marks["side"]):
            yield symbols(pd.DataFrame({"x": [x], "y": [y]}), shape, color)
            yield Words(x + 9, y, label, color=MUTED)
            x += 30 + 6.6 * len(label)
    yield Words(18, y + 20, OUTLINED, color=MUTED)
