"""Spans: the anchors of a `Ground` as numbers, and which segments and which stretches of other kinds they hold."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.texts import lengths, positions

# A position takes 40 bits beside the number of what it lies in.
BITS = 40
FAR = (1 << BITS) - 1


class Spans(NamedTuple):
    """One element an anchor.

    `source` is its number in `Ground.sources`, `text` that in `Ground.texts` (-1: none); `start`, `end` and `length` (of
    the source) count code points. `held` tells whether the text has the anchor; `first` and `last` are its bytes then.
    """

    source: np.ndarray
    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    length: np.ndarray
    held: np.ndarray
    first: np.ndarray
    last: np.ndarray


def spans_of(ground, table=None):
    """The `Spans` of the anchors of a `Ground`, or of another of its tables with source_id, start and end."""
    table = ground.anchors if table is None else table
    source = number(table["source_id"], ground.sources["source_id"])
    text = np.append(number(ground.sources["source_id"], ground.texts.ids), -1)[source]
    start, end = numbers(table["start"]), numbers(table["end"])
    length = np.append(numbers(ground.sources["n_chars"]), 0)[source]
    real = np.append(lengths(ground.texts), 0)[text]
    held = (text >= 0) & (0 <= start) & (start <= end) & (end <= np.minimum(length, real))
    first, last = np.zeros_like(start), np.zeros_like(end)
    first[held] = positions(ground.texts, text[held], start[held])
    last[held] = positions(ground.texts, text[held], end[held])
    return Spans(source, text, start, end, length, held, first, last)


def number(values, known):
    """For each value its number among `known`, or -1."""
    known = known.combine_chunks() if isinstance(known, pa.ChunkedArray) else known
    return np.asarray(pc.index_in(values, value_set=known).fill_null(-1)).astype(np.int64)


def numbers(column):
    """A column of integers as numpy; -1 where it is blank."""
    return np.asarray(column.fill_null(-1)).astype(np.int64, copy=False)


def slices(texts, spans, which):
    """The bytes of anchors that are held."""
    raw = texts.raw
    return [raw[a:b] for a, b in zip(spans.first[which].tolist(), spans.last[which].tolist(), strict=True)]


def take(column, rows):
    """Some rows of a column, as an array; rows that follow one another are not copied."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (np.diff(rows) == 1).all():
        part = column.slice(int(rows[0]), len(rows))
        return part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part
    part = column.take(pa.array(rows, pa.int64()))
    return part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part


def _ordered(ground):
    """(row, source, start, end) of the segments of known sources, by source and position; positions are no number too far."""
    within = number(ground.segments["source_id"], ground.sources["source_id"])
    start, end = np.minimum(numbers(ground.segments["start"]), FAR), np.minimum(numbers(ground.segments["end"]), FAR)
    order = np.lexsort((start, within))
    order = order[within[order] >= 0]
    return order, within[order], start[order], end[order]


def _touched(ground, spans, which):
    """(anchor, segment) for some of the anchors."""
    order, within, start, end = _ordered(ground)
    base, mine = within << BITS, spans.source[which] << BITS
    # Where segments overlap their ends are in no order: the furthest so far is, and what it lets in is sorted out below.
    furthest = np.maximum.accumulate(base + end)
    low = np.searchsorted(furthest, mine + np.minimum(spans.start[which], FAR), "right")
    high = np.searchsorted(base + start, mine + np.minimum(spans.end[which], FAR), "left")
    anchor, segment = spread(low, high)
    shared = end[segment] > spans.start[which][anchor]
    return which[anchor[shared]], order[segment[shared]]


def touching(ground, spans):
    """(anchor, segment): each anchor beside each segment that it shares a character with, in the order of the file."""
    return _touched(ground, spans, np.flatnonzero(spans.source >= 0))


def enclosed(ground, spans):
    """Whether an anchor lies within one segment: mostly the last that begins no later; if not, others are asked."""
    order, within, start, end = _ordered(ground)
    if not len(order):
        return np.zeros(len(spans.start), bool)
    last = np.searchsorted((within << BITS) + start, (spans.source << BITS) + np.clip(spans.start, 0, FAR), "right") - 1
    found = (last >= 0) & (within[last] == spans.source) & (spans.end <= end[last])
    anchor, segment = _touched(ground, spans, np.flatnonzero(~found & (spans.source >= 0)))
    starts, ends = numbers(ground.segments["start"]), numbers(ground.segments["end"])
    found[anchor[(starts[segment] <= spans.start[anchor]) & (spans.end[anchor] <= ends[segment])]] = True
    return found


def inside(group, start, end, of, first, last):
    """(outer, inner): each stretch of text `start`-`end` beside the stretches `first`-`last` of its group inside it.

    `group` and `of` number what outer and inner stretches belong to; outer ones with a group below 0 hold nothing.
    """
    order = np.lexsort((last, first, of))
    keys = (of[order] << BITS) + np.minimum(first[order], FAR)
    base = np.maximum(group, 0) << BITS
    low = np.searchsorted(keys, base + np.clip(start, 0, FAR), "left")
    high = np.searchsorted(keys, base + np.clip(end, 0, FAR), "left")
    outer, inner = spread(low, np.where(group < 0, low, high))
    inner = order[inner]
    holds = last[inner] <= end[outer]
    return outer[holds], inner[holds]


def spread(low, high):
    """(number of the range, element): the elements of each range from `low` up to `high`, one after another."""
    count = np.maximum(high - low, 0)
    owner = np.repeat(np.arange(len(count)), count)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
