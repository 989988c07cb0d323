"""Mutations of the real tables, one cell or one row at a time, and how severely the rules report each.

For every cell there is a mutation of each kind that its column offers; for every row its deletion and duplication. That
a changed row wants a new check is left out: it would report every mutation. Mutations of one column and kind are tried
many rows at a time, rows that lie apart, and one counts as reported where a problem names its row. Where problems name
rows beside those of a batch, the rest of the batch is tried again by halves.
"""

import csv
import datetime as dt
import io
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import form
from pipeline.package import Package, read_articles
from pipeline.problems import Problem
from schemas import TABLES, UNCHECKED, arrow_types, columns, csv_path, primary_key, vocabularies

APART = 8
LOOK_ALIKE = str.maketrans("aceiopxyABCEHKMOPTX", "асеіорхуАВСЕНКМОРТХ")
DELETED, TWICE, EXCHANGED = "row deleted", "row twice", "exchanged with the next cell"
# What may leave another sound key behind.
OF_KEYS = (EXCHANGED, "digit changed", "number off by one", "neighbouring code")
UNSORTED = "is not in canonical form from here on"
Validate = Callable[[Package], Iterable[Problem]]


@dataclass(frozen=True)
class Mutation:
    """A table, a row from 0, a column (None for the whole row), the kind of mutation, and the cell that it leaves."""

    table: str
    row: int
    column: str | None
    kind: str
    cell: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a mutation is reported: `error`, `warning` or `not reported`, by which rule, and whether at its column."""

    severity: str
    rule: str = ""
    at_column: bool = False


def mutations(package: Package) -> Iterator[Mutation]:
    """Yield every mutation, by table, column and kind."""
    for table in (table for table in TABLES if table not in UNCHECKED):
        rows = package.rows[table]
        for at, (name, facts) in enumerate(columns(table).items()):
            values = [row[at] for row in rows]
            known, kind = known_values(package, facts, values), str(arrow_types(table)[name])
            for number, row in enumerate(rows):
                for what, cell in of_cell(row, at, facts, kind, known, values[:number][::-1] + values[number:]):
                    if cell != row[at]:
                        yield Mutation(table, number, name, what, cell)
        for number in range(len(rows)):
            yield from (Mutation(table, number, None, kind) for kind in (DELETED, TWICE))


def known_values(package: Package, facts: dict, values: list[str]) -> list[str]:
    """The values that a cell could have had instead: codes, ids, or those of other rows."""
    if "codes" in facts:
        return vocabularies(package.tables["codes"])[facts["codes"]]["code"].tolist()
    if facts.get("references") in package.rows:
        return sorted(row[0] for row in package.rows[facts["references"]])
    return sorted({value for value in values if value})


def of_cell(
    row: list[str], at: int, facts: dict, kind: str, known: list[str], near: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield (kind of mutation, cell) for one cell; `near` has the cells of its column, from near to far."""
    cell = row[at]
    if not cell:
        yield from (("blank filled from a row near by", value) for value in list(filter(None, near))[:1])
        return
    yield "blank", ""
    if at + 1 < len(row) and row[at + 1]:
        yield EXCHANGED, row[at + 1]  # the other half is the same mutation of that cell
    if kind == "date32[day]":
        yield "day off by one", str(dt.date.fromisoformat(cell) + dt.timedelta(days=1))
    if kind == "bool":
        yield "true for false", {"true": "false", "false": "true"}[cell]
    if kind in ("int64", "double"):
        yield "number off by one", str(int(cell) + 1) if kind == "int64" else f"{float(cell) + 1:.15g}"
    if facts["role"] == "anchor":
        shifted = re.sub(r":(\d+)-(\d+)", lambda m: f":{int(m[1]) + 1}-{int(m[2]) + 1}", cell, count=1)
        yield "anchor shifted by one", shifted
    if facts["role"] in ("code", "ref") and len(known) > 1:
        what = "neighbouring code" if facts["role"] == "code" else "other actor, place or row"
        yield what, known[(known.index(cell) + 1) % len(known)] if cell in known else known[0]
    if digit := re.search(r"\d", cell):
        yield "digit changed", f"{cell[: digit.start()]}{(int(digit[0]) + 1) % 10}{cell[digit.end() :]}"
    if kind == "string":
        yield "white space", f"{cell} "
        chance = random.Random(f"{row[0]}.{at}")
        yield "look-alike letter", one_changed(cell, lambda c: c.translate(LOOK_ALIKE), chance)
        yield "case", one_changed(cell, str.swapcase, chance)


def one_changed(cell: str, change: Callable[[str], str], chance: random.Random) -> str:
    """The cell with one of the characters that the change touches changed."""
    places = [at for at, c in enumerate(cell) if change(c) != c]
    at = chance.choice(places) if places else 0
    return cell[:at] + change(cell[at]) + cell[at + 1 :] if places else cell


def batches(some: Iterable[Mutation]) -> list[list[Mutation]]:
    """Mutations that can be tried together: of one table, column and kind, in rows that lie apart."""
    together: dict[object, list[Mutation]] = defaultdict(list)
    for mutation in some:
        # A row that goes, or a key that becomes another sound key, is reported at other rows.
        of_key = mutation.column in primary_key(mutation.table) and mutation.kind in OF_KEYS
        alone = mutation.column is None or of_key
        key = (mutation.table, mutation.column, mutation.kind, mutation.row % APART)
        together[mutation if alone else key].append(mutation)
    return list(together.values())


def mutated(package: Package, batch: list[Mutation], sources: Path | None) -> tuple[Package, list[Problem]]:
    """The package with the mutations of a batch, which are of one table, and what keeps it from being read."""
    table = batch[0].table
    header, rows = list(columns(table)), [list(row) for row in package.rows[table]]
    for mutation in batch:
        if mutation.column:
            at = header.index(mutation.column)
            if mutation.kind == EXCHANGED:
                rows[mutation.row][at + 1] = rows[mutation.row][at]
            rows[mutation.row][at] = mutation.cell
        elif mutation.kind == DELETED:
            del rows[mutation.row]
        else:
            rows.insert(mutation.row, rows[mutation.row])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])  # not sorted: each row keeps its line
    raw = out.getvalue().encode()
    parsed = form.parse(raw, table)
    assert parsed.frame is not None  # the header is sound
    problems = [problem for problem in parsed.problems if len(batch) == 1 or problem.message != UNSORTED]
    after = replace(
        package,
        tables=package.tables | {table: parsed.frame},
        rows=package.rows | {table: parsed.rows},
        files=package.files | {csv_path(table): raw},
    )
    if table == "sources" and sources:
        after = replace(after, texts={})
        return after, [*problems, *read_articles(after, sources)]
    return after, problems


def outcomes(
    package: Package, batch: list[Mutation], validate: Validate, sources: Path | None = None
) -> dict[Mutation, Outcome]:
    """How each mutation of a batch is reported; `package` itself has no problem."""
    table, key = batch[0].table, primary_key(batch[0].table)
    after, unreadable = mutated(package, batch, sources)
    problems = [
        problem
        for problem in [*unreadable, *validate(after)]
        # Each change reopens the review of its row, and leaves the old check behind.
        if problem.rule != "unreviewed_row" and problem.file != csv_path("checks")
    ]
    found, named = {}, 0
    for mutation in batch:
        row = dict(zip(columns(table), package.rows[table][mutation.row], strict=True))
        place = (table, ".".join(row[name] for name in key)), (csv_path(table), mutation.row + 2)
        own = [p for p in problems if len(batch) == 1 or (p.table, p.row_id) in place or (p.file, p.line) in place]
        named += len(own)
        if own:
            worst = min(own, key=lambda problem: problem.severity)  # an error before a warning
            found[mutation] = Outcome(worst.severity, worst.rule or "form", worst.column == mutation.column)
    left = [mutation for mutation in batch if mutation not in found]
    if left and len(batch) > 1 and (named < len(problems) or unreadable):
        middle = (len(left) + 1) // 2
        for half in filter(None, (left[:middle], left[middle:])):
            found |= outcomes(package, half, validate, sources)
        return found
    return found | {mutation: Outcome("not reported") for mutation in left}
