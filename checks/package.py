"""Reading: the CSV files of a package as typed tables, the articles as texts.

Nothing here raises on bad data; what cannot be read is left out and told as a problem.
"""

import csv
import datetime as dt
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv_reader

from checks.letters import joined
from checks.problem import Problem, shown
from schemas import TABLES, arrow_types, csv_path

# The derived tables that need the articles; a build without them carries these forward from the last one.
CARRIED = ("evidence", "mentions", "ledger")

MARK = "\ufeff".encode()
QUOTE, COMMA, LINE = b'",\n'
WIDEST = 200
GONE = "no such article in the folder of sources", "put the file there, or name another folder"


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
    path = csv_path(stem)
    try:
        raw = (root / path).read_bytes()
    except FileNotFoundError:
        return None, [], [Problem(path, None, None, None, "the file is missing", f"restore it: git checkout {path}")]
    except OSError as error:
        rule = f"cannot be read ({error.strerror})"
        return None, [], [Problem(path, None, None, None, rule, "give read permission")]
    frame, problems = parse(raw, stem)
    return frame, [] if frame is None else raw.decode("utf-8").split("\n")[1 : len(frame) + 1], problems


def parse_table(text, stem):
    """(frame or None, lines, problems) of the text of a CSV."""
    frame, problems = parse(text.encode(), stem)
    return frame, [] if frame is None else text.split("\n")[1 : len(frame) + 1], problems


def parse(raw, stem, header=None):
    """(frame or None, problems) of the bytes of a CSV; `header` names the columns of a stretch without its own."""
    path, types = csv_path(stem), arrow_types(stem)
    names, texts, problems = cells(raw, path, header, types)
    if problems:
        return None, problems
    problems = list(header_problems(names, list(types), path)) if header is None else []
    if not set(types) <= set(names) or len(set(names)) < len(names):
        return None, problems
    arrays = {}
    for name, arrow_type in types.items():
        arrays[name], found = cast(texts[names.index(name)], arrow_type, path, name)
        problems += found
    return framed(arrays), problems


def framed(columns):
    """A frame with Arrow types of an Arrow table, or of arrays by their names; nothing is copied."""
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def cells(raw, path, header=None, types=None):
    """(names, columns, problems) of the bytes of a CSV: one line a row; blank cells are null.

    Arrow reads what is plainly sound, and columns of `types` (name -> Arrow type) as that; others are text. Whatever is
    in doubt is read again, line by line, and told.
    """
    if (found := _quick(raw, header, types or {})) is not None:
        return *found, []
    text, problems = _decode(raw, path, 2 if header else 1)
    rows, problems = ([], problems) if problems else _split(text, path, header)
    if problems:
        return [], [], problems
    names, rows = (header, rows) if header else (rows[0], rows[1:]) if rows else ([], [])
    if len(names) > WIDEST:
        rule = f"has {len(names):,} columns, and no table has more than {WIDEST}"
        return [], [], [Problem(path, 1, None, None, rule, "write one row a line, and its header first")]
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return names, [pa.array([cell or None for cell in column], pa.string()) for column in columns], []


def _quick(raw, header, types):
    """(names, columns) as Arrow reads them; None where the bytes want a closer look."""
    if not raw or b"\r" in raw or b"\0" in raw or _marked(raw) or not _well_quoted(raw):
        return None
    end = raw.find(b"\n") + 1
    if header is None and (end < 2 or b'"' in raw[:end]):
        return None
    try:
        names = header or raw[: end - 1].decode("utf-8").split(",")
    except UnicodeDecodeError:
        return None
    body = pa.py_buffer(raw).slice(0 if header else end)
    if len(set(names)) < len(names):
        return None
    if not body.size:
        return names, [pa.array([], pa.string()) for _ in names]
    quoted = b'"' in raw
    typed = {} if quoted else {name: types[name] for name in names if str(types.get(name)) in WRITTEN}
    if typed and (columns := _columns(body, names, typed)) and _as_written(columns, body):
        return names, columns
    columns = _columns(body, names, {})
    # Without a quotation mark nothing but a line end ends a row.
    if columns and quoted and len(columns[0]) != raw.count(b"\n", len(raw) - body.size) + (not raw.endswith(b"\n")):
        return None
    return columns and (names, columns)


def _columns(body, names, types):
    """The columns of a CSV without a header; None where Arrow refuses them."""
    try:
        table = csv_reader.read_csv(
            pa.BufferReader(body),
            csv_reader.ReadOptions(use_threads=False, column_names=names, block_size=body.size + 1),
            csv_reader.ParseOptions(ignore_empty_lines=False),
            csv_reader.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()) | types,
                null_values=[""],
                strings_can_be_null=True,
                true_values=["true"],
                false_values=["false"],
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    if table.column(0).null_count:  # of the key; to Arrow an empty line is a row of blanks
        return None
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _as_written(columns, body):
    """Whether typed cells stand as we write them: then they are as long, and Arrow reads no shorter form."""
    ends = len(columns) * len(columns[0]) - (body[-1] != LINE)
    return body.size == ends + sum(WRITTEN[str(column.type)](column) for column in columns)


def _digits(numbers):
    """How many characters whole numbers take; far too many where one is so large that in base 16 it is shorter."""
    cells = np.asarray(numbers.drop_null())
    size, limit = np.abs(cells), 1
    found = len(cells) + int((cells < 0).sum())
    while (limit := limit * 10) <= size.max(initial=0):
        found += int((size >= limit).sum())
    return found if limit <= 10**10 else 10**18


# Arrow type: how many characters all cells of a column take in a CSV without quotation marks.
WRITTEN = {
    "string": lambda cells: joined(cells).size,
    "int64": _digits,
    "date32[day]": lambda cells: 10 * (len(cells) - cells.null_count),
    "bool": lambda cells: 5 * (len(cells) - cells.null_count) - cells.true_count,
}


def _marked(raw):
    """Whether a byte order mark stands anywhere; its first byte is rare, and faster to look for."""
    return MARK[:1] in raw and MARK in raw


def _well_quoted(raw):
    """Whether each quotation mark opens a cell, closes one, or is doubled inside one."""
    if b'"' not in raw:
        return True
    codes = np.frombuffer(raw, np.uint8)
    at = np.flatnonzero(codes == QUOTE)
    if len(at) % 2:
        return False
    opening, closing = at[::2], at[1::2]
    before, after = codes[opening - 1], codes[np.minimum(closing + 1, len(codes) - 1)]
    opens = (before == COMMA) | (before == LINE) | (opening == 0)
    closes = (after == COMMA) | (after == LINE) | (closing == len(codes) - 1)
    # A mark that closes right before one that opens is a doubled mark inside a cell.
    doubled = closing[:-1] + 1 == opening[1:]
    opens[1:] |= doubled
    closes[:-1] |= doubled
    return bool(opens.all() and closes.all())


def _decode(raw, path, first):
    """(text, problems) of the bytes of a CSV whose first line has the number `first`."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + first
        value = f"byte 0x{raw[error.start]:02x}"
        return None, [Problem(path, line, None, value, "is not UTF-8", "save the file as UTF-8 without a mark")]
    problems = []
    for mark, name in (("\ufeff", "a byte order mark"), ("\r", "a carriage return"), ("\0", "a NUL")):
        if mark in text:
            line = text[: text.index(mark)].count("\n") + first
            problems.append(Problem(path, line, None, None, f"holds {name}", "save as UTF-8 with LF line ends"))
    return text, problems


def _split(text, path, header=None):
    """Rows of cells; one line a row, as many cells as the header has."""
    rows, problems, width = [], [], header and len(header)
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 2 if header else 1):
        try:
            row = next(csv.reader([line], strict=True), [])
        except csv.Error:
            rule, remedy = "a quotation mark is open or out of place", "quote the whole cell and double marks inside it"
            problems.append(Problem(path, number, None, line, rule, remedy))
            continue
        rows.append(row)
        width = len(row) if width is None else width
        if len(row) != width:
            rule = f"has {len(row)} cells where the header has {width}"
            problems.append(Problem(path, number, None, line, rule, "add the missing commas, or quote a cell with one"))
    return rows, problems


def header_problems(header, expected, path):
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
        yield Problem(
            path, 1, None, None, "the columns are out of order", "put them in this order: " + ",".join(expected)
        )


def cast(texts, arrow_type, path, column):
    """(Arrow array, problems) of cells as text, or of that type; a cell that does not fit its type is blank in the array."""
    form, parse_cell, words = FORMS[str(arrow_type)]
    if texts.type == arrow_type:
        return texts, []
    if pc.all(pc.match_substring_regex(texts, rf"\A(?:{form})\z"), min_count=0).as_py():
        try:
            return pc.cast(texts, arrow_type), []
        except pa.ArrowInvalid:  # the form of a day or a number, and none: 2021-02-30
            pass
    values, problems = [], []
    for number, cell in enumerate(texts.to_pylist(), 2):
        value = parse_cell(cell) if cell and re.fullmatch(form, cell, re.ASCII) else None
        if cell and value is None:
            problems.append(Problem(path, number, column, cell, f"is not {words}", f"write {words}, or leave it blank"))
        values.append(value)
    return pa.array(values, arrow_type), problems


def _day(cell):
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        return None


# Arrow type: the form of a cell in a CSV, what reads it, and what it is in words.
FORMS = {
    "string": (None, None, "a text"),
    "int64": (r"0|-?[1-9]\d{0,17}", int, "a whole number such as 12"),
    "double": (r"-?(?:0|[1-9]\d*)(?:\.\d+)?", float, "a number such as 12 or 2.5"),
    "bool": ("true|false", "true".__eq__, "true or false"),
    "date32[day]": (r"\d{4}-\d\d-\d\d", _day, "a day such as 2022-03-29"),
}


def read_texts(table, folder):
    """(source_id -> text, problems): the articles in `folder`, each proven to be the file that was coded."""
    if table is None or folder is None:
        return {}, []
    texts, problems = {}, []
    for line, row in enumerate(pa.Table.from_pandas(table, preserve_index=False).to_pylist(), 2):
        if any(row[name] is None for name in ("source_id", "file_name", "sha256", "n_bytes", "n_chars")):
            continue  # told as a blank cell
        text, faults = _article(folder, row)
        problems += [Problem(csv_path("sources"), line, column, shown(cell), *fault) for column, cell, *fault in faults]
        if not faults:
            texts[row["source_id"]] = text
    return texts, problems


def article(folder, name):
    """The bytes of the article of that name in a folder; None where there is none.

    A name leads into no other folder, and to no device, which would have no end.
    """
    file = Path(folder) / str(name)
    try:
        return file.read_bytes() if file.name == name and file.is_file() else None
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return None


def _article(folder, row):
    """(text, [(column, value, rule, remedy)]) of one article against its row in `sources`."""
    if (raw := article(folder, row["file_name"])) is None:
        return "", [("file_name", row["file_name"], *GONE)]
    text = raw.decode("utf-8", errors="replace")
    found = {"sha256": hashlib.sha256(raw).hexdigest(), "n_bytes": len(raw), "n_chars": len(text)}
    return text, article_faults(found, row)


def article_faults(found, row):
    """[(column, value, rule, remedy)] where an article is not the one that its row in `sources` describes."""
    remedy = "use the file that was coded, or code it anew"
    return [
        (name, row[name], f"the article at hand has {value}", remedy)
        for name, value in found.items()
        if pd.isna(row[name]) or row[name] != value
    ]
