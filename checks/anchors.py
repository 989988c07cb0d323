"""Anchors: each lies in its file, splits no word, and holds what it held when it was coded."""

import hashlib
import re
from typing import NamedTuple

import pandas as pd

from checks.problem import Problem
from schemas import csv_path, primary_key

ANCHOR = re.compile(r"(s\d{3,}):(\d{1,12})-(\d{1,12})")
WORD = re.compile(r"[^\W_]")


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
    if pd.isna(cell):
        return []
    found = [ANCHOR.fullmatch(part) for part in str(cell).split(";")]
    return [Anchor(m[1], int(m[2]), int(m[3])) for m in found if m] if all(found) else []


def key_of(stem):
    """The column of the primary key of a table with a single one."""
    return primary_key(stem)[0]


def anchored(tables):
    """Yield (stem, line, row_id, anchors) of every row of every table with evidence."""
    for stem, frame in tables.items():
        if "evidence" in frame:
            cells = zip(frame[key_of(stem)], frame["evidence"], strict=True)
            for line, (row_id, cell) in enumerate(cells, 2):
                yield stem, line, row_id, parse(cell)


def check(package):
    """Yield a problem for each anchor that cannot be proven."""
    tables, texts = package.tables, package.texts
    lengths = dict(zip(tables["sources"]["source_id"], tables["sources"]["n_chars"], strict=True))
    starts = {source: _bounds(tables["segments"], source) for source in lengths}
    known = _known(package)
    for stem, line, row_id, anchors in anchored(tables):
        own = _source(tables[stem], line)
        for n, anchor in enumerate(anchors, 1):
            faults = _faults(anchor, lengths, own, texts, starts, quoted=_is_quoted(tables[stem], line, n))
            faults = list(faults) or list(_unproven(package, known, stem, line, row_id, n, anchor))
            for rule, remedy in faults:
                yield Problem(csv_path(stem), line, "evidence", str(anchor), rule, remedy)


def _source(frame, line):
    """The source that a rendering belongs to; its anchors stay in it."""
    return frame["source_id"].iloc[line - 2] if "source_id" in frame else None


def _is_quoted(frame, line, n):
    """Whether anchor `n` of the row is a quotation, which alone may cross segments."""
    return n == 1 and "text" in frame and pd.notna(frame["text"].iloc[line - 2])


def _bounds(segments, source):
    """(start, end) of the segments of a source."""
    mine = segments[segments["source_id"] == source]
    return list(zip(mine["start"], mine["end"], strict=True))


def _faults(anchor, lengths, own, texts, segments, quoted):
    """(rule, remedy) for what is wrong with the position of an anchor."""
    if anchor.source_id not in lengths:
        yield "names no source", "use a source_id of data/sources.csv"
        return
    if own is not None and anchor.source_id != own:
        yield f"lies outside the row's own source {own}", "anchor words of that file, or mend source_id"
        return
    length = lengths[anchor.source_id]
    if not anchor.start < anchor.end:
        yield "is empty", "the second number is the character after the last"
    elif anchor.end > length:
        yield f"ends past the end of the file ({length})", "find the words again: python build.py find WORDS"
    else:
        if not quoted and not any(a <= anchor.start and anchor.end <= b for a, b in segments[anchor.source_id]):
            yield "crosses the end of a segment", "anchor each segment by itself; only quotations may cross"
        if anchor.source_id in texts and _splits(texts[anchor.source_id], anchor):
            yield "begins or ends inside a word", "move it to the edge of the word: python build.py find WORDS"


def _splits(text, anchor):
    """Whether an end of the anchor stands between two letters or digits."""
    ends = (text[max(at - 1, 0) : at + 1] for at in (anchor.start, anchor.end) if at)
    return any(len(pair) == 2 and all(map(WORD.match, pair)) for pair in ends)


def _known(package):
    """What the last build proved: {(stem, row_id, n): (row digest, anchor, digest)}."""
    frame = package.committed.get("evidence")
    if frame is None:
        return {}
    return {
        (r.table, r.row_id, r.n): (r.row_sha256, Anchor(r.source_id, r.start, r.end), r.sha256)
        for r in frame.itertuples(index=False)
    }


def _unproven(package, known, stem, line, row_id, n, anchor):
    """(rule, remedy) where the anchor is not what was proven, or cannot be proven here."""
    then = known.get((stem, row_id, n))
    if anchor.source_id in package.texts:
        if then and then[1] == anchor and then[2] != digest(package.texts[anchor.source_id], anchor):
            yield "has another digest than in data/derived/evidence.csv", "restore that file, or anchor the words anew"
    elif then is None or then[1] != anchor:
        yield "is new, and its article is not at hand", "build with the articles: python build.py --sources DIR"
    elif then[0] != row_digest(package.lines[stem][line - 2]):
        yield (
            "belongs to a row that changed since it was read in the article",
            "build with the articles: python build.py --sources DIR",
        )


def digest(text, anchor):
    """SHA-256 of the anchored characters in UTF-8."""
    return hashlib.sha256(text[anchor.start : anchor.end].encode()).hexdigest()


def row_digest(line):
    """SHA-256 of a row's line in its CSV, without the line end."""
    return hashlib.sha256(line.encode()).hexdigest()


def derive(package):
    """The rows of `evidence`: one for each anchor, proven now or carried forward from the last build."""
    segments = package.tables["segments"]
    inside = {
        source: list(zip(part["start"], part["end"], part["segment_id"], strict=True))
        for source, part in segments.groupby("source_id")
    }
    known = _known(package)
    rows = []
    for stem, line, row_id, anchors in anchored(package.tables):
        for n, anchor in enumerate(anchors, 1):
            text = package.texts.get(anchor.source_id)
            sha256 = digest(text, anchor) if text is not None else known[stem, row_id, n][2]
            touched = [i for a, b, i in inside[anchor.source_id] if a < anchor.end and anchor.start < b]
            rows.append(
                (stem, row_id, n, row_digest(package.lines[stem][line - 2]), *anchor, sha256, touched[0], touched[-1])
            )
    return rows
