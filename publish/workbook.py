"""The workbook: one sheet a table, and before them one that explains and one that describes every column."""

import datetime as dt
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from istanbul_talks.citing import of_package, text
from publish.codebook import describe, docstring
from publish.tables import columns_of

WIDEST = 60  # characters
HEAD = ("table", "column", "type", "unit", "an empty cell means", "description")
EXPLANATION = (
    "Each sheet is a table; its first row names the columns, and the sheet Columns says what each one means.",
    "An empty cell has one meaning in each column, given there.",
    "Ids are text, dates are dates. No cell is a formula, whatever it begins with.",
    "Sheets whose names end in _wide have labels beside codes and names beside ids: begin with these.",
    "The tables themselves are the CSV files of the package; this workbook is made from them.",
    "Language models coded and checked the rows. No person has verified a row, unless the sheet checks says so.",
)
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "plain": {"valign": "top"},
}
LOOK_OF = {str: "text", dt.date: "date"}
Formats = Mapping[str, Format]


def encode(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> bytes:
    """The bytes of the workbook; `tables` holds all tables, `about` the package's facts."""
    out = io.BytesIO()
    # In memory, and with the day of the version for its properties, the same tables give the same bytes.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": about["title"], "created": dt.datetime.fromisoformat(about["created"][:10])})
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    order = sorted(tables, key=lambda table: not table.endswith("_wide"))
    _explain(book.add_worksheet("Read me"), {table: len(tables[table]) for table in order}, about, formats)
    dictionary = book.add_worksheet("Columns")
    facts = [
        (table, column.name, column.type, column.unit, column.blank, column.description)
        for table in order
        for column in describe(table)
    ]
    _fill(dictionary, HEAD, zip(*facts, strict=True), (24, 24, 14, 18, 40, 90), formats)
    dictionary.freeze_panes(1, 0)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    for table in order:
        columns = columns_of(tables[table])
        widths = [min(WIDEST, 2 + max(len(str(cell)) for cell in [name, *cells])) for name, cells in columns.items()]
        sheet = book.add_worksheet(table)
        _fill(sheet, list(columns), columns.values(), widths, formats)
        sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def _explain(sheet: Worksheet, sizes: Mapping[str, int], about: Mapping[str, Any], formats: Formats) -> None:
    """The sheet that a reader sees first; `sizes` are the numbers of rows of the tables."""
    for column, width in enumerate((28, 8, 110)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{about['title']}, version {about['version']}", formats["title"])
    citation = text(of_package(about, f"Licence: {about['licenses'][0]['name']}"))
    lines = [*about["description"].split("\n\n"), *EXPLANATION, about["rights"], f"Cite as: {citation}"]
    for row, line in enumerate(lines, 2):
        sheet.merge_range(row, 0, row, 2, line, formats["text"])
        sheet.set_row(row, 16 * (1 + len(line) // 150))
    first = len(lines) + 3
    sheet.write_row(first, 0, ("sheet", "rows", "a row is"), formats["head"])
    for row, (table, size) in enumerate(sizes.items(), first + 1):
        sheet.write_url(row, 0, f"internal:'{table}'!A1", string=table)
        sheet.write_number(row, 1, size)
        sheet.write_string(row, 2, docstring(table), formats["text"])


def _fill(
    sheet: Worksheet, names: Sequence[str], columns: Iterable[Iterable[Any]], widths: Sequence[int], formats: Formats
) -> None:
    """A head and the rows below it, each high enough for its longest cell, with filters."""
    for number, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.write_string(0, number, name, formats["head"])
        sheet.set_column(number, number, width)
    row = 0
    for row, cells in enumerate(zip(*columns, strict=True), 1):
        lines = max(math.ceil(len(str(cell)) / (0.9 * width)) for cell, width in zip(cells, widths, strict=True))
        sheet.set_row(row, 15 * max(lines, 1))
        for number, cell in enumerate(cells):
            if cell is not None:
                # Text is written as text: the options of the workbook make neither a formula nor a link of it.
                sheet.write(row, number, cell, formats[LOOK_OF.get(type(cell), "plain")])
    sheet.autofilter(0, 0, max(row, 1), len(names) - 1)
