"""Gaps: ids are numbered through, and a number that is missing was withdrawn with its reason."""

import re

from checks.problem import Problem
from schemas import TABLES, columns, csv_path, primary_key, schema


def check(package):
    """Yield a problem at the row after each number that is neither in use nor in `retired`, and for a strange id there."""
    retired = package.tables["retired"]
    gone = list(enumerate(zip(retired["table"].tolist(), retired["row_id"].tolist(), strict=True)))
    for stem in TABLES:
        for name in _numbered(stem):
            used = list(enumerate(package.tables[stem][name].tolist()))
            yield from _gaps(stem, name, used, [(index, row_id) for index, (table, row_id) in gone if table == stem])
    for index, (stem, row_id) in gone:
        if stem not in TABLES or not any(re.fullmatch(_form(stem, name), row_id) for name in _numbered(stem)):
            rule = f"is no id that {stem} can have had"
            yield Problem(csv_path("retired"), index + 2, "row_id", row_id, rule, "mend table or row_id")


def _numbered(stem):
    """The key of a table, if it is a single one, and its group id."""
    keys = primary_key(stem)
    return [name for name, facts in columns(stem).items() if facts["role"] == "group" or keys == [name]]


def _form(stem, name):
    """The pattern of the ids in a column."""
    return next(check.statistics["pattern"] for check in schema(stem).columns[name].checks if check.name == "whole")


def _gaps(stem, name, used, gone):
    """Yield a problem for each number before that of a row that nothing has."""
    found = {}
    for table, rows in (("retired", gone), (stem, used)):
        for index, row_id in reversed(rows):
            if number := re.fullmatch(r"[a-z]{2}-([0-9]{1,9})", row_id):
                found[int(number[1])] = (table, index, row_id)
    for number, (table, index, row_id) in found.items():
        if number > 1 and number - 1 not in found:
            rule = f"the number before it, {number - 1}, is neither in use nor withdrawn"
            remedy = "restore the row, or list its id in data/retired.csv"
            yield Problem(csv_path(table), index + 2, name if table == stem else "row_id", row_id, rule, remedy)
