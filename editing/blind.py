"""`python build.py review --blind`: content rows are coded a second time by somebody who does not see their cells.

Tasks are printed as lines of JSON, or asked at a terminal. Answers are written to data/reliability/blind.csv before any
difference is shown.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from editing.review import PASS_NAME, Options, read_package, refused, write_checks, write_rows
from editing.tasks import Task, codebook, tasks
from editing.verdicts import Row, review_rows
from pipeline.blind import (
    CANNOT_TELL,
    CHANCE,
    FEW_TASKS,
    Cell,
    alike,
    beyond_chance,
    by_cell,
    entries,
    is_valid,
    rows_by_id,
    unfinished,
)
from pipeline.form import typed
from pipeline.package import Package
from pipeline.problems import CommandResult, Problem, count, format_cell
from schemas import (
    OWNERS,
    arrow_types,
    asked,
    asked_sets,
    columns,
    csv_path,
    foreign_keys,
    schema,
    vocabularies,
)

NOTHING_WRITTEN = "nothing was written"
SHOW = "python build.py review --blind --print"
ALL_ANSWERED = "Every content row has been coded a second time."


@dataclass(frozen=True)
class Line:
    """A line of JSON: its number and what it says."""

    number: int
    facts: dict[str, Any]


@dataclass
class Batch:
    """Lines of `blind` made from answers, the tasks that they answer, and what is wrong."""

    entries: list[dict[str, str]] = field(default_factory=list)
    tasks: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What answers may say and are compared with: codes by vocabulary, titles by table and id, and owned rows by owner."""

    codes: dict[str, list[str]]
    ids: dict[str, dict[str, dict[str, str]]]
    owned: dict[tuple[str, str], list[Row]]


def known(package: Package) -> Known:
    """The codes, ids and owned rows of a package."""
    owned: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in review_rows(package):
        for column in OWNERS.get(row.table, {}):
            owned[row.table, row.cells[column]].append(row)
    codes = {name: list(part["code"]) for name, part in vocabularies(package.tables["codes"]).items()}
    return Known(codes, {table: rows_by_id(package, table) for table in ("actors", "places", "events")}, owned)


def run(options: Options) -> CommandResult:
    """Print tasks, take answers, or ask at the terminal. Raises OSError."""
    package, problems = read_package(options)
    if problems:
        return CommandResult(problems, outcome=NOTHING_WRITTEN)
    chosen = list(tasks(package, options))
    readable = [task for task in chosen if not task.row.missing_source(package)]
    if chosen and not readable:
        missing = chosen[0].row.missing_source(package)
        return refused(
            "sources", missing, "no article at hand, and an answer needs it", "name its folder: --sources DIR"
        )
    if options.show:
        lines = [json.dumps(codebook(package, readable), ensure_ascii=False)]
        return CommandResult(report="\n".join(lines + [task.as_json(package) for task in readable]))
    if wrong := names_problem(package, options):
        return wrong
    if options.answers:
        return take(package, readable, options.answers.read_bytes(), str(options.answers), options)
    if sys.stdin is None or not sys.stdin.isatty():
        return refused("--answers", None, "is missing", f"name a file of answers; print the tasks: {SHOW}")
    answered = sum(1 for _ in at_terminal(package, readable, options))
    return CommandResult(report=f"{answered} of {count(len(readable), 'task')} answered" if readable else ALL_ANSWERED)


def names_problem(package: Package, options: Options) -> CommandResult | None:
    """What is wrong with the names of the pass that answers and of the one that coded; None where nothing is."""
    for option, name in (("--pass", options.pass_name), ("--coded-by", options.coded_by)):
        if not PASS_NAME.fullmatch(name):
            return refused(option, name, "is no name of a pass", "write small letters, digits and hyphens: blind-1")
    if options.pass_name == options.coded_by:
        return refused("--pass", options.pass_name, "coded these rows itself", "have another pass answer them")
    checkers = {entry["checker"] for entry in entries(package) if entry["pass"] == options.pass_name}
    if others := checkers - {options.checker or "model"}:
        return refused("--pass", options.pass_name, f"is a pass of a {others.pop()}", "give yours another name")
    return None


def read_lines(raw: bytes, file: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a file of JSON, and those that are none."""
    lines, problems = [], []
    for number, text in enumerate(raw.decode("utf-8", errors="replace").split("\n"), 1):
        try:
            facts = json.loads(text) if text.strip() else {}
        except ValueError:
            facts = None
        if not isinstance(facts, dict) or (facts and not isinstance(facts.get("task"), str)):
            hint = 'write one object a line: {"task": "quotes:qt-001", ...}'
            problems.append(Problem(file, number, None, text, "is no line of JSON with a task", hint))
        elif facts:
            lines.append(Line(number, facts))
    return lines, problems


def take(package: Package, chosen: list[Task], raw: bytes, file: str, options: Options) -> CommandResult:
    """Write the answers of a file, all or none. Raises OSError."""
    lines, problems = read_lines(raw, file)
    batch = collect(package, chosen, lines, file, options)
    problems += batch.problems
    kappa = beyond_chance(batch.entries)
    if not problems and len(batch.tasks) >= FEW_TASKS and kappa is not None and kappa < CHANCE:
        message = f"is how far {count(len(batch.tasks), 'task')} agree beyond chance; guesses come below {CHANCE}"
        hint = "answer from the words of each row, and `cannot tell` where they do not say"
        problems.append(Problem(file, None, None, f"{kappa:.2f}", message, hint))
    if problems:
        return CommandResult(problems, outcome=NOTHING_WRITTEN)
    write_rows(options, "blind", batch.entries)
    complete = write_completed(options, batch.entries)
    written = f"{count(len(batch.entries), 'cell')} of {count(len(batch.tasks), 'task')} written to {csv_path('blind')}"
    settle = f"{count(complete, 'row')} complete; for the others: python build.py review --settle --print"
    return CommandResult(report=f"{written}\n{settle}")


def collect(package: Package, chosen: list[Task], lines: Iterable[Line], file: str, options: Options) -> Batch:
    """The answers of all lines, and what is wrong with them."""
    by_name, batch, values = {task.row.name: task for task in chosen}, Batch(), known(package)
    for line in lines:
        name, answers = line.facts["task"], line.facts.get("answers")
        fault = partial(Problem, file, line.number)
        if name not in by_name:
            batch.problems.append(fault("task", name, "is no task, or was answered", f"copy a name from: {SHOW}"))
        elif name in batch.tasks:
            batch.problems.append(fault("task", name, "stands twice", "give one answer"))
        elif not isinstance(answers, dict):
            hint = 'write {"task": ..., "answers": {"speaker_id": "peskov", ...}}'
            batch.problems.append(fault("answers", None, "are missing", hint))
        else:
            wrong = list(faults(values, by_name[name], answers, fault))
            batch.problems += wrong
            batch.tasks.add(name)
            batch.entries += [] if wrong else entries_of(values, by_name[name], answers, options)
    return batch


def faults(values: Known, task: Task, answers: dict[str, Any], fault: Any) -> Iterator[Problem]:
    """Yield what is wrong with the answers to a task."""
    table = task.row.table
    for column in task.asked:
        if column not in answers:
            yield fault(column, None, "is not answered", f"answer it, or write `{CANNOT_TELL}`")
    for column, answer in answers.items():
        if column not in task.asked:
            yield fault(column, None, "is not asked", f"answer {', '.join(task.asked)}")
        elif column not in asked_sets(table):
            yield from cell_faults(values, table, column, answer, partial(fault, column))
        elif answer != CANNOT_TELL:
            names = asked(column)
            for item in (answer or []) if isinstance(answer, list | None) else [answer]:
                if not isinstance(item, list) or len(item) != len(names):
                    yield fault(column, str(item), f"is no list of {', '.join(names)}", "write [[...], [...]], or []")
                    continue
                for name, part in zip(names, item, strict=True):
                    yield from cell_faults(values, column, name, part, partial(fault, f"{column}.{name}"))


def cell_faults(values: Known, table: str, column: str, answer: Any, fault: Any) -> Iterator[Problem]:
    """Yield what is wrong with an answer for one cell."""
    text, described = as_text(answer), schema(table).columns[column]
    facts = described.metadata
    pattern = next((check.statistics["pattern"] for check in described.checks if check.name == "matches"), ".*")
    if text == CANNOT_TELL:
        return
    if not text:
        if not described.nullable:
            yield fault("", "is blank, and the column allows no blank", f"answer it, or write `{CANNOT_TELL}`")
    elif target := foreign_keys(table).get(column):
        if text not in values.ids[target]:
            yield fault(text, f"is no row of {target}", f"use an id of the first line of: {SHOW}")
    elif name := facts.get("codes"):
        if text not in values.codes[name]:
            yield fault(text, f"is no code of {name}", f"use one of {', '.join(values.codes[name])}")
    elif wrong := typed([text], arrow_types(table)[column], "", column)[1]:
        yield fault(text, wrong[0].message, wrong[0].hint)
    elif not re.fullmatch(pattern, text):
        yield fault(text, "does not have the form", f"write what matches {pattern}")


def as_text(answer: Any) -> str:
    """An answer as a cell of a CSV has it.

    >>> [as_text(answer) for answer in (None, True, 3.0, " day ")]
    ['', 'true', '3', 'day']
    """
    if isinstance(answer, list | dict):
        return json.dumps(answer)
    return answer.strip() if isinstance(answer, str) else format_cell(answer)


def entries_of(values: Known, task: Task, answers: Mapping[str, Any], options: Options) -> Iterator[dict[str, str]]:
    """Yield a line of `blind` for each answered cell."""
    row = task.row
    same = {"coded_by": options.coded_by, "pass": options.pass_name, "checker": options.checker or "model"}
    for column, answer in answers.items():
        if column in asked_sets(row.table):
            owned = values.owned.get((column, row.row_id), [])
            yield from (entry | same for entry in set_entries(row, column, owned, answer))
        else:
            yield entry_of(row, column, row.cells[column], as_text(answer)) | same


def entry_of(row: Row, column: str, coded: str, answer: str) -> dict[str, str]:
    """A line of `blind` for one cell."""
    if column in asked(row.table) and alike(row.table, column, coded, answer):
        answer = coded
    cells = {"table": row.table, "row_id": row.row_id, "column": column, "row_sha256": row.sha256}
    return (
        dict.fromkeys(columns("blind"), "")
        | cells
        | {"coded": coded, "answer": answer, "agree": str(coded == answer).lower()}
    )


def set_entries(owner: Row, table: str, rows: list[Row], answer: Any) -> Iterator[dict[str, str]]:
    """Yield lines for the participants or locations of a report or claim; the last is for those that no row has."""
    names = asked(table)
    left = [] if answer == CANNOT_TELL else [[as_text(part) for part in item] for item in answer or []]
    exact = [[row.cells[name] for name in names] for row in rows]
    for row, cells in zip(rows, exact, strict=True):
        same = cells if cells in left else next((a for a in left if a[0] == cells[0] and a not in exact), None)
        if same:
            left.remove(same)
        values = same or [CANNOT_TELL if answer == CANNOT_TELL else ""] * len(names)
        yield from (entry_of(row, name, row.cells[name], value) for name, value in zip(names, values, strict=True))
    extra = CANNOT_TELL if answer == CANNOT_TELL else ";".join(sorted(":".join(item) for item in left))
    yield entry_of(owner, table, "", extra)


def write_completed(options: Options, answered: Iterable[Mapping[str, str]]) -> int:
    """Write checks of the answered rows of which every cell is settled as it is now; how many these are."""
    package, _ = read_package(options)
    names = {(entry["table"], entry["row_id"]) for entry in answered}
    left, found, checks = unfinished(package), by_cell(package), []
    for row in review_rows(package):
        if (row.table, row.row_id) in names and row.row_id not in left.get(row.table, {}):
            cells = {name: found.get(Cell(row.table, row.row_id, name), []) for name in asked(row.table)}
            agreed = sum(
                any(e["agree"] == "true" and is_valid(e, row.cells[name]) for e in given)
                for name, given in cells.items()
            )
            checks.append((row, f"blind: {agreed} of {count(len(cells), 'cell')} alike"))
    write_checks(options, options.checker or "model", checks)
    return len(checks)


# At a terminal -----------------------------------------------------------------------------------------------------


def at_terminal(package: Package, chosen: list[Task], options: Options) -> Iterator[Task]:
    """Ask column by column, and yield each task that was answered; it is written at once."""
    values, book = known(package), codebook(package, chosen)
    ask = partial(ask_cell, values, book)
    for number, task in enumerate(chosen, 1):
        print(f"\n{number} of {len(chosen)}. {task.row.name}; ? cannot tell, Enter blank, q quits")
        print(*(f"  {name}: {value}" for name, value in task.shown.items()), sep="\n")
        for passage in task.passages(package):
            print(f"  {passage['anchor']}  ...{passage['before']}⟦{passage['words']}⟧{passage['after']}...")
        answers: dict[str, Any] = {}
        try:
            for column in task.asked:
                is_set = column in asked_sets(task.row.table)
                answers[column] = ask_set(ask, column) if is_set else ask(task.row.table, column)
        except (EOFError, KeyboardInterrupt):
            return
        made = list(entries_of(values, task, answers, options))
        write_rows(options, "blind", made)
        write_completed(options, made)
        yield task


def ask_set(ask: Callable[[str, str], str], table: str) -> list[list[str]] | str:
    """The participants or locations, one after the other until one is blank."""
    found: list[list[str]] = []
    while True:
        print(f"{table}: {len(found)} so far; Enter where there is no more")
        first, *others = asked(table)
        answer = ask(table, first)
        if answer in ("", CANNOT_TELL):
            return answer if answer and not found else found
        found.append([answer, *(ask(table, name) for name in others)])


def ask_cell(values: Known, book: Mapping[str, Any], table: str, column: str) -> str:
    """The answer for one column: a code or its number, an actor, place or event by any spelling, or a value."""
    entry = book["codebook"][table][column]
    print(f"{column}: {entry['description']} Blank: {entry['blank']}.")
    for number, (code, words) in enumerate(entry.get("codes", {}).items(), 1):
        print(f"  {number:>2} {code}: {words}")
    target = entry.get("id of")
    while True:
        text = input("> ").strip()
        if text == "q":
            raise EOFError
        text = CANNOT_TELL if text == "?" else text
        options = named(text, list(entry.get("codes", {})), book.get(target, []))
        if len(options) > 1:
            print(*(f"  {name}" for name in options), sep="\n")
            continue
        text = options[0] if options else text
        is_end = not text and column == asked(table)[0] and table in OWNERS
        problems = (
            [] if is_end else list(cell_faults(values, table, column, text, partial(Problem, table, None, column)))
        )
        if not problems:
            return text
        print(*problems, sep="\n")


def named(text: str, codes: list[str], entities: Iterable[Mapping[str, Any]]) -> list[str]:
    """The code of that number, or the ids of what has that spelling.

    >>> named("2", ["full", "partial"], [])
    ['partial']
    >>> named("bergen", [], [{"id": "bergen_city", "name": "Bergen", "spellings": []}])
    ['bergen_city']
    """
    if text in codes or not text or text == CANNOT_TELL:
        return []
    if text.isdecimal() and 0 < int(text) <= len(codes):
        return [codes[int(text) - 1]]
    exact = [each["id"] for each in entities if each["id"] == text]
    words = {each["id"]: [each.get("name") or each["title"], *each.get("spellings", ())] for each in entities}
    return exact or [i for i, spellings in words.items() if any(text.casefold() in s.casefold() for s in spellings)]
