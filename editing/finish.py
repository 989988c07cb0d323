"""`python build.py finish s005`: move the finished rows of a draft into data/*.csv."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa

from editing.anchors import parse_anchors
from editing.drafts import (
    TABLES_OF_DRAFT,
    Draft,
    Row,
    drafted_sources,
    is_open,
    read_draft,
    records,
    unreadable,
)
from pipeline import form
from pipeline.files import build_lock, write_files
from pipeline.package import Package, read
from pipeline.problems import CommandResult, Problem, count, deduplicate
from pipeline.report import DRAFTS
from pipeline.validate import table_problems
from schemas import CODING, OWNERS, TABLES, arrow_types, columns, csv_path, group_column, primary_key


@dataclass(frozen=True)
class Options:
    """What the command line gave."""

    root: Path
    source: str
    table: str | None
    partial: bool


@dataclass(frozen=True)
class DraftRow:
    """A row of a draft, with its line in the file."""

    table: str
    line: int
    cells: Row

    @property
    def key(self) -> tuple[str, ...]:
        """The cells of its primary key."""
        return tuple(self.cells[name] for name in primary_key(self.table))

    @property
    def owners(self) -> list[str]:
        """The report or claim that the row is a part of."""
        return [cell for name in OWNERS.get(self.table, {}) if (cell := self.cells[name]) and not is_open(cell)]

    @property
    def is_finished(self) -> bool:
        """Whether no cell is open."""
        return not any(map(is_open, self.cells.values()))


def run(options: Options) -> CommandResult:
    """Move the rows of a draft, all or none; with `partial`, those that are finished."""
    package, problems = read(options.root)
    draft = read_draft(options.root, options.source)
    problems = [*unreadable(package, problems, TABLES), *draft.problems, *option_problems(options, draft)]
    if problems:
        return _refused(problems)
    rows = [row for row in draft_rows(draft) if options.table in (None, row.table)]
    rows, orphans = without_orphans(rows, draft, package)
    moving = finished(rows, package) if options.partial else rows
    problems = [problem for row in moving for problem in open_cells(draft, row)]
    problems += card_problems(options, draft, package, moving)
    found = (taken(draft, moving, package), unlabelled(draft, moving, package), cell_problems(draft, moving))
    problems = problems or deduplicate(chain(*found))
    if any(problem.severity == "error" for problem in problems):
        return _refused(problems)
    groups = new_groups(moving, draft, package)
    left = remaining(draft, [*moving, *orphans])
    with build_lock(options.root):
        files = {csv_path(table): merged(package, table, [*moving, *groups]) for table in TABLES_OF_DRAFT}
        write_all(options.root, files | {left.path(table): left.encoded(table) for table in left.rows})
        if not any(left.rows.values()):
            shutil.rmtree(draft.folder)
    reminders = list(reasons(options.source, moving, left, package))
    return CommandResult(report=report(options, moving, groups, orphans, left, reminders))


def _refused(problems: list[Problem]) -> CommandResult:
    return CommandResult(problems, outcome="no row was moved")


def option_problems(options: Options, draft: Draft) -> Iterator[Problem]:
    """Why there is nothing to finish."""
    drafts = ", ".join(drafted_sources(options.root)) or "none"
    if options.source not in drafted_sources(options.root):
        hint = f"add an article first (python build.py add FILE); drafts: {drafts}"
        yield Problem(f"{DRAFTS}/{options.source}", None, None, None, "there is no such draft", hint)
    elif options.table and not draft.rows.get(options.table):
        path = draft.path(options.table)
        yield Problem(path, None, None, None, "has no row", f"add one: python build.py row {options.table}")


def draft_rows(draft: Draft) -> list[DraftRow]:
    """All rows of a draft with their lines."""
    return [DraftRow(table, line, cells) for table, rows in draft.rows.items() for line, cells in enumerate(rows, 2)]


def finished(rows: list[DraftRow], package: Package) -> list[DraftRow]:
    """The rows without open cells; parts of a report or claim wait for it."""
    complete = [row for row in rows if row.is_finished]
    return with_owner(complete, package, complete)


def without_orphans(rows: list[DraftRow], draft: Draft, package: Package) -> tuple[list[DraftRow], list[DraftRow]]:
    """The rows, and apart from them parts of reports and claims that a person has deleted from the draft."""
    kept = with_owner(rows, package, draft_rows(draft))
    orphans = [row for row in rows if row not in kept and any(o.startswith(f"{draft.source_id}-") for o in row.owners)]
    return [row for row in rows if row not in orphans], orphans


def with_owner(rows: list[DraftRow], package: Package, beside: list[DraftRow]) -> list[DraftRow]:
    """Rows that are no part of a report or claim, or of one in the tables or beside them."""
    present = {row.key[0] for row in beside}
    present |= {
        row[primary_key(t)[0]] for owners in OWNERS.values() for t in owners.values() for row in records(package, t)
    }
    return [row for row in rows if all(owner in present for owner in row.owners)]


def open_cells(draft: Draft, row: DraftRow) -> Iterator[Problem]:
    """A problem for each open cell of a row."""
    for column, cell in row.cells.items():
        if is_open(cell):
            hint = "fill it; empty it where the column allows a blank; or delete the row"
            if len(cell) > 1:
                hint = "remove the mark if the proposal is right, or mend it; or delete the row"
            yield Problem(draft.path(row.table), row.line, column, cell, "is open", hint, "open_cell")


def card_problems(options: Options, draft: Draft, package: Package, moving: list[DraftRow]) -> Iterator[Problem]:
    """Rows of a source move with its card, or after it."""
    known = {row["source_id"] for row in records(package, "sources")}
    known |= {row.cells["source_id"] for row in moving if row.table == "sources"}
    if moving and options.source not in known:
        hint = "finish its row first; every other row rests on it"
        yield Problem(draft.path("sources"), None, None, None, f"{options.source} is no source yet", hint)


def taken(draft: Draft, moving: list[DraftRow], package: Package) -> Iterator[Problem]:
    """Rows whose key another row has, here or in the tables."""
    places: dict[tuple[str, tuple[str, ...]], str] = {}
    for table in draft.rows:
        for line, cells in enumerate(records(package, table), 2):
            places[table, tuple(cells[name] for name in primary_key(table))] = f"{csv_path(table)}:{line}"
    for row in moving:
        other = places.setdefault((row.table, row.key), f"{draft.path(row.table)}:{row.line}")
        if other != f"{draft.path(row.table)}:{row.line}":
            column, value = primary_key(row.table)[-1], row.key[-1]
            hint = "give the row the next free id, or delete it"
            yield Problem(draft.path(row.table), row.line, column, value, f"is the id of {other}", hint)


def unlabelled(draft: Draft, moving: list[DraftRow], package: Package) -> Iterator[Problem]:
    """The groups that have several renderings with the moving rows, and no label."""
    labels = {row["group_id"]: row["label"] for row in draft.rows.get("statements", [])}
    known = {row["group_id"]: row["label"] for row in records(package, "statements")}
    for table in TABLES_OF_DRAFT:
        if group := group_column(table):
            added = [row.cells[group] for row in moving if row.table == table and not is_open(row.cells[group])]
            sizes = Counter([*added, *(row[group] for row in records(package, table))])
            for each in dict.fromkeys(added):
                if sizes[each] > 1 and not (labels | known).get(each):
                    file, hint = draft.path("statements"), "add a row with what all of them share"
                    if each in known:
                        file, hint = csv_path("statements"), "fill its label there with what all of them share"
                    yield Problem(file, None, "label", each, "has several renderings and no label", hint)


def cell_problems(draft: Draft, moving: list[DraftRow]) -> Iterator[Problem]:
    """Cells that are not of their type or form, and rows that contradict themselves."""
    for table in draft.rows:
        rows = [row for row in moving if row.table == table]
        lines = {n: row.line for n, row in enumerate(rows, 2)}
        for problem in found_in(table, rows, draft.path(table)) if rows else ():
            yield replace(problem, file=draft.path(table), line=lines[problem.line or 2])


def found_in(table: str, rows: list[DraftRow], path: str) -> Iterator[Problem]:
    """What is wrong with rows of a table; the first of them is on line 2."""
    arrays: dict[str, pa.Array] = {}
    types = arrow_types(table)
    for name, arrow_type in types.items():
        cells = [row.cells[name] for row in rows]
        arrays[name], problems = form.typed(cells, arrow_type, path, name)
        yield from problems
        for line, cell in enumerate(cells, 2):
            if fault := form.character_fault(cell):
                yield Problem(path, line, name, cell, fault, "remove it")
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    yield from table_problems(frame, table)


def new_groups(moving: list[DraftRow], draft: Draft, package: Package) -> list[DraftRow]:
    """A row of `statements` for each group that rows bring and nobody has listed."""
    known = {row["group_id"] for row in [*records(package, "statements"), *draft.rows.get("statements", [])]}
    columns_of = {row.table: group_column(row.table) for row in moving}
    groups = {row.cells[name]: None for row in moving if (name := columns_of[row.table])}
    blank = dict.fromkeys(columns("statements"), "")
    return [DraftRow("statements", 0, blank | {"group_id": group}) for group in groups if group not in known]


def merged(package: Package, table: str, rows: list[DraftRow]) -> bytes:
    """The CSV of a table with further rows, in canonical form."""
    added = [list(row.cells.values()) for row in rows if row.table == table]
    if not added:
        return package.files[csv_path(table)]
    return form.encode_canonical(list(columns(table)), [*package.rows[table], *added], table).encode()


def remaining(draft: Draft, gone: list[DraftRow]) -> Draft:
    """The draft without some rows."""
    lines = {(row.table, row.line) for row in gone}
    rows = {
        table: [cells for line, cells in enumerate(rows, 2) if (table, line) not in lines]
        for table, rows in draft.rows.items()
    }
    return Draft(draft.root, draft.source_id, rows)


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Write all files; where one cannot be written, those before it become again what they were."""
    before = {path: (root / path).read_bytes() for path in files}
    try:
        write_files(root, files)
    except OSError:
        write_files(root, before)
        raise


def reasons(source: str, moving: list[DraftRow], left: Draft, package: Package) -> Iterator[str]:
    """Segments of the source with a reason though a row codes them, and without one though no row does."""
    rows = [row for table in CODING for row in records(package, table) if row["source_id"] == source]
    rows += [row.cells for row in moving if row.table in CODING]
    waiting = [row for table in CODING for row in left.rows.get(table, [])]
    segments = [row for row in records(package, "segments") if row["source_id"] == source]
    segments += [row.cells for row in moving if row.table == "segments"]
    coded, may_be_coded = coded_in(segments, rows), coded_in(segments, [*rows, *waiting])
    needless = [row["segment_id"] for row in segments if row["reason"] and row["segment_id"] in coded]
    lacking = [row["segment_id"] for row in segments if not row["reason"] and row["segment_id"] not in may_be_coded]
    if needless:
        yield f"Warning: a row codes these segments, so empty their reason in data/segments.csv: {', '.join(needless)}"
    if lacking:
        yield f"Warning: no row codes these segments, so give a reason in data/segments.csv: {', '.join(lacking)}"


def coded_in(segments: list[Row], rows: list[Row]) -> set[str]:
    """The segments in which rows of coding tables have anchors."""
    anchors = [anchor for row in rows for anchor in parse_anchors(row["evidence"])]
    return {
        row["segment_id"]
        for row in segments
        if any(each.start < int(row["end"]) and int(row["start"]) < each.end for each in anchors)
    }


def report(
    options: Options,
    moving: list[DraftRow],
    groups: list[DraftRow],
    orphans: list[DraftRow],
    left: Draft,
    reminders: list[str],
) -> str:
    """What was moved, what is left, and what to do next."""
    counts = {table: sum(row.table == table for row in moving) for table in TABLES_OF_DRAFT}
    lines = [f"{count(len(moving), 'row')} moved into data/: " + ", ".join(f"{t} {n}" for t, n in counts.items() if n)]
    if groups:
        lines.append(f"{count(len(groups), 'row')} added to data/statements.csv for new groups")
    if orphans:
        lines.append(f"{count(len(orphans), 'row')} dropped, whose report or claim you had deleted")
    n_left = sum(map(len, left.rows.values()))
    if n_left:
        lines.append(f"{count(n_left, 'row')} left in {DRAFTS}/{options.source}")
    else:
        lines.append(f"{DRAFTS}/{options.source} is empty, and was removed")
    lines += [*reminders, "After you append rows to data/*.csv by hand: python build.py tidy"]
    return "\n".join([*lines, "Next: python build.py --allow-unreviewed"])
