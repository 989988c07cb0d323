"""What a build puts into `dist/`: views for spreadsheets, the workbook and the database."""

import datetime as dt
import io
import json
import sqlite3
from dataclasses import replace

import openpyxl
import pytest

import publish
from istanbul_talks import cite
from publish import database, page
from publish.page.views import VIEWS
from publish.tables import columns_of
from publish.words import articles
from schemas import MODELS, UNCHECKED, WIDE, csv_path, foreign_keys, primary_key
from schemas.derived import ADDED


def encoded(files, tables) -> dict[str, bytes]:
    """Relative path -> bytes of what goes into `dist/`, but for the page, which has its own tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "encode", lambda *_: b"")
        return publish.downloads(files, tables)


@pytest.fixture(scope="module")
def tables(tables):
    """All tables; of checks and answers, which are most of the rows, only the first."""
    return tables | {table: tables[table].head(200) for table in UNCHECKED}


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
    book = openpyxl.load_workbook(io.BytesIO(found["dist/istanbul-talks-2022.xlsx"]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == formula]
    assert cells and {cell.data_type for cell in cells} == {"s"}


def sheet_columns(book, table) -> dict[str, list]:
    """Column -> cells of a sheet, dates as days."""
    head, *rows = book[table].iter_rows(values_only=True)
    cells = zip(
        *([cell.date() if isinstance(cell, dt.datetime) else cell for cell in row] for row in rows), strict=True
    )
    return dict(zip(head, map(list, cells), strict=False))


def test_workbook_explains_itself(book, tables):
    """The first sheet links to each table, content first; the last has a line for each column of each sheet."""
    first, *sheets, last = book.sheetnames
    assert (first, sheets[0], last) == ("Read me", "quotes", "Columns") and set(sheets) == set(tables) - set(WIDE)
    assert max(map(sheets.index, ("quotes", "events", "disagreements"))) < min(
        map(sheets.index, ("segments", "checks"))
    )
    assert len({book[sheet].sheet_properties.tabColor.rgb for sheet in sheets}) > 4
    words = [str(row[0]) for row in book["Read me"].iter_rows(values_only=True)]
    assert any("No person has verified a row" in line for line in words)
    links = [cell.hyperlink.location for row in book["Read me"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{table}'!A1" for table in sheets]
    rows = [(row[0], row[1]) for row in book["Columns"].iter_rows(min_row=2, values_only=True)]
    assert rows == [(table, cell.value) for table in sheets for cell in book[table][1]]


@pytest.mark.parametrize("table", [table for table in MODELS if table not in WIDE])
def test_workbook_has_typed_cells(book, tables, table):
    """A sheet has the cells of its table: dates as dates, numbers as numbers, ids and codes such as 04 as text."""
    found = sheet_columns(book, table)
    for name, cells in columns_of(tables[table]).items():
        assert found.get(name, []) == cells, name


def test_workbook_names_what_codes_and_ids_mean(book, tables):
    """Articles have the names of their publishers, positions and disagreements the words of what they link."""
    listed, positions = sheet_columns(book, "sources"), sheet_columns(book, "positions")
    names = {source: article.name for source, article in articles(tables["sources"]).items()}
    assert positions["article"] == [names[source] for source in positions["source_id"]]
    assert not any(name in cell for name in listed["file_name"] for cell in positions["article"])
    actors = tables["actors"].set_index("actor_id")["name"]
    assert positions["party_name"] == [actors[actor] for actor in positions["party_id"]]
    disagreements, quotes = sheet_columns(book, "disagreements"), tables["quotes"].set_index("quote_id")
    compared = [n for n, row in enumerate(disagreements["row_a"]) if row.startswith("quotes:")]
    for n in compared:
        quote = quotes.loc[disagreements["row_a"][n].removeprefix("quotes:")]
        assert disagreements["row_a_words"][n] == quote["gloss"]
        assert disagreements["row_a_speaker"][n] == actors[quote["speaker_id"]]
        assert disagreements["row_a_article"][n] == names[quote["source_id"]]
    assert compared


def test_workbook_links_lead_to_the_row(book):
    """An id, and the name beside it, lead to the row that has the id as its key."""
    sheet = book["quotes"]
    heads = [cell.value for cell in sheet[1]]
    speaker, name = (sheet.cell(2, heads.index(head) + 1) for head in ("speaker_id", "speaker_name"))
    assert speaker.hyperlink.location == name.hyperlink.location
    table, cell = speaker.hyperlink.location.split("!")
    assert book[table.strip("'")][cell].value == speaker.value


def test_workbook_is_printed_at_page_width(book):
    """A sheet of content shows few columns on one page's width, its head on each page; the others are folded away."""
    for sheet in book.worksheets[1:]:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0  # as many as needed
        assert sheet.print_title_rows == "$1:$1"
    for table in VIEWS:
        dimensions = book[table].column_dimensions.values()
        folded = [range(one.min, one.max + 1) for one in dimensions if one.hidden and one.outlineLevel == 1]
        shown = [one.value for n, one in enumerate(book[table][1], 1) if not any(n in part for part in folded)]
        key = primary_key(table)[0]  # where it is a code, its label stands for it
        assert shown[0] in (key, f"{key}_label") and 2 <= len(shown) <= 12
        assert not {"evidence", "source_id", "speaker_id", "citation"} & set(shown[1:])
    quotes = [cell.value for cell in book["quotes"][1]][:6]
    assert {"speaker_name", "text", "article", "said_on"} <= set(quotes)


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


# Views, search and queries of the database -------------------------------------------------------------------------


def test_search_finds_words_of_quotations_claims_and_positions(base, tables):
    """The query `search` finds a row of each searched table by its words; the index belongs to the table's rowids."""
    _, sql = database.QUERIES["search"]
    for table, names in database.SEARCHED.items():
        row = tables[table].dropna(subset=names[-1] if table == "quotes" else names[0]).iloc[-1]
        words = row["gloss"] if table == "quotes" else row[names[0]]
        found = base.execute(sql, {"words": '"' + words.replace('"', '""') + '"', "side": ""}).fetchall()
        assert (table, row[primary_key(table)[0]]) in [one[:2] for one in found]
        assert base.execute(f"SELECT max(rowid) FROM {table}").fetchone() == (len(tables[table]),)


def test_queries_of_datasette_answer(base, tables, downloads):
    """The metadata name the tables and views with their columns; each of the five queries gives rows in named columns."""
    content = json.loads(downloads["dist/metadata.json"])
    described = content["databases"]["istanbul-talks-2022"]
    assert content["title"] and content["license"] and len(described["queries"]) == 5
    existing = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    assert set(described["tables"]) <= existing and set(tables) <= set(described["tables"])
    for table, facts in described["tables"].items():
        assert facts["title"] and facts["description"]
        names = {row[1] for row in base.execute(f'PRAGMA table_info("{table}")')}
        assert set(facts.get("columns", [])) <= names
    for name, query in described["queries"].items():
        rows = base.execute(query["sql"], {"words": "negotiations", "side": "russia"})
        heads = [column[0] for column in rows.description]
        assert query["title"] and len(set(heads)) == len(heads) and rows.fetchall(), name


def test_reports_that_differ_are_shown_in_words(base, tables):
    """The query leaves out what differs in wording alone, and has the words and the article of both reports."""
    rows = base.execute(database.QUERIES["where_reports_differ"][1])
    heads = [column[0] for column in rows.description]
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    expected = tables["disagreements"].query("strength != 'wording'")
    assert sorted(row["disagreement_id"] for row in found) == sorted(expected["disagreement_id"])
    assert all(row[f"{what}_{side}"] for row in found for what in ("words", "article") for side in "ab")


def test_claims_by_side_are_those_of_its_speakers(base, tables):
    """The query gives the claims whose claimant is of the side that is asked for, and no others."""
    sides = tables["actors"].set_index("actor_id")["side"]
    claims = tables["military_claims"].dropna(subset="claimant_id").set_index("claim_id")["claimant_id"].map(sides)
    for side in set(claims):
        found = base.execute(database.QUERIES["claims_by_side"][1], {"side": side}).fetchall()
        assert {row[-1] for row in found} == set(claims.index[claims == side])
