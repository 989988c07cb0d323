"""`build.py check`: the rules of the small build, on files of any number."""

import os
from pathlib import Path

import duckdb
import pytest

from pipeline import large
from pipeline import statements as st
from pipeline.package import checked_rows, read
from pipeline.statements import SQL_TYPES
from schemas import TABLES, UNCHECKED, csv_path
from tests.large_package import DEFECTS, problems, spoil, write_package

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return write_package(tmp_path_factory.mktemp("large") / "package")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    folder = write_package(tmp_path_factory.mktemp("large") / "package")
    spoil(folder)
    return folder


def test_a_sound_package_has_no_problem(sound):
    """The generator makes what the rules ask for."""
    assert problems(sound) == []


def test_every_defect_is_found(spoilt):
    """Each by its rule, in its table."""
    found = problems(spoilt)
    missing = [d for d in DEFECTS if not any(f"data/{d.table}/" in p and f"[{d.rule}]" in p for p in found)]
    assert not missing, "\n".join(found)


def test_a_problem_names_file_and_line(spoilt):
    """Also where the table has several files and a malformed line stands before the row."""
    found = problems(spoilt)
    for place in ("data/events/0000.csv:3:title", "data/names/0000.csv:6 ", "data/events/0001.csv:7:date_precision"):
        assert any(problem.startswith(place) for problem in found), "\n".join(found)


def test_threads_make_no_difference(spoilt):
    """One thread and two find the same."""
    assert problems(spoilt, "--threads", "1") == problems(spoilt, "--threads", "2")


def test_parquet_is_read_like_csv(sound, tmp_path):
    """Typed columns too; the digests in `evidence` still hold."""
    for table in ("events", "quotes", "sources"):
        folder = sound / "data" / table
        target = tmp_path / "data" / table
        target.mkdir(parents=True)
        types = {n: SQL_TYPES[str(k)] for n, k in st.arrow_types(table).items()}
        relation = duckdb.sql(f"from read_csv('{folder}/*.csv', nullstr='', types={types})")
        relation.write_parquet(str(target / "0.parquet"))
    for path in sorted(sound.rglob("*")):
        target = tmp_path / path.relative_to(sound)
        if path.is_file() and not (target.parent / "0.parquet").exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target)
    assert problems(tmp_path) == []


def test_digests_in_sql_are_those_of_the_small_build():
    """Of every row of this package, and of cells with quotation marks and backslashes."""
    package, _ = read(ROOT)
    expected = {(row.table, row.row_id): row.sha256 for row in checked_rows(package)}
    found = {}
    with duckdb.connect() as connection:
        for table in TABLES.keys() - set(UNCHECKED):
            source = large.cells_of([str(ROOT / csv_path(table))], table)
            connection.execute(f"create view loaded_{table} as {st.load_select(table, source, digest=True)}")
        relation = next(query.sql for query in st.relations() if query.name == "row_digests")
        found = {(table, row_id): sha256 for table, row_id, sha256 in connection.sql(relation).fetchall()}
    assert found == expected


def test_further_problems_are_counted(sound, tmp_path, capsys):
    """The first are shown, the rest is a number."""
    folder = write_package(tmp_path / "package")
    for file in (folder / "data/events").glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace(",during,", ",,"), encoding="utf-8")
    parser = large.argparse.ArgumentParser()
    large.add_arguments(parser)
    assert large.run(parser.parse_args([str(folder), "--limit", "3"])) == 1
    assert "events  and 37 more [required]" in capsys.readouterr().err


def test_a_waived_warning_is_no_problem(tmp_path):
    """And a waiver that matches nothing is an error."""
    folder = write_package(tmp_path / "package")
    file = folder / "data/events/0000.csv"
    text = file.read_text(encoding="utf-8").replace(",claimed,08,", ",ongoing,08,", 1)
    file.write_text(text, encoding="utf-8")
    assert any("[ongoing_has_no_end]" in problem for problem in problems(folder))
    waivers = "rule,table,row_id,reason\n"
    (folder / "data/waivers.csv").write_text(
        waivers + "ongoing_has_no_end,events,ev-0000000,Made up.\n", encoding="utf-8"
    )
    assert not any("[ongoing_has_no_end]" in problem for problem in problems(folder))
    (folder / "data/waivers.csv").write_text(
        waivers + "ongoing_has_no_end,events,ev-0000009,Made up.\n", encoding="utf-8"
    )
    assert any("[unused_waiver]" in problem for problem in problems(folder))


def test_a_damaged_file_ends_the_check_in_words(sound, tmp_path, capsys):
    """Exit status 3, one line, no traceback."""
    target = tmp_path / "data/events"
    target.mkdir(parents=True)
    (target / "0.parquet").write_bytes(b"PAR1 and nothing else")
    parser = large.argparse.ArgumentParser()
    large.add_arguments(parser)
    assert large.run(parser.parse_args([str(tmp_path)])) == 3
    assert "the check could not be finished: loading events" in capsys.readouterr().err
