"""Each folder under `broken/` is the tiny package with one fault, and the complaint that a person gets for it.

A folder holds the files that differ from `tiny/`; a file that ends in `.gone` stands for one that is missing.
The packages whose names begin with `offline_` are built without their article. In those whose names begin with `locked_`
the fault is a row that nobody has checked as it stands; the others are built with that rule off, or each would break it.
"""

import shutil

import checks
import pytest

from publish.place import LOCK
from tests.conftest import ROOT, TINY

BROKEN = sorted((ROOT / "tests" / "broken").iterdir())


def assemble(fault, folder):
    """The tiny package with the fault."""
    shutil.copytree(TINY, folder)
    for file in sorted(path for path in fault.rglob("*") if path.is_file()):
        target = folder / file.relative_to(fault)
        if file.suffix == ".gone":
            target.with_suffix("").unlink()
        elif file.name != "expected.txt":
            target.write_bytes(file.read_bytes())
    return folder


def contents(folder):
    """Relative path -> bytes of all files, but for the lock that keeps other builds waiting."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != LOCK)
    return {path.relative_to(folder): path.read_bytes() for path in files}


@pytest.mark.parametrize("fault", BROKEN, ids=lambda path: path.name)
def test_fault_is_told_and_nothing_is_touched(fault, tmp_path, run, monkeypatch):
    """A broken package gets exactly its complaint, exit status 1, and not a byte of it changes."""
    monkeypatch.setattr(checks, "LOCKED", fault.name.startswith("locked_"))
    folder = assemble(fault, tmp_path / "package")
    if fault.name.startswith("offline_"):
        shutil.rmtree(folder / "sources")
    before = contents(folder)
    status, printed, complaint = run(folder)
    assert complaint == (fault / "expected.txt").read_text(encoding="utf-8")
    assert (status, printed) == (1, "")
    assert contents(folder) == before


@pytest.mark.parametrize("sources", [True, False], ids=["with_article", "without_article"])
def test_tiny_package_is_sound(tiny, run, sources):
    """The package that the faults are put into has none itself, with its article and without it."""
    if not sources:
        shutil.rmtree(tiny / "sources")
    status, printed, complaint = run(tiny)
    assert (status, complaint) == (0, "")
    assert "0 problems" in printed


def test_tiny_package_is_as_built(tiny, run):
    """Its committed derived tables are those of a fresh build; the views are left out, for they name the version."""
    before = contents(tiny / "data" / "derived")
    run(tiny)
    after = contents(tiny / "data" / "derived")
    assert {path: after[path] for path in before} == before
