"""Ground: what the rows of a package stand on, as columns: anchors, the cells that they must name, and names.

The rules of anchors, mentions and the ledger read a `Ground` and know nothing of tables or files. It may hold a whole
package, or what concerns some of the sources of a package too large for that. `at` says where a row stands: the number
of a stretch of rows in the upper 32 bits (see `Ground.stretches`), and its number in that stretch in the lower.
"""

import hashlib
import io
import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv_reader

from checks.keys import key_of
from checks.problem import Problem, shown
from checks.texts import Texts, texts_of
from schemas import CODING, MODELS, csv_path, dated, named

ANCHOR = re.compile(r"(s\d{3,}):(\d{1,12})-(\d{1,12})", re.ASCII)
LONGEST = 10**12
# Tables without anchors of their own, and the columns that lead to the rows whose anchors they stand on.
STANDING = {"participants": {"event_id": "events"}, "locations": {"claim_id": "military_claims", "event_id": "events"}}
NAMED_BASES = ("printed", "weekday", "relative")
NOWHERE = -1
STEMS = list(MODELS)

TEXT, NUMBER = pa.string(), pa.int64()
ANCHORS = pa.schema(
    {"stem": pa.int8(), "at": NUMBER, "row_id": TEXT, "row_sha256": TEXT, "n": NUMBER, "source_id": TEXT}
    | {"start": NUMBER, "end": NUMBER, "own": TEXT, "quoted": pa.bool_()}
)
# `owner` is the row whose anchors must name the cell; `parts` counts the grounds that hold some of them.
CELLS = pa.schema(
    {"stem": pa.int8(), "at": NUMBER, "row_id": TEXT, "column": TEXT, "kind": TEXT, "value": TEXT, "day": pa.date32()}
    | {"basis": TEXT, "owner": NUMBER, "owner_stem": pa.int8(), "owner_id": TEXT, "parts": NUMBER}
)
OCCURRENCES = pa.schema(
    {"at": NUMBER, "name_id": TEXT, "bearer": TEXT, "spelling": TEXT, "source_id": TEXT}
    | {"start": NUMBER, "end": NUMBER}
)
SEGMENTS = pa.schema(
    {"at": NUMBER, "segment_id": TEXT, "source_id": TEXT, "n": NUMBER, "start": NUMBER, "end": NUMBER}
    | {"kind": TEXT, "reason": TEXT}
)
SOURCES = pa.schema({"source_id": TEXT, "n_chars": NUMBER, "frame_date": pa.date32()})


class Ground(NamedTuple):
    """What some sources hold. The tables have the schemas above; `committed` maps derived stems to what was proven."""

    anchors: pa.Table
    cells: pa.Table
    occurrences: pa.Table
    segments: pa.Table
    sources: pa.Table
    committed: dict
    texts: Texts
    stretches: list

    def problem(self, at, column, value, rule, remedy):
        """A problem of the row at `at`."""
        file, first = self.stretches[at >> 32]
        return Problem(file, first + (at & 0xFFFFFFFF), column, shown(value), rule, remedy)


# The `Ground` of the package that was asked for last: three rules and three derived tables stand on the same.
_last = None, None


def ground(package):
    """The `Ground` of a package in memory."""
    global _last
    if _last[0] is not package:
        _last = package, _ground(package)
    return _last[1]


def _ground(package):
    tables = package.tables
    parts = [
        standing(tables[stem], stem, STEMS.index(stem), package.lines.get(stem)) for stem in MODELS if stem in tables
    ]
    anchors, cells, occurrences = (pa.concat_tables(each) for each in zip(*parts, strict=True))
    segments, sources = tables["segments"], tables["sources"]
    return Ground(
        anchors,
        owned(cells, tables),
        occurrences,
        located(segments, STEMS.index("segments"), SEGMENTS),
        located(sources, STEMS.index("sources"), SOURCES),
        {stem: pa.Table.from_pandas(frame, preserve_index=False) for stem, frame in package.committed.items()},
        texts_of(package.texts),
        [(csv_path(stem), 2) for stem in STEMS],
    )


def places_only(cells, stretches):
    """A `Ground` of cells alone, to tell problems of them."""
    nothing = texts_of({})
    tables = (schema.empty_table() for schema in (OCCURRENCES, SEGMENTS, SOURCES))
    return Ground(ANCHORS.empty_table(), cells, *tables, {}, nothing, stretches)


def standing(frame, stem, stretch, lines=None):
    """(anchors, cells, occurrences) of the rows of one table, or of a stretch of them."""
    row, n, source, start, end = anchors_of(pa.array(frame["evidence"]) if "evidence" in frame else pa.array([], TEXT))
    take = pa.array(row)
    ids = pa.array(frame[key_of(stem)]).cast(TEXT)
    at = _at(stretch, row)
    digests = pa.array([row_digest(line) for line in lines], TEXT).take(take) if lines else pa.nulls(len(row), TEXT)
    quoted = pa.array(frame["text"]).is_valid().take(take) if "text" in frame else pa.scalar(False)
    own = pa.array(frame["source_id"]).take(take) if "source_id" in frame else pa.nulls(len(row), TEXT)
    anchors = {
        "stem": _all(STEMS.index(stem), len(row), pa.int8()),
        "at": at,
        "row_id": ids.take(take),
        "row_sha256": digests,
        "n": n,
        "source_id": source,
        "start": start,
        "end": end,
        "own": own,
        "quoted": pc.and_(pc.equal(n, 1), quoted),
    }
    return _table(anchors, ANCHORS), cells_of(frame, stem, stretch), _occurrences(frame, stem, anchors, take)


def anchors_of(cells):
    """(row, n, source_id, start, end) of every anchor of evidence cells; rows count from 0, n from 1.

    A blank or malformed cell has none. Cells that are plainly sound are read by the parser for CSV; others one by one.
    """
    if (found := _quick(cells)) is None:
        found = _slow(cells.to_pylist())
    count, source, start, end = found
    row = np.repeat(np.arange(len(count)), count)
    n = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + 1
    return row, pa.array(n), source, start, end


def _quick(cells):
    """(anchors in each cell, source_id, start, end); None where a cell is not plainly sound."""
    cells = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if cells.null_count or not len(cells):
        return None
    whole = pa.ListArray.from_arrays(pa.array([0, len(cells)], pa.int32()), cells)
    raw = pc.binary_join(whole, "\n")[0].as_buffer().to_pybytes()
    count = np.asarray(pc.count_substring(cells, ";")) + 1
    n = int(count.sum())
    if raw.translate(bytes.maketrans(b";", b"\n"), b"s0123456789") != b":-\n" * (n - 1) + b":-":
        return None
    types = {"source": pa.dictionary(pa.int32(), TEXT), "start": NUMBER, "end": NUMBER}
    try:
        table = csv_reader.read_csv(
            io.BytesIO(raw.translate(bytes.maketrans(b";:-", b"\n,,"))),
            csv_reader.ReadOptions(use_threads=False, column_names=list(types), block_size=len(raw) + 1),
            convert_options=csv_reader.ConvertOptions(column_types=types),
        )
    except pa.ArrowInvalid:
        return None
    source, start, end = (column.combine_chunks() for column in table.columns)
    forms = pc.match_substring_regex(source.dictionary, r"\As\d{3,}\z")
    if table.num_rows != n or start.null_count or end.null_count or not pc.all(forms).as_py():
        return None
    if max(pc.max(start).as_py(), pc.max(end).as_py()) >= LONGEST:
        return None
    return count, source.cast(TEXT), start, end


def _slow(cells):
    found = [anchors_of_cell(cell) for cell in cells]
    anchors = [anchor for each in found for anchor in each]
    columns = zip(*anchors, strict=True) if anchors else ([], [], [])
    arrays = (pa.array(column, kind) for column, kind in zip(columns, (TEXT, NUMBER, NUMBER), strict=True))
    return np.array([len(each) for each in found], np.int64), *arrays


def anchors_of_cell(cell):
    """[(source_id, start, end)] of an evidence cell; none where it is blank or malformed."""
    found = [ANCHOR.fullmatch(part) for part in cell.split(";")] if cell else []
    return [(m[1], int(m[2]), int(m[3])) for m in found] if all(found) else []


def cells_of(frame, stem, stretch):
    """The cells of a table that words in anchors must name; see `CELLS`."""
    parts = [_cells(frame, stem, stretch, "name", column, column) for column in named(stem)]
    for column, basis in dated(stem).items():
        parts.append(_cells(frame, stem, stretch, "date", column, basis))
    if "value_as_printed" in frame:
        parts.append(_cells(frame, stem, stretch, "number", "value_as_printed", "value_as_printed"))
    return pa.concat_tables([CELLS.empty_table(), *parts])


def _cells(frame, stem, stretch, kind, column, basis):
    """The filled cells of one column, with their owners."""
    values, bases = pa.array(frame[column]), pa.array(frame[basis])
    wanted = values.is_valid()
    if kind == "date":
        wanted = pc.and_(wanted, pc.is_in(bases, value_set=pa.array(NAMED_BASES)))
    rows = pc.indices_nonzero(wanted)
    n, at = len(rows), _at(stretch, np.asarray(rows))
    cells = {
        "stem": _all(STEMS.index(stem), n, pa.int8()),
        "at": at,
        "row_id": pa.array(frame[key_of(stem)]).cast(TEXT).take(rows),
        "column": _all(column, n, TEXT),
        "kind": _all(kind, n, TEXT),
        "value": pa.nulls(n, TEXT) if kind == "date" else values.take(rows),
        "day": values.take(rows) if kind == "date" else pa.nulls(n, pa.date32()),
        "basis": bases.take(rows) if kind == "date" else pa.nulls(n, TEXT),
        "owner": pa.nulls(n, NUMBER) if stem in STANDING else at,
        "parts": _all(1, n, NUMBER),
    }
    owner_stem, owner_id = _owners(frame, stem, rows)
    return _table(cells | {"owner_stem": owner_stem, "owner_id": owner_id}, CELLS)


def _owners(frame, stem, rows):
    """(stem, id) of the rows whose anchors rows of a table without anchors stand on."""
    stems, ids = pa.nulls(len(rows), pa.int8()), pa.nulls(len(rows), TEXT)
    for column, target in STANDING.get(stem, {}).items():
        found = pa.array(frame[column]).take(rows)
        free = pc.and_(ids.is_null(), found.is_valid())
        stems = pc.if_else(free, pa.scalar(STEMS.index(target), pa.int8()), stems)
        ids = pc.if_else(free, found, ids)
    return stems, ids


def owned(cells, tables):
    """The cells with the place of every owner; `NOWHERE` where there is none."""
    owner = cells["owner"].combine_chunks()
    for target in {target for links in STANDING.values() for target in links.values()} & set(tables):
        keys = pa.array(tables[target][key_of(target)])
        index = pc.index_in(cells["owner_id"].combine_chunks(), value_set=keys)
        mine = pc.and_(pc.equal(cells["owner_stem"].combine_chunks(), STEMS.index(target)), index.is_valid())
        place = pc.add(index.cast(NUMBER), STEMS.index(target) << 32)
        owner = pc.if_else(mine.fill_null(False), place, owner)
    return cells.set_column(CELLS.get_field_index("owner"), "owner", owner.fill_null(NOWHERE))


def _occurrences(frame, stem, anchors, take):
    """Every place where a name is listed; see `OCCURRENCES`."""
    if stem != "names":
        return OCCURRENCES.empty_table()
    bearer = pc.coalesce(pa.array(frame["actor_id"]), pa.array(frame["place_id"]))
    found = {
        "name_id": anchors["row_id"],
        "bearer": bearer.take(take),
        "spelling": pa.array(frame["spelling"]).take(take),
    }
    return _table({**anchors, **found}, OCCURRENCES)


def located(frame, stretch, schema):
    """Columns of a table, each row with its place."""
    columns = {name: pa.array(frame[name]) for name in schema.names if name != "at"}
    return _table(columns | {"at": _at(stretch, np.arange(len(frame)))}, schema)


def coding(anchors):
    """Which anchors are those of tables that code segments."""
    return np.isin(anchors["stem"].to_numpy(), [STEMS.index(stem) for stem in CODING])


def row_digest(line):
    """SHA-256 of a row's line in its CSV, without the line end."""
    return hashlib.sha256(line.encode()).hexdigest()


def _at(stretch, rows):
    return pa.array(np.asarray(rows, np.int64) + (stretch << 32))


def _all(value, n, kind):
    return pa.repeat(pa.scalar(value, kind), n)


def _table(columns, schema):
    return pa.table([columns[name] for name in schema.names], schema=schema)
