"""The form of a CSV: UTF-8, LF, one line a row, minimal quoting, rows in the order of their keys, typed cells."""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.problems import Problem
from schemas import TABLES, arrow_types, csv_path, primary_key

TIDY = "python build.py tidy"


@dataclass
class Parsed:
    """A CSV as it was read: its typed table (None where it cannot be read), its cells as text, and what is wrong."""

    frame: pd.DataFrame | None = None
    rows: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class CellType:
    """How cells of an Arrow type are written, what reads one, and what it is in words."""

    pattern: str
    parse: Callable[[str], Any]
    words: str


CELL_TYPES = {
    "int64": CellType(r"0|-?[1-9]\d{0,17}", int, "a whole number such as 12"),
    "double": CellType(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", float, "a number such as 12 or 2.5"),
    "bool": CellType("true|false", lambda cell: cell == "true", "true or false"),
    "date32[day]": CellType(r"\d{4}-\d\d-\d\d", dt.date.fromisoformat, "a day such as 2022-03-29"),
}


def parse(raw: bytes, table: str) -> Parsed:
    """Read the bytes of a table's CSV; every fault of form is a problem, all at once."""
    path = csv_path(table)
    lines, problems = read_rows(raw, path)
    if problems:
        return Parsed(problems=problems)
    header, *rows = lines
    types = arrow_types(table)
    problems = list(header_problems(header, list(types), path))
    if not set(types) <= set(header) or len(set(header)) < len(header):
        return Parsed(rows=rows, problems=problems)
    arrays: dict[str, pa.Array] = {}
    by_column: dict[str, tuple[str, ...]] = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else {}
    for name, arrow_type in types.items():
        arrays[name], faults = typed(by_column.get(name, ()), arrow_type, path, name)
        problems += faults
    if table in TABLES:  # derived tables have the order of the rows that they are made from
        problems += canonical_problems(raw.decode(), header, rows, table)
    frame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    return Parsed(frame, rows, problems)


def read_rows(raw: bytes, path: str) -> tuple[list[list[str]], list[Problem]]:
    """The header and the rows of a CSV, and why they cannot be read."""
    text, problems = decode(raw, path)
    if problems:
        return [], problems
    rows, problems = split_rows(text, path)
    return rows, problems if rows or problems else [Problem(path, 1, None, None, "is empty", "write the header first")]


def decode(raw: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text of a file, and why it cannot be read as one."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        value = f"byte 0x{raw[error.start]:02x}"
        return "", [Problem(path, line, None, value, "is not UTF-8", "save the file as UTF-8 without a mark")]
    marks = {"\ufeff": "a byte order mark", "\r": "a carriage return", "\0": "a NUL"}
    problems = [
        Problem(path, text[: text.index(mark)].count("\n") + 1, None, None, f"holds {name}", "save as UTF-8 with LF")
        for mark, name in marks.items()
        if mark in text
    ]
    return text, problems


def split_rows(text: str, path: str) -> tuple[list[list[str]], list[Problem]]:
    """Rows of cells; one line a row, as many cells as the header has."""
    rows: list[list[str]] = []
    problems = []
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        try:
            row = next(csv.reader([line], strict=True), []) if '"' in line or not line else line.split(",")
        except csv.Error:
            hint = "quote the whole cell and double marks inside it"
            problems.append(Problem(path, number, None, line, "a quotation mark is open or out of place", hint))
            continue
        rows.append(row)
        if len(row) != len(rows[0]):
            message = f"has {len(row)} cells where the header has {len(rows[0])}"
            hint = "add the missing commas, or quote a cell with one"
            problems.append(Problem(path, number, None, line, message, hint))
    return rows, problems


def header_problems(header: list[str], expected: list[str], path: str) -> Iterator[Problem]:
    """Problems of a header against the columns of the schema."""
    counts = Counter(header)
    for name in sorted(name for name, n in counts.items() if n > 1):
        yield Problem(path, 1, name, name, "stands twice in the header", "remove one of the two columns")
    for name in header:
        if name not in expected:
            yield Problem(path, 1, name, name, "is no column of this table", "remove it, or declare it in schemas/")
    for name in expected:
        if name not in counts:
            yield Problem(path, 1, name, None, "the column is missing", "add it; the codebook says what it holds")
    if set(counts) == set(expected) and header != expected:
        order = "put them in this order: " + ",".join(expected)
        yield Problem(path, 1, None, None, "the columns are out of order", order)


def typed(cells: Iterable[str], arrow_type: pa.DataType, path: str, column: str) -> tuple[pa.Array, list[Problem]]:
    """The cells as an Arrow array; one that is not of the type is a problem, and blank in the array."""
    kind = CELL_TYPES.get(str(arrow_type))
    if kind is None:
        return pa.array([cell or None for cell in cells], arrow_type), []
    pattern, values, problems = re.compile(kind.pattern, re.ASCII), [], []
    for line, cell in enumerate(cells, 2):
        value = None
        try:
            value = kind.parse(cell) if pattern.fullmatch(cell) else None
        except ValueError:  # the form of a day, and none: 2021-02-30
            pass
        if cell and value is None:
            hint = f"write {kind.words}, or leave it blank"
            problems.append(Problem(path, line, column, cell, f"is not {kind.words}", hint))
        values.append(value)
    return pa.array(values, arrow_type), problems


def canonical_problems(text: str, header: list[str], rows: list[list[str]], table: str) -> Iterator[Problem]:
    """The first line that is not as `tidy` writes it, and characters that `tidy` must not decide about."""
    path = csv_path(table)
    canonical = encode_canonical(header, rows, table)
    if text != canonical:
        actual, expected = text.split("\n"), canonical.split("\n")
        pairs = enumerate(zip(actual, expected, strict=False), 1)
        line = next((n for n, (a, b) in pairs if a != b), min(len(actual), len(expected)))
        yield Problem(path, line, None, None, "is not in canonical form from here on", f"run: {TIDY}")
    faults = {cell: fault for cell in set(chain.from_iterable(rows)) if (fault := character_fault(cell))}
    for line, row in enumerate(rows, 2) if faults else ():
        for name, cell in zip(header, row, strict=True):
            if cell in faults:
                yield Problem(path, line, name, cell, faults[cell], "remove it")


def encode_canonical(header: list[str], rows: list[list[str]], table: str) -> str:
    """The canonical text of a table's CSV."""
    keys = [header.index(name) for name in primary_key(table) if name in header]
    return write_csv(header, sorted(rows, key=lambda row: [row[k] for k in keys]))


def write_csv(header: list[str], rows: Iterable[Sequence[str]]) -> str:
    """The text of a CSV with LF and minimal quoting."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def character_fault(cell: str) -> str | None:
    """What no cell may hold and this one does."""
    if cell != cell.strip() or "  " in cell:
        return "has white space at an end, or twice in a row"
    if not cell.isascii() or not cell.isprintable():
        if any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn") for character in cell):
            return "holds an invisible or control character"
    return None
