"""`make agree`: all tests in every surrounding that could change what they say, and one table of what came of it.

Each surrounding has a copy of the project of its own. The interpreters are those named, or those of NAMES that are
installed; each gets its own environment from the lock. What cannot be tried here is named.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

NAMES = ("python3.11", "python3.12", "python3.13")
# Not copied; at the top alone, for the tiny package has sources too.
LEFT_OUT = {".venv", "dist", "sources", ".built", ".build.lock", ".pytest_cache", ".ruff_cache", ".hypothesis"}
# Has a folder that nobody can write to, whatever the permissions say, for one command and what it starts.
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@"'


class Surrounding(NamedTuple):
    """What is around the tests: an interpreter, variables, the name of the folder, and whether it is read-only or left."""

    name: str
    python: str | None = None
    variables: dict = {}
    folder: str = "project"
    read_only: bool = False
    elsewhere: bool = False


# Two or three at a time, which have nothing to do with each other: should a test fail, it is seen which of them it was.
SURROUNDINGS = (
    Surrounding(
        "`LC_ALL=C`, `TZ=Pacific/Kiritimati`, `PYTHONHASHSEED=1`",
        variables={"LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    ),
    Surrounding("`python -O`, `PYTHONHASHSEED=2`", variables={"PYTHONOPTIMIZE": "1", "PYTHONHASHSEED": "2"}),
    Surrounding(
        "a folder `Überprüfung der Daten`, another working directory", folder="Überprüfung der Daten", elsewhere=True
    ),
    Surrounding("a file system that may only be read", read_only=True),
)


def main(argv=None):
    """Try each surrounding and print the table; the exit status is 1 where a test failed."""
    options = arguments().parse_args(argv)
    pythons = [Surrounding(words, python=words) for words in options.pythons]
    rows, failed = [], False
    for surrounding in [*pythons, *SURROUNDINGS]:
        if options.only and options.only not in surrounding.name:
            continue
        if reason := hindrance(surrounding):
            rows.append(f"| {surrounding.name} | not tried: {reason} | | | |")
        else:
            line, bad = tried(surrounding)
            rows.append(line)
            failed |= bad
        print(rows[-1], file=sys.stderr, flush=True)
    print(
        "| surrounding | passed | skipped | failed | minutes of processor |",
        "|---|---:|---:|---:|---:|",
        *rows,
        sep="\n",
    )
    return 1 if failed else 0


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.agree", description=__doc__.split("\n")[0])
    parser.add_argument("pythons", nargs="*", default=NAMES, help=f"interpreters; default: {' '.join(NAMES)}")
    parser.add_argument("--only", metavar="WORDS", help="only surroundings with these words in their name")
    return parser


def hindrance(surrounding):
    """Why a surrounding cannot be tried here; None where it can."""
    if surrounding.python and not succeeds(surrounding.python, "-c", ""):
        return "not installed"
    with tempfile.TemporaryDirectory() as name:
        if surrounding.read_only and not succeeds("unshare", "--mount", "sh", "-c", READ_ONLY, name, "true"):
            return "nothing may be mounted here"
    return None


def succeeds(*words):
    """Whether a command is there and ends well."""
    return bool(shutil.which(words[0])) and subprocess.run(words, capture_output=True).returncode == 0


def tried(surrounding):
    """(row of the table, whether a test failed) of the tests in a surrounding."""
    with tempfile.TemporaryDirectory() as name:
        folder, report = Path(name) / surrounding.folder, Path(name) / "report.xml"
        shutil.copytree(ROOT, folder, ignore=left_out, symlinks=True)
        python, title = environment(surrounding, folder)
        words = [python, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}"]
        if surrounding.elsewhere:
            words += ["-c", folder / "pyproject.toml", "--rootdir", folder, *(folder / path for path in paths())]
        if surrounding.read_only:
            words = ["unshare", "--mount", "sh", "-c", READ_ONLY, folder, *words]
        variables = {**os.environ, **surrounding.variables, "PYTHONDONTWRITEBYTECODE": "1"}
        start = spent()
        cwd = name if surrounding.elsewhere else folder
        done = subprocess.run(words, cwd=cwd, env=variables, capture_output=True, text=True, errors="replace")
        return row(title, report, (spent() - start) / 60, done)


def spent():
    """The seconds of processor that processes started here have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def row(title, report, minutes, done):
    """(row of the table, whether a test failed) by the report that pytest wrote; what failed is told."""
    if not report.exists():
        print(done.stdout, done.stderr, file=sys.stderr)
        return f"| {title} | not one test: pytest ended with {done.returncode} | | | |", True
    found = ET.parse(report).getroot().find("testsuite").attrib
    total, skipped = int(found["tests"]), int(found["skipped"])
    failed = int(found["failures"]) + int(found["errors"])
    if failed:
        print(done.stdout, file=sys.stderr)
    passed = total - skipped - failed
    return f"| {title} | {passed} | {skipped} | {failed} | {minutes:.1f} |", bool(failed or done.returncode)


def environment(surrounding, folder):
    """(Python with all that the lock names, how the table calls the surrounding), for a copy of the project."""
    if not surrounding.python:
        (folder / ".venv").symlink_to(sys.prefix)
        return sys.executable, surrounding.name
    asked = [surrounding.python, "-c", "import platform; print('Python', platform.python_version())"]
    title = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    subprocess.run(["make", "--quiet", f"PYTHON={surrounding.python}", ".venv/ready"], cwd=folder, check=True)
    return folder / ".venv" / "bin" / "python", title


def left_out(folder, names):
    """The names in a folder that are not copied."""
    return {name for name in names if name == "__pycache__" or (Path(folder) == ROOT and name in LEFT_OUT)}


def paths():
    """Where pytest looks for tests, as `pyproject.toml` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["testpaths"]


if __name__ == "__main__":
    sys.exit(main())
