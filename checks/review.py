"""Review: every row was read against its anchors as it stands; its check holds the digest of the row that was read."""

from collections import defaultdict

from checks.anchors import row_digest
from checks.problem import Problem
from schemas import csv_path, primary_key

# What readers did stands in these; they are no coding of an article, and a check of them would never end.
UNCHECKED = ("checks", "codings", "trial")


def check(package):
    """Yield a problem for each row without a check of what it says now, and for each check of nothing."""
    checked, present = checkers(package), set()
    for stem, line, row_id, digest in rows(package):
        present.add((stem, row_id))
        if digest not in checked[stem, row_id]:
            rule = "changed since it was checked" if checked[stem, row_id] else "has not been checked"
            yield Problem(csv_path(stem), line, None, row_id, rule, f"python build.py review --table {stem}")
    frame, retired = package.tables["checks"], package.tables["retired"]
    present |= set(zip(retired["table"], retired["row_id"], strict=True))
    for line, (stem, row_id) in enumerate(zip(frame["table"], frame["row_id"], strict=True), 2):
        if (stem, row_id) not in present:
            remedy = "remove the check, or list the withdrawn id in data/retired.csv"
            yield Problem(csv_path("checks"), line, "row_id", row_id, f"is no row of {stem}", remedy)


def rows(package):
    """Yield (stem, line, row_id, digest) of every row that wants a check."""
    for stem, frame in package.tables.items():
        if stem not in UNCHECKED:
            for line, (row_id, text) in enumerate(zip(ids(stem, frame), package.lines[stem], strict=True), 2):
                yield stem, line, row_id, row_digest(text)


def ids(stem, frame):
    """The id of each row: the cell of its key, or those of a key of several columns joined by a full stop.

    >>> import pandas as pd
    >>> ids("codes", pd.DataFrame({"field": ["side"], "code": ["ukraine"]}))
    ['side.ukraine']
    """
    return [".".join(cells) for cells in zip(*(frame[name].astype(str) for name in primary_key(stem)), strict=True)]


def checkers(package):
    """(stem, row_id) -> digest -> kinds of those who checked the row when it had that digest."""
    found = defaultdict(lambda: defaultdict(set))
    keys = ("table", "row_id", "row_sha256", "checker")
    for stem, row_id, digest, checker in zip(*(package.tables["checks"][name] for name in keys), strict=True):
        found[stem, row_id][digest].add(checker)
    return found
