"""Every rule between rows refuses what it is there for, accepts what is near it, and has nothing to say of the data.

The cases stand in `cases_*.csv` (see `tests/rule_cases.py`). Those of `cases_texts.csv` edit the tiny package, whose
article is at hand; the others edit the real one, without its articles.
"""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import sqlglot

from pipeline.database import Query, open_database, relation_queries, rule_queries, run_rule
from pipeline.package import Package, read, row_ids
from pipeline.problems import Problem
from schemas import columns, csv_path
from tests.rule_cases import Case, edited, load_cases

HERE = Path(__file__).resolve().parent
FILES = [file for name in ("errors", "warnings", "texts") if (file := HERE / f"cases_{name}.csv").exists()]
CASES = [(file.stem, case) for file in FILES for case in load_cases(file)]
RULES = {rule.name: rule for rule in rule_queries()}


@pytest.fixture(scope="session")
def packages() -> dict[str, Package]:
    """The package that the cases of each file edit."""
    real, _ = read(HERE.parent)
    tiny, _ = read(HERE / "tiny", HERE / "tiny" / "sources")
    return {"cases_errors": real, "cases_warnings": real, "cases_texts": tiny}


def problems_of(package: Package, rule: Query) -> list[Problem]:
    """What one rule says of a package."""
    lines: dict[tuple[str, str], list[int]] = {}
    for table, frame in package.tables.items():
        for line, row_id in enumerate(row_ids(table, frame), 2):
            lines.setdefault((table, row_id), []).append(line)
    return list(run_rule(open_database(package), rule, lines))


@pytest.mark.parametrize(("file", "case"), CASES, ids=[case.name for _, case in CASES])
def test_case(file: str, case: Case, packages: dict[str, Package]) -> None:
    """A refused edit gets its message at the edited row, an accepted one nothing from this rule."""
    package = edited(packages[file], case.edits)
    rows = {(edit.table, edit.row_id) for edit in case.edits}
    problems = [p for p in problems_of(package, RULES[case.rule]) if (p.table, p.row_id) in rows]
    if not case.refused:
        assert not problems, "\n".join(map(str, problems))
        return
    assert problems, f"{case.rule} does not report it"
    for problem in problems:
        assert problem.column is None or problem.column in columns(problem.table)
        assert row_ids(problem.table, package.tables[problem.table])[problem.line - 2] == problem.row_id
        assert str(problem).startswith(f"{csv_path(problem.table)}:{problem.line}")
    assert any(f"  {case.message}" in str(problem) for problem in problems), "\n".join(map(str, problems))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_has_cases(rule: Query) -> None:
    """Each rule is shown refusing one row, with the message that a person sees, and accepting one near it."""
    cases = [case for _, case in CASES if case.rule == rule.name]
    assert {case.refused for case in cases} == {True, False}
    assert all(case.message for case in cases if case.refused)


def test_cases_have_rules() -> None:
    """No case names a rule that does not exist."""
    assert {case.rule for _, case in CASES} <= set(RULES)
    assert len({case.name for _, case in CASES}) == len(CASES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_head_is_complete(rule: Query) -> None:
    """The head of each rule says how severe it is, what is wrong, what to do and why."""
    assert all(getattr(rule, field.name) for field in fields(rule))
    assert rule.severity in ("error", "warning")
    assert re.fullmatch(r"[a-z][a-z0-9_]+", rule.name)


@pytest.mark.parametrize("name", ["real", "real_with_articles", "tiny"])
def test_no_error_in_the_data(name: str, packages: dict[str, Package], request: pytest.FixtureRequest) -> None:
    """The errors accept the packages as they are, with the articles and without."""
    package = packages["cases_texts" if name == "tiny" else "cases_errors"]
    if name == "real_with_articles":
        package, _ = read(HERE.parent, request.getfixturevalue("articles"))
    connection = open_database(package)
    errors = [rule for rule in RULES.values() if rule.severity == "error"]
    problems = [problem for rule in errors for problem in run_rule(connection, rule, {})]
    assert not problems, "\n".join(map(str, problems[:20]))


@pytest.mark.parametrize("query", [*RULES.values(), *relation_queries()], ids=lambda query: query.name)
def test_query_is_understood_by_spark(query: Query) -> None:
    """sqlglot translates each query to Spark without leaving anything out."""
    unsupported = sqlglot.ErrorLevel.RAISE
    assert sqlglot.transpile(query.sql, read="duckdb", write="spark", unsupported_level=unsupported)
