"""Where the sentences of an article begin and end, as a first draft of its segments."""

import re

from rules.text.coverage import TITLES

LINE = re.compile(r"[^\s\ufeff][^\n\r\v\f\x85\u2028\u2029]*")
# Stops, then marks that close after them; guillemets may stand apart.
STOP = re.compile(r"[.!?…]+(?P<closing>[”“’\"')\]»›]*(?:\s[»›])?)(?=\s)")
OPENING = "“„\"‘'«‹([¿¡—–"
# No end of a sentence before a number: No. 10, Feb. 24.
NUMBERED = set("No Nos Art Sec Fig p pp ca Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split())
# May end a sentence: they do before words that begin one, as "U.S." does.
EITHER_WAY = re.compile(r"(?:\w\.)+\w|Inc|Ltd|Co|Corp|Jr|Sr|vs|etc")
STARTERS = set(
    "A An And As At But For He His However I If In It Its On Our She The There They This We When You".split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a text, in code points, without the white space around it.

    >>> text = "Mr. Biden left. “We go.” The U.S. sent Gen. J. Doe, Inc. No. 10 too."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Mr. Biden left.', '“We go.”', 'The U.S. sent Gen. J. Doe, Inc. No. 10 too.']
    """
    spans = []
    for line in LINE.finditer(text):
        start, line_end = line.start(), line.start() + len(line[0].rstrip())
        stops = STOP.finditer(text, start, line_end)
        for end in [*(stop.end() for stop in stops if ends_sentence(text[start:line_end], stop, start)), line_end]:
            spans.append((start, end))
            start = end + len(text[end:line_end]) - len(text[end:line_end].lstrip())
    return spans


def ends_sentence(line: str, stop: re.Match[str], offset: int) -> bool:
    """Whether a stop ends a sentence: something that can begin one follows, and no abbreviation is before it."""
    before, after = line[: stop.start() - offset], line[stop.end() - offset :].lstrip()
    if not (after[:1].isupper() or after[:1] in OPENING or (after[:1].isdigit() and stop[0][0] == ".")):
        return False
    if stop[0] != "." or not (token := re.search(r"\w[\w.]*\Z", before)):
        return True
    word = token[0]
    if word in TITLES or (len(word) == 1 and word.isupper()):
        return False
    if word in NUMBERED:
        return not after[:1].isdigit()
    if EITHER_WAY.fullmatch(word):
        next_word = re.match(r"\w*", after)
        return bool(next_word and next_word[0] in STARTERS)
    return True
