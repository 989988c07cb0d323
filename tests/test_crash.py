"""Never half-written: a build that is killed, refused or met by another leaves every file whole."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pipeline import files
from tests.conftest import ROOT, TINY, contents

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "ISTANBUL_TALKS_SOURCES"}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

# Writes the files of one folder over another, and kills itself at the n-th write, sync or rename: of a write, only half
# has been made. Nothing can catch that, or tidy up after it. 0 is never: the calls are counted.
KILLER = """
import io, os, signal, sys
from pathlib import Path
from pipeline import files

moment, calls = int(sys.argv[1]), 0

def then(function):
    def call(*args):
        global calls
        calls += 1
        if calls == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args)
    return call

class Halves(io.FileIO):
    def write(self, content):
        super().write(content[: len(content) // 2])
        return then(super().write)(content[len(content) // 2 :])

files.open, os.fsync, os.replace = Halves, then(os.fsync), then(os.replace)
new = Path(sys.argv[2])
files.write_files(Path(sys.argv[3]), {name: (new / name).read_bytes() for name in sys.argv[4:]})
print(calls)
"""


def python(*words: object, before: str = "") -> subprocess.CompletedProcess[str]:
    """What a Python process of the project did; `before` runs in it first."""
    done = [sys.executable, "-c", before + words[0], *map(str, words[1:])]
    return subprocess.run(done, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT)


def built(folder: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """A build of a package in a process of its own, without dist/."""
    code = "import build, os, resource, sys\n" + before
    return python(f"{code}\nsys.exit(build.main(['--no-dist', '--root', {str(folder)!r}]))")


@pytest.fixture(scope="module")
def versions(tmp_path_factory) -> tuple[Path, dict[str, bytes]]:
    """A package as it was built, and what a build makes after a correction of a cell (which is checked) changes."""
    folder = shutil.copytree(TINY, tmp_path_factory.mktemp("versions") / "old")
    assert built(folder).returncode == 0
    old = contents(folder)
    described = {path: content for path, content in old.items() if path.endswith((".parquet", ".csv", ".md"))}
    new = {path: content + b"\n" for path, content in list(described.items())[::12]}
    return folder, new | {"datapackage.json": old["datapackage.json"] + b"\n"}


@pytest.mark.crash
def test_killed_at_any_write_sync_or_rename(versions, tmp_path):
    """Killed at each call, every file is whole, old or new, the descriptor is last, and the next build mends the set."""
    old_folder, new = versions
    old, source = contents(old_folder), tmp_path / "new"
    files.write_files(source, new)

    def run(moment: int, folder: Path) -> subprocess.CompletedProcess[str]:
        shutil.copytree(old_folder, folder)
        return python(KILLER, moment, source, folder, *new)

    calls = int(run(0, tmp_path / "whole").stdout)
    assert calls == 4 * len(new)  # half a write, a sync, a rename, a sync of the folder
    for moment in range(1, calls + 1):
        folder = tmp_path / str(moment)
        assert run(moment, folder).returncode == -signal.SIGKILL
        found = {path: content for path, content in contents(folder).items() if not path.endswith(".new")}
        assert found.keys() == old.keys()
        states = ["new" if found[path] == new[path] else "old" if found[path] == old[path] else "half" for path in new]
        assert states == sorted(states), (moment, states)  # "new" before "old", and never half
        files.write_files(folder, new)
        assert {path: content for path, content in contents(folder).items() if path in old} == old | new
        shutil.rmtree(folder)


@pytest.mark.crash
@pytest.mark.parametrize("seconds", [1.5, 2.5, 3.0, 3.5, 4.0])
def test_killed_build_leaves_whole_files(versions, tmp_path, seconds):
    """A whole build that is killed leaves files that are whole; the next build makes all of them."""
    folder = shutil.copytree(TINY, tmp_path / "package")
    command = [sys.executable, "build.py", "--no-dist", "--root", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as running:
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.kill()
    whole = contents(versions[0])
    found = {path: content for path, content in contents(folder).items() if not path.endswith(".new")}
    assert [path for path in found if found[path] != whole[path]] == []
    assert built(folder).returncode == 0
    assert {path: content for path, content in contents(folder).items() if not path.endswith(".new")} == whole


@pytest.mark.crash
def test_full_disk_is_reported(versions, tmp_path):
    """Where a file cannot grow, it is named in one line, what was there stays, and no half of it is left."""
    folder = shutil.copytree(versions[0], tmp_path / "package")
    (folder / "docs/codebook.md").unlink()
    before = contents(folder)
    # Python reads and DuckDB sorts under no limit: it is set when the first file is written.
    limit = (
        "from pipeline import files\nwrite = files.atomic_write\ndef limited(*args):\n"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n write(*args)\nfiles.atomic_write = limited"
    )
    done = built(folder, limit)
    assert done.returncode == 1
    line, outcome = done.stderr.splitlines()
    assert line.endswith(
        "docs/codebook.md  cannot be written (File too large): make room or give permission, then run the command again"
    )
    assert outcome == "1 error; nothing was published."
    assert contents(folder) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


@pytest.mark.crash
def test_missing_permission_is_reported():
    """In a folder that may only be read a build says so in one line, and changes nothing."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        folder = shutil.copytree(TINY, Path(name) / "package")
        folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
        for path in folders:
            path.chmod(0o555)
        before = contents(folder)
        done = built(folder, "os.seteuid(65534)" if os.geteuid() == 0 else "")
        for path in folders:
            path.chmod(0o755)
        assert done.returncode == 1
        assert "cannot be written (Permission denied): make room or give permission" in done.stderr
        assert len(done.stderr.splitlines()) == 2
        assert contents(folder) == before


@pytest.mark.crash
def test_dangling_link_and_pipe_hold_no_build_up(tmp_path):
    """A link that leads nowhere and a pipe that nobody writes to, beside the files of the project, are passed over."""
    ignore = shutil.ignore_patterns(".*", "dist", "bench")
    folder = shutil.copytree(ROOT, tmp_path / "project", ignore=ignore)
    for beside in (folder, folder / "docs", folder / "data"):
        (beside / "dangling.csv").symlink_to("nowhere")
        os.mkfifo(beside / "pipe.csv")
    command = [sys.executable, "build.py", "--no-dist"]
    environment = ENVIRONMENT | {"PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.crash
def test_second_build_waits(tiny):
    """A build that meets another says so, waits, and then does its work."""
    command = [sys.executable, "-u", "build.py", "--no-dist", "--root", str(tiny)]
    with files.build_lock(tiny):
        running = subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1, text=True, env=ENVIRONMENT)
        assert running.stderr.readline() == "Another build of this package is at work; waiting for it.\n"
        assert not (tiny / "datapackage.json").exists()
    out, _ = running.communicate(timeout=120)
    assert running.returncode == 0 and "0 problems" in out
    assert (tiny / "datapackage.json").exists()


def test_build_that_waits_too_long_gives_up(tiny, run, monkeypatch):
    """A build gives up where another does not end, in one line; the lock file of a dead build holds nobody."""
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    hold = f"from filelock import FileLock\nwith FileLock({str(tiny / files.LOCK)!r}):\n print(flush=True)\n input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1) as other:
        other.stdout.readline()
        ran = run(tiny)
        other.kill()
    assert ran.status == 1
    assert f"{files.LOCK}  is held by another build for too long: wait for that build, or end it" in ran.err
    assert (tiny / files.LOCK).exists()
    with files.build_lock(tiny):
        pass


def test_link_at_a_predictable_name_is_not_followed(tmp_path):
    """A link at the name of a temporary file, or of the file itself, leads no write to another file."""
    victim = tmp_path / "victim"
    victim.write_text("kept")
    links = [tmp_path / name for name in (".x.md.new", "x.md.new", ".x.md.tmp", "x.md")]
    for link in links:
        link.symlink_to(victim)
    files.write_files(tmp_path, {"x.md": b"new"})
    assert victim.read_text() == "kept" and (tmp_path / "x.md").read_bytes() == b"new"
    assert [link.is_symlink() for link in links] == [True, True, True, False]


def test_new_file_has_the_permissions_that_others_have(tmp_path):
    """A file keeps its permissions; a new one gets those of the user's mask, not those of a temporary file."""
    (tmp_path / "old").write_text("old")
    (tmp_path / "old").chmod(0o640)
    files.write_files(tmp_path, {"old": b"1", "new": b"2"})
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o666 & ~files.current_umask()


@pytest.mark.crash
def test_file_in_the_place_of_a_folder_is_reported(tiny, run):
    """Where the file system refuses, the file is named, and no temporary one is left."""
    (tiny / "docs/codebook.md").mkdir(parents=True)
    ran = run(tiny, "--no-dist")
    assert ran.status == 1
    assert "codebook.md  cannot be written (Is a directory): make room or give permission" in ran.err
    assert not list(tiny.rglob("*.new")) and not (tiny / "datapackage.json").exists()
