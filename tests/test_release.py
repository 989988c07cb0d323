"""What is handed to others: the wheel, and an archive of what git knows that builds itself."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.release
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "sources", "__pycache__", ".*_cache", "dist", ".build.lock")
STRAY = {"004_article_copy.txt", "data/004_article_copy.txt", "tests/.env"}
# A release in which a table is edited after the last look at it.
EDITED = """
import sys
from pathlib import Path
import build
differences = build.differences
def then_edit(*facts):
    found = differences(*facts)
    with Path("data/participants.csv").open("a") as table:
        table.write("Edited.")
    return found
build.differences = then_edit
sys.exit(build.main(["release"]))
"""


def done(*words: object, cwd: Path, **options) -> subprocess.CompletedProcess[str]:
    """What a command did, without the variables of this run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ISTANBUL", "PYTHON"))}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return subprocess.run([*map(str, words)], cwd=cwd, capture_output=True, text=True, env=environment, **options)


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A clone of the project, in which lie files that git does not know."""
    folder = tmp_path_factory.mktemp("release") / "project"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    shutil.copytree(ROOT / "tests/tiny/sources", folder / "tests/tiny/sources")
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "All"]):
        done(*git, *words, cwd=folder, check=True)
    for path in STRAY:
        (folder / path).write_text("Words of an article.")
    return folder


@pytest.fixture(scope="module")
def archive(clone) -> Path:
    """The archive that `python build.py release` makes."""
    made = done(sys.executable, "build.py", "release", cwd=clone)
    assert made.returncode == 0, made.stderr
    path, data = sorted((clone / "dist").glob("*.zip"), key=lambda file: len(file.name))
    assert f"dist/{path.name}" in made.stdout and f"dist/{data.name}" in made.stdout
    return path


@pytest.fixture(scope="module")
def wheel(archive) -> Path:
    """The wheel that was made with the archive."""
    (path,) = archive.parent.glob("*.whl")
    return path


def test_wheel_asks_for_pandas_and_pyarrow_alone(wheel):
    """The wheel requires two packages, from the versions that the floor tries, and has the reader and the published files."""
    with zipfile.ZipFile(wheel) as found:
        names = found.namelist()
        lines = found.read(next(name for name in names if name.endswith("METADATA"))).decode().splitlines()
    required = [line.split(": ")[1] for line in lines if line.startswith("Requires-")]
    assert sorted(required) == [">=3.9", "pandas>=2.0", "pyarrow>=14"]
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"istanbul_talks"}
    assert not [name for name in names if name.endswith("article_copy.txt")]
    assert "istanbul_talks/package/schemas/events.json" in names and "istanbul_talks/py.typed" in names


def test_archive_holds_what_git_knows(archive):
    """SHA256SUMS lists every member with its digest; what git does not know is not among them."""
    with zipfile.ZipFile(archive) as found:
        members = {name.split("/", 1)[1]: found.read(name) for name in found.namelist()}
    sums = dict(reversed(line.split("  ")) for line in members.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    assert not STRAY & members.keys()
    assert not [name for name in members if name.startswith((".git/", ".venv", "sources/"))]
    for name in ("README.md", "LICENSE", "CITATION.cff", "croissant.json", "datapackage.json", "docs/codebook.md"):
        assert members[name] == (ROOT / name).read_bytes()
    assert members.keys() >= {"docs/rules.md", "data/events.csv", "data/parquet/events.parquet", "build.py"}
    assert "dist/istanbul-talks-2022.xlsx" in members


def test_data_archive_has_the_data_and_its_descriptions(archive):
    """Tables, descriptors, codebook, methods, licence and catalogue entries, each with its digest, and no code."""
    with zipfile.ZipFile(archive.with_name(archive.name.replace(".zip", "-data.zip"))) as found:
        members = {name.split("/", 1)[1]: found.read(name) for name in found.namelist()}
    sums = dict(reversed(line.split("  ")) for line in members.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    assert members.keys() >= {"README.md", "datacite.json", "ro-crate-metadata.json", "docs/codebook.md", "LICENSE"}
    described = {each["path"] for each in json.loads(members["datapackage.json"])["resources"]}
    assert described <= members.keys() and members["data/quotes.csv"] == (ROOT / "data/quotes.csv").read_bytes()
    assert not STRAY & members.keys()


def test_archive_builds_itself(archive, wheel, tmp_path):
    """What the archive has passes its own check, and makes the wheel of the release as RELEASING says."""
    with zipfile.ZipFile(archive) as found:
        found.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    checked = done(sys.executable, "build.py", "--check", cwd=folder)
    assert checked.returncode == 0, checked.stderr
    (words,) = re.findall(r"sdist alone use `python (.+?)`", (folder / "RELEASING.md").read_text(encoding="utf-8"))
    made = done(sys.executable, *words.split(), cwd=folder)
    assert made.returncode == 0, made.stderr
    assert (folder / "dist" / wheel.name).read_bytes() == wheel.read_bytes()


def test_table_edited_while_a_release_runs(clone, archive, wheel):
    """The archive and the wheel have the tables that were checked, not what lies in their place when they are written."""
    before, table = (archive.read_bytes(), wheel.read_bytes()), clone / "data/participants.csv"
    kept = table.read_bytes()
    released = done(sys.executable, "-c", EDITED, cwd=clone)
    assert released.returncode == 0, released.stderr
    assert table.read_bytes() != kept
    table.write_bytes(kept)
    assert (archive.read_bytes(), wheel.read_bytes()) == before


def test_release_repeats_and_wants_fresh_files(clone, archive, wheel):
    """A second release has the same bytes; one of files that a fresh build would change is refused."""
    made = (archive, archive.with_name(archive.name.replace(".zip", "-data.zip")), wheel)
    before = [path.read_bytes() for path in made]
    assert done(sys.executable, "build.py", "release", cwd=clone).returncode == 0
    assert [path.read_bytes() for path in made] == before
    page = clone / "docs/codebook.md"
    kept = page.read_bytes()
    page.write_bytes(kept + b"x")
    refused = done(sys.executable, "build.py", "release", cwd=clone)
    page.write_bytes(kept)
    assert refused.returncode == 1
    assert "docs/codebook.md  differs from a fresh build: run: make build" in refused.stderr
    assert archive.read_bytes() == before[0]
