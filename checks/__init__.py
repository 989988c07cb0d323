"""What must hold beyond one cell: one rule a file, each yielding problems. No check raises on bad data."""

from functools import partial

import pandas as pd
import pyarrow as pa

from checks import (
    anchors,
    canonical,
    capitals,
    cited,
    codes,
    columns,
    contrasts,
    copies,
    corroboration,
    coverage,
    cues,
    gaps,
    keys,
    kinds,
    ledger,
    mentions,
    occasions,
    parties,
    printed,
    registers,
    reliability,
    review,
    rights,
    rows,
    sayings,
    spellings,
    topics,
    wording,
)
from checks.package import CARRIED
from checks.problem import once
from schemas import TABLES, arrow_types, schema

OF_CELLS = (canonical, columns, keys, codes, wording)
OF_ROWS = (
    gaps,
    capitals,
    cited,
    rows,
    kinds,
    registers,
    spellings,
    anchors,
    occasions,
    parties,
    sayings,
    topics,
    copies,
    contrasts,
    cues,
    printed,
    mentions,
    ledger,
    coverage,
    reliability,
    rights,
    review,
)
DERIVING = {
    "evidence": anchors,
    "mentions": mentions,
    "ledger": ledger,
    "corroboration": corroboration,
    "reliability": reliability,
}
# Whether rows that nobody has checked as they stand are refused. Only tests that break rows on purpose turn it off.
LOCKED = True


def run(package):
    """(problems in order of file and line, whether every rule could be applied).

    The rules of rows need every table and every required cell; where one is missing, only those of cells are applied.
    """
    whole = is_whole(package)
    rules = (*OF_CELLS, *OF_ROWS) if whole else OF_CELLS
    return once(problem for rule in rules if LOCKED or rule is not review for problem in rule.check(package)), whole


def is_whole(package):
    """Whether every table was read, no required cell is blank or unreadable, and there is something to prove with.

    Where an article is not at hand, that is what the last build proved.
    """
    if set(package.tables) != set(TABLES) or not (package.texts or set(package.committed) == set(CARRIED)):
        return False
    return not any(
        package.tables[stem][name].isna().any()
        for stem in TABLES
        for name, column in schema(stem).columns.items()
        if not column.nullable
    )


def derive(package):
    """(stem -> frame of each derived table, problems) of a package without problems of its own."""
    frames = {stem: typed(stem, module.derive(package)) for stem, module in DERIVING.items()}
    vocabularies = package.tables["codes"]
    found = (
        rule(frame, stem)
        for stem, frame in frames.items()
        for rule in (columns.failures, partial(codes.unknown, vocabularies))
    )
    return frames, once(problem for problems in found for problem in problems)


def typed(stem, rows):
    """A frame of a derived table from its rows, with the types of its schema."""
    types = arrow_types(stem)
    cells = zip(*rows, strict=True) if rows else [[] for _ in types]
    arrays = {name: pa.array(column, types[name]) for name, column in zip(types, cells, strict=True)}
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
