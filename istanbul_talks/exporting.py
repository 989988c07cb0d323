"""Copies of the tables for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from istanbul_talks.package import CorruptPackage, Package, open_package

FORMATS = ("csv", "parquet", "spreadsheet")
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(folder: str | Path, *tables: str, format: str = "csv", package: Package | None = None) -> list[Path]:
    """Copy tables into a folder, all where none is named, and give the paths.

    `csv` and `parquet` are the published bytes. `spreadsheet` is CSV that a spreadsheet can open: see `safe`. Raises
    UnknownName for a table, CorruptPackage, ValueError for a format, OSError where the folder cannot be written.
    """
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; use one of {', '.join(FORMATS)}")
    package = package or open_package()
    copies = {}
    for table in tables or package.tables:
        resource = package.parquet(table) if format == "parquet" else package.table(table)
        content = package.read(resource)
        if format == "spreadsheet":
            schema = package.schema(table)
            try:
                content = safe(content, schema.columns(type="integer") + schema.columns(type="number"))
            except (ValueError, csv.Error) as error:
                raise CorruptPackage(resource.path, f"it is no CSV: {error}") from error
        copies[Path(folder) / f"{table}{Path(resource.path).suffix}"] = content
    Path(folder).mkdir(parents=True, exist_ok=True)
    for path, content in copies.items():
        path.write_bytes(content)
    return list(copies)


def safe(content: bytes, numbers: Collection[str] = ()) -> bytes:
    """The bytes of a CSV as a spreadsheet can open them.

    A mark at the start says that the text is UTF-8, and lines end as RFC 4180 has it; a cell that would run as a formula
    begins with an apostrophe, but for the columns in `numbers`, whose minus sign begins none. Nothing else is changed.
    Raises ValueError or csv.Error where the bytes are no CSV.

    >>> safe(b"id,text\\nq,=1+1\\n")
    b"\\xef\\xbb\\xbfid,text\\r\\nq,'=1+1\\r\\n"
    """
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        if len(row) != len(header):
            raise ValueError("a row with more or fewer cells")
        cells = zip(header, row)
        writer.writerow([f"'{c}" if c.startswith(FORMULA) and name not in numbers else c for name, c in cells])
    return out.getvalue().encode("utf-8-sig")
