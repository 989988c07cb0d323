"""Mentions: the anchors of a row, together, name every actor, place, date and number that the row codes.

An actor or place is named where `names` lists an occurrence of it inside an anchor. A date whose basis is printed,
weekday or relative is named by words that mean this very day; a quantity by its printed form, which must state the
value. Judged and reference columns are exempt.
"""

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checks.anchors import anchored
from checks.expressions import dates, names_unit, qualifier, quantity
from checks.ground import STEMS, ground
from checks.problem import Problem, shown
from checks.spans import inside, number, numbers, slices, spans_of, spread
from checks.texts import points_before, text
from schemas import csv_path

ANY_DAY = dt.date(2000, 1, 31)
LAST = ("date_end",)


def standing_on(tables):
    """(stem, line, row_id) -> anchors; participants and locations stand on those of their event or claim."""
    anchors = {(stem, line, row_id): found for stem, line, row_id, found in anchored(tables)}
    owners = {(stem, row_id): found for (stem, _, row_id), found in anchors.items()}
    for stem in ("participants", "locations"):
        for line, row in enumerate(tables[stem].itertuples(index=False), 2):
            claim = getattr(row, "claim_id", None)
            owner = ("events", row.event_id) if pd.isna(claim) else ("military_claims", claim)
            anchors[stem, line, row[0]] = owners.get(owner, [])
    return anchors


def check(package):
    """Yield a problem for each cell that the anchors of its row do not name."""
    here = ground(package)
    yield from misspelt(here)
    yield from told(here, unnamed(here))
    for stem, frame in package.tables.items():
        yield from misstated(frame, stem)


def misspelt(ground):
    """Yield a problem for each listed occurrence of a name that is not that very spelling."""
    listed = ground.occurrences
    spans = spans_of(ground, listed)
    here = np.flatnonzero(spans.text >= 0)
    held = np.flatnonzero(spans.held)
    words = pc.equal(
        pa.array(slices(ground.texts, spans, held), pa.binary()),
        listed["spelling"].cast(pa.binary()).take(pa.array(held)),
    )
    wrong = np.setdiff1d(here, held[np.asarray(words).astype(bool)])
    for row in listed.take(pa.array(wrong)).to_pylist():
        rule = f"does not stand at {row['source_id']}:{row['start']}-{row['end']}"
        remedy = "list where it stands: python build.py find WORDS"
        yield ground.problem(row["at"], "spelling", row["spelling"], rule, remedy)


def unnamed(ground):
    """The numbers of the cells that none of the anchors here names."""
    pairs, found = _pairs(ground), np.zeros(ground.cells.num_rows, bool)
    found[named_in(ground, *pairs)[0]] = True
    dated = dated_in(ground, *pairs)
    bases = ground.cells["basis"].to_pylist() if dated else []
    found[[cell for cell, *_, words in dated if _basis(words) == bases[cell]]] = True
    found[[cell for cell, *_ in counted_in(ground, *pairs)]] = True
    return np.flatnonzero(~found)


def told(ground, cells):
    """Yield the problem of each of these cells, given by number: nothing names it."""
    for row in ground.cells.take(pa.array(cells, pa.int64())).to_pylist():
        rule, remedy = UNNAMED[row["kind"]]
        value = row["day"] if row["kind"] == "date" else row["value"]
        yield ground.problem(row["at"], row["column"], value, rule.format(**row), remedy)


UNNAMED = {
    "name": (
        "is not named in the anchors of its row",
        "anchor words that name it too, list their spelling in names.csv, or mend the cell",
    ),
    "date": ("is not what any {basis} date in the anchors means", "anchor the words that date it, or mend it"),
    "number": ("does not stand in the anchors of its row", "copy the words"),
}


@lru_cache(maxsize=1 << 16)
def _basis(words):
    """How these words date: printed, weekday or relative; None where they do not."""
    return next((found.basis for found in dates(words, ANY_DAY)), None)


def _pairs(ground):
    """(cell, anchor): each cell of a `Ground` beside each anchor of the row that it stands on."""
    at, owner = numbers(ground.anchors["at"]), numbers(ground.cells["owner"])
    order = np.argsort(at, kind="stable")
    cell, anchor = spread(np.searchsorted(at[order], owner, "left"), np.searchsorted(at[order], owner, "right"))
    return cell, order[anchor]


def _of_kind(ground, kind, cell, anchor):
    """The pairs whose cell is of a kind."""
    mine = np.asarray(pc.equal(ground.cells["kind"], kind)).astype(bool)[cell]
    return cell[mine], anchor[mine]


def named_in(ground, cell, anchor):
    """(cell, row of `Ground.occurrences`): each listed occurrence of an actor or place in an anchor of its row."""
    listed, sources = ground.occurrences, ground.sources["source_id"]
    cell, anchor = _of_kind(ground, "name", cell, anchor)
    bearers = pc.unique(listed["bearer"])
    wanted, within = number(ground.cells["value"], bearers)[cell], number(ground.anchors["source_id"], sources)[anchor]
    bearer, there = number(listed["bearer"], bearers), number(listed["source_id"], sources)
    n, row = len(sources) + 1, np.flatnonzero(there >= 0)
    outer, inner = inside(
        np.where((wanted < 0) | (within < 0), -1, wanted * n + within),
        numbers(ground.anchors["start"])[anchor],
        numbers(ground.anchors["end"])[anchor],
        (bearer * n + there)[row],
        numbers(listed["start"])[row],
        numbers(listed["end"])[row],
    )
    return cell[outer], row[inner]


def dated_in(ground, cell, anchor):
    """[(cell, source_id, start, end, words)]: words that mean the day of a cell in an anchor of its row.

    `date_end` is a last day, others a first. Without the text, what the last build found.
    """
    cell, anchor = _of_kind(ground, "date", cell, anchor)
    spans = spans_of(ground)
    read = spans.text[anchor] >= 0
    days = _expressions(ground, spans, np.unique(anchor[read]))
    outer, inner = inside(
        np.where(read, spans.source[anchor], -1), spans.start[anchor], spans.end[anchor], days.of, days.start, days.end
    )
    last = np.asarray(pc.is_in(ground.cells["column"], value_set=pa.array(LAST)))[cell[outer]].astype(bool)
    means = np.where(last, days.last[inner], days.first[inner])
    meant = numbers(ground.cells["day"].cast(pa.int32()))[cell[outer]] == means
    sources = ground.sources["source_id"].to_pylist() if len(days.words) else []
    places = zip(cell[outer[meant]].tolist(), inner[meant].tolist(), strict=True)
    now = [(c, sources[days.of[i]], int(days.start[i]), int(days.end[i]), days.words[i]) for c, i in places]
    return now + _carried(ground, cell[~read], anchor[~read])


class Expressions(NamedTuple):
    """Words that name a day: the source that they are of, code points, first and last day since 1970."""

    of: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    last: np.ndarray
    words: list


def _expressions(ground, spans, anchors):
    """The `Expressions` on the lines that some anchors stand on; no words that name a day run over the end of a line."""
    frames, found = ground.sources["frame_date"].to_pylist() if len(anchors) else [], {}
    for source, lines, start in _lines(ground.texts, spans, anchors):
        for each in dates(lines, frames[source]):
            place = (source, start + each.start, start + each.end)
            found[place] = (_day(each.first), _day(each.last), lines[each.start : each.end])
    numbers_ = np.array([(*place, *days) for place, (*days, _) in found.items()], np.int64)
    return Expressions(*numbers_.reshape(-1, 5).T, [words for *_, words in found.values()])


def _lines(texts, spans, anchors):
    """Yield (source, whole lines, first code point) around anchors, the lines of several only once."""
    seen, raw, points = set(), texts.raw, points_before(texts)
    for anchor in anchors.tolist():
        article, source = int(spans.text[anchor]), int(spans.source[anchor])
        begin, end = int(texts.at[article]), int(texts.at[article + 1])
        first, last = (int(spans.first[anchor]), int(spans.last[anchor])) if spans.held[anchor] else (begin, end)
        first = max(raw.rfind(b"\n", begin, first) + 1, begin)
        last = end if (at := raw.find(b"\n", last, end)) < 0 else at
        if (first, last) not in seen:
            seen.add((first, last))
            start = first - int(np.searchsorted(texts.inner, first)) - int(points[article])
            yield source, str(raw[first:last], "utf-8"), start


def _day(date):
    """Days since 1970."""
    return date.toordinal() - dt.date(1970, 1, 1).toordinal()


def counted_in(ground, cell, anchor):
    """[(cell, source_id, start, end, words)]: the printed form of a quantity in an anchor of its row."""
    cell, anchor = _of_kind(ground, "number", cell, anchor)
    spans = spans_of(ground)
    read = spans.text[anchor] >= 0
    cells, anchors = cell[read], anchor[read]
    words, found = ground.cells["value"].take(pa.array(cells)).to_pylist(), []
    sources = ground.anchors["source_id"].take(pa.array(anchors)).to_pylist()
    pieces = _pieces(ground.texts, spans, anchors)
    for c, source, start, piece, word in zip(
        cells.tolist(), sources, spans.start[anchors].tolist(), pieces, words, strict=True
    ):
        head, there, _ = piece.partition(word)
        if there:
            found.append((c, source, start + len(head), start + len(head) + len(word), word))
    return found + _carried(ground, cell[~read], anchor[~read])


def _pieces(texts, spans, anchors):
    """The characters of anchors; of one that runs past its text, those that there are."""
    if spans.held[anchors].all():
        return [str(piece, "utf-8") for piece in slices(texts, spans, anchors)]
    return [text(texts, spans.text[i])[spans.start[i] : spans.end[i]] for i in anchors]


def _carried(ground, cell, anchor):
    """What the last build found for cells in sources whose texts are not at hand."""
    table, known, found = ground.committed.get("mentions"), defaultdict(list), {}
    if table is None or not len(cell):
        return []
    keys = ("table", "row_id", "column", "source_id")
    for row in table.filter(table["name_id"].is_null()).to_pylist():
        known[tuple(row[key] for key in keys)].append((row["source_id"], row["start"], row["end"], row["spelling"]))
    rows = ground.cells.select(["stem", "row_id", "column"]).take(pa.array(cell)).to_pylist()
    sources = ground.anchors["source_id"].take(pa.array(anchor)).to_pylist()
    for c, row, source in zip(cell.tolist(), rows, sources, strict=True):
        for place in known[STEMS[row["stem"]], row["row_id"], row["column"], source]:
            found[c, *place] = None
    return list(found)


def misstated(frame, stem):
    """Yield a problem for each quantity of a table whose value, qualifier or unit is not what its words state."""
    if "value_as_printed" not in frame:
        return
    rows = pc.indices_nonzero(pa.array(frame["value_as_printed"]).is_valid())
    columns = [
        pa.array(frame[name]).take(rows).to_pylist()
        for name in ("value_as_printed", "value", "value_qualifier", "unit")
    ]
    for index, *cells in zip(rows.to_pylist(), *columns, strict=True):
        for column, value, rule, remedy in _misstated(*cells):
            yield Problem(csv_path(stem), index + 2, column, shown(value), rule, remedy)


@lru_cache(maxsize=1 << 16)
def _misstated(words, value, qualified, unit):
    """[(column, value, rule, remedy)] of one quantity."""
    stated, found = quantity(words, unit), []
    if value != stated:
        rule = f"is not what `{words}` states ({'no definite number' if stated is None else shown(stated)})"
        found.append(("value", value, rule, "mend value or value_as_printed"))
    if stated is not None and qualified != qualifier(words):
        found.append(
            ("value_qualifier", qualified, f"is not how `{words}` qualifies it ({qualifier(words)})", "mend it")
        )
    if unit is not None and not names_unit(words, unit):
        found.append(("unit", unit, f"is not named in `{words}`", "mend unit or value_as_printed"))
    return found


def derive(package):
    """The rows of `mentions`, found now or, without the article, carried forward from the last build."""
    here = ground(package)
    pairs = _pairs(here)
    cell, row = named_in(here, *pairs)
    listed = here.occurrences.take(pa.array(row))
    columns = (listed[name].to_pylist() for name in ("source_id", "start", "end", "spelling", "name_id"))
    places = list(zip(cell.tolist(), *columns, strict=True))
    places += [(*place, None) for place in dated_in(here, *pairs) + counted_in(here, *pairs)]
    cells = here.cells.select(["stem", "row_id", "column"]).to_pylist()
    whose = ((STEMS[cells[c]["stem"]], cells[c]["row_id"], cells[c]["column"], *place) for c, *place in places)
    return sorted(set(whose))
