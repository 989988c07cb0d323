"""`python build.py find`: the anchors of spellings in the articles; with `--rows`, rows by our own words."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from editing.anchors import Anchor
from editing.drafts import drafted_texts, records, unreadable
from pipeline.package import read
from pipeline.problems import CommandResult, Problem
from schemas import ENTITIES, TABLES, columns, csv_path, group_column, primary_key, speaker_column

CONTEXT = 30
STEM = 5  # letters by which the forms of a word are known
# Tables with words of ours by which people look for something to join.
SEARCHED = [table for table in TABLES if (table in ENTITIES and table != "codes") or group_column(table)]
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


def run_rows(root: Path, words: Sequence[str]) -> CommandResult:
    """Report the rows whose titles, labels and other words of ours have all words, in any of their forms."""
    package, problems = read(root)
    if problems := unreadable(package, problems, SEARCHED):
        return CommandResult(problems, outcome="nothing was searched")
    patterns = [re.compile(rf"\b{re.escape(each[:STEM])}", re.IGNORECASE) for each in " ".join(words).split()]
    lines = []
    for table in SEARCHED:
        ids = dict.fromkeys([primary_key(table)[0], group_column(table), "event_id"])
        own = [name for name, facts in columns(table).items() if facts["role"] == "own" and name != "notes"]
        for row in records(package, table):
            text = ". ".join(cell.strip(".") for name in (speaker_column(table), *own) if (cell := row.get(name or "")))
            if all(pattern.search(text) for pattern in patterns):
                lines.append("  ".join([table, *(cell for name in ids if (cell := row.get(name or ""))), text]))
    return CommandResult(report="\n".join(lines) or f"no row has all of {', '.join(words)}: try fewer or other words")
