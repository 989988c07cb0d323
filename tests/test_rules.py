"""Every rule refuses what it is there for and accepts what is near it; the cases stand in `rules/cases.csv`.

A case may be of a query between rows, of a rule or a column of a model, or of a rule of texts; that of the tiny package
has its article at hand, the real one has not.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields

import duckdb
import pyarrow as pa
import pytest
import sqlglot

from pipeline.database import Query, open_database, relation_queries, rule_queries, run_rule
from pipeline.package import Package, read, row_ids
from pipeline.problems import Problem
from pipeline.statements import COLUMN_CHECKS
from pipeline.texts import TEXT_RULES, text_problems
from pipeline.validate import row_problems, table_problems
from schemas import MODELS, columns, csv_path, row_rules
from tests.conftest import ROOT, TINY
from tests.rule_cases import Case, edited, load_cases

CASES = load_cases()
QUERIES = {query.name: query for query in rule_queries()}
RELATIONS = relation_queries()
COLUMN_RULES = {"required", *COLUMN_CHECKS, *(rule.name for table in MODELS for rule in row_rules(table))}
RIGHT = [case for case in CASES if case.rule == "*"]
READ_BY_TEXT_RULES = "anchors dated_cells"
Lines = dict[tuple[str, str], list[int]]
NOT_YET_BUILT = {"unreviewed_row", "unproven_row", "unproven_anchor", "unproven_segment"}


@dataclass(frozen=True)
class Bench:
    """A package, its database, and the lines of its rows; the edited tables of one case after another are put in."""

    package: Package
    database: duckdb.DuckDBPyConnection
    lines: Lines

    @classmethod
    def of(cls, package: Package) -> "Bench":
        """The bench of a package as it is."""
        return cls(package, open_database(package), lines_of(package, package.tables))

    def edited_lines(self, package: Package, tables: Collection[str]) -> Lines:
        """The lines of a package of which some tables differ."""
        return {row: at for row, at in self.lines.items() if row[0] not in tables} | lines_of(package, tables)

    def register(self, package: Package, tables: Collection[str], sql: str = "") -> None:
        """Put some tables of a package into the database, and make the relations anew that a query reads."""
        for table in tables:
            frame, name = package.tables.get(table), table
            if frame is None:
                frame, name = package.committed[table], f"committed_{table}"
            self.database.register(name, pa.Table.from_pandas(frame, preserve_index=False))
        words, needed = set(re.findall(r"\w+", sql)), []
        for relation in reversed(RELATIONS):
            if relation.name in words:
                needed.insert(0, relation)
                words |= set(re.findall(r"\w+", relation.sql))
        for relation in needed:
            self.database.execute(f"create or replace temp table {relation.name} as {relation.sql}")


def lines_of(package: Package, tables: Collection[str]) -> Lines:
    """Table and row id -> the lines of that row."""
    found: Lines = defaultdict(list)
    for table in set(tables) & set(package.tables):
        for line, row_id in enumerate(row_ids(table, package.tables[table]), 2):
            found[table, row_id].append(line)
    return found


@pytest.fixture(scope="session")
def bench() -> Callable[[str], Bench]:
    """bench(name of a package): made when it is first asked for."""
    made: dict[str, Bench] = {}

    def get(name: str) -> Bench:
        if name not in made:
            package, _ = read(ROOT) if name == "real" else read(TINY, TINY / "sources")
            made[name] = Bench.of(package)
        return made[name]

    return get


def problems_of(bench: Bench, case: Case, package: Package) -> Iterator[Problem]:
    """What the rule of a case says of the edited package."""
    tables = {edit.table for edit in case.edits}
    if case.rule in COLUMN_RULES:
        for table in tables:
            yield from table_problems(package.tables[table], table)
        return
    lines = bench.edited_lines(package, tables)
    if case.rule in QUERIES and "row_digests" in QUERIES[case.rule].sql:
        yield from run_rule(open_database(package), QUERIES[case.rule], lines)
        return
    bench.register(package, tables, QUERIES[case.rule].sql if case.rule in QUERIES else READ_BY_TEXT_RULES)
    if case.rule in QUERIES:
        yield from run_rule(bench.database, QUERIES[case.rule], lines)
    elif case.rule in TEXT_RULES:
        yield from text_problems(bench.database, lines)
    bench.register(bench.package, tables)


@pytest.fixture(scope="session")
def unwelcome(bench) -> list[Problem]:
    """What all rules say of the real package with the right rows of every case of `*` put into it at once."""
    package = edited(bench("real").package, tuple(edit for case in RIGHT for edit in case.edits))
    tables = {edit.table for case in RIGHT for edit in case.edits}
    of_cells = [problem for table in tables for problem in table_problems(package.tables[table], table)]
    waived = set(package.tables["waivers"][["rule", "table", "row_id"]].itertuples(index=False, name=None))
    found = [*of_cells, *row_problems(package, open_database(package))]
    return [p for p in found if p.rule not in NOT_YET_BUILT and (p.rule, p.table, p.row_id) not in waived]


@pytest.mark.parametrize("case", RIGHT, ids=[case.name for case in RIGHT])
def test_right_rows_raise_nothing(case: Case, unwelcome: list[Problem]) -> None:
    """A right row that is unlike those of today is accepted by every rule."""
    rows = {(edit.table, edit.row_id) for edit in case.edits}
    problems = [str(p) for p in unwelcome if (p.table, p.row_id) in rows]
    assert not problems, "\n".join(problems)


def test_right_rows_raise_nothing_elsewhere(unwelcome: list[Problem]) -> None:
    """Nor do they make a rule speak of a row that stands already."""
    rows = {(edit.table, edit.row_id) for case in RIGHT for edit in case.edits}
    problems = [str(p) for p in unwelcome if (p.table, p.row_id) not in rows]
    assert not problems, "\n".join(problems)


OF_ONE_RULE = [case for case in CASES if case.rule != "*"]


@pytest.mark.parametrize("case", OF_ONE_RULE, ids=[case.name for case in OF_ONE_RULE])
def test_case(case: Case, bench: Callable[[str], Bench]) -> None:
    """A refused edit gets its message at the edited row, an accepted one nothing from this rule."""
    base = bench(case.package)
    package = edited(base.package, case.edits)
    waived = set(package.tables["waivers"][["rule", "table", "row_id"]].itertuples(index=False, name=None))
    rows = {(edit.table, edit.row_id) for edit in case.edits}
    found = [p for p in problems_of(base, case, package) if (p.rule, p.table, p.row_id) not in waived]
    if case.refused and any(edit.column == "-" for edit in case.edits):
        rows = {(p.table, p.row_id) for p in found}  # what misses the removed row stands elsewhere
    problems = [p for p in found if p.rule == case.rule and (p.table, p.row_id) in rows]
    if not case.refused:
        assert not problems, "\n".join(map(str, problems))
        return
    assert problems, f"{case.rule} does not report it"
    for problem in problems:
        assert problem.column is None or problem.column in columns(problem.table)
        assert row_ids(problem.table, package.tables[problem.table])[problem.line - 2] == problem.row_id
        assert str(problem).startswith(f"{csv_path(problem.table)}:{problem.line}")
    assert any(f"  {case.message}" in str(problem) for problem in problems), "\n".join(map(str, problems))


@pytest.mark.parametrize("rule", sorted(COLUMN_RULES | set(QUERIES) | set(TEXT_RULES)))
def test_rule_has_cases(rule: str) -> None:
    """Each rule is shown refusing one row, with the message that a person sees, and accepting one near it."""
    cases = [case for case in CASES if case.rule == rule]
    assert {case.refused for case in cases} == {True, False}
    assert all(case.message for case in cases if case.refused)


def test_cases_have_rules() -> None:
    """No case names a rule that does not exist, and no two have one name."""
    assert {case.rule for case in CASES} - {"*"} <= COLUMN_RULES | set(QUERIES) | set(TEXT_RULES)
    assert len({case.name for case in CASES}) == len(CASES)


def test_right_rows_leave_one_another_alone() -> None:
    """The right rows are put in all at once, so each must have cells of its own: of two edits only one would be tried."""
    cells = Counter((edit.table, edit.row_id, edit.column) for case in RIGHT for edit in case.edits)
    assert [cell for cell, edits in cells.items() if edits > 1] == []


@pytest.mark.parametrize("rule", QUERIES.values(), ids=QUERIES)
def test_head_is_complete(rule: Query) -> None:
    """The head of each query says how severe it is, what is wrong, what to do and why."""
    assert all(getattr(rule, field.name) for field in fields(rule))
    assert rule.severity in ("error", "warning")
    assert re.fullmatch(r"[a-z][a-z0-9_]+", rule.name)


@pytest.mark.parametrize("query", [*QUERIES.values(), *RELATIONS], ids=lambda query: query.name)
def test_query_is_understood_by_spark(query: Query) -> None:
    """sqlglot translates each query to Spark without leaving anything out."""
    unsupported = sqlglot.ErrorLevel.RAISE
    assert sqlglot.transpile(query.sql, read="duckdb", write="spark", unsupported_level=unsupported)
