"""The build as a whole: the same bytes everywhere, whole files, and commands that say what they did."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.test_broken import contents

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "sources", "__pycache__", ".*_cache", "dist", ".built")


def built(folder, **environment):
    """The contents of a copy of the project after a build in a process of its own."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    shutil.rmtree(folder / "data" / "parquet")
    for file in ("datapackage.json", "docs/codebook.md"):
        (folder / file).unlink()
    environment = {**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("ISTANBUL_TALKS_SOURCES", None)
    command = [sys.executable, str(folder / "build.py")]
    done = subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder / ".built").unlink()
    return contents(folder)


def test_same_bytes_in_every_place_time_zone_and_locale(tmp_path):
    """Two builds in two folders, time zones, locales, hash seeds, one with -O, publish the same bytes: those committed."""
    ascii_ = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    one = built(tmp_path / "one", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", **ascii_)
    strange = tmp_path / "Überprüfung der Daten" / "two"
    two = built(strange, TZ="America/St_Johns", LC_ALL="C.UTF-8", PYTHONHASHSEED="2", PYTHONOPTIMIZE="1")
    assert one == two
    committed = {path: content for path, content in one.items() if path.parts[0] != "dist"}
    assert {path for path, content in committed.items() if (ROOT / path).read_bytes() != content} == set()


def test_committed_files_equal_a_fresh_build(run):
    """Nothing generated was edited or forgotten; if it was: make build."""
    status, printed, complaint = run(ROOT, "--check")
    assert (status, complaint) == (0, "")
    assert "what is committed equals a fresh build" in printed


@pytest.mark.parametrize(
    "path", ["data/derived/mentions.csv", "data/parquet/events.parquet", "docs/codebook.md", "datapackage.json"]
)
def test_edited_file_fails_the_check(tiny, run, path):
    """--check names a generated file that was edited, and leaves it as it is."""
    run(tiny)
    edited = (tiny / path).read_bytes() + b"x\n"
    (tiny / path).write_bytes(edited)
    status, _, complaint = run(tiny, "--check")
    assert status == 1
    assert complaint == f"{path}  differs from a fresh build: run: make build\n1 problem; nothing was published.\n"
    assert (tiny / path).read_bytes() == edited


def test_left_over_file_fails_the_check(tiny, run):
    """--check names a file in a generated folder that no build makes."""
    run(tiny)
    (tiny / "data" / "parquet" / "old.parquet").write_bytes(b"")
    status, _, complaint = run(tiny, "--check")
    assert status == 1
    assert "data/parquet/old.parquet  is no file of the build: remove it" in complaint


def test_file_that_cannot_be_written_is_told(tiny, run):
    """Where the file system refuses, the file is named, and no half-written one is left."""
    (tiny / "docs" / "codebook.md").mkdir(parents=True)
    status, _, complaint = run(tiny)
    assert status == 1
    assert (
        "codebook.md" in complaint and "cannot be written (Is a directory): make room or give permission" in complaint
    )
    assert not list(tiny.rglob("*.new"))
    assert not (tiny / "datapackage.json").exists()


def test_articles_are_read_again_only_where_they_are(tiny, run):
    """The report says how many anchors were read again, and how to read the others."""
    _, printed, _ = run(tiny)
    assert "11 anchors, 11 of them read again in the articles" in printed
    shutil.rmtree(tiny / "sources")
    _, printed, _ = run(tiny)
    assert "11 anchors, 0 of them read again in the articles" in printed
    assert "to read them again, name the\nfolder of the articles: python build.py --sources DIR" in printed


def test_tidy_mends_the_canonical_form(tiny, run):
    """`tidy` sorts and quotes as the check wants it, and changes no cell."""
    path = tiny / "data" / "actors.csv"
    wanted = path.read_bytes()
    header, *rows = wanted.decode().splitlines()
    path.write_text("\n".join([header, *reversed(rows)]).replace("norway", '"norway"') + "\n")
    assert run(tiny, "tidy")[0] == 0
    assert path.read_bytes() == wanted


def test_find_prints_anchors(tiny, run):
    """`find` gives each place of the words with its context."""
    status, printed, _ = run(tiny, "find", "Norway")
    assert status == 0
    assert printed == "s900:11-17  ...2021-05-05 [Norway] said on Tuesday that 3 boats ...\n"


def test_find_needs_the_articles(tiny, run):
    """`find` without the articles says how to name them."""
    shutil.rmtree(tiny / "sources")
    status, _, complaint = run(tiny, "find", "Norway")
    assert (status, complaint.splitlines()[0]) == (1, "sources  no articles at hand: name their folder: --sources DIR")


def test_split_drafts_the_segments(tiny, run):
    """`split` prints lines for segments.csv that tile the file."""
    status, printed, _ = run(tiny, "split", tiny / "sources" / "900_tiny.txt")
    assert status == 0
    assert printed.splitlines()[1] == "s900-002,s900,2,11,85,sentence,,"
    assert len(printed.splitlines()) == 4


def test_split_tells_of_a_file_that_cannot_be_read(tiny, run):
    """A missing file gets one line."""
    status, _, complaint = run(tiny, "split", tiny / "none.txt")
    assert status == 1
    assert "none.txt  cannot be read" in complaint


def test_every_anchor_is_proven_in_the_articles(articles, run):
    """With the articles at hand, all anchors are read again and the committed files are those of a fresh build."""
    status, printed, complaint = run(ROOT, "--check", "--sources", articles)
    assert (status, complaint) == (0, "")
    line = next(line for line in printed.splitlines() if " anchors, " in line)
    total, proven = line.split(" anchors, ")[0], line.split(" anchors, ")[1].split(" ")[0]
    assert total == proven
