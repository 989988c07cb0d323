"""The tables of a package in DuckDB, the relations made from them, and the rules as queries over both.

A rule is a file of `rules/`: an SQL query whose rows break it, with its severity, message and hint in its head. A query
with `for each` in its head is a template that is filled once for each such item of the schemas.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

import duckdb
import pyarrow as pa

from pipeline.package import Package, checked_rows
from pipeline.problems import Problem, format_cell
from schemas import (
    CODING,
    CONTENT,
    ENTITIES,
    MODELS,
    OWNERS,
    REPORTS,
    TABLES,
    UNCHECKED,
    arrow_types,
    columns,
    csv_path,
    dated,
    foreign_keys,
    group_column,
    named,
    primary_key,
    speaker_column,
)
from schemas.base import Severity

RULES = Path(__file__).resolve().parents[1] / "rules"
HEAD = re.compile(r"^-- (severity|message|hint|why|for each): (.*)$", re.MULTILINE)
NULL = "cast(null as varchar)"


@dataclass(frozen=True)
class Query:
    """An SQL file: its name, the facts in its head, and its text with every template filled."""

    name: str
    sql: str
    severity: Severity = "error"
    message: str = ""
    hint: str = ""
    why: str = ""


def key_expression(table: str) -> str:
    """SQL for the id of a row: the cell of its key, or those of a key of several columns joined by a full stop."""
    return " || '.' || ".join(f'cast("{name}" as varchar)' for name in primary_key(table))


def _tables() -> Iterator[dict[str, str]]:
    for table in TABLES:
        last = primary_key(table)[-1]
        yield {"table": table, "key": key_expression(table), "key_column": last, "file": csv_path(table)}


def _columns(wanted: Callable[[str, dict], bool]) -> Iterator[dict[str, str]]:
    """Each column that `wanted` says yes to, given its name and metadata."""
    for item in _tables():
        for name, facts in columns(item["table"]).items():
            if wanted(name, facts):
                yield {**item, "column": f'"{name}"', "name": name, **{k: str(v) for k, v in facts.items()}}


def _foreign_keys() -> Iterator[dict[str, str]]:
    for item in _tables():
        for name, target in foreign_keys(item["table"]).items():
            target_facts = {"target": target, "target_key": primary_key(target)[0], "target_file": csv_path(target)}
            yield {**item, "column": f'"{name}"', "name": name, **target_facts}


def _parent_columns() -> Iterator[dict[str, str]]:
    return (item for item in _foreign_keys() if item["table"] == item["target"])


def _vocabularies() -> Iterator[dict[str, str]]:
    used = {facts["codes"] for table in MODELS for facts in columns(table).values() if "codes" in facts}
    return ({"field": field} for field in sorted(used))


def _printed_columns() -> Iterator[dict[str, str]]:
    """Columns with printed words, with SQL for the words of a cell; `names` anchors the words themselves."""
    for item in _columns(lambda name, facts: facts["role"] == "printed"):
        if item["table"] != "names":
            separator = item.get("separator")
            words = f"unnest(string_split({item['column']}, '{separator}'))" if separator else item["column"]
            yield {**item, "words": words}


def _evidence_tables() -> Iterator[dict[str, str]]:
    for item in _tables():
        names = columns(item["table"])
        if "evidence" in names:
            quotation = "text is not null" if item["table"] == "quotes" else "false"
            yield {**item, "is_quotation": quotation}


def _named_columns() -> Iterator[dict[str, str]]:
    """Columns that anchors must name, with SQL for the owner of those anchors."""
    for item in _tables():
        owners = OWNERS.get(item["table"])
        owner_table, owner_id = f"'{item['table']}'", item["key"]
        if owners:
            cases = " ".join(f"when {column} is not null then '{table}'" for column, table in owners.items())
            owner_table, owner_id = f"case {cases} end", f"coalesce({', '.join([*owners, NULL])})"
        for name in named(item["table"]):
            yield {**item, "column": name, "name": name, "owner_table": owner_table, "owner_id": owner_id}


def _dated_columns() -> Iterator[dict[str, str]]:
    for item in _tables():
        status = "status" if "status" in columns(item["table"]) else NULL
        for name, basis in dated(item["table"]).items():
            yield {**item, "column": name, "name": name, "basis": basis, "status": status}


def _shared_columns() -> Iterator[dict[str, str]]:
    for item in _columns(lambda name, facts: bool(facts.get("shared_in_group"))):
        yield {**item, "group": str(group_column(item["table"]))}


def _speaker_columns() -> Iterator[dict[str, str]]:
    for item in _tables():
        if speaker := speaker_column(item["table"]):
            yield {**item, "speaker": speaker}


# What a template can be filled for, and the items of it: name -> value of each placeholder.
ITEMS: dict[str, Callable[[], Iterator[dict[str, str]]]] = {
    "table": _tables,
    "checked_table": lambda: (item for item in _tables() if item["table"] not in UNCHECKED),
    "entity": lambda: (item for item in _tables() if item["table"] in ENTITIES and item["table"] != "codes"),
    "report_table": lambda: (
        item for item in _tables() if item["table"] in REPORTS and "source_id" in columns(item["table"])
    ),
    "coding_table": lambda: (item for item in _tables() if item["table"] in CODING),
    "content_table": lambda: (item for item in _tables() if item["table"] in CONTENT),
    "foreign_key": _foreign_keys,
    "code_column": lambda: _columns(lambda name, facts: "codes" in facts),
    "own_words_column": lambda: _columns(lambda name, facts: "wording" in facts),
    "vocabulary": _vocabularies,
    "parent_column": _parent_columns,
    "relayed_column": lambda: _columns(lambda name, facts: name == "relayed_by"),
    "printed_column": _printed_columns,
    "group_column": lambda: _columns(lambda name, facts: facts["role"] == "group"),
    "shared_column": _shared_columns,
    "evidence_table": _evidence_tables,
    "named_column": _named_columns,
    "dated_column": _dated_columns,
    "speaker_table": _speaker_columns,
}


def load_query(file: Path) -> Query:
    """Read an SQL file and fill its template. Raises KeyError where `for each` or a placeholder names nothing."""
    text = file.read_text(encoding="utf-8")
    head = {name.replace(" ", "_"): value.strip() for name, value in HEAD.findall(text)}
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    if kind := head.pop("for_each", None):
        body = "\nunion all\n".join(Template(body).substitute(item) for item in ITEMS[kind]())
    return Query(name=re.sub(r"^\d_", "", file.stem), sql=body, **head)


def rule_queries() -> list[Query]:
    """Every rule between rows, by name."""
    return [load_query(file) for file in sorted(RULES.glob("*.sql"))]


def relation_queries() -> list[Query]:
    """The relations that rules read beside the tables, in the order in which they build on each other."""
    return [load_query(file) for file in sorted((RULES / "relations").glob("*.sql"))]


def open_database(package: Package) -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables of a package and the relations made from them."""
    connection = duckdb.connect()
    frames = package.tables | {f"committed_{table}": frame for table, frame in package.committed.items()}
    for name, frame in frames.items():
        connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))
    for table in ("evidence", "mentions", "ledger"):
        if table not in package.committed:
            connection.register(f"committed_{table}", empty_table(table))
    texts = {"source_id": list(package.texts), "text": list(package.texts.values())}
    connection.register("texts", pa.table(texts, schema=pa.schema({"source_id": pa.string(), "text": pa.string()})))
    rows = checked_rows(package)
    names = {"table": "table_name", "row_id": "row_id", "line": "line", "sha256": "sha256"}
    digests = {new: [getattr(row, old) for row in rows] for old, new in names.items()}
    connection.register("row_digests", pa.table(digests))
    for query in relation_queries():
        connection.execute(f"create temp table {query.name} as {query.sql}")
    return connection


def empty_table(table: str) -> pa.Table:
    """A table without rows, with the columns of its schema."""
    return pa.schema(arrow_types(table)).empty_table()


def run_rule(
    connection: duckdb.DuckDBPyConnection, query: Query, lines: dict[tuple[str, str], list[int]]
) -> Iterator[Problem]:
    """Yield a problem for each row that a rule returns; `lines` maps (table, row id) to lines of the CSV."""
    result = connection.execute(query.sql)  # `sql` plans a query twice
    names = [name for name, *_ in result.description]
    for cells in result.fetchall():
        row = dict(zip(names, cells, strict=True))
        table, row_id = row["table_name"], row["row_id"]
        facts = {name: format_cell(cell) for name, cell in row.items()}
        value = None if row["value"] is None and row["column_name"] is None else facts["value"]
        for line in lines.get((table, row_id), [None]):
            yield Problem(
                file=csv_path(table),
                line=line,
                column=row["column_name"],
                value=value,
                message=query.message.format_map(facts),
                hint=query.hint.format_map(facts),
                rule=query.name,
                severity=query.severity,
                table=table,
                row_id=row_id,
            )
