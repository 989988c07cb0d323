"""The published data dictionary: every column described, every rule between columns shown refusing a row."""

import datetime as dt

import pandas as pd
import pyarrow as pa
import pytest
from checks.columns import failures

from schemas import MODELS, TABLES, arrow_types, columns, primary_key, schema

DAY, NEXT = dt.date(2022, 3, 29), dt.date(2022, 3, 30)
DATED = {"date_start": DAY, "date_end": DAY, "date_precision": "day", "date_basis": "weekday"}
FIRST = dt.date(2022, 3, 1)
MONTH = DATED | {"date_start": FIRST, "date_precision": "month"}
STRIKE = {"kind": "strike", "cameo_root": "19", "plover": "ASSAULT"}
MEETING = {"kind": "meeting", "status": "planned", "cameo_root": "03", "plover": "AGREE", "talks_link": "after"}
PLEDGE = {"kind": "pledge", "modality": "pledged", "subject_id": "russia"}
SAID = {"said_on": DAY, "said_on_precision": "day", "said_on_basis": "frame"}
DUTY = {"kind": "duty", "binds": "ukraine", "description": "No foreign bases in Ukraine."}
COUNTED = {"value": 4.0, "unit": "hour", "value_qualifier": "exact", "value_as_printed": "4 hours"}
NATO = {"kind": "international_organisation", "side": "third_party"}
PLACE = {"country_iso3": "TUR", "latitude": 41.0, "longitude": 29.0, "geonames_id": 745044}

# Table, cells of a sound row, what breaks it, the column that is told.
RULES = [
    *(
        (stem, DATED, {"date_end": dt.date(2022, 3, 28), "date_precision": "span"}, "date_end")
        for stem in ("events", "military_claims")
    ),
    ("events", DATED, {"date_precision": None}, "date_precision"),
    ("events", DATED, {"date_basis": None}, "date_basis"),
    ("events", {}, {"date_basis": "frame"}, "date_basis"),
    ("events", DATED, {"date_end": NEXT}, "date_precision"),
    ("events", DATED, {"date_precision": "month"}, "date_precision"),
    ("events", DATED, {"date_end": dt.date(2022, 5, 29), "date_precision": "month"}, "date_end"),
    ("events", MONTH, {"date_precision": "year"}, "date_precision"),
    ("events", DATED | {"date_precision": "span", "date_end": NEXT}, {"date_precision": "month"}, "date_precision"),
    ("events", MONTH, {"date_end": None}, "date_precision"),
    *((stem, DATED, {"date_basis": "inferred"}, "notes") for stem in ("events", "military_claims")),
    ("events", STRIKE, {"kind": "call"}, "cameo_root"),
    ("events", STRIKE, {"cameo_root": None, "plover": None}, "cameo_root"),
    ("events", STRIKE, {"plover": "COERCE"}, "plover"),
    ("events", STRIKE, {"plover": None}, "plover"),
    ("events", MEETING, {"status": "occurred"}, "cameo_root"),
    ("events", MEETING, {"cameo_root": "04", "plover": "CONSULT"}, "cameo_root"),
    ("events", MEETING, {"talks_link": "during"}, "talks_link"),
    ("events", DATED | {"talks_link": "during"}, {"status": "ongoing"}, "date_end"),
    ("events", {"status": "ongoing", "talks_link": "during"}, {"talks_link": "before"}, "talks_link"),
    ("events", {"kind": "report", "talks_link": "before"}, {"kind": "strike"}, "talks_link"),
    (
        "events",
        DATED | {"status": "ongoing", "talks_link": "during", "date_precision": "span", "date_end": None},
        {"status": "occurred"},
        "date_end",
    ),
    ("military_claims", PLEDGE, {"kind": "presence"}, "modality"),
    ("military_claims", PLEDGE, {"modality": "asserted"}, "modality"),
    ("military_claims", PLEDGE, {"subject_id": None}, "subject_id"),
    ("military_claims", PLEDGE, {"target_id": "russia"}, "target_id"),
    ("military_claims", {"kind": "losses", "target_id": "civilians"}, {"target_id": None}, "target_id"),
    ("military_claims", {"kind": "threat", "modality": "forecast"}, {"modality": "asserted"}, "modality"),
    ("military_claims", {"modality": "asserted"}, {"modality": "denied"}, "modality"),
    *((stem, SAID, {"said_on_precision": "span"}, "said_on_precision") for stem in ("quotes", "positions")),
    ("quotes", SAID, {"said_on_precision": "month"}, "said_on"),
    ("quotes", SAID | {"said_on": FIRST, "said_on_precision": "month"}, {"said_on_precision": "year"}, "said_on"),
    *((stem, SAID, {"said_on_basis": "inferred"}, "notes") for stem in ("quotes", "positions")),
    *(
        (stem, given | {basis: "inferred", "notes": "Dated by the call."}, {basis: "printed"}, "notes")
        for stem, given, basis in (
            ("events", DATED, "date_basis"),
            ("military_claims", DATED, "date_basis"),
            ("quotes", SAID, "said_on_basis"),
            ("positions", SAID, "said_on_basis"),
        )
    ),
    ("positions", {"stance": "rejects", "statement": "It does not agree."}, {"statement": "It agrees."}, "stance"),
    ("positions", {"stance": "conditions", "condition": "If so."}, {"condition": None}, "condition"),
    ("actors", {"kind": "state", "state_iso3": "TUR"}, {"state_iso3": None}, "state_iso3"),
    ("actors", NATO, {"state_iso3": "TUR"}, "state_iso3"),
    ("actors", NATO, {"side": "russia"}, "side"),
    ("actors", NATO, {"role": "Secretary General"}, "role"),
    (
        "actors",
        {"kind": "person", "state_iso3": "TUR", "role": "President of Turkey"},
        {"role": None},
        "role",
    ),
    ("places", {"kind": "city", "admin1": "Antalya"}, {"kind": "country"}, "admin1"),
    ("places", {"kind": "city", "within": "turkey"}, {"kind": "country"}, "within"),
    ("segments", {"kind": "boilerplate", "reason": "boilerplate"}, {"kind": "caption"}, "reason"),
    ("segments", {"kind": "caption", "reason": "context", "notes": "Of May 2021."}, {"reason": None}, "notes"),
    ("segments", {"kind": "caption", "reason": "context"}, {"reason": "boilerplate"}, "reason"),
    (
        "sources",
        {"published_on": DAY, "published_on_basis": "printed", "frame_date": DAY},
        {"frame_date": NEXT},
        "frame_date",
    ),
    ("guarantor_countries", {"country_iso3": "TUR"}, {"country_iso3": "FRA"}, "unsc_permanent_member"),
    ("events", {}, {"part_of": "ev-001"}, "part_of"),
    *((stem, COUNTED, {"unit": None}, "unit") for stem in ("events", "guarantee_terms", "military_claims")),
    ("events", COUNTED, {"value_qualifier": None}, "value_qualifier"),
    ("events", COUNTED, {"value_as_printed": None}, "value_as_printed"),
    *((stem, SAID, {"said_on_precision": None}, "said_on_precision") for stem in ("quotes", "positions")),
    *((stem, SAID, {"said_on": None}, "said_on_basis") for stem in ("quotes", "positions")),
    *(
        (stem, {"voice": "narrator"}, {"claimant_id": "russia"}, "claimant_id")
        for stem in ("guarantee_terms", "military_claims", "positions")
    ),
    ("positions", {"voice": "attributed", "claimant_id": "russia"}, {"claimant_id": None}, "claimant_id"),
    ("quotes", {"form": "full", "text": "Yes."}, {"text": None}, "text"),
    ("quotes", {"form": "full", "text": "[It is] time,"}, {"text": "time to go,"}, "form"),
    ("quotes", {"form": "partial", "text": "legal wording."}, {"text": "We agree on legal wording."}, "form"),
    ("guarantee_terms", DUTY, {"kind": "exclusion"}, "binds"),
    ("guarantee_terms", DUTY, {"binds": "russia"}, "binds"),
    (
        "guarantee_terms",
        {"kind": "deadline", "binds": "all", "description": "Both sides have four hours.", **COUNTED},
        {"value": None, "unit": None, "value_qualifier": None, "value_as_printed": None},
        "kind",
    ),
    (
        "quotes",
        {"role_as_printed": "a b c d e f g h i j"},
        {"role_as_printed": "a b c d e f g h i j k"},
        "role_as_printed",
    ),
    (
        "sources",
        {"published_on": DAY, "published_on_basis": "printed"},
        {"published_on": None},
        "published_on_basis",
    ),
    (
        "sources",
        {"translated_from": "es", "translated_from_basis": "A phrase."},
        {"translated_from_basis": None},
        "translated_from_basis",
    ),
    ("names", {"actor_id": "russia"}, {"place_id": "kyiv"}, "place_id"),
    ("locations", {"event_id": "ev-001"}, {"claim_id": "mc-001"}, "claim_id"),
    ("places", PLACE, {"latitude": None}, "geonames_id"),
    ("places", PLACE, {"latitude": 29.0}, "latitude"),
    ("places", PLACE, {"longitude": 46.0}, "longitude"),
    ("segments", {"start": 3, "end": 9}, {"end": 3}, "end"),
    ("segments", {"segment_id": "s004-001", "source_id": "s004", "n": 1}, {"n": 2}, "segment_id"),
    ("disagreements", {"row_b": "events:ev-002"}, {"row_b": "events:ev-001"}, "row_b"),
    ("codings", {"pass_a": "a", "pass_b": "b", "reason": "x"}, {"reason": None}, "reason"),
    ("codings", {"pass_a": "a", "pass_b": "a"}, {"adjudicated": "a"}, "adjudicated"),
    ("checks", {"checker": "person"}, {"checker": "model"}, "words"),
    (
        "guarantor_countries",
        {"own_response": "Yes.", "own_response_quote_id": "qt-001"},
        {"own_response_quote_id": None},
        "own_response_quote_id",
    ),
    (
        "guarantor_countries",
        {"proposed_on": DAY, "proposed_on_basis": "inferred", "notes": "By the talks."},
        {"proposed_on_basis": None},
        "proposed_on_basis",
    ),
    (
        "guarantor_countries",
        {"proposed_on": DAY, "proposed_on_basis": "inferred", "notes": "By the talks."},
        {"notes": None},
        "notes",
    ),
]

# Cells that a sound row of any table can have.
SOUND = {
    "string": "x",
    "int64": 1,
    "double": 1.0,
    "bool": True,
    "date32[day]": DAY,
}
FORMS = {
    "event_id": "ev-001",
    "evidence": "s004:1-9",
    "row_a": "events:ev-001",
    "row_b": "events:ev-002",
    "segment_id": "s001-001",
    "n": 1,
    "start": 3,
    "end": 9,
    "sha256": "0" * 64,
    "row_sha256": "0" * 64,
    "language": "en",
    "country_iso3": "TUR",
    "version": "0.1.0",
    "source_id": "s001",
    "frame_basis": "printed",
    "form": "indirect",
    "voice": "narrator",
    "checker": "person",
    "unsc_permanent_member": False,
}
IDS = {"location_id": "lc-001", "name_id": "nm-001", "quote_id": "qt-001", "disagreement_id": "ds-01"} | {
    name: f"{prefix}-001"
    for name, prefix in {
        "participant_id": "pt",
        "guarantee_term_id": "gt",
        "term_id": "tm",
        "claim_id": "mc",
        "assertion_id": "as",
        "position_id": "ps",
        "stance_id": "sn",
        "statement_id": "st",
        "reading_id": "rd",
        "exception_id": "xc",
    }.items()
}


def row(stem, cells):
    """A frame of one sound row, with some cells given and the other nullable ones blank."""
    types = arrow_types(stem)
    sound = {
        name: None if column.nullable else {**FORMS, **IDS}.get(name, SOUND[str(types[name])])
        for name, column in schema(stem).columns.items()
    }
    if stem == "names":
        sound["actor_id"] = "russia"
    if stem == "locations":
        sound["event_id"], sound["claim_id"] = "ev-001", None
    sound |= cells
    arrays = {name: pa.array([sound[name]], types[name]) for name in types}
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)


@pytest.mark.parametrize("stem", TABLES)
def test_sound_row_passes(stem):
    """A row with every required cell and no other passes its model."""
    assert [str(problem) for problem in failures(row(stem, {}), stem)] == []


@pytest.mark.parametrize(("stem", "sound", "slip", "column"), RULES)
def test_rule_between_columns_refuses(stem, sound, slip, column):
    """A rule lets the sound row pass and refuses the slip, at the cell that the rule names."""
    assert [str(problem) for problem in failures(row(stem, sound), stem)] == []
    assert column in [problem.column for problem in failures(row(stem, sound | slip), stem)]


def test_every_rule_has_been_shown_refusing():
    """No rule of any model is missing from the list above."""
    shown = {
        (stem, problem.rule) for stem, sound, slip, _ in RULES for problem in failures(row(stem, sound | slip), stem)
    }
    words = {rule for _, rule in shown}
    declared = {check.error for stem in TABLES for check in schema(stem).checks}
    assert declared - words == set()


@pytest.mark.parametrize("stem", MODELS)
def test_every_column_is_described(stem):
    """Each column says what it holds, and each nullable one what a blank means."""
    for name, column in schema(stem).columns.items():
        assert column.description and column.description.endswith("."), f"{stem}.{name} has no description"
        assert column.nullable == ("blank" in column.metadata), f"{stem}.{name}: say what a blank means"


@pytest.mark.parametrize("stem", MODELS)
def test_every_table_has_a_key(stem):
    """Each table has a primary key without blanks, at its head but in `evidence`, and a docstring."""
    assert primary_key(stem)
    assert not any(schema(stem).columns[name].nullable for name in primary_key(stem))
    assert list(columns(stem))[0] in primary_key(stem)
    assert MODELS[stem].__doc__


@pytest.mark.parametrize("name", sorted({n for stem in MODELS for n in columns(stem)}))
def test_one_name_one_type(name):
    """A column of one name has one type in every table."""
    types = {str(arrow_types(stem)[name]) for stem in MODELS if name in columns(stem)}
    assert len(types) == 1, f"{name} is {' and '.join(sorted(types))}"


@pytest.mark.parametrize("stem", TABLES)
def test_unknown_and_reordered_columns_are_refused(stem):
    """A model accepts its own columns in its own order, and no others."""
    sound = row(stem, {})
    for wrong in (sound.assign(mood="x"), sound[sound.columns[::-1]], sound.drop(columns=sound.columns[-1])):
        with pytest.raises(Exception, match="column"):
            schema(stem).validate(wrong, lazy=True)


@pytest.mark.parametrize("cell", ["ev-001\n", "ev-001 ", " ev-001", "EV-001", "ev-1"])
def test_whole_cell_matches(cell):
    """A pattern is matched against the whole cell: no trailing newline passes."""
    problems = [str(problem) for problem in failures(row("events", {"event_id": cell}), "events")]
    assert len(problems) == 1 and "does not have the form" in problems[0]
