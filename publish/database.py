"""The SQLite file: every table with its keys, the vocabularies as constraints, views with names, full-text search.

Beside it a metadata file for Datasette, with titles, descriptions and queries.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import sqlglot
from pandera.api.pandas.components import Column

from publish.codebook import describe, docstring
from publish.tables import columns_of
from publish.wide import labelled, said
from publish.words import articles
from schemas import (
    TABLES,
    TITLES,
    arrow_types,
    columns,
    foreign_keys,
    primary_key,
    row_rules,
    schema,
    speaker_column,
    vocabularies,
)
from schemas.base import RowRule

TYPES = {"string": "TEXT", "int64": "INTEGER", "double": "REAL", "bool": "INTEGER", "date32[day]": "TEXT"}
# Table -> the columns that full-text search reads; Datasette finds the index by its name.
SEARCHED = {"quotes": ("text", "gloss"), "military_claims": ("statement",), "positions": ("statement", "condition")}
VIEWS = {
    "articles": "The short name of each article.",
    "said": "A report by its name in `disagreements`: words, speaker, side and article.",
    "reports": "What the articles say, in words: one row for each report of each table that has a title.",
    "conflicting_reports": "Two reports that differ, side by side; `strength` says whether in more than wording.",
}
CONFLICTS = """
CREATE VIEW conflicting_reports AS
SELECT d.disagreement_id, d.strength, d.kind, d.explanation,
  a.article AS article_a, a.speaker AS speaker_a, a.words AS words_a, d.row_a,
  b.article AS article_b, b.speaker AS speaker_b, b.words AS words_b, d.row_b
FROM disagreements d
LEFT JOIN reports a ON a.table_name || ':' || a.row_id = d.row_a
LEFT JOIN reports b ON b.table_name || ':' || b.row_id = d.row_b
"""
# Name -> title and SQL of the queries that Datasette offers. A word after a colon is asked for.
QUERIES = {
    "search": (
        "Search the words of quotations, claims and positions, such as: reduc* AND Kyiv",
        """
SELECT r.table_name, r.row_id, r.article, r.speaker, r.day, r.words FROM reports r
WHERE (r.table_name, r.row_id) IN (
  SELECT 'quotes', quote_id FROM quotes
    WHERE rowid IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :words)
  UNION ALL SELECT 'military_claims', claim_id FROM military_claims
    WHERE rowid IN (SELECT rowid FROM military_claims_fts WHERE military_claims_fts MATCH :words)
  UNION ALL SELECT 'positions', position_id FROM positions
    WHERE rowid IN (SELECT rowid FROM positions_fts WHERE positions_fts MATCH :words)
) ORDER BY r.table_name, r.row_id""",
    ),
    "where_reports_differ": (
        "Reports that differ in more than wording, side by side",
        """
SELECT strength, kind, explanation, article_a, speaker_a, words_a, article_b, speaker_b, words_b, disagreement_id
FROM conflicting_reports WHERE strength <> 'wording' ORDER BY strength, kind, disagreement_id""",
    ),
    "terms_of_the_guarantee": (
        "The terms of the guarantee, by whom they bind and by whose account",
        """
SELECT t.binds_label, t.kind_label, t.description, r.article, r.speaker, r.side, t.own_side_account, t.guarantee_term_id
FROM guarantee_terms_labelled t
JOIN reports r ON r.table_name = 'guarantee_terms' AND r.row_id = t.guarantee_term_id
ORDER BY t.binds_label, t.term_id, t.guarantee_term_id""",
    ),
    "claims_by_side": (
        "Military claims of a side, such as: russia, ukraine, host, third_party",
        """
SELECT c.kind_label, c.modality_label, c.statement, r.speaker, r.article, c.date_start, c.date_end, c.claim_id
FROM military_claims_labelled c
JOIN reports r ON r.table_name = 'military_claims' AND r.row_id = c.claim_id
WHERE r.side = :side ORDER BY c.kind_label, c.claim_id""",
    ),
    "who_is_quoted": (
        "Who is quoted, in how many statements and articles",
        """
SELECT a.name, a.side, count(DISTINCT q.statement_id) AS statements, count(DISTINCT q.source_id) AS articles
FROM quotes q JOIN actors a ON a.actor_id = q.speaker_id
GROUP BY a.actor_id ORDER BY statements DESC, a.name""",
    ),
}


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
        base.execute("CREATE TABLE articles (source_id TEXT PRIMARY KEY, article TEXT NOT NULL)")
        names = articles(tables["sources"]).values()
        base.executemany("INSERT INTO articles VALUES (?, ?)", [(each.source_id, each.name) for each in names])
        base.execute(f"CREATE VIEW said AS {said()}")
        for table in TABLES:
            view = labelled(table)
            if view.joins:
                base.execute(
                    f'CREATE VIEW "{table}_labelled" AS SELECT {view.selected}\n  FROM "{table}" t{view.joins}'
                )
        base.execute(f"CREATE VIEW reports AS {reports()}")
        base.execute(CONFLICTS)
        for table, names in SEARCHED.items():
            base.execute(f'CREATE VIRTUAL TABLE {table}_fts USING fts5 ({", ".join(names)}, content="{table}")')
            base.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
    if broken := base.execute("PRAGMA foreign_key_check").fetchall():
        raise sqlite3.IntegrityError(f"foreign keys lead nowhere: {broken[:5]}")
    return base.serialize()


def reports() -> str:
    """The query for all reports in words: table, id, source, article, speaker with side, medium, day and words."""
    parts = []
    for table in TABLES:
        names, key = columns(table), primary_key(table)[0]
        words = "e.title" if table == "event_reports" else f't."{TITLES[table]}"' if table in TITLES else None
        if "source_id" not in names or table == "sources" or words is None:
            continue
        day = next((f't."{name}"' for name in ("said_on", "date_start", "proposed_on") if name in names), "NULL")
        via = "v.name" if "relayed_by" in names else "NULL"
        parts.append(
            f"SELECT '{table}' AS table_name, t.{key} AS row_id, t.source_id, "
            "coalesce(s.publisher, 'unnamed outlet (' || s.source_id || ')') AS article, "
            f"a.name AS speaker, a.side, {via} AS via, {day} AS day, {words} AS words\n"
            f'FROM "{table}" t JOIN sources s ON s.source_id = t.source_id '
            f"LEFT JOIN actors a ON a.actor_id = {_cell(speaker_column(table))}"
            + (" LEFT JOIN actors v ON v.actor_id = t.relayed_by" if via != "NULL" else "")
            + (" JOIN events e ON e.event_id = t.event_id" if table == "event_reports" else "")
        )
    return "\nUNION ALL\n".join(parts)


def metadata(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> bytes:
    """The bytes of the metadata file of Datasette; `about` has the package's facts."""
    described: dict[str, dict[str, Any]] = {
        table: {
            "title": table.replace("_", " ").capitalize(),
            "description": docstring(table),
            "columns": {column.name: column.description for column in describe(table)},
            **({"label_column": TITLES[table]} if table in TITLES else {}),
        }
        for table in tables
    }
    described |= {view: {"title": view.replace("_", " ").capitalize(), "description": VIEWS[view]} for view in VIEWS}
    queries = {name: {"title": title, "sql": sql.strip()} for name, (title, sql) in QUERIES.items()}
    licence = about["licenses"][0]
    facts = {"title": about["title"], "description": about["description"]}
    facts |= {"license": licence["title"], "license_url": licence["path"]}
    content = {**facts, "databases": {about["name"]: {"tables": described, "queries": queries}}}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def create_table(table: str, codes: Mapping[str, pd.DataFrame]) -> str:
    """The statement that makes a table."""
    keys = ", ".join(f'"{name}"' for name in primary_key(table))
    parts = [_column(name, column, codes) for name, column in schema(table).columns.items()]
    parts.append(f"PRIMARY KEY ({keys})")
    for name, target in foreign_keys(table).items():
        parts.append(f'FOREIGN KEY ("{name}") REFERENCES "{target}" ("{primary_key(target)[0]}")')
    parts += checks(row_rules(table), f'CREATE TABLE "{table}" ({", ".join(parts)})')
    return f'CREATE TABLE "{table}" (\n  ' + ",\n  ".join(parts) + "\n)"


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


def _cell(column: str | None) -> str:
    return f't."{column}"' if column else "NULL"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
