"""`python build.py find WORDS`: the anchors of words in the articles."""

import re

from checks.anchors import Anchor

CONTEXT = 30


def occurrences(texts, words):
    """The anchors of `words`, whole words only, in all texts (source_id -> text).

    >>> [str(anchor) for anchor in occurrences({"s001": "Kyiv, Kyivan, Kyiv"}, "Kyiv")]
    ['s001:0-4', 's001:14-18']
    """
    pattern = re.compile(rf"(?<![^\W_]){re.escape(words)}(?![^\W_])")
    return [Anchor(source, *match.span()) for source, text in texts.items() for match in pattern.finditer(text)]


def report(texts, words):
    """Lines for a person: each anchor with some context, then all of a source joined as a cell of `evidence`."""
    found = occurrences(texts, words)
    for anchor in found:
        text = texts[anchor.source_id]
        before, after = text[max(anchor.start - CONTEXT, 0) : anchor.start], text[anchor.end : anchor.end + CONTEXT]
        yield f"{anchor}  ...{before}[{words}]{after}...".replace("\n", " ")
    for source in texts:
        mine = [str(anchor) for anchor in found if anchor.source_id == source]
        if len(mine) > 1:
            yield ";".join(mine)
    if not found:
        yield f"{words!r} stands in none of the articles: copy the words as printed, quotation marks and dashes too"
