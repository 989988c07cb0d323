"""A clone on Windows, where git by default gives text other line ends: it has the same bytes, and cites the same digests."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_release import LEFT_OUT, done

pytestmark = pytest.mark.release
GIT = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """A repository with the project as it is."""
    folder = tmp_path_factory.mktemp("original") / "project"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "All"]):
        done(*GIT, *words, cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def clone(original) -> Path:
    """A clone of it, as git for Windows makes one."""
    folder = original.parent / "clone"
    done(*GIT, "clone", "--quiet", "-c", "core.autocrlf=true", original, folder, cwd=original, check=True)
    return folder


def test_files_have_the_same_bytes(original, clone):
    """No file that git knows differs from the original."""
    paths = done("git", "ls-files", "-z", cwd=original).stdout.split("\0")[:-1]
    assert "datapackage.json" in paths
    assert [path for path in paths if (clone / path).read_bytes() != (original / path).read_bytes()] == []


def test_builds_the_same(clone):
    """A fresh build has the bytes that are committed, and writes none that git takes for a change."""
    checked = done(sys.executable, "build.py", "--check", "--allow-unreviewed", cwd=clone)
    assert checked.returncode == 0, checked.stderr
    assert done("git", "status", "--porcelain", cwd=clone).stdout == ""


@pytest.mark.parametrize("words", ["cite --full", "cite quotes:{quote} --full", "verify"])
def test_cites_and_verifies_the_same(original, clone, words):
    """The digest in a citation, and what `verify` compares, are those of the original."""
    quote = (original / "data" / "quotes.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    command = [sys.executable, "-m", "istanbul_talks", *words.format(quote=quote).split()]
    here, there = done(*command, cwd=original), done(*command, cwd=clone)
    assert here.returncode == 0, here.stderr
    assert (there.stdout, there.returncode) == (here.stdout, 0)
