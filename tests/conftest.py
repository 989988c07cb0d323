"""Fixtures: the real package, read once, and the bytes of a fresh build of it; and tiny packages to break."""

import os
import shutil
from pathlib import Path

import checks
import pytest
from checks.package import read

import build
import publish
from schemas import TABLES, csv_path
from tests.browser import chromium  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "tiny"


@pytest.fixture(scope="session")
def root():
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def articles():
    """The folder of the articles; a test that needs it is skipped where they are not at hand."""
    folder = os.environ.get("ISTANBUL_TALKS_SOURCES") or ROOT / "sources"
    if not Path(folder).is_dir():
        pytest.skip("the articles are not at hand: set ISTANBUL_TALKS_SOURCES to their folder")
    return Path(folder)


@pytest.fixture(scope="session")
def package():
    """The real package, read without the articles."""
    found, problems = read(ROOT)
    assert not problems, "\n".join(map(str, problems))
    return found


@pytest.fixture(scope="session")
def published(package):
    """Relative path -> bytes of everything that a fresh build publishes, hand-written tables included."""
    made = publish.artefacts(ROOT, publish.frames(ROOT, package.tables, checks.derive(package)[0]))
    return {csv_path(stem): (ROOT / csv_path(stem)).read_bytes() for stem in TABLES} | made


@pytest.fixture(scope="session")
def tables(package):
    """Stem -> typed frame of every table of the real package, derived ones and wide views included."""
    return publish.frames(ROOT, package.tables, checks.derive(package)[0])


@pytest.fixture
def tiny(tmp_path):
    """A copy of the tiny package, to break."""
    folder = tmp_path / "package"
    shutil.copytree(TINY, folder)
    return folder


@pytest.fixture
def run(capsys, monkeypatch):
    """run(folder, *options) -> (exit status, what was printed, what was complained of)."""
    monkeypatch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)

    def command(folder, *options):
        status = build.main(["--root", str(folder), *map(str, options)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command
