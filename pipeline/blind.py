"""Which cells were coded again by somebody who had not seen them, and how far the answers agree with the cells."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.package import Package, row_ids
from pipeline.problems import Problem, count
from schemas import CONTENT, OWNERS, asked, asked_sets, columns, csv_path, own_words

CANNOT_TELL = "cannot tell"
UNANSWERED, UNSETTLED, SETTLED = "unanswered", "unsettled", "settled"
# Guesses come to about 0, and the answers of the row before to 0.1 to 0.3; careful coders came to 0.8 or more in 0.1.
CHANCE = 0.4
FEW_TASKS = 20
Entry = Mapping[str, str]


@dataclass(frozen=True, order=True)
class Cell:
    """A cell of a table; the column `participants` or `locations` stands for those answered that no row has."""

    table: str
    row_id: str
    column: str


def rows_by_id(package: Package, table: str) -> dict[str, dict[str, str]]:
    """Row id -> its cells as text."""
    names, ids = columns(table), row_ids(table, package.tables[table])
    return {i: dict(zip(names, row, strict=True)) for i, row in zip(ids, package.rows[table], strict=True)}


def entries(package: Package) -> dict[Cell, list[Entry]]:
    """Cell -> its answers and judgements, of every pass."""
    found: dict[Cell, list[Entry]] = defaultdict(list)
    for row in package.rows["blind"]:
        entry = dict(zip(columns("blind"), row, strict=True))
        found[Cell(entry["table"], entry["row_id"], entry["column"])].append(entry)
    return found


def is_valid(entry: Entry, value: str) -> bool:
    """Whether an answer or judgement is of the cell as it is: of the value that was coded, or that it was mended to."""
    return value == (entry["answer"] if entry["resolution"] == "answer_stands" else entry["coded"])


def is_settled(entry: Entry) -> bool:
    """Whether an answer agrees, or the difference was settled."""
    return entry["agree"] == "true" or bool(entry["resolution"])


def states(package: Package) -> dict[Cell, str]:
    """Each cell that is asked, and all own words, of each content row -> unanswered, unsettled or settled."""
    answered, found = entries(package), {}
    for table in CONTENT:
        for row_id, row in rows_by_id(package, table).items():
            for column in [*asked(table), *asked_sets(table), *(name for name in own_words(table) if row[name])]:
                cell = Cell(table, row_id, column)
                valid = [entry for entry in answered.get(cell, []) if is_valid(entry, row.get(column, ""))]
                if column in asked_sets(table):
                    valid = answered.get(cell, [])
                elif not valid and table in OWNERS and column in asked(table):
                    valid = _added(table, row, answered)
                state = SETTLED if all(map(is_settled, valid)) else UNSETTLED
                found[cell] = state if valid else UNANSWERED
    return found


def _added(table: str, row: Mapping[str, str], answered: Mapping[Cell, list[Entry]]) -> list[Entry]:
    """The answers that brought a participant or location which no row had when it was answered."""
    pair = ":".join(row[name] for name in asked(table))
    owners = [Cell(owner, row[column], table) for column, owner in OWNERS[table].items() if row[column]]
    return [
        entry
        for owner in owners
        for entry in answered.get(owner, [])
        if entry["resolution"] == "answer_stands" and pair in entry["answer"].split(";")
    ]
