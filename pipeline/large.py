"""`python build.py check DIR`: every rule, on a package of any size, by DuckDB or by Spark.

The rules are the SQL of the small build and SQL made from the schemas. This module finds the files, has an engine load
them and run the statements, and turns the rows that break a rule into problems.
"""

import argparse
import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.progress import Progress

from pipeline import statements as st
from pipeline import texts
from pipeline.database import key_expression, rule_queries
from pipeline.form import header_problems
from pipeline.problems import Problem, count, format_cell
from rules.text.article import Finding
from schemas import UNCHECKED, columns, csv_path

BATCH = 500  # articles
MEMORY, LEAST, LIBRARIES = 800, 400, 330  # MB: the default, the least, and what is in memory beside DuckDB's own pool
SUFFIXES = (".csv", ".parquet")


class Unfinished(Exception):
    """The check could not be finished; the message says why, and what to do."""


@dataclass(frozen=True)
class Malformed:
    """A line of a CSV that is no row; `line` is None where the engine does not say."""

    table: str
    file: str
    line: int | None
    text: str


@dataclass(frozen=True)
class Plan:
    """What an engine is asked: tables with their files, relations, statements, and where the articles are."""

    root: Path
    files: dict[str, list[str]]
    relations: list[tuple[str, str]]
    statements: list[st.Statement]
    limit: int
    texts: Path | None = None
    text_rules: bool = False


@dataclass
class Answer:
    """What an engine found: rows of each table, malformed lines, and (statement, row) for each row that breaks a rule.

    `findings` has what rules of texts say, by the name of the rule, and whether it is waived; `unshown` counts what
    is not among them, by rule and table.
    """

    rows: dict[str, int] = field(default_factory=dict)
    malformed: list[Malformed] = field(default_factory=list)
    broken: list[tuple[st.Statement, dict[str, Any]]] = field(default_factory=list)
    waivers: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[tuple[str, Finding, bool]] = field(default_factory=list)
    unshown: Counter[tuple[str, str]] = field(default_factory=Counter)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("package", metavar="DIR", type=Path, help="a package in this layout; a table may be a folder")
    parser.add_argument("--texts", metavar="PATH", type=Path, help="articles: a folder, or Parquet: source_id, text")
    parser.add_argument("--text-rules", action="store_true", help="also rules/text, 10 ms an article; not with --spark")
    parser.add_argument("--memory", metavar="MB", type=_memory, default=MEMORY, help=f"default: {MEMORY}")
    parser.add_argument("--threads", metavar="N", type=int, help="default: one for each core")
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="problems shown of a rule and table")
    parser.add_argument("--scratch", metavar="DIR", type=Path, help="a folder for what does not fit into memory")
    parser.add_argument("--spark", metavar="URL", help="run on Spark: spark://host:7077, local[2]")
    parser.add_argument("--spark-python", metavar="FILE", help="a Python with pyspark; default: .venv/spark/bin/python")


def _memory(words: str) -> int:
    if not words.isdecimal() or int(words) < LEAST:
        raise argparse.ArgumentTypeError(f"{words} is no number of MB from {LEAST} up")
    return int(words)


def run(options: argparse.Namespace) -> int:
    """Check a package and print its problems: 0 none, 1 errors, 2 warnings alone, 3 where it could not be finished."""
    try:
        answer, problems = check(options)
    except Unfinished as error:
        print(f"{options.package}  the check could not be finished: {error}", file=sys.stderr)
        return 3
    return report(answer, problems)


def check(options: argparse.Namespace) -> tuple[Answer, list[Problem]]:
    """What an engine found in a package, and its problems. Raises Unfinished."""
    files, problems = table_files(options.package)
    if not files and not problems:
        raise Unfinished("it holds no table: name the folder that holds data/")
    plan = make_plan(options.package, files, options.limit, options.texts, text_rules=options.text_rules)
    if options.spark:
        from pipeline.spark import run_spark  # imports this module

        answer = run_spark(plan, options.spark, options.spark_python)
    else:
        answer = run_duckdb(plan, options.memory, options.threads, options.scratch)
    return answer, [*problems, *to_problems(answer, plan)]


def table_files(root: Path) -> tuple[dict[str, list[str]], list[Problem]]:
    """The files of each table below `root`, and what is wrong with their names and headers.

    A table is `data/events.csv`, `data/events.parquet`, or the CSV and Parquet files of a folder `data/events`.
    """
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for table in st.stored_tables().values():
        path = root / csv_path(table)
        single = [file for suffix in SUFFIXES if (file := path.with_suffix(suffix)).is_file()]
        inside = sorted(path.with_suffix("").rglob("*"))
        files = [file for file in single + inside if file.is_file() and file.suffix in SUFFIXES]
        if len(single) + bool(inside) > 1:
            message, hint = f"stands beside another form of the table {table}", "remove one of the two"
            problems.append(Problem(str(files[0].relative_to(root)), None, None, None, message, hint))
            continue
        names = [file.relative_to(root).as_posix() for file in files]
        faults = [fault for name in names for fault in _header_faults(root, name, table)]
        problems += faults
        if names and not faults:
            found[table] = names
    return found, problems


def _header_faults(root: Path, name: str, table: str) -> list[Problem]:
    if not name.endswith(".csv"):
        return []  # an engine says which column is missing
    with (root / name).open("rb") as file:
        line = file.readline().decode("utf-8", "replace").rstrip("\n")
    return list(header_problems(next(csv.reader([line]), []), list(columns(table)), name))


def make_plan(
    root: Path, files: dict[str, list[str]], limit: int, texts: Path | None = None, *, text_rules: bool = False
) -> Plan:
    """Every relation and statement, in order."""
    stored = st.stored_tables()
    at_hand = {name: table for name, table in stored.items() if table in files}
    checks = [st.column_statement(name, table) for name, table in at_hand.items()]
    checks += [st.unique_statement(name, table) for name, table in at_hand.items() if name != table]
    reviewed = "checks" in files  # where nobody keeps checks, no row is asked for one
    checks += [st.rule_statement(query) for query in rule_queries() if reviewed or query.name != "unreviewed_row"]
    relations = [(query.name, query.sql) for query in st.relations()]
    by_name = {name: files.get(table, []) for name, table in stored.items()}
    return Plan(root, by_name, relations, checks, limit, texts, text_rules)


def run_duckdb(plan: Plan, memory: int, threads: int | None, scratch: Path | None) -> Answer:
    """Load the files of a plan into a database on the disk and run its statements. Raises Unfinished."""
    with tempfile.TemporaryDirectory(prefix="check-", dir=scratch) as folder:
        settings: dict[str, Any] = {"memory_limit": f"{memory - LIBRARIES}MB", "temp_directory": f"{folder}/spill"}
        settings |= {"threads": threads} if threads else {}
        # Rows are read a few times only, so packing them costs more than it saves.
        settings |= {"preserve_insertion_order": False, "force_compression": "uncompressed"}
        with duckdb.connect(f"{folder}/package.duckdb", config=settings) as connection:
            answer = Answer()
            steps = list(_duckdb_steps(plan, connection, answer))
            for name, step in tracked(steps):
                try:
                    step()
                except duckdb.OutOfMemoryException as error:
                    raise Unfinished(f"{name} needs more memory: give it with --memory MB ({memory} now)") from error
                except duckdb.Error as error:
                    words = str(error).split("\n")[0]
                    raise Unfinished(f"{name}: {words}: restore the file, or report this") from error
            answer.waivers = connection.sql('select rule, "table", row_id from waivers').fetchall()
    return answer


def _duckdb_steps(
    plan: Plan, connection: duckdb.DuckDBPyConnection, answer: Answer
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield (what it is in words, a function that does it) for each step of a check."""

    for name, table in st.stored_tables().items():
        yield f"loading {table}", partial(load_table, connection, plan, name, answer)
    yield "loading the articles", partial(load_texts, connection, plan)
    for name, sql in plan.relations:
        kind = "table" if name in st.STORED else "view"
        yield f"relation {name}", partial(connection.execute, f"create {kind} {name} as {sql}")
    for statement in plan.statements:
        yield statement.name, partial(run_statement, connection, statement, plan, answer)
    if plan.texts and plan.text_rules:
        yield "rules of texts", partial(run_text_rules, connection, plan.limit, answer)


def tracked(steps: list[tuple[str, Callable[[], object]]]) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps, with a bar that moves at a terminal."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=len(steps))
        for name, step in steps:
            bar.update(task, description=name)
            yield name, step
            bar.advance(task)


def run_statement(connection: duckdb.DuckDBPyConnection, statement: st.Statement, plan: Plan, answer: Answer) -> None:
    """Add the rows of a statement to the answer, the first of each rule and table."""
    rows = connection.sql(st.bounded(statement, plan.limit)).to_arrow_table().to_pylist()
    answer.broken += [(statement, row) for row in rows]


def load_table(connection: duckdb.DuckDBPyConnection, plan: Plan, name: str, answer: Answer) -> None:
    """Load a table under its name in the database, typed, and its view."""
    table = st.stored_tables()[name]
    selects = []
    digest = table == name and table not in UNCHECKED
    for suffix in SUFFIXES:
        if files := [str(plan.root / file) for file in plan.files[name] if file.endswith(suffix)]:
            selects.append(st.load_select(table, cells_of(files, table), digest=digest))
    selects = selects or [st.load_select(table, f"({_no_rows(table)}) as none", digest=digest)]
    connection.execute(f"create table loaded_{name} as {' union all '.join(selects)}")
    connection.execute(f"create view {name} as {st.view_select(name, table)}")
    answer.rows[table] = connection.sql(f"select count(*) from loaded_{name}").fetchall()[0][0]
    if any(file.endswith(".csv") for file in plan.files[name]):
        answer.malformed += rejected(connection, table, plan.root)


def _no_rows(table: str) -> str:
    return "select " + ", ".join(f'cast(null as varchar) as "{name}"' for name in columns(table)) + " where false"


def cells_of(files: list[str], table: str) -> str:
    """SQL for the rows of some CSV or some Parquet files, every cell as the text of a CSV."""
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    if files[0].endswith(".parquet"):
        return f"(select {st.parquet_cells(table)} from read_parquet([{listed}])) as cells"
    names = ", ".join(f"'{name}': 'varchar'" for name in columns(table))
    return (
        f"read_csv([{listed}], auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        f" nullstr = '', columns = {{{names}}}, store_rejects = true, rejects_limit = 0)"
    )


def rejected(connection: duckdb.DuckDBPyConnection, table: str, root: Path) -> list[Malformed]:
    """The lines that the reader refused since it was last asked."""
    rows = connection.sql(
        "select distinct file_path, line, csv_line from reject_errors join reject_scans using (scan_id, file_id)"
        " order by file_path, line"
    ).fetchall()
    connection.execute("delete from reject_errors")
    return [Malformed(table, Path(file).relative_to(root).as_posix(), line, text) for file, line, text in rows]


def load_texts(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The relation `texts`: of each source the article at hand, if it is the file that was coded."""
    found = "select cast(null as varchar) as source_id, cast(null as varchar) as text where false"
    if plan.texts and (plan.texts.is_file() or next(plan.texts.rglob("*.parquet"), None)):
        pattern = plan.texts if plan.texts.is_file() else plan.texts / "**/*.parquet"
        found = f"select cast(source_id as varchar) as source_id, text from read_parquet('{pattern}')"
    elif plan.texts:
        files = f"read_text('{plan.texts}/*')"
        found = f"select source_id, content as text from {files} join sources on file_name = parse_filename(filename)"
    connection.execute(f"create view found_texts as {found}")
    connection.execute(f"create table texts as {st.TEXTS}")


def run_text_rules(connection: duckdb.DuckDBPyConnection, limit: int, answer: Answer) -> None:
    """Add what the rules of texts find to the answer, a batch of articles at a time; the first of each rule and table."""
    waived = set(connection.sql('select rule, "table", row_id from waivers').fetchall())
    sources = texts.sources_at_hand(connection)
    kept: Counter[tuple[str, str]] = Counter()
    for first in range(0, len(sources), BATCH):
        for rule, found in texts.findings(connection, sources[first : first + BATCH]):
            key, is_waived = (rule.name, found.table), (rule.name, found.table, found.row_id) in waived
            if is_waived or kept[key] < limit:
                answer.findings.append((rule.name, found, is_waived))
                kept[key] += not is_waived
            else:
                answer.unshown[key] += 1


def to_problems(answer: Answer, plan: Plan) -> Iterator[Problem]:
    """The problems that a person sees, each with file and line; waived warnings are left out, unused waivers added."""
    yield from malformed_problems(answer.malformed, plan)
    shown = []
    used = set()
    for statement, row in answer.broken:
        check = statement.checks[row.get("rule_key") or ""]
        if row["waived"] and check.severity == "warning":
            used.add((check.rule, row["table_name"], row["row_id"]))
        else:
            shown.append((check, row))
    used |= {(rule, found.table, found.row_id) for rule, found, waived in answer.findings if waived}
    ids = defaultdict(set)
    for _, row in shown:
        ids[row["table_name"]].add(row["row_id"])
    for _, found, _ in answer.findings:
        ids[found.table].add(found.row_id)
    places = {table: locate(plan, table, wanted) for table, wanted in ids.items()}
    for check, row in shown:
        table, row_id, column = row["table_name"], row["row_id"], row["column_name"]
        facts = {name: format_cell(cell) for name, cell in row.items()}
        file, line = places[table].get(row_id, (csv_path(table), None))
        value = None if row["value"] is None and column is None else facts["value"]
        message, hint = check.message, check.hint
        if "rule_key" not in row:  # the pattern of a column may hold braces
            message, hint = message.format_map(facts), hint.format_map(facts)
        yield Problem(file, line, column, value, message, hint, check.rule, check.severity, table, row_id)
    for name, found, waived in answer.findings:
        if not waived:
            file, line = places[found.table].get(found.row_id, (csv_path(found.table), None))
            place = (file, line, found.column, found.value)
            yield Problem(*place, found.message, found.hint, name, "warning", found.table, found.row_id)
    for waiver in answer.waivers:
        if waiver not in used and (plan.text_rules or waiver[0] not in texts.TEXT_RULES):
            hint = "remove it, or mend its rule, table or row_id"
            yield Problem(csv_path("waivers"), None, None, ".".join(waiver), "waives nothing", hint, "unused_waiver")


def malformed_problems(malformed: list[Malformed], plan: Plan) -> Iterator[Problem]:
    """A problem for each line that is no row, the first of each table."""
    seen: Counter[str] = Counter()
    for line in malformed:
        seen[line.table] += 1
        if seen[line.table] <= plan.limit:
            cells, expected = cells_in(line.text), len(columns(line.table))
            message, hint = (
                f"has {cells} cells where the header has {expected}",
                "add the missing commas, or quote a cell",
            )
            if cells == expected or line.text.count('"') % 2:
                message, hint = (
                    "a quotation mark is open or out of place",
                    "quote the whole cell and double marks in it",
                )
            number = line.line or line_of(plan.root / line.file, line.text)
            yield Problem(line.file, number, None, line.text, message, hint, "malformed_line", "error", line.table)


def cells_in(line: str) -> int:
    """How many cells a line has, as far as that can be said."""
    return len(next(csv.reader([line]), []))


def line_of(file: Path, text: str) -> int | None:
    """The first line of a file that begins so."""
    first = text.split("\n")[0]
    with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        return next((n for n, line in enumerate(lines, 1) if line.rstrip("\n") == first), None)


def locate(plan: Plan, table: str, row_ids: set[str]) -> dict[str, tuple[str, int]]:
    """File and line of some rows, found by reading the table again."""
    found: dict[str, tuple[str, int]] = {}
    name = next(name for name, stored in st.stored_tables().items() if stored == table)
    for file in plan.files[name]:
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("create table wanted as select unnest(?) as row_id", [sorted(row_ids)])
            rows = connection.sql(
                "select row_id, n + 1 from (select row_number() over () as n, "
                f"{key_expression(table)} as row_id from {cells_of([str(plan.root / file)], table)})"
                " where row_id in (select row_id from wanted)"
            ).fetchall()
            refused = [line.line for line in rejected(connection, table, plan.root)] if file.endswith(".csv") else []
        for row_id, line in rows:
            for other in refused:
                line += other <= line
            found.setdefault(row_id, (file, line))
    return found


def report(answer: Answer, problems: list[Problem]) -> int:
    """Print the problems, errors first, and what was checked."""
    for problem in sorted(problems, key=lambda problem: problem.severity):
        print(problem, file=sys.stderr)
    further = counted(answer)
    for (rule, table), more in sorted(further.items()):
        print(f"{table}  and {more:,} more [{rule}]", file=sys.stderr)
    filled = {table: n for table, n in answer.rows.items() if n}
    print(f"{count(len(filled), 'table')}, {count(sum(filled.values()), 'row')}")
    severities = Counter(problem.severity for problem in problems)
    print(
        f"{count(severities['error'], 'error')}, {count(severities['warning'], 'warning')} shown, {sum(further.values()):,} more"
    )
    return 1 if severities["error"] else 2 if severities["warning"] else 0


def counted(answer: Answer) -> Counter[tuple[str, str]]:
    """(rule, table) -> how many problems are not shown."""
    shown: Counter[tuple[str, str]] = Counter()
    total: dict[tuple, int] = {}
    for statement, row in answer.broken:
        check = statement.checks[row.get("rule_key") or ""]
        if not row["waived"]:
            shown[(check.rule, row["table_name"])] += 1
            total[(check.rule, row["table_name"], row.get("rule_key"))] = row["total"]
    totals: Counter[tuple[str, str]] = Counter()
    for (rule, table, _), n in total.items():
        totals[(rule, table)] += n
    return totals - shown + answer.unshown
