"""Validation in stages: form and columns of each table, then what rows say of one another, then what the articles say.

Warnings that `data/waivers.csv` names are left out; a waiver that matches nothing is an error.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from pipeline.database import rule_queries, run_rule
from pipeline.package import CARRIED, Package, row_ids
from pipeline.problems import Problem, format_cell
from pipeline.statements import column_checks
from pipeline.texts import TEXT_RULES, text_problems
from schemas import MODELS, TABLES, csv_path, row_rules, schema


def column_problems(package: Package) -> Iterator[Problem]:
    """What the pandera models refuse, cell by cell, and rules between the cells of a row."""
    for table, frame in package.tables.items():
        yield from table_problems(frame, table)


def table_problems(frame: pd.DataFrame, table: str) -> Iterator[Problem]:
    """What the pandera model of one table refuses."""
    if frame.empty:
        return
    try:
        MODELS[table].validate(frame, lazy=True)
    except SchemaErrors as errors:
        ids = row_ids(table, frame)
        checks = {(check.column, check.rule): check for check in column_checks(table)}
        for error in errors.schema_errors:
            for column, rule, rows in _failures(error, frame, table):
                if (check := checks.get((column, rule))) is None:
                    raise error from errors
                for row in rows:
                    place = (csv_path(table), row + 2, column, format_cell(frame[column].iloc[row]))
                    yield Problem(*place, check.message, check.hint, rule, check.severity, table, ids[row])


def _failures(error: SchemaError, frame: pd.DataFrame, table: str) -> Iterator[tuple[str, str, list[int]]]:
    """Column, rule and failing rows of each rule that one failure of a model stands for."""
    name = getattr(error.check, "name", "")
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_DUPLICATES:
        return  # the rule duplicate_key reports all keys, those of several columns too
    if name == "keeps_row_rules":
        answers = MODELS[table].rule_answers(frame)
        for rule in row_rules(table):
            yield rule.column, rule.name, np.flatnonzero(~answers[rule.name]).tolist()
    else:
        is_blank = error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS
        yield error.schema.name, "required" if is_blank else name, sorted(set(error.failure_cases["index"]))


def is_complete(package: Package) -> bool:
    """Whether every table was read, no required cell is blank or unreadable, and there is something to prove with."""
    if package.tables.keys() != TABLES.keys():
        return False
    required = ((t, name) for t in TABLES for name, column in schema(t).columns.items() if not column.nullable)
    if any(package.tables[table][name].isna().any() for table, name in required):
        return False
    at_hand = set(package.tables["sources"]["source_id"]) <= set(package.texts)
    return at_hand or package.committed.keys() >= set(CARRIED)


def validate(package: Package, connection: DuckDBPyConnection) -> list[Problem]:
    """All problems of a complete package: of its columns, between its rows, and what its articles say."""
    return waive([*column_problems(package), *row_problems(package, connection)], package)


def row_problems(package: Package, connection: DuckDBPyConnection) -> Iterator[Problem]:
    """What rows say of one another, by SQL, and what the articles at hand say of them."""
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    for table, frame in package.tables.items():
        for line, row_id in enumerate(row_ids(table, frame), 2):
            lines[table, row_id].append(line)
    for query in rule_queries():
        yield from run_rule(connection, query, lines)
    yield from text_problems(connection, lines)


def waive(problems: list[Problem], package: Package) -> list[Problem]:
    """The problems without the warnings that are waived, and an error for each waiver that matches none.

    Rules of texts look at articles at hand: while one is not, their waivers are not asked for.
    """
    waivers = package.tables["waivers"]
    keys = list(zip(waivers["rule"], waivers["table"], waivers["row_id"], strict=True))
    raised = {(p.rule, p.table, p.row_id) for p in problems if p.severity == "warning"}
    kept = [p for p in problems if p.severity == "error" or (p.rule, p.table, p.row_id) not in keys]
    of_rows = {rule.name for table in TABLES for rule in row_rules(table)} | {query.name for query in rule_queries()}
    at_hand = set(package.tables["sources"]["source_id"]) <= set(package.texts)
    for index, key in enumerate(keys):
        rule, table, row_id = key
        if rule not in of_rows and rule not in TEXT_RULES:
            message, hint = "is no rule", "use a name of docs/rules.md"
        elif key not in raised and (at_hand or rule not in TEXT_RULES):
            message, hint = f"{table}:{row_id} raises no such warning", "remove the waiver"
        else:
            continue
        place = (csv_path("waivers"), index + 2, "rule", rule)
        kept.append(Problem(*place, message, hint, "unused_waiver", "error", "waivers", f"{rule}.{table}.{row_id}"))
    return kept
