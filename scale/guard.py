"""Guard: a package with Parquet files is checked in a process of its own, which may take so much memory and no more.

What reads Parquet is written in C++, and trusts more of a file than a file of a stranger deserves. A page that expands to
gigabytes is refused by the operating system, and a file that ends the process ends none but that one.
"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

from checks.problem import Problem

from scale.call import Lost
from scale.footer import RESTORE, UNREADABLE, opened

# Of the memory that a process is given, how much its data may take: libraries and threads reserve what they do not use.
DATA = 2


def apart(memory, function, *arguments):
    """What a function gives in a process that may take `memory` MB; `Lost` where the process dies."""
    with _process(memory) as process:
        try:
            return process.submit(function, *arguments).result()
        except BrokenProcessPool:
            raise Lost("the process died") from None


def fatal(memory, files, read=None):
    """Yield a problem for each of these Parquet files that ends the process that reads it: one reads until it dies."""
    left = list(files)
    while left:
        with _process(memory) as process:
            try:
                while left:
                    process.submit(read or whole, left[0]).result()
                    left.pop(0)
            except BrokenProcessPool:
                rule, remedy = "cannot be read (the process that reads it dies)", RESTORE
                yield Problem(str(left.pop(0)), None, None, None, rule, remedy)


def whole(path):
    """Read all of a Parquet file; what is wrong with it is told elsewhere."""
    with suppress(*UNREADABLE), opened(path) as file:
        for group in range(file.num_row_groups):
            file.read_row_group(group, use_threads=False)


def _process(memory):
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=bound, initargs=(memory,))


def bound(memory):
    """Let this process and those that it starts take no more than `DATA` times so many MB of data."""
    try:
        import resource
    except ImportError:  # no such limit here
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = int(memory * DATA * 1e6)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))
