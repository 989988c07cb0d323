"""Copies: two rows say the same in our own words only where they render the same, or code one sentence."""

from collections import defaultdict

from checks.anchors import standing_in
from checks.keys import cells_of, key_of
from checks.problem import Problem, shown
from schemas import CODING, columns, csv_path


def check(package):
    """Yield a problem for each cell of whole sentences that another row has, of another group and another sentence."""
    held = standing_in(package)
    for stem in CODING:
        if stem == "sources":  # of many articles the same is to be said
            continue
        facts = columns(stem)
        group = next((name for name, fact in facts.items() if fact["role"] == "group"), key_of(stem))
        for name, fact in facts.items():
            if fact.get("wording") == "sentences" and name != "notes":
                yield from _copied(package.tables[stem], stem, name, group, held)


def _copied(frame, stem, name, group, held):
    same = defaultdict(list)
    for index, (row_id, of, cell) in enumerate(cells_of(frame, key_of(stem), group, name)):
        if cell is not None:
            numbers = {number for anchor in held.get((stem, row_id), ()) for number in anchor}
            same[cell].append((index, row_id, of, numbers))
    for cell, rows in same.items():
        for index, row_id, of, numbers in rows:
            others = [other for other in rows if other[1] != row_id]
            if others and not any(of == other[2] or numbers & other[3] for other in others):
                rule = f"is what {others[0][1]} says, and the two share neither group nor sentence"
                remedy = "say what this row says, or give both one group"
                yield Problem(csv_path(stem), index + 2, name, shown(cell), rule, remedy)
