"""`make test-matrix`: plain pytest on each interpreter, in another locale, time zone, hash seed and folder, and with -O.

    python -m tests.matrix [python3.11 python3.12 ...]

Each surrounding has a copy of the project of its own; what cannot be tried here is named.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("python3.11", "python3.12", "python3.13")
LEFT_OUT = shutil.ignore_patterns(".venv", "dist", ".build.lock", ".*_cache", ".hypothesis", "__pycache__")


@dataclass(frozen=True)
class Surrounding:
    """What is around the tests: an interpreter with an environment of its own, variables, the name of the folder."""

    name: str
    python: str | None = None
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = "project"


SURROUNDINGS = (
    Surrounding(
        "ASCII, far east, hash seed 1", None, {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}
    ),
    Surrounding("-O, hash seed 2", None, {"PYTHONOPTIMIZE": "1", "PYTHONHASHSEED": "2"}),
    Surrounding("folder with other letters", folder="Überprüfung der Daten"),
)


def main(pythons: list[str]) -> int:
    """Try each surrounding and print the last line of pytest; the exit status is 1 where a test failed."""
    failed = False
    for surrounding in [*(Surrounding(name, name) for name in pythons or PYTHONS), *SURROUNDINGS]:
        if surrounding.python and not shutil.which(surrounding.python):
            print(f"{surrounding.name}: not tried, for it is not installed", flush=True)
            continue
        with tempfile.TemporaryDirectory() as name:
            done = tried(surrounding, Path(name) / surrounding.folder)
        failed |= done.returncode != 0
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n")
        print(f"{surrounding.name}: {(done.stdout.strip().splitlines() or ['no test ran'])[-1]}", flush=True)
    return int(failed)


def tried(surrounding: Surrounding, folder: Path) -> subprocess.CompletedProcess[str]:
    """What pytest says in a copy of the project; -O leaves its own asserts out, and those of tests are rewritten."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT, symlinks=True)
    python = Path(sys.executable)
    if surrounding.python:
        subprocess.run(["make", "--quiet", f"PYTHON={surrounding.python}", ".venv/ready"], cwd=folder, check=True)
        python = folder / ".venv/bin/python"
    words = [python, "-m", "pytest", "-v", "-q", "--tb=short", "-n", "auto", "-p", "no:cacheprovider"]
    environment = {**os.environ, **surrounding.variables, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
