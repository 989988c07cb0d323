"""Words in quotation marks: where they start and end, and which marks they stand in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“”", "‹": "›", "‚": "‘’"}
SINGLE = "‘'‚"
BEFORE_OPENING = " \t\u00a0([{—–-/“\"‘'«„‹‚"
# An apostrophe that opens a word, not a quotation: '90s, 'tis, rock 'n' roll.
_ELISION = re.compile(r"(?:\d\ds|(?:tis|twas|em|n|cause|til)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Quotation:
    """Code points of the words between two marks; `mark` is the opening one."""

    start: int
    end: int
    mark: str


def quotations(text: str) -> Iterator[Quotation]:
    """Yield the quotations of a text by start, outer before inner. A line is a paragraph.

    A quotation that is opened again in each paragraph gives one for each; a paragraph ends what is not closed in it.
    Single marks count only where they are no apostrophes.

    >>> text = '“It’s ‘over,’ they said,” and "yes" «non» „nein“ don\\'t'
    >>> [text[q.start : q.end] for q in quotations(text)]
    ['It’s ‘over,’ they said,', 'over,', 'yes', 'non', 'nein']
    """
    lines = [line for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    for line, following in zip_longest(lines, lines[1:]):
        reopening = following[0].lstrip()[0] if following else ""
        found = [q for q in _paragraph(line[0].rstrip(), reopening) if q.start < q.end]
        for q in sorted(found, key=lambda q: (q.start, -q.end)):
            yield Quotation(line.start() + q.start, line.start() + q.end, q.mark)


def _paragraph(line: str, reopening: str) -> Iterator[Quotation]:
    """Yield the quotations of one paragraph; the next one starts with the character `reopening`."""
    still_open: list[tuple[str, int]] = []
    for i, character in enumerate(line):
        closed = [n for n, (mark, _) in enumerate(still_open) if _closes(line, i, mark)]
        if closed:
            for n, (mark, start) in enumerate(still_open):
                # A single mark inside that nothing closes was an apostrophe.
                if n == closed[-1] or (n > closed[-1] and mark not in SINGLE):
                    yield Quotation(start, i, mark)
            del still_open[closed[-1] :]
        elif character in CLOSING and _opens(line, i):
            for mark, start in [each for each in still_open if each[0] == character]:
                still_open.remove((mark, start))  # never closed: it ends where the next one opens
                if mark not in SINGLE:
                    yield Quotation(start, len(line[:i].rstrip()), mark)
            still_open.append((character, i + 1))
    for mark, start in still_open:
        if mark not in SINGLE or mark == reopening:
            yield Quotation(start, len(line), mark)


def _opens(line: str, i: int) -> bool:
    """Whether the mark at `i` can open a quotation: straight and single ones stand between a space and a word."""
    if line[i] in "“«„‹":
        return True
    if (i > 0 and line[i - 1] not in BEFORE_OPENING) or not line[i + 1 : i + 2].strip():
        return False
    return line[i] not in SINGLE or not _ELISION.match(line, i + 1)


def _closes(line: str, i: int, mark: str) -> bool:
    """Whether the character at `i` closes what `mark` opened."""
    if line[i] not in CLOSING[mark]:
        return False
    if mark not in SINGLE:
        return mark != '"' or not _opens(line, i)
    if not line[i - 1 : i].strip() or line[i + 1 : i + 2].isalnum():
        return False
    # soldiers’ weapons: an apostrophe, where the same quotation can still be closed further on
    if not re.match(r"s.\s+[a-z]", line[i - 1 : i + 9]):
        return True
    rest = re.split(r"(?<!\w)[‘']\w", line[i + 1 : i + 1000])[0]
    return not re.search(rf"[\w.,!?;:…][{CLOSING[mark]}](?!\w)", rest)
