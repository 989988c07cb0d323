"""Which article reports what: the facts that several articles report, and where they report one differently."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd

from publish.figures import vega
from publish.tables import records, source_names
from schemas import TITLES, group_column, primary_key, speaker_column

TITLE = "Who reports what"
# The tables of reports whose groups are facts, and their names for one and for several facts. Stances follow from
# statements, and would repeat them.
FACTS = {
    "event_reports": ("Events", "event"),
    "quotes": ("Statements", "statement"),
    "military_claims": ("Military claims", "military claim"),
    "guarantee_terms": ("Terms of the guarantee", "term"),
}
LOOKS = {  # what a mark says: its shape, and the colours of its inside and of its edge
    "reports it": ("circle", vega.GREY, vega.GREY),
    "reports it differently from another article": ("diamond", vega.INK, vega.INK),
    "does not mention it": ("circle", "white", vega.GRID),
}
TOLD, DIFFERS, UNMENTIONED = LOOKS
COLUMNS = 330  # pixels for the columns of all articles


@dataclass(frozen=True)
class Fact:
    """What several reports share, in words; for each article its first report, and the articles that differ on it."""

    words: str
    reports: dict[str, str]
    differing: set[str] = field(default_factory=set)


def figure(tables: Mapping[str, pd.DataFrame]) -> vega.Figure:
    """The figure; `tables` holds all tables."""
    names = source_names(tables["sources"])
    step = min(66.0, COLUMNS / max(len(names), 1))
    left = vega.INNER - step * len(names)
    columns = {source: left + step * (n + 0.5) for n, source in enumerate(names)}
    heads = {source: vega.wrap(name, step, 11) for source, name in names.items()}
    top = max(map(len, heads.values()), default=1) * 13
    captions = [{"x": x, "y": top - 13 * (len(heads[source]) - 1), "text": heads[source]} for source, x in columns.items()]

    facts = {table: _facts(table, tables) for table in FACTS}
    texts, headings, marks, grid = [], [], [], []
    y = top + 12.0
    for table, (heading, _) in FACTS.items():
        shared = [fact for fact in facts[table] if len(fact.reports) > 1]
        if not shared:
            continue
        headings.append({"x": 0, "y": y + 10, "text": heading})
        y += 24
        for fact in shared:
            words = vega.wrap(fact.words, left - 16)
            texts.append({"x": 0, "y": y + vega.LINE / 2, "text": words})
            height = vega.LINE * len(words)
            marks += [_mark(fact, source, x, y + height / 2, names[source]) for source, x in columns.items()]
            y += height + 5
            grid.append({"x": 0, "x2": vega.INNER, "y": y - 2.5, "y2": y - 2.5})
        y += 6
    alone = {table: sum(len(fact.reports) == 1 for fact in facts[table]) for table in FACTS}
    rest = vega.wrap(f"In one article only: {_counted(alone)}.", vega.INNER)
    shape, fill, stroke = (alt.Scale(domain=list(LOOKS), range=[look[n] for look in LOOKS.values()]) for n in range(3))
    looks = {
        "shape": alt.Shape("mark:N", scale=shape, legend=None),
        "fill": alt.Fill("mark:N", scale=fill, legend=None),
        "stroke": alt.Stroke("mark:N", scale=stroke, legend=None),
    }
    return vega.Figure(
        TITLE,
        _takeaway([fact for part in facts.values() for fact in part], len(names)),
        "Each row is what all its reports share. An article that does not mention a fact does not deny it.",
        y + vega.LINE * (len(rest) + 2),
        [
            vega.texts(captions, align="center", fontSize=11, lineHeight=13, color=vega.MUTED),
            vega.lines(grid, vega.PALE),
            vega.texts(headings, fontWeight="bold"),
            vega.texts(texts),
            vega.marks([mark for mark in marks if mark["mark"] != UNMENTIONED], **looks),
            vega.points([mark for mark in marks if mark["mark"] == UNMENTIONED], **looks),
            *_legend(y + 8, looks),
            vega.texts([{"x": 0, "y": y + 8 + 1.6 * vega.LINE, "text": rest}]),
        ],
    )


def _mark(fact: Fact, source: str, x: float, y: float, name: str) -> dict[str, Any]:
    mark = UNMENTIONED
    if source in fact.reports:
        mark = DIFFERS if source in fact.differing else TOLD
    label = f"{fact.words.rstrip('.')}. {name} {mark}."
    return {"x": x, "y": y, "mark": mark, "href": f"#{fact.reports.get(source)}", "label": label}


def _legend(y: float, looks: Mapping[str, Any]) -> list[alt.Chart]:
    """What each mark says, in one line."""
    keys, x = [], 6.0
    for mark in LOOKS:
        keys.append({"x": x, "y": y, "mark": mark, "text": mark})
        x += 30 + vega.LETTER * len(mark)
    words = [{"x": key["x"] + 11, "y": y, "text": key["text"]} for key in keys]
    return [vega.points(keys, **looks), vega.texts(words, color=vega.MUTED)]


def _takeaway(facts: list[Fact], n_sources: int) -> str:
    """How many facts several articles report, all of them report, and some report differently."""
    shared = [fact for fact in facts if len(fact.reports) > 1]
    by_all = sum(len(fact.reports) == n_sources for fact in shared)
    differing = sum(bool(fact.differing) for fact in shared)
    return (
        f"Of {len(facts)} events, statements, military claims and terms, {len(shared)} are in several of the "
        f"{n_sources} articles and {by_all} in all of them. On {differing} the reports differ in more than wording."
    )


def _counted(counts: Mapping[str, int]) -> str:
    """Numbers of facts by table, in words."""
    parts = [f"{n} {FACTS[table][1]}{'' if n == 1 else 's'}" for table, n in counts.items()]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _facts(table: str, tables: Mapping[str, pd.DataFrame]) -> list[Fact]:
    """The facts of a table, most reported first."""
    group, key = _group(table), primary_key(table)[0]
    differing = _differing(table, tables)
    facts = []
    for group_id, rows in tables[table].groupby(group):
        firsts = rows.drop_duplicates("source_id").set_index("source_id")[key].to_dict()
        facts.append(Fact(described(table, str(group_id), tables), firsts, differing.get(str(group_id), set())))
    return sorted(facts, key=lambda fact: -len(fact.reports))


def _group(table: str) -> str:
    """The column that reports of one fact share."""
    return group_column(table) or "event_id"


def _differing(table: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Fact -> the articles whose reports of it differ from each other in more than wording.

    Two reports of one article, or of two facts, are not compared here: they differ by speaker or by what they tell of.
    """
    rows = tables[table].set_index(primary_key(table)[0])
    differing: dict[str, set[str]] = {}
    for one in records(tables["disagreements"]):
        pair = [one[row].partition(":") for row in ("row_a", "row_b")]
        if one["strength"] == "wording" or any(part[0] != table for part in pair):
            continue
        first, second = (rows.loc[part[2]] for part in pair)
        if first[_group(table)] == second[_group(table)] and first["source_id"] != second["source_id"]:
            differing.setdefault(first[_group(table)], set()).update([first["source_id"], second["source_id"]])
    return differing


def described(table: str, group_id: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """What all reports of a fact share: an event with its status, or who says it and the label of the group.

    A single report has no label; its own words stand for it.
    """
    if table == "event_reports":
        event = tables["events"].set_index("event_id").loc[group_id]
        return f"{event['title']} ({status(event['status'], tables)})"
    renderings = tables[table][tables[table][_group(table)] == group_id]
    label = tables["statements"].set_index("group_id").loc[group_id, "label"]
    words = renderings[TITLES[table]].iloc[0] if len(renderings) == 1 else label
    return f"{_speakers(renderings[speaker_column(table)], tables)}: {words}"


def status(code: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """The label of an event's status."""
    codes = tables["codes"]
    return str(codes[(codes["field"] == "event_status") & (codes["code"] == code)]["label"].iloc[0]).lower()


def _speakers(ids: Iterable[str], tables: Mapping[str, pd.DataFrame]) -> str:
    """Who says it, the most frequent first; the article itself where no one else does."""
    names = tables["actors"].set_index("actor_id")["name"]
    counts = Counter("the article" if pd.isna(actor) else names[actor] for actor in ids)
    first, *others = [name for name, _ in counts.most_common()]
    first = first[0].upper() + first[1:]
    if len(others) > 1:
        return f"{first} and {len(others)} others"
    return f"{first} and {others[0]}" if others else first
