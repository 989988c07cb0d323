"""Whether a build would find what the last one left, told before anything heavy is imported.

The stamp `.built` holds one digest over every file of the package, inputs, code and outputs alike, the articles at hand,
the version of Python and the names of the installed libraries, which hold their versions. It is written when a build has
succeeded, and only a plain `python build.py` asks for it.
"""

import hashlib
import os
import sys

STAMP = ".built"
LEFT_OUT = {".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", STAMP}


def digest(root):
    """One digest over all that a build of the package below `root` reads and writes."""
    found = hashlib.sha256(sys.version.encode())
    for folder in [root, *articles()]:
        for path in _files(folder):
            with open(path, "rb") as file:
                content = file.read()
            name = os.path.relpath(path, folder) if os.sep != "/" else path[len(folder) :]
            found.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
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


def is_current(root):
    """Whether nothing has changed since the last build of the package below `root`."""
    try:
        with open(os.path.join(root, STAMP), encoding="ascii") as file:
            return file.read() == digest(root)
    except (OSError, UnicodeDecodeError):
        return False


def write(root):
    """Say that the build of the package below `root` has succeeded; where that cannot be written, nothing is lost."""
    try:
        with open(os.path.join(root, STAMP), "w", encoding="ascii") as file:
            file.write(digest(root))
    except OSError:
        pass
