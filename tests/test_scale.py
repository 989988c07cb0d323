"""Checks of packages of any size: the verdict is the same wherever and however the partitions are checked.

The package is synthetic, 600 events in one file a table and cut into many stretches. Defects are put into its cells, and
what is told of them must be the same from this process, from two spawned ones, from two workers of a real Dask scheduler,
and, where it knows the rule, from frictionless.
"""

import csv
import hashlib
import io
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import build
import checks
from bench.synthetic import TABLES as SYNTHETIC
from bench.synthetic import write
from checks.package import parse, read
from checks.problem import once
from publish.descriptor import table_schema
from publish.parquet import encode
from scale import call
from scale.command import complaints
from scale.layout import stretches
from scale.run import check
from schemas import arrow_types, csv_path
from tests.conftest import ROOT
from tests.test_broken import BROKEN, assemble

SIZE = 30_000  # bytes of a stretch: quotes have seven, evidence has more
EVENTS = 600

# What is done to which cell, in this order: table, row from 0, column, new value.
CELLS = {
    "wrong type": ("events", 5, "date_start", "29 March"),
    "out of range": ("segments", 40, "n", "0"),
    "bad pattern": ("quotes", 700, "statement_id", "st-x"),
    "not in codes": ("quotes", 701, "topic", "weather"),
    "duplicate key": ("events", 11, "event_id", "ev-0000010"),
    "duplicate key across partitions": ("quotes", 1199, "quote_id", "qt-0000000"),
    "dangling key": ("quotes", 702, "event_id", "ev-9999999"),
    "anchor out of bounds": ("events", 20, "evidence", "s000002:11-99999"),
    "wrong digest": ("evidence", 1500, "sha256", "0" * 64),
    "mention missing": ("quotes", 703, "speaker_id", "actor_050"),
}
FRICTIONLESS = {
    "wrong type": "type-error",
    "out of range": "constraint-error",
    "bad pattern": "constraint-error",
    "not in codes": "constraint-error",
    "duplicate key": "primary-key",
    "duplicate key across partitions": "primary-key",
    "dangling key": "foreign-key",
}


def rows_of(folder, stem):
    """Header and rows of a table."""
    return list(csv.reader(io.StringIO((folder / csv_path(stem)).read_text(encoding="utf-8"))))


def edit(folder, stem, row, column, value):
    """Change one cell of a table: its line."""
    rows = rows_of(folder, stem)
    rows[row + 1][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (folder / csv_path(stem)).write_text(out.getvalue(), encoding="utf-8")
    return row + 2


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A sound synthetic package."""
    return write(tmp_path_factory.mktemp("synthetic") / "package", EVENTS)


@pytest.fixture
def package(sound, tmp_path):
    """A copy of it, to break."""
    return shutil.copytree(sound, tmp_path / "package")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """(address, workers) of a Dask scheduler and two workers, each a process of its own, on this machine."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}

    def start(*words):
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    local = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = start("scheduler", *local, "--port", "0", "--scheduler-file", str(file))
    options = (
        "--scheduler-file",
        str(file),
        "--nthreads",
        "1",
        "--no-nanny",
        *local,
        "--local-directory",
        str(file.parent),
    )
    workers = [start("worker", *options) for _ in range(2)]
    try:
        deadline = time.monotonic() + 60
        while not file.exists() or not file.read_text():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.1)
        from distributed import Client

        with Client(scheduler_file=str(file), timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.terminate()
            process.wait(30)


def told(found):
    """Every line that a person would read."""
    return list(complaints(found))


def lines(package, caller=None, **options):
    """What a check of the package complains of."""
    return told(check(package, caller=caller, size=SIZE, **options))


def test_sound_package_has_no_problems(sound):
    """A sound package passes, in many partitions and in one, and all its anchors are read."""
    found = check(sound, size=SIZE)
    assert (told(found), found.whole, found.unread) == ([], True, 0)
    assert found.parts > 20 and found.anchors == 7 * EVENTS + 2 * (EVENTS // 10)
    assert found.rows["quotes"] == 2 * EVENTS
    assert told(check(sound)) == []


@pytest.fixture
def broken(package):
    """The package with all defects of cells that leave every table readable: (package, {defect: (file, line, column)})."""
    return package, {
        defect: (csv_path(stem), edit(package, stem, row, column, value), column)
        for defect, (stem, row, column, value) in CELLS.items()
    }


def places(found):
    """(file, line, column) of all problems."""
    return {problem[:3] for problem in found.problems}


def test_every_defect_is_told(broken):
    """Each defect is told at its cell; a digest, at the anchor that it is of."""
    package, where = broken
    proof = rows_of(package, "evidence")[CELLS["wrong digest"][1] + 1]
    owner = [row[0] for row in rows_of(package, proof[0])].index(proof[1]) + 1
    found = check(package, size=SIZE)
    assert found.whole
    expected = where | {"wrong digest": (csv_path(proof[0]), owner, "evidence")}
    assert {defect for defect, place in expected.items() if place not in places(found)} == set()
    text = "\n".join(told(found))
    for words in (
        "29 March  is not a day such as 2022-03-29",
        "n  0  is less than 1",
        "st-x  does not have the form",
        "weather  is no code of topic",
        "ev-0000010  stands in more than one row",
        "qt-0000000  stands in more than one row",
        "ev-9999999  is no row of events",
        "s000002:11-99999  ends past the end of the file",
        "has another digest than in data/derived/evidence.csv",
        "actor_050  is not named in the anchors of its row",
    ):
        assert words in text, words


def test_digest_of_a_cut_slice_is_no_proof(package):
    """An anchor past the end is refused, even where its digest is that of what there is of it."""
    rows = rows_of(package, "evidence")
    place = next(i for i, row in enumerate(rows) if row[0] == "events")
    source, start = rows[place][4], int(rows[place][5])
    text = next(row[1] for row in texts(package) if row[0] == source)
    edit(package, "events", 0, "evidence", f"{source}:{start}-99999")
    edit(package, "evidence", place - 1, "end", "99999")
    edit(package, "evidence", place - 1, "sha256", hashlib.sha256(text[start:].encode()).hexdigest())
    assert "data/events.csv:2:evidence  s000000:11-99999  ends past the end of the file" in "\n".join(lines(package))


def texts(package):
    """(source_id, text) of all articles."""
    table = pq.read_table(package / "texts.parquet")
    return list(zip(table["source_id"].to_pylist(), table["text"].to_pylist(), strict=True))


def test_same_as_the_small_package(broken):
    """The rules of the small build, run over the whole package at once, tell the very same."""
    package, _ = broken
    folder = package / "sources"
    folder.mkdir()
    for source, text in texts(package):
        (folder / f"{source[1:]}.txt").write_text(text, encoding="utf-8")
    for stem in set(checks.TABLES) - set(SYNTHETIC) - {"codes"}:
        path = package / csv_path(stem)
        path.parent.mkdir(exist_ok=True)
        path.write_text(",".join(arrow_types(stem)) + "\n")
    small, problems = read(package, folder)
    rules = (checks.columns, checks.keys, checks.codes, checks.anchors, checks.mentions, checks.ledger)
    problems = once([*problems, *(problem for rule in rules for problem in rule.check(small))])
    wanted = {str(problem) for problem in problems}
    found = check(package, size=SIZE)
    assert {str(problem) for problem in found.problems if "derived" not in problem.file} == wanted
    assert found == check(package, folder, size=SIZE)._replace(parts=found.parts)


def test_same_from_every_caller(broken, cluster):
    """One process, two, and two Dask workers say the same, word for word and in the same order."""
    package, _ = broken
    here = lines(package)
    assert len(here) > len(CELLS)
    assert lines(package, call.pool(2)) == here
    assert lines(package, call.cluster(cluster[0])) == here


def test_frictionless_says_the_same(broken):
    """Of the rules that a Table Schema knows, frictionless tells the same rows and columns, and no others."""
    package, where = broken
    errors = by_frictionless(package)
    for defect, kind in FRICTIONLESS.items():
        file, line, column = where[defect]
        fields = {name for path, row, name, found in errors if (path, row, found) == (file, line, kind)}
        assert fields & {column, ""}, defect
    known = {(file, line) for file, line, *_ in errors}
    ours = {
        (problem.file, problem.line)
        for problem in check(package, size=SIZE, rules=("schemas", "keys", "codes")).problems
    }
    # Of a key that stands twice we tell both rows, and frictionless the second.
    firsts = {(csv_path("events"), 12), (csv_path("quotes"), 2)}
    assert ours - firsts == known - {(csv_path("evidence"), 1502)}


def by_frictionless(package):
    """{(file, line, column or blank, kind of error)} that frictionless finds in the package."""
    codes = parse((package / csv_path("codes")).read_bytes(), "codes")[0]
    stems = ["codes", *SYNTHETIC]
    resources = []
    for stem in stems:
        schema = table_schema(stem, codes)
        keys = [key for key in schema.pop("foreignKeys", []) if key["reference"].get("resource", stem) in stems]
        resources.append(
            {"name": stem, "type": "table", "path": csv_path(stem), "schema": schema | {"foreignKeys": keys}}
        )
    described = frictionless.Package({"name": "synthetic", "resources": resources}, basepath=str(package))
    found = set()
    for task in described.validate().tasks:
        for error in task.errors:
            found.add((task.place, getattr(error, "row_number", None), getattr(error, "field_name", ""), error.type))
    return found


# Defects that leave a table unreadable, or a required cell blank: what is done to the bytes of a file, and what is told.
FILES = {
    "blank in required": (
        "names",
        lambda raw: raw.replace(b",name,", b",,", 1),
        "data/names.csv:2:kind  (blank)  is blank, and the column allows no blank",
        "constraint-error",
    ),
    "extra column": (
        "names",
        lambda raw: b"mood," + raw.replace(b"\n", b"\nglad,")[: -len(b"glad,")],
        "data/names.csv:1:mood  mood  is no column of this table",
        None,
    ),
    "wrong encoding": (
        "quotes",
        lambda raw: raw.replace(b"What it says", b"What \xf4 it says", 701).replace(
            b"What \xf4 it says", b"What it says", 700
        ),
        "data/quotes.csv:702  byte 0xf4  is not UTF-8",
        None,
    ),
    "open quote": (
        "quotes",
        lambda raw: raw.replace(b'"What it says, in other words."', b'"What it says, in other words.', 701).replace(
            b'"What it says, in other words.', b'"What it says, in other words."', 700
        ),
        "data/quotes.csv:702",
        None,
    ),
    "NUL": (
        "quotes",
        lambda raw: raw.replace(b"qt-0000700", b"qt-\0000700", 1),
        "data/quotes.csv:702  holds a NUL",
        None,
    ),
}


@pytest.mark.parametrize("defect", FILES)
def test_defect_of_a_file(defect, package, cluster):
    """A file that cannot be read is told at its line, in the words of the small build, by every caller."""
    stem, spoil, words, _ = FILES[defect]
    path = package / csv_path(stem)
    path.write_bytes(spoil(path.read_bytes()))
    here = lines(package)
    assert any(line.startswith(words) for line in here), here[:5]
    assert here[0].startswith("Only single cells were checked") == (defect != "extra column")
    small = [str(problem) for problem in parse(path.read_bytes(), stem)[1]]
    assert set(small) <= set(here)
    assert lines(package, call.pool(2)) == here
    assert lines(package, call.cluster(cluster[0])) == here
    assert {file for file, *_ in by_frictionless(package)} == {csv_path(stem)} or defect in UNKNOWN


# What frictionless lets pass: it reads NUL as a character and, with a header of its own, an open mark as far as it goes.
UNKNOWN = {"NUL"}
