"""A sample of the slips of `make mutate`: with the lock on each is refused; with it off, those that rules must see."""

import os
import random
from pathlib import Path

import pytest

import checks
from checks import review
from checks.package import read
from schemas import arrow_types
from tests import mutants, mutate
from tests.conftest import ROOT

# Slips that some rule sees whatever the column.
ALWAYS = ("white space", "anchor shifted by one", "row twice", "look-alike letter")


@pytest.fixture(scope="module")
def found():
    """The real package and its cells, with the articles where they are at hand."""
    folder = Path(os.environ.get("ISTANBUL_TALKS_SOURCES") or ROOT / "sources")
    folder = folder if folder.is_dir() else None
    package, problems = read(ROOT, folder)
    assert not problems, "\n".join(map(str, problems))
    mutate.STATE["found"] = mutants.tables(package, folder)
    return mutate.STATE["found"]


@pytest.fixture(scope="module")
def slips(found):
    """Every slip."""
    return list(mutants.slips(found))


def test_every_cell_has_a_slip(found, slips):
    """Each cell of each table that the lock covers is spoilt somehow, but for columns that are blank throughout."""
    tried = {(slip.stem, slip.row, slip.column) for slip in slips}
    for stem, rows in found.cells.items():
        for at, name in enumerate(arrow_types(stem)):
            if any(row[at] for row in rows):
                assert all((stem, n, name) in tried for n in range(len(rows))), (stem, name)
        assert all((stem, n, None) in tried for n in range(len(rows)))


def test_every_slip_leaves_another_row(slips, found):
    """No slip leaves the cell as it was."""
    for slip in slips:
        if slip.column:
            assert found.cells[slip.stem][slip.row][list(arrow_types(slip.stem)).index(slip.column)] != slip.cell


def test_sound_rows_are_not_refused(found):
    """Before a cell is changed no rule refuses anything, the lock neither."""
    assert [str(problem) for rule in [*mutants.RULES, review] for problem in rule.check(found.package)] == []
    assert checks.LOCKED and review in checks.OF_ROWS


def test_sample_is_refused_under_the_lock(slips, found):
    """With the lock on, no slip of a sample passes."""
    assert mutate.locked(random.Random(3).sample(slips, 250)) == []


def test_lock_that_is_open_lets_slips_pass(slips, found, monkeypatch):
    """The measure above sees what passes: without checks of digests, slips do."""
    monkeypatch.setattr(review, "check", lambda package: iter(()))
    words = [slip for slip in slips if slip.column == "gloss" and slip.kind == "case"]
    assert mutate.locked(words[:5]) == words[:5]


def test_sample_is_refused_without_the_lock(slips, found):
    """With the lock off, slips that some rule must see are refused, at the row and mostly at the column."""
    sure = [slip for slip in slips if slip.kind in ALWAYS]
    batches = list(mutants.batches(found, sure))
    answers = {}
    for batch in random.Random(5).sample(batches, 25):
        answers |= mutants._try(found, batch)
    assert {slip: answer for slip, answer in answers.items() if answer is None} == {}


def test_survivor_is_told(found):
    """A slip that only a reader can see is a survivor."""
    slip = mutants.Slip("codes", 0, "definition", "case", "The weather was fair.")
    assert mutants._try(found, [slip]) == {slip: None}


def test_page_has_the_number_of_slips(slips):
    """docs/reliability.md was written for these tables; else: make mutate."""
    text = mutate.PAGE.read_text("utf-8")
    assert f"{len(slips):,} slips were tried" in text.partition(mutate.MARK)[2], "run: make mutate"
