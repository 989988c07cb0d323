"""Plain answers about whole columns: they are those that cells get one by one."""

import re

import pyarrow as pa
import pytest
from checks.letters import joined, plainly
from checks.package import parse
from hypothesis import given
from hypothesis import strategies as st

from schemas import MODELS, csv_path, schema
from tests.conftest import ROOT

CHECKS = [check for stem in MODELS for column in schema(stem).columns.values() for check in column.checks]
PATTERNS = sorted({check.statistics["pattern"] for check in CHECKS if check.name == "whole"})
SAMPLES = [
    "ev-001",
    "ev-01",
    "ev-1",
    "EV-001",
    "s001",
    "s001-002",
    "a_b",
    "ab",
    "ABC",
    "AB",
    "0" * 64,
    "0" * 63 + "g",
    "",
    "ev-001\n",
    "é",
    "ev-00١",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(cells=st.lists(st.one_of(st.none(), st.sampled_from(SAMPLES)), max_size=4))
def test_plain_yes_is_true(pattern, cells):
    """Where a column is said to match plainly, each of its cells matches the pattern from end to end."""
    column = pa.array(cells, pa.string())
    if plainly(column, pattern):
        assert all(re.fullmatch(pattern, cell) for cell in cells if cell is not None)


@pytest.mark.parametrize(
    ("pattern", "cells"),
    [
        (r"ev-\d{2,}", ["ev-001", "ev-999"]),
        (r"s\d{3,}-\d{3}", ["s0001-001", "s0002-002"]),
        ("[0-9a-f]{64}", ["0123456789abcdef" * 4, None]),
        ("[a-z_]+", ["a", "b_c", "long_name"]),
        ("[A-Z]{3}", ["UKR"]),
    ],
)
def test_sound_columns_are_seen_at_once(pattern, cells):
    """What the tables hold a million times gets the quick answer; a part of a column, too."""
    column = pa.array(["?", *cells])
    assert not plainly(column, pattern)
    assert plainly(column.slice(1), pattern)


def test_joined_bytes_are_those_of_the_cells():
    """The bytes of a part of a column are its own, and not those before it."""
    column = pa.array(["one", "zwei", "три"])
    assert joined(column.slice(1)).to_pybytes() == "zweiтри".encode()
    assert joined(pa.array([], pa.string())).to_pybytes() == b""


# Cells of whole numbers, days and truths that Arrow reads although we do not write them.
FORMS = ["007", " 7", "7 ", "\t7", "0x1F", "0xFFFFFFFFFF", "0xFFFFFFFFFFFFFF", "-0"]


@pytest.mark.parametrize("form", FORMS)
def test_number_of_another_form_is_told(form):
    """A number that Arrow would read in a form of its own is no number, though no cell has a quotation mark."""
    raw = (ROOT / csv_path("segments")).read_bytes()
    lines = [line for line in raw.splitlines() if b'"' not in line]
    cells = lines[3].split(b",")
    at = lines[0].split(b",").index(b"start")
    cells[at] = form.encode()
    lines[3] = b",".join(cells)
    _, problems = parse(b"\n".join([*lines, b""]), "segments")
    words = "is not a whole number such as 12: write a whole number such as 12, or leave it blank"
    shown = form.replace("\t", r"\x09")
    assert [str(problem) for problem in problems] == [f"data/segments.csv:4:start  {shown}  {words}"]


def test_typed_and_text_columns_are_the_same():
    """A table without quotation marks is read by type at once, and gives what it gives cell by cell."""
    raw = (ROOT / csv_path("segments")).read_bytes()
    plain = b"\n".join(line for line in raw.splitlines() if b'"' not in line) + b"\n"
    header, body = plain.split(b"\n", 1)
    quoted = header + b"\n" + re.sub(rb"^([^,\n]+)", rb'"\1"', body, flags=re.MULTILINE)
    quick, slow = parse(plain, "segments"), parse(quoted, "segments")
    assert quick[1] == slow[1] == []
    assert quick[0].equals(slow[0]) and (quick[0].dtypes == slow[0].dtypes).all()
