"""What is handed to others: the wheel in a bare environment, the archive, and the list of rows that differ."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import build
from publish import release
from tests.conftest import ROOT
from tests.test_build import LEFT_OUT

# What a user has beside the wheel: pandas and pyarrow, and what these need.
RUNTIME = ("pandas", "pyarrow", "numpy", "dateutil", "six", "tzdata")

SESSION = """
import istanbul_talks
print(len(istanbul_talks.load("events")), istanbul_talks.load("events", wide=True)["participants"].iloc[0])
istanbul_talks.show("qt-007")
print(istanbul_talks.cite("qt-007"))
raise SystemExit(not istanbul_talks.verify())
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of the project."""
    folder = tmp_path_factory.mktemp("release") / "project"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


@pytest.fixture(scope="module")
def wheel(clone):
    """The wheel, built from a copy of the project."""
    return Path(release.wheel(clone, clone / "dist"))


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """The Python of an environment that has the wheel, pandas and pyarrow, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    here = Path(sysconfig.get_paths()["purelib"])
    for name in RUNTIME:
        for path in [
            *here.glob(name),
            *here.glob(f"{name}.libs"),
            *here.glob(f"{name}.py"),
            *here.glob(f"{name}-*.dist-info"),
        ]:
            (Path(site) / path.name).symlink_to(path)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", wheel]
    subprocess.run(pip, check=True)
    return python


def run(python, *words, **options):
    """What a command in the bare environment did, in an empty folder and without the variables of this run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ISTANBUL", "PYTHON"))}
    return subprocess.run([python, *words], capture_output=True, text=True, env=environment, **options)


def test_wheel_is_all_that_a_user_needs(bare, tmp_path):
    """Load, show, cite and verify work from another folder, with no repository around."""
    done = run(bare, "-c", SESSION, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("64 Russia (agent)\nqt-007: A rendering")
    assert done.stdout.endswith("no problems found\n")


def test_wheel_has_the_commands(bare, tmp_path):
    """`python -m istanbul_talks` works there too."""
    done = run(bare, "-m", "istanbul_talks", "verify", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "no problems found"


def test_wheel_imports_nothing_early(bare, tmp_path):
    """The import time of the package lists neither pandas nor pyarrow."""
    done = run(bare, "-X", "importtime", "-c", "import istanbul_talks", cwd=tmp_path)
    assert "istanbul_talks" in done.stderr
    assert "pandas" not in done.stderr and "pyarrow" not in done.stderr


def test_wheel_asks_for_pandas_and_pyarrow_alone(wheel):
    """The wheel requires two packages, and holds the reader and the published files."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith("METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    required = [line.split(": ")[1] for line in lines if line.startswith("Requires-Dist")]
    assert [line.split(">")[0] for line in required] == ["pandas", "pyarrow"]
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"istanbul_talks"}


def test_wheel_repeats(clone, wheel, tmp_path):
    """The same files give the same wheel."""
    assert Path(release.wheel(clone, tmp_path)).read_bytes() == wheel.read_bytes()


@pytest.fixture(scope="module")
def archive(clone):
    """The archive that `python build.py release` makes in a copy of the project."""
    done = subprocess.run([sys.executable, "build.py", "release"], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = (clone / "dist").glob("*.zip")
    assert f"dist/{path.name}" in done.stdout
    return path


def test_archive_holds_what_it_says(archive):
    """SHA256SUMS lists every member with its digest; data, descriptor, codebook, methods, licence and citation are there."""
    with zipfile.ZipFile(archive) as found:
        members = {name.split("/", 1)[1]: found.read(name) for name in found.namelist()}
    sums = dict(reversed(line.split("  ")) for line in members.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    for name in ("README.md", "LICENSE", "CITATION.cff", "croissant.json", "datapackage.json", "docs/codebook.md"):
        assert members[name] == (ROOT / name).read_bytes()
    assert {"docs/methods.md", "data/events.csv", "data/parquet/events.parquet", "build.py"} <= set(members)
    assert "dist/istanbul-talks-2022.xlsx" in members
    assert not [name for name in members if name.startswith((".git/", ".venv", "sources/"))]


def test_archive_repeats(clone, archive):
    """A second release of the same files has the same bytes."""
    before = archive.read_bytes()
    subprocess.run([sys.executable, "build.py", "release"], cwd=clone, capture_output=True, check=True)
    assert archive.read_bytes() == before


def test_archive_builds(archive, tmp_path):
    """What the archive holds passes its own check."""
    with zipfile.ZipFile(archive) as found:
        found.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    done = subprocess.run([sys.executable, "build.py", "--check"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_release_is_refused_where_files_are_not_fresh(clone, archive, capsys):
    """A release of files that a fresh build would change is refused, and the archive stays as it is."""
    before = archive.read_bytes()
    page = clone / "docs" / "codebook.md"
    kept = page.read_bytes()
    page.write_bytes(kept + b"x")
    assert build.main(["--root", str(clone), "release"]) == 1
    page.write_bytes(kept)
    assert "docs/codebook.md  differs from a fresh build: run: make build" in capsys.readouterr().err
    assert archive.read_bytes() == before
