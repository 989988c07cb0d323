"""The rules of texts, run an article at a time, and the words by which an article names days and quantities."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from duckdb import DuckDBPyConnection

from pipeline.package import Package, row_ids
from pipeline.problems import Problem
from rules.text import coverage, stated
from rules.text.article import AnchoredRow, Article, DatedCell, Segment, TextRule
from rules.text.dates import dates
from rules.text.quantities import Span
from schemas import csv_path

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


def articles(package: Package, connection: DuckDBPyConnection) -> Iterator[Article]:
    """Yield each article at hand with the rows that rest on it."""
    cells = {
        (table, row_id): row
        for table, frame in package.tables.items()
        if "evidence" in frame
        for row_id, row in zip(
            row_ids(table, frame), frame.astype(object).where(frame.notna(), None).to_dict("records"), strict=True
        )
    }
    anchors: dict[str, dict[tuple[str, str], list[Span]]] = defaultdict(lambda: defaultdict(list))
    query = "select source_id, table_name, row_id, start_char, end_char from anchors order by table_name, row_id, n"
    for source, table, row_id, start, end in connection.sql(query).fetchall():
        anchors[source][table, row_id].append(Span(start, end))
    coded = {row[0] for row in connection.sql("select segment_id from segments where reason is null").fetchall()}
    days = connection.sql("select table_name, row_id, column_name, day, basis from dated_cells").fetchall()
    frames = dict(connection.sql("select source_id, frame_date from sources").fetchall())
    segments = connection.sql('select source_id, segment_id, "start", "end", kind from segments order by segment_id')
    by_source: dict[str, list[Segment]] = defaultdict(list)
    for source, segment_id, start, end, kind in segments.fetchall():
        by_source[source].append(Segment(segment_id, start, end, kind, segment_id in coded))
    for source, text in package.texts.items():
        here = anchors[source]
        yield Article(
            source_id=source,
            text=text,
            frame=frames[source],
            segments=tuple(by_source[source]),
            rows=tuple(AnchoredRow(*key, tuple(spans), cells[key]) for key, spans in here.items()),
            dated=tuple(
                DatedCell(table, row_id, column, day, basis, tuple(here[table, row_id]))
                for table, row_id, column, day, basis in days
                if basis in NAMED_BASES and (table, row_id) in here
            ),
            dates=tuple(dates(text, frames[source])),
        )


def text_problems(
    package: Package, connection: DuckDBPyConnection, lines: Mapping[tuple[str, str], list[int]]
) -> Iterator[Problem]:
    """Yield what the rules of texts warn of in the articles at hand.

    A day of a row with anchors in several articles may be named in any of them, so all must warn of it.
    """
    read = list(articles(package, connection))
    anchored = connection.sql(
        "select table_name, row_id, count(distinct source_id) from anchors group by 1, 2"
    ).fetchall()
    sources = {(table, row_id): n for table, row_id, n in anchored}
    warned: dict[tuple, int] = defaultdict(int)
    for rule in RULES:
        for article in read:
            for found in rule.find(article):
                if rule.name == "date_differs":
                    cell = (found.table, found.row_id, found.column)
                    warned[cell] += 1
                    if warned[cell] < sources[found.table, found.row_id]:
                        continue
                line = lines[found.table, found.row_id][0]
                place = (csv_path(found.table), line, found.column, found.value)
                yield Problem(*place, found.message, found.hint, rule.name, "warning", found.table, found.row_id)


def text_mentions(package: Package, connection: DuckDBPyConnection) -> list[tuple]:
    """Rows of `mentions` for days and quantities: found now or, without the article, as the last build found them."""
    rows: list[tuple] = []
    for article in articles(package, connection):
        for cell in article.dated:
            rows += [
                (cell.table, cell.row_id, cell.column, article.source_id, each.start, each.end)
                for each in stated.dates_of(article, cell)
                if stated.states(cell, each)
            ]
        for row in article.rows:
            spans = coverage.printed_quantity(article, row)
            rows += [(row.table, row.row_id, "value_as_printed", article.source_id, s.start, s.end) for s in spans]
    texts = package.texts
    rows = [(*row, texts[row[3]][row[4] : row[5]], None) for row in set(rows)]
    carried = connection.sql("select * from committed_mentions where name_id is null").fetchall()
    return rows + [row for row in carried if row[3] not in texts]
