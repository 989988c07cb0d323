"""Keys: primary keys are unique, foreign keys lead somewhere, withdrawn ids stay withdrawn.

`UNIQUE`, `LEADS` and so on say what is asked and in which words. Who answers is another matter: here Arrow, over a
package in memory; in `scale/whole.py` DuckDB, over files that are larger than that.
"""

from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from checks.problem import Problem
from schemas import csv_path, foreign_keys, primary_key


class Key(NamedTuple):
    """What a key promises. `kind` is `unique`, `leads` (to `target`), `names` (`table:id`) or `stays` (withdrawn)."""

    kind: str
    stem: str
    columns: tuple
    target: str | None = None


def key_of(stem):
    """The column of the primary key of a table with a single one."""
    return primary_key(stem)[0]


def cells_of(frame, *names):
    """The cells of some columns, row by row; a blank is None."""
    return zip(*(pa.array(frame[name]).to_pylist() for name in names), strict=True)


def promised(stems):
    """Yield what the keys of these tables promise one another."""
    for stem in stems:
        yield Key("unique", stem, tuple(primary_key(stem)))
        for name, target in foreign_keys(stem).items():
            if target in stems:
                yield Key("leads", stem, (name,), target)
    if "disagreements" in stems:
        yield Key("names", "disagreements", ("row_a",))
        yield Key("names", "disagreements", ("row_b",))
    if "retired" in stems:
        yield from (Key("stays", stem, (key_of(stem),), "retired") for stem in stems)


def words(key):
    """(rule, remedy) of a broken key."""
    if key.kind == "unique":
        return "stands in more than one row", "remove one" if len(key.columns) > 1 else "give each row an id of its own"
    if key.kind == "leads":
        return f"is no row of {key.target}", f"mend the id, or add the row to {csv_path(key.target)}"
    if key.kind == "names":
        return "names no row", "write table:id of a row, such as events:ev-001"
    return "was withdrawn; see data/retired.csv", "give the row a new id"


def check(package):
    """Yield a problem for each broken key."""
    for key in promised(list(package.tables)):
        for index, value in BROKEN[key.kind](package.tables, key):
            yield Problem(csv_path(key.stem), index + 2, key.columns[-1], value, *words(key))


def _repeated(tables, key):
    """(index, value) of rows whose key is that of another: all of them, or all but the first of a key of several."""
    frame, names = tables[key.stem], list(key.columns)
    if len(names) == 1 and len(pc.unique(pa.array(frame[names[0]]))) == len(frame):
        return
    again = frame.duplicated(names, keep="first" if len(names) > 1 else False)
    for index in again[again].index:
        if frame.loc[index, names].notna().all():
            yield index, ",".join(str(cell) for cell in frame.loc[index, names])


def _dangling(tables, key):
    """(index, value) of cells that are the key of no row; a blank is none."""
    cells, keys = pa.array(tables[key.stem][key.columns[0]]), pa.array(tables[key.target][key_of(key.target)])
    lost = pc.and_(cells.is_valid(), pc.invert(pc.is_in(cells, value_set=keys)))
    for index in pc.indices_nonzero(lost).to_pylist():
        yield index, cells[index].as_py()


def _nameless(tables, key):
    """(index, value) of `table:id` cells that name no row."""
    for index, cell in enumerate(tables[key.stem][key.columns[0]].tolist()):
        stem, _, row_id = str(cell).partition(":")
        if stem not in tables or row_id not in set(tables[stem][key_of(stem)]):
            yield index, cell


def _withdrawn(tables, key):
    """(index, value) of rows whose id was withdrawn."""
    retired = tables["retired"]
    gone = pa.array(retired["row_id"])
    gone = gone.filter(pc.equal(pa.array(retired["table"]), key.stem).fill_null(False))
    if len(gone):
        cells = pa.array(tables[key.stem][key.columns[0]])
        for index in pc.indices_nonzero(pc.is_in(cells, value_set=gone.drop_null())).to_pylist():
            yield index, cells[index].as_py()


BROKEN = {"unique": _repeated, "leads": _dangling, "names": _nameless, "stays": _withdrawn}
