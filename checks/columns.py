"""Columns: each table against its pandera model, all failures at once.

The models are only read here: Arrow does what they declare. Pandera's own run of them says the same, as
`tests/test_columns.py` shows, and takes many times as long. That a key is unique is seen to in `keys`.
"""

import pyarrow as pa
import pyarrow.compute as pc

from checks.letters import plainly
from checks.problem import Problem, shown
from schemas import csv_path, schema

BLANK = "is blank, and the column allows no blank", "fill it; the codebook says with what"


def check(package):
    """Yield a problem for each cell that its model refuses."""
    for stem, frame in package.tables.items():
        yield from failures(frame, stem)


def failures(frame, stem):
    """Yield the problems of one table: cells by column, then rules between the columns of a row."""
    path = csv_path(stem)
    for name, column in schema(stem).columns.items():
        cells = pa.array(frame[name])
        for refused, rule, remedy in _refusals(cells, column):
            for index in refused:
                yield Problem(path, index + 2, name, shown(frame[name].iloc[index]), rule, remedy)
    for rule in schema(stem).checks:
        for index in _false(pa.array(rule(frame).check_output)):
            value = shown(frame[rule.title].iloc[index])
            yield Problem(path, index + 2, rule.title, value, rule.error, rule.description)


def _refusals(cells, column):
    """Yield (indices, rule, remedy) for each thing that a column declares and some cells do not keep."""
    if cells.null_count and not column.nullable:
        yield _false(cells.is_valid()), *BLANK
    for check in column.checks:
        (limit,) = check.statistics.values()
        holds, rule, remedy = KEPT[check.name]
        yield _false(holds(cells, limit)), rule.format(limit), remedy


def _false(holds):
    """The indices where a boolean array is false; blank is no fault here."""
    if pc.all(holds, min_count=0).as_py():
        return []
    return pc.indices_nonzero(pc.invert(holds).fill_null(False)).to_pylist()


def whole(cells, pattern):
    """Whether each cell matches a pattern from its first character to its last; nothing where all plainly do."""
    if all(plainly(part, pattern) for part in (cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells])):
        return pa.array([], pa.bool_())
    return pc.match_substring_regex(cells, rf"\A(?:{pattern})\z")


# What a column can declare (see `schemas/columns.py`): what tells whether cells keep it, the rule and the remedy.
KEPT = {
    "whole": (whole, "does not have the form {}", "write it in that form"),
    "greater_than_or_equal_to": (pc.greater_equal, "is less than {}", "mend the number"),
    "less_than_or_equal_to": (pc.less_equal, "is more than {}", "mend the number"),
}
