"""Which article reports what: every event, statement, stance, claim and term, by every source."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from publish.figures import vega
from publish.tables import records
from schemas import TITLES, group_column, primary_key

TITLE = "Which article reports what"
SUBTITLE = "Each column is a fact; those that most articles report stand on the left. Pale: not mentioned."
DESCRIPTION = (
    "Matrix of facts by articles. A grey cell: the article reports the fact. An outlined one: it holds something that a "
    "disagreement sets against the fact. A black one: both. A pale one: it does not mention the fact."
)
# The tables of which `corroboration` counts the sources.
FACTS = {
    "events": "Events",
    "quotes": "Statements",
    "positions": "Stances of a party",
    "military_claims": "Claims about force",
    "guarantee_terms": "Terms of the guarantee",
}
# (reported, contradicted) -> what a cell says, its fill, its outline.
CELLS = {
    (True, False): ("reports it", vega.GREY, vega.GREY),
    (True, True): ("reports and contradicts it", vega.INK, vega.INK),
    (False, True): ("contradicts it", "white", vega.INK),
}


def chart(tables: Mapping[str, pd.DataFrame]) -> ChartType:
    """The chart; `tables` holds all tables, `corroboration` too."""
    names = {
        source["source_id"]: f"{source['source_id']} {source['publisher'] or ''}".split(",")[0]  # without "Inc."
        for source in records(tables["sources"])
    }
    rows: dict[str, str] = {}
    cells: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    summaries: list[dict[str, Any]] = []
    for table, heading in FACTS.items():
        facts = _facts(table, tables)
        several = sum(len(fact["reported"]) > 1 for fact in facts)
        against = sum(len(fact["contradicted"]) > 0 for fact in facts)
        words = f"{len(facts)}; {several} in several articles, {against} contradicted"
        summaries.append({"row": table, "start": 0, "text": words})
        bands += [{"row": f"{table}.{source}", "start": 0, "end": len(facts)} for source in names]
        for n, fact in enumerate(facts):
            for source in sorted(fact["reported"] | fact["contradicted"]):
                cell = CELLS[source in fact["reported"], source in fact["contradicted"]][0]
                place = {"row": f"{table}.{source}", "start": n + 0.1, "end": n + 0.9}
                label = f"{fact['words']} {source} {cell}."
                cells.append({**place, "cell": cell, "href": f"#{fact['row_id']}", "label": label})
        rows |= {f"{table}.": "", table: heading} | {f"{table}.{source}": name for source, name in names.items()}

    x = alt.X(
        "start:Q", axis=None, scale=alt.Scale(domain=[0, max((band["end"] for band in bands), default=1)], nice=False)
    )
    y = vega.rows(rows, FACTS, grid=False)
    domain, fills, strokes = (list(looks) for looks in zip(*CELLS.values(), strict=True))
    fill, stroke = (alt.Scale(domain=domain, range=colors) for colors in (fills, strokes))
    looks: dict[str, Any] = {
        "fill": alt.Fill("cell:N", scale=fill, legend=alt.Legend(title=None)),
        "stroke": alt.Stroke("cell:N", scale=stroke, legend=alt.Legend(title=None)),
    }
    bar: dict[str, Any] = {"height": alt.RelativeBandSize(band=0.8), "opacity": 1}
    links = {"href": "href:N", "description": "label:N"}
    return alt.layer(
        alt.Chart(alt.Data(values=bands)).mark_bar(color=vega.PALE, **bar).encode(x=x, x2="end", y=y),
        alt.Chart(alt.Data(values=cells)).mark_bar(strokeWidth=1, **bar).encode(x=x, x2="end", y=y, **looks, **links),
        alt.Chart(alt.Data(values=summaries)).mark_text(align="left").encode(x=x, y=y, text="text:N"),
        title=alt.Title(TITLE, subtitle=SUBTITLE),
        description=DESCRIPTION,
    ).properties(width=vega.WIDTH, height=alt.Step(13), autosize=vega.FIT)


def _facts(table: str, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """The facts of a table: its first row, what it says, and which sources report and contradict it; most reported first."""
    key, title = primary_key(table)[0], TITLES[table]
    group = group_column(table) or key
    facts: dict[str, dict[str, Any]] = {}
    for row in records(tables[table]):
        words = f"{row[key]}. {row[title].rstrip('.')}."
        facts.setdefault(row[group], {"row_id": row[key], "words": words, "reported": set(), "contradicted": set()})
    for one in records(tables["corroboration"]):
        if one["table"] == table and one["n_renderings"]:
            facts[one["group_id"]]["reported"].add(one["source_id"])
        if one["table"] == table and one["standing"] == "contradicted":
            facts[one["group_id"]]["contradicted"].add(one["source_id"])
    return sorted(facts.values(), key=lambda fact: (-len(fact["reported"]), sorted(fact["reported"]), fact["row_id"]))
