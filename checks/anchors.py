"""Anchors: each lies in its file, splits no word, and holds what it held when it was coded."""

from binascii import unhexlify
from collections import defaultdict
from hashlib import sha256
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checks.ground import STEMS, anchors_of_cell, ground, row_digest
from checks.keys import key_of
from checks.letters import joined, plainly
from checks.spans import enclosed, number, numbers, spans_of, take, touching
from checks.texts import frayed, splits

SHA256 = "[0-9a-f]{64}"
__all__ = ["Anchor", "anchored", "check", "derive", "key_of", "parse", "proven", "row_digest", "standing_in"]


class Anchor(NamedTuple):
    """A stretch of a file: source_id, first code point, code point after the last."""

    source_id: str
    start: int
    end: int

    def __str__(self):
        return f"{self.source_id}:{self.start}-{self.end}"


def parse(cell):
    """The anchors of an evidence cell; none where the cell is blank or malformed.

    >>> [str(anchor) for anchor in parse("s004:849-875;s001:352-430")]
    ['s004:849-875', 's001:352-430']
    """
    return [] if pd.isna(cell) else [Anchor(*found) for found in anchors_of_cell(str(cell))]


def anchored(tables):
    """Yield (stem, line, row_id, anchors) of every row of every table with evidence."""
    for stem, frame in tables.items():
        if "evidence" in frame:
            cells = zip(frame[key_of(stem)], frame["evidence"], strict=True)
            for line, (row_id, cell) in enumerate(cells, 2):
                yield stem, line, row_id, parse(cell)


# The segments of the rows of the package that was asked for last: three rules go by them.
_last = None, None


def standing_in(package):
    """(stem, row_id) -> [[numbers of the segments of an anchor]] of every row with anchors.

    Segments that follow one another have numbers that do; between those of two files one is left out.
    """
    global _last
    if _last[0] is not package:
        here, found = ground(package), defaultdict(list)
        spans = spans_of(here)
        which, segment = touching(here, spans)
        segment = segment + spans.source[which]
        low = np.searchsorted(which, np.arange(len(spans.start)))
        numbered = np.split(segment, low[1:]) if len(low) else []
        stems, ids = (here.anchors[name].to_pylist() for name in ("stem", "row_id"))
        for stem, row_id, segments in zip(stems, ids, numbered, strict=True):
            found[STEMS[stem], row_id].append(segments.tolist())
        _last = package, dict(found)
    return _last[1]


def check(package):
    """Yield a problem for each anchor that cannot be proven."""
    yield from proven(ground(package))


def proven(ground):
    """Yield a problem for each anchor of a `Ground` that cannot be proven, and tell the first of its faults."""
    spans, fault = spans_of(ground), np.zeros(ground.anchors.num_rows, np.int8)
    for kind, (refused, _, _) in enumerate(FAULTS, 1):
        open_ = np.flatnonzero(fault == 0)
        fault[open_[refused(ground, spans, open_)]] = kind
    for index in np.flatnonzero(fault).tolist():
        row = {name: ground.anchors[name][index].as_py() for name in ("at", "source_id", "start", "end", "own")}
        _, rule, remedy = FAULTS[fault[index] - 1]
        anchor = Anchor(row["source_id"], row["start"], row["end"])
        rule = rule.format(own=row["own"], length=spans.length[index])
        yield ground.problem(row["at"], "evidence", str(anchor), rule, remedy)


def _homeless(ground, spans, open_):
    return spans.source[open_] < 0


def _abroad(ground, spans, open_):
    """A rendering stays in its own source."""
    anchors = ground.anchors
    return np.asarray(pc.not_equal(anchors["own"], anchors["source_id"]).fill_null(False))[open_]


def _empty(ground, spans, open_):
    return spans.start[open_] >= spans.end[open_]


def _past(ground, spans, open_):
    return spans.end[open_] > spans.length[open_]


def _across(ground, spans, open_):
    """Only a quotation may cross the end of a segment."""
    kept = np.asarray(ground.anchors["quoted"]).astype(bool)
    kept[open_] |= enclosed(ground, spans)[open_]
    return ~kept[open_]


def _torn(ground, spans, open_):
    found = np.zeros(len(open_), bool)
    held = spans.held[open_]
    mine = open_[held]
    for edge in (spans.first, spans.last):
        found[held] |= splits(ground.texts, spans.text[mine], edge[mine])
    return found


def _frayed(ground, spans, open_):
    found = np.zeros(len(open_), bool)
    held = spans.held[open_]
    mine = open_[held]
    found[held] = frayed(ground.texts, spans.first[mine], spans.last[mine])
    return found


def _altered(ground, spans, open_):
    """With the text at hand: what stands there is not what stood there."""
    before, same = _known(ground, spans)
    mine, found = open_[spans.held[open_] & same[open_]], np.zeros(len(spans.start), bool)
    if len(mine):
        then = unhexed(take(ground.committed["evidence"]["sha256"], before[mine]))
        now = b"".join(digests(ground.texts, spans, mine))
        if now != then:
            words = (np.frombuffer(raw, np.uint64).reshape(-1, 4) for raw in (now, then))
            found[mine] = np.not_equal(*words).any(axis=1)
    return found[open_]


def _unread(ground, spans, open_):
    """Without the text: the anchor is not one that the last build proved."""
    if (spans.text[open_] >= 0).all():
        return np.zeros(len(open_), bool)
    return ((spans.text < 0) & ~_known(ground, spans)[1])[open_]


def _rewritten(ground, spans, open_):
    """Without the text: the row is not the one whose anchor the last build proved, where its digest is known."""
    if (spans.text[open_] >= 0).all():
        return np.zeros(len(open_), bool)
    before, same = _known(ground, spans)
    digested = np.asarray(ground.anchors["row_sha256"].is_valid())
    mine = open_[(spans.text < 0)[open_] & (same & digested)[open_]]
    found = np.zeros(len(spans.start), bool)
    if len(mine):
        then = ground.committed["evidence"]["row_sha256"].take(pa.array(before[mine]))
        now = ground.anchors["row_sha256"].take(pa.array(mine))
        found[mine] = np.asarray(pc.not_equal(then, now).fill_null(False))
    return found[open_]


# What can be wrong with an anchor, in the order in which it is asked: who tells, the rule and the remedy.
FIND = "find the words again: python build.py find WORDS"
AT_HAND = "build with the articles: python build.py --sources DIR"
FAULTS = (
    (_homeless, "names no source", "use a source_id of data/sources.csv"),
    (_abroad, "lies outside the row's own source {own}", "anchor words of that file, or mend source_id"),
    (_empty, "is empty", "the second number is the character after the last"),
    (_past, "ends past the end of the file ({length})", FIND),
    (_across, "crosses the end of a segment", "anchor each segment by itself; only quotations may cross"),
    (_torn, "begins or ends inside a word", "move it to the edge of the word: python build.py find WORDS"),
    (_frayed, "begins or ends with white space", "leave it out"),
    (
        _altered,
        "has another digest than in data/derived/evidence.csv",
        "restore that file, or anchor the words anew",
    ),
    (_unread, "is new, and its article is not at hand", AT_HAND),
    (_rewritten, "belongs to a row that changed since it was read in the article", AT_HAND),
)


def _known(ground, spans):
    """(row of the committed evidence or -1, whether it has this very anchor), an element an anchor."""
    evidence, anchors = ground.committed.get("evidence"), ground.anchors
    if evidence is None or not evidence.num_rows:
        return np.full(len(spans.start), -1), np.zeros(len(spans.start), bool)
    theirs_, mine_ = number(evidence["table"], pa.array(STEMS)), numbers(anchors["stem"])
    before = np.full(len(spans.start), -1)
    for stem in np.unique(mine_):
        mine, theirs = np.flatnonzero(mine_ == stem), np.flatnonzero(theirs_ == stem)
        here, there = (
            [take(table[name], rows) for name in ("row_id", "n")]
            for table, rows in ((anchors, mine), (evidence, theirs))
        )
        if all(a.equals(b) for a, b in zip(here, there, strict=True)):  # as a build writes them
            before[mine] = theirs
        elif len(theirs):
            found = number(_joined(*here), _joined(*there))
            before[mine] = np.where(found < 0, -1, theirs[found])
    same = pc.equal(take(evidence["source_id"], np.maximum(before, 0)), anchors["source_id"])
    same = np.asarray(same.fill_null(False)) & (before >= 0)
    for name, now in (("start", spans.start), ("end", spans.end)):
        same &= numbers(evidence[name])[before] == now
    return before, same


def _joined(row_id, n):
    """The id and the number of anchors, as one text each."""
    return pc.binary_join_element_wise(row_id, n.cast(pa.string()), ":")


def unhexed(cells):
    """The bytes of all digests of a column, one after another; zeros for what is no digest, and told elsewhere."""
    if cells.null_count or not plainly(cells, SHA256):
        sound = pc.match_substring_regex(cells, rf"\A{SHA256}\z").fill_null(False)
        cells = pc.if_else(sound, cells, "0" * 64)
    return unhexlify(joined(cells))


def digests(texts, spans, which):
    """SHA-256, as bytes, of the characters of anchors that are held, in UTF-8."""
    raw, first, last = texts.raw, spans.first[which].tolist(), spans.last[which].tolist()
    return [sha256(raw[a:b]).digest() for a, b in zip(first, last, strict=True)]


def derive(package):
    """The rows of `evidence`: one for each anchor, proven now or carried forward from the last build."""
    here = ground(package)
    spans, anchors = spans_of(here), here.anchors
    before, _ = _known(here, spans)
    found = np.empty(len(before), object)
    found[spans.held] = [digest.hex() for digest in digests(here.texts, spans, np.flatnonzero(spans.held))]
    for index in np.flatnonzero(~spans.held):
        found[index] = here.committed["evidence"]["sha256"][int(before[index])].as_py()
    anchor, segment = touching(here, spans)
    first, last = np.zeros_like(before), np.zeros_like(before)
    first[anchor[::-1]], last[anchor] = segment[::-1], segment
    names = here.segments["segment_id"].to_pylist()
    columns = [anchors[name].to_pylist() for name in ("row_id", "n", "row_sha256", "source_id", "start", "end")]
    stems = [STEMS[code] for code in anchors["stem"].to_pylist()]
    edges = ([names[index] for index in side.tolist()] for side in (first, last))
    return list(zip(stems, *columns, found.tolist(), *edges, strict=True))
