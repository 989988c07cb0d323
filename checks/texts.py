"""Texts: articles as one stretch of UTF-8, and where in it a code point of an article stands.

Articles are numbered from 0 in the order of `ids`. Positions go in and out as numpy arrays, many at a time.
"""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

WORD = re.compile(r"[^\W_]")
# Bytes that are looked through at a time.
BLOCK = 1 << 22


class Texts(NamedTuple):
    """`ids`: source_id of each article. `raw`: their bytes. `at`: where each begins, and the end of the last.

    `inner`: the positions of all bytes that do not begin a code point, of which there are few in Latin script.
    """

    ids: pa.Array
    raw: bytes
    at: np.ndarray
    inner: np.ndarray

    @property
    def codes(self):
        """The bytes as numbers."""
        return np.frombuffer(self.raw, np.uint8)


def joined(ids, raw, at):
    """`Texts` of articles that stand one after another in `raw`, each from its position in `at`."""
    codes, inner = np.frombuffer(raw, np.uint8), [np.zeros(0, np.int64)]
    for start in range(0, len(codes), BLOCK):
        inner.append(np.flatnonzero((codes[start : start + BLOCK] & 0xC0) == 0x80) + start)
    return Texts(ids, raw, np.asarray(at, np.int64), np.concatenate(inner))


def texts_of(articles):
    """`Texts` of a mapping from source_id to text."""
    pieces = [text.encode() for text in articles.values()]
    return joined(pa.array(list(articles), pa.string()), b"".join(pieces), np.cumsum([0, *map(len, pieces)]))


def text(texts, article):
    """One article, decoded."""
    return str(texts.raw[texts.at[article] : texts.at[article + 1]], "utf-8")


def lengths(texts):
    """Code points of each article."""
    return np.diff(points_before(texts))


def positions(texts, article, point):
    """Byte positions of code points of articles; each must lie in its article, or at its end."""
    found = points_before(texts)[article] + point
    return found + np.searchsorted(texts.inner - np.arange(len(texts.inner)), found, "right")


def points_before(texts):
    """How many code points stand before each article."""
    return texts.at - np.searchsorted(texts.inner, texts.at, "left")


def before(texts, at):
    """Byte positions of the code points before these."""
    codes, at = texts.codes, at - 1
    while (inner := (codes[at] & 0xC0) == 0x80).any():
        at = at - inner
    return at


def are(texts, at, test):
    """Whether the characters that begin at byte positions pass `test`, a function of a character."""
    codes, ends = texts.codes, len(texts.raw) - 1
    first = codes[at].astype(np.uint32)
    width = 1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0)
    point = np.where(width == 1, first, first & (0x7F >> width))
    for more in range(1, 4):
        next_ = codes[np.minimum(at + more, ends)] & 0x3F
        point = np.where(width > more, point << 6 | next_, point)
    kinds, which = np.unique(point, return_inverse=True)
    return np.array([test(chr(kind)) for kind in kinds.tolist()], bool)[which]


def is_word(character):
    """Whether a character is a letter or a digit."""
    return bool(WORD.match(character))


# What plain bytes say of it: 1 a letter or digit, 0 none; 2 is a byte of some other character, which must be asked. And
# the same of white space.
PLAIN = np.array([is_word(chr(code)) if code < 128 else 2 for code in range(256)], np.uint8)
SPACE = np.array([chr(code).isspace() if code < 128 else 2 for code in range(256)], np.uint8)


def splits(texts, article, at):
    """Whether byte positions of articles stand between two letters or digits."""
    codes = texts.codes
    inside = (at > texts.at[article]) & (at < texts.at[article + 1])
    after, ahead = PLAIN[codes[np.minimum(at, len(codes) - 1)]], PLAIN[codes[at - 1]]
    found = inside & (after == 1) & (ahead == 1)
    asked = np.flatnonzero(inside & (after > 0) & (ahead > 0) & ~found)
    if len(asked):
        found[asked] = are(texts, at[asked], is_word) & are(texts, before(texts, at[asked]), is_word)
    return found


def frayed(texts, first, last):
    """Whether stretches of bytes, none of them empty, begin or end with white space."""
    begin, end = SPACE[texts.codes[first]], SPACE[texts.codes[last - 1]]
    found = (begin == 1) | (end == 1)
    asked = np.flatnonzero(~found & ((begin == 2) | (end == 2)))
    if len(asked):
        edges = first[asked], before(texts, last[asked])
        found[asked] = are(texts, edges[0], str.isspace) | are(texts, edges[1], str.isspace)
    return found
