"""Fixtures: the real package, read once a process, and copies of a tiny one to break."""

import csv
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import build
import publish
from pipeline.database import open_database
from pipeline.derive import derive
from pipeline.package import Package, read
from publish import validation
from schemas import csv_path
from tests.browser import chromium  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "tiny"


@dataclass(frozen=True)
class Ran:
    """A command: its exit status and what it wrote."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of the articles; a test that needs it is skipped where they are not all at hand."""
    folder = Path(os.environ.get("ISTANBUL_TALKS_SOURCES") or ROOT / "sources")
    with (ROOT / csv_path("sources")).open(encoding="utf-8", newline="") as rows:
        missing = [row["file_name"] for row in csv.DictReader(rows) if not (folder / row["file_name"]).is_file()]
    if missing:
        pytest.skip("the articles are not at hand: set ISTANBUL_TALKS_SOURCES to their folder")
    return folder


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package, read without the articles."""
    return read(ROOT)[0]


@pytest.fixture(scope="session")
def tables(package) -> dict[str, pd.DataFrame]:
    """Table -> typed frame of every table of the real package, derived ones and wide views included."""
    with open_database(package) as connection:
        return publish.frames(package, derive(package, connection))


@pytest.fixture(scope="session")
def published() -> dict[str, bytes]:
    """Relative path -> bytes of the tables and descriptions that are committed; `build.py --check` holds them fresh."""
    patterns = ("data/**/*.csv", "data/**/*.parquet", "schemas/*.json", "docs/**/*", "*.json")
    files = (file for pattern in patterns for file in sorted(ROOT.glob(pattern)) if file.is_file())
    return {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files}


@pytest.fixture
def tiny(tmp_path) -> Path:
    """A copy of the tiny package, to break."""
    return shutil.copytree(TINY, tmp_path / "package")


@pytest.fixture
def without_frictionless(monkeypatch) -> None:
    """A build without frictionless, which takes most of the time of a small one: test_descriptor.py and `fresh` in test_build.py have it."""
    monkeypatch.setattr(validation, "package_problems", lambda _: ())


@pytest.fixture
def run(capsys, monkeypatch, without_frictionless) -> Callable[..., Ran]:
    """run(folder, *words): what the command line did with the package in a folder."""
    monkeypatch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)

    def command(folder, *words) -> Ran:
        status = build.main(["--root", str(folder), *map(str, words)])
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return command


def contents(folder: Path) -> dict[str, bytes]:
    """Relative path -> bytes of all files, but for the lock that keeps other builds waiting."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".build.lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def replace(file: Path, old: str, new: str) -> None:
    """Put other words into a file, which must hold the old ones."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    file.write_text(text.replace(old, new), encoding="utf-8")
