"""Who calls the function that checks a partition: this process, a pool of spawned ones, or a running Dask cluster.

Each caller takes partitions and yields their verdicts in any order. A process that dies in the middle takes nothing
with it: what it had not finished is given to another.
"""

from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from scale.part import check

# How often processes may die without a verdict between before the partitions that are left are given up.
TRIES = 3


class Unfinished(Exception):
    """A check that could not be finished, and why."""


class Lost(Unfinished):
    """A partition that no process survives."""


@contextmanager
def in_line():
    """Check partitions here, one after another."""
    yield lambda parts: map(check, parts)


@contextmanager
def pool(workers):
    """Check partitions in so many spawned processes."""
    executors = [_executor(workers)]

    def run(parts):
        open_, tries = dict(enumerate(parts)), 0
        while open_:
            try:
                # A process that died since the last verdict is told here.
                futures = {executors[-1].submit(check, part): number for number, part in open_.items()}
                for future in as_completed(futures):
                    verdict = future.result()
                    del open_[futures[future]]
                    tries = 0
                    yield verdict
            except BrokenProcessPool:
                tries += 1
                if tries == TRIES:
                    raise Lost(f"no process survives {len(open_)} of its partitions") from None
                executors[-1].shutdown(wait=True, cancel_futures=True)
                executors.append(_executor(workers))

    try:
        yield run
    finally:
        executors[-1].shutdown(wait=True, cancel_futures=True)


def _executor(workers):
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


@contextmanager
def cluster(address):
    """Check partitions on the workers of a running Dask scheduler, `tcp://host:port`."""
    from distributed import Client, KilledWorker
    from distributed import as_completed as completed

    with Client(address, timeout="10s") as client:

        def run(parts):
            futures = client.map(check, list(parts), pure=False)
            try:
                for _, verdict in completed(futures, with_results=True):
                    yield verdict
            except KilledWorker as error:
                raise Lost(str(error)) from None
            finally:
                client.cancel(futures)

        yield run
