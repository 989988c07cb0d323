"""What is handed to others: the wheel in a bare environment, the archive, and the list of rows that differ."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import build
from edit import diff
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


@pytest.fixture
def versions(tmp_path):
    """Two copies of the hand-written tables, old and new."""
    for name in ("old", "new"):
        shutil.copytree(ROOT / "data", tmp_path / name / "data")
    return tmp_path / "old", tmp_path / "new"


def change(folder, table, old, new):
    """Replace text in a table of a copy."""
    path = folder / "data" / f"{table}.csv"
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), "utf-8")


def test_no_difference_is_told(versions):
    """Two equal versions have no row that differs."""
    assert list(diff.report(*versions)) == ["no row differs"]


def test_changed_cell_is_a_patch(versions):
    """A changed cell is named by row and column, old and new."""
    change(versions[1], "events", "Annexation of Crimea", "Crimea annexed")
    assert list(diff.report(*versions)) == [
        "~ events:ev-001 title: Annexation of Crimea -> Crimea annexed",
        "at least a patch version (see RELEASING.md)",
    ]


def test_added_and_withdrawn_rows_are_minor(versions):
    """A new row is named with its first cells; a withdrawn one with the reason from `retired`."""
    change(versions[1], "participants", "pt-001,ev-001,russia,agent,\n", "")
    change(versions[1], "participants", "pt-002,", "pt-902,ev-001,putin,agent,\npt-002,")
    with (versions[1] / "data" / "retired.csv").open("a", encoding="utf-8") as out:
        out.write("participants,pt-001,Coded twice.,0.2.0\n")
    lines = list(diff.report(*versions))
    assert "- participants:pt-001 withdrawn: Coded twice." in lines
    assert "+ participants:pt-902 event_id ev-001; actor_id putin; role agent" in lines
    assert lines[-1] == "at least a minor version (see RELEASING.md)"


def test_lost_rows_and_columns_are_major(versions):
    """A row or column that is gone without a reason asks for a new major version."""
    change(versions[1], "participants", "pt-001,ev-001,russia,agent,\n", "")
    change(versions[1], "actors", "actor_id,name,kind,", "actor_id,name,sort,")
    lines = list(diff.report(*versions))
    assert lines == [
        "- actors.kind: column removed",
        "+ actors.sort: new column",
        "- participants:pt-001 removed",
        "at least a major version (see RELEASING.md)",
    ]


def test_archive_is_compared_by_its_outermost_tables(archive):
    """An archive is read at its top, not at the tiny package of its tests."""
    assert list(diff.report(str(archive), str(ROOT))) == ["no row differs"]


def test_revision_of_git_is_compared(clone):
    """A revision of git is a version; where there is none of that name, the message says so."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git repository around")
    assert list(diff.report("HEAD", "HEAD")) == ["no row differs"]


@pytest.mark.parametrize("name", ["v99.9.9", "--output=x"])
def test_no_such_version_is_told(name, run):
    """A name that is no folder, zip or revision gets one line and exit status 1."""
    status, out, err = run(ROOT, "diff", "--", name, ".")
    assert (status, out) == (1, "")
    assert f"{name}: no folder, no zip file and no revision of git  nothing to compare" in err


def test_file_that_is_no_zip_is_told(tmp_path, run):
    """A file that is no zip, and a zip without tables, get one line."""
    (tmp_path / "x.zip").write_bytes(b"nothing")
    assert "is no zip file" in run(ROOT, "diff", tmp_path / "x.zip", ".")[2]
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    assert "holds no table under data/" in run(ROOT, "diff", tmp_path / "x.zip", ".")[2]


def zipped(path, raw, name="data/sources.csv"):
    """A zip at `path` with one member."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, raw)
    return path


def test_archive_that_fills_the_memory_is_told(tmp_path, run):
    """A small archive that unpacks to gigabytes is refused before it does."""
    path = zipped(tmp_path / "x.zip", b"\n" * (diff.LARGEST + 1))
    assert path.stat().st_size < 1_000_000
    assert f"its tables are larger than {diff.LARGEST:,} bytes  nothing to compare" in run(ROOT, "diff", path, ".")[2]


def test_archive_that_is_damaged_or_locked_is_told(tmp_path, run):
    """A member whose bytes are not those of its sum, or that wants a password, gets one line."""
    path = zipped(tmp_path / "x.zip", b"source_id\n")
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"\x2b\xce\x2f", b"\x2b\xce\x30", 1))
    assert raw != path.read_bytes()
    assert re.search(r"x\.zip: cannot be read \(.+\)  nothing to compare", run(ROOT, "diff", path, ".")[2])
    directory = raw.index(b"PK\x01\x02")
    path.write_bytes(raw[:6] + b"\x01" + raw[7 : directory + 8] + b"\x01" + raw[directory + 9 :])
    assert "is encrypted, password required" in run(ROOT, "diff", path, ".")[2]


def test_row_that_is_too_short_is_told(versions, run):
    """A row with fewer cells than the header has is named by its line."""
    change(versions[1], "participants", "pt-001,ev-001,russia,agent,\n", "pt-001,ev-001\n")
    complaint = run(ROOT, "diff", *versions)[2]
    assert (
        "cannot be read (data/participants.csv:2 has 2 cells where the header has 5)  nothing to compare" in complaint
    )
