"""The published data dictionary, written as code: one pandera model a table.

A model is the only place where a column is described. Validation, the Arrow types of the Parquet twin,
the Table Schema of `datapackage.json` and the codebook all come from it; the functions here are how they ask.
"""

from functools import cache

from schemas.actors import Actors
from schemas.checks import Checks
from schemas.codes import Codes
from schemas.codings import Codings
from schemas.columns import without
from schemas.corroboration import Corroboration
from schemas.disagreements import Disagreements
from schemas.events import Events
from schemas.evidence import Evidence
from schemas.exceptions import Exceptions
from schemas.guarantee_terms import GuaranteeTerms
from schemas.guarantor_countries import GuarantorCountries
from schemas.ledger import Ledger
from schemas.locations import Locations
from schemas.mentions import Mentions
from schemas.military_claims import MilitaryClaims
from schemas.names import Names
from schemas.participants import Participants
from schemas.places import Places
from schemas.positions import Positions
from schemas.quotes import Quotes
from schemas.readings import Readings
from schemas.reliability import Reliability
from schemas.retired import Retired
from schemas.segments import Segments
from schemas.sources import Sources
from schemas.trial import Trial
from schemas.wide import WIDE

TABLES = {
    "sources": Sources,
    "segments": Segments,
    "actors": Actors,
    "places": Places,
    "names": Names,
    "events": Events,
    "participants": Participants,
    "locations": Locations,
    "quotes": Quotes,
    "guarantor_countries": GuarantorCountries,
    "guarantee_terms": GuaranteeTerms,
    "military_claims": MilitaryClaims,
    "positions": Positions,
    "disagreements": Disagreements,
    "readings": Readings,
    "exceptions": Exceptions,
    "codes": Codes,
    "retired": Retired,
    "codings": Codings,
    "trial": Trial,
    "checks": Checks,
}

DERIVED = {
    "evidence": Evidence,
    "mentions": Mentions,
    "ledger": Ledger,
    "corroboration": Corroboration,
    "reliability": Reliability,
    **WIDE,
}

MODELS = {**TABLES, **DERIVED}

FOLDERS = dict.fromkeys(DERIVED, "data/derived") | dict.fromkeys(("codings", "trial"), "data/reliability")

# The tables whose rows code a sentence; registers, readings and exceptions only comment on it.
CODING = (
    "sources",
    "events",
    "quotes",
    "guarantor_countries",
    "guarantee_terms",
    "military_claims",
    "positions",
)


@cache
def schema(stem):
    """The pandera schema of a table."""
    # For its first schema pandera imports this, for half a second, to know types of columns that no model has here.
    with without("dask.dataframe"):
        return MODELS[stem].to_schema()


@cache
def columns(stem):
    """Column -> its metadata, in the order of the table; see `schemas/columns.py` for the words."""
    return {name: column.metadata for name, column in schema(stem).columns.items()}


@cache
def arrow_types(stem):
    """Column -> Arrow type."""
    return {name: column.dtype.type.pyarrow_dtype for name, column in schema(stem).columns.items()}


def csv_path(stem):
    """Where the CSV of a table lies in the package."""
    return f"{FOLDERS.get(stem, 'data')}/{stem}.csv"


def primary_key(stem):
    """The columns that make up the primary key of a table."""
    return [name for name, facts in columns(stem).items() if facts.get("primary_key")]


def foreign_keys(stem):
    """Column -> the table whose primary key it holds."""
    return {name: facts["references"] for name, facts in columns(stem).items() if "references" in facts}


def named(stem):
    """The columns whose actor or place the anchors of the row must name.

    Judged and reference columns are exempt, and so is `names`, whose anchors are the occurrences themselves.
    """
    if stem == "names" or stem in DERIVED:
        return []
    own_key = primary_key(stem) if stem in ("actors", "places") else []
    links = [name for name, table in foreign_keys(stem).items() if table in ("actors", "places")]
    exempt = {name for name, facts in columns(stem).items() if facts.get("judged") or facts.get("reference")}
    return own_key + [name for name in links if name not in exempt]


def dated(stem):
    """Column with a date -> the column with its basis."""
    return {name: facts["dated_by"] for name, facts in columns(stem).items() if "dated_by" in facts}


def vocabulary(codes, field):
    """The rows of the table `codes` for one field, by rank where the vocabulary has an order, then by code."""
    return _vocabularies(codes).get(field, codes.iloc[:0])


# The vocabularies of the codes that were asked for last: a build asks some hundred times for those of one table.
_last = None, {}


def _vocabularies(codes):
    """Field -> its rows."""
    global _last
    if _last[0] is not codes:
        _last = codes, dict(iter(codes.sort_values(["rank", "code"]).groupby("field", sort=False)))
    return _last[1]
