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
SUBTITLE = (
    "Each column is an event, statement, stance, claim or term; the most reported on the left. Pale: not mentioned."
)
DESCRIPTION = (
    "Matrix of events, statements, stances, claims and terms by articles. A grey cell: the article reports it. A black one: "
    "what it reports disagrees, in more than wording, with another report. A pale one: it does not mention it."
)
# The tables of reports that `corroboration` counts by source.
FACTS = {
    "event_reports": "Events",
    "quotes": "Statements",
    "positions": "Stances of a party",
    "military_claims": "Claims about force",
    "guarantee_terms": "Terms of the guarantee",
}
CELLS = {"reports it": vega.GREY, "reports it, and disagrees with another report": vega.INK}


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
        several = sum(len(fact["sources"]) > 1 for fact in facts)
        differing = sum(any(fact["sources"].values()) for fact in facts)
        words = f"{len(facts)}; {several} in several articles, {differing} in a disagreement"
        summaries.append({"row": table, "start": 0, "text": words})
        bands += [{"row": f"{table}.{source}", "start": 0, "end": len(facts)} for source in names]
        for n, fact in enumerate(facts):
            for source, differs in fact["sources"].items():
                cell = list(CELLS)[differs]
                place = {"row": f"{table}.{source}", "start": n + 0.1, "end": n + 0.9}
                label = f"{fact['words']} {source} {cell}."
                cells.append({**place, "cell": cell, "href": f"#{fact['row_id']}", "label": label})
        rows |= {f"{table}.": "", table: heading} | {f"{table}.{source}": name for source, name in names.items()}

    x = alt.X(
        "start:Q", axis=None, scale=alt.Scale(domain=[0, max((band["end"] for band in bands), default=1)], nice=False)
    )
    y = vega.rows(rows, FACTS, grid=False)
    scale = alt.Scale(domain=list(CELLS), range=list(CELLS.values()))
    color = alt.Color("cell:N", scale=scale, legend=alt.Legend(title=None, labelLimit=300))
    bar: dict[str, Any] = {"height": alt.RelativeBandSize(band=0.8), "opacity": 1}
    links = {"href": "href:N", "description": "label:N"}
    return alt.layer(
        alt.Chart(alt.Data(values=bands)).mark_bar(color=vega.PALE, **bar).encode(x=x, x2="end", y=y),
        alt.Chart(alt.Data(values=cells)).mark_bar(**bar).encode(x=x, x2="end", y=y, color=color, **links),
        alt.Chart(alt.Data(values=summaries)).mark_text(align="left").encode(x=x, y=y, text="text:N"),
        title=alt.Title(TITLE, subtitle=SUBTITLE),
        description=DESCRIPTION,
    ).properties(width=vega.WIDTH, height=alt.Step(13), autosize=vega.FIT)


def _facts(table: str, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """The facts of a table: a row to link to, what it says, and source -> whether it differs; most reported first."""
    facts = {}
    for one in records(tables["corroboration"]):
        if one["table"] == table:
            fact = facts.setdefault(one["group_id"], {"sources": {}} | described(table, one["group_id"], tables))
            fact["sources"][one["source_id"]] = one["disagreements"] is not None
    return sorted(facts.values(), key=lambda fact: (-len(fact["sources"]), sorted(fact["sources"]), fact["row_id"]))


def described(table: str, group_id: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The row to link to for an event or a group of renderings, and what all of its reports say, as words."""
    if table == "event_reports":
        event = tables["events"].set_index("event_id").loc[group_id]
        return {"row_id": group_id, "words": f"{group_id}. {event['title']} ({event['status']})."}
    renderings = tables[table][tables[table][group_column(table)] == group_id]
    label = tables["statements"].set_index("group_id").loc[group_id, "label"]
    row_id = str(renderings[primary_key(table)[0]].iloc[0])
    words = renderings[TITLES[table]].iloc[0] if pd.isna(label) else label
    return {"row_id": row_id, "words": f"{row_id}. {words}"}
