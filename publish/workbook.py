"""The workbook: one sheet a table, and before them one that explains and one that describes every column."""

import datetime as dt
import io
import math

import pandas as pd
import xlsxwriter

from istanbul_talks.citing import of_package, text
from schemas import MODELS, WIDE, schema

WIDEST = 60
TYPES = {"string": "text", "int64": "whole number", "double": "number", "bool": "true or false", "date32[day]": "date"}
EXPLANATION = (
    "Each sheet is a table; its first row names the columns, and the sheet Columns says what each one means.",
    "An empty cell has one meaning in each column, given there.",
    "Ids are text, dates are dates. No cell is a formula, whatever it begins with.",
    "Sheets whose names end in _wide have labels beside codes and names beside ids: begin with these.",
    "The tables themselves are the CSV files of the package; this workbook is made from them.",
    "Language models coded and checked the rows. No person has verified a row, unless the sheet checks says so.",
)


def encode(frames, about):
    """The bytes of the workbook; `frames` maps the stems of all tables to frames, `about` is the package's facts."""
    out = io.BytesIO()
    # In memory, and with the day of the version for its properties, the same frames give the same bytes.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": about["title"], "created": dt.datetime.fromisoformat(about["created"][:10])})
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "link": book.get_default_url_format(),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"valign": "top"}),
        "indented": book.add_format({"indent": 1, "text_wrap": True, "valign": "top"}),
    }
    order = [*WIDE, *(stem for stem in frames if stem not in WIDE)]
    _explain(book.add_worksheet("Read me"), [(stem, frames[stem]) for stem in order], about, forms)
    _describe(book.add_worksheet("Columns"), order, forms)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    for stem in order:
        _sheet(book.add_worksheet(stem), stem, frames[stem], forms)
    book.close()
    return out.getvalue()


def _explain(sheet, tables, about, forms):
    """The sheet that a reader sees first."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 110)
    sheet.write_string(0, 0, f"{about['title']}, version {about['version']}", forms["title"])
    citation = text(of_package(about, f"Licence: {about['licenses'][0]['name']}"))
    lines = [*about["description"].split("\n\n"), *EXPLANATION, about["rights"], f"Cite as: {citation}"]
    for row, line in enumerate(lines, 2):
        sheet.merge_range(row, 0, row, 2, line, forms["text"])
        sheet.set_row(row, 16 * (1 + len(line) // 150))
    row = len(lines) + 3
    sheet.write_row(row, 0, ("sheet", "rows", "a row is"), forms["head"])
    for stem, frame in tables:
        row += 1
        sheet.write_url(row, 0, f"internal:'{stem}'!A1", forms["link"], stem)
        sheet.write_number(row, 1, len(frame))
        sheet.write_string(row, 2, " ".join(MODELS[stem].__doc__.split()), forms["indented"])


def _describe(sheet, stems, forms):
    """The sheet of all columns."""
    head = ("table", "column", "type", "unit", "an empty cell means", "description")
    sheet.write_row(0, 0, head, forms["head"])
    widths = (24, 24, 14, 18, 40, 90)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    rows = [(stem, name, column) for stem in stems for name, column in schema(stem).columns.items()]
    for row, (stem, name, column) in enumerate(rows, 1):
        kind = TYPES[str(column.dtype.type.pyarrow_dtype)]
        facts = column.metadata
        blank = facts.get("blank", "never empty") if column.nullable else "never empty"
        cells = (stem, name, kind, facts.get("unit", ""), blank, column.description)
        for place, words in enumerate(cells):
            sheet.write_string(row, place, words, forms["text"])
        sheet.set_row(row, _height(cells, widths))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(head) - 1)


def _sheet(sheet, stem, frame, forms):
    """One table."""
    columns = {name: frame[name].tolist() for name in frame.columns}
    widths = [min(WIDEST, 2 + max(len(str(cell)) for cell in [name, *cells])) for name, cells in columns.items()]
    for number, (name, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.write_string(0, number, name, forms["head"])
        sheet.set_column(number, number, width)
    for row, cells in enumerate(zip(*columns.values(), strict=True), 1):
        sheet.set_row(row, _height(cells, widths))
        for number, cell in enumerate(cells):
            if not pd.isna(cell):
                _write(sheet, row, number, cell, forms)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)


def _height(cells, widths):
    """The height of a row, in points, that shows its longest cell whole."""
    return 15 * max(math.ceil(len(str(cell)) / (0.9 * width)) for cell, width in zip(cells, widths, strict=True))


def _write(sheet, row, column, cell, forms):
    """One cell by its type; text is written as text, so that neither a formula nor a number is made of it."""
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, forms["plain"])
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, forms["date"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, forms["plain"])
    else:
        sheet.write_string(row, column, cell, forms["text"])
