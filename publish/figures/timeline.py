"""Events by day and by the side that acts, the most reported ones named; those without a day in a list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from publish.figures.drawing import GRID, LINE, LOOKS, MUTED, PADDING, RIGHT, Drawing, wrap
from publish.figures.sources import status_label, with_status
from publish.tables import by_event, records
from publish.words import MONTHS, day, when
from schemas import vocabularies

TITLE = "Events by day, and whose side acts"
NAMED = 10  # key moments
BEFORE, AFTER, UNDATED = "before", "after, or to come", "no day"
WIDTHS = (150, 120, 226, 130, 154)  # of the columns, in pixels; the third is the day of most events
DOT = 13  # from one mark to the next
# The roles of those who act; where an event names none, of those who take part.
ROLES = (("agent", "speaker"), ("host", "mediator", "attendee"))


@dataclass(frozen=True)
class Days:
    """The days that have columns of their own: that of most events, and its neighbours."""

    core: date | None

    @property
    def columns(self) -> dict[date | str, str]:
        """Columns in order, with their headings."""
        days = [self.core + timedelta(step) for step in (-1, 0, 1)] if self.core else []
        return {BEFORE: BEFORE, **{one: f"{one.day} {MONTHS[one.month - 1]}" for one in days}, AFTER: AFTER}

    def column(self, one: date | None, *, is_to_come: bool = False) -> date | str:
        """The column of a day, or of what has none."""
        if one is None:
            return AFTER if is_to_come else UNDATED
        if one in self.columns:
            return one
        return BEFORE if self.core is None or one < self.core else AFTER


@dataclass(frozen=True)
class Moment:
    """An event: its words, side and column, whether its day is exact, and how often it is reported and spoken at."""

    event_id: str
    words: str
    when: str
    side: str
    column: date | str
    is_exact: bool
    n_articles: int
    n_statements: int


@dataclass(frozen=True)
class Said:
    """A statement: the side of its speaker, and its day where that is exact."""

    side: str
    day: date | None


def figure(tables: Mapping[str, pd.DataFrame]) -> Drawing:
    """The figure; `tables` holds all tables."""
    days = _days(tables["events"])
    moments, statements = _moments(tables, days), _statements(tables)
    key = sorted(moments, key=lambda one: (-one.n_articles, -one.n_statements, one.event_id))
    named = [one.event_id for one in key if one.n_articles > 1 and one.column != UNDATED][:NAMED]
    reading = (
        "Colour and shape: the side that acts. Outlined: not exact to the day. "
        f"Named: the {len(named)} events that most articles report; of equals, those with most statements."
    )
    drawing = Drawing(TITLE, _takeaway(tables, days, moments, statements), reading)
    lefts = _heads(drawing, days)
    labels = _side_labels(tables)
    top = drawing.y
    for side in LOOKS:
        lane = [one for one in moments if one.side == side and one.column != UNDATED]
        said = Counter(days.column(one.day) for one in statements if one.side == side and one.day)
        if lane or said:
            _lane(drawing, side, labels[side], lefts, lane, said, named)
    for left in list(lefts.values())[1:]:
        drawing.rule(left - 6, top, left - 6, drawing.y - 4, GRID)
    _list(drawing, [one for side in LOOKS for one in moments if one.side == side and one.column == UNDATED])
    return drawing


def _takeaway(tables: Mapping[str, pd.DataFrame], days: Days, moments: list[Moment], statements: list[Said]) -> str:
    """How many events there are by status, and how many of them and of the statements have the day of most."""
    statuses = Counter(status_label(status, tables) for status in tables["events"]["status"])
    counted = ", ".join(f"{n} {words}" for words, n in statuses.most_common())
    undated = sum(one.column == UNDATED for one in moments)
    takeaway = f"Events: {len(moments)} ({counted or 'none'}); {undated} of them have no day."
    if days.core:
        on_the_day = sum(one.column == days.core and one.is_exact for one in moments)
        said = sum(one.day == days.core for one in statements)
        takeaway += f" {on_the_day} events and {said} of {len(statements)} statements are dated {day(days.core)}."
    return takeaway


def _heads(drawing: Drawing, days: Days) -> dict[date | str, float]:
    """Draw the headings of the columns, and give the left end of each column."""
    lefts, left = {}, float(PADDING)
    drawing.y += 6
    widths = WIDTHS if days.core else (RIGHT // 2, RIGHT // 2)
    for (column, heading), width in zip(days.columns.items(), widths, strict=True):
        lefts[column] = left
        drawing.text(left, drawing.y, [heading], bold=True, color=MUTED)
        left += width
    drawing.y += 16
    return lefts


def _lane(
    drawing: Drawing,
    side: str,
    label: str,
    lefts: Mapping[date | str, float],
    moments: list[Moment],
    said: Mapping[date | str, int],
    named: list[str],
) -> None:
    """The events of one side: in each column those that are named, marks for the others, and how much was said."""
    drawing.rule(PADDING, drawing.y - 5, RIGHT, drawing.y - 5, GRID)
    drawing.mark(PADDING + 5, drawing.y + 8, LOOKS[side])
    drawing.text(PADDING + 15, drawing.y + 8, [label], bold=True)
    drawing.y += 27
    bottom = drawing.y
    ends = [*list(lefts.values())[1:], RIGHT]
    for (column, left), end in zip(lefts.items(), ends, strict=True):
        y, here = drawing.y, [one for one in moments if one.column == column]
        for one in here:
            if one.event_id in named:
                _mark(drawing, left + 5, y, one)
                lines = wrap(one.words, end - left - 32)
                drawing.text(left + 15, y, lines)
                y += LINE * len(lines) + 3
        others = [one for one in here if one.event_id not in named]
        per_row = int((end - left - 8) / DOT)
        for n, one in enumerate(others):
            _mark(drawing, left + 5 + DOT * (n % per_row), y + DOT * (n // per_row), one)
        y += DOT * -(-len(others) // per_row) + (4 if others else 0)
        if count := said[column]:
            drawing.text(left, y, [f"{count} statement{'' if count == 1 else 's'}"], color=MUTED, size=11)
            y += LINE
        bottom = max(bottom, y)
    drawing.y = bottom + 4


def _list(drawing: Drawing, moments: list[Moment]) -> None:
    """The events without a day, by side, in two columns."""
    if not moments:
        return
    drawing.rule(PADDING, drawing.y - 5, RIGHT, drawing.y - 5, GRID)
    drawing.text(
        PADDING, drawing.y + 12, [f"Without a day: {len(moments)} event{'' if len(moments) == 1 else 's'}"], bold=True
    )
    top = drawing.y + 34
    width = (RIGHT - PADDING) / 2
    for n, half in enumerate((moments[: -(-len(moments) // 2)], moments[-(-len(moments) // 2) :])):
        x, y = PADDING + width * n, top
        for one in half:
            _mark(drawing, x + 5, y, one)
            lines = wrap(one.words, width - 24)
            drawing.text(x + 15, y, lines)
            y += LINE * len(lines) + 3
        drawing.y = max(drawing.y, y)


def _mark(drawing: Drawing, x: float, y: float, one: Moment) -> None:
    look = LOOKS[one.side] if one.is_exact else replace(LOOKS[one.side], fill="white")
    drawing.mark(x, y, look, row=one.event_id, label=f"{one.event_id}. {one.words}; {one.when}.")


def _days(events: pd.DataFrame) -> Days:
    """The days of the columns."""
    exact = events.loc[events["date_precision"] == "day", "date_start"].value_counts()
    return Days(min(exact[exact == exact.max()].index, default=None))


def _moments(tables: Mapping[str, pd.DataFrame], days: Days) -> list[Moment]:
    """A moment for each event."""
    sides = _acting(tables)
    articles = tables["event_reports"].groupby("event_id")["source_id"].nunique().to_dict()
    statements = tables["quotes"].groupby("event_id")["statement_id"].nunique().to_dict()
    moments = []
    for event in records(tables["events"]):
        is_to_come = event["talks_link"] == "after" and event["status"] in ("planned", "hypothetical")
        status = status_label(event["status"], tables)
        moments.append(
            Moment(
                event["event_id"],
                with_status(event["title"], status),
                when(event["date_start"], event["date_end"], event["date_precision"]).words,
                sides.get(event["event_id"], "none"),
                days.column(event["date_start"] or event["date_end"], is_to_come=is_to_come),
                event["date_precision"] == "day",
                articles.get(event["event_id"], 0),
                statements.get(event["event_id"], 0),
            )
        )
    return moments


def _statements(tables: Mapping[str, pd.DataFrame]) -> list[Said]:
    """Each statement once, on the first exact day that a rendering gives it."""
    sides = tables["actors"].set_index("actor_id")["side"]
    said = []
    for _, renderings in tables["quotes"].groupby("statement_id"):
        exact = renderings.loc[renderings["said_on_precision"] == "day", "said_on"].dropna()
        side = _one_side(sides[speaker] for speaker in renderings["speaker_id"])
        said.append(Said(side, min(exact, default=None)))
    return said


def _acting(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Event -> the side that acts in it, or of those who take part where nobody is said to act."""
    sides = tables["actors"].set_index("actor_id")["side"]
    participants = by_event(tables, "participants")
    acting: dict[str, str] = {}
    for roles in ROLES:
        parts = participants[participants["role"].isin(roles)]
        for event_id, group in parts.groupby("event_id"):
            acting.setdefault(str(event_id), _one_side(sides[actor] for actor in group["actor_id"]))
    return acting


def _one_side(sides: Iterable[str]) -> str:
    """The one side of several actors, or `several`."""
    first, *others = sorted(set(sides))
    return "several" if others else first


def _side_labels(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Side -> its label."""
    sides = vocabularies(tables["codes"])["side"]
    labels = dict(zip(sides["code"], sides["label"], strict=True))
    return labels | {"several": "Several sides", "none": "No side"}
