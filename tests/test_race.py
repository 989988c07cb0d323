"""A table that is edited while a build runs is never published unchecked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, TINY, contents

# Runs build.py and, after the n-th of the steps of a build, edits a table; 0 is never: then the steps are counted.
EDITOR = """
import sys
from pathlib import Path
import build, publish
from pipeline import files, package
from publish import validation

moment, folder, steps = int(sys.argv[1]), Path(sys.argv[2]), 0

def then_edit(module, name):
    function = getattr(module, name)
    def call(*args, **options):
        global steps
        result = function(*args, **options)
        steps += 1
        if steps == moment:
            table = folder / "data/names.csv"
            table.write_text(table.read_text().replace("s900:11-17,", "s900:11-17,Edited."))
        return result
    setattr(module, name, call)

then_edit(package, "read_table")
for name in ("validate", "rights_problems", "open_database", "derive", "changed_since"):
    then_edit(build, name)
for module, name in ((publish, "frames"), (publish, "artefacts"), (validation, "package_problems"), (files, "atomic_write")):
    then_edit(module, name)
status = build.main(["--no-dist", "--root", str(folder)])
print(steps, file=sys.stderr)
sys.exit(status)
"""


def edited_build(moment: int, folder: Path) -> tuple[int, int, str]:
    """Exit status, steps and messages of a build of a copy of the tiny package that is edited at a moment."""
    shutil.copytree(TINY, folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("ISTANBUL_TALKS_SOURCES", None)
    command = [sys.executable, "-c", EDITOR, str(moment), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, int(done.stderr.splitlines()[-1]), done.stderr


def verified(folder: Path) -> bool:
    """Whether `verify` says that all files of the package hold."""
    command = [sys.executable, "-m", "istanbul_talks", "--package", str(folder), "verify"]
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def assert_nothing_unchecked(moment: int, folder: Path) -> None:
    """Either nothing was published, or `verify` sees that the table is not the one that was checked."""
    status, _, messages = edited_build(moment, folder)
    edited = "Edited." in (folder / "data/names.csv").read_text(encoding="utf-8")
    assert edited, messages
    if (folder / "docs/codebook.md").exists():
        assert not verified(folder), moment
    else:
        assert status == 1, messages
        assert contents(folder).keys() == contents(TINY).keys()


def test_edit_between_reading_and_publishing(tmp_path):
    """A table edited after it was read and checked: nothing is published, and the file is named."""
    status, _, messages = edited_build(27, tmp_path / "package")
    assert status == 1
    assert "data/names.csv  changed while the build ran: run the build again" in messages
    assert not (tmp_path / "package/docs/codebook.md").exists()


@pytest.mark.crash
def test_edit_at_ten_moments_and_more(tmp_path):
    """Whenever a table is edited, what is published is what was checked, or `verify` says otherwise."""
    status, steps, messages = edited_build(0, tmp_path / "whole")
    assert status == 0, messages
    assert steps > 36
    for moment in [1, 20, *range(26, 37), steps]:
        assert_nothing_unchecked(moment, tmp_path / str(moment))
