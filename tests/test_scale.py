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
from contextlib import contextmanager, nullcontext

import checks
import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from checks.package import parse, read
from checks.problem import once

import build
from bench.synthetic import TABLES as SYNTHETIC
from bench.synthetic import write
from publish.descriptor import table_schema
from publish.parquet import encode
from scale import call
from scale.command import complaints
from scale.layout import stretches
from scale.run import check
from schemas import arrow_types, csv_path
from tests.conftest import ROOT
from tests.test_broken import BROKEN, assemble

SIZE = 80_000  # bytes of a stretch: quotes have four, evidence has more
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


@pytest.fixture(scope="module")
def pool():
    """A caller with two spawned processes, which are started once."""
    with call.pool(2) as run:
        yield lambda: nullcontext(run)


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


def test_same_from_every_caller(broken, pool, cluster):
    """One process, two, and two Dask workers say the same, word for word and in the same order."""
    package, _ = broken
    here = lines(package)
    assert len(here) > len(CELLS)
    assert lines(package, pool()) == here
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
def test_defect_of_a_file(defect, package, pool, cluster):
    """A file that cannot be read is told at its line, in the words of the small build, by every caller."""
    stem, spoil, words, _ = FILES[defect]
    path = package / csv_path(stem)
    path.write_bytes(spoil(path.read_bytes()))
    here = lines(package)
    assert any(line.startswith(words) for line in here), here[:5]
    assert here[0].startswith("Only single cells were checked") == (defect != "extra column")
    small = [str(problem) for problem in parse(path.read_bytes(), stem)[1]]
    assert set(small) <= set(here)
    assert lines(package, pool()) == here
    assert lines(package, call.cluster(cluster[0])) == here
    assert {file for file, *_ in by_frictionless(package)} == {csv_path(stem)} or defect in UNKNOWN


# What frictionless lets pass: it reads NUL as a character and, with a header of its own, an open mark as far as it goes.
UNKNOWN = {"NUL"}


def dying(run, kill):
    """A caller that kills a process after its first verdict."""

    @contextmanager
    def caller():
        with run as inner:

            def outer(parts):
                for n, verdict in enumerate(inner(parts)):
                    if n == 0 and killed == []:
                        killed.append(kill())
                    yield verdict

            yield outer

    killed = []
    return caller(), killed


def test_killed_process_changes_nothing(broken):
    """A spawned process that is killed in the middle of a check leaves the verdict as it is."""
    package, _ = broken
    here = lines(package)
    others = set(multiprocessing.active_children())
    caller, killed = dying(call.pool(2), lambda: struck(others))
    assert lines(package, caller) == here
    assert killed == [-signal.SIGKILL]


def test_process_killed_between_checks_changes_nothing(broken):
    """A spawned process that is killed after one check is replaced for the next."""
    package, _ = broken
    here = lines(package)
    others = set(multiprocessing.active_children())
    with call.pool(2) as run:
        assert lines(package, nullcontext(run)) == here
        assert struck(others) == -signal.SIGKILL
        assert lines(package, nullcontext(run)) == here


def struck(others):
    """The exit code of a spawned process, none of `others`, that is killed now."""
    process = next(child for child in multiprocessing.active_children() if child not in others)
    os.kill(process.pid, signal.SIGKILL)
    # The pool waits for its processes too. Where it is the first to hear, the code is known here a moment later.
    end = time.monotonic() + 30
    while process.exitcode is None and time.monotonic() < end:
        time.sleep(0.01)
    return process.exitcode


def test_killed_dask_worker_changes_nothing(broken, cluster):
    """A Dask worker that is killed in the middle of a check leaves the verdict as it is."""
    package, _ = broken
    here = lines(package)
    address, workers = cluster

    def kill():
        workers[0].send_signal(signal.SIGKILL)
        return workers[0].wait(30)

    caller, killed = dying(call.cluster(address), kill)
    assert lines(package, caller) == here
    assert killed == [-signal.SIGKILL]


def test_partition_that_kills_every_process_is_told(broken, monkeypatch):
    """What no process survives ends with an error, and not with a verdict."""
    package, _ = broken
    monkeypatch.setattr(call, "check", os.abort)

    class Deadly:
        def __reduce__(self):
            return os._exit, (1,)

    with pytest.raises(call.Lost), call.pool(1) as run:
        list(run([Deadly()]))


def as_parquet(package, to, texts):
    """The package with each table as Parquet, in one file or, of events, in two."""
    codes = parse((package / csv_path("codes")).read_bytes(), "codes")[0]
    for stem in ("codes", *SYNTHETIC):
        frame, _ = parse((package / csv_path(stem)).read_bytes(), stem)
        path = to / csv_path(stem).replace(".csv", ".parquet")
        path.parent.mkdir(parents=True, exist_ok=True)
        if stem == "events":
            path = path.with_suffix("")
            path.mkdir()
            (path / "a.parquet").write_bytes(encode(stem, frame.iloc[:300], codes))
            (path / "b.parquet").write_bytes(encode(stem, frame.iloc[300:], codes))
        else:
            path.write_bytes(encode(stem, frame, codes))
    shutil.copy(texts, to / "texts.parquet")
    return to


def test_parquet_is_read_as_csv_is(package, tmp_path):
    """A package in Parquet has the same problems at the same rows, numbered as in its CSV."""
    for defect in (
        "out of range",
        "duplicate key across partitions",
        "dangling key",
        "wrong digest",
        "mention missing",
    ):
        edit(package, *CELLS[defect])
    folder = as_parquet(package, tmp_path / "parquet", package / "texts.parquet")
    here, there = lines(package), lines(folder)
    assert len(here) > 6
    assert [line.replace(".parquet", ".csv").replace("data/events/a", "data/events") for line in there] == here


def test_parquet_of_other_types_is_told(package, tmp_path):
    """A column of a type that holds no such values, an unknown column and a damaged file are told by their names."""
    folder = as_parquet(package, tmp_path / "parquet", package / "texts.parquet")
    path = folder / "data" / "segments.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(3, "start", pa.array([[1]] * len(table))), path)
    names = folder / "data" / "names.parquet"
    pq.write_table(pq.read_table(names).append_column("mood", pa.array(["glad"] * 120)), names)
    (folder / "data" / "quotes.parquet").write_bytes(b"PAR1 and no more")
    text = "\n".join(lines(folder))
    assert (
        "data/segments.parquet:1:start  list<element: int64>  holds list<element: int64> where the schema has int64"
        in text
    )
    assert "data/names.parquet:1:mood  mood  is no column of this table" in text
    assert "data/quotes.parquet  cannot be read" in text


def test_folder_of_files_is_one_table(tmp_path):
    """A table in several files is read as one, its lines counted in each, and rows found beyond their own file."""
    folder = write(tmp_path / "package", EVENTS, parts=3)
    assert lines(folder) == []
    part = folder / "data" / "quotes" / "0002.csv"
    part.write_bytes(part.read_bytes().replace(b"qt-0001199", b"qt-0000000"))
    found = lines(folder)
    assert [line.split("  ")[0] for line in found[:2]] == [
        "data/quotes/0000.csv:2:quote_id",
        "data/quotes/0002.csv:401:quote_id",
    ]
    (folder / "data" / "quotes" / "notes.txt").write_text("x")
    assert any(line.startswith("data/quotes/notes.txt  is neither CSV nor Parquet") for line in lines(folder))


def test_table_in_two_forms_is_told(package):
    """A table that stands there twice is not guessed at."""
    shutil.copy(package / "texts.parquet", package / "data" / "events.parquet")
    assert lines(package)[1].startswith(
        "data/events.csv  stands beside data/events.parquet, and both are the table events"
    )


def test_first_hundred_of_a_rule_are_told_and_the_rest_counted(package, pool):
    """However many cells break a rule, a hundred are shown, those that stand first, and the others are counted."""
    path = package / csv_path("quotes")
    path.write_bytes(path.read_bytes().replace(b",talks_progress,", b",weather,"))
    found = check(package, size=SIZE)
    assert [problem.line for problem in found.problems] == list(range(2, 102))
    assert list(found.more.values()) == [1100]
    assert told(found)[-2].startswith("quotes:topic  and 1,100 more such: use one of ")
    assert told(found)[-1] == "1,200 problems; nothing was changed."
    assert told(check(package, size=SIZE, caller=pool())) == told(found)


def test_a_row_may_stand_on_several_buckets(package):
    """A cell that one of several sources names is named, wherever the partitions are cut; one that none names is told."""
    rows = rows_of(package, "events")
    anchor = rows_of(package, "events")[-1][rows[0].index("evidence")]
    near = rows[1][rows[0].index("evidence")]  # ev-0000000 has a weekday and a quantity
    edit(package, "events", 0, "evidence", f"{anchor};{near}")
    proofs = lines(package)
    assert proofs == []  # the anchor is new, and its text at hand: nothing is wrong with it
    edit(package, "events", 0, "evidence", f"{anchor};{rows[2][rows[0].index('evidence')]}")
    assert [line.split("  ")[0] for line in lines(package)[:-1]] == [
        "data/events.csv:2:value_as_printed",
    ]


def test_without_texts_what_was_proven_is_compared(package):
    """Without the texts a changed row and a moved anchor are told, in the words of the small build."""
    (package / "texts.parquet").unlink()
    edit(package, "events", 3, "title", "Another title")
    assert "all of" not in lines(package)
    ledger = [["segment_id", "source_id", "start", "end", "kind", "disposition", "sha256", "n_rows", "rows"]]
    for row in rows_of(package, "segments")[1:]:
        ledger.append([row[0], row[1], row[3], row[4], row[5], "coded", "0" * 64, "1", "events:x"])
    for stem, table in (("ledger", ledger), ("mentions", [list(arrow_types("mentions"))])):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(table)
        (package / csv_path(stem)).write_text(out.getvalue())
    found = check(package, size=SIZE, rules=("schemas", "keys", "codes", "anchors", "ledger"))
    assert found.unread == found.anchors > 0
    assert [str(problem).split("  ")[0] for problem in found.problems] == ["data/events.csv:5:evidence"]
    assert "belongs to a row that changed since it was read in the article" in told(found)[0]


# A package of any size need not have every table: of one that is missing the check tells the cells that lead there.
# The other faults are those of rules that belong to the small build.
LEFT_OUT = """missing_file account_of_the_wrong_side coding_of_nothing derived_value_out_of_code_list frame_from_nowhere
garble_without_reading group_of_different_speakers invisible_character locked_changed_row locked_check_of_nothing
locked_new_row narrative_repeated needless_quotes number_and_weekday_uncoded printed_words_elsewhere quotation_uncoded
quote_unlike_its_slice relay_that_is_no_medium rows_out_of_order said_after_the_article said_on_another_day said_twice
stray_white_space within_in_a_circle""".split()


@pytest.mark.parametrize("fault", [path for path in BROKEN if path.name not in LEFT_OUT], ids=lambda path: path.name)
def test_broken_packages_as_the_build_tells_them(fault, tmp_path):
    """On each tiny broken package the check tells what the same rules of the build tell."""
    folder = assemble(fault, tmp_path / "package")
    articles = folder / "sources"
    if fault.name.startswith("offline_"):
        shutil.rmtree(articles)
    small, problems = read(folder, articles if articles.is_dir() else None)
    rules = [getattr(checks, name) for name in ("columns", "keys", "codes", "anchors", "mentions", "ledger")]
    rules = rules if checks.is_whole(small) else rules[:3]
    wanted = {str(problem) for problem in once([*problems, *(p for rule in rules for p in rule.check(small))])}
    found = {str(problem) for problem in check(folder).problems if problem.file.count("/") == 1}
    assert found == {line for line in wanted if line.count("data/derived/") == 0 or "has another digest" in line}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--memory", "12"], "12 is no number of MB from 300 up"),
        (["--rules", "schemas,spelling"], "no such rule: spelling; the rules are schemas,keys"),
    ],
)
def test_wrong_options_are_told(options, words, sound, capsys):
    """An option that makes no sense ends with exit status 2 and says what would."""
    with pytest.raises(SystemExit, match="2"):
        build.main(["check", str(sound), *options])
    assert words in capsys.readouterr().err


def test_command(package, capsys):
    """The command prints what was checked, and exits with 1 where something is wrong and with 2 where it could not end."""
    assert build.main(["check", str(package)]) == 0
    assert "0 problems" in capsys.readouterr().out
    edit(package, *CELLS["dangling key"])
    assert build.main(["check", str(package)]) == 1
    assert "data/quotes.csv:704:event_id  ev-9999999  is no row of events" in capsys.readouterr().err
    assert build.main(["check", str(package), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "the check could not be finished" in capsys.readouterr().err
    assert build.main(["check", str(package / "none")]) == 1
    assert "data/sources.csv  the file is missing" in capsys.readouterr().err


def test_stretches_are_the_rows_each_once(package):
    """However small the stretches, they hold every byte of a file once, and begin at the beginning of a line."""
    for size in (1, 100, 5000, 10**9):
        cuts = [cut for cut in stretches(package, size)[0] if cut.stem == "names"]
        raw = (package / csv_path("names")).read_bytes()
        assert b"".join(raw[cut.start : cut.end] for cut in cuts) == raw
        assert all(raw[cut.start - 1 : cut.start] in (b"", b"\n") for cut in cuts)
