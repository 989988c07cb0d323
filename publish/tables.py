"""The CSV of a derived table, in the same form as the hand-written ones: UTF-8, LF, minimal quoting."""

import csv
import io
from typing import Any

import pandas as pd
import pyarrow as pa


def encode(frame: pd.DataFrame) -> bytes:
    """The bytes of a table; blank where a cell is missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(map(format_cell, cells(frame, name)) for name in frame.columns), strict=True))
    return out.getvalue().encode()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries, None where a cell is blank."""
    columns = [cells(frame, name) for name in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def cells(frame: pd.DataFrame, name: str) -> list[Any]:
    """The cells of a column as Python values, None where blank."""
    return pa.array(frame[name]).to_pylist()


def format_cell(cell: Any) -> str:
    """A typed cell as the hand-written tables write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
