"""The SQLite file: every table with its keys, the vocabularies as constraints, and a view with labels for each table."""

import sqlite3

import pandas as pd

from schemas import TABLES, TITLES, arrow_types, columns, foreign_keys, primary_key, schema, vocabulary
from schemas.derived import label_beside

TYPES = {"string": "TEXT", "int64": "INTEGER", "double": "REAL", "bool": "INTEGER", "date32[day]": "TEXT"}


def encode(frames):
    """The bytes of the database; `frames` maps the stems of all tables to frames.

    Days are text as ISO 8601 has it, flags are 0 and 1. Raises sqlite3.IntegrityError where a row breaks a key.
    """
    base = sqlite3.connect(":memory:")
    with base:
        base.execute("PRAGMA defer_foreign_keys = ON")
        for stem, frame in frames.items():
            base.execute(table(stem, frames["codes"]))
            _fill(base, stem, frame)
            for name in foreign_keys(stem):
                base.execute(f'CREATE INDEX "{stem}.{name}" ON "{stem}" ("{name}")')
        for stem in TABLES:
            if labels := view(stem):
                base.execute(labels)
    if broken := base.execute("PRAGMA foreign_key_check").fetchall():
        raise sqlite3.IntegrityError(f"foreign keys lead nowhere: {broken[:5]}")
    base.execute("VACUUM")
    return base.serialize()


def table(stem, codes):
    """The statement that makes a table."""
    parts = [_column(name, column, codes) for name, column in schema(stem).columns.items()]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, primary_key(stem)))})")
    parts += [
        f'FOREIGN KEY ("{name}") REFERENCES "{target}" ("{primary_key(target)[0]}")'
        for name, target in foreign_keys(stem).items()
    ]
    return f'CREATE TABLE "{stem}" (\n  ' + ",\n  ".join(parts) + "\n) WITHOUT ROWID"


def view(stem):
    """The statement that makes the view of a table with labels and names beside its codes and ids; None without any."""
    shown, joined = [], []
    for number, (name, facts) in enumerate(columns(stem).items()):
        shown.append(f't."{name}"')
        if found := label_beside(name, facts, TITLES):
            alias = f"j{number}"
            if "codes" in facts:
                shown.append(f'{alias}.label AS "{found.name}"')
                joined.append(f"codes {alias} ON {alias}.field = '{facts['codes']}' AND {alias}.code = t.\"{name}\"")
            else:
                target = facts["references"]
                shown.append(f'{alias}."{TITLES[target]}" AS "{found.name}"')
                joined.append(f'"{target}" {alias} ON {alias}."{primary_key(target)[0]}" = t."{name}"')
    if not joined:
        return None
    joins = "".join(f"\n  LEFT JOIN {words}" for words in joined)
    return f'CREATE VIEW "{stem}_labelled" AS SELECT {", ".join(shown)}\n  FROM "{stem}" t{joins}'


def _column(name, column, codes):
    words = f'"{name}" {TYPES[str(column.dtype.type.pyarrow_dtype)]}'
    if not column.nullable:
        words += " NOT NULL"
    if field := column.metadata.get("codes"):
        # Without codes, NULL IN () would be false, and not unknown: a blank cell would be refused.
        known = ", ".join(map(_literal, vocabulary(codes, field)["code"])) or "NULL"
        words += f' CHECK ("{name}" IN ({known}))'
    return words


def _fill(base, stem, frame):
    cells = [
        [None if pd.isna(cell) else str(cell) if kind == "date32[day]" else cell for cell in frame[name].tolist()]
        for name, kind in ((name, str(kind)) for name, kind in arrow_types(stem).items())
    ]
    places = ", ".join("?" * len(cells))
    base.executemany(f'INSERT INTO "{stem}" VALUES ({places})', zip(*cells, strict=True))


def _quoted(name):
    return f'"{name}"'


def _literal(text):
    return "'" + text.replace("'", "''") + "'"
