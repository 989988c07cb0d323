"""A package as it was read: each file once, its bytes passed on to whatever needs them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from istanbul_talks.package import row_digest
from pipeline import form
from pipeline.problems import Problem, format_cell
from schemas import TABLES, UNCHECKED, columns, csv_path, primary_key

# The derived tables that need the articles; a build without them carries these forward from the last one.
CARRIED = ("evidence", "mentions", "ledger")


@dataclass(frozen=True)
class Package:
    """The tables of a package, and the articles that are at hand.

    `tables` and `committed` (derived tables as the last build published them) map a table to a frame with Arrow types,
    `rows` a table to its rows of cells as text, `files` a path to the bytes that were read, `texts` a source_id to the
    text of its article.
    """

    root: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    committed: dict[str, pd.DataFrame] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowId:
    """A row that needs a check: its table, id, line in the CSV and digest."""

    table: str
    row_id: str
    line: int
    sha256: str


def read(root: Path, sources: Path | None = None) -> tuple[Package, list[Problem]]:
    """Read the package under `root`, and the articles in the folder `sources`."""
    package, problems = Package(root), []
    for table in TABLES:
        parsed = read_table(package, table)
        problems += parsed.problems
        if parsed.frame is not None:
            package.tables[table], package.rows[table] = parsed.frame, parsed.rows
    for table in CARRIED:
        parsed = read_table(package, table)
        if parsed.frame is not None and not parsed.problems:
            package.committed[table] = parsed.frame
        elif not sources:  # with the articles at hand a derived table is made anew, so that a broken one mends itself
            problems += parsed.problems
    if sources and "sources" in package.tables:
        problems += read_articles(package, sources)
    return package, problems


def read_table(package: Package, table: str) -> form.Parsed:
    """Read one CSV into `package.files`, and parse it."""
    path = csv_path(table)
    try:
        raw = (package.root / path).read_bytes()
    except FileNotFoundError:
        problem = Problem(path, None, None, None, "the file is missing", f"restore it: git checkout {path}")
        return form.Parsed(problems=[problem])
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        return form.Parsed(problems=[Problem(path, None, None, None, message, "give read permission")])
    package.files[path] = raw
    return form.parse(raw, table)


def read_articles(package: Package, folder: Path) -> list[Problem]:
    """Read the articles in a folder into `package.texts`, each only if it is the file that was coded.

    An article that is not there is no problem: its rows are carried forward. A folder without any is a wrong one.
    """
    problems, found = [], 0
    for line, (_, row) in enumerate(package.tables["sources"].iterrows(), 2):
        if row[["source_id", "file_name", "sha256", "n_bytes", "n_chars"]].isna().any():
            continue  # reported as a blank cell
        raw, text = article(folder, row["file_name"]), ""
        if raw is None:
            continue
        found += 1
        faults = {}
        actual = {"sha256": hashlib.sha256(raw).hexdigest(), "n_bytes": len(raw)}
        try:
            text = raw.decode("utf-8")
            actual["n_chars"] = len(text)
        except UnicodeDecodeError as error:
            faults["file_name"] = f"the article at hand is not UTF-8 (byte {error.start})"
        faults |= {name: f"the article at hand has {is_}" for name, is_ in actual.items() if row[name] != is_}
        for name, message in faults.items():
            hint = "use the file that was coded, or name another folder: --sources DIR"
            problems.append(Problem(csv_path("sources"), line, name, format_cell(row[name]), message, hint))
        if not faults:
            package.texts[row["source_id"]] = text
    if not found:
        message, hint = "holds no article of data/sources.csv", "name their folder: --sources DIR; or build without it"
        problems.append(Problem(str(folder), None, None, None, message, hint))
    return problems


def article(folder: Path, name: str) -> bytes | None:
    """The bytes of the article of that name in a folder; None where there is none.

    A name leads into no other folder, and to no device, which would have no end.
    """
    file = folder / name
    try:
        return file.read_bytes() if file.name == name and file.is_file() else None
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return None


def row_ids(table: str, frame: pd.DataFrame) -> list[str]:
    """The id of each row: the cell of its key, or those of a key of several columns joined by a full stop.

    >>> row_ids("codes", pd.DataFrame({"field": ["side"], "code": ["ukraine"]}))
    ['side.ukraine']
    """
    keys = pa.Table.from_pandas(
        frame[primary_key(table)], preserve_index=False
    ).to_pydict()  # fast: no cell is looked up
    return [".".join(map(format_cell, cells)) for cells in zip(*keys.values(), strict=True)]


def checked_rows(package: Package) -> list[RowId]:
    """Every row that needs a check, in the order of tables and lines."""
    found = []
    for table, frame in package.tables.items():
        if table not in UNCHECKED:
            names = list(columns(table))
            for line, (row_id, cells) in enumerate(zip(row_ids(table, frame), package.rows[table], strict=True), 2):
                found.append(RowId(table, row_id, line, row_digest(dict(zip(names, cells, strict=True)))))
    return found


def reviews(package: Package) -> dict[tuple[str, str, str], set[str]]:
    """(table, row id, digest) -> the kinds of checkers who read that row, of every check."""
    found: dict[tuple[str, str, str], set[str]] = {}
    checks = package.tables["checks"][["table", "row_id", "row_sha256", "checker"]]
    for table, row_id, sha256, checker in checks.itertuples(index=False):
        found.setdefault((table, row_id, sha256), set()).add(checker)
    return found
