"""The stamp of the last build: with nothing changed there is nothing to do, and a changed byte of anything is seen."""

import os
import shutil
import subprocess
import sys
import time

import pytest
import stamp

from tests.conftest import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "sources", "__pycache__", ".*_cache", "dist", ".built", ".build.lock"
)
NOTHING = "Nothing has changed since the last build.\n"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the project, stamped as if it had been built without dist/."""
    monkeypatch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)
    folder = shutil.copytree(ROOT, tmp_path / "project", ignore=LEFT_OUT)
    stamp.write(folder, no_dist=True)
    assert stamp.is_current(folder, ["--no-dist"])
    return folder


@pytest.mark.parametrize(
    "path",
    ["data/events.csv", "data/parquet/events.parquet", "schemas/events.py", "requirements.lock", "datapackage.json"],
)
def test_changed_byte_is_seen(copy, path):
    """One byte more, of a table, an output, a schema or the lock, and the stamp holds no longer; restored, it does."""
    raw = (copy / path).read_bytes()
    (copy / path).write_bytes(raw + b"\n")
    assert not stamp.is_current(copy, ["--no-dist"])
    (copy / path).write_bytes(raw)
    assert stamp.is_current(copy, ["--no-dist"])


def test_file_that_comes_or_goes_is_seen(copy):
    """A new file, a renamed one and a lost one are changes."""
    (copy / "data" / "new.csv").write_text("x")
    assert not stamp.is_current(copy, ["--no-dist"])
    (copy / "data" / "new.csv").unlink()
    (copy / "data" / "places.csv").rename(copy / "data" / "place.csv")
    assert not stamp.is_current(copy, ["--no-dist"])


def test_articles_are_part_of_it(copy, tmp_path, monkeypatch):
    """Articles that come, change, or lie in the folder that the environment names are changes."""
    (copy / "sources").mkdir()
    (copy / "sources" / "a.txt").write_text("One.")
    stamp.write(copy, no_dist=True)
    (copy / "sources" / "a.txt").write_text("Two.")
    assert not stamp.is_current(copy, ["--no-dist"])
    stamp.write(copy, no_dist=True)
    monkeypatch.setenv("ISTANBUL_TALKS_SOURCES", str(copy / "sources"))
    assert not stamp.is_current(copy, ["--no-dist"])


def test_libraries_are_part_of_it(copy, tmp_path, monkeypatch):
    """Another version of a library is a change."""
    packages = tmp_path / "site-packages"
    (packages / "pandas-3.0.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(packages)])
    stamp.write(copy, no_dist=True)
    (packages / "pandas-3.0.0.dist-info").rename(packages / "pandas-3.0.1.dist-info")
    assert not stamp.is_current(copy, ["--no-dist"])


@pytest.mark.parametrize(
    "words", [["--check"], ["--sources", "x"], ["--no-dist", "--check"], ["review"], ["check", "."]]
)
def test_other_commands_never_ask(copy, words):
    """`--check`, `--sources` and every other command run, whatever the stamp says."""
    assert not stamp.is_current(copy, words)


def test_build_without_dist_is_no_whole_build(copy):
    """What was built without dist/ is not up to date for a build that makes it; a whole build is for both."""
    assert not stamp.is_current(copy, [])
    stamp.write(copy, no_dist=False)
    assert stamp.is_current(copy, []) and stamp.is_current(copy, ["--no-dist"])


def test_damaged_stamp_is_no_stamp(copy):
    """A stamp that is not one counts for nothing."""
    for content in (b"", b"\xff\xfe", b"x y z"):
        (copy / stamp.STAMP).write_bytes(content)
        assert not stamp.is_current(copy, ["--no-dist"])


def test_unchanged_files_are_not_read(copy, monkeypatch):
    """While sizes and times are those of the stamp no file is opened; of touched ones the bytes are compared."""
    time.sleep(0.02)  # the stamp is younger than every file
    stamp.write(copy, no_dist=True)
    with monkeypatch.context() as patch:
        patch.setattr(stamp, "_content", pytest.fail)
        assert stamp.is_current(copy, ["--no-dist"])
    os.utime(copy / "data" / "events.csv")
    assert stamp.is_current(copy, ["--no-dist"])


def test_same_size_and_age_are_not_enough(copy):
    """A digit that was swapped in a file whose time was set back is seen."""
    path = copy / "data" / "events.csv"
    facts, raw = path.stat(), path.read_bytes()
    path.write_bytes(raw.replace(b"ev-001", b"ev-010", 1))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert not stamp.is_current(copy, ["--no-dist"])


def test_file_as_young_as_the_stamp_is_read(copy):
    """Where a file may have been written after the stamp in the same moment, its bytes are asked."""
    path = copy / stamp.STAMP
    events = copy / "data" / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"ev-001", b"ev-010", 1))
    head = path.read_text("utf-8").partition("\n")[0]
    path.write_text(f"{head}\n{stamp.signature(copy)[0]}", "utf-8")
    os.utime(path, ns=(events.stat().st_mtime_ns,) * 2)
    assert not stamp.is_current(copy, ["--no-dist"])


def test_second_build_has_nothing_to_do(copy):
    """A build writes the stamp when it has succeeded, the next says so and imports nothing; a failed one writes none."""

    def build(*words):
        command = [sys.executable, "-X", "importtime", "build.py", "--no-dist", *words]
        return subprocess.run(command, cwd=copy, capture_output=True, text=True)

    (copy / stamp.STAMP).unlink()
    assert "files are up to date" in build().stdout
    again = build()
    assert again.stdout == NOTHING and "pandas" not in again.stderr
    events = copy / "data" / "events.csv"
    sound = events.read_text(encoding="utf-8")
    events.write_text(sound.replace("political_act", "politics", 1), encoding="utf-8")
    assert build().returncode == 1
    assert build().returncode == 1
    events.write_text(sound, encoding="utf-8")
    assert build().stdout == NOTHING
