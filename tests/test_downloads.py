"""What a build puts into `dist/`: views for spreadsheets, the workbook, the database; and the other readers of Parquet."""

import csv
import datetime as dt
import io
import sqlite3

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from schemas.wide import VIEWS, WIDE, beside

import publish
from istanbul_talks import cite
from istanbul_talks.exporting import FORMULA
from publish import database, descriptor, wide, workbook
from schemas import MODELS, TABLES, arrow_types, csv_path, foreign_keys, primary_key
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def downloads(tables, published):
    """Relative path -> bytes of what goes into `dist/`."""
    return publish.downloads(ROOT, tables, published)


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


def strings(frame, name):
    """The cells of a column as the CSV has them."""
    rows = list(csv.reader(io.StringIO(publish.tables.encode(frame[[name]]).decode())))[1:]
    return [row[0] if row else "" for row in rows]


def hostile(tables):
    """The tables with a first quote that begins like a formula."""
    quotes = tables["quotes"].copy()
    quotes.loc[0, "gloss"] = '=HYPERLINK("http://localhost","x")'
    return {**tables, "quotes": quotes}


def test_downloads_repeat(tables, published, downloads):
    """The same tables give the same bytes."""
    assert publish.downloads(ROOT, tables, published) == downloads


@pytest.mark.parametrize("stem", WIDE)
def test_view_has_every_cell_of_its_table(tables, stem):
    """A view begins with the columns of its table, as they are, in their order."""
    base = tables[stem.removesuffix("_wide")]
    view = tables[stem]
    assert [name for name in view if name in base] == list(base)
    for name in base:
        assert view[name].equals(base[name]), name


@pytest.mark.parametrize("stem", WIDE)
def test_views_fit_their_schema(tables, stem):
    """The model of a view accepts what a build makes of it."""
    MODELS[stem].validate(tables[stem], lazy=True)


def test_view_counts_what_other_tables_say(tables):
    """The sources, participants and places of an event are those of `corroboration`, `participants` and `locations`."""
    events = tables["events_wide"].set_index("event_id")
    found = tables["corroboration"].query("table == 'events'").drop_duplicates("group_id").set_index("group_id")
    assert events["n_sources"].to_dict() == found["n_reporting"].to_dict()
    for column, link in (("participants", "participants"), ("places", "locations")):
        counts = tables[link].dropna(subset="event_id")["event_id"].value_counts().to_dict()
        listed = events[column].dropna().str.count(r"\((?:[a-z]+)\)(?:;|$)")
        assert {key: n for key, n in listed.items() if n} == counts


def test_coordinates_are_those_of_the_place_named(tables):
    """Coordinates of a row of a view are those of its `place_id`."""
    places = tables["places"].set_index("place_id")
    for stem in ("events_wide", "military_claims_wide"):
        located = tables[stem].dropna(subset="place_id")
        assert len(located) > 0
        for name in ("latitude", "longitude"):
            wanted = places[name].reindex(located["place_id"]).to_list()
            assert strings(located, name) == ["" if pd.isna(cell) else f"{cell:.15g}" for cell in wanted]


def test_rendering_counts_the_sources_of_its_statement(tables):
    """A quote's `n_sources` counts the files that render the same statement."""
    quotes = tables["quotes_wide"]
    wanted = quotes.groupby("statement_id")["source_id"].nunique()
    assert quotes["n_sources"].tolist() == wanted.reindex(quotes["statement_id"]).tolist()


def test_citation_of_a_view_is_that_of_cite(tables):
    """The ready citation of a row is the one that `cite` gives."""
    for stem in VIEWS:
        frame = tables[f"{stem}_wide"]
        assert frame["citation"].iloc[0] == cite(f"{stem}:{frame[primary_key(stem)[0]].iloc[0]}")


@pytest.mark.parametrize("stem", WIDE)
def test_spreadsheet_view_has_the_cells_and_no_formula(downloads, published, stem):
    """The copy for spreadsheets is marked as UTF-8, has the same cells, and none that would run."""
    raw = downloads[f"dist/spreadsheet/{stem}.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    wanted = list(csv.reader(io.StringIO(published[csv_path(stem)].decode(), newline="")))
    assert rows == wanted
    numeric = [str(kind) in ("int64", "double") for kind in arrow_types(stem).values()]
    for row in rows[1:]:
        assert not [c for c, number in zip(row, numeric, strict=True) if c.startswith(FORMULA) and not number]


def test_formula_in_a_cell_is_disarmed(tables, published):
    """A cell that begins like a formula is text in every download."""
    frames = hostile(tables)
    frames |= wide.views({stem: frames[stem] for stem in TABLES}, dict.fromkeys(TABLES, "0" * 64), descriptor.about())
    made = {csv_path(stem): publish.tables.encode(frames[stem]) for stem in WIDE}
    found = publish.downloads(ROOT, frames, published | made)
    assert b"'=HYPERLINK" in found["dist/spreadsheet/quotes_wide.csv"]
    sheet = openpyxl.load_workbook(io.BytesIO(found["dist/istanbul-talks-2022.xlsx"]))["quotes"]
    cell = next(cell for cell in sheet[2] if str(cell.value).startswith("=HYPERLINK"))
    assert cell.data_type == "s"


def test_workbook_begins_with_an_explanation(book):
    """The first sheet says what this is, how to cite it, who checked it, and leads to every table."""
    assert book.sheetnames[:3] == ["Read me", "Columns", "events_wide"]
    assert set(book.sheetnames[2:]) == set(MODELS)
    sheet = book["Read me"]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(word.startswith("Cite as: Istanbul Talks 2022 maintainers. (2026).") for word in words)
    assert any("Language models coded and checked the rows. No person has verified a row" in word for word in words)
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{stem}'!A1" for stem in book.sheetnames[2:]]


def test_workbook_describes_every_column(book):
    """The second sheet has a line for each column of each table."""
    rows = [(row[0], row[1]) for row in book["Columns"].iter_rows(min_row=2, values_only=True)]
    assert rows == [(stem, name) for stem in book.sheetnames[2:] for name in arrow_types(stem)]


@pytest.mark.parametrize("stem", MODELS)
def test_workbook_has_typed_cells(book, tables, stem):
    """A sheet has the cells of its table: dates as dates, ids and words as text, numbers as numbers."""
    rows = list(book[stem].iter_rows(values_only=True))
    assert list(rows[0]) == list(tables[stem])
    kinds = {"string": str, "date32[day]": dt.datetime, "int64": int, "double": int | float, "bool": bool}
    for number, (name, kind) in enumerate(arrow_types(stem).items()):
        cells = [row[number] for row in rows[1:]]
        assert all(cell is None or isinstance(cell, kinds[str(kind)]) for cell in cells), name
        shown = [None if pd.isna(cell) else cell for cell in tables[stem][name].tolist()]
        assert [cell.date() if isinstance(cell, dt.datetime) else cell for cell in cells] == shown, name


def test_codes_with_a_nought_stay_text(book):
    """CAMEO roots keep their nought in the workbook."""
    head = [cell.value for cell in book["events"][1]]
    column = head.index("cameo_root") + 1
    roots = {book["events"].cell(row, column).value for row in range(2, book["events"].max_row + 1)}
    assert {"03", "04"} <= roots


@pytest.mark.parametrize("stem", MODELS)
def test_database_has_every_cell(base, tables, stem):
    """A table of the database has the rows of its CSV."""
    keys = ", ".join(f'"{name}"' for name in primary_key(stem))
    rows = base.execute(f'SELECT * FROM "{stem}" ORDER BY {keys}').fetchall()
    assert len(rows) == len(tables[stem])
    wanted = tables[stem].sort_values(primary_key(stem))
    for number, (name, kind) in enumerate(arrow_types(stem).items()):
        shown = [None if pd.isna(cell) else cell for cell in wanted[name].tolist()]
        shown = [str(cell) if str(kind) == "date32[day]" and cell is not None else cell for cell in shown]
        assert [row[number] for row in rows] == shown, name


@pytest.mark.parametrize("stem", MODELS)
def test_database_has_the_keys(base, stem):
    """Primary and foreign keys of the schema are keys of the database."""
    declared = [row for row in base.execute(f'PRAGMA table_info("{stem}")') if row[5]]
    assert [row[1] for row in sorted(declared, key=lambda row: row[5])] == primary_key(stem)
    found = {row[3]: row[2] for row in base.execute(f'PRAGMA foreign_key_list("{stem}")')}
    assert found == foreign_keys(stem)
    assert not base.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.parametrize("stem", VIEWS)
def test_database_view_has_the_labels(base, tables, stem):
    """The view of a table has the labels and names that its wide view has."""
    rows = base.execute(f'SELECT * FROM "{stem}_labelled" ORDER BY "{primary_key(stem)[0]}"')
    names = [column[0] for column in rows.description]
    found = dict(zip(names, zip(*rows, strict=True), strict=True))
    labels = [name for name in names if name not in tables[stem]]
    assert labels == [label[0] for n, facts in publish.wide.columns(stem).items() if (label := beside(n, facts))]
    for name in labels:
        assert [cell or "" for cell in found[name]] == strings(tables[f"{stem}_wide"], name), name


def test_database_refuses_what_breaks_a_key(tables):
    """A row that leads nowhere is refused when the database is made."""
    quotes = tables["quotes"].copy()
    quotes.loc[0, "speaker_id"] = "nobody"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed|lead nowhere"):
        database.encode({**tables, "quotes": quotes})


def test_database_refuses_an_unknown_code(base):
    """A vocabulary is a constraint of its column."""
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        base.execute("UPDATE events SET kind = 'picnic' WHERE event_id = 'ev-001'")
    base.rollback()


def test_workbook_of_an_empty_table_opens(tables):
    """A table without rows is a sheet with its head alone."""
    book = workbook.encode({**tables, "retired": tables["retired"].head(0)}, descriptor.about())
    assert openpyxl.load_workbook(io.BytesIO(book))["retired"].max_row == 1


@pytest.mark.parametrize("stem", MODELS)
def test_polars_reads_the_types(stem, tables):
    """Polars reads the Parquet twin with the types of the codebook, and its cells."""
    frame = pl.read_parquet(ROOT / "data" / "parquet" / f"{stem}.parquet")
    kinds = {"date32[day]": pl.Date, "int64": pl.Int64, "double": pl.Float64, "bool": pl.Boolean}
    for name, kind in arrow_types(stem).items():
        coded = "codes" in publish.wide.columns(stem)[name]
        wanted = kinds.get(str(kind), pl.String)
        assert frame[name].dtype == wanted or (coded and isinstance(frame[name].dtype, pl.Categorical | pl.Enum)), name
        cells = frame[name].cast(pl.String).to_list() if coded else frame[name].to_list()
        assert cells == [None if pd.isna(cell) else cell for cell in tables[stem][name].tolist()], name


@pytest.mark.parametrize("stem", MODELS)
def test_duckdb_reads_the_types(stem, tables):
    """DuckDB reads the Parquet twin with the types of the codebook, and its cells."""
    path = (ROOT / "data" / "parquet" / f"{stem}.parquet").as_posix()
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [column[0] for column in found.description]
        rows = found.fetchall()
        kinds = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall())
    wanted = {"string": "VARCHAR", "date32[day]": "DATE", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}
    assert kinds == {name: wanted[str(kind)] for name, kind in arrow_types(stem).items()}
    for number, name in enumerate(names):
        shown = [None if pd.isna(cell) else cell for cell in tables[stem][name].tolist()]
        assert [row[number] for row in rows] == shown, name
