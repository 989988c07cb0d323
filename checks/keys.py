"""Keys: composite primary keys are unique, foreign keys lead somewhere, withdrawn ids stay withdrawn."""

from checks.anchors import key_of
from checks.problem import Problem
from schemas import csv_path, foreign_keys, primary_key


def check(package):
    """Yield a problem for each broken key."""
    tables = package.tables
    for stem, frame in tables.items():
        yield from _composite(stem, frame, primary_key(stem))
        for name, target in foreign_keys(stem).items():
            if target not in tables:
                continue
            yield from _dangling(stem, frame[name], tables[target][key_of(target)], target)
    yield from _rows_named(tables)
    yield from _retired(tables)


def _composite(stem, frame, columns):
    if len(columns) < 2:
        return  # a single key is unique by its model
    for index in frame.index[frame.duplicated(columns)]:
        value = ",".join(frame.loc[index, columns])
        yield Problem(csv_path(stem), index + 2, columns[-1], value, "stands in more than one row", "remove one")


def _dangling(stem, cells, keys, target):
    for index in cells.index[cells.notna() & ~cells.isin([*keys.dropna(), ""])]:
        rule, remedy = f"is no row of {target}", f"mend the id, or add the row to {csv_path(target)}"
        yield Problem(csv_path(stem), index + 2, cells.name, cells[index], rule, remedy)


def _rows_named(tables):
    """`table:id` cells of disagreements name rows that exist."""
    for column in ("row_a", "row_b") if "disagreements" in tables else ():
        for index, cell in tables["disagreements"][column].items():
            stem, _, row_id = str(cell).partition(":")
            if stem not in tables or row_id not in set(tables[stem][key_of(stem)]):
                remedy = "write table:id of a row, such as events:ev-001"
                yield Problem(csv_path("disagreements"), index + 2, column, cell, "names no row", remedy)


def _retired(tables):
    for row in tables["retired"].itertuples(index=False) if "retired" in tables else ():
        if row.table in tables:
            keys = tables[row.table][key_of(row.table)]
            for index in keys.index[(keys == row.row_id).fillna(False)]:
                rule, remedy = "was withdrawn; see data/retired.csv", "give the row a new id"
                yield Problem(csv_path(row.table), index + 2, keys.name, row.row_id, rule, remedy)
