"""The artefacts of the package, one a module.

Each module turns checked tables into the bytes of a file and writes nothing; `artefacts` gathers them, and `build.py`
puts them in place. Nothing here knows of the checks.
"""

import hashlib

from publish import codebook, descriptor, figures, parquet, tables, wide
from schemas import TABLES, csv_path


def frames(root, hand, derived):
    """Stem -> frame of every table: `hand` and `derived` as they are given, and the wide views."""
    digests = {stem: hashlib.sha256((root / csv_path(stem)).read_bytes()).hexdigest() for stem in TABLES}
    return {**hand, **derived, **wide.views(hand, digests, descriptor.about())}


def artefacts(root, hand, derived):
    """Relative path -> bytes of everything that a build makes and that is committed, the descriptor last.

    `hand` and `derived` map the stems of the hand-written and of the derived tables to frames.
    """
    about, found = descriptor.about(), frames(root, hand, derived)
    made = {csv_path(stem): tables.encode(found[stem]) for stem in found if stem not in TABLES}
    made |= {f"data/parquet/{stem}.parquet": parquet.encode(stem, found[stem], hand["codes"]) for stem in found}
    made["docs/codebook.md"] = codebook.encode(found, about)
    made |= figures.encode(found)
    data = {csv_path(stem): (root / csv_path(stem)).read_bytes() for stem in TABLES} | made
    made["datapackage.json"] = descriptor.encode(found, data, about)
    return made
