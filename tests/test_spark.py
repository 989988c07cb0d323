"""`build.py check --spark`: the same problems as DuckDB finds, also where a worker dies. Needs Java 17."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from bench.synthetic import write
from tests.large_package import DEFECTS, frictionless_package, problems, spoil, spoilt_package

pytestmark = pytest.mark.spark
EXECUTOR = b"CoarseGrainedExecutorBackend"


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    return spoilt_package(tmp_path_factory.mktemp("large") / "package")


@pytest.fixture(scope="module")
def expected(spoilt):
    return problems(spoilt)


def test_spark_finds_what_duckdb_finds(spoilt, expected):
    """On this machine, in two threads."""
    assert problems(spoilt, "--spark", "local[2]") == expected


def test_a_worker_may_die(spoilt, expected):
    """On a cluster of two workers, of which one is killed in the middle."""
    killed: list[int] = []
    done = threading.Event()
    killer = threading.Thread(target=kill_executor, args=(killed, done))
    killer.start()
    try:
        found = problems(spoilt, "--spark", "local-cluster[2,1,1024]")
    finally:
        done.set()
        killer.join()
    assert killed, "no worker was seen"
    assert found == expected


def kill_executor(killed: list[int], done: threading.Event) -> None:
    """Kill one executor among our descendants when two have been at work for some seconds."""
    while not done.wait(0.5):
        executors = [pid for pid in descendants(os.getpid()) if EXECUTOR in command(pid)]
        if len(executors) >= 2:
            time.sleep(10)
            os.kill(executors[0], signal.SIGKILL)
            killed.append(executors[0])
            return


def descendants(parent: int) -> list[int]:
    """The processes that a process started, and those that they did."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = list(parents.get(parent, []))
    for child in found:
        found += parents.get(child, [])
    return found


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_frictionless_agrees_where_it_knows_the_rule(tmp_path):
    """The defects that a Table Schema can express, in a package of one file a table."""
    folder = write(tmp_path / "package", 40)
    spoil(folder)
    report = frictionless_package(folder).validate()
    found = {(task.name, error.type) for task in report.tasks for error in task.errors}
    known = {(defect.table, defect.frictionless) for defect in DEFECTS if defect.frictionless}
    assert known <= found, known - found
