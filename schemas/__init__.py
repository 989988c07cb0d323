"""The published data dictionary, written as code: one pandera model a table.

A model is the only place where a column is described. Validation, the Arrow types of the Parquet twin, the Table
Schemas, the codebook and the rules of large packages all come from it; the functions here are how they ask.
"""

from typing import Any

import pandas as pd
import pandera.pandas as pn
import pyarrow as pa

from schemas.audit import AllowedPairs, Blind, Checks, Retired, Waivers
from schemas.base import RowRule, Table
from schemas.comparisons import Disagreements, Questions
from schemas.derived import Corroboration, Evidence, Ledger, Mentions, Reliability, wide_models
from schemas.entities import Actors, Codes, Events, Places, Statements
from schemas.reports import (
    EventReports,
    Exceptions,
    GuaranteeTerms,
    GuarantorCountries,
    Locations,
    MilitaryClaims,
    Names,
    Participants,
    Positions,
    Quotes,
    Readings,
    Segments,
    Sources,
)

TABLES: dict[str, type[Table]] = {
    "sources": Sources,
    "segments": Segments,
    "actors": Actors,
    "places": Places,
    "names": Names,
    "events": Events,
    "event_reports": EventReports,
    "participants": Participants,
    "locations": Locations,
    "quotes": Quotes,
    "guarantor_countries": GuarantorCountries,
    "guarantee_terms": GuaranteeTerms,
    "military_claims": MilitaryClaims,
    "positions": Positions,
    "statements": Statements,
    "disagreements": Disagreements,
    "questions": Questions,
    "readings": Readings,
    "exceptions": Exceptions,
    "codes": Codes,
    "allowed_pairs": AllowedPairs,
    "waivers": Waivers,
    "retired": Retired,
    "checks": Checks,
    "blind": Blind,
}


def title_column(table: str) -> str | None:
    """The column by which people know a row of a table."""
    return next((name for name, facts in columns(table).items() if facts.get("titles_row")), None)


def group_column(table: str) -> str | None:
    """The column that renderings of the same thing share."""
    return next((name for name, facts in columns(table).items() if facts["role"] == "group"), None)


def speaker_column(table: str) -> str | None:
    """The column with whoever says what a row records."""
    return next((name for name, facts in columns(table).items() if facts.get("speaker")), None)


def schema(table: str) -> pn.DataFrameSchema:
    """The pandera schema of a table; pandera keeps it."""
    return MODELS[table].to_schema()


def columns(table: str) -> dict[str, dict[str, Any]]:
    """Column -> its metadata, in the order of the table; see `schemas/fields.py` for the words."""
    return {name: column.metadata for name, column in schema(table).columns.items()}


def arrow_types(table: str) -> dict[str, pa.DataType]:
    """Column -> Arrow type."""
    return {name: column.dtype.type.pyarrow_dtype for name, column in schema(table).columns.items()}


def row_rules(table: str) -> list[RowRule]:
    """The rules between the cells of a row."""
    return MODELS[table].row_rules()


def csv_path(table: str) -> str:
    """Where the CSV of a table lies in the package."""
    return f"{FOLDERS.get(table, 'data')}/{table}.csv"


def primary_key(table: str) -> list[str]:
    """The columns that make up the primary key of a table."""
    return [name for name, facts in columns(table).items() if facts.get("primary_key")]


def foreign_keys(table: str) -> dict[str, str]:
    """Column -> the table whose primary key it holds."""
    return {name: facts["references"] for name, facts in columns(table).items() if "references" in facts}


def named(table: str) -> list[str]:
    """The columns whose actor or place the anchors of the row must name.

    Judged and reference columns are exempt, and so is `names`, whose anchors are the occurrences themselves.
    """
    if table in ("names", *ENTITIES, *DERIVED):
        return []
    links = [name for name, target in foreign_keys(table).items() if target in ("actors", "places")]
    exempt = {name for name, facts in columns(table).items() if facts.get("judged") or facts.get("reference")}
    return [name for name in links if name not in exempt]


def asked(table: str) -> list[str]:
    """The columns that a blind coder answers: what is judged, named, dated or counted, but for what identifies the row."""
    return [
        name
        for name, facts in columns(table).items()
        if facts["role"] in ("ref", "code", "date", "number", "flag", "fact")
        and facts.get("references") != "sources"
        and name not in OWNERS.get(table, {})
        and "identifies" not in facts
    ]


def asked_sets(table: str) -> dict[str, str]:
    """Table whose rows belong to rows of this one, and are asked with them as a set -> its column that says so."""
    return {owned: column for owned, owners in OWNERS.items() for column, owner in owners.items() if owner == table}


def own_words(table: str) -> list[str]:
    """The columns with our own words, which a reader judges."""
    return [name for name, facts in columns(table).items() if "wording" in facts]


def dated(table: str) -> dict[str, str]:
    """Column with a date -> the column with its basis."""
    return {name: facts["dated_by"] for name, facts in columns(table).items() if "dated_by" in facts}


def vocabularies(codes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Field -> its rows of the table `codes`, by rank where the vocabulary has an order, then by code."""
    ordered = codes.sort_values(["rank", "code"])
    used = {facts["codes"] for table in MODELS for facts in columns(table).values() if "codes" in facts}
    return dict.fromkeys(used, ordered.head(0)) | dict(iter(ordered.groupby("field")))


# `title_column` reads MODELS, which the wide views complete.
MODELS: dict[str, type[Table]] = dict(TABLES)
DERIVED: dict[str, type[Table]] = {
    "evidence": Evidence,
    "mentions": Mentions,
    "ledger": Ledger,
    "corroboration": Corroboration,
    "reliability": Reliability,
}
TITLES = {table: title for table in TABLES if (title := title_column(table))}
WIDE = wide_models(TABLES, TITLES)
DERIVED |= WIDE
MODELS |= DERIVED

FOLDERS = dict.fromkeys(DERIVED, "data/derived") | {"blind": "data/reliability"}

# Three kinds of tables: what the articles are about, what one article says, and what compares reports. The others
# record the work.
ENTITIES = ("actors", "places", "events", "statements", "codes")
REPORTS = (
    "sources",
    "segments",
    "names",
    "event_reports",
    "participants",
    "locations",
    "quotes",
    "guarantor_countries",
    "guarantee_terms",
    "military_claims",
    "positions",
    "readings",
    "exceptions",
)
COMPARISONS = ("disagreements", "questions")
# The tables whose rows code a sentence; readings and exceptions do not.
CODING = (
    "sources",
    "event_reports",
    "quotes",
    "guarantor_countries",
    "guarantee_terms",
    "military_claims",
    "positions",
)
# Tables without a source or anchors of their own, and the columns that lead to the rows whose anchors they rest on.
OWNERS = {
    "participants": {"report_id": "event_reports"},
    "locations": {"claim_id": "military_claims", "report_id": "event_reports"},
}
# Records of the work itself: they code no article, and a check of the checks would never end.
UNCHECKED = ("checks", "blind")
# The tables whose rows are reviewed by a blind second coding.
CONTENT = (
    "events",
    "event_reports",
    "participants",
    "locations",
    "quotes",
    "guarantor_countries",
    "guarantee_terms",
    "military_claims",
    "positions",
    "readings",
    "disagreements",
)
