"""Codes: every coded cell is in its vocabulary, and every vocabulary belongs to a column."""

import pyarrow as pa
import pyarrow.compute as pc

from checks.problem import Problem
from schemas import MODELS, columns, csv_path, vocabulary


def check(package):
    """Yield a problem for each cell out of its code list and each list that no column uses."""
    if "codes" not in package.tables:
        return
    for stem, frame in package.tables.items():
        yield from unknown(package.tables["codes"], frame, stem)
    yield from unused(package.tables["codes"])


def unused(codes):
    """Yield a problem for each row of `codes` that belongs to no column."""
    used = {facts.get("codes") for stem in MODELS for facts in columns(stem).values()}
    for index, field in enumerate(codes["field"].tolist()):
        if field not in used:
            remedy = "mend the field, or declare a column with it"
            yield Problem(csv_path("codes"), index + 2, "field", field, "is the vocabulary of no column", remedy)


def unknown(codes, frame, stem):
    """Yield a problem for each cell of one table that is not in its vocabulary."""
    for name, facts in columns(stem).items():
        if field := facts.get("codes"):
            known, cells = pa.array(vocabulary(codes, field)["code"]).drop_null(), pa.array(frame[name])
            strange = pc.and_(cells.is_valid(), pc.invert(pc.is_in(cells, value_set=known)))
            if pc.any(strange, min_count=0).as_py():
                remedy = (
                    f"use one of {', '.join(known.to_pylist())}" if len(known) else "list its values in data/codes.csv"
                )
                for index in pc.indices_nonzero(strange).to_pylist():
                    value = cells[index].as_py()
                    yield Problem(csv_path(stem), index + 2, name, value, f"is no code of {field}", remedy)
