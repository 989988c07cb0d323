"""`python build.py diff OLD NEW`: rows added, changed and withdrawn between two versions, by id and cell."""

import csv
import io
import lzma
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from checks.problem import shorten
from schemas import TABLES, csv_path, primary_key

# What the readers of rows did changes with every row; a list of it says nothing about the data.
LEFT_OUT = ("checks",)
STEPS = ("patch", "minor", "major")
# What reading a zip file of any bytes raises. RuntimeError: a password, or a form of compression that zipfile lacks.
DAMAGED = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
# What the tables of a version hold at most, unpacked, so that a small archive cannot fill the memory.
LARGEST = 200_000_000


class Unreadable(Exception):
    """A version that cannot be read; the message says which and why."""


def report(old, new):
    """Lines for a person: each change, then the smallest step of the version that it asks for.

    `old` and `new` are folders, zip files or revisions of git. Raises Unreadable.
    """
    before, after = _tables(old), _tables(new)
    steps = [-1]
    for stem in dict.fromkeys([*before, *after]):
        for step, line in _compare(stem, before.get(stem), after.get(stem), _retired(after)):
            steps.append(STEPS.index(step))
            yield line
    if max(steps) < 0:
        yield "no row differs"
    else:
        yield f"at least a {STEPS[max(steps)]} version (see RELEASING.md)"


def _compare(stem, old, new, retired):
    """Yield (step, line) for each difference of a table."""
    if old is None or new is None:
        yield ("minor", f"+ {stem}: new table") if old is None else ("major", f"- {stem}: table removed")
        return
    for name in dict.fromkeys([*old.columns, *new.columns]):
        if name not in new.columns:
            yield "major", f"- {stem}.{name}: column removed"
        elif name not in old.columns:
            yield "minor", f"+ {stem}.{name}: new column"
    for row_id in sorted({*old.rows, *new.rows}):
        yield from _row(stem, row_id, old.rows.get(row_id), new.rows.get(row_id), retired)


def _row(stem, row_id, old, new, retired):
    """Yield (step, line) for each difference of a row."""
    if old is None:
        words = "; ".join(f"{name} {shorten(cell)}" for name, cell in list(new.items())[1:4] if cell)
        yield "minor", f"+ {stem}:{row_id} {words}"
    elif new is None:
        reason = retired.get((stem, row_id))
        yield ("minor", f"- {stem}:{row_id} withdrawn: {reason}") if reason else ("major", f"- {stem}:{row_id} removed")
    else:
        for name in old:
            if name in new and old[name] != new[name]:
                yield "patch", f"~ {stem}:{row_id} {name}: {shorten(old[name])} -> {shorten(new[name])}"


class _Table(NamedTuple):
    """The cells of a CSV."""

    columns: list
    rows: dict  # row id -> column -> cell


def _table(stem, raw):
    """The table of the bytes of a CSV. Raises ValueError, of which UnicodeDecodeError is one, and csv.Error."""
    columns, *rows = csv.reader(io.StringIO(raw.decode("utf-8"))) if raw else ([],)
    for line, row in enumerate(rows, 2):
        if len(row) != len(columns):
            raise ValueError(f"{csv_path(stem)}:{line} has {len(row)} cells where the header has {len(columns)}")
    keys = [name for name in primary_key(stem) if name in columns]
    cells = (dict(zip(columns, row, strict=True)) for row in rows)
    return _Table(columns, {".".join(row[name] for name in keys): row for row in cells})


def _tables(version):
    """Stem -> table of a version. Raises Unreadable, whatever is wrong with its files."""
    try:
        files = _files(version)
    except DAMAGED as error:
        raise Unreadable(f"{version}: cannot be read ({error})") from error
    found = {stem: files[csv_path(stem)] for stem in TABLES if stem not in LEFT_OUT and csv_path(stem) in files}
    if not found:
        raise Unreadable(f"{version}: holds no table under data/")
    try:
        return {stem: _table(stem, raw) for stem, raw in found.items()}
    except (ValueError, csv.Error) as error:
        raise Unreadable(f"{version}: cannot be read ({error})") from error


def _files(version):
    """Relative path -> bytes of the CSV files of a folder, a zip file or a revision of git."""
    path = Path(version)
    if path.is_dir():
        found = (file for file in path.glob("data/**/*.csv") if file.is_file())
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in found}
    try:
        archive = zipfile.ZipFile(path if path.is_file() else io.BytesIO(_revision(version)))
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{version}: is no zip file") from error
    # The package may stand in a folder of the archive; of several (its tests hold a tiny one) it is the outermost.
    tops = [name.removesuffix(csv_path("sources")) for name in archive.namelist() if name.endswith(csv_path("sources"))]
    top = min(tops, key=len, default="")
    inside = [m for m in archive.infolist() if m.filename.startswith(f"{top}data/") and m.filename.endswith(".csv")]
    if sum(member.file_size for member in inside) > LARGEST:
        raise Unreadable(f"{version}: its tables are larger than {LARGEST:,} bytes")
    return {member.filename.removeprefix(top): archive.read(member) for member in inside}


def _revision(version):
    command = ["git", "archive", "--format=zip", "--end-of-options", version, "data"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True)
    if done.returncode:
        raise Unreadable(f"{version}: no folder, no zip file and no revision of git")
    return done.stdout


def _retired(tables):
    """(stem, row id) -> reason of the withdrawn ids."""
    rows = tables["retired"].rows.values() if "retired" in tables else ()
    return {(row.get("table"), row.get("row_id")): row.get("reason") for row in rows}
