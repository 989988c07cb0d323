"""Whether a build would find what the last one left, told before anything heavy is imported.

The stamp `.built` holds one digest over the files of the package, inputs, code and outputs alike, the articles at hand,
the version of Python and the names of the installed libraries, which hold their versions. It is written when a build has
succeeded, and only a plain `python build.py` asks for it.
"""

import hashlib
import os
import sys

STAMP = ".built"
# The words after `python build.py` that make a plain build.
PLAIN = ([], ["--no-dist"])
LEFT_OUT = {".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", ".build.lock", STAMP}


def digest(root):
    """One digest over all that a build of the package below `root` reads and writes."""
    found, root = hashlib.sha256(sys.version.encode()), str(root)
    # Without the articles a build reads no test; with them the rule of rights looks for their words in every file.
    read = articles() or os.path.isdir(os.path.join(root, "sources"))
    for folder in [root, *articles()]:
        for path in _files(folder, LEFT_OUT if read else LEFT_OUT | {"tests"}):
            content = _content(path)
            found.update(f"\0{path[len(folder) :]}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            found.update(content)
    for folder in sys.path:
        if os.path.basename(folder) == "site-packages":
            found.update("\0".join(sorted(os.listdir(folder))).encode())
    return found.hexdigest()


def articles():
    """The folder of the articles that the environment names, if it does; `sources/` is one of the package's own."""
    named = os.environ.get("ISTANBUL_TALKS_SOURCES")
    return [named] if named and os.path.isdir(named) else []


def _content(path):
    """The bytes of a file, without what `open` does beside that: there are a thousand."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def _files(folder, left_out):
    """The paths of all files below a folder, in order."""
    found = []
    for entry in os.scandir(folder):
        if entry.name not in left_out:
            found += _files(entry.path, left_out) if entry.is_dir() else [entry.path]
    return sorted(found)


def is_current(root, words):
    """Whether `python build.py`, with these words after it, would find the package below `root` as the last build left it."""
    if words not in PLAIN:
        return False
    try:
        with open(os.path.join(root, STAMP), encoding="ascii") as file:
            found, made = file.read().split()
    except (OSError, ValueError):
        return False
    return (made == "whole" or bool(words)) and found == digest(root)


def write(root, no_dist):
    """Say that a build of the package below `root` has succeeded; where that cannot be written, nothing is lost."""
    try:
        with open(os.path.join(root, STAMP), "w", encoding="ascii") as file:
            file.write(f"{digest(root)} {'without_dist' if no_dist else 'whole'}\n")
    except OSError:
        pass
