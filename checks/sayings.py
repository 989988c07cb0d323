"""Sayings: what one speaker says in one segment has one bearer, one channel and one day, whatever the table."""

from collections import Counter, defaultdict

from checks.anchors import key_of, standing_in
from checks.keys import cells_of
from checks.problem import Problem, shown
from schemas import csv_path

SAID = ("said_on", "said_on_precision", "said_on_basis")
PROPOSED = ("proposed_on", "proposed_on_basis")
# Who speaks in a row of each table, and what rows in one segment have in common.
SAYINGS = {
    "quotes": ("speaker_id", ("relayed_by", "medium", *SAID)),
    "positions": ("claimant_id", ("relayed_by", *SAID)),
    "military_claims": ("claimant_id", ("relayed_by",)),
    "guarantee_terms": ("claimant_id", ("relayed_by",)),
    "guarantor_countries": ("proposed_by", PROPOSED),
}


def check(package):
    """Yield a problem for each cell that is not what most rows have of the same speaker in the same segment.

    Where no value has the most rows, each is told.
    """
    for (*_, column), cells in _together(package.tables, standing_in(package)).items():
        counts = Counter(value for *_, value in cells)
        usual = [value for value, n in counts.items() if n == max(counts.values())]
        for stem, index, _, value in cells if len(counts) > 1 else ():
            if [value] != usual:
                other, theirs = next((one, cell) for _, _, one, cell in cells if cell != value)
                rule = f"is not that of {other}, which has the same speaker in the same sentence ({theirs or 'blank'})"
                yield Problem(csv_path(stem), index + 2, column, value, rule, "mend one of the two")


def _together(tables, held):
    """(first segment, speaker, column) -> [(stem, index, id, cell)]."""
    found = defaultdict(list)
    for stem, (speaker, columns) in SAYINGS.items():
        for index, (row_id, who, *cells) in enumerate(cells_of(tables[stem], key_of(stem), speaker, *columns)):
            first = held.get((stem, row_id), [()])[0]
            for column, cell in zip(columns, cells, strict=True) if who and first else ():
                found[first[0], who, column].append((stem, index, row_id, shown(cell)))
    return found
