"""`python build.py diff OLD NEW`: rows added, changed and withdrawn between two versions, by id and cell."""

import csv
import io
import lzma
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.problems import CommandResult, Problem, shorten
from schemas import TABLES, UNCHECKED, csv_path, primary_key

# What the readers of rows did changes with every row; a list of it says nothing about the data.
LEFT_OUT = UNCHECKED
STEPS = ("patch", "minor", "major")
# What reading a zip file of any bytes raises. RuntimeError: a password, or a form of compression that zipfile lacks.
DAMAGED = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


class UnreadableVersion(Exception):
    """A version that cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Version:
    """The cells of one table: its columns, and row id -> column -> cell."""

    columns: list[str] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One line of the report, and the step of the version number that it asks for."""

    step: str
    line: str


def run(root: Path, old: str, new: str) -> CommandResult:
    """Report each change, then the smallest step of the version that they ask for.

    `old` and `new` are folders, zip files, or revisions of the git repository in which `root` is.
    """
    try:
        before, after = read_version(root, old), read_version(root, new)
    except UnreadableVersion as error:
        problem = Problem(str(error), None, None, None, "nothing to compare", "name a folder, a zip or a tag")
        return CommandResult([problem], outcome="nothing was compared")
    changes = list(compare(before, after))
    if not changes:
        return CommandResult(report="no row differs")
    step = max((change.step for change in changes), key=STEPS.index)
    lines = [change.line for change in changes]
    return CommandResult(report="\n".join([*lines, f"at least a {step} version (see RELEASING.md)"]))


def compare(before: dict[str, Version], after: dict[str, Version]) -> Iterator[Change]:
    """Yield every difference between two versions (table -> its cells)."""
    retired = after.get("retired", Version()).rows.values()
    reasons = {(row.get("table"), row.get("row_id")): row.get("reason") for row in retired}
    for table in dict.fromkeys([*before, *after]):
        if table not in before:
            yield Change("minor", f"+ {table}: new table")
        elif table not in after:
            yield Change("major", f"- {table}: table removed")
        else:
            yield from _columns(table, before[table], after[table])
            yield from _rows(table, before[table].rows, after[table].rows, reasons)


def _columns(table: str, old: Version, new: Version) -> Iterator[Change]:
    for name in dict.fromkeys([*old.columns, *new.columns]):
        if name not in new.columns:
            yield Change("major", f"- {table}.{name}: column removed")
        elif name not in old.columns:
            yield Change("minor", f"+ {table}.{name}: new column")


def _rows(table: str, old: dict, new: dict, reasons: dict) -> Iterator[Change]:
    for row_id in sorted({*old, *new}):
        name = f"{table}:{row_id}"
        if row_id not in old:
            first = "; ".join(f"{column} {shorten(cell)}" for column, cell in list(new[row_id].items())[1:4] if cell)
            yield Change("minor", f"+ {name} {first}")
        elif row_id not in new:
            reason = reasons.get((table, row_id))
            yield Change("minor", f"- {name} withdrawn: {reason}") if reason else Change("major", f"- {name} removed")
        else:
            for column, cell in old[row_id].items():
                if (now := new[row_id].get(column, cell)) != cell:
                    yield Change("patch", f"~ {name} {column}: {shorten(cell)} -> {shorten(now)}")


def read_version(root: Path, name: str) -> dict[str, Version]:
    """Table -> cells of a version. Raises UnreadableVersion, whatever is wrong with its files."""
    try:
        folder = open_version(root, name)
        files = {table: folder / csv_path(table) for table in TABLES if table not in LEFT_OUT}
        versions = {table: parse(file.read_bytes(), table) for table, file in files.items() if file.is_file()}
    except (*DAMAGED, csv.Error) as error:
        raise UnreadableVersion(f"{name}: cannot be read ({error})") from error
    if not versions:
        raise UnreadableVersion(f"{name}: has no table under data/")
    return versions


def parse(raw: bytes, table: str) -> Version:
    """The cells of a CSV, whose columns may be those of any version. Raises ValueError and csv.Error."""
    columns, *rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline="")) if raw else ([],)
    for line, row in enumerate(rows, 2):
        if len(row) != len(columns):
            raise ValueError(f"{csv_path(table)}:{line} has {len(row)} cells where the header has {len(columns)}")
    keys = [name for name in primary_key(table) if name in columns]
    cells = (dict(zip(columns, row, strict=True)) for row in rows)
    return Version(columns, {".".join(row[name] for name in keys): row for row in cells})


def open_version(root: Path, name: str) -> Path | zipfile.Path:
    """The folder of a version: on disk, in a zip file, or in a revision of the repository in which `root` is."""
    if Path(name).is_dir():
        return Path(name)
    try:
        archive = zipfile.Path(name if Path(name).is_file() else io.BytesIO(_revision(root, name)))
    except zipfile.BadZipFile as error:
        raise UnreadableVersion(f"{name}: is no zip file") from error
    # A release has the package in a folder.
    folders = (archive, *archive.iterdir())
    return next((folder for folder in folders if (folder / csv_path("sources")).is_file()), archive)


def _revision(root: Path, name: str) -> bytes:
    """The folder `data` of a revision, as a zip file."""
    command = ["git", "archive", "--format=zip", "--end-of-options", name, "data"]
    done = subprocess.run(command, cwd=root, capture_output=True)
    if done.returncode:
        raise UnreadableVersion(f"{name}: no folder, no zip file and no revision of git with tables under data/")
    return done.stdout
