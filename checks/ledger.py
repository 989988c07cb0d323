"""Ledger: the segments of each file tile it, and each is coded or says why not."""

from hashlib import sha256
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.ground import STEMS, coding, ground
from checks.spans import BITS, FAR, Spans, numbers, slices, spans_of, touching
from checks.texts import are, frayed, text


class Tiles(NamedTuple):
    """Segments of known sources by source and position: their rows, their `Spans`, where the one before ends (the
    furthest of those before, 0 for the first), their number by position, and which of them are the last of a source."""

    row: np.ndarray
    spans: Spans
    reached: np.ndarray
    place: np.ndarray
    last: np.ndarray


def check(package):
    """Yield a problem for each gap, overlap, missing reason and needless reason."""
    yield from tiled(ground(package))


def tiled(ground):
    """Yield the problems of the segments of a `Ground`."""
    yield from _tiling(ground, tiles(ground))
    yield from _reasons(ground)
    yield from _unread(ground)


def tiles(ground):
    """The `Tiles` of a `Ground`."""
    every = spans_of(ground, ground.segments)
    order = np.lexsort((every.start, every.source))
    order = order[every.source[order] >= 0]
    spans = Spans(*(column[order] for column in every))
    base = spans.source << BITS
    furthest = np.maximum.accumulate(base + np.minimum(spans.end, FAR))
    new = np.append(True, spans.source[1:] != spans.source[:-1])[: len(order)]
    reached = np.append(0, furthest[:-1])[: len(order)] - base
    begin = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    return Tiles(order, spans, np.where(new, 0, reached), np.arange(len(order)) - begin + 1, np.append(new[1:], True))


def _tiling(ground, tiles):
    """Numbers from 1, in order, nothing but white space between, before and after."""
    segments, spans = ground.segments, tiles.spans
    at = np.asarray(segments["at"])[tiles.row]
    n = numbers(segments["n"])[tiles.row]
    for i in np.flatnonzero(n != tiles.place).tolist():
        rule = f"is number {tiles.place[i]} of its file by position"
        yield ground.problem(int(at[i]), "n", str(n[i]), rule, "number them in their order")
    overlaps = spans.start < tiles.reached
    for i in np.flatnonzero(overlaps).tolist():
        rule = f"overlaps the one before, which ends at {tiles.reached[i]}"
        yield ground.problem(int(at[i]), "start", str(spans.start[i]), rule, "mend one of the two")
    for i in np.flatnonzero(~overlaps & _gaps(ground, spans, tiles.reached, spans.start)).tolist():
        rule = f"leaves text without a segment from {tiles.reached[i]}"
        yield ground.problem(int(at[i]), "start", str(spans.start[i]), rule, "add the missing segment")
    for i in np.flatnonzero(_frayed(ground.texts, spans)).tolist():
        yield ground.problem(
            int(at[i]), "end", str(spans.end[i]), "begins or ends with white space", "trim the segment"
        )
    end = np.maximum(tiles.reached, spans.end)
    for i in np.flatnonzero(tiles.last & _gaps(ground, spans, end, spans.length)).tolist():
        rule, remedy = "leaves text without a segment after it", "add the missing segment"
        yield ground.problem(int(at[i]), "end", str(end[i]), rule, remedy)


def _gaps(ground, spans, start, end):
    """Whether there is more than white space between these code points of the sources; false where no text is at hand."""
    found = np.zeros(len(start), bool)
    wide = np.flatnonzero((spans.text >= 0) & (start < end))
    gaps = pa.table(
        {
            "source_id": ground.texts.ids.take(pa.array(spans.text[wide])),
            "start": start[wide],
            "end": np.minimum(end, spans.length)[wide],
        }
    )
    between = spans_of(ground, gaps)
    held = np.flatnonzero(between.held)
    one = held[between.last[held] - between.first[held] == 1]
    found[wide[one]] = ~are(ground.texts, between.first[one], str.isspace)
    more = held[between.last[held] - between.first[held] > 1]
    found[wide[more]] = [bool(str(piece, "utf-8").strip()) for piece in slices(ground.texts, between, more)]
    return found


def _frayed(texts, spans):
    """Whether a segment that is held begins or ends with white space."""
    found = np.zeros(len(spans.start), bool)
    full = np.flatnonzero(spans.held & (spans.first < spans.last))
    found[full] = frayed(texts, spans.first[full], spans.last[full])
    return found


def _reasons(ground):
    """A segment is coded by a row or has a reason, and never both."""
    segments, rows = ground.segments, coded(ground)
    blank = np.asarray(segments["reason"].is_null())
    touched = rows.count > 0
    for i in np.flatnonzero(touched & ~blank).tolist():
        rule = f"a row codes this segment ({rows.names(i)[0]})"
        at, reason = segments["at"][i].as_py(), segments["reason"][i].as_py()
        yield ground.problem(at, "reason", reason, rule, "leave reason blank")
    for i in np.flatnonzero(~touched & blank).tolist():
        rule, remedy = "no row codes this segment", "code it, or give the reason why not"
        yield ground.problem(segments["at"][i].as_py(), "reason", "", rule, remedy)


class Coded(NamedTuple):
    """The coding rows of each segment: how many anchors touch it, and where in `rows` those of each begin."""

    count: np.ndarray
    begin: np.ndarray
    rows: np.ndarray
    anchors: pa.Table

    def names(self, segment):
        """`table:id` of the rows, in the order of the tables, each once."""
        rows = self.rows[self.begin[segment] : self.begin[segment] + self.count[segment]]
        found = self.anchors.select(["stem", "row_id"]).take(pa.array(rows)).to_pylist()
        return list(dict.fromkeys(f"{STEMS[row['stem']]}:{row['row_id']}" for row in found))


def coded(ground):
    """The `Coded` segments of a `Ground`."""
    anchor, segment = touching(ground, spans_of(ground))
    mine = coding(ground.anchors)[anchor]
    anchor, segment = anchor[mine], segment[mine]
    order = np.lexsort((anchor, segment))
    count = np.bincount(segment, minlength=ground.segments.num_rows)
    return Coded(count, np.cumsum(count) - count, anchor[order], ground.anchors)


def _unread(ground):
    """Without the text, a segment is one that the last build proved."""
    segments = ground.segments
    away = pc.invert(pc.is_in(segments["source_id"], value_set=ground.texts.ids))
    if not pc.any(away, min_count=0).as_py():
        return
    known = _known(ground)
    for row in segments.filter(away).select(["at", "segment_id", "start", "end"]).to_pylist():
        if (row["segment_id"], row["start"], row["end"]) not in known:
            rule = "is new or moved, and its article is not at hand"
            remedy = "build with the articles: python build.py --sources DIR"
            yield ground.problem(row["at"], "segment_id", row["segment_id"], rule, remedy)


def _known(ground):
    """(segment_id, start, end) -> digest, as the last build proved them."""
    table = ground.committed.get("ledger")
    rows = [] if table is None else table.select(["segment_id", "start", "end", "sha256"]).to_pylist()
    return {tuple(row.values())[:3]: row["sha256"] for row in rows}


def derive(package):
    """The rows of `ledger`."""
    here = ground(package)
    rows, known, kept = coded(here), _known(here), []
    texts = {source: text(here.texts, i) for i, source in enumerate(here.texts.ids.to_pylist())}
    for i, s in enumerate(here.segments.to_pylist()):
        mine, whole = rows.names(i), texts.get(s["source_id"])
        position = s["segment_id"], s["start"], s["end"]
        digest = known.get(position) if whole is None else sha256(whole[s["start"] : s["end"]].encode()).hexdigest()
        cells = (s["kind"], "coded" if mine else s["reason"], digest, len(mine), ";".join(mine) or None)
        kept.append((s["segment_id"], s["source_id"], s["start"], s["end"], *cells))
    return kept
