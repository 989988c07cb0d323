"""The CSV of a derived table, in the same form as the hand-written ones: UTF-8, LF, minimal quoting."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa


def encode(frame: pd.DataFrame) -> bytes:
    """The bytes of a table; blank where a cell is missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(map(format_cell, cells) for cells in columns_of(frame).values()), strict=True))
    return out.getvalue().encode()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries, None where a cell is blank."""
    columns = columns_of(frame)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def by_event(tables: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    """The rows of a table that belong to reports, with the event of each report; missing where there is no report."""
    events = tables["event_reports"].set_index("report_id")["event_id"]
    return tables[table].assign(event_id=tables[table]["report_id"].map(events))


def columns_of(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Column -> its cells as Python values, None where blank."""
    return {str(name): pa.array(frame[name]).to_pylist() for name in frame.columns}


def format_cell(cell: Any) -> str:
    """A typed cell as the hand-written tables write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
