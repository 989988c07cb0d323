"""SQL made from the schemas, for tables of any size: how cells get their types, row digests, and the rules of columns.

Everything here is text in DuckDB's dialect that sqlglot can translate to Spark's. A table is loaded as `loaded_NAME`,
its columns and `faults` (cells that are not of their type) and `digest`; a view NAME has its columns alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.database import Query, key_expression, relation_queries
from pipeline.form import CELL_TYPES
from schemas import TABLES, UNCHECKED, arrow_types, columns, primary_key, row_rules, schema
from schemas.base import Severity

FAULT_MARK = "chr(31)"  # between faults of a row; no cell that can be published holds it
COMMITTED = ("evidence", "mentions", "ledger")
# Relations that several rules read and that take a join to make; the others are views.
STORED = ("anchors", "row_segments")
SQL_TYPES = {"string": "varchar", "int64": "bigint", "double": "double", "bool": "boolean", "date32[day]": "date"}
# The articles at hand that are the files which were coded.
TEXTS = (
    "select f.source_id, f.text from found_texts as f join sources as s on s.source_id = f.source_id"
    " and s.sha256 = sha256(f.text)"
)
COLUMN_CHECKS = {
    "matches": ("not regexp_matches({column}, '\\A(?:{pattern})\\z')", "does not have the form {pattern}"),
    "greater_than_or_equal_to": ("{column} < {min_value}", "is less than {min_value}"),
    "less_than_or_equal_to": ("{column} > {max_value}", "is more than {max_value}"),
}
REBUILD = "make the table anew: python build.py"
COLUMN_HINTS = {"matches": "write it in that form"}


@dataclass(frozen=True)
class Check:
    """What one kind of failing row means; `condition` is SQL, true where a row of the table fails."""

    rule: str
    column: str
    condition: str
    message: str
    hint: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Statement:
    """A query whose rows break a rule, and what to say of them by the row's `rule_key`."""

    name: str
    sql: str
    checks: dict[str, Check]


def stored_tables() -> dict[str, str]:
    """Name in the database -> table of the schemas: every table, and the derived ones that rules read."""
    return {table: table for table in TABLES} | {f"committed_{table}": table for table in COMMITTED}


def typed(cell: str, kind: str) -> str:
    """SQL for a cell of text as its type; null where it is not written as a cell of that type is."""
    if kind == "string":
        return cell
    if kind == "bool":
        return f"case {cell} when 'true' then true when 'false' then false end"
    cast = f"try_cast({cell} as {SQL_TYPES[kind]})"
    if kind == "double":
        return rf"case when regexp_matches({cell}, '\A(?:{CELL_TYPES[kind].pattern})\z') then {cast} end"
    return f"case when cast({cast} as varchar) = {cell} then {cast} end"


def load_select(table: str, source: str, *, digest: bool) -> str:
    """Select the typed columns, `faults` and `digest` of a table from a relation of its cells as text."""
    types = {name: str(kind) for name, kind in arrow_types(table).items()}
    cells = {name: typed(f'"{name}"', kind) for name, kind in types.items()}
    faults = [
        f'case when "{name}" is not null and ({cells[name]}) is null then \'{name}=\' || "{name}" end'
        for name, kind in types.items()
        if kind != "string"
    ]
    fault = f"nullif(concat_ws({FAULT_MARK}, {', '.join(faults)}), '')" if faults else "cast(null as varchar)"
    chosen = [f'{sql} as "{name}"' for name, sql in cells.items()]
    chosen += [f"{fault} as faults", f"{digest_sql(table) if digest else 'cast(null as varchar)'} as digest"]
    return f"select {', '.join(chosen)} from {source}"


def digest_sql(table: str) -> str:
    """SQL for `istanbul_talks.package.row_digest` of a row whose cells are text."""
    parts = []
    for name in sorted(columns(table)):
        cell = f'"{name}"'
        if _may_hold_marks(table, name):
            cell = rf"replace(replace({cell}, '\', '\\'), '{chr(34)}', '\{chr(34)}')"
        parts.append(f"""case when "{name}" is not null then '"{name}":"' || {cell} || '"' end""")
    return f"sha256('{{' || concat_ws(',', {', '.join(parts)}) || '}}')"


def _may_hold_marks(table: str, name: str) -> bool:
    """Whether a cell can hold a quotation mark or backslash without breaking a rule of its column."""
    column = schema(table).columns[name]
    bound = column.checks or "codes" in column.metadata or "references" in column.metadata
    return str(arrow_types(table)[name]) == "string" and not bound


def parquet_cells(table: str) -> str:
    """Select list for the columns of a Parquet file as the text that a CSV has; a number without digits to spare."""
    cells = []
    for name, kind in arrow_types(table).items():
        text = f'cast("{name}" as varchar)'
        if str(kind) == "double":
            text = rf"regexp_replace({text}, '\.0\z', '')"
        cells.append(f'{text} as "{name}"')
    return ", ".join(cells)


def view_select(name: str, table: str) -> str:
    """The columns of a loaded table alone."""
    chosen = ", ".join(f'"{column}"' for column in columns(table))
    return f"select {chosen} from loaded_{name}"


def relations() -> list[Query]:
    """The relations beside the tables, in the order in which they build on each other; `row_digests` first."""
    digests = " union all ".join(
        f"select '{table}' as table_name, {key_expression(table)} as row_id, digest as sha256 from loaded_{table}"
        for table in TABLES
        if table not in UNCHECKED
    )
    return [Query("row_digests", digests), *relation_queries()]


def column_checks(table: str) -> Iterator[Check]:
    """What the model of a table declares of its cells and rows."""
    for name, column in schema(table).columns.items():
        kind, cell = str(arrow_types(table)[name]), f'"{name}"'
        if not column.nullable:
            unread = "" if kind == "string" else f" and coalesce(faults, '') not like '%{name}=%'"
            blank = "is blank, and the column allows no blank"
            yield Check("required", name, f"{cell} is null{unread}", blank, "fill it; the codebook says with what")
        if kind != "string":
            words = CELL_TYPES[kind].words
            fault = f"faults is not null and {fault_value(name)} is not null"
            yield Check("cell_type", name, fault, f"is not {words}", f"write {words}, or leave it blank")
        for check in column.checks:
            condition, message = COLUMN_CHECKS[check.name]
            facts = {"column": cell, **check.statistics}
            hint = COLUMN_HINTS.get(check.name, "mend the number")
            yield Check(check.name, name, condition.format(**facts), message.format(**facts), hint)
    for rule in row_rules(table):
        condition = f"faults is null and not coalesce({rule.sql}, true)"
        yield Check(rule.name, rule.column, condition, rule.message, rule.hint, rule.severity)


def fault_value(name: str) -> str:
    """SQL for the text of a cell that is not of its type; null where it is."""
    return (
        f"case when {FAULT_MARK} || faults like '%' || {FAULT_MARK} || '{name}=%' then split_part(split_part("
        f"{FAULT_MARK} || faults, {FAULT_MARK} || '{name}=', 2), {FAULT_MARK}, 1) end"
    )


def column_statement(name: str, table: str) -> Statement:
    """All rules of the columns and rows of a table, in one pass over it."""
    checks = {f"{table}.{check.column}.{check.rule}": check for check in column_checks(table)}
    failing = " or ".join(f"({check.condition})" for check in checks.values())
    keys = ", ".join(f"case when {check.condition} then '{key}' end" for key, check in checks.items())
    values = " ".join(
        f"when '{key}' then "
        + (fault_value(check.column) if check.rule == "cell_type" else f'cast("{check.column}" as varchar)')
        for key, check in checks.items()
    )
    failures = f"select unnest([{keys}]) as rule_key, {key_expression(table)} as failing_id, * from loaded_{name} where {failing}"
    sql = (
        f"select rule_key, '{table}' as table_name, failing_id as row_id, split_part(rule_key, '.', 2) as column_name,"
        f" case rule_key {values} end as value from ({failures}) as failures where rule_key is not null"
    )
    return Statement(f"columns of {table}", sql, checks)


def unique_statement(name: str, table: str) -> Statement:
    """Rows of a derived table with the same key; first by a hash, which takes less memory than the key itself."""
    key = primary_key(table)
    names, first = ", ".join(f'"{column}"' for column in key), key[0]
    sql = (
        f"select '{table}' as table_name, {key_expression(table)} as row_id, '{first}' as column_name,"
        f' cast("{first}" as varchar) as value from {name}'
        f" where hash({names}) in (select h from (select hash({names}) as h from {name}) as hashes"
        f" group by h having count(*) > 1) group by {names} having count(*) > 1"
    )
    return Statement(f"keys of {table}", sql, {"": Check("duplicate_key", first, "", "stands twice", REBUILD)})


def rule_statement(query: Query) -> Statement:
    """A rule between rows."""
    check = Check(query.name, "", "", query.message, query.hint, query.severity)
    return Statement(query.name, query.sql, {"": check})


def bounded(statement: Statement, limit: int) -> str:
    """The first rows of each rule and table that a statement returns, how many there are, and all that are waived."""
    by_key = [key for key in statement.checks if key]
    rule = "rule_key" if by_key else f"'{statement.checks[''].rule}'"
    name = f"split_part({rule}, '.', 3)" if by_key else rule
    waived = (
        "select broken.*, waivers.rule is not null as waived from"
        f" ({statement.sql}) as broken left join waivers on waivers.rule = {name}"
        ' and waivers."table" = broken.table_name and waivers.row_id = broken.row_id'
    )
    return (
        f"select * from (select *, row_number() over (partition by {rule}, table_name, waived"
        " order by row_id, column_name, value) as nth,"
        f" count(*) over (partition by {rule}, table_name, waived) as total from ({waived}) as marked) as numbered"
        f" where nth <= {limit} or waived"
    )
