"""The workbook: a sheet a table, for reading. Words stand first, codes and ids that have words beside them are folded away."""

import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from istanbul_talks.citing import of_package, text
from publish.codebook import describe, docstring
from publish.page.views import VIEWS
from publish.tables import KINDS, columns_of, records
from publish.words import articles
from schemas import TITLES, WIDE, columns, foreign_keys, primary_key, speaker_column
from schemas.derived import label_beside

WIDEST = 36  # characters
EXPLANATION = (
    "Each sheet is a table; its first row names the columns, and the sheet Columns says what each one means.",
    "The first columns are for reading. Codes, ids, anchors and notes are folded away: the plus above the sheet shows them.",
    "Ids and names are links to the row that they name. Articles have the names of their publishers.",
    "An empty cell has one meaning in each column, given in the sheet Columns.",
    "Ids are text, dates are dates. No cell is a formula, whatever it begins with.",
    "The tables themselves are the CSV files of the package; this workbook is made from them.",
    "Language models coded and checked the rows. No person has verified a row, unless the sheet checks says so.",
)
# What a wide view adds and a reader wants to see.
ADDED = ("participants", "places", "country_responses")
COLOURS = ("#0B7A5C", "#0A5FA8", "#8B3D88", "#000000", "#8B949E", "#D4A017", "#57606A")  # of the tabs, by kind of table
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "plain": {"valign": "top"},
    "link": {"num_format": "@", "text_wrap": True, "valign": "top", "font_color": "#0A5FA8"},
}
LOOK_OF = {str: "text", dt.date: "date"}
Formats = Mapping[str, Format]
Link = tuple[str, str]  # a table, and a row of it


@dataclass(frozen=True)
class Column:
    """A column of a sheet, with the column of the table that it shows or explains, and the rows that its cells name."""

    name: str
    origin: str
    cells: list[Any]
    description: str
    is_shown: bool = True
    links: Sequence[Link | None] = ()

    @property
    def width(self) -> int:
        """Characters."""
        return min(WIDEST, 2 + max(len(str(cell)) for cell in [self.name, *self.cells]))


@dataclass(frozen=True)
class Lookup:
    """What the sheets look up: the words of each row, its article and speaker, and the line of its sheet."""

    words: dict[Link, str]
    articles: dict[Link, str]
    speakers: dict[Link, str]
    labels: dict[tuple[str, str], str]  # of a field and a code
    lines: dict[Link, int]


def encode(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> bytes:
    """The bytes of the workbook; `tables` holds all tables, `about` the package's facts."""
    out = io.BytesIO()
    # In memory, and with the day of the version for its properties, the same tables give the same bytes.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": about["title"], "created": dt.datetime.fromisoformat(about["created"][:10])})
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    lookup = _lookup(tables)
    sheets = {table: _columns(table, tables, lookup) for kind in KINDS for table in kind.tables if table not in WIDE}
    _explain(book.add_worksheet("Read me"), {table: len(tables[table]) for table in sheets}, about, formats)
    for kind, colour in zip(KINDS, COLOURS, strict=True):
        for table in filter(sheets.__contains__, kind.tables):
            sheet = book.add_worksheet(table)
            sheet.set_tab_color(colour)
            _fill(sheet, sheets[table], lookup, formats)
    _fill(book.add_worksheet("Columns"), _dictionary(sheets), lookup, formats)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
    book.close()
    return out.getvalue()


def _lookup(tables: Mapping[str, pd.DataFrame]) -> Lookup:
    names = {source: article.name for source, article in articles(tables["sources"]).items()}
    actors = tables["actors"].set_index("actor_id")["name"].to_dict()
    titles = tables["events"].set_index("event_id")["title"].to_dict()
    labels = {(row["field"], row["code"]): row["label"] for row in records(tables["codes"])}
    found = Lookup({("sources", source): name for source, name in names.items()}, {}, {}, labels, {})
    for table in tables:
        keys = primary_key(table)
        if len(keys) > 1 or table in WIDE:
            continue
        speaker = speaker_column(table)
        for line, row in enumerate(records(tables[table]), 1):
            row_id = (table, row[keys[0]])
            found.lines[row_id] = line
            words = titles[row["event_id"]] if table == "event_reports" else row.get(TITLES.get(table, ""))
            found.words.setdefault(row_id, words or "")
            found.articles[row_id] = names.get(row.get("source_id") or "", "")
            found.speakers[row_id] = actors.get(row[speaker] if speaker else None, "")
    return found


def _columns(table: str, tables: Mapping[str, pd.DataFrame], lookup: Lookup) -> list[Column]:
    """The columns of a sheet: those that the page shows first, in its order, and the others, folded away.

    A table that is no content shows all its columns but anchors, and codes and ids that have words beside them.
    """
    found = [*_own(table, tables, lookup), *(_added(table, tables, lookup) if f"{table}_wide" in WIDE else ())]
    if table not in VIEWS:
        return found
    first = [*VIEWS[table].columns(table), TITLES.get(table), *ADDED]
    if "source_id" not in columns(table):
        first.append("articles")
    shown = [replace(column, is_shown=column.is_shown and column.origin in first) for column in found]
    return sorted(shown, key=lambda column: first.index(column.origin) if column.is_shown else len(first))


def _own(table: str, tables: Mapping[str, pd.DataFrame], lookup: Lookup) -> Iterator[Column]:
    """The columns of a table, with words beside codes and ids."""
    facts, targets = columns(table), foreign_keys(table)
    about = {column.name: column.description for column in describe(table)}
    for name, cells in columns_of(tables[table]).items():
        target = targets.get(name)
        links = [(target, cell) if target and cell else None for cell in cells]
        beside = [*_beside(name, facts[name], cells, links, lookup)]
        if table == "disagreements" and name in ("row_a", "row_b"):
            beside = [*_report(name, cells, lookup)]
        yield Column(name, name, cells, about[name], not beside and facts[name]["role"] != "anchor", links)
        yield from beside


def _beside(
    name: str, facts: Mapping[str, Any], cells: list[Any], links: Sequence[Link | None], lookup: Lookup
) -> Iterator[Column]:
    """The words beside a column of codes or ids, if it needs any."""
    words = [lookup.words.get(link) if link else None for link in links]
    if facts.get("references") == "sources":
        yield Column("article", name, words, "The publisher of the article.", True, links)
    elif label := label_beside(name, facts, TITLES | {"event_reports": "title"}):
        if codes := facts.get("codes"):
            words = [lookup.labels.get((codes, cell)) for cell in cells]
        yield Column(label.name, name, words, label.description, True, links)


def _report(name: str, cells: list[str], lookup: Lookup) -> Iterator[Column]:
    """A report that is compared, in words: its article, who says it, and what."""
    rows = [(table, row_id) for table, _, row_id in (cell.partition(":") for cell in cells)]
    yield Column(f"{name}_article", name, [lookup.articles[row] for row in rows], f"The article of `{name}`.")
    speakers = [lookup.speakers[row] for row in rows]
    yield Column(f"{name}_speaker", name, speakers, f"Who says `{name}`; blank: the article.")
    yield Column(f"{name}_words", name, [lookup.words[row] for row in rows], f"What `{name}` says.", True, [*rows])


def _added(table: str, tables: Mapping[str, pd.DataFrame], lookup: Lookup) -> Iterator[Column]:
    """What the wide view of a table adds to the columns that are here already, but for the files."""
    view, key = f"{table}_wide", primary_key(table)[0]
    known = {column.name for column in _own(table, tables, lookup)} | {
        "source_files",
        "group_label",
        "source_file_name",
    }
    frame = tables[view].set_index(key).loc[tables[table][key]].reset_index()
    about = {column.name: column.description for column in describe(view)}
    for name, cells in columns_of(frame).items():
        if name not in known:
            yield Column(name, name, cells, about[name])


def _dictionary(sheets: Mapping[str, list[Column]]) -> list[Column]:
    """The sheet that describes every column."""
    known = {table: {column.name: column for column in describe(table)} for table in sheets}
    rows = []
    for table, shown in sheets.items():
        for column in shown:
            facts = known[table].get(column.name)
            rest = (facts.type, facts.unit, facts.blank) if facts else ("text", "", "as in the column that it explains")
            rows.append((table, column.name, column.description, *rest))
    heads = ("table", "column", "description", "type", "unit", "an empty cell means")
    return [
        Column(head, head, list(cells), "", True, [(str(cell), "") for cell in cells] if head == "table" else [])
        for head, cells in zip(heads, zip(*rows, strict=True), strict=True)
    ]


def _explain(sheet: Worksheet, sizes: Mapping[str, int], about: Mapping[str, Any], formats: Formats) -> None:
    """The sheet that a reader sees first; `sizes` are the numbers of rows of the tables."""
    for column, width in enumerate((28, 8, 110)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{about['title']}, version {about['version']}", formats["title"])
    citation = f"{text(of_package(about))} Licence: {about['licenses'][0]['name']}."
    lines = [*about["description"].split("\n\n"), *EXPLANATION, about["rights"], f"Cite as: {citation}"]
    for row, line in enumerate(lines, 2):
        sheet.merge_range(row, 0, row, 2, line, formats["text"])
        sheet.set_row(row, 16 * (1 + len(line) // 140))
    row = len(lines) + 3
    for kind in KINDS:
        tables = [table for table in kind.tables if table in sizes]
        if not tables:
            continue
        sheet.write_row(row, 0, (kind.name, "rows", "a row is"), formats["head"])
        for table in tables:
            row += 1
            sheet.write_url(row, 0, f"internal:'{table}'!A1", formats["link"], table)
            sheet.write_number(row, 1, sizes[table], formats["plain"])
            sheet.write_string(row, 2, docstring(table), formats["text"])
        row += 2


def _fill(sheet: Worksheet, shown: list[Column], lookup: Lookup, formats: Formats) -> None:
    """A head and the rows below it, each high enough for its longest cell, with filters."""
    for number, column in enumerate(shown):
        sheet.write_string(0, number, column.name, formats["head"])
        sheet.set_column(number, number, column.width, None, {} if column.is_shown else {"level": 1, "hidden": True})
    read = [(column.cells, 0.9 * column.width) for column in shown if column.is_shown]
    n_rows = len(shown[0].cells)
    for row in range(n_rows):
        lines = max(math.ceil(len(str(cells[row])) / width) for cells, width in read)
        sheet.set_row(row + 1, 15 * max(1, lines))
        for number, column in enumerate(shown):
            _write(
                sheet, row + 1, number, column.cells[row], column.links[row] if column.links else None, lookup, formats
            )
    sheet.autofilter(0, 0, max(n_rows, 1), len(shown) - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _write(
    sheet: Worksheet, row: int, number: int, cell: Any, link: Link | None, lookup: Lookup, formats: Formats
) -> None:
    """A cell. Text is written as text: the options of the workbook make neither a formula nor a link of it."""
    if cell is None or cell == "":
        return
    if link:
        line = lookup.lines.get(link, 0)
        sheet.write_url(row, number, f"internal:'{link[0]}'!A{line + 1}", formats["link"], cell)
    else:
        sheet.write(row, number, cell, formats[LOOK_OF.get(type(cell), "plain")])
