"""`python build.py review`: rows are read against their anchors, and who read them is written down as checks.

Rows are shown at a terminal one by one, or printed; checks come from the keyboard, or as lines of verdicts.
"""

import csv
import datetime as dt
import io
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from editing.diff import UnreadableVersion, read_version
from editing.verdicts import GRAMMAR, Row, judge, review_rows
from istanbul_talks.package import row_digest
from pipeline.files import atomic_write, build_lock
from pipeline.form import encode_canonical
from pipeline.package import Package, read, row_ids
from pipeline.problems import CommandResult, Problem, count
from schemas import CONTENT, TITLES, csv_path, foreign_keys, primary_key

__all__ = ["GRAMMAR", "Options", "run"]
PASS_NAME = re.compile(r"[a-z0-9-]+")
CONTEXT = 120
KEYS = "a accept, m mend, s skip, q quit:"
ALL_CHECKED = "Every row has been checked."
WAITING = "Verdicts are expected on standard input, one a line; how they are written: python build.py review --help"


@dataclass(frozen=True)
class Options:
    """Which rows (of a table, with an anchor in a source, unread by such a checker), and who reads in which pass."""

    root: Path
    sources: Path | None = None
    table: str | None = None
    source: str | None = None
    checker: str | None = None
    pass_name: str = "review-1"
    show: bool = False
    verdicts: Path | None = None
    answers: Path | None = None
    coded_by: str = ""


def run(options: Options) -> CommandResult:
    """Print rows, take verdicts, or ask at the terminal, and write the checks. Raises OSError."""
    package, problems = read_package(options)
    if problems:
        return CommandResult(problems, outcome="nothing was checked")
    if not PASS_NAME.fullmatch(options.pass_name):
        hint = "write small letters, digits and hyphens, such as review-1"
        return refused("--pass", options.pass_name, "is no name of a pass", hint)
    if options.table in CONTENT:
        hint = f"python build.py review --blind --table {options.table}"
        return refused("--table", options.table, "is reviewed by those who do not see its cells", hint)
    if options.verdicts:
        return _take(package, options.verdicts.read_bytes(), str(options.verdicts), options)
    if not options.show and sys.stdin is None:
        return refused("stdin", None, "is closed", "send verdicts over it, or name a file: --verdicts FILE")
    if not options.show and not sys.stdin.isatty():
        return _take(package, _standard_input(), "stdin", options)
    rows = list(unchecked(package, options))
    sources = package.tables["sources"]["source_id"].tolist()
    if options.source and options.source not in sources:
        return refused("--source", options.source, "is no source", f"use one of {', '.join(sources)}")
    readable = [row for row in rows if not row.missing_source(package)]
    if rows and not package.texts and not readable:
        hint = "name its folder: --sources DIR (without it: review --table codes)"
        return refused("sources", rows[0].missing_source(package), "no article at hand, and a check needs it", hint)
    left_out = f"{count(len(rows) - len(readable), 'row')} of articles that are not at hand: left out"
    rows, checked = readable, checked_versions(package)
    if options.show:
        blocks = [block(row, package, checked).plain for row in rows] or [ALL_CHECKED]
        return CommandResult(report="\n\n".join(blocks + [left_out] * (left_out[0] != "0")))
    if options.checker == "model":
        hint = "give verdicts as lines: python build.py review --help"
        return refused("--checker", "model", "a model's check needs words", hint)
    accepted = sum(1 for _ in at_terminal(package, rows, options))
    return CommandResult(report=f"{accepted} of {count(len(rows), 'row')} checked" if rows else ALL_CHECKED)


def read_package(options: Options) -> tuple[Package, list[Problem]]:
    """The package and what keeps its rows from being read; derived tables are the next build's business."""
    package, problems = read(options.root, options.sources)
    return package, [problem for problem in problems if not problem.file.startswith("data/derived/")]


def refused(place: str, value: str | None, message: str, hint: str) -> CommandResult:
    return CommandResult([Problem(place, None, None, value, message, hint)], outcome="nothing was checked")


def unchecked(package: Package, options: Options) -> Iterator[Row]:
    """Yield the rows outside content tables that nobody, or no such checker, has read as they are now."""
    keys = ("table", "row_id", "row_sha256")
    checks = package.tables["checks"]
    if options.checker:
        checks = checks[checks["checker"] == options.checker]
    checked = set(zip(*(checks[name] for name in keys), strict=True))
    for row in (row for row in review_rows(package) if row.table not in CONTENT):
        in_source = options.source is None or any(a.source_id == options.source for a in row.anchors)
        if in_source and options.table in (None, row.table) and (row.table, row.row_id, row.sha256) not in checked:
            yield row


def checked_versions(package: Package) -> dict[tuple[str, str], dict[str, str]]:
    """(table, row id) -> cells of each row that was checked as the last commit has it; none outside a clone of git."""
    try:
        committed = read_version(package.root, "HEAD")
    except UnreadableVersion:
        return {}
    checked = set(package.tables["checks"]["row_sha256"])
    return {
        (table, row_id): cells
        for table, version in committed.items()
        for row_id, cells in version.rows.items()
        if row_digest(cells) in checked
    }


def block(row: Row, package: Package, checked: Mapping[tuple[str, str], Mapping[str, str]]) -> Text:
    """What a reader is shown: name and digest, file and line, the cells, and the anchored words in their context.

    Of a row that was checked before it changed these are the cells that changed, after what they were.
    """
    text = Text(f"{row.name}\t{row.sha256}\n{csv_path(row.table)}:{row.line}")
    before = checked.get((row.table, row.row_id))
    if before:
        text.append("  changed since it was checked")
    for column, cell in row.cells.items():
        if before and cell == (old := before.get(column, "")):
            continue
        if before or cell:
            text.append(f"\n  {column}  ", style="cyan")
            if before:
                text.append(f"{old or '(blank)'} -> ", style="dim")
            text.append(cell or "(blank)")
            text.append(_title(foreign_keys(row.table).get(column), cell, package), style="dim")
    for anchor in row.anchors:
        left, words, right = anchor.context(package.texts[anchor.source_id].replace("\n", "¶"), CONTEXT)
        text.append(f"\n  {anchor}  ", style="cyan").append(f"...{left}⟦")
        text.append(words, style="bold yellow").append(f"⟧{right}...")
    return text


def _title(table: str | None, row_id: str, package: Package) -> str:
    """What the row is called that a cell links to, in brackets."""
    if table not in TITLES:
        return ""
    frame = package.tables[table]
    titles = dict(zip(row_ids(table, frame), frame[TITLES[table]].fillna(""), strict=True))
    return f" ({titles[row_id]})" if titles.get(row_id) else ""


# At a terminal -----------------------------------------------------------------------------------------------------


def at_terminal(package: Package, rows: list[Row], options: Options) -> Iterator[Row]:
    """Offer rows one by one, and yield the accepted ones; each is written at once, so that stopping loses nothing."""
    console, checked = Console(), checked_versions(package)
    for number, name in enumerate([row.name for row in rows], 1):
        while row := next((row for row in review_rows(package) if row.name == name), None):
            console.print(block(row, package, checked), end="\n\n")
            key = _ask(f"{number} of {len(rows)}. {KEYS} ")
            if key == "m" and (mended := _mended(row, options)):
                package = mended  # and the row is printed again
            elif key in ("m", "q"):
                return
            elif key == "a":
                write_checks(options, "person", [(row, "")])
                yield row
                break
            elif key == "s":
                break


def _mended(row: Row, options: Options) -> Package | None:
    """The package read anew once the row is mended in its file; None where the person quits instead."""
    while _ask(f"{csv_path(row.table)}:{row.line}: mend it and save, then press Enter (q quits) ") != "q":
        package, problems = read_package(options)
        if not problems:
            return package
        print(*problems, sep="\n")
    return None


def _ask(prompt: str) -> str:
    """The answer at the terminal; q where the input ends or is interrupted."""
    try:
        return input(prompt).strip().lower()
    except (EOFError, KeyboardInterrupt):
        print()
        return "q"


# Verdicts ----------------------------------------------------------------------------------------------------------


def _standard_input() -> bytes:
    """All of it; where nothing has come after a second, say what is waited for."""
    timer = threading.Timer(1, lambda: print(WAITING, file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        return sys.stdin.buffer.read()
    finally:
        timer.cancel()


def _take(package: Package, raw: bytes, file: str, options: Options) -> CommandResult:
    """Write what is accepted; what is to be mended goes into the report, and what is wrong is a problem."""
    try:
        lines = raw.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return CommandResult(
            [Problem(file, line, None, None, "is not UTF-8", "send UTF-8")], outcome="nothing was checked"
        )
    checker = options.checker or "model"
    judgement = judge(package, lines, checker, options.pass_name, file)
    if judgement.accepted:
        write_checks(options, checker, judgement.accepted)
    written = f"{count(len(judgement.accepted), 'check')} written to {csv_path('checks')}"
    none = "" if any(lines) else "; no verdict was given: python build.py review --help"
    report = [str(mend) for mend in judgement.mends] + [written + none] * (not judgement.problems)
    return CommandResult(judgement.problems, "\n".join(report), written)


def write_checks(options: Options, checker: str, accepted: list[tuple[Row, str]]) -> None:
    """Put rows and words into data/checks.csv; the later check of a pass takes the place of the earlier."""
    same = {"checker": checker, "pass": options.pass_name, "checked_on": dt.date.today().isoformat()}
    rows = [
        same | {"table": row.table, "row_id": row.row_id, "row_sha256": row.sha256, "words": words}
        for row, words in accepted
    ]
    write_rows(options, "checks", rows)


def write_rows(options: Options, table: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Put rows into the CSV of a table, in place of those with their keys; a check that says the same keeps its day."""
    path, key = options.root / csv_path(table), primary_key(table)
    with build_lock(options.root):
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8")))
        header = list(reader.fieldnames or ())
        found: dict[tuple[str, ...], Mapping[str, str]] = {tuple(row[name] for name in key): row for row in reader}
        for row in rows:
            old = found.get(at := tuple(row[name] for name in key), {})
            if any(old.get(name) != cell for name, cell in row.items() if name != "checked_on"):
                found[at] = row
        cells = [[row[name] for name in header] for row in found.values()]
        atomic_write(path, encode_canonical(header, cells, table).encode())
