"""`data/derived/*_wide.csv`: generated, one flat table for people who open a CSV in a spreadsheet.

A view has every column of its table, with the label beside each code and the name beside each id, and after them what
other tables say of the row. Its columns are those of the models; only what is added is declared here.
"""

from schemas import columns as c
from schemas.columns import Integer, Number, Text
from schemas.events import Events
from schemas.guarantor_countries import GuarantorCountries
from schemas.military_claims import MilitaryClaims
from schemas.quotes import Quotes
from schemas.table import Table

# The column by which people know a row of a table that other rows name.
LABELS = {"actors": "name", "events": "title", "places": "name", "quotes": "gloss", "sources": "file_name"}

VIEWS = {
    "events": Events,
    "quotes": Quotes,
    "guarantor_countries": GuarantorCountries,
    "military_claims": MilitaryClaims,
}


def beside(name, facts):
    """(name of the column of labels, description) that stands beside a column; None where it needs none.

    >>> beside("kind", {"codes": "event_kind"})[0], beside("speaker_id", {"references": "actors"})[0]
    ('kind_label', 'speaker_name')
    """
    if "codes" in facts:
        return f"{name}_label", f"Label of `{name}`."
    if facts.get("references") in LABELS:
        label = LABELS[facts["references"]]
        return f"{name.removesuffix('_id')}_{label}", f"The `{label}` of `{name}` in `{facts['references']}`."
    return None


def _participants():
    return {"participants": (Text, c.own("Its actors with their parts, joined by `; `.", blank="none coded"))}


def _places():
    where = "the row has no place, or this one no coordinates"
    return {
        "places": (Text, c.own("Its places with their roles, joined by `; `.", blank="none coded")),
        "place_id": (Text, c.ref("places", "The first place where it happens, or else the first.", blank="none coded")),
        "latitude": (Number, c.number("Of that place.", blank=where, ge=-90, le=90, unit="degree, WGS 84")),
        "longitude": (Number, c.number("Of that place.", blank=where, ge=-180, le=180, unit="degree, WGS 84")),
    }


def _sources():
    return {
        "n_sources": (Integer, c.number("How many files report it.", ge=1)),
        "source_files": (Text, c.own("Their names, joined by `; `.")),
    }


def _citation():
    return {"citation": (Text, c.own("A ready citation of the row, as APA has it."))}


ADDED = {
    "events": lambda: _participants() | _places() | _sources() | _citation(),
    "quotes": lambda: _sources() | _citation(),
    "guarantor_countries": lambda: _sources() | _citation(),
    "military_claims": lambda: _places() | _sources() | _citation(),
}


def _model(stem, base):
    """The model of the view of a table."""
    fields = {}
    for name, (annotation, field) in base.__fields__.items():
        fields[name] = (annotation.raw_annotation, field)
        if found := beside(name, field.metadata):
            fields[found[0]] = (Text, c.own(found[1], blank=field.metadata.get("blank")))
    fields |= ADDED[stem]()
    words = f"{base.__doc__} Here with labels, names and what other tables say of it."
    body = {name: field for name, (_, field) in fields.items()}
    types = {name: kind for name, (kind, _) in fields.items()}
    return type(f"{base.__name__}Wide", (Table,), {"__doc__": words, "__annotations__": types, **body})


WIDE = {f"{stem}_wide": _model(stem, base) for stem, base in VIEWS.items()}
