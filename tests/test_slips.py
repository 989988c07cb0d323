"""Slips: seeded, plausible, and never what stood there before."""

import pytest

from checks.problem import shown
from edit.slips import KINDS, slips
from schemas import columns


@pytest.fixture(scope="module")
def found(package):
    """One slip in twenty cells of the real package."""
    return list(slips(package.tables, 0.05, seed=1))


def test_same_seed_same_slips(package, found):
    """The slips are those of the seed, and another seed gives others."""
    assert list(slips(package.tables, 0.05, seed=1)) == found
    assert list(slips(package.tables, 0.05, seed=2)) != found


def test_share_is_about_what_was_asked(package, found):
    """About one filled cell in twenty slips, in every kind of column."""
    filled = sum(
        int(frame[name].notna().sum())
        for stem, frame in package.tables.items()
        for name, facts in columns(stem).items()
        if facts["role"] in KINDS and name != "notes"
    )
    assert 0.03 < len(found) / filled < 0.07
    assert {kind for *_, kind, _, _ in found} == set(KINDS.values())


def test_a_slip_changes_its_cell(package, found):
    """A slip differs from what stood there, and fits its column."""
    for stem, index, name, _, old, new in found:
        assert old == shown(package.tables[stem][name].loc[index])
        assert new != old
