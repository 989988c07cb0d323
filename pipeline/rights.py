"""Rights: no run of more than ten words of an article's own narrative is repeated anywhere in the project.

Quoted words are data and exempt; so are enumerations of names.
"""

import os
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.package import Package
from pipeline.problems import Problem
from rules.text.quotations import quotations

LONGEST = 10
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Folders by name or by path: what is not published, and articles that were invented for the tests.
LEFT_OUT = {"dist", "data/drafts", "sources", "tests/articles", "parquet", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Run:
    """Eleven words in lower case, and where they begin and end."""

    words: tuple[str, ...]
    start: int
    end: int


def runs(text: str, beginnings: Container[tuple[str, ...]] | None = None) -> Iterator[Run]:
    """Yield each run of eleven words of a text; with `beginnings`, only those whose first two words are among them."""
    tokens = [(match[0].lower().replace("’", "'"), match.start(), match.end()) for match in WORD.finditer(text)]
    for first in range(len(tokens) - LONGEST):
        if beginnings is None or (tokens[first][0], tokens[first + 1][0]) in beginnings:
            words, starts, ends = zip(*tokens[first : first + LONGEST + 1], strict=True)
            yield Run(words, starts[0], ends[-1])


def narrative(text: str) -> Iterator[Run]:
    """Yield each run that touches no quotation and is no enumeration of names."""
    quoted = [(q.start, q.end) for q in quotations(text)]
    for run in runs(text):
        words = text[run.start : run.end].split()
        names = all(word.lstrip("“\"'(")[:1].isupper() or word == "and" for word in words)
        if not names and not any(start < run.end and run.start < end for start, end in quoted):
            yield run


def rights_problems(package: Package) -> Iterator[Problem]:
    """Yield an error for each line of a text file under the root that repeats a run of an article at hand."""
    sources = {run.words: source for source, text in package.texts.items() for run in narrative(text)}
    beginnings = {words[:2] for words in sources}
    for path, text in text_files(package.root) if sources else ():
        last = None
        for run in runs(text, beginnings):
            line = text.count("\n", 0, run.start) + 1 if run.words in sources else None
            if line and line != last:
                message = f"repeats more than {LONGEST} words of the narrative of {sources[run.words]}"
                hint = "say it in your own words"
                yield Problem(path, line, None, " ".join(run.words), message, hint, "narrative_repeated")
                last = line


def text_files(root: Path) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of the text files under the root; hidden folders and what is not published are left out."""
    for folder, folders, files in os.walk(root):
        paths = {name: Path(folder, name).relative_to(root).as_posix() for name in folders}
        folders[:] = sorted(
            name for name, path in paths.items() if not LEFT_OUT & {name, path} and not name.startswith(".")
        )
        for name in sorted(files):
            path = Path(folder, name)
            try:
                if path.is_file():  # a device or a pipe has no end
                    yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, OSError):
                continue
