"""Verification: files against their digests, CSV against Parquet, rows and anchors against `evidence`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from istanbul_talks.package import CorruptPackage, Package, open_package, row_digest


def verify(sources: str | Path | None = None, *, package: Package | None = None) -> bool:
    """Compare every file with its digest, CSV with Parquet, and each row and, given the articles, anchor with `evidence`.

    `sources` is the folder of the articles; without it, ISTANBUL_TALKS_SOURCES is. Prints what was proved, and a line
    for each problem. True where there is none. Raises FileNotFoundError where there is no such folder.
    """
    problems: list[str] = []
    try:
        package = package or open_package()
        for proved, found in _steps(package, sources):
            print(proved)
            problems += found
            if found:  # what follows relies on it
                break
    except CorruptPackage as error:
        problems.append(str(error))
    for problem in problems:
        print(problem)
    print(f"{len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'} found")
    return not problems


def _steps(package: Package, sources: str | Path | None) -> Iterator[tuple[str, list[str]]]:
    """What each step of a verification compared, and what is wrong."""
    yield f"{len(package.resources)} files were compared with their digests in datapackage.json", _files(package)
    both = [table for table in package.tables if f"{table}_parquet" in package.resources]
    yield f"{len(both)} tables were compared in CSV and Parquet, cell by cell", list(_formats(package, both))
    evidence = [row.cells for row in package.rows("evidence")]
    rows = {(anchor["table"], anchor["row_id"]): anchor["row_sha256"] for anchor in evidence}
    yield f"{len(rows):,} rows with anchors were compared with their digests in evidence", list(_rows(package, rows))
    yield _anchors(package, evidence, sources)


def _files(package: Package) -> list[str]:
    """What is wrong with the published files."""
    problems = []
    for resource in package.resources.values():
        try:
            package.read(resource)
        except CorruptPackage as error:
            problems.append(str(error))
    return problems


def _formats(package: Package, tables: list[str]) -> Iterator[str]:
    """Yield a line for each table whose CSV and Parquet do not have the same cells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for table in tables:
        resource = package.parquet(table)
        try:
            rows = pq.ParquetFile(package.file(resource.path)).read().to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise CorruptPackage(resource.path, "it is no Parquet file of UTF-8 text") from error
        written = [{name: _as_csv(cell) for name, cell in row.items()} for row in rows]
        if written != [row.cells for row in package.rows(table)]:
            yield f"{package.table(table).path}  does not have the cells of {resource.path}"


def _as_csv(cell: Any) -> str:
    """A value as the text of a cell."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _rows(package: Package, digests: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Yield a line for each row that is not the one whose anchors were read, and for each that is missing on one side."""
    anchored = [table for table in package.tables if "evidence" in package.schema(table).fields]
    tables = {table for table, _ in digests}.union(table for table in anchored if not table.endswith("_wide"))
    rows = {(table, row.row_id): row.cells for table in tables for row in package.rows(table)}
    for table, row_id in dict.fromkeys([*digests, *(key for key, cells in rows.items() if cells.get("evidence"))]):
        row, digest = rows.get((table, row_id)), digests.get((table, row_id))
        if row is None:
            yield f"{table}:{row_id}  is missing: evidence has anchors of it"
        elif digest is None:
            yield f"{table}:{row_id}  is not in evidence, so that its anchors were never read"
        elif row_digest(row) != digest:
            yield f"{table}:{row_id}  is not the row whose anchors were read: evidence has another digest for it"


def _anchors(package: Package, evidence: list[dict[str, str]], sources: str | Path | None) -> tuple[str, list[str]]:
    """How many anchors were read again, and what is wrong with them and with the articles."""
    articles = read_articles(package, sources)
    readable = [anchor for anchor in evidence if anchor["source_id"] in articles.texts]
    wrong = [anchor for anchor in readable if not _matches(anchor, articles.texts[anchor["source_id"]])]
    n_articles = len(package.rows("sources"))
    proved = (
        f"{len(readable) - len(wrong):,} of {len(evidence):,} anchors were found in {len(articles.texts)} of"
        f" {n_articles} articles"
        if articles.texts
        else f"no anchor was proved: none of {n_articles} articles is at hand; name their folder with --sources DIR"
    )
    return proved, articles.problems + [
        "{table}:{row_id}  {source_id}:{start}-{end} does not have the words that were coded".format(**anchor)
        for anchor in wrong
    ]


def _matches(anchor: Mapping[str, str], text: str) -> bool:
    start, end = int(anchor["start"]), int(anchor["end"])
    return end <= len(text) and hashlib.sha256(text[start:end].encode()).hexdigest() == anchor["sha256"]


@dataclass(frozen=True)
class Articles:
    """`texts` maps the source_id of each article that is at hand to its text; `problems` says why others are not."""

    texts: Mapping[str, str]
    problems: list[str]


def read_articles(package: Package, folder: str | Path | None = None) -> Articles:
    """The articles in `folder`, or in ISTANBUL_TALKS_SOURCES; none where neither is given.

    Raises FileNotFoundError where there is no such folder.
    """
    folder = folder or os.environ.get("ISTANBUL_TALKS_SOURCES") or ""
    if folder and not Path(folder).is_dir():
        raise FileNotFoundError(f"there is no folder {str(folder)!r}: name the one that has the articles")
    texts, problems = {}, []
    for row in package.rows("sources") if folder else ():
        path = Path(folder) / Path(row.cells["file_name"]).name
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == row.cells["sha256"]:
                texts[row.row_id] = content.decode()
            else:
                problems.append(f"{path}  is not the file that was coded: its anchors are not verified")
        except UnicodeDecodeError:
            problems.append(f"{path}  is not UTF-8: its anchors are not verified")
        except OSError as error:
            problems.append(f"{path}  cannot be read ({error.strerror}): its anchors are not verified")
    return Articles(texts, problems)
