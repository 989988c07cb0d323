"""The artefacts of the package, one a module.

Each module turns checked tables into the bytes of a file and writes nothing; `artefacts` gathers them, and `build.py`
puts them in place. Nothing here knows of the checks.
"""

import pandas as pd
import pyarrow as pa

from publish import codebook, descriptor, parquet, tables
from schemas import TABLES, arrow_types, csv_path


def artefacts(root, hand, derived):
    """Relative path -> bytes of everything that a build makes, the descriptor last.

    `hand` maps the stems of the hand-written tables to frames, `derived` those of the derived ones to lists of rows.
    """
    about = descriptor.about()
    frames = {**hand, **{stem: frame(stem, rows) for stem, rows in derived.items()}}
    made = {csv_path(stem): tables.encode(frames[stem]) for stem in derived}
    made |= {f"data/parquet/{stem}.parquet": parquet.encode(stem, frames[stem], hand["codes"]) for stem in frames}
    made["docs/codebook.md"] = codebook.encode(frames, about)
    data = {csv_path(stem): (root / csv_path(stem)).read_bytes() for stem in TABLES} | made
    made["datapackage.json"] = descriptor.encode(frames, data, about)
    return made


def frame(stem, rows):
    """A derived table from its rows, with the types of its schema."""
    types = arrow_types(stem)
    cells = zip(*rows, strict=True) if rows else [[] for _ in types]
    arrays = {name: pa.array(column, types[name]) for name, column in zip(types, cells, strict=True)}
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
