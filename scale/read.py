"""Reading the files of a partition: rows of a CSV or Parquet file as a typed frame, and the texts of some sources."""

import csv
import io
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from checks.package import GONE, article, article_faults, cast, framed, header_problems, parse
from checks.problem import Problem, shown
from checks.texts import joined, lengths

from scale.footer import UNREADABLE, opened, unreadable
from schemas import arrow_types, csv_path

TEXTS = pa.schema({"source_id": pa.string(), "text": pa.large_string()})


def read(root, stretch, with_lines=False):
    """(frame or None, lines or None, problems) of a stretch of rows; line 2 is its first row.

    `lines` are the rows as they stand in a CSV, or would, where they are asked for.
    """
    try:
        if stretch.is_csv:
            with open(Path(root) / stretch.file, "rb") as file:
                file.seek(stretch.start)
                raw = file.read(stretch.end - stretch.start)
            frame, problems = parse(raw, stretch.stem, stretch.header)
            if frame is None or not with_lines:
                return frame, None, problems
            first = 0 if stretch.header else 1
            return frame, raw.decode("utf-8").split("\n")[first : first + len(frame)], problems
        frame, problems = _typed(_groups(Path(root) / stretch.file, range(stretch.start, stretch.end)), stretch)
    except UNREADABLE as error:
        return None, None, [unreadable(csv_path(stretch.stem), error)]
    return frame, _lines(frame) if with_lines and frame is not None else None, problems


def _groups(path, groups, columns=None):
    """The rows of some row groups of a Parquet file; pa.ArrowInvalid where they are not those that the footer tells."""
    with opened(path) as file:
        table = file.read_row_groups(groups, columns=columns, use_threads=False)
        if table.num_rows != sum(file.metadata.row_group(group).num_rows for group in groups):
            raise pa.ArrowInvalid("not the rows of the footer")
    return table


def _typed(table, stretch):
    """(frame or None, problems) of rows of a Parquet file."""
    path, types, problems, arrays = csv_path(stretch.stem), arrow_types(stretch.stem), [], {}
    names = table.schema.names
    if stretch.start == 0:
        problems += header_problems(names, list(types), path)
    if not set(types) <= set(names) or len(set(names)) < len(names):
        return None, problems
    for name, wanted in types.items():
        arrays[name], found = _column(table[name].combine_chunks(), wanted, path, name)
        problems += found
    return framed(arrays), problems


def _column(cells, wanted, path, name):
    """(array of the wanted type, problems) of one column of a Parquet file; text is read as that of a CSV is."""
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(cells.type.value_type)
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        try:
            cells.validate(full=True)
        except pa.ArrowInvalid:
            return pa.nulls(len(cells), wanted), _not_utf8(cells, path, name)
        cells = cells.cast(pa.string())
        if pc.any(pc.equal(cells, ""), min_count=0).as_py():
            cells = pc.if_else(pc.equal(cells, ""), None, cells)
        return cast(cells, wanted, path, name)
    try:
        return cells.cast(wanted), []
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        rule, remedy = f"holds {cells.type} where the schema has {wanted}", "write the column with that type"
        return pa.nulls(len(cells), wanted), [Problem(path, 1, name, str(cells.type), rule, remedy)]


def _not_utf8(cells, path, name):
    """A problem for each cell that is not UTF-8."""
    for number, cell in enumerate(cells.cast(pa.binary()).to_pylist(), 2):
        try:
            (cell or b"").decode("utf-8")
        except UnicodeDecodeError as error:
            value = f"byte 0x{cell[error.start]:02x}"
            yield Problem(path, number, name, value, "is not UTF-8", "save the file as UTF-8 without a mark")


def _lines(frame):
    """The rows as they would stand in a CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([shown(cell) for cell in row] for row in frame.itertuples(index=False))
    return out.getvalue().split("\n")[: len(frame)]


def texts_of_bucket(sources, folder, groups):
    """(`Texts` of the sources of a bucket, [(row of `sources`, column, value, rule, remedy)], problems of whole files).

    `sources` has the columns of `data/sources.csv`. The texts are files in `folder`, or rows in `groups`, which are
    (path, row group) of Parquet files with source_id and text. A text that is not the one that was coded is left out.
    """
    *found, problems = _from_parquet(groups) if groups is not None else (*_from_folder(sources, folder), [])
    texts = joined(*found)
    index = np.asarray(pc.index_in(sources["source_id"], value_set=texts.ids).fill_null(-1))
    chars, faults, sound = lengths(texts), [], []
    cards = sources.select(["source_id", "file_name", "sha256", "n_bytes", "n_chars"]).to_pylist()
    for row, (i, card) in enumerate(zip(index.tolist(), cards, strict=True)):
        if i < 0:
            faults += [] if problems else [(row, "file_name", card["file_name"], *GONE)]
            continue
        raw = texts.raw[texts.at[i] : texts.at[i + 1]]
        now = {"sha256": sha256(raw).hexdigest(), "n_bytes": len(raw), "n_chars": int(chars[i])}
        wrong = article_faults(now, card)
        faults += [(row, *fault) for fault in wrong]
        if not wrong:
            sound.append(i)
    return (texts if len(sound) == len(texts.ids) else _only(texts, sound)), faults, problems


def _from_parquet(groups):
    """(ids, bytes, where each text begins, problems) of row groups of Parquet files."""
    tables, problems = [TEXTS.empty_table()], []
    for path, numbers in groups:
        try:
            tables.append(_groups(path, numbers, TEXTS.names).select(TEXTS.names).cast(TEXTS))
        except UNREADABLE as error:
            problems.append(unreadable(path, error))
    table = pa.concat_tables(tables)
    text = pc.fill_null(_utf8(table["text"]).cast(pa.large_binary()), b"").combine_chunks()
    at = np.cumsum(np.append(0, np.asarray(pc.binary_length(text))))
    first = np.frombuffer(text.buffers()[1], np.int64)[text.offset] if len(text) else 0
    raw = text.buffers()[2].slice(int(first), int(at[-1])).to_pybytes() if at[-1] else b""
    return table["source_id"].combine_chunks(), raw, at, problems


def _utf8(texts):
    """Texts whose bytes are all UTF-8; what is not is replaced, as in a file."""
    try:
        texts.validate(full=True)
        return texts
    except pa.ArrowInvalid:
        raw = texts.cast(pa.large_binary()).to_pylist()
        return pa.chunked_array([pa.array([each and each.decode("utf-8", "replace") for each in raw], TEXTS[1].type)])


def _from_folder(sources, folder):
    """(ids, bytes, where each text begins) of the files of some sources."""
    ids, pieces = [], []
    for source, name in zip(sources["source_id"].to_pylist(), sources["file_name"].to_pylist(), strict=True):
        if (raw := article(folder, name)) is None:
            continue
        ids.append(source)
        pieces.append(raw.decode("utf-8", "replace").encode() if not _is_utf8(raw) else raw)
    return pa.array(ids, pa.string()), b"".join(pieces), np.cumsum([0, *map(len, pieces)])


def _is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _only(texts, kept):
    """Some of the texts."""
    pieces = [texts.raw[texts.at[i] : texts.at[i + 1]] for i in kept]
    ids = texts.ids.take(pa.array(kept, pa.int64()))
    return joined(ids, b"".join(pieces), np.cumsum([0, *map(len, pieces)]))
