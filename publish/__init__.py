"""The artefacts of the package, one a module.

Each module turns checked tables into the bytes of a file and writes nothing; `artefacts` gathers them, and `build.py`
puts them in place. The bytes of hand-written tables are those that were read and checked.
"""

import hashlib
import json
from collections.abc import Mapping

import pandas as pd

from istanbul_talks.exporting import safe
from pipeline.package import Package, checked_rows, reviews
from publish import citation, codebook, croissant, descriptor, parquet, reliability_page, rules_page, tables, wide
from schemas import TABLES, WIDE, arrow_types, csv_path, vocabularies

# A kind of checker in `checks`, in words.
WHO = {"model": "a language model", "person": "a person"}


def frames(package: Package, derived: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Table -> frame of every table: hand-written ones, derived ones, and the wide views."""
    digests = {table: hashlib.sha256(package.files[csv_path(table)]).hexdigest() for table in TABLES}
    known = reviews(package)
    checked = {
        (row.table, row.row_id): "; ".join(WHO[kind] for kind in sorted(known[row.table, row.row_id, row.sha256]))
        for row in checked_rows(package)
        if (row.table, row.row_id, row.sha256) in known
    }
    return {**package.tables, **derived, **wide.views(package.tables, digests, checked, descriptor.about())}


def artefacts(files: Mapping[str, bytes], frames: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Relative path -> bytes of everything that a build makes and that is committed, the descriptor last.

    `files` has the bytes of the hand-written tables, `frames` every table.
    """
    from publish import figures  # what draws takes long to import, and not everyone needs it

    about, codes = descriptor.about(), vocabularies(frames["codes"])
    made = {csv_path(table): tables.encode(frames[table]) for table in frames if table not in TABLES}
    made |= {f"data/parquet/{table}.parquet": parquet.encode(table, frames[table], codes) for table in frames}
    made |= descriptor.table_schemas(codes)
    made["docs/codebook.md"] = codebook.encode(frames, about)
    made["docs/rules.md"] = rules_page.encode(frames["waivers"])
    made[reliability_page.PATH] = reliability_page.encode(frames)
    made |= figures.encode(frames)
    made["CITATION.cff"], made[".zenodo.json"] = citation.cff(about), citation.zenodo(about)
    made["sources.bib"] = citation.bibliography(frames["sources"])
    described = descriptor.encode(frames, {path: files[path] for path in map(csv_path, TABLES)} | made, about)
    made["croissant.json"] = croissant.encode(json.loads(described), made)
    made["datapackage-core.json"] = descriptor.encode_core(frames, files | made, about)
    return made | {"datapackage.json": described}


def downloads(files: Mapping[str, bytes], frames: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Relative path -> bytes of what a build puts into `dist/`, which is not committed; `files` is all that is committed."""
    from publish import database, page, workbook  # what draws takes half a second to import, and nobody else needs it

    about = descriptor.about()
    return {
        **{f"dist/spreadsheet/{view}.csv": safe(files[csv_path(view)], _numbers(view)) for view in WIDE},
        f"dist/{about['name']}.xlsx": workbook.encode(frames, about),
        f"dist/{about['name']}.sqlite": database.encode(frames),
        "dist/metadata.json": database.metadata(frames, about),
        page.PATH: page.encode(frames, files, about),
    }


def _numbers(table: str) -> set[str]:
    """The columns of a table that hold numbers."""
    return {name for name, kind in arrow_types(table).items() if str(kind) in ("int64", "double")}
