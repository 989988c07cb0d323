"""Contrasts: a disagreement anchors both of its rows, the first of them first."""

from checks.anchors import standing_in
from checks.problem import Problem
from schemas import csv_path


def check(package):
    """Yield a problem for each row of a disagreement whose words its anchors do not touch, or touch in the other order."""
    rows, held = package.tables["disagreements"], standing_in(package)
    for index, row in enumerate(rows[["disagreement_id", "row_a", "row_b"]].itertuples(index=False)):
        touched = held.get(("disagreements", row.disagreement_id), ())
        first = [_first(touched, held, cell) for cell in (row.row_a, row.row_b)]
        for column, at in zip(("row_a", "row_b"), first, strict=True):
            if at is None:
                rule = "stands in no sentence that the evidence anchors"
                yield _at(index, column, getattr(row, column), rule, "anchor its words too, or name the other row")
        if not {None, -1} & set(first) and first[0] > first[1]:
            yield _at(index, "row_a", row.row_a, f"is anchored after {row.row_b}", "exchange row_a and row_b")


def _first(touched, held, cell):
    """The number of the first anchor in a segment of a row, `table:id`; None where none is, -1 of a row without anchors."""
    there = held.get(tuple(cell.split(":", 1)))
    if there is None:
        return -1
    segments = set(sum(there, []))
    return next((n for n, touches in enumerate(touched) if not segments.isdisjoint(touches)), None)


def _at(index, column, value, rule, remedy):
    return Problem(csv_path("disagreements"), index + 2, column, value, rule, remedy)
