"""Columns: each table against its pandera model, all failures at once."""

import pandera.pandas as pn

from checks.problem import Problem, shown
from schemas import csv_path, schema


def check(package):
    """Yield a problem for each cell that its model refuses."""
    for stem, frame in package.tables.items():
        yield from failures(frame, stem)


def failures(frame, stem):
    """Yield the problems of one table."""
    try:
        schema(stem).validate(frame, lazy=True)
    except pn.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            yield from _problems(error, frame, csv_path(stem))


def _problems(error, frame, path):
    """The failing cells of one failed check."""
    column, rule, remedy = _words(error)
    for index in sorted({int(i) for i in error.failure_cases["index"].dropna()}):
        yield Problem(path, index + 2, column, shown(frame[column].iloc[index]), rule, remedy)


def _words(error):
    """Column, rule and remedy of a failed check."""
    column, reason, check = error.schema.name, error.reason_code.name, error.check
    if reason == "SERIES_CONTAINS_NULLS":
        return column, "is blank, and the column allows no blank", "fill it; the codebook says with what"
    if reason == "SERIES_CONTAINS_DUPLICATES":
        return column, "stands in more than one row", "give each row an id of its own"
    if check.title:
        return check.title, check.error, check.description
    limit = ", ".join(str(value) for value in check.statistics.values())
    if check.name == "whole":
        return column, f"does not have the form {limit}", "write it in that form"
    words = {"greater_than_or_equal_to": "is less than", "less_than_or_equal_to": "is more than"}
    return column, f"{words[check.name]} {limit}", "mend the number"
