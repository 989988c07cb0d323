"""Ledger: the segments of each file tile it, and each is coded or says why not."""

import hashlib
from collections import defaultdict

import pandas as pd

from checks.anchors import anchored
from checks.problem import Problem
from schemas import CODING, csv_path


def check(package):
    """Yield a problem for each gap, overlap, missing reason and needless reason."""
    segments, known = package.tables["segments"], _known(package)
    touched = rows_of_segments(package.tables)
    for source, part in segments.groupby("source_id"):
        yield from _tiling(part, package.texts.get(source))
    for line, row in enumerate(segments.itertuples(index=False), 2):
        coded = bool(touched.get(row.segment_id))
        if coded and pd.notna(row.reason):
            rule = f"a row codes this segment ({touched[row.segment_id][0]})"
            yield Problem(csv_path("segments"), line, "reason", row.reason, rule, "leave reason blank")
        if not coded and pd.isna(row.reason):
            rule, remedy = "no row codes this segment", "code it, or give the reason why not"
            yield Problem(csv_path("segments"), line, "reason", "", rule, remedy)
        if row.source_id not in package.texts and (row.segment_id, row.start, row.end) not in known:
            rule = "is new or moved, and its article is not at hand"
            remedy = "build with the articles: python build.py --sources DIR"
            yield Problem(csv_path("segments"), line, "segment_id", row.segment_id, rule, remedy)


def _known(package):
    """(segment_id, start, end) -> digest, as the last build proved them."""
    frame = package.committed.get("ledger")
    return {} if frame is None else {(r.segment_id, r.start, r.end): r.sha256 for r in frame.itertuples(index=False)}


def _tiling(part, text):
    """Problems of the segments of one source: numbers from 1, in order, nothing but white space between."""
    end, last = 0, 0
    for n, row in enumerate(part.sort_values("start").itertuples(), 1):
        if row.n != n:
            yield _at(row.Index, "n", row.n, f"is number {n} of its file by position", "number them in their order")
        if row.start < end:
            yield _at(
                row.Index, "start", row.start, f"overlaps the one before, which ends at {end}", "mend one of the two"
            )
        elif text is not None and text[end : row.start].strip():
            yield _at(
                row.Index, "start", row.start, f"leaves text without a segment from {end}", "add the missing segment"
            )
        if text is not None and text[row.start : row.end] != text[row.start : row.end].strip():
            yield _at(row.Index, "end", row.end, "begins or ends with white space", "trim the segment")
        end, last = max(end, row.end), row.Index
    if text is not None and text[end:].strip():
        yield _at(last, "end", end, "leaves text without a segment after it", "add the missing segment")


def _at(index, column, value, rule, remedy):
    return Problem(csv_path("segments"), index + 2, column, str(value), rule, remedy)


def rows_of_segments(tables):
    """segment_id -> [`table:id`] of the coding rows with an anchor in it."""
    starts = {
        s: list(zip(p["start"], p["end"], p["segment_id"], strict=True))
        for s, p in tables["segments"].groupby("source_id")
    }
    touched = defaultdict(dict)
    for stem, _, row_id, anchors in anchored(tables):
        if stem in CODING:
            for anchor in anchors:
                for start, end, segment in starts.get(anchor.source_id, ()):
                    if start < anchor.end and anchor.start < end:
                        touched[segment][f"{stem}:{row_id}"] = None
    return {segment: list(rows) for segment, rows in touched.items()}


def derive(package):
    """The rows of `ledger`."""
    touched, before = rows_of_segments(package.tables), _known(package)
    rows = []
    for s in package.tables["segments"].itertuples(index=False):
        text, mine = package.texts.get(s.source_id), touched.get(s.segment_id, [])
        disposition = "coded" if mine else s.reason
        if text is None:
            sha256 = before.get((s.segment_id, s.start, s.end))
        else:
            sha256 = hashlib.sha256(text[s.start : s.end].encode()).hexdigest()
        rows.append(
            (s.segment_id, s.source_id, s.start, s.end, s.kind, disposition, sha256, len(mine), ";".join(mine) or None)
        )
    return rows
