"""What a build puts into `dist/`: views for spreadsheets, the workbook and the database."""

import datetime as dt
import io
import sqlite3
from dataclasses import replace

import openpyxl
import pytest

import publish
from istanbul_talks import cite
from publish import database, page
from publish.tables import columns_of
from schemas import MODELS, WIDE, arrow_types, csv_path, foreign_keys, primary_key
from schemas.derived import ADDED


def encoded(files, tables) -> dict[str, bytes]:
    """Relative path -> bytes of what goes into `dist/`, but for the page, which has its own tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "encode", lambda *_: b"")
        return publish.downloads(files, tables)


@pytest.fixture(scope="module")
def downloads(tables, published):
    return encoded(published, tables)


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


@pytest.mark.parametrize("view", WIDE)
def test_view_has_every_cell_of_its_table(tables, view):
    """A view fits its schema and has the columns of its table, as they are; a row has the citation that `cite` gives."""
    MODELS[view].validate(tables[view], lazy=True)
    table = view.removesuffix("_wide")
    assert tables[view][list(tables[table])].equals(tables[table])
    first = tables[view].iloc[0]
    assert first["citation"] == cite(f"{table}:{first[primary_key(table)[0]]}")


def test_view_counts_what_other_tables_say(tables):
    """The sources of an event are those of its reports; its participants and places are theirs, each once."""
    events = tables["events_wide"].set_index("event_id")
    found = tables["corroboration"].query("table == 'event_reports'").drop_duplicates("group_id").set_index("group_id")
    assert events["n_sources"].to_dict() == found["n_reporting"].to_dict()
    for column, link, key in (("participants", "participants", "actor_id"), ("places", "locations", "place_id")):
        rows = publish.tables.by_event(tables, link).dropna(subset="event_id")
        counts = rows.drop_duplicates(["event_id", key, "role"])["event_id"].value_counts().to_dict()
        listed = events[column].dropna().str.count(r"\((?:[a-z_]+)\)(?:;|$)")
        assert {key: n for key, n in listed.items() if n} == counts


def test_formula_in_a_cell_is_disarmed(package, tables, published):
    """A cell that begins like a formula is text in every download, and the cells around it are as they were."""
    quotes, formula = tables["quotes"].copy(), '=HYPERLINK("http://localhost","x")'
    quotes.loc[0, "gloss"] = formula
    frames = tables | publish.frames(replace(package, tables=package.tables | {"quotes": quotes}), {})
    made = {csv_path(view): publish.tables.encode(frames[view]) for view in WIDE}
    found = encoded(published | made, frames)
    spreadsheet = found["dist/spreadsheet/quotes_wide.csv"].decode("utf-8")
    sound = spreadsheet.removeprefix("\ufeff").replace("'=HYPERLINK", "=HYPERLINK")
    assert spreadsheet != sound == made[csv_path("quotes_wide")].decode().replace("\n", "\r\n")
    sheet = openpyxl.load_workbook(io.BytesIO(found["dist/istanbul-talks-2022.xlsx"]))["quotes"]
    assert [cell.data_type for cell in sheet[2] if cell.value == formula] == ["s"]


def test_workbook_explains_itself(book, tables):
    """The first sheet links to each table; the second has a line for each column of each table."""
    assert book.sheetnames[:2] == ["Read me", "Columns"] and set(book.sheetnames[2:]) == set(tables)
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


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("kind", "picnic", "CHECK constraint failed: kind"),
        ("date_end", "1900-01-01", "dates_in_order"),
        ("title", None, "NOT NULL"),
    ],
)
def test_database_refuses_a_cell_that_is_in_error(base, column, value, constraint):
    """A vocabulary, a required cell and a rule of a row are constraints of their table."""
    with pytest.raises(sqlite3.IntegrityError, match=constraint):
        base.execute(f"UPDATE events SET {column} = ? WHERE date_start IS NOT NULL", (value,))
    base.rollback()


def test_database_takes_what_may_be_waived(base):
    """A row of which a rule only warns is no violation."""
    changed = base.execute("UPDATE events SET status = 'ongoing' WHERE date_end IS NOT NULL").rowcount
    base.rollback()
    assert changed
