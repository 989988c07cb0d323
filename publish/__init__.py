"""The artefacts of the package, one a module.

Each module turns checked tables into the bytes of a file and writes nothing; `artefacts` gathers them, and `build.py`
puts them in place. Nothing here knows of the checks.
"""

import hashlib
import json

from istanbul_talks.exporting import safe
from publish import citation, codebook, croissant, descriptor, parquet, tables, wide
from schemas import TABLES, arrow_types, csv_path
from schemas.wide import WIDE


def frames(root, hand, derived):
    """Stem -> frame of every table: `hand` and `derived` as they are given, and the wide views."""
    digests = {stem: hashlib.sha256((root / csv_path(stem)).read_bytes()).hexdigest() for stem in TABLES}
    return {**hand, **derived, **wide.views(hand, digests, descriptor.about())}


def artefacts(root, frames):
    """Relative path -> bytes of everything that a build makes and that is committed, the descriptor last.

    `frames` maps the stems of all tables to frames; the bytes of the hand-written ones are read under `root`.
    """
    from publish import figures  # what draws takes long to import, and not everyone needs it

    about, codes = descriptor.about(), frames["codes"]
    made = {csv_path(stem): tables.encode(frames[stem]) for stem in frames if stem not in TABLES}
    made |= {f"data/parquet/{stem}.parquet": parquet.encode(stem, frames[stem], codes) for stem in frames}
    made |= descriptor.table_schemas(codes)
    made["docs/codebook.md"] = codebook.encode(frames, about)
    made |= figures.encode(frames)
    made["CITATION.cff"], made[".zenodo.json"] = citation.cff(about), citation.zenodo(about)
    made["sources.bib"] = citation.bibliography(frames["sources"])
    files = {csv_path(stem): (root / csv_path(stem)).read_bytes() for stem in TABLES} | made
    described = descriptor.encode(frames, files, about)
    made["croissant.json"] = croissant.encode(json.loads(described), made)
    return made | {"datapackage.json": described}


def downloads(root, frames, made):
    """Relative path -> bytes of what a build puts into `dist/`, which is not committed; `made` is what `artefacts` gave."""
    from publish import database, page, workbook  # what draws takes half a second to import, and nobody else needs it

    about = descriptor.about()
    files = {csv_path(stem): (root / csv_path(stem)).read_bytes() for stem in TABLES} | made
    return {
        **{f"dist/spreadsheet/{stem}.csv": safe(made[csv_path(stem)], _numbers(stem)) for stem in WIDE},
        f"dist/{about['name']}.xlsx": workbook.encode(frames, about),
        f"dist/{about['name']}.sqlite": database.encode(frames),
        page.PATH: page.encode(frames, files, about),
    }


def _numbers(stem):
    """The columns of a table that hold numbers."""
    return {name for name, kind in arrow_types(stem).items() if str(kind) in ("int64", "double")}
