"""The lock on the real tables: whatever cell is changed, the build refuses the row until somebody has checked it again.

The same changes with the lock off show how much the other rules see by themselves. They know whether a cell has its
form, leads somewhere, and is named by its anchors; that its words say what the article says, only a reader knows.
"""

import csv
import datetime as dt
import io
import os
from collections import Counter
from pathlib import Path

import pytest

import checks
from checks import canonical, columns, review, rights
from checks.package import parse_table, read
from schemas import TABLES, arrow_types
from tests.conftest import ROOT

# Of canonical form and columns only the changed table is asked, by hand; the rule of rights takes seconds, and does not
# hang on how a line is coded.
OF_CELLS = [rule for rule in checks.OF_CELLS if rule not in (canonical, columns)]
OF_ROWS = [rule for rule in checks.OF_ROWS if rule not in (rights, review)]
ALTERED = {
    "string": lambda cell: f"{cell} changed".strip(),
    "int64": lambda cell: str(int(cell or 0) + 1),
    "double": lambda cell: str(float(cell or 0) + 1),
    "bool": {"true": "false", "false": "true", "": "true"}.get,
    "date32[day]": lambda cell: "2022-03-28" if cell == "2022-03-29" else "2022-03-29",
}


@pytest.fixture(scope="module")
def package():
    """The real package with a check of each row as it stands, and with the articles where they are at hand."""
    folder = Path(os.environ.get("ISTANBUL_TALKS_SOURCES") or ROOT / "sources")
    found, problems = read(ROOT, folder if folder.is_dir() else None)
    assert not problems, "\n".join(map(str, problems))
    day = dt.date(2022, 3, 29)
    rows = [(s, row_id, digest, "model", "test", day, "x") for s, _, row_id, digest in review.rows(found)]
    return found._replace(tables=found.tables | {"checks": checks.typed("checks", rows)})


def cells(package, stem):
    """The rows of a table as they stand in its CSV."""
    return list(csv.reader(package.lines[stem]))


def other(values, arrow_type):
    """(index, another value): that of another row, at the middle one of those that are filled; else an altered text."""
    filled = [index for index, value in enumerate(values) if value] or list(range(len(values)))
    index = filled[len(filled) // 2]
    others = [value for value in values[index:] + values[:index] if value not in ("", values[index])]
    return index, others[0] if others else ALTERED[str(arrow_type)](values[index])


def changes(package):
    """Yield (stem, column, line, new value): one change of one cell for every column of every table that has rows."""
    for stem in TABLES:
        rows, types = cells(package, stem), arrow_types(stem)
        for at, column in enumerate(arrow_types(stem) if rows and stem not in review.UNCHECKED else ()):
            index, value = other([row[at] for row in rows], types[column])
            yield stem, column, index + 2, value


def changed(package, stem, column, line, value):
    """(the package with that cell changed, text of the table, problems of reading it)."""
    rows = cells(package, stem)
    rows[line - 2][list(arrow_types(stem)).index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(arrow_types(stem)), *rows])
    frame, lines, problems = parse_table(out.getvalue(), stem)
    after = package._replace(tables=package.tables | {stem: frame}, lines=package.lines | {stem: lines})
    return after, out.getvalue(), problems


def seen_by(package, stem, text, problems):
    """The first rule that refuses the changed package with the lock off; `nothing` where none does."""
    if problems:
        return "package"
    if canonical.tidy(text, stem) != text:
        return "canonical"
    if any(columns.failures(package.tables[stem], stem)):
        return "columns"
    rules = (*OF_CELLS, *OF_ROWS) if checks.is_whole(package) else OF_CELLS
    return next((rule.__name__.split(".")[1] for rule in rules if any(rule.check(package))), "nothing")


def test_checked_package_is_sound(package):
    """Before a cell is changed no rule refuses anything, the lock neither."""
    assert [str(problem) for rule in (*OF_CELLS, *OF_ROWS, review) for problem in rule.check(package)] == []
    assert checks.LOCKED and review in checks.OF_ROWS


def test_every_change_of_a_cell_is_refused(package, capsys):
    """The lock refuses a change in any column at its very line; without it some changes pass, as the count printed says."""
    found, total = Counter(), Counter()
    for stem, column, line, value in changes(package):
        after, text, problems = changed(package, stem, column, line, value)
        refused = {(problem.file, problem.line) for problem in review.check(after)}
        assert (f"data/{stem}.csv", line) in refused, f"data/{stem}.csv:{line}:{column}"
        unlocked = after._replace(tables=after.tables | {"checks": package.tables["checks"].iloc[:0]})
        found[stem, seen_by(unlocked, stem, text, problems)] += 1
        total[stem] += 1
    assert total == {
        stem: len(arrow_types(stem)) for stem in TABLES if stem not in review.UNCHECKED and package.lines[stem]
    }
    assert sum(found.values()) == sum(total.values())
    with capsys.disabled():
        print("\n" + share(found, total))


def share(found, total):
    """Which rules see how many of the changes with the lock off, in words."""
    rules, tables = Counter(), Counter()
    for (stem, rule), n in found.items():
        rules[rule] += n
        tables[stem] += n * (rule != "nothing")
    n, seen = sum(total.values()), sum(tables.values())
    by_rule = ", ".join(f"{rule} {k}" for rule, k in rules.most_common() if rule != "nothing")
    by_table = ", ".join(f"{stem} {tables[stem]} of {total[stem]}" for stem in total)
    return (
        f"{n} changes of one cell: the lock refuses {n}, the other rules {seen} ({seen / n:.0%})\n"
        f"by the first rule that refuses: {by_rule}\nby table: {by_table}"
    )
