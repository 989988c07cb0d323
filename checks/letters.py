"""Letters: columns of text as the bytes that they are, many cells at a time.

What is asked here has a slower answer elsewhere, cell by cell; this one is only ever a plain yes.
"""

import re
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# A character, or a set of characters, and how many of them: one, so many, so many or more, one or more.
PIECE = re.compile(r"(\[[^][\\^]+\]|\\d|[a-z:_-])(?:\{(\d+)(,?)\}|(\+))?")


def joined(cells):
    """The bytes of all cells of an array without blanks, one after another."""
    if not len(cells):
        return pa.py_buffer(b"")
    places = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return cells.buffers()[2].slice(int(places[0]), int(places[-1] - places[0]))


def plainly(cells, pattern):
    """Whether all cells of an array plainly match a pattern from end to end; blank ones do."""
    pieces = _pieces(pattern)
    cells = cells.drop_null() if cells.null_count else cells
    if not pieces or not len(cells):
        return bool(pieces)
    found = pc.min_max(pc.binary_length(cells)).as_py()
    least, most = found["min"], found["max"]
    (first, fewest, open_), *others = pieces
    if not others:
        fits = fewest <= least and (open_ or most == fewest)
        return fits and not joined(cells).to_pybytes().translate(None, first)
    spare = least - sum(fewest for _, fewest, _ in pieces)
    if least != most or spare < 0 or (spare and not any(open_ for *_, open_ in pieces)):
        return False
    letters, at = np.frombuffer(joined(cells), np.uint8).reshape(-1, least), 0
    for alphabet, fewest, open_ in pieces:
        end = at + fewest + (spare if open_ else 0)
        if not _table(alphabet)[letters[:, at:end]].all():
            return False
        at = end
    return True


@cache
def _pieces(pattern):
    """[(alphabet, how many at least, whether more may follow)]; none where that is not all, or more than one may grow."""
    found, at = [], 0
    while at < len(pattern):
        if not (piece := PIECE.match(pattern, at)):
            return []
        form, many, more, plus = piece.groups()
        found.append((_alphabet(form), int(many or 1), bool(more or plus)))
        at = piece.end()
    return found if sum(open_ for *_, open_ in found) <= 1 else []


def _alphabet(form):
    """The ASCII characters that a piece of a pattern matches."""
    return bytes(code for code in range(128) if re.fullmatch(form, chr(code)))


@cache
def _table(alphabet):
    return np.isin(np.arange(256), list(alphabet))
