"""Plausible slips in the real tables, one cell or one row at a time, and which rule refuses each.

For every cell there is a slip of each kind that its column offers; for every row its deletion and its duplication. The
rules are tried with the lock off: that a changed row wants a new check would refuse every slip. Slips of one column and
kind are tried many rows at a time, rows that lie apart, and a slip counts as refused where a problem names its row.
Slips whose rows no problem names are tried again, by halves down to one, unless no problem named any other row either.
"""

import csv
import datetime as dt
import io
import random
import re
from collections import defaultdict
from itertools import chain
from typing import NamedTuple

import checks
from checks import canonical, columns, reliability, review, rights, wording
from checks.package import parse_table, read_texts
from checks.problem import Problem
from schemas import TABLES, arrow_types, csv_path, primary_key, vocabulary
from schemas import columns as facts_of

# Of the rule of rights nothing hangs on how a cell is coded; reliability asks only for rows that are gone.
RULES = [rule for rule in (*checks.OF_CELLS, *checks.OF_ROWS) if rule not in (canonical, review, rights, reliability)]
STEMS = [stem for stem in TABLES if stem not in review.UNCHECKED]
APART = 8
LOOK_ALIKE = str.maketrans("aceiopxyABCEHKMOPTX", "асеіорхуАВСЕНКМОРТХ")
ROWS = ("row deleted", "row twice")
# Slips of a key that leave another sound key behind, which other rows may name: these are tried one by one.
OF_KEYS = ("digits swapped", "exchanged with the next cell", "number off by one", "neighbouring code")


class Slip(NamedTuple):
    """A slip: table, row from 0, column (None for a whole row), what kind it is, the cell that it leaves."""

    stem: str
    row: int
    column: str | None
    kind: str
    cell: str | None


class Tables(NamedTuple):
    """The package that is tried, the cells of its CSV files, and the folder of its articles (or None)."""

    package: object
    cells: dict  # stem -> rows of cells
    folder: object = None


def tables(package, folder=None):
    """The cells of a package."""
    return Tables(package, {stem: list(csv.reader(package.lines[stem])) for stem in STEMS}, folder)


def slips(found):
    """Yield every slip, by table, column and kind."""
    for stem, rows in found.cells.items():
        names = list(arrow_types(stem))
        for at, name in enumerate(names):
            facts, values = facts_of(stem)[name], [row[at] for row in rows]
            known = _known(facts, values, found)
            for row, cells in enumerate(rows):
                for kind, cell in _of_cell(cells, at, row, facts, arrow_types(stem)[name], values, known):
                    if cell != cells[at]:
                        yield Slip(stem, row, name, kind, cell)
        for row in range(len(rows)):
            yield from (Slip(stem, row, None, kind, None) for kind in ROWS)


def _known(facts, values, found):
    """The other values that a cell could have had."""
    if "codes" in facts:
        return vocabulary(found.package.tables["codes"], facts["codes"])["code"].tolist()
    if facts.get("references") in found.cells:
        return sorted(row[0] for row in found.cells[facts["references"]])
    return sorted({value for value in values if value})


def _of_cell(cells, at, row, facts, kind, values, known):
    """Yield (kind of slip, cell) for one cell."""
    cell, kind = cells[at], str(kind)
    if not cell:
        if filled := next((value for value in [*reversed(values[:row]), *values[row:]] if value), None):
            yield "blank filled from a row near by", filled
        return
    yield "blank", ""
    if at + 1 < len(cells) and cells[at + 1]:
        yield "exchanged with the next cell", cells[at + 1]  # the other half is the same slip of that cell
    if kind == "date32[day]":
        yield "day off by one", str(dt.date.fromisoformat(cell) + dt.timedelta(days=1))
    if kind == "bool":
        yield "true for false", {"true": "false", "false": "true"}[cell]
    if kind in ("int64", "double"):
        yield "number off by one", str(int(cell) + 1) if kind == "int64" else f"{float(cell) + 1:.15g}"
    if facts["role"] == "anchor":
        yield (
            "anchor shifted by one",
            re.sub(r":(\d+)-(\d+)", lambda m: f":{int(m[1]) + 1}-{int(m[2]) + 1}", cell, count=1),
        )
    if facts["role"] in ("code", "ref") and len(known) > 1:
        what = "neighbouring code" if facts["role"] == "code" else "other actor, place or row"
        yield what, known[(known.index(cell) + 1) % len(known)] if cell in known else known[0]
    if swapped := _swapped(cell):
        yield "digits swapped", swapped
    if kind == "string":
        yield "white space", f"{cell} "
        chance = random.Random(f"{cells[0]}.{at}")
        yield "look-alike letter", _one(cell, lambda c: c.translate(LOOK_ALIKE), chance)
        yield "case", _one(cell, str.swapcase, chance)


def _swapped(cell):
    """The cell with the first two unlike digits that stand together in each other's place; or its one digit changed."""
    for found in re.finditer(r"(?=(\d)(\d))", cell):
        if found[1] != found[2]:
            return cell[: found.start()] + found[2] + found[1] + cell[found.start() + 2 :]
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), cell, count=1) if re.search(r"\d", cell) else None


def _one(cell, change, chance):
    """The cell with one of the characters that the change touches changed."""
    places = [at for at, c in enumerate(cell) if change(c) != c]
    at = chance.choice(places) if places else 0
    return cell[:at] + change(cell[at]) + cell[at + 1 :] if places else cell


# Trying them ---------------------------------------------------------------------------------------------------------


def refusals(found, some):
    """Slip -> (name of the first rule that refuses it, whether a problem names its row and column); None where none does."""
    answers = {}
    for batch in batches(found, some):
        answers |= _try(found, batch)
    return answers


def batches(found, some):
    """Slips that can be tried together: of one table, column and kind, in rows that lie apart; the others one by one."""
    together = defaultdict(list)
    for slip in some:
        alone = slip.column is None or (slip.column in primary_key(slip.stem) and slip.kind in OF_KEYS)
        together[slip if alone else (slip.stem, slip.column, slip.kind, slip.row % APART)].append(slip)
    return together.values()


def _try(found, batch):
    """The answers for a batch."""
    lines, own = _lines(batch[0].stem, batch), {}
    strangers = False
    package, problems = _package(found, batch)
    for rule, problem in chain(problems, _problems(batch[0].stem, package)):
        slips = lines.get((problem.file, problem.line), ())
        strangers |= not slips
        for slip in slips:
            own.setdefault(slip, []).append((rule, problem.column))
        if len(batch) == 1:
            return {batch[0]: (rule, bool(slips) and problem.column == batch[0].column)}
        if len(own) == len(batch):
            break
    answers = {slip: (own[slip][0][0], any(c == slip.column for _, c in own[slip])) for slip in own}
    left = [slip for slip in batch if slip not in own]
    if (
        own and left and not checks.is_whole(package)
    ):  # what these left unreadable kept rules from looking at the others
        answers |= _try(found, left)
    elif strangers and left and len(batch) > 1:
        middle = (len(left) + 1) // 2
        for half in filter(None, (left[:middle], left[middle:])):
            answers |= _try(found, half)
    return answers | {slip: None for slip in left if slip not in answers}


def _lines(stem, batch):
    """(file, line) -> the slips there."""
    lines = defaultdict(list)
    for slip in batch:
        lines[csv_path(stem), slip.row + 2].append(slip)
    return lines


def _package(found, batch):
    """(the package with the slips of a batch, [(rule, problem)] of reading it)."""
    stem, package = batch[0].stem, found.package
    text, told = changed(found, batch), []
    if len(batch) == 1 and canonical.tidy(text, stem) != text:
        problem = Problem(csv_path(stem), batch[0].row + 2, None, None, "is not in canonical form", "tidy")
        told.append(("canonical", problem))
    frame, lines, problems = parse_table(text, stem)
    texts = package.texts
    if stem == "sources" and found.folder and frame is not None:
        texts, unlike = read_texts(frame, found.folder)
        problems = [*problems, *unlike]
    tables = {name: other for name, other in package.tables.items() if name != stem}
    tables |= {} if frame is None else {stem: frame}
    after = package._replace(tables=tables, lines=package.lines | {stem: lines}, texts=texts)
    return after, [*told, *(("package", problem) for problem in problems)]


def _problems(stem, package):
    """Yield (rule, problem) for a package with slips in one table, the lock off; rule after rule."""
    if stem not in package.tables:
        return
    frame = package.tables[stem]
    yield from (("canonical", problem) for problem in canonical._cells(frame, csv_path(stem)))
    whole = checks.is_whole(package)
    for rule in RULES:
        if whole or rule in checks.OF_CELLS:
            # These look at one table at a time, and the others are sound.
            asked = package._replace(tables={stem: frame}) if rule in (columns, wording) else package
            yield from ((rule.__name__.split(".")[1], problem) for problem in rule.check(asked))


def changed(found, batch):
    """The text of the table with the slips of a batch."""
    stem = batch[0].stem
    rows = [list(cells) for cells in found.cells[stem]]
    names = list(arrow_types(stem))
    for slip in batch:
        if slip.column is not None:
            at = names.index(slip.column)
            if slip.kind == "exchanged with the next cell":
                rows[slip.row][at + 1] = rows[slip.row][at]
            rows[slip.row][at] = slip.cell
    for slip in batch:
        if slip.kind == "row deleted":
            del rows[slip.row]
        elif slip.kind == "row twice":
            rows.insert(slip.row, rows[slip.row])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue()
