"""Tables as CSV, in the form of the hand-written ones, and as Python values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.form import write_csv
from pipeline.problems import format_cell
from schemas import COMPARISONS, DERIVED, ENTITIES, REPORTS, TABLES


@dataclass(frozen=True)
class Kind:
    """A kind of tables: its name, what the rows are, and its tables."""

    name: str
    rows: str
    tables: tuple[str, ...]


KINDS = (
    Kind("Entities", "What the articles are about, once for all of them, and the vocabularies.", ENTITIES),
    Kind("Reports", "What one article says. A row belongs to one source, and its anchors lie in that source.", REPORTS),
    Kind("Comparisons", "Where two reports differ.", COMPARISONS),
    Kind("Derived", "What a build computes from the other tables.", tuple(DERIVED)),
    Kind(
        "Records of the work",
        "Who coded and checked what, what is accepted, and what was withdrawn.",
        tuple(table for table in TABLES if table not in (*ENTITIES, *REPORTS, *COMPARISONS)),
    ),
)


def encode(frame: pd.DataFrame) -> bytes:
    """The bytes of a table; blank where a cell is missing."""
    columns = columns_of(frame)
    return write_csv(list(columns), zip(*(map(format_cell, cells) for cells in columns.values()), strict=True)).encode()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries, None where a cell is blank."""
    return pa.Table.from_pandas(frame, preserve_index=False).to_pylist()


def by_event(tables: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    """The rows of a table that belong to reports, with the event of each report; missing where there is no report."""
    events = tables["event_reports"].set_index("report_id")["event_id"]
    return tables[table].assign(event_id=tables[table]["report_id"].map(events))


def columns_of(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Column -> its cells as Python values, None where blank."""
    return pa.Table.from_pandas(frame, preserve_index=False).to_pydict()


def source_names(sources: pd.DataFrame) -> dict[str, str]:
    """Source -> a short name that a person knows: its publisher, or its id where none is stated."""
    names = {}
    for source in records(sources):
        publisher = (source["publisher"] or "").split(",")[0]  # without "Inc."
        names[source["source_id"]] = publisher or f"unnamed outlet ({source['source_id']})"
    return names
