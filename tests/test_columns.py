"""Pandera's own run of the models, and ours of what they declare, refuse the same cells of every broken package."""

import pandera.pandas as pn
import pyarrow as pa
import pytest
from checks import columns, keys
from checks.package import Package, framed, read

from schemas import MODELS, arrow_types, schema
from tests.test_broken import BROKEN, assemble
from tests.test_schemas import RULES, row


def by_pandera(frame, stem):
    """{(row, column)} that pandera refuses."""
    try:
        schema(stem).validate(frame, lazy=True)
    except pn.errors.SchemaErrors as errors:
        return {
            (int(index), (isinstance(error.check, pn.Check) and error.check.title) or error.schema.name)
            for error in errors.schema_errors
            for index in error.failure_cases["index"].dropna()
        }
    return set()


def by_us(frame, stem):
    """{(row, column)} that our reading of the model refuses, and rows whose single key is not unique."""
    found = {(problem.line - 2, problem.column) for problem in columns.failures(frame, stem)}
    single = [name for name, column in schema(stem).columns.items() if column.unique]
    promised = (key for key in keys.promised([stem]) if key.kind == "unique" and list(key.columns) == single)
    return found | {(at, key.columns[-1]) for key in promised for at, _ in keys.BROKEN["unique"]({stem: frame}, key)}


@pytest.mark.parametrize("fault", BROKEN, ids=lambda path: path.name)
def test_same_cells_of_every_broken_package(fault, tmp_path):
    """On each table that can be read, the two refuse the same cells."""
    package, _ = read(assemble(fault, tmp_path / "package"))
    assert isinstance(package, Package)
    for stem, frame in package.tables.items():
        assert by_us(frame, stem) == by_pandera(frame, stem), stem


@pytest.mark.parametrize(("stem", "sound", "slip", "column"), RULES)
def test_same_rows_of_every_rule(stem, sound, slip, column):
    """A row that breaks a rule between columns is refused by both at the same cells; a sound one by neither."""
    assert by_us(row(stem, sound), stem) == by_pandera(row(stem, sound), stem) == set()
    assert by_us(row(stem, sound | slip), stem) == by_pandera(row(stem, sound | slip), stem) != set()


ODD = {
    "string": [
        "",
        " ",
        "x",
        "ev-001",
        "ev-001\n",
        "s001",
        "s٠٠١",
        "é",
        "0" * 64,
        "A" * 64,
        "TUR",
        "tur",
        "1.0.0",
        "a:b",
        None,
    ],
    "int64": [-1, 0, 1, 10**15, None],
    "double": [-200.0, -1.0, 0.0, 90.5, 1e300, None],
    "bool": [True, False, None],
    "date32[day]": [0, 19_000, -1, None],
}


@pytest.mark.parametrize("stem", MODELS)
def test_same_cells_of_odd_values(stem):
    """Values of every kind in every column: the two refuse the same cells."""
    n = max(map(len, ODD.values()))
    arrays = {}
    for at, (name, kind) in enumerate(arrow_types(stem).items()):
        odd = ODD[str(kind)]
        values = [odd[(i * (at % 3 + 1) + at) % len(odd)] for i in range(n)]
        arrays[name] = pa.array(values, pa.int32()).cast(kind) if str(kind) == "date32[day]" else pa.array(values, kind)
    frame = framed(arrays)
    assert by_us(frame, stem) == by_pandera(frame, stem) != set()
