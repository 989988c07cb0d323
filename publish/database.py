"""The SQLite file: every table with its keys, the vocabularies as constraints, and a view with labels for each table."""

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping

import pandas as pd
import sqlglot
from pandera.api.pandas.components import Column

from publish.tables import columns_of
from publish.wide import labelled
from schemas import TABLES, arrow_types, foreign_keys, primary_key, row_rules, schema, vocabularies
from schemas.base import RowRule

TYPES = {"string": "TEXT", "int64": "INTEGER", "double": "REAL", "bool": "INTEGER", "date32[day]": "TEXT"}


def encode(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """The bytes of the database; `tables` holds all tables.

    Days are text as ISO 8601 has it, flags are 0 and 1. Raises sqlite3.IntegrityError where a row breaks a constraint.
    """
    base, codes = sqlite3.connect(":memory:"), vocabularies(tables["codes"])
    with base:
        for table, frame in tables.items():
            base.execute(create_table(table, codes))
            _fill(base, table, frame)
            for name in foreign_keys(table):
                base.execute(f'CREATE INDEX "{table}.{name}" ON "{table}" ("{name}")')
        for table in TABLES:
            view = labelled(table)
            if view.joins:
                base.execute(
                    f'CREATE VIEW "{table}_labelled" AS SELECT {view.selected}\n  FROM "{table}" t{view.joins}'
                )
    if broken := base.execute("PRAGMA foreign_key_check").fetchall():
        raise sqlite3.IntegrityError(f"foreign keys lead nowhere: {broken[:5]}")
    base.execute("VACUUM")
    return base.serialize()


def create_table(table: str, codes: Mapping[str, pd.DataFrame]) -> str:
    """The statement that makes a table."""
    keys = ", ".join(f'"{name}"' for name in primary_key(table))
    parts = [_column(name, column, codes) for name, column in schema(table).columns.items()]
    parts.append(f"PRIMARY KEY ({keys})")
    for name, target in foreign_keys(table).items():
        parts.append(f'FOREIGN KEY ("{name}") REFERENCES "{target}" ("{primary_key(target)[0]}")')
    parts += checks(row_rules(table), f'CREATE TABLE "{table}" ({", ".join(parts)})')
    return f'CREATE TABLE "{table}" (\n  ' + ",\n  ".join(parts) + "\n) WITHOUT ROWID"


def checks(rules: Iterable[RowRule], statement: str) -> list[str]:
    """The rules that no row may break, as constraints of the table that `statement` makes.

    Rules stand in the dialect of DuckDB; those with a function that SQLite does not have are left out.
    """
    constraints = []
    for rule in rules:
        if rule.severity != "error":
            continue  # a warning may be waived
        check = sqlglot.transpile(rule.sql, read="duckdb", write="sqlite")[0]
        constraint = f'CONSTRAINT "{rule.name}" CHECK ({check})'
        with contextlib.closing(sqlite3.connect(":memory:")) as base:
            try:
                base.execute(f"{statement[:-1]}, {constraint})")
            except sqlite3.OperationalError:
                continue
        constraints.append(constraint)
    return constraints


def _column(name: str, column: Column, codes: Mapping[str, pd.DataFrame]) -> str:
    words = f'"{name}" {TYPES[str(column.dtype.type.pyarrow_dtype)]}'
    if not column.nullable:
        words += " NOT NULL"
    if field := column.metadata.get("codes"):
        # Without codes, NULL IN () would be false, and not unknown: a blank cell would be refused.
        allowed = ", ".join(map(_literal, codes[field]["code"])) or "NULL"
        words += f' CHECK ("{name}" IN ({allowed}))'
    return words


def _fill(base: sqlite3.Connection, table: str, frame: pd.DataFrame) -> None:
    dates = {name for name, kind in arrow_types(table).items() if str(kind) == "date32[day]"}
    values = [
        [str(cell) if cell and name in dates else cell for cell in cells] for name, cells in columns_of(frame).items()
    ]
    marks = ", ".join("?" * len(values))
    base.executemany(f'INSERT INTO "{table}" VALUES ({marks})', zip(*values, strict=True))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
