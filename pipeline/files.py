"""Files on the disk: each whole at any moment, and one build at a time."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = ".build.lock"
PATIENCE = 600  # seconds


class WriteError(OSError):
    """A file that cannot be written, where others could not be read."""


@contextmanager
def build_lock(root: Path) -> Iterator[None]:
    """Keep other builds of the package under `root` waiting; a build that dies lets the next one in.

    Raises WriteError where the lock cannot be made, and TimeoutError where another build takes longer than `PATIENCE`.
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
    except OSError as error:
        raise WriteError(error.errno, error.strerror, str(root / LOCK)) from error
    try:
        yield
    finally:
        lock.release()


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write what changed of relative path -> bytes, in this order; the descriptor, with all digests, comes last.

    Raises WriteError where the disk is full or writing is not allowed.
    """
    for path, content in files.items():
        file = root / path
        if not file.is_file() or file.read_bytes() != content:
            atomic_write(file, content)


def atomic_write(file: Path, content: bytes) -> None:
    """Write a temporary file beside it, then rename: no reader sees half a file, and a power cut leaves one of the two."""
    temporary = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # A random name, opened exclusively: a link that somebody put there is never followed.
        handle, temporary = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
        with open(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~current_umask())
        os.replace(temporary, file)
        temporary = None
        sync_folder(file.parent)
    except OSError as error:
        # A failed write names no file, or the temporary one.
        raise WriteError(error.errno, error.strerror, str(file)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def current_umask() -> int:
    """The permissions that new files must not have."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


def sync_folder(folder: Path) -> None:
    """Have the file system keep the names in a folder, where it can be asked to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
