"""Putting a build in place: each file is whole at any moment, and the descriptor, which holds all digests, is last."""

import os


def place(root, made):
    """Write what changed of `made` (relative path -> bytes, the descriptor last).

    Raises OSError, with the name of the file, where the disk is full or writing is not allowed.
    """
    for path, content in made.items():
        file = root / path
        if not file.is_file() or file.read_bytes() != content:
            replace(file, content)


def replace(file, content):
    """Write beside the file, then rename, so that no reader sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    try:
        with open(beside, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)
