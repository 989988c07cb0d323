"""The rules of texts, run an article at a time, and the words by which an article names days and quantities."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipeline.problems import Problem
from rules.text import coverage, stated
from rules.text.article import AnchoredRow, Article, DatedCell, Finding, Segment, TextRule
from rules.text.dates import dates
from rules.text.quantities import Span
from schemas import TABLES, columns, csv_path, primary_key

NAMED_BASES = ("printed", "weekday", "relative")
RULES = (
    TextRule("uncoded_quotation", "Every quotation of a coded sentence has a row.", coverage.uncoded("quotation")),
    TextRule("uncoded_number", "Every number of a coded sentence has a row.", coverage.uncoded("number")),
    TextRule("uncoded_weekday", "Every weekday of a coded sentence dates a row.", coverage.uncoded("weekday")),
    TextRule("needless_exception", "An exception leaves something uncoded.", coverage.needless_exceptions),
    TextRule("unlisted_spelling", "A listed spelling is listed wherever it occurs.", coverage.unlisted_spellings),
    TextRule("unlisted_name", "Every name in a coded sentence has a spelling.", coverage.unlisted_names),
    TextRule("speech_without_quotation", "Who speaks has a row.", coverage.speech_without_quotation),
    TextRule("date_differs", "A day is the one that the words mean.", stated.differing_dates),
    TextRule("quantity_differs", "A quantity is the one that the words state.", stated.differing_quantities),
)
TEXT_RULES = {rule.name: rule for rule in RULES}


def sources_at_hand(connection: DuckDBPyConnection) -> list[str]:
    """The sources whose article is at hand, in their order."""
    return [row[0] for row in connection.sql("select source_id from texts order by source_id").fetchall()]


def articles(connection: DuckDBPyConnection, sources: Sequence[str]) -> Iterator[Article]:
    """Yield each of some articles at hand with the rows that rest on it."""
    if not sources:
        return
    connection.register("wanted", pa.table({"source_id": pa.array(sources, pa.string())}))
    anchors: dict[str, dict[tuple[str, str], list[Span]]] = defaultdict(lambda: defaultdict(list))
    query = (
        "select source_id, table_name, row_id, start_char, end_char from anchors semi join wanted using (source_id)"
        " order by table_name, row_id, n"
    )
    for source, table, row_id, start, end in connection.sql(query).fetchall():
        anchors[source][table, row_id].append(Span(start, end))
    cells = {(t, i): row for t in TABLES if "evidence" in columns(t) for i, row in anchored_rows(connection, t)}
    segments: dict[str, list[Segment]] = defaultdict(list)
    query = (
        'select source_id, segment_id, "start", "end", kind, reason is null from segments'
        " semi join wanted using (source_id) order by segment_id"
    )
    for source, *facts in connection.sql(query).fetchall():
        segments[source].append(Segment(*facts))
    days: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    query = f"select table_name, row_id, column_name, day, basis from dated_cells where basis in {NAMED_BASES}"
    for table, row_id, *facts in connection.sql(query).fetchall():
        if (table, row_id) in cells:
            days[table, row_id].append(tuple(facts))
    query = "select t.source_id, t.text, s.frame_date from texts as t join sources as s using (source_id)"
    for source, text, frame in connection.sql(f"{query} semi join wanted using (source_id) order by 1").fetchall():
        here = {key: tuple(spans) for key, spans in anchors[source].items()}
        yield Article(
            source_id=source,
            text=text,
            frame=frame,
            segments=tuple(segments[source]),
            rows=tuple(AnchoredRow(*key, spans, cells[key]) for key, spans in here.items()),
            dated=tuple(
                DatedCell(*key, column, day, basis, spans)
                for key, spans in here.items()
                for column, day, basis in days[key]
            ),
            dates=tuple(dates(text, frame)),
        )


def anchored_rows(connection: DuckDBPyConnection, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the id and the cells of each row of a table with an anchor in a wanted source."""
    names = ", ".join(f't."{name}"' for name in columns(table))
    rows = connection.sql(
        f"select k.row_id as anchored_row, {names} from {table} as t join (select distinct row_id from anchors"
        f" semi join wanted using (source_id) where table_name = '{table}') as k on k.row_id = t.{primary_key(table)[0]}"
    )
    for row in rows.to_arrow_table().to_pylist():
        yield row.pop("anchored_row"), row


def findings(connection: DuckDBPyConnection, sources: Sequence[str]) -> Iterator[tuple[TextRule, Finding]]:
    """Yield what the rules of texts find in some articles at hand."""
    for article in articles(connection, sources):
        for rule in RULES:
            for found in rule.find(article):
                yield rule, found


def text_problems(connection: DuckDBPyConnection, lines: Mapping[tuple[str, str], list[int]]) -> Iterator[Problem]:
    """Yield a warning for each finding in the articles at hand; `lines` maps (table, row id) to lines of the CSV."""
    for rule, found in findings(connection, sources_at_hand(connection)):
        line = lines[found.table, found.row_id][0]
        place = (csv_path(found.table), line, found.column, found.value)
        yield Problem(*place, found.message, found.hint, rule.name, "warning", found.table, found.row_id)


def text_mentions(connection: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Rows of `mentions` for days and quantities: found now or, without the article, as the last build found them."""
    rows: set[tuple[Any, ...]] = set()
    sources = sources_at_hand(connection)
    for article in articles(connection, sources):
        named = [
            (cell.table, cell.row_id, cell.column, Span(each.start, each.end))
            for cell in article.dated
            for each in stated.dates_of(article, cell)
            if stated.states(cell, each)
        ]
        for row in article.rows:
            spans = coverage.printed_quantity(article, row)
            named += [(row.table, row.row_id, "value_as_printed", span) for span in spans]
        for *cell, span in named:
            words = article.text[span.start : span.end]
            rows.add((*cell, article.source_id, span.start, span.end, words, None))
    carried = connection.sql("select * from committed_mentions where name_id is null").fetchall()
    return [*rows, *(row for row in carried if row[3] not in sources)]
