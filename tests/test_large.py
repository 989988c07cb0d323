"""`build.py check`: the rules of the small build, on files of any number."""

import argparse
import os

import duckdb
import pytest

from pipeline import large
from pipeline import statements as st
from pipeline.package import checked_rows, read
from pipeline.statements import SQL_TYPES
from schemas import TABLES, UNCHECKED, csv_path
from tests.conftest import ROOT, replace
from tests.large_package import DEFECTS, problems, spoilt_package, write_package


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A package without a problem."""
    return write_package(tmp_path_factory.mktemp("large") / "package")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """A package with every defect."""
    return spoilt_package(tmp_path_factory.mktemp("large") / "package")


@pytest.fixture(scope="module")
def found(spoilt):
    """Its problems, found by one thread."""
    return problems(spoilt, "--threads", "1")


def test_a_sound_package_has_no_problem(sound):
    """The generator makes what the rules ask for."""
    assert problems(sound) == []


def test_every_defect_is_found(found):
    """Each by its rule, in its table, with file and line, also where a malformed line stands before the row."""
    missing = [d for d in DEFECTS if not any(f"data/{d.table}/" in p and f"[{d.rule}]" in p for p in found)]
    assert not missing, "\n".join(found)
    for place in ("data/events/0000.csv:3:title", "data/names/0000.csv:6 ", "data/events/0001.csv:7:date_precision"):
        assert any(problem.startswith(place) for problem in found), "\n".join(found)


def test_threads_make_no_difference(spoilt, found):
    """One thread and two find the same."""
    assert problems(spoilt, "--threads", "2") == found


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


def checked(folder, *words):
    """Exit status of the command."""
    parser = argparse.ArgumentParser()
    large.add_arguments(parser)
    return large.run(parser.parse_args([str(folder), *words]))


def test_further_problems_are_counted(tmp_path, capsys):
    """The first are shown, the rest is a number."""
    folder = write_package(tmp_path / "package")
    for file in (folder / "data/events").glob("*.csv"):
        replace(file, ",during,", ",,")
    assert checked(folder, "--limit", "3") == 1
    assert "events  and 37 more [required]" in capsys.readouterr().err


def test_a_waived_warning_is_no_problem(tmp_path):
    """A warning is reported, unless it is waived; a waiver that matches nothing is an error."""
    folder = write_package(tmp_path / "package")
    replace(folder / "data/events/0000.csv", ",occurred,cameo_08,", ",ongoing,cameo_08,")
    waivers = [f"ongoing_has_no_end,events,ev-00000{n},Made up." for n in ("00", "99")]
    (folder / "data/waivers.csv").write_text("\n".join(["rule,table,row_id,reason", *waivers, ""]), encoding="utf-8")
    found = problems(folder)
    assert [p for p in found if "[unused_waiver]" in p and "ev-0000099" in p], found
    ongoing = [p for p in found if "[ongoing_has_no_end]" in p]
    assert ongoing and not any(p.startswith("data/events/0000.csv:2:") for p in ongoing), found


def test_a_damaged_file_ends_the_check_in_words(tmp_path, capsys):
    """Exit status 3, one line, no traceback."""
    (tmp_path / "data/events").mkdir(parents=True)
    (tmp_path / "data/events/0.parquet").write_bytes(b"PAR1 and nothing else")
    assert checked(tmp_path) == 3
    assert "the check could not be finished: loading events" in capsys.readouterr().err
