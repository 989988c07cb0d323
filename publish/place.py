"""Putting a build in place: each file is whole at any moment, and the descriptor, which holds all digests, is last."""

import os
import sys
from contextlib import contextmanager

from filelock import FileLock, Timeout

LOCK = ".build.lock"
PATIENCE = 600  # seconds


@contextmanager
def alone(root):
    """Keep other builds of the package under `root` waiting; a build that dies lets the next one in.

    Raises OSError, with the name of the file, where the lock cannot be made, and TimeoutError where another build
    takes longer than `PATIENCE`.
    """
    lock = FileLock(root / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("Another build of this package is at work; waiting for it.", file=sys.stderr)
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout as error:
            raise TimeoutError(0, "another build has held it for too long", str(root / LOCK)) from error
    try:
        yield
    finally:
        lock.release()


def place(root, made):
    """Write what changed of `made` (relative path -> bytes, the descriptor last).

    Raises OSError, with the name of the file, where the disk is full or writing is not allowed.
    """
    for path, content in made.items():
        file = root / path
        if not file.is_file() or file.read_bytes() != content:
            replace(file, content)


def replace(file, content):
    """Write beside the file, then rename, so that no reader sees half of it, and a power cut leaves one of the two."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    try:
        with open(beside, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, file)
        _settle(file.parent)
    except OSError as error:
        error.filename = error.filename or str(file)  # a failed write names no file
        raise
    finally:
        beside.unlink(missing_ok=True)


def _settle(folder):
    """Have the file system keep the names in a folder, where it can be asked to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
