"""Rights: no run of more than ten words of an article's own narrative stands anywhere in the project.

Quoted words are data and exempt; so are enumerations of names. Needs the articles.
"""

import os
import re

from checks.coverage import stretches
from checks.problem import Problem

LONGEST = 10
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LEFT_OUT = {".git", ".venv", "dist", "sources", "__pycache__", ".pytest_cache", ".ruff_cache", "parquet"}


def words(text):
    """[(word in lower case, position)]."""
    return [(match[0].lower().replace("’", "'"), match.start()) for match in WORD.finditer(text)]


def narrative(text):
    """Yield each run of eleven words that touches no quotation."""
    quoted, found = list(stretches(text)), words(text)
    for i in range(len(found) - LONGEST):
        run = found[i : i + LONGEST + 1]
        first, last = run[0][1], run[-1][1]
        names = all(text[at].isupper() or word == "and" for word, at in run)
        if not names and not any(start < last and first < end for start, end in quoted):
            yield tuple(word for word, _ in run)


def check(package, skip=LEFT_OUT):
    """Yield a problem for each line of a text file of the project that repeats such a run."""
    known = {run: source for source, text in package.texts.items() for run in narrative(text)}
    if not known:
        return
    for path, text in texts_under(package.root, skip):
        last = None
        for run, at in _runs(text):
            line = text.count("\n", 0, at) + 1
            if run in known and line != last:
                rule = f"repeats more than {LONGEST} words of the narrative of {known[run]}"
                yield Problem(path, line, None, " ".join(run), rule, "say it in your own words")
                last = line


def _runs(text):
    """Yield each run of eleven words and where it begins."""
    found = words(text)
    for i in range(len(found) - LONGEST):
        yield tuple(word for word, _ in found[i : i + LONGEST + 1]), found[i][1]


def texts_under(root, skip):
    """Yield (path, text) of the project's text files."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in skip)
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not os.path.isfile(path):  # a device or a pipe has no end
                continue
            try:
                with open(path, encoding="utf-8") as file:
                    yield os.path.relpath(path, root).replace(os.sep, "/"), file.read()
            except (UnicodeDecodeError, OSError):
                continue
