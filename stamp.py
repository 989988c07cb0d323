"""Whether a build would find what the last one left, told before anything heavy is imported.

The stamp `.built` holds one digest over the files of the package, inputs, code and outputs alike, the articles at hand,
the version of Python and the names of the installed libraries, which hold their versions. It is written when a build has
succeeded, and only a plain `python build.py` asks for it.

Beside the digest stand the size and the times of each file, as git keeps them in its index: while none of these has
changed no file is read. A file that was touched in the very moment of the stamp is read all the same.
"""

import os
import sys

STAMP = ".built"
# The words after `python build.py` that make a plain build.
PLAIN = ([], ["--no-dist"])
# What a build made, by whether it left out dist/.
MADE = ("whole", "without_dist")
LEFT_OUT = {".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", ".build.lock", STAMP}


def digest(root):
    """One digest over all that a build of the package below `root` reads and writes."""
    import hashlib  # takes a fifth of the time that Python takes to start

    found = hashlib.sha256()
    for folder, path, _ in _files(root):
        content = _content(path)
        found.update(f"\0{path[len(folder) :]}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        found.update(content)
    found.update(_surroundings().encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def signature(root):
    """(sizes and times of the same files, as lines; the last of those times in nanoseconds)."""
    lines, last = [_surroundings()], 0
    for _, path, entry in _files(root):
        facts = entry.stat()
        lines.append(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}\0{facts.st_ino}")
        last = max(last, facts.st_mtime_ns, facts.st_ctime_ns)
    return "\n".join(lines), last


def _surroundings():
    """The version of Python, and the names of what is installed."""
    folders = [folder for folder in sys.path if os.path.basename(folder) == "site-packages"]
    return "\0".join([sys.version.replace("\n", " "), *(name for f in folders for name in sorted(os.listdir(f)))])


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


def _files(root):
    """[(folder, path, entry)] of every file of the package below `root`, and of the articles, in order."""
    # Without the articles a build reads no test; with them the rule of rights looks for their words in every file.
    named, root = articles(), str(root)
    read = named or os.path.isdir(os.path.join(root, "sources"))
    left_out = LEFT_OUT if read else LEFT_OUT | {"tests"}
    return [(folder, *each) for folder in (root, *named) for each in sorted(_below(folder, left_out))]


def _below(folder, left_out):
    """[(path, entry)] of all files below a folder."""
    found = []
    for entry in os.scandir(folder):
        if entry.name not in left_out:
            found += _below(entry.path, left_out) if entry.is_dir() else [(entry.path, entry)]
    return found


def is_current(root, words):
    """Whether `python build.py`, with these words after it, would find the package below `root` as the last build left it."""
    if words not in PLAIN:
        return False
    path = os.path.join(root, STAMP)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            head, _, seen = file.read().partition("\n")
            found, made = head.split()
    except (OSError, ValueError):
        return False
    if made not in MADE or (made != MADE[0] and not words):
        return False
    now, last = signature(root)
    if now == seen and last < os.stat(path).st_mtime_ns:
        return True
    if found != digest(root):
        return False
    _write(path, found, made, now)  # the files were touched, and are the same
    return True


def write(root, no_dist):
    """Say that a build of the package below `root` has succeeded; where that cannot be written, nothing is lost."""
    seen = signature(root)[0]
    _write(os.path.join(root, STAMP), digest(root), MADE[no_dist], seen)


def _write(path, found, made, seen):
    try:
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{found} {made}\n{seen}")
    except OSError:
        pass
