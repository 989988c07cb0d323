"""What must hold beyond one cell: one rule a file, each yielding problems. No check raises on bad data."""

from checks import anchors, canonical, codes, columns, coverage, keys, ledger, mentions, printed, rights, rows
from checks.problem import once

RULES = (canonical, columns, keys, codes, rows, anchors, printed, mentions, ledger, coverage, rights)
DERIVING = {"evidence": anchors, "mentions": mentions, "ledger": ledger}


def run(package):
    """All problems of a package whose tables could all be read, in order of file and line."""
    return once(problem for rule in RULES for problem in rule.check(package))


def derive(package):
    """The rows of the derived tables of a package without problems: stem -> list of tuples."""
    return {stem: module.derive(package) for stem, module in DERIVING.items()}
