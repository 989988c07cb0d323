"""The recipes of docs/recipes.md, run in the programs that they are for, on the published files."""

import contextlib
import csv
import datetime as dt
import html
import http.client
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

from publish.codebook import describe
from publish.database import QUERIES, SEARCHED
from publish.tables import columns_of
from schemas import WIDE, columns, csv_path, primary_key
from tests.conftest import ROOT
from tests.test_downloads import encoded, sheet_columns

RECIPES = ROOT / "docs" / "recipes.md"
DATASETTE = ROOT / ".venv" / "clients" / "bin" / "datasette"
DATABASE = "istanbul-talks-2022"
# What a program may take for a number that it is not: ids and codes lose their zeros.
ZEROS = r"[+-]?0\d+(\.\d*)?"


@dataclass(frozen=True)
class Server:
    """A running Datasette."""

    port: str

    def get(self, path: str) -> bytes:
        """The body of the answer to a request that must succeed."""
        connection = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        assert answer.status == 200, (path, body[:500])
        return body

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of an answer of JSON."""
        return json.loads(self.get(path))


def blocks(section: str, language: str) -> list[str]:
    """The blocks of code of a section of the page, in one language."""
    (text,) = re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", RECIPES.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run_block(code: str, names: dict[str, Any]) -> None:
    """Run a block of Python; its names go into `names`."""
    exec(code, names)  # noqa: S102


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tables, published) -> Path:
    """A folder with the published files and the downloads."""
    folder = tmp_path_factory.mktemp("recipes")
    shutil.copytree(ROOT / "data", folder / "data")
    for path, content in encoded(published, tables).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def sides(tables) -> dict[str, int]:
    """Side -> number of quotations whose speaker is of it."""
    side = dict(zip(tables["actors"]["actor_id"], tables["actors"]["side"], strict=True))
    return dict(Counter(side[speaker] for speaker in tables["quotes"]["speaker_id"]))


@pytest.fixture(scope="module")
def in_order(tables) -> list[str]:
    """The values of date_precision that events have, in the order of their ranks, which is not that of letters."""
    codes = tables["codes"].query("field == 'date_precision'").sort_values("rank")["code"]
    found = [code for code in codes if code in set(tables["events"]["date_precision"].dropna())]
    assert found != sorted(found)
    return found


@pytest.fixture
def inside(folder, monkeypatch) -> Path:
    """The folder, as the one in which the test runs."""
    monkeypatch.chdir(folder)
    return folder


def program(name: str) -> str:
    """The path of a program; the test is skipped where it is not installed."""
    path = shutil.which(name)
    if not path:
        pytest.skip(f"{name} is not at hand: .ci/run lists the packages of Debian")
    return path


def rscript(folder: Path, code: str) -> list[dict[str, str]]:
    """The rows of `out`, a table that code of R makes."""
    written = f"{code}\nwrite.csv(out, stdout(), row.names = FALSE, na = '')\n"
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [program("Rscript"), "--vanilla", "-e", written], cwd=folder, env=environment, capture_output=True, text=True
    )
    if "there is no package called" in done.stderr:
        pytest.skip("readr is not at hand: r-cran-readr")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def converted(folder: Path, out: Path, kind: str, *words: str) -> None:
    """Convert files by LibreOffice; `words` are its options and the files."""
    command = [program("soffice"), f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"]
    done = subprocess.run(
        [*command, "--convert-to", kind, "--outdir", out, *words], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0 and "Error" not in done.stderr, done.stderr


def shown(cell: object) -> str:
    """A cell of a sheet as its CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.date().isoformat() if isinstance(cell, dt.datetime) else str(cell)


# What the files do not have -----------------------------------------------------------------------------------------


def test_no_cell_is_taken_for_a_blank_or_another_number(tables):
    """No text is one that pandas or R takes for a blank, and no id or code has zeros that a number loses."""
    for table, frame in tables.items():
        read = pd.read_csv(ROOT / csv_path(table))
        for name, cells in frame.items():
            assert read[name].isna().sum() == cells.isna().sum(), f"{table}.{name}: a cell is read as a blank"
            if columns(table)[name]["role"] not in ("number", "fact"):
                lost = [cell for cell in cells.dropna().astype(str) if re.fullmatch(ZEROS, cell)]
                assert not lost, f"{table}.{name}: loses its zeros where it is read as a number: {lost[:3]}"


def test_columns_of_notes_are_not_blank(tables):
    """A table has the column `notes` only where a row has notes."""
    blank = [table for table, frame in tables.items() if "notes" in frame and frame["notes"].isna().all()]
    assert not blank, f"no row has notes: remove the column from the models of {', '.join(blank)}"


# pandas, Polars, DuckDB, SQLite -------------------------------------------------------------------------------------


def test_pandas(inside, sides, in_order, tables):
    """Counts and order come from Parquet, days from CSV."""
    parquet, from_csv = blocks("pandas", "python")
    found: dict[str, Any] = {}
    run_block(parquet, found)
    assert {side: n for side, n in found["sides"].items() if n} == sides
    dropped = found["spoken"]["side"].cat.remove_unused_categories().value_counts()
    assert dict(dropped) == sides
    precisions = pd.read_parquet("data/parquet/events.parquet")["date_precision"].sort_values().dropna()
    assert list(precisions.unique()) == in_order
    run_block(from_csv, found)
    assert list(found["quotes"]["said_on"].dropna().dt.date) == list(tables["quotes"]["said_on"].dropna())


def test_polars(inside, sides, in_order):
    """Counts come from Parquet; the order is that of letters unless `codes` gives it."""
    count, order = blocks("Polars", "python")
    found: dict[str, Any] = {}
    run_block(count, found)
    assert dict(found["sides"].iter_rows()) == sides
    plain = pl.read_parquet("data/parquet/events.parquet")["date_precision"].drop_nulls().unique().sort()
    assert plain.to_list() == sorted(in_order)
    run_block(order, found)
    assert found["events"]["date_precision"].drop_nulls().unique(maintain_order=True).to_list() == in_order


def test_duckdb(inside, sides, in_order):
    """Counts come from Parquet; the order is that of letters unless `codes` gives it."""
    count, order, _ = blocks("DuckDB", "sql")
    with duckdb.connect() as connection:
        assert dict(connection.execute(count).fetchall()) == sides
        plain = "SELECT DISTINCT date_precision FROM 'data/parquet/events.parquet' WHERE date_precision IS NOT NULL"
        assert connection.execute(f"{plain} ORDER BY 1").fetchall() == [(code,) for code in sorted(in_order)]
        assert list(dict.fromkeys(code for _, code in connection.execute(order).fetchall())) == in_order


def test_duckdb_reads_the_sqlite_file(inside, sides):
    """The view of the SQLite file answers in DuckDB, where its extension can be downloaded."""
    with duckdb.connect() as connection:
        try:
            connection.execute("INSTALL sqlite")
        except duckdb.Error as error:
            pytest.skip(f"DuckDB cannot download its extension: {str(error).splitlines()[0]}")
        assert dict(connection.execute(blocks("DuckDB", "sql")[2]).fetchall()) == sides


def test_sqlite(inside, sides):
    """The view `reports` gives the counts."""
    (count,) = blocks("SQLite", "sql")
    with contextlib.closing(sqlite3.connect(f"dist/{DATABASE}.sqlite")) as base:
        assert dict(base.execute(count).fetchall()) == sides


# R ------------------------------------------------------------------------------------------------------------------


@pytest.mark.release
@pytest.mark.parametrize("number", [0, 1], ids=["readr", "base"])
def test_r_counts(folder, sides, tables, number):
    """Both readers give the counts, and dates as dates."""
    code = blocks("R", "r")[number]
    rows = rscript(folder, f"{code}\nout <- sides")
    assert {row["side"]: int(row["Freq"]) for row in rows} == sides
    days = rscript(folder, f'{code}\nstopifnot(inherits(quotes$said_on, "Date"))\nout <- quotes')
    expected = [str(day) if pd.notna(day) else "" for day in tables["quotes"]["said_on"]]
    assert [row["said_on"] for row in days] == expected
    assert [row["speaker_as_printed"] for row in days] == list(tables["quotes"]["speaker_as_printed"].fillna(""))


@pytest.mark.release
def test_r_takes_the_order_from_codes(folder, in_order):
    """A factor sorts by rank; text sorts by letters."""
    ordered = rscript(folder, f"{blocks('R', 'r')[2]}\nout <- events")
    assert list(dict.fromkeys(row["date_precision"] for row in ordered if row["date_precision"])) == in_order
    plain = 'out <- data.frame(p = sort(unique(read.csv("data/events.csv", na.strings = "")$date_precision)))'
    assert [row["p"] for row in rscript(folder, plain)] == sorted(in_order)


@pytest.mark.release
def test_base_r_gets_wrong_what_the_page_says(folder, tables):
    """Without options blanks are text, so are flags, and leading zeros are lost."""
    code = """
positions <- read.csv("data/positions.csv")
zeros <- read.csv(text = "code\\n04\\n10")
out <- data.frame(blank = sum(positions$said_on == ""), flag = class(positions$own_side_account), zero = zeros$code[1])
"""
    (row,) = rscript(folder, code)
    blank = int(tables["positions"]["said_on"].isna().sum())
    assert row == {"blank": str(blank), "flag": "character", "zero": "4"} and blank


# LibreOffice --------------------------------------------------------------------------------------------------------


@pytest.mark.release
def test_libreoffice_reads_the_workbook(folder, tables, tmp_path):
    """LibreOffice opens the workbook and writes it again: every cell of every table is as it was, dates as dates."""
    converted(folder, tmp_path / "ods", "ods", f"dist/{DATABASE}.xlsx")
    converted(folder, tmp_path, "xlsx", str(tmp_path / "ods" / f"{DATABASE}.ods"))
    book = openpyxl.load_workbook(tmp_path / f"{DATABASE}.xlsx", data_only=True)  # flags are formulas: =TRUE()
    for table, frame in tables.items():
        if table not in WIDE:
            found = sheet_columns(book, table)
            for name, cells in columns_of(frame).items():
                assert found.get(name, []) == cells, f"{table}.{name}"


@pytest.mark.release
def test_libreoffice_reads_every_csv(folder, tables, tmp_path):
    """With the option of the page each cell is what the CSV has: ids, codes, days, apostrophes and words of days."""
    (command,) = blocks("Excel and LibreOffice", "sh")
    (option,) = re.findall(r'--infilter="[^"]+"', command)
    paths = [*(f"dist/spreadsheet/{view}.csv" for view in WIDE), *(csv_path(t) for t in tables if t not in WIDE)]
    converted(folder, tmp_path, "xlsx", option.replace('"', ""), *paths)
    apostrophes = 0
    for path in paths:
        content = (folder / path).read_text("utf-8-sig")
        expected = list(csv.reader(io.StringIO(content, newline="")))
        sheet = openpyxl.load_workbook(tmp_path / f"{Path(path).stem}.xlsx", data_only=True).active
        assert [[shown(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == expected, path
        apostrophes += content.count("’")
    assert apostrophes


@pytest.mark.release
def test_libreoffice_gets_wrong_what_the_page_says(folder, tmp_path):
    """Without an option an apostrophe becomes three characters; with a part of it words become a day."""
    converted(folder, tmp_path, "xlsx", "dist/spreadsheet/quotes_wide.csv")
    sheet = openpyxl.load_workbook(tmp_path / "quotes_wide.xlsx").active
    assert any("â€™" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    (tmp_path / "words.csv").write_text("words\nMarch 30\n", "utf-8")
    converted(folder, tmp_path, "xlsx", "--infilter=CSV:44,34,76", str(tmp_path / "words.csv"))
    assert isinstance(openpyxl.load_workbook(tmp_path / "words.xlsx").active["A2"].value, dt.datetime)


# Datasette ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(folder) -> Iterator[Server]:
    """Datasette with the SQLite file and its metadata, on a free port of this machine."""
    if not DATASETTE.exists():
        pytest.skip("datasette is not at hand: make .venv/clients/ready")
    (command,) = blocks("Datasette", "sh")
    name, *words = command.split()
    assert name == "datasette"
    log = folder / "datasette.log"
    with log.open("w") as out:
        running = subprocess.Popen(
            [DATASETTE, *words, "-h", "127.0.0.1", "-p", "0"], cwd=folder, stdout=out, stderr=out
        )
    try:
        for _ in range(300):
            if address := re.search(r"running on http://127\.0\.0\.1:(\d+)", log.read_text()):
                break
            assert running.poll() is None, log.read_text()
            time.sleep(0.1)
        assert address, log.read_text()
        yield Server(address[1])
    finally:
        running.terminate()
        running.wait(30)


@pytest.mark.release
def test_datasette_answers_the_addresses_of_the_page(server, tables):
    """Each address of the page gives rows; those of a whole table give all of them."""
    found = {}
    for address in "".join(blocks("Datasette", "text")).split():
        body = server.get(address)
        is_json = ".json" in address
        found[address] = json.loads(body) if is_json else list(csv.DictReader(io.StringIO(body.decode())))
        assert found[address], address
    whole = {
        urlsplit(a).path.rsplit("/", 1)[1]: len(rows) for a, rows in found.items() if "_size=" in a or "_stream" in a
    }
    assert whole == {"quotes.json": len(tables["quotes"]), "checks.csv": len(tables["checks"])}
    assert len(server.rows(f"/{DATABASE}/quotes.json?_shape=array")) == 100 < len(tables["quotes"])


@pytest.mark.release
@pytest.mark.parametrize("name", QUERIES)
def test_datasette_answers_a_ready_query(server, folder, name):
    """A ready query gives over HTTP, as JSON, what its SQL gives in SQLite; its page is there, too."""
    title, sql = QUERIES[name]
    words = {"words": "reduc* AND Kyiv", "side": "russia"}
    with contextlib.closing(sqlite3.connect(folder / f"dist/{DATABASE}.sqlite")) as base:
        base.row_factory = sqlite3.Row
        expected = [dict(row) for row in base.execute(sql, words)]
    asked = urlencode({key: value for key, value in words.items() if f":{key}" in sql} | {"_shape": "array"})
    assert server.rows(f"/{DATABASE}/{name}.json?{asked}") == expected and expected
    assert title in html.unescape(server.get(f"/{DATABASE}/{name}?{asked}").decode())


@pytest.mark.release
@pytest.mark.parametrize("table", SEARCHED)
def test_datasette_searches(server, tables, table):
    """The search of a table finds a row by its words, and describes its columns as the codebook does."""
    column, key = SEARCHED[table][-1] if table == "quotes" else SEARCHED[table][0], primary_key(table)[0]
    row = tables[table].dropna(subset=column).iloc[-1]
    asked = urlencode({"_search": " ".join(re.findall(r"\w+", row[column])), "_shape": "array", "_size": "max"})
    assert row[key] in [one[key] for one in server.rows(f"/{DATABASE}/{table}.json?{asked}")]
    page = html.unescape(server.get(f"/{DATABASE}/{table}").decode())
    (described,) = (one.description for one in describe(table) if one.name == column)
    assert described in page
