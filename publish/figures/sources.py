"""Which article reports what: every event, statement, stance, claim and term, by every source."""

import pandas as pd

from publish.figures import canvas
from publish.figures.canvas import AGAINST, MUTED, PALE, PAPER, WIDTH, Words, bars, records, symbols

LEFT, CELL, LINE = 206, 11, 12  # pixels: where columns begin, a column, a row
TITLE = "Facts by sources: reported, silent, contradicted"
DESCRIPTION = (
    "One column a fact, one row a source. A full cell: the source reports it; an empty one: it is silent; a cross: it "
    "holds something that a disagreement sets against the fact, whether or not it reports it as well. Facts that more "
    "sources report stand further left."
)
# Table -> heading, the column that groups its rows, the key of a row, the column that says what it is about.
FACTS = {
    "events": ("Events", "event_id", "event_id", "title"),
    "quotes": ("Statements", "statement_id", "quote_id", "gloss"),
    "positions": ("Stances of a party", "stance_id", "position_id", "statement"),
    "military_claims": ("Claims about force", "assertion_id", "claim_id", "statement"),
    "guarantee_terms": ("Terms of the guarantee", "term_id", "guarantee_term_id", "description"),
}
TOLD = "#0a5fa8"
CROSS = "M-0.8,-0.8L0.8,0.8M0.8,-0.8L-0.8,0.8"


def draw(tables):
    """The bytes of the figure."""
    ids = tables["sources"]["source_id"].tolist()
    gathered = gather(tables)
    if gathered.empty:
        return canvas.empty(TITLE)
    facts, heads, lines, bottom = arranged(gathered, len(ids))
    names = {source["source_id"]: shortened(source) for source in records(tables["sources"])}
    layers = [
        bars(facts[["x", "y", "row", "label"]], PALE, width=CELL - 1, height=LINE * len(ids) - 1),
        *filled(cells(facts)),
        *(Words(LEFT, y, words, bold=True) for y, words in heads),
        *(
            Words(LEFT - 10, y + LINE * (n + 0.5), names[source], align="right", size=10.5, color=MUTED)
            for y in lines
            for n, source in enumerate(ids)
        ),
        *legend(bottom + 16),
    ]
    return canvas.svg(layers, bottom + 54, TITLE, DESCRIPTION)


def shortened(source):
    """The id of a source and its publisher, without a legal form.

    >>> shortened({"source_id": "s004", "publisher": "United Press International, Inc."})
    's004 United Press International'
    """
    return f"{source['source_id']} {source['publisher'] or ''}".split(",")[0].strip()


def gather(tables):
    """A row a fact: where it leads, what it says, how many sources report it, and its rows of `corroboration`."""
    found = []
    for (stem, group_id), frame in tables["corroboration"].groupby(["table", "group_id"]):
        _, group, key, about = FACTS[stem]
        first = records(tables[stem][tables[stem][group] == group_id])[0]
        have = records(frame)
        told = ", ".join(one["source_id"] for one in have if one["n_renderings"]) or "no source"
        against = ", ".join(one["source_id"] for one in have if one["standing"] == "contradicted")
        label = f"{first[key]}. {first[about].rstrip('.')}. Reported by {told}" + (
            f"; against it: {against}." if against else "."
        )
        found.append(
            {
                "table": stem,
                "row": f"#{first[key]}",
                "label": label,
                "cells": have,
                "n_reporting": have[0]["n_reporting"],
                "silent": "".join("01"[one["n_renderings"] == 0] for one in have),
                "contradicted": bool(against),
            }
        )
    return pd.DataFrame(found)


def arranged(facts, n_sources):
    """(facts with the `x` and `y` of their columns, headings, tops of the lines, height of all)."""
    per_line = (WIDTH - LEFT) // CELL
    placed, heads, tops, y = [], [], [], 14
    for stem, (heading, *_) in FACTS.items():
        block = facts[facts["table"] == stem]
        if block.empty:
            continue
        several, against = (block["n_reporting"] > 1).sum(), block["contradicted"].sum()
        heads.append((y, f"{heading}: {len(block)}; {several} in several sources, {against} contradicted"))
        y += 12
        block = block.sort_values(["n_reporting", "silent", "row"], ascending=[False, True, True], kind="stable")
        for start in range(0, len(block), per_line):
            part = block.iloc[start : start + per_line]
            placed.append(part.assign(x=[LEFT + CELL * n for n in range(len(part))], y=y))
            tops.append(y)
            y += LINE * n_sources + 8
        y += 14
    return pd.concat(placed, ignore_index=True), heads, tops, y - 10


def cells(facts):
    """The middle of each cell, whether its source tells the fact, and whether something in it stands against it."""
    middles = [
        {
            "x": fact["x"] + (CELL - 1) / 2,
            "y": fact["y"] + LINE * (n + 0.5) - 0.5,
            "told": cell["n_renderings"] > 0,
            "against": cell["standing"] == "contradicted",
        }
        for fact in facts.to_dict("records")
        for n, cell in enumerate(fact["cells"])
    ]
    return pd.DataFrame(middles)


def filled(cells):
    """Squares where the source tells the fact, crosses where it is contradicted; a silent cell stays as it is."""
    corners = cells.assign(x=cells["x"] - CELL / 2 + 1.5, y=cells["y"] - LINE / 2 + 1.5)
    looks = (
        (bars, corners[cells["told"] & ~cells["against"]], TOLD, {"width": CELL - 3, "height": LINE - 3}),
        (bars, corners[cells["told"] & cells["against"]], AGAINST, {"width": CELL - 3, "height": LINE - 3}),
        (symbols, cells[cells["told"] & cells["against"]], PAPER, {"shape": CROSS, "size": 30, "width": 1.6}),
        (symbols, cells[~cells["told"] & cells["against"]], AGAINST, {"shape": CROSS, "size": 60, "width": 2.2}),
    )
    for shape, chosen, color, options in looks:
        if len(chosen):
            yield shape(chosen, color=color, **options)


def legend(y):
    """What a cell means."""
    for told, against, x, down, words in (
        (True, False, 24.0, 0, "reported"),
        (False, False, 124.0, 0, "silent"),
        (True, True, 206.0, 0, "contradicted: the source reports it and holds something against it"),
        (False, True, 206.0, 20, "contradicted: the source does not report it and holds something against it"),
    ):
        cell = pd.DataFrame({"x": [x], "y": [y + down], "told": [told], "against": [against]})
        yield bars(cell[["x", "y"]] - [CELL / 2, LINE / 2], PALE, width=CELL - 1, height=LINE)
        yield from filled(cell)
        yield Words(x + 12, y + down, words, color=MUTED)
