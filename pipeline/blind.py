"""Which cells were coded again by somebody who had not seen them, and how far the answers agree with the cells."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.package import Package, row_ids
from pipeline.problems import Problem, count
from schemas import CONTENT, OWNERS, asked, asked_sets, columns, csv_path, own_words

CANNOT_TELL = "cannot tell"
UNANSWERED, UNSETTLED, SETTLED = "unanswered", "unsettled", "settled"
# Guesses and the most frequent code come to 0, the cells of the row before to at most 0.5 in any table of this package. The
# variables of the second coding of 0.1 came to 0.62 and more, most of them to more than 0.8.
CHANCE = 0.55
FEW_TASKS = 20
BLIND_RULE = "no_blind_review"
Entry = Mapping[str, str]


@dataclass(frozen=True, order=True)
class Cell:
    """A cell of a table; the column `participants` or `locations` stands for those answered that no row has."""

    table: str
    row_id: str
    column: str


@dataclass(frozen=True, order=True)
class Variable:
    """A column of a table whose cells were coded twice."""

    table: str
    column: str


@dataclass(frozen=True)
class Unit:
    """One cell as it was coded, and as it was answered."""

    coded: str
    answer: str


def rows_by_id(package: Package, table: str) -> dict[str, dict[str, str]]:
    """Row id -> its cells as text."""
    names, ids = columns(table), row_ids(table, package.tables[table])
    return {i: dict(zip(names, row, strict=True)) for i, row in zip(ids, package.rows[table], strict=True)}


def entries(package: Package) -> list[Entry]:
    """The answers and judgements of every pass."""
    return [dict(zip(columns("blind"), row, strict=True)) for row in package.rows["blind"]]


def by_cell(package: Package, checker: str | None = None) -> dict[Cell, list[Entry]]:
    """Cell -> its answers and judgements, of every checker or of one kind."""
    found: dict[Cell, list[Entry]] = defaultdict(list)
    for entry in entries(package):
        if checker in (None, entry["checker"]):
            found[cell_of(entry)].append(entry)
    return found


def cell_of(entry: Entry) -> Cell:
    """The cell that an answer is of."""
    return Cell(entry["table"], entry["row_id"], entry["column"])


def is_valid(entry: Entry, value: str) -> bool:
    """Whether an answer or judgement is of the cell as it is: of the value that was coded, or that it was mended to."""
    return value == (entry["answer"] if entry["resolution"] == "answer_stands" else entry["coded"])


def is_settled(entry: Entry) -> bool:
    """Whether an answer agrees, or the difference was settled."""
    return entry["agree"] == "true" or bool(entry["resolution"])


def states(package: Package, checker: str | None = None) -> dict[Cell, str]:
    """Each cell that is asked, and all own words, of each content row -> unanswered, unsettled or settled."""
    answered, found = by_cell(package, checker), {}
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


def alike(table: str, column: str, cell: str, answer: str) -> bool:
    """Whether an answer is the cell; 3 is 3.0."""
    if columns(table)[column]["role"] == "number" and cell and answer not in ("", CANNOT_TELL):
        return float(cell) == float(answer)
    return cell == answer


def units(found: Iterable[Entry]) -> dict[Variable, list[Unit]]:
    """Each variable -> its coded and answered values; of participants and locations also those that no row has."""
    values: dict[Variable, list[Unit]] = defaultdict(list)
    for entry in found:
        table, column, answer = entry["table"], entry["column"], entry["answer"]
        if column in asked_sets(table):
            first = asked(column)[0]
            extra = [pair.split(":")[0] for pair in answer.split(";") if answer not in ("", CANNOT_TELL)]
            values[Variable(column, first)] += [Unit("", name) for name in extra]
        elif not entry["judged"] and not (table in OWNERS and column != asked(table)[0] and not answer):
            values[Variable(table, column)].append(Unit(entry["coded"], answer))
    return values


def beyond_chance(found: Iterable[Entry]) -> float | None:
    """Cohen's kappa of cells and answers, pooled over the columns with codes or ids whose cells differ; None without any.

    Guesses come to 0, and so does the most frequent code.
    """
    total = agreed = expected = 0.0
    for variable, pairs in units(found).items():
        coded, answers = Counter(unit.coded for unit in pairs), Counter(unit.answer for unit in pairs)
        if columns(variable.table)[variable.column]["role"] in ("code", "ref") and len(coded) > 1:
            total += len(pairs)
            agreed += sum(unit.coded == unit.answer for unit in pairs)
            expected += sum(n * answers[value] for value, n in coded.items()) / len(pairs)
    return (agreed - expected) / (total - expected) if total > expected else None


def unfinished(package: Package) -> dict[str, dict[str, int]]:
    """Table -> id of each content row that has cells not answered and settled -> how many they are."""
    found: dict[str, dict[str, int]] = defaultdict(Counter)
    for cell, state in states(package).items():
        if state != SETTLED:
            found[cell.table][cell.row_id] += 1
    return found


def release_problems(package: Package) -> list[Problem]:
    """What of the blind reviews stands in the way of a release."""
    problems = []
    for table, rows in unfinished(package).items():
        lines = {row_id: line for line, row_id in enumerate(rows_by_id(package, table), 2)}
        hint = f"python build.py review --blind --table {table}, then review --settle"
        for row_id, cells in rows.items():
            place, message = (
                (csv_path(table), lines[row_id], None, row_id),
                f"has no blind review of {count(cells, 'cell')}",
            )
            problems.append(Problem(*place, message, hint, BLIND_RULE, table=table, row_id=row_id))
    passes: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(package):
        passes[entry["pass"]].append(entry)
    small = [name for name, found in passes.items() if len({(e["table"], e["row_id"]) for e in found}) < FEW_TASKS]
    passes["small passes"] = [entry for name in small for entry in passes.pop(name)]
    for name, found in passes.items():
        kappa = beyond_chance(found)
        if kappa is not None and kappa < CHANCE:
            message = f"{name}: is how far its answers agree beyond chance; guesses come below {CHANCE}"
            hint = "remove its rows, and have the tasks answered again"
            problems.append(Problem(csv_path("blind"), None, "pass", f"{kappa:.2f}", message, hint, "pass_at_chance"))
    return problems
