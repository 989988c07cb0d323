"""Anchors: the characters of an article that a row rests on, and the words around them."""

import re
from dataclasses import dataclass

ANCHOR = re.compile(r"(s\d{3,}):(\d+)-(\d+)", re.ASCII)


@dataclass(frozen=True)
class Anchor:
    """Characters of an article: source_id, first code point, code point after the last."""

    source_id: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.source_id}:{self.start}-{self.end}"

    def context(self, text: str, width: int) -> tuple[str, str, str]:
        """The words before, in and after the anchor, at most `width` characters on either side.

        >>> Anchor("s001", 5, 9).context("One. Two. Three.", 4)
        ('ne. ', 'Two.', ' Thr')
        """
        before, after = text[max(self.start - width, 0) : self.start], text[self.end : self.end + width]
        return before, text[self.start : self.end], after


def parse_anchors(cell: str) -> list[Anchor]:
    """The anchors of an `evidence` cell; none where it is blank.

    >>> [str(anchor) for anchor in parse_anchors("s004:849-875;s001:352-430")]
    ['s004:849-875', 's001:352-430']
    """
    return [Anchor(source, int(start), int(end)) for source, start, end in ANCHOR.findall(cell)]
