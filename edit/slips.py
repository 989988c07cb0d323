"""Plausible slips: what a careless coder might have written instead, to try checks and readers against.

Seeded, so that the same tables give the same slips.
"""

import datetime as dt

import numpy as np
import pandas as pd

from checks.problem import shown
from schemas import columns

# Kind of slip for the role of a column; keys, groups and anchors are left alone, for others see to them.
KINDS = {
    "code": "neighbouring code",
    "ref": "other actor, place or row",
    "date": "day off by one",
    "number": "other number",
    "flag": "true for false",
    "own": "text of another row",
    "printed": "words of another row",
    "fact": "fact of another row",
}


def slips(tables, share, seed):
    """Yield (table, index, column, kind, old, new) for about `share` of all filled cells that can slip.

    `tables` maps stems to frames, with `codes` among them; old and new are as a CSV has them.
    """
    random = np.random.default_rng(seed)
    for stem, frame in tables.items():
        for name, facts in columns(stem).items():
            if facts["role"] not in KINDS or name == "notes":
                continue
            for index, cell in frame[name].dropna().items():
                if random.random() < share:
                    new = slip(cell, name, facts, frame, tables["codes"], random)
                    if new is not None:
                        yield stem, index, name, KINDS[facts["role"]], shown(cell), new


def slip(cell, name, facts, frame, codes, random):
    """Another plausible content of one cell, as a CSV has it; None where the column offers none."""
    if facts["role"] == "date":
        return str(cell + dt.timedelta(days=int(random.choice([-1, 1]))))
    if facts["role"] == "flag":
        return shown(not cell)
    if facts["role"] == "number":
        return shown(cell + int(random.choice([-1, 1])) if cell > 1 else cell + 1)
    others = codes.loc[codes["field"] == facts["codes"], "code"] if "codes" in facts else frame[name].dropna()
    others = sorted({shown(other) for other in others if not pd.isna(other)} - {shown(cell)})
    return str(random.choice(others)) if others else None
