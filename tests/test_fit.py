"""Rules by which rows fit one another: each is shown refusing one cell of the real package, in the words that a person gets.

The cells are changed in memory, and the articles are not asked for.
"""

import csv
from importlib import import_module

import checks
import pandas as pd
import pyarrow as pa
import pytest
from checks import codes, contrasts, cues, gaps, sayings
from checks.package import read

from schemas import arrow_types, csv_path, primary_key
from tests.conftest import ROOT, TINY

with (ROOT / "tests" / "fit.csv").open(encoding="utf-8", newline="") as lines:
    SLIPS = list(csv.DictReader(lines))
RULES = {slip["rule"]: import_module(f"checks.{slip['rule']}") for slip in SLIPS}
# These have tests of their own, most in `tests/broken`; `cues` is below.
ELSEWHERE = {"anchors", "coverage", "cues", "ledger", "mentions", "printed", "reliability", "review", "rights"}


def changed(package, stem, row_id, column, cell):
    """(the package with one cell changed, the line of its row)."""
    frame = package.tables[stem]
    keys = frame[primary_key(stem)].astype("string").agg(".".join, axis=1)
    index = int(frame.index[keys == row_id][0])
    values = pa.array(frame[column]).to_pylist()
    kind = arrow_types(stem)[column]
    values[index] = pa.scalar(cell).cast(kind).as_py() if cell is not None else None
    after = frame.assign(**{column: pd.Series(pa.array(values, kind), dtype=frame[column].dtype)})
    return package._replace(tables=package.tables | {stem: after}), index + 2


@pytest.mark.parametrize("name", RULES)
def test_real_rows_keep_the_rule(package, name):
    """No row of the real package breaks the rule."""
    assert [str(problem) for problem in RULES[name].check(package)] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip['rule']}-{slip['row']}-{slip['cell'][:20]}")
def test_slip_is_told(package, slip):
    """A cell of the real package, changed as `tests/fit.csv` says, is refused by file, line and column, in those words."""
    cell = None if slip["cell"] == "(blank)" else slip["cell"]
    after, line = changed(package, slip["table"], slip["row"], slip["column"], cell)
    told = [str(problem) for problem in RULES[slip["rule"]].check(after)]
    where = f"{csv_path(slip['table'])}:{line}:{slip['column']}"
    assert any(one.startswith(f"{where}  {slip['cell']}  {slip['told']}") for one in told), told


CUES = [
    (
        "segments",
        "s900-002",
        "kind",
        "teaser",
        "teaser  is the kind of words that end without a full stop (' had reached Bergen.')",
    ),
    ("segments", "s900-001", "kind", "sentence", "sentence  is the kind of words that end with a full stop"),
    ("quotes", "qt-001", "medium", "call", "call  is told in no sentence from which s900 has words of coast_guard"),
    ("locations", "lc-001", "where_precision", "2", "2  is near or beside bergen, and no sentence of ev-001 says so"),
]


@pytest.mark.parametrize(("stem", "row_id", "column", "cell", "words"), CUES)
def test_code_without_its_words_is_told(stem, row_id, column, cell, words):
    """With the article at hand a code that hangs on words is refused where the sentences lack them; without it, not."""
    package, _ = read(TINY, TINY / "sources")
    assert list(cues.check(package)) == []
    after, line = changed(package, stem, row_id, column, cell)
    told = [str(problem) for problem in cues.check(after)]
    assert any(one.startswith(f"{csv_path(stem)}:{line}:{column}  {words}") for one in told), told
    assert list(cues.check(after._replace(texts={}))) == []


def test_real_articles_have_the_words(articles):
    """In the articles every code that hangs on words finds them."""
    package, problems = read(ROOT, articles)
    assert not problems
    assert [str(problem) for problem in cues.check(package)] == []


def test_every_rule_of_rows_is_shown():
    """Of each rule between rows a slip is told, here or among the broken packages."""
    names = {rule.__name__.split(".")[1] for rule in checks.OF_ROWS}
    assert names - set(RULES) == ELSEWHERE


def test_disagreement_the_other_way_round(package):
    """Where the words of the second row are anchored first, the two are to be exchanged."""
    first, second = ("quotes:qt-028", "quotes:qt-046")
    after, line = changed(package, "disagreements", "ds-04", "row_a", second)
    after, _ = changed(after, "disagreements", "ds-04", "row_b", first)
    told = [str(problem) for problem in contrasts.check(after)]
    assert told == [
        f"data/disagreements.csv:{line}:row_a  {second}  is anchored after {first}: exchange row_a and row_b"
    ]


def test_withdrawn_row_leaves_no_gap(package):
    """A row that is gone is missed, even after one that was withdrawn with its reason."""
    frame = package.tables["locations"]
    left = frame[frame["location_id"] != "lc-004"].reset_index(drop=True)
    told = [str(problem) for problem in gaps.check(package._replace(tables=package.tables | {"locations": left}))]
    assert told == [
        "data/retired.csv:2:row_id  lc-005  the number before it, 4, is neither in use nor withdrawn: "
        "restore the row, or list its id in data/retired.csv"
    ]


@pytest.mark.parametrize(("rule", "stem", "column"), [(gaps, "events", "event_id"), (codes, "codes", "code")])
def test_endless_number_raises_nothing(package, rule, stem, column):
    """A number of five thousand digits is asked for no neighbour."""
    frame = package.tables[stem]
    row_id = ".".join(frame.loc[len(frame) - 1, primary_key(stem)])
    after, _ = changed(package, stem, row_id, column, frame[column].iloc[-1][:3] + "9" * 5000)
    assert isinstance(list(rule.check(after)), list)


def test_most_rows_of_one_saying_are_believed(package):
    """Of several rows of one speaker in one sentence only the one that differs is told; of two, both."""
    after, line = changed(package, "guarantor_countries", "ITA", "proposed_on", "2022-03-30")
    assert [problem.line for problem in sayings.check(after)] == [line]
    after, _ = changed(package, "quotes", "qt-046", "relayed_by", "tass")
    assert {problem.file for problem in sayings.check(after)} == {csv_path("quotes"), csv_path("positions")}
