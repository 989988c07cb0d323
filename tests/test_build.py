"""The build as a whole: statuses, warnings and waivers, the check of what is committed, and the same bytes everywhere."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

import build
from editing.verdicts import GRAMMAR
from istanbul_talks.package import row_digest
from pipeline import package as reading
from pipeline.problems import Problem
from schemas import TABLES, csv_path
from tests.conftest import ROOT, TINY, contents, replace

EVENTS, REPORTS, WAIVERS = "data/events.csv", "data/event_reports.csv", "data/waivers.csv"
WARNING = "data/event_reports.csv:2:date_start  2021-05-03  is not the day that the weekday date in the anchors means"


@dataclass(frozen=True)
class Fresh:
    """A tiny package as a build leaves it, and how often the build read each file."""

    folder: Path
    reads: Counter[str]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Fresh:
    """A build of the tiny package in this process, with all that goes into dist/."""
    folder = shutil.copytree(TINY, tmp_path_factory.mktemp("fresh") / "package")
    reads: Counter[str] = Counter()
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        reads[path.as_posix()] += 1
        return read_bytes(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)
        patch.setattr(Path, "read_bytes", counted)
        assert build.main(["--root", str(folder)]) == 0
    return Fresh(folder, reads)


@pytest.fixture
def warned(tiny) -> Path:
    """A tiny package that has a warning and no error: its rows have been checked as they stand."""
    for table in (EVENTS, REPORTS):
        replace(tiny / table, "2021-05-04,2021-05-04,day", "2021-05-03,2021-05-04,span")
    check_rows(tiny)
    return tiny


def check_rows(folder: Path) -> None:
    """Write down that somebody read every row as it stands."""
    package, _ = reading.read(folder)
    header, *old = (folder / "data/checks.csv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in reading.checked_rows(package) if row.sha256 not in "\n".join(old)]
    new = [f"{row.table},{row.row_id},{row.sha256},person,review-1,2021-05-06," for row in rows]
    lines = sorted([*old, *new], key=lambda line: line.split(",")[:5])
    (folder / "data/checks.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")


def waive(folder: Path, rule: str) -> None:
    """Add a waiver of a rule at the event, and have it checked."""
    with (folder / WAIVERS).open("a", encoding="utf-8") as out:
        out.write(f"{rule},event_reports,er-001,For the test.\n")
    check_rows(folder)


def test_tiny_package_is_as_built(fresh):
    """A build adds what it publishes, and the committed tables of the tiny package are those of a fresh build."""
    built = contents(fresh.folder)
    assert {path: built[path] for path in contents(TINY)} == contents(TINY)
    assert built.keys() >= {"docs/codebook.md", "docs/rules.md", "datapackage.json", "data/parquet/events.parquet"}
    assert {path.rsplit(".")[-1] for path in built if path.startswith("dist/")} >= {"xlsx", "html", "sqlite", "csv"}


def test_a_table_is_read_once(fresh):
    """What is checked and published is read once, and once more at the end to see that it is still the same."""
    assert {fresh.reads[(fresh.folder / csv_path(table)).as_posix()] for table in TABLES} == {2}


def test_without_the_article_the_same_is_published(fresh, tmp_path, run):
    """What the last build proved is carried forward; the report says so, and how to read the anchors again."""
    folder = shutil.copytree(fresh.folder, tmp_path / "package", ignore=shutil.ignore_patterns("sources"))
    before = contents(folder)
    ran = run(folder, "--no-dist")
    assert (ran.status, ran.err) == (0, ""), "without --progress a sound build has no message"
    assert "tables, " in ran.out and "sources 1" not in ran.out
    assert re.search(r"\d+ anchors, 0 of them read again in the articles", ran.out)
    assert "python build.py --sources DIR" in ran.out
    assert contents(folder) == before


def test_check_names_what_differs(fresh, tmp_path, run):
    """--check names edited and left-over files and what to do, and writes nothing."""
    tiny = shutil.copytree(fresh.folder, tmp_path / "package")
    with (tiny / "docs/codebook.md").open("a", encoding="utf-8") as out:
        out.write("x\n")
    left = ("data/derived/old.csv", "data/parquet/old.parquet", "docs/figures/old.svg", "schemas/old.json")
    for path in left:
        (tiny / path).write_bytes(b"")
    before = contents(tiny)
    ran = run(tiny, "--check")
    removed = [f"{path}  is no file of the build: remove it: git rm {path}" for path in left]
    edited = "docs/codebook.md  differs from a fresh build: run: make build"
    assert (ran.status, ran.err.splitlines()) == (1, [edited, *removed, "5 errors; nothing was published."])
    assert contents(tiny) == before


def test_side_without_colour_is_reported(tiny, run):
    """A new side names its code and the file in which it gets a colour, and no figure is drawn without one."""
    (line,) = (row for row in (tiny / "data/codes.csv").read_text("utf-8").splitlines() if row.startswith("side,none,"))
    replace(tiny / "data/codes.csv", line, f"{line.replace('none', 'mediator')}\n{line}")
    check_rows(tiny)
    ran = run(tiny, "--no-dist")
    assert ran.status == 1
    assert re.search(
        r"^data/codes.csv:\d+:code  mediator  is a side without colour and shape: add it to LOOKS in publish/figures/drawing.py",
        ran.err,
    )


def test_missing_file_is_not_called_unwritable(tiny, run):
    """A file that a command cannot read is reported so, and in one line."""
    ran = run(tiny, "review", "--verdicts", tiny / "none.txt")
    assert ran.status == 1
    message = "cannot be read (No such file or directory): name a file that you may read, or restore it"
    assert ran.err.splitlines() == [f"{tiny / 'none.txt'}  {message}", "1 error; nothing was published."]


def test_help_of_review_has_the_grammar_of_verdicts(tiny, run, capsys):
    """`review --help` explains how a verdict is written, line by line as it stands."""
    with pytest.raises(SystemExit):
        run(tiny, "review", "--help")
    assert GRAMMAR in capsys.readouterr().out


def test_release_needs_a_clone(fresh, tmp_path, run):
    """What git does not know is not released."""
    folder = shutil.copytree(fresh.folder, tmp_path / "package")
    ran = run(folder, "release")
    assert (ran.status, ran.err.splitlines()[0]) == (1, f"{folder}  has no file that git knows: release from a clone")
    assert not list((folder / "dist").glob("*.zip")) and not list((folder / "dist").glob("*.whl"))


@pytest.mark.parametrize("source", [TINY, pytest.param(ROOT, marks=pytest.mark.release)], ids=["tiny", "real"])
def test_same_bytes_in_every_place_time_zone_and_locale(fresh, tmp_path, source):
    """Two builds in two folders, time zones, locales and hash seeds publish the same bytes, the real one with -O, too."""
    ascii_ = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    if source == ROOT:
        ascii_["PYTHONOPTIMIZE"] = "1"  # every module is compiled anew: too slow for each run
    strange = built(
        tmp_path / "Überprüfung der Daten" / "x", source, TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", **ascii_
    )
    if source == TINY:
        plain = contents(fresh.folder)
    else:
        plain = built(tmp_path / "one", source, TZ="America/St_Johns", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert [path for path in plain if plain[path] != strange.get(path)] == []
    assert plain.keys() == strange.keys()


def built(folder: Path, source: Path, **environment: str) -> dict[str, bytes]:
    """What a build in a process of its own makes of a package, dist/ included."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(".*", "dist", "bench"))
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(folder)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    environment.pop("ISTANBUL_TALKS_SOURCES", None)
    done = subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return contents(folder)


def test_every_anchor_is_read_again_in_the_articles(articles, run):
    """With the articles at hand all anchors are read again, and the committed files are those of a fresh build."""
    ran = run(ROOT, "--check", "--sources", articles)
    assert (ran.status, ran.err) == (0, "")
    total, proven = re.search(r"([\d,]+) anchors, ([\d,]+) of them", ran.out).groups()
    assert total == proven


def test_errors_come_before_warnings(warned, run):
    """Status 1; the error stands above the warnings, and the counts below them."""
    replace(warned / "data/participants.csv", "speaker", "speeker")
    ran = run(warned, "--no-dist")
    assert ran.status == 1
    lines = ran.err.splitlines()
    assert lines[0].startswith("data/participants.csv:2:role  speeker  is no code of participant_role: use a code")
    assert any(line.startswith(WARNING) for line in lines[1:])
    assert re.fullmatch(r"1 error, \d+ warnings, 1 row to review; nothing was published.", lines[-1])


def test_rows_to_review_are_one_line_a_table(tiny, run):
    """Rows that nobody has checked are summed up by table; --verbose lists them."""
    replace(tiny / "data/event_reports.csv", "s900:11-85,", "s900:11-85,A note.")
    replace(tiny / EVENTS, "Boats reach", "Three boats reach")
    ran = run(tiny, "--no-dist")
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "data/event_reports.csv  1 row needs review (er-001): python build.py review --blind --table event_reports",
        "data/events.csv  1 row needs review (ev-001): python build.py review --blind --table events",
        "2 rows to review; nothing was published.",
    ]
    listed = run(tiny, "--no-dist", "--verbose").err
    assert (
        "data/events.csv:2  ev-001  changed since it was checked: python build.py review --blind --table events"
        in listed
    )


def test_warnings_hold_a_build_back(warned, run):
    """Status 2 and nothing published; with --allow-warnings the files are there, and the status stays 2."""
    before = contents(warned)
    ran = run(warned, "--no-dist")
    assert ran.status == 2
    assert ran.err.startswith(WARNING) and ran.err.endswith("\n1 warning; nothing was published.\n")
    assert contents(warned) == before
    ran = run(warned, "--no-dist", "--allow-warnings")
    assert ran.status == 2 and ran.err.endswith("the files were published all the same.\n")
    assert "docs/codebook.md" in contents(warned)
    assert run(warned, "--allow-warnings", "release").status == 2
    assert not (warned / "dist").exists()


def test_waived_warnings_are_silent(warned):
    """A waiver with its reason takes one warning of one row away."""
    waive(warned, "date_differs")
    assert build.validated(warned, warned / "sources").problems == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("date_differs", "event_reports:er-001 raises no such warning: remove the waiver"),
        ("duplicate_key", "event_reports:er-001 raises no such warning: remove the waiver"),
        ("any_rule", "is no rule: use a name of docs/rules.md"),
    ],
)
def test_waiver_of_nothing_is_an_error(tiny, run, rule, message):
    """A waiver of a rule that raises no warning there, or of no rule, is refused."""
    waive(tiny, rule)
    ran = run(tiny, "--no-dist")
    assert ran.status == 1
    assert ran.err.startswith(f"{WAIVERS}:2:rule  {rule}  {message}"), ran.err


def test_digest_of_a_row_knows_filled_cells_by_name():
    """Neither a blank column nor another order voids a check; another cell does."""
    row = {"event_id": "ev-001", "title": "Boats reach Bergen", "notes": None}
    assert row_digest({"weather": "", **row}) == row_digest(dict(reversed(row.items()))) == row_digest(row)
    assert len({row_digest(row), row_digest({**row, "weather": "calm"}), row_digest({**row, "title": "x"})}) == 3


def test_new_column_needs_the_schema_and_the_table_alone(tiny, tmp_path):
    """An optional column added to a model and, blank, to its CSV: a build passes, without the article."""
    code = shutil.copytree(
        ROOT, tmp_path / "code", ignore=shutil.ignore_patterns(".*", "data", "dist", "bench", "sources")
    )
    column, new = "    notes: Text = f.notes()\n", '    weather: Text = f.own("The weather.", blank="not stated")\n'
    model, table = code / "schemas/entities.py", tiny / "data/actors.csv"
    model.write_text(model.read_text(encoding="utf-8").replace(column, new + column, 1), encoding="utf-8")
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([header.replace("notes", "weather,notes"), *(f"{row}," for row in rows), ""]))
    shutil.rmtree(tiny / "sources")
    command = [sys.executable, "build.py", "--no-dist", "--root", str(tiny)]
    without = {name: value for name, value in os.environ.items() if name != "ISTANBUL_TALKS_SOURCES"}
    done = subprocess.run(command, cwd=code, env=without, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "weather" in (tiny / "docs/codebook.md").read_text(encoding="utf-8")


def test_problem_is_one_line():
    """A problem prints as file:line:column, value, message, hint and rule, whatever the cell holds."""
    problem = Problem(EVENTS, 14, "date_end", "2022\n03", "ends before it starts", "mend one", "dates_in_order")
    assert str(problem) == rf"{EVENTS}:14:date_end  2022\x0a03  ends before it starts: mend one [dates_in_order]"


def test_missing_code_of_a_generated_column_is_reported(tiny, run):
    """A code that a derived table needs and the vocabulary lacks is a problem with its file, and no traceback."""
    for table, row in (("codes", "disposition,coded"), ("checks", "codes,disposition.coded")):
        file = tiny / f"data/{table}.csv"
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith(row)), encoding="utf-8")
    ran = run(tiny, "--no-dist")
    assert ran.status == 1
    assert "data/codes.csv:code  coded  has no row for disposition, which ledger.disposition needs" in ran.err


def test_progress_and_counts_are_said_where_they_are_asked_for(tiny, run):
    """--progress says each step as it begins, --verbose counts by table."""
    verbose = run(tiny, "--no-dist", "--progress", "--verbose")
    assert [line[:3] for line in verbose.err.splitlines()] == ["1/4", "2/4", "3/4"]
    assert "sources 1, segments 4" in verbose.out and "positions.said_on: 1 of 1 dates" in verbose.out


def test_python_without_the_environment_says_what_to_run():
    """Where the packages of the build are missing, one sentence says so, and no traceback."""
    ran = subprocess.run([sys.executable, "-S", "-E", "build.py"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr == (
        "duckdb is not installed for this Python. Run: make build, or .venv/bin/python build.py after it.\n"
    )


def test_reader_that_stops_early_ends_a_command_quietly(tiny):
    """`build.py review --print | head` has read enough: no traceback."""
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(tiny), "--sources", str(tiny / "sources")]
    with subprocess.Popen([*command, "review", "--print"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        ran.stdout.close()
        assert ran.stderr.read() == b""
