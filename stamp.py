"""Whether a build would find what the last one left, told before anything heavy is imported.

The stamp `.built` holds one digest over every file of the package, inputs, code and outputs alike, the articles at hand,
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
    found = hashlib.sha256(sys.version.encode())
    for folder in [str(root), *articles()]:
        for path in _files(folder):
            with open(path, "rb") as file:
                content = file.read()
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


def _files(folder):
    """The paths of all files below a folder, in order."""
    found = []
    for entry in os.scandir(folder):
        if entry.name not in LEFT_OUT:
            found += _files(entry.path) if entry.is_dir() else [entry.path]
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
