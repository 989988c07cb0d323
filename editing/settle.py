"""`python build.py review --settle`: where answers differ from cells, somebody decides with a reason; own words are judged.

The cells are shown only now, beside the answers. A row of which everything is settled gets a check of its digest.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from editing.blind import NOTHING_WRITTEN, Line, read_lines, write_completed
from editing.review import PASS_NAME, Options, checked_versions, read_package, refused, write_rows
from editing.tasks import Task
from editing.verdicts import Row, review_rows
from pipeline.blind import CANNOT_TELL, SETTLED, UNANSWERED, Cell, by_cell, cell_of, is_settled, is_valid, states
from pipeline.package import Package
from pipeline.problems import CommandResult, Problem, count
from schemas import CONTENT, OWNERS, asked, asked_sets, columns, csv_path, own_words, schema, vocabularies

ALL_SETTLED = "Nothing is to be settled."
SHOW = "python build.py review --settle --print"


@dataclass(frozen=True)
class Decision:
    """A row to be settled: differing answers by column, our words to be judged, and what changed since it was checked."""

    row: Row
    differences: dict[str, list[dict[str, str]]]
    words: list[str]
    changed: dict[str, list[str]]
    coded_by: str

    def as_json(self, package: Package, owned: list[Row]) -> str:
        """One line of JSON: the whole row, the answers beside it, and the anchored words."""
        facts: dict[str, Any] = {"task": self.row.name, "row": {k: v for k, v in self.row.cells.items() if v}}
        facts["differences"] = [
            {"column": column, "coded": entry["coded"], "answer": entry["answer"], "pass": entry["pass"]}
            for column, entries in self.differences.items()
            for entry in entries
        ]
        facts |= {"judge": self.words, "changed": self.changed, "words": Task(self.row, [], {}).passages(package)}
        facts["participants and locations"] = [
            {name: cell for name, cell in row.cells.items() if cell} for row in owned
        ]
        return json.dumps({name: fact for name, fact in facts.items() if fact}, ensure_ascii=False)


@dataclass
class Settled:
    """What lines of decisions come to: entries of `blind`, cells to mend by row, rows to add or remove, and faults."""

    entries: list[dict[str, str]] = field(default_factory=list)
    mends: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    todo: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def run(options: Options) -> CommandResult:
    """Print what is to be settled, or take decisions. Raises OSError."""
    package, problems = read_package(options)
    if problems:
        return CommandResult(problems, outcome=NOTHING_WRITTEN)
    chosen = {each.row.name: each for each in decisions(package, options)}
    if options.show:
        owned = defaultdict(list)
        for row in review_rows(package):
            for column, owner in OWNERS.get(row.table, {}).items():
                owned[f"{owner}:{row.cells[column]}"].append(row)
        readable = [each for each in chosen.values() if not each.row.missing_source(package)]
        return CommandResult(report="\n".join(e.as_json(package, owned[e.row.name]) for e in readable) or ALL_SETTLED)
    if options.answers is None:
        return refused("--answers", None, "is missing", f"name a file of decisions; print what is open: {SHOW}")
    if not PASS_NAME.fullmatch(options.pass_name):
        return refused("--pass", options.pass_name, "is no name of a pass", "write small letters, digits and hyphens")
    lines, problems = read_lines(options.answers.read_bytes(), str(options.answers))
    settled = Settled(problems=problems)
    codes = {name: list(part["code"]) for name, part in vocabularies(package.tables["codes"]).items()}
    for line in lines:
        settle(settled, line, chosen, codes, options)
    if settled.problems:
        return CommandResult(settled.problems, outcome=NOTHING_WRITTEN)
    return write(settled, chosen, options)


def decisions(package: Package, options: Options) -> Iterator[Decision]:
    """Yield each answered row with a difference or words to be judged, or which changed since it was checked."""
    by_row: dict[str, dict[str, str]] = defaultdict(dict)
    for cell, state in states(package, options.checker).items():
        by_row[f"{cell.table}:{cell.row_id}"][cell.column] = state
    found, before = by_cell(package, options.checker), checked_versions(package)
    checks = package.tables["checks"]
    checked = set(zip(checks["table"], checks["row_id"], checks["row_sha256"], strict=True))
    for row in (row for row in review_rows(package) if row.table in CONTENT):
        left = {column: state for column, state in by_row[row.name].items() if state != SETTLED}
        is_unchecked = (row.table, row.row_id, row.sha256) not in checked
        in_source = options.source is None or any(a.source_id == options.source for a in row.anchors)
        is_blind = any(state == UNANSWERED and column not in own_words(row.table) for column, state in left.items())
        if is_blind or not in_source or options.table not in (None, row.table) or not (left or is_unchecked):
            continue
        entries = {column: found[Cell(row.table, row.row_id, column)] for column in by_row[row.name]}
        differences = {
            column: [dict(e) for e in entries[column] if not is_settled(e) and is_current(e, row)]
            for column in left
            if column not in own_words(row.table)
        }
        old = before.get((row.table, row.row_id), {})
        changed = {k: [old.get(k, ""), v] for k, v in row.cells.items() if old and old.get(k, "") != v}
        coder = next(e["coded_by"] for column in asked(row.table) for e in entries[column])
        yield Decision(row, differences, [name for name in left if name in own_words(row.table)], changed, coder)


def is_current(entry: Mapping[str, str], row: Row) -> bool:
    """Whether an answer is of the cell as it is; those of sets always are."""
    return entry["column"] in asked_sets(row.table) or is_valid(entry, row.cells[entry["column"]])


def settle(
    settled: Settled, line: Line, chosen: Mapping[str, Decision], codes: Mapping[str, list[str]], options: Options
) -> None:
    """Add what a line decides, or what is wrong with it."""
    facts = line.facts
    column, reason = str(facts.get("column")), str(facts.get("reason") or "")
    decision = chosen.get(facts["task"])
    fault = partial(Problem, str(options.answers), line.number)
    kind = "judged" if "judged" in facts else "resolution"
    field_name = {"judged": "words_judgement", "resolution": "blind_resolution"}[kind]
    value = str(facts.get(kind))
    if decision is None:
        settled.problems.append(fault("task", facts["task"], "has nothing to settle", f"copy a name from: {SHOW}"))
    elif value not in codes[field_name]:
        hint = f"use one of {', '.join(codes[field_name])}"
        settled.problems.append(fault(kind, value, f"is no code of {field_name}", hint))
    elif not reason and value != "complete":
        settled.problems.append(fault("reason", None, "is missing", "say why, in a sentence"))
    elif options.pass_name == decision.coded_by:
        settled.problems.append(fault("task", facts["task"], "was coded by this pass", "have another pass settle it"))
    elif kind == "judged":
        if column not in decision.row.cells or column in asked(decision.row.table):
            hint = f"judge one of {', '.join(decision.words) or 'its own words'}"
            settled.problems.append(fault("column", column, "holds no words to judge", hint))
        else:
            settled.entries.append(judgement(decision, column, value, reason, options))
    elif not decision.differences.get(column):
        hint = f"settle one of {', '.join(decision.differences) or 'no column: judge its words'}"
        settled.problems.append(fault("column", column, "has no difference to settle", hint))
    elif value == "answer_stands" and (wrong := unfit(decision, column)):
        settled.problems.append(fault("column", column, wrong, "use coded_stands or both_possible"))
    else:
        resolve(settled, decision, column, value, reason)


def judgement(decision: Decision, column: str, judged: str, reason: str, options: Options) -> dict[str, str]:
    """A line of `blind` for words that were judged."""
    row, pass_ = decision.row, {"pass": options.pass_name, "checker": options.checker or "model"}
    cells = {"table": row.table, "row_id": row.row_id, "column": column, "row_sha256": row.sha256}
    cells |= {"coded": row.cells[column], "judged": judged, "reason": reason, "coded_by": decision.coded_by}
    return dict.fromkeys(columns("blind"), "") | cells | pass_ | {"agree": str(judged == "complete").lower()}


def unfit(decision: Decision, column: str) -> str | None:
    """Why an answer cannot be the cell."""
    table, answers = decision.row.table, {entry["answer"] for entry in decision.differences[column]}
    if len(answers) > 1:
        return "has several answers"
    if CANNOT_TELL in answers:
        return f"has no answer but `{CANNOT_TELL}`"
    if answers == {""} and table not in OWNERS and not schema(table).columns[column].nullable:
        return "allows no blank"
    return None


def resolve(settled: Settled, decision: Decision, column: str, resolution: str, reason: str) -> None:
    """Settle the difference of a cell; of a participant or location that was not answered at all, of all its cells."""
    row, answer = decision.row, decision.differences[column][0]["answer"]
    is_whole = row.table in OWNERS and not answer
    entries = [e for name in (decision.differences if is_whole else [column]) for e in decision.differences[name]]
    settled.entries += [entry | {"resolution": resolution, "reason": reason} for entry in entries]
    if resolution != "answer_stands":
        return
    if column in asked_sets(row.table):
        settled.todo.append(f"{row.name}: add to {csv_path(column)} (python build.py row): {answer}")
    elif is_whole:
        settled.todo.append(f"{row.name}: remove it from {csv_path(row.table)}, and list it in {csv_path('retired')}")
    else:
        settled.mends[row.name][column] = answer


def write(settled: Settled, chosen: Mapping[str, Decision], options: Options) -> CommandResult:
    """Write mended cells, then the decisions, then checks of the rows that are complete."""
    by_table: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name, cells in settled.mends.items():
        by_table[chosen[name].row.table].append(chosen[name].row.cells | cells)
    for table, rows in by_table.items():
        write_rows(options, table, rows)
    write_rows(options, "blind", settled.entries)
    complete = write_completed(options, settled.entries)
    mended = [
        f"{csv_path(chosen[name].row.table)}:{chosen[name].row.line}:{column}  {cell or '(blank)'}  mended"
        for name, cells in settled.mends.items()
        for column, cell in cells.items()
    ]
    closing = f"{count(len({cell_of(e) for e in settled.entries}), 'cell')} settled; {count(complete, 'row')} complete"
    return CommandResult(report="\n".join([*mended, *settled.todo, closing]))
