"""Events and statements by the day that the articles give them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from publish.figures import vega
from publish.tables import by_event, records

TITLE = "When the articles say it happened or was said"
SUBTITLE = "Each mark is an event or a statement. Outlined: without a date, or not exact to the day."
DESCRIPTION = (
    "Timeline of events by kind and of statements by topic. Columns are days. Colour and shape show whose side acts or "
    "speaks; an outlined mark has no date, or one that is not exact to the day."
)
BLOCKS = {"event_kind": "Events by kind", "topic": "Statements by topic"}
EARLIER, LATER, UNDATED = "earlier", "later, or to come", "no date"
# The roles of those who act; where an event names none, of those who take part.
ROLES = (("agent", "speaker"), ("host", "mediator", "attendee"))


def chart(tables: Mapping[str, pd.DataFrame]) -> ChartType:
    """The chart; `tables` holds all tables."""
    labels = {f"{code['field']}.{code['code']}": code["label"] for code in records(tables["codes"])}
    marks = [*_events(tables, labels), *_statements(tables)]
    columns = _place(marks)
    counts = Counter(mark["row"] for mark in marks)
    rows: dict[str, str] = {}
    for block, heading in BLOCKS.items():
        kinds = [row for row in sorted(counts, key=lambda row: (-counts[row], row)) if row.startswith(f"{block}.")]
        rows |= {block: heading} | {row: labels[row] for row in kinds}
    x = alt.Scale(domain=columns, paddingInner=0.1, paddingOuter=0.1)
    axis = alt.Axis(title=None, orient="top", labelAngle=0, grid=True, tickBand="extent")
    places = alt.Scale(domain=[*range(max((mark["nth"] for mark in marks), default=0) + 1)])
    return (
        alt.Chart(alt.Data(values=marks), title=alt.Title(TITLE, subtitle=SUBTITLE), description=DESCRIPTION)
        .mark_point(size=34, strokeWidth=1.4, opacity=1)
        .encode(
            x=alt.X("column:O", scale=x, axis=axis),
            xOffset=alt.XOffset("nth:O", scale=places),
            y=vega.rows(rows, BLOCKS, grid=True),
            fillOpacity=alt.condition("datum.exact", alt.value(1), alt.value(0)),
            href="href:N",
            description="label:N",
            **vega.by_side(tables["codes"]),
        )
        .properties(width=vega.WIDTH, height=alt.Step(16), autosize=vega.FIT)
    )


def _events(tables: Mapping[str, pd.DataFrame], labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A mark an event."""
    sides = _acting(tables)
    for event in records(tables["events"]):
        row = f"event_kind.{event['kind']}"
        status = labels[f"event_status.{event['status']}"].lower()
        when = " to ".join(sorted({str(day) for day in (event["date_start"], event["date_end"]) if day}))
        yield {
            "href": f"#{event['event_id']}",
            "label": f"{event['event_id']}. {event['title']}. {labels[row]}, {status}; {when or 'no date given'}.",
            "row": row,
            "day": event["date_start"] or event["date_end"],
            "exact": event["date_precision"] == "day",
            "to_come": event["talks_link"] == "after",
            "side": sides.get(event["event_id"], "none"),
        }


def _statements(tables: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    """A mark a statement, which leads to its first rendering."""
    actors = {actor["actor_id"]: actor for actor in records(tables["actors"])}
    for _, frame in tables["quotes"].groupby("statement_id"):
        renderings = records(frame)
        first = renderings[0]
        dated = min((one for one in renderings if one["said_on"]), key=lambda one: one["said_on"], default=first)
        sources = ", ".join(sorted({one["source_id"] for one in renderings}))
        yield {
            "href": f"#{first['quote_id']}",
            "label": f"{first['quote_id']}. {actors[first['speaker_id']]['name']}: {first['gloss']} In {sources}.",
            "row": f"topic.{first['topic']}",
            "day": dated["said_on"],
            "exact": dated["said_on_precision"] == "day",
            "to_come": False,
            "side": _one_side(actors[one["speaker_id"]]["side"] for one in renderings),
        }


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


def _place(marks: list[dict[str, Any]]) -> list[str]:
    """Give each mark its `column` and its place in it, `nth`; return the columns in order.

    The day that most exact marks have stands in the middle, between its neighbours; all else is earlier or later.
    """
    counts = Counter(mark["day"] for mark in marks if mark["exact"])
    core = min(counts, key=lambda day: (-counts[day], day), default=date.max)
    days = [core + timedelta(step) for step in (-1, 0, 1)] if counts else []
    columns = {day: f"{day.day} {day:%b %Y}" for day in days}
    placed: Counter[tuple[str, str]] = Counter()
    for mark in sorted(marks, key=lambda mark: (list(vega.LOOKS).index(mark["side"]), mark["href"])):
        day = mark.pop("day")
        if day is None:
            column = LATER if mark["to_come"] else UNDATED
        else:
            column = columns.get(day) or (EARLIER if day < core else LATER)
        mark |= {"column": column, "nth": placed[mark["row"], column]}
        placed[mark["row"], column] += 1
    return [EARLIER, *columns.values(), LATER, UNDATED]
