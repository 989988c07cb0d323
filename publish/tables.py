"""Tables as CSV, in the form of the hand-written ones, and as Python values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.form import write_csv
from pipeline.problems import format_cell
from schemas import COMPARISONS, MODELS, WIDE


@dataclass(frozen=True)
class Kind:
    """A kind of tables: its name, what the rows are, and its tables."""

    name: str
    rows: str
    tables: tuple[str, ...]


_LISTED = (
    Kind(
        "What the articles say",
        "A row is what one article reports, and its anchors lie in that article.",
        (
            "quotes",
            "positions",
            "military_claims",
            "guarantee_terms",
            "guarantor_countries",
            "event_reports",
            "participants",
            "locations",
        ),
    ),
    Kind(
        "What they are about",
        "A row stands once for all articles.",
        ("events", "statements", "actors", "places", "sources"),
    ),
    Kind("Comparisons", "Where reports differ, and which articles report the same.", (*COMPARISONS, "corroboration")),
    Kind("Wide views", "A table with labels, names and what other tables say of its rows.", tuple(WIDE)),
    Kind(
        "The text of the articles",
        "Sentences, spellings, misprints, what is left uncoded, and the anchors of each row.",
        ("segments", "names", "readings", "exceptions", "evidence", "mentions", "ledger"),
    ),
    Kind("Lists of codes", "The vocabularies as a table, and which codes go together.", ("codes", "allowed_pairs")),
)
# The kinds of tables, those with content first. A table that is in none of them records the work.
KINDS = (
    *_LISTED,
    Kind(
        "Records of the work",
        "Who coded and checked what, what is accepted, and what was withdrawn.",
        tuple(table for table in MODELS if all(table not in kind.tables for kind in _LISTED)),
    ),
)


# The tables that a reader looks for: content, what it is about, and comparisons, without the wide views.
CORE = tuple(table for kind in KINDS[:3] for table in kind.tables)
KIND_OF = {table: kind.name for kind in KINDS for table in kind.tables}


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
