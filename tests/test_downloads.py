"""What a build puts into `dist/`: views for spreadsheets, the workbook, the database; and other readers of Parquet."""

import csv
import datetime as dt
import io
import sqlite3
from types import SimpleNamespace

import duckdb
import openpyxl
import polars as pl
import pytest

import publish
from istanbul_talks import cite
from istanbul_talks.exporting import FORMULA
from publish import database, descriptor, wide
from publish.tables import columns_of
from schemas import MODELS, TABLES, WIDE, arrow_types, columns, csv_path, foreign_keys, primary_key
from schemas.derived import ADDED
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def downloads(tables, published):
    """Relative path -> bytes of what goes into `dist/`."""
    return publish.downloads(published, tables)


@pytest.fixture(scope="module")
def book(downloads):
    """The workbook, as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(downloads["dist/istanbul-talks-2022.xlsx"]))


@pytest.fixture(scope="module")
def base(downloads):
    """The database."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(downloads["dist/istanbul-talks-2022.sqlite"])
    return connection


def test_downloads_repeat(tables, published, downloads):
    """The same tables give the same bytes, of the workbook and the page too."""
    assert publish.downloads(published, tables) == downloads


@pytest.mark.parametrize("view", WIDE)
def test_view_has_every_cell_of_its_table(tables, view):
    """A view fits its schema and has the columns of its table, as they are, in their order."""
    MODELS[view].validate(tables[view], lazy=True)
    base = tables[view.removesuffix("_wide")]
    assert tables[view][list(base)].equals(base)


def test_view_counts_what_other_tables_say(tables):
    """The sources, participants and places of an event are those of `corroboration`, `participants` and `locations`."""
    events = tables["events_wide"].set_index("event_id")
    found = tables["corroboration"].query("table == 'events'").drop_duplicates("group_id").set_index("group_id")
    assert events["n_sources"].to_dict() == found["n_reporting"].to_dict()
    for column, link in (("participants", "participants"), ("places", "locations")):
        counts = tables[link].dropna(subset="event_id")["event_id"].value_counts().to_dict()
        listed = events[column].dropna().str.count(r"\((?:[a-z]+)\)(?:;|$)")
        assert {key: n for key, n in listed.items() if n} == counts


def test_citation_of_a_view_is_that_of_cite(tables):
    """The ready citation of a row is the one that `cite` gives."""
    for table in ADDED:
        frame = tables[f"{table}_wide"]
        assert frame["citation"].iloc[0] == cite(f"{table}:{frame[primary_key(table)[0]].iloc[0]}")


@pytest.mark.parametrize("view", WIDE)
def test_spreadsheet_view_has_the_cells_and_no_formula(downloads, published, view):
    """The copy for spreadsheets is marked as UTF-8, has the same cells, and none that would run."""
    raw = downloads[f"dist/spreadsheet/{view}.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows == list(csv.reader(io.StringIO(published[csv_path(view)].decode(), newline="")))
    numeric = [str(kind) in ("int64", "double") for kind in arrow_types(view).values()]
    for row in rows[1:]:
        assert not [c for c, number in zip(row, numeric, strict=True) if c.startswith(FORMULA) and not number]


def test_formula_in_a_cell_is_disarmed(tables, published):
    """A cell that begins like a formula is text in every download."""
    quotes = tables["quotes"].copy()
    quotes.loc[0, "gloss"] = '=HYPERLINK("http://localhost","x")'
    frames = {**tables, "quotes": quotes}
    frames |= wide.views({table: frames[table] for table in TABLES}, dict.fromkeys(TABLES, "0"), descriptor.about())
    made = {csv_path(view): publish.tables.encode(frames[view]) for view in WIDE}
    found = publish.downloads(published | made, frames)
    assert b"'=HYPERLINK" in found["dist/spreadsheet/quotes_wide.csv"]
    sheet = openpyxl.load_workbook(io.BytesIO(found["dist/istanbul-talks-2022.xlsx"]))["quotes"]
    assert [cell.data_type for cell in sheet[2] if str(cell.value).startswith("=HYPERLINK")] == ["s"]


def test_workbook_explains_itself(book, tables):
    """The first sheet links to each table; the second has a line for each column of each table."""
    assert book.sheetnames[:2] == ["Read me", "Columns"]
    assert set(book.sheetnames[2:]) == set(tables)
    words = [str(row[0]) for row in book["Read me"].iter_rows(values_only=True)]
    assert any("No person has verified a row" in line for line in words)
    links = [cell.hyperlink.location for row in book["Read me"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{table}'!A1" for table in book.sheetnames[2:]]
    rows = [(row[0], row[1]) for row in book["Columns"].iter_rows(min_row=2, values_only=True)]
    assert rows == [(table, name) for table in book.sheetnames[2:] for name in arrow_types(table)]


@pytest.mark.parametrize("table", MODELS)
def test_workbook_has_typed_cells(book, tables, table):
    """A sheet has the cells of its table: dates as dates, numbers as numbers, ids and codes such as 04 as text."""
    head, *rows = book[table].iter_rows(values_only=True)
    found = [[cell.date() if isinstance(cell, dt.datetime) else cell for cell in row] for row in rows]
    expected = columns_of(tables[table])
    assert list(head) == list(expected)
    assert found == [list(row) for row in zip(*expected.values(), strict=True)]


@pytest.mark.parametrize("table", MODELS)
def test_database_has_every_cell_and_the_keys(base, tables, table):
    """A table of the database has the rows of its CSV, and the primary and foreign keys of its schema."""
    keys = ", ".join(f'"{name}"' for name in primary_key(table))
    rows = base.execute(f'SELECT * FROM "{table}" ORDER BY {keys}').fetchall()
    expected = columns_of(tables[table].sort_values(primary_key(table)))
    plain = [[str(cell) if isinstance(cell, dt.date) else cell for cell in cells] for cells in expected.values()]
    assert rows == list(zip(*plain, strict=True))
    declared = [row for row in base.execute(f'PRAGMA table_info("{table}")') if row[5]]
    assert [row[1] for row in sorted(declared, key=lambda row: row[5])] == primary_key(table)
    found = {row[3]: row[2] for row in base.execute(f'PRAGMA foreign_key_list("{table}")')}
    assert found == foreign_keys(table)


@pytest.mark.parametrize("table", ADDED)
def test_database_view_has_the_labels(base, tables, table):
    """The view of a table has the labels and names that its wide view has."""
    rows = base.execute(f'SELECT * FROM "{table}_labelled" ORDER BY "{primary_key(table)[0]}"')
    names = [column[0] for column in rows.description]
    expected = columns_of(tables[f"{table}_wide"])
    labels = [name for name in names if name not in tables[table]]
    assert labels == [name for name in expected if name not in tables[table] and name in names] and labels
    for name, cells in zip(names, zip(*rows, strict=True), strict=True):
        if name in labels:
            assert list(cells) == expected[name], name


def test_database_refuses_what_breaks_a_key(tables):
    """A row that leads nowhere is refused when the database is made."""
    quotes = tables["quotes"].copy()
    quotes.loc[0, "speaker_id"] = "nobody"
    with pytest.raises(sqlite3.IntegrityError, match="lead nowhere"):
        database.encode({**tables, "quotes": quotes})


def test_database_refuses_an_unknown_code(base):
    """A vocabulary is a constraint of its column."""
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        base.execute("UPDATE events SET kind = 'picnic' WHERE event_id = 'ev-001'")
    base.rollback()


def test_rules_of_a_row_are_constraints_where_sqlite_can():
    """An error is a constraint in the words of SQLite; a warning is none, and neither is what SQLite cannot evaluate."""
    rules = [
        SimpleNamespace(name="in_order", sql="date_diff('day', first, last) >= 0", severity="error"),
        SimpleNamespace(name="padded", sql="lpad(first, 3, '0') = last", severity="error"),
        SimpleNamespace(name="odd", sql="first <> last", severity="warning"),
    ]
    statement = "CREATE TABLE days (first TEXT, last TEXT)"
    (constraint,) = database.checks(rules, statement)
    base = sqlite3.connect(":memory:")
    base.execute(f"{statement[:-1]}, {constraint})")
    base.execute("INSERT INTO days VALUES ('2022-03-28', NULL)")
    with pytest.raises(sqlite3.IntegrityError, match="in_order"):
        base.execute("INSERT INTO days VALUES ('2022-03-29', '2022-03-28')")


@pytest.mark.parametrize("table", MODELS)
def test_polars_and_duckdb_read_the_types(table, tables):
    """Polars and DuckDB read the Parquet twin with the types of the codebook, and its cells."""
    path = (ROOT / "data" / "parquet" / f"{table}.parquet").as_posix()
    frame, expected = pl.read_parquet(path), columns_of(tables[table])
    in_polars = {"date32[day]": pl.Date, "int64": pl.Int64, "double": pl.Float64, "bool": pl.Boolean}
    in_duckdb = {"string": "VARCHAR", "date32[day]": "DATE", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}
    types = {name: str(kind) for name, kind in arrow_types(table).items()}
    for name, kind in types.items():
        coded = "codes" in columns(table)[name]
        right = (pl.Categorical, pl.Enum) if coded else (in_polars.get(kind, pl.String),)
        assert frame[name].dtype in right, name
        assert (frame[name].cast(pl.String) if coded else frame[name]).to_list() == expected[name], name
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()
        kinds = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall())
    assert kinds == {name: in_duckdb[kind] for name, kind in types.items()}
    assert rows == list(zip(*expected.values(), strict=True))
