"""Never half-written: a build that is killed, refused or met by another leaves every file whole."""

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import checks
import pytest
from checks.package import read

import build
import publish
from istanbul_talks.__main__ import main as reader
from publish import descriptor
from publish import place as placing
from tests.conftest import ROOT, TINY
from tests.test_broken import contents
from tests.test_build import LEFT_OUT

# Puts the files of one folder over another, and kills itself at the n-th write, flush to disk or rename. Nothing can
# catch that, or tidy up after it. 0 is never; then the number of such calls is printed.
KILLER = """
import builtins, importlib.util, os, signal, sys
from pathlib import Path

spec = importlib.util.spec_from_file_location("place", "publish/place.py")  # without all of publish
target = importlib.util.module_from_spec(spec)
spec.loader.exec_module(target)

wanted, calls = int(sys.argv[1]), 0

def count():
    global calls
    calls += 1
    if calls == wanted:
        os.kill(os.getpid(), signal.SIGKILL)

def counted(function):
    def call(*args):
        count()
        return function(*args)
    return call

def halves(name, mode):
    file = builtins.open(name, mode, buffering=0)
    write = file.write
    class Halves:
        def __enter__(self): return self
        def __exit__(self, *rest): file.close()
        def write(self, content):
            for part in (content[: len(content) // 2], content[len(content) // 2 :]):
                count()
                write(part)
        flush, fileno = file.flush, file.fileno
    return Halves()

target.open = halves
os.fsync, os.replace = counted(os.fsync), counted(os.replace)
new = Path(sys.argv[2])
names = [line for line in (new / "order.txt").read_text().splitlines()]
target.place(Path(sys.argv[3]), {name: (new / name).read_bytes() for name in names})
print(calls)
"""


@pytest.fixture(autouse=True)
def without_the_articles(monkeypatch):
    """The tiny package has an article of its own; that folder of the real ones would not have it."""
    monkeypatch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)


def next_version(folder, version="0.2.0"):
    """Relative path -> bytes of what a build of the package in a folder makes as another version."""
    package, _ = read(folder)
    with pytest.MonkeyPatch.context() as patch:
        facts = {**descriptor.about(), "version": version}
        patch.setattr(descriptor, "about", lambda: facts)
        return publish.artefacts(folder, publish.frames(folder, package.tables, checks.derive(package)[0]))


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """(folder of a package as this version built it, relative path -> bytes of what the next one changes in it)."""
    folder = tmp_path_factory.mktemp("versions") / "old"
    shutil.copytree(TINY, folder)
    made = [next_version(folder, version) for version in (descriptor.about()["version"], "0.2.0")]
    placing.place(folder, made[0])
    return folder, {path: content for path, content in made[1].items() if content != made[0][path]}


@pytest.fixture
def killer(versions, tmp_path):
    """killer(n) -> (folder, exit status, printed) of a package that the next version was put over until call n."""
    new = tmp_path / "new"
    placing.place(new, versions[1])
    (new / "order.txt").write_text("\n".join(versions[1]))

    def run(n):
        folder = tmp_path / f"killed-{n}"
        shutil.copytree(versions[0], folder)
        command = [sys.executable, "-c", KILLER, str(n), str(new), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."})
        return folder, done.returncode, done.stdout

    return run


def holds(folder):
    """Whether `verify` finds no problem in the package in a folder."""
    return reader(["--package", str(folder), "verify"]) == 0


def test_killed_at_any_write_flush_or_rename(versions, killer, capsys):
    """Killed at each call, every file is whole, old or new; `verify` tells a mixed set; the next build mends it."""
    old, new = contents(versions[0]), {Path(path): content for path, content in versions[1].items()}
    _, status, printed = killer(0)
    assert status == 0
    calls = int(printed)
    assert calls >= 5 * len(new)
    for n in range(1, calls + 1):
        folder, status, _ = killer(n)
        assert status == -signal.SIGKILL
        found = {path: content for path, content in contents(folder).items() if path.suffix != ".new"}
        assert set(found) == set(old)
        states = {
            ("new" if found[path] == new[path] else "old" if found[path] == old[path] else "half") for path in new
        }
        assert "half" not in states
        # What is described by its digest is either all of one version or told; other files name no digest.
        described = {path for path in new if path.parts[0] == "data"} | {Path("datapackage.json")}
        mixed = len({found[path] == new[path] for path in described}) > 1
        assert holds(folder) is not mixed, n
        assert mixed is ("is not the one in datapackage.json" in capsys.readouterr().out)
        placing.place(folder, versions[1])
        assert contents(folder) == old | new
        shutil.rmtree(folder)


def test_killed_at_random_moments(tmp_path, capsys):
    """A whole build, killed at any moment, leaves every file whole; `verify` tells a mixed set; the next build mends it.

    A few kills are of the tiny package. More of them, as ISTANBUL_TALKS_KILLS says, are of the real one and dist/ too.
    """
    kills = int(os.environ.get("ISTANBUL_TALKS_KILLS", "3"))
    source, words = (ROOT, []) if kills > 3 else (TINY, ["--no-dist"])
    command = [sys.executable, str(ROOT / "build.py"), *words, "--root"]
    old, wanted = tmp_path / "old", tmp_path / "wanted"
    shutil.copytree(source, old, ignore=LEFT_OUT)
    placing.place(old, next_version(old))
    shutil.copytree(old, wanted)
    start = time.monotonic()
    with subprocess.Popen([*command, wanted], stdout=subprocess.DEVNULL) as running:
        first = until(lambda: names(wanted), running)
        last = until(lambda: (wanted / "datapackage.json").stat().st_mtime_ns, running)
    before, after = contents(old), contents(wanted)
    described = [path for path in before if path.parts[0] == "data" or path.name == "datapackage.json"]
    seeded, told = random.Random(29), Counter()
    for n in range(kills):
        folder = tmp_path / f"killed-{n}"
        shutil.copytree(old, folder)
        with subprocess.Popen([*command, folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            if n % 2 == 0:  # files are written in the last part of a build, and that is short
                until(lambda folder=folder: names(folder), running)
                time.sleep((last - first) * seeded.random())
            else:
                time.sleep((last - start) * seeded.random())
            running.kill()
        found = contents(folder)
        beside = [content for path, content in found.items() if path.suffix == ".new"]
        found = {path: content for path, content in found.items() if path.suffix != ".new"}
        for path, content in found.items():
            assert content in (before.get(path), after[path]), path
        told[moment(running.returncode, found, before, after, beside)] += 1
        mixed = len({found[path] == after[path] for path in described if before[path] != after[path]}) > 1
        assert holds(folder) is not mixed
        assert mixed is ("is not the one in datapackage.json" in capsys.readouterr().out)
        told["sets that were mixed, and told by `verify`"] += mixed
        subprocess.run([*command, folder], check=True, capture_output=True)
        assert contents(folder) == after
        told["mended by the next build"] += 1
        shutil.rmtree(folder)
    if source == ROOT:
        with capsys.disabled():
            print("", *(f"{count:4} {words}" for words, count in sorted(told.items())), sep="\n")


def names(folder):
    """Something that differs when a build has begun to change what stands in the folders of a package."""
    return (folder / "dist").exists(), [path.stat().st_mtime_ns for path in sorted((folder / "data").glob("**/"))]


def until(seen, running):
    """Wait until what is seen differs, or a process has ended; when that was."""
    before = seen()
    while running.poll() is None and seen() == before:
        time.sleep(0.0005)
    return time.monotonic()


def moment(status, found, before, after, beside):
    """In words, when a build was killed, by what it left."""
    changed = [path for path in after if before.get(path) != after[path]]
    done = sum(path in found and found[path] == after[path] for path in changed)
    if status == 0 or done == len(changed):
        return "kills after the last rename"
    if not done and not beside:
        return "kills before the first file"
    if not beside:
        return "kills between two files"
    whole = any(content == after[path] for content in beside for path in changed)
    return (
        "kills after a file was written beside, before its rename" if whole else "kills while a file was written beside"
    )


def built(folder, before=""):
    """(exit status, complaints) of a build in a process of its own, where `before` is done after the imports."""
    code = f"import build, os, resource, sys\n{before}\nsys.exit(build.main(['--root', {str(folder)!r}, '--no-dist']))"
    environment = {name: value for name, value in os.environ.items() if name != "ISTANBUL_TALKS_SOURCES"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env={**environment, "PYTHONPATH": "."}
    )
    return done.returncode, done.stderr


def test_full_disk_is_told(tiny):
    """Where there is no room, the file is named in one line, and what was there stays."""
    assert built(tiny)[0] == 0
    before = contents(tiny)
    (tiny / "CITATION.cff").unlink()
    (tiny / ".CITATION.cff.new").symlink_to("/dev/full")
    status, complaint = built(tiny)
    assert status == 1
    assert complaint.splitlines()[0].endswith(
        "cannot be written (No space left on device): make room or give permission, then run: make build"
    )
    assert complaint.splitlines()[1:] == ["1 problem; nothing was published."]
    del before[Path("CITATION.cff")]
    assert contents(tiny) == before


def test_file_that_is_too_large_is_told(tiny):
    """A limit of the system on the size of a file is told, and no half of the file is left."""
    assert built(tiny)[0] == 0
    before = contents(tiny)
    (tiny / "docs" / "codebook.md").unlink()
    status, complaint = built(tiny, "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))")
    assert status == 1
    assert "codebook.md  cannot be written (File too large): make room" in complaint
    del before[Path("docs/codebook.md")]
    assert contents(tiny) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


@pytest.fixture
def foreign():
    """A package that belongs to another user, who lets others read it and no more."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        folder = Path(name) / "package"
        shutil.copytree(TINY, folder)
        yield folder


def test_missing_permission_is_told(foreign):
    """In a folder that may be read only, a build says so in one line, changes nothing, and still checks."""
    if os.geteuid():
        for folder in [foreign, *(path for path in foreign.rglob("*") if path.is_dir())]:
            folder.chmod(0o555)
    drop = "os.seteuid(65534)" if os.geteuid() == 0 else ""
    before = contents(foreign)
    status, complaint = built(foreign, drop)
    for folder in [foreign, *(path for path in foreign.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    assert status == 1
    assert "cannot be written (Permission denied): make room or give permission" in complaint
    assert len(complaint.splitlines()) == 2
    assert contents(foreign) == before


def test_second_build_waits(tiny):
    """A build that meets another says so, waits, and then does its work."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(ROOT / "build.py"), "--no-dist", "--root", str(tiny)]
    with placing.alone(tiny):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        assert running.stderr.readline() == "Another build of this package is at work; waiting for it.\n"
        assert not (tiny / "datapackage.json").exists()
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "0 problems" in out
    assert (tiny / "datapackage.json").exists()


def test_build_that_waits_too_long_is_told(tiny, run, monkeypatch):
    """A build gives up where another does not end, in one line."""
    monkeypatch.setattr(placing, "PATIENCE", 0.2)
    held = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from filelock import FileLock\nwith FileLock({str(tiny / placing.LOCK)!r}):\n print('held', flush=True)\n input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    held.stdout.readline()
    status, _, complaint = run(tiny)
    held.communicate(b"\n")
    assert status == 1
    assert complaint.splitlines()[0] == "Another build of this package is at work; waiting for it."
    assert (
        f"{placing.LOCK}  is held by another build for too long: wait for that build, or end it; then run:" in complaint
    )


def test_lock_of_a_dead_build_holds_nobody(tiny, run):
    """The lock file that a killed build leaves behind keeps nobody waiting."""
    (tiny / placing.LOCK).write_text("")
    status, _, complaint = run(tiny)
    assert (status, complaint) == (0, "")


def test_names_are_settled_before_the_next_file(tmp_path, monkeypatch):
    """A rename is flushed to disk before the next file is begun, so that the descriptor is last after a power cut too."""
    calls = []
    monkeypatch.setattr(placing, "_settle", lambda folder: calls.append(sorted(p.name for p in folder.iterdir())))
    placing.place(tmp_path, {"a": b"1", "b": b"2"})
    assert calls == [["a"], ["a", "b"]]


def test_build_names_the_file_of_an_error():
    """The problem of a refused write has the file, the reason of the system and the remedy."""
    error = OSError(errno.EROFS, os.strerror(errno.EROFS), "data/x.csv")
    assert str(build.unwritable(error, "make build")) == (
        "data/x.csv  cannot be written (Read-only file system): make room or give permission, then run: make build"
    )
