"""The artefacts of the package, one a module.

Each module turns checked tables into the bytes of a file and writes nothing; `artefacts` gathers them, and `build.py`
puts them in place. Nothing here knows of the checks.
"""

from publish import codebook, descriptor, figures, parquet, tables
from schemas import TABLES, csv_path


def artefacts(root, hand, derived):
    """Relative path -> bytes of everything that a build makes, the descriptor last.

    `hand` and `derived` map the stems of the hand-written and of the derived tables to frames.
    """
    about = descriptor.about()
    frames = {**hand, **derived}
    made = {csv_path(stem): tables.encode(frames[stem]) for stem in derived}
    made |= {f"data/parquet/{stem}.parquet": parquet.encode(stem, frames[stem], hand["codes"]) for stem in frames}
    made["docs/codebook.md"] = codebook.encode(frames, about)
    made |= figures.encode(frames)
    data = {csv_path(stem): (root / csv_path(stem)).read_bytes() for stem in TABLES} | made
    made["datapackage.json"] = descriptor.encode(frames, data, about)
    return made
