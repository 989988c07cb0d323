"""add, row and finish: a new article becomes a draft, and its finished rows move into the tables."""

import csv
import shutil
from pathlib import Path

import pytest

import build
from editing.drafts import read_rows
from editing.proposals import read_head
from editing.split import sentences
from editing.words import read_words
from pipeline.files import WriteError, atomic_write
from pipeline.problems import Problem
from pipeline.report import lines_of, open_drafts
from pipeline.rights import text_files
from rules.text.quantities import Span
from schemas import REPORTS, TABLES, UNCHECKED, columns, csv_path, primary_key
from tests import guide
from tests.conftest import ROOT, contents, replace

EXAMPLE = ROOT / "tests" / "articles" / "example" / "article.txt"
FINISHED = EXAMPLE.parent / "finished"
GUARANTORS = "guarantor_countries"
# The invented articles of tests/articles, in the order in which they are added, with the ids of their rows.
ARTICLES = {"example": "s005", "daily": "s006", "analysis": "s007", "wire": "s008"}


@pytest.fixture
def reviewed(tmp_path) -> Path:
    """A copy of the tables of the real package, to add to; none of its articles is at hand."""
    return guide.copy_of_tables(tmp_path / "package")


@pytest.fixture
def package(reviewed) -> Path:
    """That copy without its reviews, which are most of its rows: `add` and `finish` need none."""
    for table in UNCHECKED:
        (reviewed / csv_path(table)).write_text(",".join(columns(table)) + "\n", "utf-8")
    return reviewed


@pytest.fixture
def article(tmp_path):
    """article(text): a file with a text, or with bytes."""

    def write(text: str | bytes) -> Path:
        file = tmp_path / "new.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def drafted(package, table, source="s005") -> list[dict[str, str]]:
    """The rows of a draft."""
    path = package / "data" / "drafts" / source / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def anchored(package, cell: str) -> list[str]:
    """The words at the anchors of a cell, in the only article of the package."""
    (file,) = (package / "sources").iterdir()
    text = file.read_bytes().decode()
    places = [anchor.partition(":")[2].split("-") for anchor in cell.removeprefix("?").split(";")]
    return [text[int(start) : int(end)] for start, end in places]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"One.\nCaf\xe9.", "new.txt:2  byte 0xe9  is not UTF-8 (byte 8)"),
        (b" \r\n", "is empty"),
        (b"\xef\xbb\xbfOne.", "begins with a byte order mark"),
    ],
)
def test_add_refuses_what_is_no_text(package, article, run, raw, message):
    """Bytes that are no UTF-8, nothing at all, or a mark at the start: the problem says where, and nothing is written."""
    before = contents(package)
    ran = run(package, "add", article(raw))
    assert ran.status == 1 and message in ran.err and contents(package) == before


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda text: text, (), "is s005 (005_c56c09a498feb300.txt)"),
        (lambda text: text.replace("\n", "\r\n"), (), "has the words of s005, with other white space"),
        (lambda text: text.replace("two hours", "three hours"), (), "of its sequences of 5 words with s005"),
        (lambda text: "Only this is new.", ("--source", "s001"), "--source  s001  is taken in data/sources.csv"),
        (lambda text: "Only this is new.", ("--source", "5"), "--source  5  is no source id"),
    ],
)
def test_add_refuses_what_is_known(package, article, run, change, options, message):
    """The same bytes, the same words, most of the same words or a taken id are refused, and nothing is written."""
    finish_example(package, run)
    before = contents(package)
    ran = run(package, "add", article(change(EXAMPLE.read_text("utf-8"))), *options)
    assert ran.status == 1 and message in ran.err and contents(package) == before


def test_near_copy_is_added_on_demand(package, article, run):
    """Two articles of one agency share much: --anyway accepts, with the id that two contributors agreed on."""
    finish_example(package, run)
    near = article(EXAMPLE.read_text("utf-8").replace("two hours", "three hours"))
    assert run(package, "add", near, "--anyway", "--source", "s042").out.startswith("s042: sources/042_")
    assert drafted(package, "quotes", "s042")[0]["quote_id"] == "s042-qt-01"


def test_second_add_touches_nothing(package, run):
    """Whoever adds a file twice is led to the draft, whose cells stay as they were filled."""
    run(package, "add", EXAMPLE)
    replace(package / "data/drafts/s005/sources.csv", "?en", "en")
    before = contents(package)
    ran = run(package, "add", EXAMPLE)
    assert ran.status == 0 and "is the draft of this file; nothing was changed" in ran.out
    assert contents(package) == before


def test_wrapped_lines_are_noticed(package, article, run):
    """An article with wrapped lines would become segments that are no sentences."""
    ran = run(package, "add", article("The talks went\non until the\nevening and\nended then.\n"))
    assert "3 lines begin inside a sentence" in ran.out


def test_segments_tile_the_file(package, article, run):
    """Sentences, headings, bullets and a date line cover a file with CRLF; what is no plain sentence is to confirm."""
    lines = [
        "Heading of it",
        "Kyiv, March 30, 2022 (Agency) - It began.",
        "Mr. A. Smith of the U.S. spoke with Gen. Doe. He read No. 10. “All is well.”",
        "• one point",
    ]
    file = article("\r\n\r\n".join(lines) + "\r\n")
    run(package, "add", file)
    rows, text = drafted(package, "segments"), file.read_bytes().decode()
    assert [text[int(row["start"]) : int(row["end"])] for row in rows] == [
        *lines[:2],
        "Mr. A. Smith of the U.S. spoke with Gen. Doe.",
        "He read No. 10.",
        "“All is well.”",
        "• one point",
    ]
    assert [row["kind"] for row in rows] == ["?heading", *["sentence"] * 4, "?sentence"]
    assert len("".join(text.split())) == sum(
        len("".join(text[int(row["start"]) : int(row["end"])].split())) for row in rows
    )


@pytest.mark.parametrize(
    ("text", "line", "day", "agency"),
    [
        ("Title\nKyiv, 30 March 2022\nIt began.", "Kyiv, 30 March 2022", "2022-03-30", ""),
        ("KYIV, March 30, 2022 (Agency) - It began.", "KYIV, March 30, 2022 (Agency)", "2022-03-30", "Agency"),
        ("KYIV, March 30 (Agency) — It began.", "KYIV, March 30 (Agency)", "None", "Agency"),
        ("Agency, Kyiv, March 30, 2022 It began there, and went on.", "Agency, Kyiv, March 30, 2022", "2022-03-30", ""),
        ("On 30 March 2022 it began.", "", "None", ""),
        ("04/03/2022\nIt began.", "04/03/2022", "None", ""),
        ("It began on 30 March 2022.\nIt went on.", "", "None", ""),
    ],
)
def test_head_gives_day_and_agency(text, line, day, agency):
    """British and American order are read; a day without a year, or one with two readings, is left to a person."""
    head = read_head(text, tuple(Span(*each) for each in sentences(text)))
    words = [text[span.start : span.end] if span else "" for span in (head.dateline, head.agency)]
    assert [words[0], str(head.day), words[1]] == [line, day, agency]


@pytest.mark.parametrize(
    "words",
    [
        "dismissed reports",
        "estimated",
        "suggested",
        "had spoken of it",
        "believed",
        "denies",
        "rules out a pause",
        "offered it",
    ],
)
def test_words_of_speech_are_proposed(package, article, run, words):
    """A sentence with a verb of speech or thought is drafted as reported words."""
    run(package, "add", article(f"Medinsky {words}. The boats left."))
    assert [row["form"] for row in drafted(package, "quotes")] == ["indirect"]


def test_spelling_in_other_letters_is_known(package, article, run):
    """A place in capitals, or with a small letter in its second word, is whose it is elsewhere."""
    run(package, "add", article("ISTANBUL — They left the Dolmabahce palace."))
    assert [(row["spelling"], row["place_id"]) for row in drafted(package, "names")] == [
        ("ISTANBUL", "?istanbul"),
        ("Dolmabahce palace", "?dolmabahce_palace"),
    ]


def test_names_have_the_owners_that_they_have_elsewhere(package, article, run):
    """A usual name is settled, a spelling with two owners gives two rows to choose from, an unknown name two marks."""
    run(package, "add", article("On Tuesday Vladimir Putin and Moscow heard Ada Berg. Later Berg left."))
    owners = [(row["spelling"], row["actor_id"], row["place_id"]) for row in drafted(package, "names")]
    assert ("Vladimir Putin", "putin", "") in owners
    assert {owner for owner in owners if owner[0] == "Moscow"} == {
        ("Moscow", "?russia", ""),
        ("Moscow", "", "?moscow"),
    }
    assert ("Ada Berg", "?", "?") in owners and ("Berg", "?", "?") in owners


def test_longer_names_hold_shorter_ones():
    """A spelling inside a longer one is a name of its own only where it names somebody else."""

    def name(spelling, actor):
        return {"spelling": spelling, "actor_id": actor, "place_id": "", "kind": "name"}

    listed = [name("Turkish minister", "minister"), name("Turkish", "turkey"), name("minister", "minister")]
    words = read_words("s001", "The Turkish minister and a minister spoke.", None, listed)
    assert [(found.spelling, found.start) for found in words.names] == [
        ("Turkish minister", 4),
        ("Turkish", 4),
        ("minister", 27),
    ]


def test_quotations_of_every_kind_are_rows(package, article, run):
    """Nested quotations, one that goes on in the next paragraph, one that its attribution splits, and reported words."""
    run(
        package,
        "add",
        article(
            "“He told us ‘go home’ twice,” said Ada Berg.\n\n“We stayed. It was late.\n\n“And we slept.”\n\n"
            "“Yes,” Berg added, « and no ».\n\nBerg denied it."
        ),
    )
    rows = drafted(package, "quotes")
    assert [row["text"] for row in rows] == [
        "He told us ‘go home’ twice,",
        "go home",
        "We stayed. It was late.",
        "And we slept.",
        "Yes,",
        "and no",
        "",
    ]
    groups = [row["statement_id"] for row in rows]
    assert groups[2] == groups[3] and groups[4] == groups[5] and len(set(groups)) == 5
    assert anchored(package, rows[0]["evidence"]) == [rows[0]["text"], "Ada Berg"]
    assert rows[-1]["form"] == "indirect" and rows[-1]["speaker_as_printed"] == "?Berg"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“It is over,” said Mr. Podolyak.", ["?Podolyak"]),
        ("Podolyak, the adviser of Zelensky, said it was over. “All of it,” he added.", ["?Podolyak", "?Podolyak"]),
        ("According to Medinsky, Podolyak left.", ["?Medinsky"]),
        ("The envoy of Zelensky told the Kremlin that it was “over.”", ["?"]),
        ("“It is over,” said one of them in Kyiv.", ["?"]),
        ("Medinsky called it “short” and Mr. Podolyak “long.”", ["?Medinsky", "?"]),
        ("“No,” said L. M. Berg. “Nothing at all.”", ["?L. M. Berg", "?L. M. Berg"]),
        ("Podolyak’s aides said nothing.", ["?"]),
    ],
)
def test_speakers_stand_beside_their_verb(package, article, run, text, speakers):
    """Who speaks is proposed where it is plain; a place, a demonym or a name that only stands near is not."""
    run(package, "add", article(text))
    assert [row["speaker_as_printed"] for row in drafted(package, "quotes")] == speakers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Tuesday A. V. Karpovets left.", {"A. V. Karpovets": "?"}),
        ("The Bosporus Evening came.", {"Bosporus Evening": "?"}),
        ("It is from Great Britain and the U.S.A. only.", {"Great Britain": "?uk", "U.S.A.": "?"}),
        ("The talks of Türkiye began.", {"Türkiye": "?turkey"}),
        ("Then Mevlüt Çavuşoğlu left.", {"Mevlüt Çavuşoğlu": "?cavusoglu"}),
        ("We saw Bram Johnson there.", {"Bram Johnson": "?johnson"}),
        ("U.S. Gen. Tod Falk left.\nThey saw Lt. Gen. Bo Berg.", {"Tod Falk": "?", "Bo Berg": "?"}),
        ("Oslo said no. Nobody asked. Photo: Ada Berg/Agency", {"Oslo": "?", "Ada Berg": "?", "Agency": "?"}),
        ("ADA BERG LEAVES\nThe crew saw Ada Berg. She wrote it on Telegram.", {"Ada Berg": "?"}),
        (
            "OSLO, Norway — UKRAINE waited. Nobody saw Oslo.\nUKRAINE WAITS\nThe countries agreed.",
            {"UKRAINE": "?ukraine", "Oslo": "?", "Norway": "?"},
        ),
        ("Did Anyone in Bergen call?\nREAD MORE, and more.\nAt No. 10 it rained.", {"Bergen": "?"}),
    ],
)
def test_names_are_whole(package, article, run, text, names):
    """Initials, accents and words that make another name of it belong to a name; words of headings are none."""
    run(package, "add", article(text))
    assert {row["spelling"]: row["actor_id"] for row in drafted(package, "names") if row["actor_id"]} == names


def test_list_of_guarantors_is_proposed(package, article, run):
    """Each name of a list after the word is a row, whether it is known or not, with its position."""
    run(package, "add", article("They named the guarantors. It listed Poland, the PRC, Belgium and Italy."))
    rows = [(row["name_as_printed"], row["country_iso3"], row["list_position"]) for row in drafted(package, GUARANTORS)]
    assert rows == [("?Poland", "?POL", "?1"), ("?PRC", "?", "?2"), ("?Belgium", "?", "?3"), ("?Italy", "?ITA", "?4")]


@pytest.mark.parametrize(
    ("before", "names"),
    [("They should defend it.", ["?Poland", "?Italy", "?France"]), ("They should visit it.", [])],
)
def test_a_list_follows_words_of_guarantees(package, article, run, before, names):
    """A list of countries after words of guarantees or defence is proposed, with an aside in it; another is not."""
    run(package, "add", article(f"{before} The countries include Poland, Italy and, for the first time, France."))
    rows = drafted(package, GUARANTORS)
    assert [row["name_as_printed"] for row in rows] == names
    assert {(row["proposed_on"], row["relayed_by"]) for row in rows} <= {("", "")}


def test_no_country_is_author_of_its_own_listing(package, article, run):
    """The only name of a row of guarantors is the country; who proposed it is open, and what is rare is left blank."""
    run(package, "add", article("They asked Poland for a guarantee."))
    run(package, "row", GUARANTORS, "--source", "s005", "--words", "Poland")
    (row,) = drafted(package, GUARANTORS)
    assert (row["actor_id"], row["proposed_by"]) == ("?poland", "?")
    assert (row["proposed_on"], row["proposed_on_basis"], row["relayed_by"]) == ("", "", "")


def test_checklist_has_whole_words(package, article, run):
    """An anchor may not split a word, and a number inside a date is no number of its own."""
    run(package, "add", article("It began at 7.30pm on 01/04/2022 with 3\u00a0million people, two weeks ago."))
    with (package / "data/drafts/s005/open.csv").open(encoding="utf-8", newline="") as file:
        items = [(row["kind"], row["words"]) for row in csv.DictReader(file)]
    assert items == [("number", "7.30pm"), ("date", "01/04/2022"), ("number", "3 million"), ("date", "two weeks ago")]


def test_words_match_as_a_person_types_them(package, article, run):
    """Straight quotation marks and plain spaces match those of the article; its anchors stay exact."""
    run(package, "add", article("“It’s\u00a0late,” said Ada Berg of No.\u00a010."))
    run(package, "row", "readings", "--source", "s005", "--words", '"It\'s late,"')
    assert anchored(package, drafted(package, "readings")[0]["evidence"]) == ["“It’s\u00a0late,”"]
    assert "[No.\u00a010]" in run(package, "find", "No. 10").out


def test_each_spelling_has_its_row(package, article, run):
    """Several words for `names` make a row each, with every place where they are printed."""
    run(package, "add", article("A guard and a clerk came. The guard left."))
    run(package, "row", "names", "--source", "s005", "--words", "guard", "--words", "clerk")
    assert [(row["spelling"], row["evidence"].count(":")) for row in drafted(package, "names")] == [
        ("guard", 2),
        ("clerk", 1),
    ]


def test_a_disagreement_is_drafted(package, run):
    """A disagreement of the article has an id of its source, and the reports that it compares are open."""
    run(package, "add", EXAMPLE)
    assert run(package, "row", "disagreements", "--source", "s005").status == 0
    (row,) = drafted(package, "disagreements")
    assert (row["disagreement_id"], row["row_a"], row["row_b"]) == ("ds-s005-01", "?", "?")


def test_no_judgement_is_proposed(package, run):
    """Kinds, stances, status, form, topics and roles are bare marks, whatever the words are."""
    run(package, "add", EXAMPLE)
    judged = [
        row[column]
        for table, names in {
            "quotes": ("topic",),
            "event_reports": ("voice", "status"),
            "participants": ("role",),
            "locations": ("role", "where_precision"),
        }.items()
        for row in drafted(package, table)
        for column in names
    ]
    assert judged and set(judged) == {"?"}
    assert [row["form"] for row in drafted(package, "quotes")] == ["?", "indirect", "?", "indirect", "?"]


def test_events_that_share_names_and_day_are_proposed(package, run):
    """The best match is first; the names beside it are parts and places to confirm."""
    run(package, "add", EXAMPLE)
    reports = drafted(package, "event_reports")
    assert reports[0]["event_id"] == "?ev-012" and len(reports) <= 10
    assert anchored(package, reports[0]["evidence"])[0].startswith("The ferries of Istanbul")
    of_first = [row for row in drafted(package, "participants") if row["report_id"] == reports[0]["report_id"]]
    assert {"?russian_delegation", "?ukrainian_delegation"} <= {row["actor_id"] for row in of_first}


def test_an_event_has_its_own_date_of_a_sentence(package, article, run):
    """Of two dates in a sentence a known event is proposed with the one that falls on its days."""
    run(package, "add", article("Russia annexed Crimea in 2014 and sent troops on 24 February 2022."))
    days = {row["event_id"]: (row["date_start"], row["date_end"]) for row in drafted(package, "event_reports")}
    assert days["?ev-001"] == ("?2014-01-01", "?2014-12-31")


def test_row_takes_its_anchors_from_words(package, run):
    """The id is the next of the source, the anchors are those of the words, and names inside them are proposed."""
    run(package, "add", EXAMPLE)
    ran = run(package, "row", "quotes", "--source", "s005", "--words", "calm.", "--words", "R. Demir")
    row = drafted(package, "quotes")[-1]
    assert ran.status == 0 and ran.out.startswith("data/drafts/s005/quotes.csv:7\n")
    assert (row["quote_id"], row["text"], row["form"], row["speaker_as_printed"]) == (
        "s005-qt-06",
        "calm.",
        "?",
        "?R. Demir",
    )
    assert anchored(package, row["evidence"]) == ["calm.", "R. Demir"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Demir"], "is printed 2 times (1: s005:398-403 ...assengers on board. Capt. R. [Demir]"),
        (["Ankara"], "is not in s005"),
        (["Mavi Hat.\n\nOzan"], "is of two sentences: give the words of each"),
        ([" "], "is missing"),
        ([], "is missing"),
    ],
)
def test_row_refuses_words_that_name_no_place(package, run, words, message):
    """Words that are printed twice are listed with their places, and no row is written."""
    run(package, "add", EXAMPLE)
    before = contents(package)
    options = [option for each in words for option in ("--words", each)]
    ran = run(package, "row", "readings", "--source", "s005", *options)
    assert ran.status == 1 and message in ran.err and contents(package) == before
    if message.startswith("is printed"):
        assert run(package, "row", "readings", "--source", "s005", *options, "--nth", "2").status == 0
        assert drafted(package, "readings")[0]["evidence"] == "s005:548-553"


def test_row_counts_within_its_source(package, run):
    """An article that is published gets a draft anew, whose ids go on from those of the source."""
    finish_example(package, run)
    for number in ("05", "06"):
        assert f"s005-qt-{number}" in run(package, "row", "quotes", "--source", "s005", "--words", "Ozan added").out
    assert [row["quote_id"] for row in drafted(package, "quotes")] == ["s005-qt-05", "s005-qt-06"]
    assert drafted(package, "quotes")[0]["speaker_id"] == "?leyla_ozan"
    assert run(package, "row", "quotes", "--source", "s001", "--words", "Ozan").status == 1


def test_find_looks_into_drafts(package, run):
    """A draft's article is searched before it is a source."""
    run(package, "add", EXAMPLE)
    assert "[stood still] for two hours" in run(package, "find", "stood still", "Ozan").out


def test_finish_refuses_open_cells(package, run):
    """Each open cell is a problem with its file, line, column and value, and no row moves."""
    run(package, "add", EXAMPLE)
    before = contents(package)
    ran = run(package, "finish", "s005")
    cells = [cell for file in (package / "data/drafts/s005").glob("*.csv") for cell in marks(file)]
    assert ran.status == 1 and ran.err.count("[open_cell]") == len(cells) and contents(package) == before
    assert "data/drafts/s005/sources.csv:2:language  ?en  is open: remove the mark" in ran.err


def marks(file: Path) -> list[str]:
    """The open cells of a CSV."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [cell for row in csv.reader(lines) for cell in row if cell.startswith("?")]


def test_report_counts_open_cells(package, run):
    """A build says what is open in drafts, and reads them for nothing else: no word of theirs is a repeated one."""
    run(package, "add", EXAMPLE)
    cells = {file.name: len(marks(file)) for file in (package / "data/drafts/s005").glob("*.csv")}
    tables = sum(map(bool, cells.values()))
    assert list(open_drafts(package)) == [f"data/drafts/s005: {sum(cells.values())} cells are open in {tables} tables"]
    assert not [path for path, _ in text_files(package) if "drafts" in path]


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("quotes", "2022-03-30,day", "30/03/2022,day", "quotes.csv:2:said_on  30/03/2022  is not a day"),
        ("quotes", "s005-qt-02", "s005-qt-01", "quotes.csv:3:quote_id  s005-qt-01  is the id of data/drafts/s005/quo"),
        ("quotes", ",full,", ",indirect,", "quotes.csv:2:text  Everybody on deck"),
        ("quotes", "gloss", "glos", "quotes.csv:1  quote_id,statement_id"),
        ("names", ",name,s005:41", ",,s005:41", "names.csv:2:kind  (blank)  is blank, and the column allows no blank"),
    ],
)
def test_finish_refuses_what_the_tables_would(package, run, table, old, new, message):
    """Cells of another type, ids twice, blanks and rows that contradict themselves are reported in the draft."""
    fill_example(package, run)
    replace(package / f"data/drafts/s005/{table}.csv", old, new)
    before = contents(package)
    ran = run(package, "finish", "s005")
    assert ran.status == 1 and f"data/drafts/s005/{message}" in ran.err and contents(package) == before


def fill_example(package, run) -> None:
    """Add the example, and fill its draft as a person would."""
    run(package, "add", EXAMPLE)
    shutil.copytree(FINISHED, package / "data/drafts/s005", dirs_exist_ok=True)


def finish_example(package, run) -> None:
    """Add, fill and finish the example."""
    fill_example(package, run)
    ran = run(package, "finish", "s005")
    assert ran.status == 0, ran.err


@pytest.mark.parametrize(
    "names",
    [*(pytest.param((each,), marks=pytest.mark.release) for each in ARTICLES), tuple(ARTICLES)],
    ids="+".join,
)
def test_articles_are_added_and_nothing_else_is_touched(reviewed, run, names):
    """Each article alone, and one after another, is added without a problem; no row, waiver or check is touched."""
    before = {table: (reviewed / csv_path(table)).read_text("utf-8").splitlines() for table in TABLES}
    for name in names:
        add_finished(reviewed, run, name)
    checked = build.validated(reviewed, reviewed / "sources")
    assert {p.rule for p in checked.problems} == {"unreviewed_row"}, "\n".join(lines_of(checked.problems))
    assert {p.row_id for p in checked.problems if p.table in REPORTS}.isdisjoint(keys_of(before))
    assert not list((reviewed / "data/drafts").iterdir())
    for table, lines in before.items():
        after, known = (reviewed / csv_path(table)).read_text("utf-8").splitlines(), set(lines)
        assert [line for line in after if line in known] == lines, table
    assert (reviewed / csv_path("checks")).read_text("utf-8").splitlines() == before["checks"]


def add_finished(package, run, name) -> None:
    """Add an article, fill its draft as a person did, without the actors, places and codes that are known by now."""
    folder, source = ROOT / "tests/articles" / name, ARTICLES[name]
    assert run(package, "add", folder / "article.txt", "--source", source).status == 0
    draft = package / "data/drafts" / source
    shutil.rmtree(draft)
    draft.mkdir()
    for file in sorted((folder / "finished").glob("*.csv")):
        size = len(primary_key(file.stem))
        known = {tuple(row[:size]) for row in cells(package / csv_path(file.stem))}
        header, *rows = cells(file)
        with (draft / file.name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([header, *(r for r in rows if tuple(r[:size]) not in known)])
    ran = run(package, "finish", source)
    assert ran.status == 0, ran.err


def cells(file: Path) -> list[list[str]]:
    """The rows of a CSV, with its header."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def keys_of(lines_by_table: dict[str, list[str]]) -> set[str]:
    """The first cell of each row of tables."""
    return {row[0] for lines in lines_by_table.values() for row in csv.reader(lines)}


def test_partial_finish_leaves_the_rest(package, run):
    """Finished rows move, open ones stay in the draft; a part whose report was deleted is dropped."""
    fill_example(package, run)
    replace(package / "data/drafts/s005/quotes.csv", "The mood was calm.", "?")
    reports = package / "data/drafts/s005/event_reports.csv"
    lines = reports.read_text("utf-8").splitlines(keepends=True)
    reports.write_text("".join(line for line in lines if not line.startswith("s005-er-02")), "utf-8")
    replace(reports, "two hours", "?")
    ran = run(package, "finish", "s005", "--partial")
    assert "3 rows dropped" in ran.out and "4 rows left in data/drafts/s005" in ran.out
    left = [len(drafted(package, table)) for table in ("quotes", "event_reports", "participants", "locations")]
    assert left == [1, 1, 1, 1]  # parts of the report that is open wait for it
    replace(reports, "?", "two hours")
    replace(package / "data/drafts/s005/quotes.csv", "?", "The mood was calm.")
    assert run(package, "finish", "s005", "--table", "quotes").status == 0
    assert (package / "data/drafts/s005").exists() and run(package, "finish", "s005").status == 0
    assert "s005-qt-03" in (package / "data/quotes.csv").read_text("utf-8")
    assert not (package / "data/drafts/s005").exists()


def test_finish_reminds(package, run):
    """A needless reason and a missing one are named; rows move."""
    fill_example(package, run)
    draft = package / "data/drafts/s005"
    replace(draft / "segments.csv", "heading,context,", "heading,,")
    replace(draft / "segments.csv", "85,215,sentence,", "85,215,sentence,context")
    ran = run(package, "finish", "s005")
    assert ran.status == 0
    assert "empty their reason in data/segments.csv: s005-003" in ran.out
    assert "give a reason in data/segments.csv: s005-001" in ran.out


@pytest.mark.parametrize(
    ("group", "message"),
    [
        (
            "st-s005-01",
            "data/drafts/s005/statements.csv:label  st-s005-01  has several renderings and no label: add a row",
        ),
        ("st-001", "data/statements.csv:label  st-001  has several renderings and no label: fill its label there"),
    ],
)
def test_finish_asks_for_labels(package, run, group, message):
    """A group that gets a second rendering wants a label before any row moves; then all rows move."""
    fill_example(package, run)
    draft, statements = package / "data/drafts/s005", package / "data/statements.csv"
    replace(draft / "quotes.csv", "s005-qt-02,st-s005-02", f"s005-qt-02,{group}")
    ran = run(package, "finish", "s005")
    assert ran.status == 1 and message in ran.err and "no row was moved" in ran.err
    if "drafts" in message:
        (draft / "statements.csv").write_text(f"group_id,label\n{group},The ferry stood still.\n", "utf-8")
    else:
        replace(statements, f"\n{group},\n", f"\n{group},The talks went on.\n")
    assert run(package, "finish", "s005").status == 0
    assert statements.read_text("utf-8").count(f"\n{group},The ") == 1


def test_failed_write_leaves_all_files(package, run, monkeypatch):
    """Where one file cannot be written, those before it become again what they were."""
    fill_example(package, run)
    before = contents(package)

    def full_disk(file, content):
        if file.name == "quotes.csv" and b"s005" in content:
            raise WriteError(28, "No space left on device", str(file))
        atomic_write(file, content)

    monkeypatch.setattr("pipeline.files.atomic_write", full_disk)
    ran = run(package, "finish", "s005")
    assert ran.status == 1 and "quotes.csv  cannot be written (No space left on device)" in ran.err
    assert contents(package) == before


def test_draft_may_come_from_a_spreadsheet():
    """A byte order mark and CRLF do no harm; another separator is named."""
    header = ",".join(columns("exceptions"))
    rows, problems = read_rows(f"\ufeff{header}\r\nx,s005,,,\r\n".encode(), "x.csv", "exceptions")
    assert not problems and rows[0]["source_id"] == "s005"
    (problem,) = read_rows(header.replace(",", ";").encode(), "x.csv", "exceptions")[1]
    assert isinstance(problem, Problem) and "separate cells by commas" in str(problem)


def test_guide_shows_what_its_commands_print(without_frictionless):
    """Each command of the page prints what is below it, in a copy of the package; each row shown is one that moves."""
    assert guide.PAGE.read_text("utf-8") == guide.refreshed(), "run: python -m tests.guide"
