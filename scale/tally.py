"""Tally: the problems of a package of any size, the first hundred of each rule in full and the rest counted."""

from collections import defaultdict
from typing import NamedTuple

from checks.problem import Problem

SHOWN = 100
# The rules in the order in which they speak: of several problems of one cell the first is told.
ORDER = ("read", "schemas", "keys", "codes", "anchors", "mentions", "ledger")


# Once these are told of a file, they are told.
OF_A_FILE = "save "


class Told(NamedTuple):
    """A problem, the rule that found it, and the table that it is in."""

    rule: str
    stem: str
    problem: Problem


class Tally(NamedTuple):
    """`told`: the first hundred of each rule; `more`: what is told of a rule -> how many there are beyond those."""

    told: list
    more: dict


def rule_of(told):
    """What is one rule to a person: the same remedy for the same column of the same table."""
    return told.rule, told.stem, told.problem.column, told.problem.remedy


def tally(found):
    """The `Tally` of an iterable of `Told`, whatever their order; of one cell only the first problem counts."""
    first = {}
    for told in sorted(found, key=_order):
        first.setdefault(_where(told.problem), told)
    rules = defaultdict(list)
    for told in first.values():
        rules[rule_of(told)].append(told)
    shown = [told for group in rules.values() for told in group[:SHOWN]]
    return Tally(shown, {rule: len(group) - SHOWN for rule, group in rules.items() if len(group) > SHOWN})


def merged(tallies):
    """One `Tally` of several, with the hundred of each rule that stand first in the package."""
    whole, more = tally(told for each in tallies for told in each.told), defaultdict(int)
    for each in (*tallies, whole):
        for rule, n in each.more.items():
            more[rule] += n
    return Tally(whole.told, dict(more))


def _order(told):
    """By rule, then by place."""
    problem = told.problem
    return ORDER.index(told.rule), problem.file, problem.line or 0, problem.column or "", problem.value or ""


def _where(problem):
    """The cell of a problem; in `evidence`, the anchor; the file where it says something of all of it."""
    if problem.column is None and problem.remedy.startswith(OF_A_FILE):
        return problem.file, problem.rule
    return problem[:3] if problem.column not in (None, "evidence") else problem[:4]
