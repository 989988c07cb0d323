"""Texts: articles as one stretch of UTF-8, and where in it a code point of an article stands.

Articles are numbered from 0 in the order of `ids`. Positions go in and out as numpy arrays, many at a time.
"""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

WORD = re.compile(r"[^\W_]")
# Articles that are mapped from code points to bytes at a time; the map takes eight bytes a code point.
BATCH = 1 << 22


class Texts(NamedTuple):
    """`ids`: source_id of each article. `raw`: their bytes. `at`: where each begins, and the end of the last."""

    ids: pa.Array
    raw: memoryview
    at: np.ndarray

    @property
    def codes(self):
        """The bytes as numbers."""
        return np.frombuffer(self.raw, np.uint8)


def texts_of(articles):
    """`Texts` of a mapping from source_id to text."""
    pieces = [text.encode() for text in articles.values()]
    at = np.cumsum([0, *map(len, pieces)])
    return Texts(pa.array(list(articles), pa.string()), memoryview(b"".join(pieces)), at)


def text(texts, article):
    """One article, decoded."""
    return str(texts.raw[texts.at[article] : texts.at[article + 1]], "utf-8")


def lengths(texts):
    """Code points of each article."""
    found = np.diff(texts.at)
    for first, last, lead in _mapped(texts):
        found[first:last] = np.diff(np.searchsorted(lead, texts.at[first : last + 1]))
    return found


def positions(texts, article, point):
    """Byte positions of code points of articles; each must lie in its article, or at its end."""
    found = texts.at[article] + point
    for first, last, lead in _mapped(texts):
        mine = (article >= first) & (article < last)
        base = np.searchsorted(lead, texts.at[first:last])
        found[mine] = lead[base[article[mine] - first] + point[mine]]
    return found


def _mapped(texts):
    """Yield (first article, article after the last, byte position of each code point and of the end), in batches.

    Batches that are plain ASCII are left out: there a code point is a byte.
    """
    codes, first = texts.codes, 0
    while first < len(texts.ids):
        last = max(int(np.searchsorted(texts.at, texts.at[first] + BATCH, "right")) - 1, first + 1)
        start, end = texts.at[first], texts.at[last]
        part = codes[start:end]
        if part.size and part.max() > 127:
            yield first, last, np.append(np.flatnonzero((part & 0xC0) != 0x80) + start, end)
        first = last


def before(texts, at):
    """Byte positions of the code points before these."""
    codes, at = texts.codes, at - 1
    while (inner := (codes[at] & 0xC0) == 0x80).any():
        at = at - inner
    return at


def are(texts, at, test):
    """Whether the characters that begin at byte positions pass `test`, a function of a character."""
    codes = texts.codes[at]
    found = np.array([test(chr(code)) if code < 128 else False for code in range(256)])[codes]
    for index in np.flatnonzero(codes > 127):
        start = int(at[index])
        width = 2 + (codes[index] >= 0xE0) + (codes[index] >= 0xF0)
        found[index] = test(str(texts.raw[start : start + width], "utf-8"))
    return found


def is_word(character):
    """Whether a character is a letter or a digit."""
    return bool(WORD.match(character))


def splits(texts, article, at):
    """Whether byte positions of articles stand between two letters or digits."""
    inside = (at > texts.at[article]) & (at < texts.at[article + 1])
    found, at = np.zeros(len(at), bool), at[inside]
    found[inside] = are(texts, at, is_word) & are(texts, before(texts, at), is_word) if len(at) else False
    return found
