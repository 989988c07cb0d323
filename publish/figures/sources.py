"""Which article reports what: the facts that several articles report, and where they report one differently."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from publish.figures.drawing import GREY, GRID, INK, LINE, MUTED, PADDING, RIGHT, Drawing, Look, wrap
from publish.page.voices import STATUSES
from publish.tables import records
from publish.words import articles, group_label
from schemas import group_column, primary_key, speaker_column

TITLE = "Who reports what"
READING = "Each row is what all its reports share. An article that does not mention a fact does not deny it."
# The tables of reports whose groups are facts, with a heading and the word for one fact. Stances follow from statements,
# and would repeat them.
FACTS = {
    "event_reports": ("Events", "event"),
    "quotes": ("Statements", "statement"),
    "military_claims": ("Military claims", "military claim"),
    "guarantee_terms": ("Terms of the guarantee", "term"),
}
TOLD, DIFFERS, UNMENTIONED = "reports it", "reports it differently from another article", "does not mention it"
MARKS = {TOLD: Look("circle", GREY, GREY), DIFFERS: Look("diamond", INK, INK), UNMENTIONED: Look("circle", GRID)}
COLUMNS = 330  # pixels for the columns of all articles
Rows = list[dict[str, Any]]
Describe = Callable[[str, Rows], str]  # the words for a fact, from the id of its group and its reports


@dataclass(frozen=True)
class Fact:
    """What its reports share, in words; for each article its first report; and the articles that differ on it."""

    words: str
    reports: dict[str, str]
    differing: set[str]


def figure(tables: Mapping[str, pd.DataFrame]) -> Drawing:
    """The figure; `tables` holds all tables."""
    facts = {table: _facts(table, tables) for table in FACTS}
    names = {source: article.name for source, article in articles(tables["sources"]).items()}
    drawing = Drawing(TITLE, _takeaway([fact for part in facts.values() for fact in part], len(names)), READING)
    step = min(66, COLUMNS // max(len(names), 1))
    left = RIGHT - step * len(names)
    columns = {source: left + step * (n + 0.5) for n, source in enumerate(names)}
    _heads(drawing, {columns[source]: wrap(name, step, 11) for source, name in names.items()})
    for table, (heading, _) in FACTS.items():
        shared = [fact for fact in facts[table] if len(fact.reports) > 1]
        if shared:
            drawing.text(PADDING, drawing.y + 12, [heading], bold=True)
            drawing.y += 26
        for fact in shared:
            _row(drawing, fact, columns, names, left - 14)
    drawing.y += 12
    x = PADDING + 5.0
    for words, look in MARKS.items():
        drawing.mark(x, drawing.y, look)
        drawing.text(x + 10, drawing.y, [words], color=MUTED)
        x += 40 + 5.4 * len(words)
    alone = {table: sum(len(fact.reports) == 1 for fact in facts[table]) for table in FACTS}
    drawing.text(PADDING, drawing.y + 24, [f"In one article only: {_counted(alone)}."])
    drawing.y += 32
    return drawing


def _heads(drawing: Drawing, heads: Mapping[float, list[str]]) -> None:
    """The names of the articles above their columns; they end on one line."""
    lines = max(map(len, heads.values()), default=0)
    drawing.y += 8
    for x, head in heads.items():
        top = drawing.y + 13 * (lines - len(head))
        drawing.text(x, top, head, size=11, leading=13, color=MUTED, anchor="middle")
    drawing.y += 13 * lines - 4


def _row(drawing: Drawing, fact: Fact, columns: Mapping[str, float], names: Mapping[str, str], width: float) -> None:
    """The words of a fact, and a mark for each article."""
    lines = wrap(fact.words, width - PADDING)
    drawing.text(PADDING, drawing.y + LINE / 2, lines)
    middle = drawing.y + LINE * len(lines) / 2
    for source, x in columns.items():
        if source not in fact.reports:
            drawing.mark(x, middle, MARKS[UNMENTIONED])
            continue
        mark = DIFFERS if source in fact.differing else TOLD
        label = f"{fact.words.rstrip('.')}. {names[source]} {mark}."
        drawing.mark(x, middle, MARKS[mark], row=fact.reports[source], label=label)
    drawing.y += LINE * len(lines) + 5
    drawing.rule(PADDING, drawing.y - 2.5, RIGHT, drawing.y - 2.5)


def _takeaway(facts: list[Fact], n_sources: int) -> str:
    """How many facts several articles report, all of them report, and some report differently."""
    shared = [fact for fact in facts if len(fact.reports) > 1]
    by_all = sum(len(fact.reports) == n_sources for fact in shared)
    differing = sum(bool(fact.differing) for fact in shared)
    return (
        f"Of {len(facts)} events, statements, military claims and terms, {len(shared)} are in several of the "
        f"{n_sources} articles and {by_all} in all of them. On {differing} of these the articles differ in more than wording."
    )


def _counted(counts: Mapping[str, int]) -> str:
    """Numbers of facts by table, in words."""
    parts = [f"{n} {FACTS[table][1]}{'' if n == 1 else 's'}" for table, n in counts.items()]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _facts(table: str, tables: Mapping[str, pd.DataFrame]) -> list[Fact]:
    """The facts of a table, most reported first."""
    key, group, differing = primary_key(table)[0], _group(table), _differing(table, tables)
    describe = _events(tables) if table == "event_reports" else _statements(table, tables)
    reports = sorted((row for row in records(tables[table]) if row[group]), key=itemgetter(group))
    facts = []
    for group_id, rows in groupby(reports, key=itemgetter(group)):
        found = list(rows)
        first = {row["source_id"]: row[key] for row in reversed(found)}
        facts.append(Fact(describe(group_id, found), first, differing.get(group_id, set())))
    return sorted(facts, key=lambda fact: -len(fact.reports))


def _group(table: str) -> str:
    """The column that reports of one fact share."""
    return group_column(table) or "event_id"


def _differing(table: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Fact -> the articles whose reports of it differ from each other in more than wording.

    Two reports in one article, or of two facts, do not count: there speakers differ, or what they speak of.
    """
    rows = {row[primary_key(table)[0]]: row for row in records(tables[table])}
    differing: dict[str, set[str]] = {}
    for one in records(tables["disagreements"]):
        pair = [one[row].partition(":") for row in ("row_a", "row_b")]
        if one["strength"] == "wording" or any(part[0] != table for part in pair):
            continue
        first, second = (rows[part[2]] for part in pair)
        if first[_group(table)] == second[_group(table)] and first["source_id"] != second["source_id"]:
            differing.setdefault(first[_group(table)], set()).update([first["source_id"], second["source_id"]])
    return differing


def _events(tables: Mapping[str, pd.DataFrame]) -> Describe:
    """What describes an event: its title with its status."""
    statuses = {status: status_label(status, tables) for status in tables["events"]["status"].unique()}
    titles = {row["event_id"]: with_status(row["title"], statuses[row["status"]]) for row in records(tables["events"])}
    return lambda event_id, _: titles[event_id]


def _statements(table: str, tables: Mapping[str, pd.DataFrame]) -> Describe:
    """What describes renderings of one statement: who says it, and the label of the group."""
    names = {row["actor_id"]: row["name"] for row in records(tables["actors"])} | {None: "the article"}
    speaker = str(speaker_column(table))

    def describe(group_id: str, rows: Rows) -> str:
        return f"{_speakers([names[row[speaker]] for row in rows])}: {group_label(tables, table, group_id)}"

    return describe


def with_status(title: str, status: str) -> str:
    """The title of an event with its status, which a title may begin with.

    >>> with_status("Possible meeting", "possible"), with_status("Air strikes on Nizhyn", "claimed")
    ('Possible meeting', 'Air strikes on Nizhyn (claimed)')
    """
    return title if title.lower().startswith(status) else f"{title} ({status})"


def status_label(status: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """The status of an event, within a sentence."""
    codes = tables["codes"]
    label = codes.loc[(codes["field"] == "event_status") & (codes["code"] == status), "label"].item()
    return STATUSES.get(f"event_status.{status}", str(label).lower())


def _speakers(names: Iterable[str]) -> str:
    """Who says it, the most frequent first; the article itself where no one else does."""
    first, *others = [name for name, _ in Counter(names).most_common()]
    first = first[0].upper() + first[1:]
    if len(others) > 1:
        return f"{first} and {len(others)} others"
    return f"{first} and {others[0]}" if others else first
