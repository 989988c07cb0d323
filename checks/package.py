"""Reading: the CSV files of a package as typed tables, the articles as texts.

Nothing here raises on bad data; what cannot be read is left out and told as a problem.
"""

import csv
import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from checks.problem import Problem
from schemas import TABLES, arrow_types, csv_path

# The derived tables that need the articles; a build without them carries these forward from the last one.
CARRIED = ("evidence", "mentions", "ledger")

INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Package(NamedTuple):
    """A package as it was read.

    `tables` and `committed` (what the last build proved) map a stem to a frame with Arrow types,
    `lines` a stem to the lines of its CSV without the header, `texts` a source_id to the text of its article.
    """

    root: Path
    tables: dict
    lines: dict
    committed: dict
    texts: dict


def read(root, sources=None):
    """Read the package under `root`, and the articles in the folder `sources`: (Package, problems)."""
    tables, lines, committed, problems = {}, {}, {}, []
    for stem in TABLES:
        frame, rows, found = read_table(root, stem)
        problems += found
        if frame is not None:
            tables[stem], lines[stem] = frame, rows
    for stem in CARRIED:
        frame, _, found = read_table(root, stem)
        # With the articles at hand a derived table is made anew, so that a broken one mends itself.
        problems += [] if sources else [p._replace(remedy=f"git checkout {csv_path(stem)}") for p in found]
        if frame is not None and not found:
            committed[stem] = frame
    texts, found = read_texts(tables.get("sources"), sources)
    return Package(root, tables, lines, committed, texts), problems + found


def read_table(root, stem):
    """(frame or None, lines, problems) of one CSV."""
    text, problems = _decode(root / csv_path(stem), csv_path(stem))
    return (None, [], problems) if text is None else parse_table(text, stem)


def parse_table(text, stem):
    """(frame or None, lines, problems) of the text of a CSV."""
    path, types = csv_path(stem), arrow_types(stem)
    rows, problems = _split(text, path)
    if problems:
        return None, [], problems
    header = rows[0] if rows else []
    problems = list(_header(header, list(types), path))
    if not set(types) <= set(header) or len(set(header)) < len(header):
        return None, [], problems
    cells = {name: [row[header.index(name)] for row in rows[1:]] for name in types}
    arrays = {}
    for name, arrow_type in types.items():
        arrays[name], found = cast(cells[name], arrow_type, path, name)
        problems += found
    frame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    return frame, text.split("\n")[1 : len(rows)], problems


def _decode(file, path):
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return None, [Problem(path, None, None, None, "the file is missing", f"restore it: git checkout {path}")]
    except OSError as error:
        return None, [Problem(path, None, None, None, f"cannot be read ({error.strerror})", "give read permission")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        value = f"byte 0x{raw[error.start]:02x}"
        return None, [Problem(path, line, None, value, "is not UTF-8", "save the file as UTF-8 without a mark")]
    problems = []
    for mark, name in (("\ufeff", "a byte order mark"), ("\r", "a carriage return"), ("\0", "a NUL")):
        if mark in text:
            line = text[: text.index(mark)].count("\n") + 1
            problems.append(Problem(path, line, None, None, f"holds {name}", "save as UTF-8 with LF line ends"))
    return (None, problems) if problems else (text, [])


def _split(text, path):
    """Rows of cells; one line a row, as many cells as the header has."""
    rows, problems = [], []
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        try:
            row = next(csv.reader([line], strict=True), [])
        except csv.Error:
            rule, remedy = "a quotation mark is open or out of place", "quote the whole cell and double marks inside it"
            problems.append(Problem(path, number, None, line, rule, remedy))
            continue
        rows.append(row)
        if len(row) != len(rows[0]):
            rule = f"has {len(row)} cells where the header has {len(rows[0])}"
            problems.append(Problem(path, number, None, line, rule, "add the missing commas, or quote a cell with one"))
    return rows, problems


def _header(header, expected, path):
    """Problems of a header against the columns of the schema."""
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Problem(path, 1, name, name, "stands twice in the header", "remove one of the two columns")
    for name in header:
        if name not in expected:
            yield Problem(path, 1, name, name, "is no column of this table", "remove it, or declare it in schemas/")
    for name in expected:
        if name not in header:
            yield Problem(path, 1, name, None, "the column is missing", "add it; the codebook says what it holds")
    if set(header) == set(expected) and header != expected:
        yield Problem(
            path, 1, None, None, "the columns are out of order", "put them in this order: " + ",".join(expected)
        )


def cast(cells, arrow_type, path, column):
    """(Arrow array, problems) of cells as text; a cell that does not fit its type is blank in the array."""
    parse, words = PARSERS[str(arrow_type)]
    values, problems = [], []
    for number, cell in enumerate(cells, 2):
        value = parse(cell) if cell else None
        if cell and value is None:
            problems.append(Problem(path, number, column, cell, f"is not {words}", f"write {words}, or leave it blank"))
        values.append(value)
    return pa.array(values, arrow_type), problems


def _day(cell):
    try:
        return dt.date.fromisoformat(cell) if DAY.fullmatch(cell) else None
    except ValueError:
        return None


PARSERS = {
    "string": (lambda cell: cell, "a text"),
    "int64": (lambda cell: int(cell) if INTEGER.fullmatch(cell) else None, "a whole number such as 12"),
    "double": (lambda cell: float(cell) if DECIMAL.fullmatch(cell) else None, "a number such as 12 or 2.5"),
    "bool": ({"true": True, "false": False}.get, "true or false"),
    "date32[day]": (_day, "a day such as 2022-03-29"),
}


def read_texts(table, folder):
    """(source_id -> text, problems): the articles in `folder`, each proven to be the file that was coded."""
    if table is None or folder is None:
        return {}, []
    texts, problems = {}, []
    for line, row in enumerate(table.itertuples(), 2):
        text, faults = _article(Path(folder) / str(row.file_name), row)
        problems += [Problem(csv_path("sources"), line, column, str(value), *fault) for column, value, *fault in faults]
        if not faults:
            texts[row.source_id] = text
    return texts, problems


def _article(file, row):
    """(text, [(column, value, rule, remedy)]) of one article against its row in `sources`."""
    try:
        raw = file.read_bytes()
    except OSError:
        rule, remedy = "no such article in the folder of sources", "put the file there, or name another folder"
        return "", [("file_name", row.file_name, rule, remedy)]
    text = raw.decode("utf-8", errors="replace")
    found = {"sha256": hashlib.sha256(raw).hexdigest(), "n_bytes": len(raw), "n_chars": len(text)}
    remedy = "use the file that was coded, or code it anew"
    return text, [
        (name, getattr(row, name), f"the article at hand has {value}", remedy)
        for name, value in found.items()
        if getattr(row, name) != value
    ]
