"""What must hold beyond one cell: one rule a file, each yielding problems. No check raises on bad data."""

from checks import anchors, canonical, codes, columns, coverage, keys, ledger, mentions, printed, review, rights, rows
from checks.problem import once
from schemas import DERIVED, TABLES, schema

OF_CELLS = (canonical, columns, keys, codes)
OF_ROWS = (rows, anchors, printed, mentions, ledger, coverage, rights, review)
DERIVING = {"evidence": anchors, "mentions": mentions, "ledger": ledger}
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
    if set(package.tables) != set(TABLES) or not (package.texts or set(package.committed) == set(DERIVED)):
        return False
    return not any(
        package.tables[stem][name].isna().any()
        for stem in TABLES
        for name, column in schema(stem).columns.items()
        if not column.nullable
    )


def derive(package):
    """The rows of the derived tables of a package without problems: stem -> list of tuples."""
    return {stem: module.derive(package) for stem, module in DERIVING.items()}
