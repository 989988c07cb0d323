"""Wide agreement: what a terminal, a folder or a permission may not change. `make agree` runs all tests in more of them.

That the bytes of a build are the same in every place, time zone, locale and with -O is shown in `tests/test_build.py`.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests import agree
from tests.conftest import ROOT
from tests.test_broken import contents
from tests.test_build import LEFT_OUT

# Python that knows nothing but ASCII, for names of files and for what it prints.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def done(folder, *words, before=(), **environment):
    """What a command of Python did in a folder."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder), **environment}
    environment.pop("ISTANBUL_TALKS_SOURCES", None)
    command = [*before, sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.skipif(not f"{ROOT}{sys.prefix}".isascii(), reason="Python that knows ASCII alone finds no such folder")
@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (("-m", "istanbul_talks", "show", "qt-003"), "qt-003: A rendering"),
        (("build.py", "--root", "tests/tiny", "find", "All are safe,"), r"\u201c[All are safe,]\u201d"),
    ],
)
def test_terminal_that_lacks_letters(words, printed):
    """Where a letter cannot be printed, its number is; the command goes on."""
    found = done(ROOT, *words, **ASCII)
    assert (found.returncode, found.stderr) == (0, "")
    assert printed in found.stdout
    assert found.stdout.isascii()


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A copy of the project in which nothing may be written."""
    folder = tmp_path_factory.mktemp("locked") / "project"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    shutil.copytree(ROOT / "tests" / "tiny", folder / "tests" / "tiny", dirs_exist_ok=True)
    every = [folder, *folder.rglob("*")]
    for path in every:
        path.chmod(path.stat().st_mode & ~0o222)
    yield folder
    for path in every:
        path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture(scope="module")
def bound():
    """The command before a command that holds even root to the permissions of files."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and there is no setpriv to take that away")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


READING = {
    "--check": (("build.py", "--check"), "what is committed equals a fresh build"),
    "check DIR": (("build.py", "check", "."), "0 problems"),
    "diff": (("build.py", "diff", ".", "."), "no row differs"),
    "find": (("build.py", "--root", "tests/tiny", "find", "Norway"), "s900:11-17"),
    "split": (("build.py", "split", "tests/tiny/sources/900_tiny.txt"), "s900-001,s900,1,0,10"),
    "review": (("build.py", "--root", "tests/tiny", "review", "--print"), "Every row here has been checked."),
    "load": (("-c", "import istanbul_talks; print(istanbul_talks.load('events').shape)"), "(64, "),
    "show": (("-m", "istanbul_talks", "show", "qt-007"), "said by             Vladimir Medinsky, through TASS"),
    "cite": (("-m", "istanbul_talks", "cite"), "(Version "),
    "verify": (("-m", "istanbul_talks", "verify"), "no problems found"),
}


@pytest.mark.parametrize(("words", "printed"), READING.values(), ids=READING)
def test_what_reads_wants_to_write_nothing(locked, bound, words, printed):
    """In a clone that may only be read, every command that reads does its work."""
    found = done(locked, *words, before=bound)
    assert (found.returncode, found.stderr) == (0, "")
    assert printed in found.stdout


@pytest.mark.parametrize(
    "words", [[], ["tidy"], ["release"], ["examples"]], ids=["build", "tidy", "release", "examples"]
)
def test_what_writes_says_that_it_cannot(locked, bound, words):
    """There a command that writes says in one sentence that it cannot, and changes nothing."""
    before = contents(locked)
    found = done(locked, "build.py", *words, before=bound)
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    first, *rest = found.stderr.splitlines()
    assert "cannot be written (Permission denied): make room or give permission, then run: " in first
    assert rest == ["1 problem; nothing was published."]
    assert contents(locked) == before


def test_interpreter_that_is_not_there_is_named(capsys):
    """`make agree` says which surroundings it could not try."""
    assert agree.main(["python9.9", "--only", "python9.9"]) == 0
    assert "| python9.9 | not tried: not installed | | | |\n" in capsys.readouterr().out


SOUND = "def test_a(): pass\n"
MIXED = f"import pytest\n{SOUND}def test_b(): assert 0\n@pytest.mark.skip\ndef test_c(): pass\n"


@pytest.mark.parametrize(
    ("tests", "row"), [(MIXED, ("| x | 1 | 1 | 1 | 2.0 |", True)), (SOUND, ("| x | 1 | 0 | 0 | 2.0 |", False))]
)
def test_failed_tests_are_counted(tests, row, tmp_path):
    """The table of `make agree` has what pytest reports, and one that failed is no agreement."""
    (tmp_path / "test_x.py").write_text(tests)
    report = tmp_path / "report.xml"
    found = done(tmp_path, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", "test_x.py")
    assert agree.row("x", report, 2, found) == row


def test_run_without_a_report_is_no_agreement(tmp_path):
    """Where pytest could not begin, the row says so."""
    found = done(tmp_path, "-m", "pytest", "--no-such-option")
    assert agree.row("x", tmp_path / "none.xml", 2, found) == ("| x | not one test: pytest ended with 4 | | | |", True)
