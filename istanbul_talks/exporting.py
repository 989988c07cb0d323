"""Copies of the tables for other programs."""

import csv
import io
import shutil
from pathlib import Path

from istanbul_talks import package

FORMATS = ("csv", "parquet", "spreadsheet")
# What a CSV of any bytes raises: it is not UTF-8, has a row longer or shorter than its header, or a cell too long.
DAMAGED = (ValueError, csv.Error)
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(folder, *tables, format="csv"):
    """Copy tables into a folder, all where none is named, and give the paths.

    `csv` and `parquet` are the published bytes. `spreadsheet` is CSV that a spreadsheet can open: see `safe`. Raises
    Unknown for a table, Broken where its file is missing or damaged, ValueError for a format, OSError where the folder
    cannot be written.
    """
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; use one of {', '.join(FORMATS)}")
    find = package.parquet_path if format == "parquet" else package.csv_path
    sources = {name: find(name) for name in tables or package.resources()}
    Path(folder).mkdir(parents=True, exist_ok=True)
    written = []
    for name, path in sources.items():
        written.append(Path(folder) / f"{name}.{'parquet' if format == 'parquet' else 'csv'}")
        if format == "spreadsheet":
            written[-1].write_bytes(_safe(path, name))
        else:
            shutil.copyfile(path, written[-1])
    return written


def _safe(path, name):
    try:
        return safe(path.read_bytes(), numbers(name))
    except DAMAGED as error:
        raise package.Broken(f"{name}.csv", "damaged") from error


def numbers(table):
    """The columns of a table that hold numbers, whose minus sign begins no formula."""
    return {name for name, field in package.fields(table).items() if field["type"] in ("integer", "number")}


def safe(raw, numbers=()):
    """The bytes of a CSV as a spreadsheet can open them.

    A mark at the start says that the text is UTF-8, and lines end as RFC 4180 has it; a cell that would run as a formula
    begins with an apostrophe, but for the columns in `numbers`. Nothing else is changed.

    >>> safe(b"id,text\\nq,=1+1\\n")
    b"\\xef\\xbb\\xbfid,text\\r\\nq,'=1+1\\r\\n"
    """
    header, *rows = csv.reader(io.StringIO(raw.decode(), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        cells = zip(header, row, strict=True)
        writer.writerow([f"'{c}" if c.startswith(FORMULA) and name not in numbers else c for name, c in cells])
    return out.getvalue().encode("utf-8-sig")
