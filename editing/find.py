"""`python build.py find SPELLING...`: the anchors of spellings in the articles."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from editing.anchors import Anchor
from editing.drafts import drafted_texts
from pipeline.package import read
from pipeline.problems import CommandResult, Problem
from schemas import csv_path

CONTEXT = 30
ALIKE = ("'‘’‚", '"“”„«»')  # a person types what the keyboard has


def run(root: Path, sources: Path | None, spellings: Sequence[str]) -> CommandResult:
    """Report where each spelling is printed in the articles in the folder `sources`, and in those with a draft."""
    package, problems = read(root, sources)
    texts = {**package.texts, **drafted_texts(root)}
    if not texts:
        # Only the articles matter here: half-written tables must not keep a contributor from looking words up.
        problems = [problem for problem in problems if problem.file == csv_path("sources")]
        missing = Problem("sources", None, None, None, "no articles at hand", "name their folder: --sources DIR")
        return CommandResult(problems or [missing], outcome="nothing was searched")
    return CommandResult(report="\n".join(line for words in spellings for line in report(texts, words)))


def occurrences(texts: dict[str, str], spelling: str) -> list[Anchor]:
    """The anchors of a spelling, whole words only, in all texts (source_id -> text).

    White space of any kind and length is the same, and so are quotation marks and apostrophes of one width.

    >>> [str(anchor) for anchor in occurrences({"s001": "Kyiv's, Kyivan, Kyiv\u2019s"}, "Kyiv's")]
    ['s001:0-6', 's001:16-22']
    """
    words = r"\s+".join("".join(map(either, word)) for word in spelling.split())
    # Hyphens and apostrophes end a word, letters and digits continue it.
    pattern = re.compile(rf"(?<![^\W_]){words}(?![^\W_])")
    return [Anchor(source, *match.span()) for source, text in texts.items() for match in pattern.finditer(text)]


def either(char: str) -> str:
    """The pattern of a character: for a mark, all that a person may type for it."""
    return next((f"[{marks}]" for marks in ALIKE if char in marks), re.escape(char))


def report(texts: dict[str, str], spelling: str) -> Iterator[str]:
    """Yield each anchor with some context, then all of a source joined as a cell of `evidence`."""
    anchors = occurrences(texts, spelling)
    for anchor in anchors:
        before, words, after = anchor.context(texts[anchor.source_id], CONTEXT)
        yield re.sub(r"[\r\n]+", " ", f"{anchor}  ...{before}[{words}]{after}...")
    for source in texts:
        mine = [str(anchor) for anchor in anchors if anchor.source_id == source]
        if len(mine) > 1:
            yield ";".join(mine)
    if not anchors:
        yield f"{spelling!r} is in none of the articles: copy the words as printed, dashes too"
