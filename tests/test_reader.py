"""`istanbul_talks`, what a user installs: typed tables, rows for people, citations, verification."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import istanbul_talks
from istanbul_talks import citing, exporting, open_package
from istanbul_talks.__main__ import main
from istanbul_talks.package import CorruptPackage, UnknownName, row_digest
from tests.conftest import ROOT

REAL = open_package(ROOT)
# Its first letter is beyond the first 65,536, so that anchors that count bytes or UTF-16 units point elsewhere.
ARTICLE = "𝛼 Agency: Anna says that talks went well. Bob denies it.\n"


def digest(content):
    return hashlib.sha256(content).hexdigest()


def records(header, *lines):
    """Rows as dictionaries, from cells between spaces; an underscore is a space in a cell, and a hyphen a blank."""
    cells = ([cell.replace("_", " ") if cell != "-" else "" for cell in line.split()] for line in lines)
    return [dict(zip(header.split(), line, strict=True)) for line in cells]


QUOTE, OTHER = records(
    "quote_id statement_id source_id form gloss speaker_id relayed_by evidence",
    "q-1 st-1 s0 full They_went_well. anna agency s0:12-40",
    "q-2 st-1 s0 full They_went_very_well. anna - -",
)
REPORTS = records(
    "report_id event_id source_id claimant_id relayed_by voice status date_start date_end value_as_printed evidence",
    "r-1 e-1 s0 anna agency attributed ended 2022-03-28 2022-03-29 2_days s0:12-40",
    "r-2 e-1 s1 - - narrator ended 2022-03-28 - - s1:0-1",
    "r-3 e-2 s1 - - narrator ended - - - s1:1-2",
)
DISAGREEMENTS = records(
    "disagreement_id kind strength row_a row_b explanation",
    "d-1 wording wording quotes:q-1 quotes:q-2 One_has_very.",
    "d-2 number contradiction - - One_has_no_end.",
)
DISAGREEMENTS[1] |= {"row_a": "event_reports:r-2", "row_b": "event_reports:r-1"}
OTHER_ARTICLE = "No"


def anchor(table, row):
    """The row of `evidence` for the only anchor of a row."""
    source, _, where = row["evidence"].partition(":")
    start, end = where.split("-")
    words = {"s0": ARTICLE, "s1": OTHER_ARTICLE}[source][int(start) : int(end)]
    facts = {"table": table, "row_id": next(iter(row.values())), "row_sha256": row_digest(row), "source_id": source}
    return facts | {"start": start, "end": end, "sha256": digest(words.encode()), "segment_first": f"{source}-1"}


def small_tables():
    """Table -> rows of a package of one article; the first column is the key."""
    sources = "source_id file_name sha256 publisher published_on language translated_from credited_agencies"
    article = f"s0 a.txt {digest(ARTICLE.encode())} Daily&News 2022-03-29 en es -"
    return {
        "sources": records(sources, article, f"s1 b.txt {digest(OTHER_ARTICLE.encode())} - - en - -"),
        "actors": records("actor_id name", "anna Anna"),
        "quotes": [QUOTE, OTHER],
        "statements": records("group_id label", "st-1 The_talks_went_well.", "st-2 -"),
        "events": records("event_id title", "e-1 Talks", "e-2 Lunch"),
        "event_reports": REPORTS,
        "participants": records("participant_id report_id actor_id role", "p-1 r-1 anna host", "p-2 r-3 anna guest"),
        "names": records("name_id actor_id source_id spelling", "n-1 anna s0 Annie"),
        "disagreements": DISAGREEMENTS,
        "checks": records(
            "table row_id row_sha256 checker pass checked_on",
            f"quotes q-1 {row_digest(QUOTE)} model review-1 2026-11-22",
        ),
        "evidence": [anchor("quotes", QUOTE), *(anchor("event_reports", report) for report in REPORTS)],
    }


FIELDS = {
    "file_name": {"titlesRow": True},
    "name": {"titlesRow": True},
    "gloss": {"titlesRow": True},
    "label": {"titlesRow": True},
    "title": {"titlesRow": True},
    "statement_id": {"role": "group"},
    "speaker_id": {"speaker": True},
    "claimant_id": {"speaker": True},
    "status": {"categories": [{"value": "ended", "label": "Over"}]},
    "start": {"type": "integer"},
    "form": {"categories": [{"value": "full", "label": "In full"}]},
    "checker": {"categories": [{"value": "model", "label": "Language model"}]},
}
KEYS = {"speaker_id": "actors", "claimant_id": "actors", "actor_id": "actors", "source_id": "sources"}
KEYS |= {"statement_id": "statements", "event_id": "events", "report_id": "event_reports"}


def write(folder, tables):
    """Write a package; the schema of `actors` stands in the descriptor, all others in files of their own."""
    resources = []
    for table, rows in tables.items():
        pd.DataFrame(rows).to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
        pd.DataFrame(rows).to_parquet(folder / f"{table}.parquet")
        key, *columns = rows[0]
        schema = {
            "fields": [{"name": column, "type": "string", **FIELDS.get(column, {})} for column in rows[0]],
            "primaryKey": [key],
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": KEYS[column], "fields": ["id"]}}
                for column in columns
                if column in KEYS
            ],
        }
        (folder / f"{table}.json").write_text(json.dumps(schema))
        for name, form in ((table, "csv"), (f"{table}_parquet", "parquet")):
            facts = {"name": name, "path": f"{table}.{form}", "format": form, "description": f"A row\nof {table}."}
            facts["hash"] = f"sha256:{digest((folder / facts['path']).read_bytes())}"
            resources.append(facts | {"schema": schema if table == "actors" else f"{table}.json"})
    people = [{"title": "Maintainers", "roles": ["creator"]}, {"title": "Somebody", "roles": ["other"]}]
    facts = {"name": "small", "title": "Small & new", "version": "7.0", "created": "2026-11-22T00:00:00Z"}
    (folder / "datapackage.json").write_text(json.dumps(facts | {"contributors": people, "resources": resources}))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A small package, with its article beside it."""
    monkeypatch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)
    folder = tmp_path / "package"
    folder.mkdir()
    write(folder, small_tables())
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "b.txt").write_text(OTHER_ARTICLE)
    return folder


@pytest.fixture
def run(capsys, folder):
    """run(*words) -> (exit status, standard output, standard error) of a command on the small package."""

    def command(*words):
        status = main(["--package", str(folder), *map(str, words)])
        printed = capsys.readouterr()
        return status, " ".join(printed.out.split()), printed.err

    return command


def edit_descriptor(folder, change):
    path = folder / "datapackage.json"
    facts = json.loads(path.read_bytes())
    change(facts)
    path.write_text(json.dumps(facts))


def test_row_is_shown_with_its_context(run):
    """`show` prints labels, speaker and relay, other renderings, disagreements, checks and anchors."""
    status, out, _ = run("show", "q-1")
    assert status == 0
    for words in (
        "q-1: A row of quotes.",
        "form full (In full)",
        "statement_id st-1 (The talks went well.)",
        "said by Anna, through agency, in s0",
        "also q-2 in s0: They went very well.",
        "disagrees with quotes:q-2 (wording, d-1): One has very. checked",
        "checked by a language model (review-1, 2026-11-22), as it stands",
        "anchor s0:12-40 in a.txt, sentence s0-1",
    ):
        assert words in out
    assert "names Annie (s0)" in run("show", "actors:anna")[1]


def test_event_is_shown_with_its_reports(run):
    """`show` prints of each report of an event who says it, when, who takes part, and which other report differs."""
    out = run("show", "e-1")[1]
    ended = "Anna, through agency, in s0: over, 2022-03-28 to 2022-03-29, 2 days. Participants: Anna (host)"
    assert (
        f"report r-1: {ended} report r-2: the article in its own voice, in s1: over, from 2022-03-28 disagrees" in out
    )
    between = "event_reports:r-2 with event_reports:r-1 (contradiction, number, d-2): One has no end."
    assert f"disagrees {between} checked by no one as it stands" in out
    assert "r-3" not in out and ": row e-1 of events (version 7.0, " in out
    assert "in s1 disagrees with event_reports:r-1 (contradiction, number, d-2)" in run("show", "r-2")[1]
    assert "event e-2 (Lunch), in s1" in run("show", "p-2")[1]


def test_statement_is_shown_with_its_renderings(run):
    """`show` prints the label of a statement, each rendering of it, and how these differ; one of no row has none."""
    out = run("show", "st-1")[1]
    first, second = "Anna, through agency, in s0: They went well.", "Anna, in s0: They went very well."
    assert f"label The talks went well. rendering q-1: {first} rendering q-2: {second} disagrees quotes:q-1" in out
    assert "rendering" not in run("show", "st-2")[1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (QUOTE | {"gloss": "They did not go well."}, "by no one as it stands"),
        (QUOTE | {"new": ""}, "by a language model"),
        ({"quote_id": "q-1"} | dict(reversed(QUOTE.items())), "by a language model"),
    ],
    ids=["other words", "new blank column", "other order"],
)
def test_check_counts_for_the_words_that_were_checked(folder, run, row, words):
    """A changed row is checked by no one; one with a new blank column, or columns in another order, still is."""
    write(folder, small_tables() | {"quotes": [row]})
    assert f"checked {words}" in run("show", "q-1")[1]


def test_anchored_words_are_shown(folder, run):
    """With the articles at hand the anchored words stand between brackets, with some of what is around them."""
    words = "...𝛼 Agency: An[na says that talks went well]. Bob denies it."
    assert words in run("show", "q-1", "--sources", folder.parent)[1]


@pytest.mark.parametrize(("name", "near"), [("q-3", "q-2"), ("quotes:q-3", "quotes:q-2"), ("quote:q-1", "quotes")])
def test_unknown_name_suggests_the_nearest(folder, run, name, near):
    """A misspelt row or table gets one line and exit status 1."""
    for command in ("show", "cite"):
        status, out, err = run(command, name)
        assert (status, out) == (1, "")
        assert err.startswith("there is no ") and near in err
    package, listed = open_package(folder), "; tables: sources, actors, quotes, statements"
    with pytest.raises(UnknownName, match=f"there is no table 'quote'; nearest: quotes(, .+)?{listed}"):
        istanbul_talks.load("quote", package=package)
    with pytest.raises(UnknownName, match=f"there is no table 'zzz'{listed}"):
        istanbul_talks.load("zzz", package=package)
    with pytest.raises(TypeError, match="a table is named by a string, such as 'quotes'; this is 5"):
        istanbul_talks.load(5, package=package)
    with pytest.raises(TypeError, match=r"a row is named by a string, such as 'qt-031'; this is \['q-1'\]"):
        istanbul_talks.cite(["q-1"], package=package)
    with pytest.raises(UnknownName, match="there is no wide view of 'names'; wide views: .*quotes"):
        istanbul_talks.load("names", wide=True)


def test_citations_name_version_and_digest(folder, run):
    """The title names row, table, version and digest, in each format; `full` gives the whole digest."""
    package = open_package(folder)
    whole = digest((folder / "quotes.csv").read_bytes())
    title = f"Small & new: row q-1 of quotes (version 7.0, SHA-256 {whole[:12]})"
    assert istanbul_talks.cite("q-1", package=package) == f"Maintainers. (2026). {title} [Data set]."
    (item,) = json.loads(istanbul_talks.cite("q-1", "csl", package=package))
    before, after = citing.NOCASE
    assert item["title"].replace(before, "").replace(after, "") == title
    assert (item["genre"], item["note"]) == ("Data set", "Anchors: s0:12-40")
    (event,) = json.loads(istanbul_talks.cite("e-1", "csl", package=package))
    assert event["note"] == "Anchors: s0:12-40;s1:0-1"  # those of its reports
    for format in ("bibtex", "biblatex"):
        assert title.replace("&", r"\&").join(("  title = {{", "}},\n")) in istanbul_talks.cite(
            "q-1", format, package=package
        )
    assert f"\nTI  - {title}\n" in istanbul_talks.cite("q-1", "ris", package=package)
    assert run("cite", "q-1", "--full")[1] == f"Maintainers. (2026). {title.replace(whole[:12], whole)} [Data set]."
    descriptor = digest((folder / "datapackage.json").read_bytes())
    words = f"Maintainers. (2026). Small & new (version 7.0, datapackage.json SHA-256 {descriptor[:12]}) [Data set]."
    assert istanbul_talks.cite(package=package) == words
    assert istanbul_talks.cite(package=package, full=True) == words.replace(descriptor[:12], descriptor)


def test_an_article_without_author_has_key_and_title(folder):
    """What the file states is cited; the description stands for the headline, and for an author who is not known."""
    package = open_package(folder)
    full, blank = istanbul_talks.sources(package=package).splitlines()
    words = "Daily&News. (2022, March 29). [News article in English, apparently translated from Spanish; file a.txt, SHA-256 "
    assert full == f"{words}{digest(ARTICLE.encode())[:12]}]."
    title = f"[News article in English; file b.txt, SHA-256 {digest(OTHER_ARTICLE.encode())[:12]}]"
    assert blank == f"{title}. (n.d.)."
    assert f"@misc{{s1,\n  title = {{{{{title}}}}},\n  key = {{s1}},\n}}" in istanbul_talks.sources(
        "bibtex", package=package
    )
    assert "\n  label = {s1},\n" in istanbul_talks.sources("biblatex", package=package)
    assert "\n  key = " not in istanbul_talks.cite("q-1", "bibtex", package=package)  # its author sorts it


def test_dates_are_as_each_format_has_them(folder):
    """BibTeX has the macro of a month, biblatex a date, RIS a date with slashes."""
    package = open_package(folder)
    bibtex, biblatex, ris = (
        istanbul_talks.cite("q-1", name, package=package) for name in ("bibtex", "biblatex", "ris")
    )
    assert "\n  month = nov,\n" in bibtex and "\n  year = {2026},\n" in bibtex
    assert "\n  date = {2026-11-22},\n" in biblatex
    assert "\nPY  - 2026\nDA  - 2026/11/22\n" in ris


def test_markup_of_tex_is_escaped():
    """What TeX would take for markup is text in a BibTeX entry."""
    entry = citing.bibtex({"id": "x", "title": "A_b & {c} 10%", "note": r"#1 $2 ~ ^ \d"})
    assert r"{A\_b \& \{c\} 10\%}" in entry
    assert r"\#1 \$2 \textasciitilde{} \textasciicircum{} \textbackslash{}d" in entry


def test_unknown_format_is_an_error(tmp_path):
    """No format is taken for another; the message lists those that exist."""
    for call in (citing.cite, citing.sources, lambda format: citing.form([], format)):
        with pytest.raises(ValueError, match="there is no format 'odt'; use one of text, bibtex, biblatex, ris, csl"):
            call(format="odt")
    with pytest.raises(ValueError, match="there is no format 'xls'; use one of csv, parquet, spreadsheet"):
        istanbul_talks.export(tmp_path / "x", format="xls")
    assert not (tmp_path / "x").exists()


def test_rows_are_shown_together_and_as_json(run, folder):
    """Several rows are printed in their order; --json gives cells, what other tables say, anchors and citation."""
    out = run("show", "q-2", "q-1")[1]
    assert out.index("q-2: A row of quotes.") < out.index("q-1: A row of quotes.")
    first, second = json.loads(run("show", "q-1", "st-1", "--json", "--sources", folder.parent)[1])
    assert (first["table"], first["row_id"], first["cells"]["gloss"]) == ("quotes", "q-1", "They went well.")
    assert first["said_by"] == ["Anna, through agency, in s0"] and first["checked"][0].startswith("by a language model")
    assert first["anchors"] == [{"source_id": "s0", "start": 12, "end": 40, "words": ARTICLE[12:40]}]
    assert first["citation"] == istanbul_talks.cite("q-1", package=open_package(folder))
    assert [line[:3] for line in second["rendering"]] == ["q-1", "q-2"] and second["anchors"] == []


def test_reader_that_stops_early_ends_a_command_quietly():
    """`show ... | head` has read enough: no traceback."""
    command = [sys.executable, "-m", "istanbul_talks", "show", "qt-007"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as ran:
        ran.stdout.close()
        assert ran.stderr.read() == b""


def test_words_of_a_row_are_those_at_its_anchors(folder):
    """`words` and `load("evidence", sources=...)` give the anchored words, and say which article they want."""
    package = open_package(folder)
    assert istanbul_talks.words("q-1", folder.parent, package=package) == [ARTICLE[12:40]]
    frame = istanbul_talks.load("evidence", sources=folder.parent, package=REAL)
    assert frame["words"].isna().all() and len(frame) == len(REAL.rows("evidence"))
    with pytest.raises(FileNotFoundError, match="q-1 rests on s0, which is not at hand: name the folder"):
        istanbul_talks.words("q-1", package=package)
    with pytest.raises(FileNotFoundError, match="there is no folder '/nope'"):
        istanbul_talks.words("q-1", "/nope", package=package)
    with pytest.raises(ValueError, match="'quotes' has no anchors of its own: load"):
        istanbul_talks.load("quotes", sources=folder.parent, package=package)


def test_categories_are_those_that_are_used_or_asked_for():
    """A coded column lists the codes that it has; all of its vocabulary, or plain strings, where these are asked for."""
    topic = istanbul_talks.load("quotes")["topic"]
    whole = istanbul_talks.load("quotes", categories="all")["topic"]
    assert set(topic.cat.categories) == set(topic) and topic.astype(str).equals(whole.astype(str))
    assert list(whole.cat.categories) == list(REAL.schema("quotes").labels("topic"))
    plain = istanbul_talks.load("quotes", categories=False)
    assert plain["medium"].fillna("").eq("").any() and not len(plain.select_dtypes("category").columns)


def test_all_tables_and_how_they_join():
    """`load_all` has every table; each relationship names two columns that exist, and no cell leads nowhere."""
    frames, keys = istanbul_talks.load_all(), istanbul_talks.relationships()
    assert list(frames) == list(REAL.tables) and len(keys) > 50
    for table, column, references, referenced in keys.itertuples(index=False):
        assert frames[table][column].dropna().isin(frames[references][referenced]).all(), (table, column)


@pytest.mark.parametrize("table", [name.removesuffix("_wide") for name in REAL.tables if name.endswith("_wide")])
def test_wide_view_begins_with_words_and_names_sides_and_articles(table):
    """The words are among the first three columns; beside each actor who speaks or acts stands the side, beside a source its name."""
    frame, actors = istanbul_talks.load(table, wide=True), istanbul_talks.load("actors").set_index("actor_id")["side"]
    title = {"events": "title", "event_reports": "event_title", "guarantor_countries": "name_as_printed"}
    title |= {"guarantee_terms": "description", "quotes": "gloss", "disagreements": "explanation"}
    assert title.get(table, "statement") in frame.columns[:3]
    for column in ("speaker_id", "claimant_id", "party_id", "subject_id"):
        if column in frame:
            sides = frame[column].map(actors)
            assert frame[f"{column[:-3]}_side"].astype(object).equals(sides.astype(object)), column
    assert "source_id" not in frame or frame.groupby("source_id")["article"].nunique().eq(1).all()


def test_new_format_is_one_entry(monkeypatch, run):
    """A format that is added to FORMATS can be asked for at once."""
    monkeypatch.setitem(citing.FORMATS, "ids", lambda items: " ".join(item["id"] for item in items))
    assert run("cite", "q-1", "--format", "ids") == (0, "small-7.0-quotes-q-1", "")


def test_package_is_verified(folder, run):
    """Files are compared with their digests, and anchors read again in the articles."""
    n = len(small_tables())
    proved = f"{2 * n} files were compared with their digests in datapackage.json "
    proved += f"{n} tables were compared in CSV and Parquet, cell by cell "
    proved += "4 rows with anchors were compared with their digests in evidence "
    unread = (
        "no anchor was proved: none of 2 articles is at hand; name their folder with --sources DIR no problems found"
    )
    assert run("verify") == (0, proved + unread, "")
    read = "4 of 4 anchors were found in 2 of 2 articles no problems found"
    assert run("verify", "--sources", folder.parent) == (0, proved + read, "")


def test_folder_that_does_not_exist_is_an_error(run):
    """A misspelt folder of articles is no folder without articles."""
    for words in (("verify",), ("show", "q-1")):
        status, _, err = run(*words, "--sources", "/nope")
        assert (status, err) == (1, "there is no folder '/nope': name the one that has the articles\n")


@pytest.mark.parametrize("both", [False, True], ids=["CSV alone", "CSV and Parquet"])
def test_edited_row_is_found_where_the_descriptor_was_edited_too(folder, run, both):
    """A changed cell is found although every digest in the descriptor is that of the changed file."""
    tables = small_tables()
    tables["quotes"][0] = QUOTE | {"gloss": "They went ill."}
    whole = (folder / "quotes.parquet").read_bytes()
    write(folder, tables)
    if not both:
        (folder / "quotes.parquet").write_bytes(whole)

        def redigest(facts):
            (resource,) = (each for each in facts["resources"] if each["name"] == "quotes_parquet")
            resource["hash"] = f"sha256:{digest(whole)}"

        edit_descriptor(folder, redigest)
    problem = (
        "quotes:q-1 is not the row whose anchors were read: evidence has another digest for it"
        if both
        else "quotes.csv does not have the cells of quotes.parquet"
    )
    status, out, _ = run("verify")
    assert status == 1 and out.endswith(f"{problem} 1 problem found")


def test_added_and_removed_rows_are_found(folder, run):
    """A row that was added or removed together with its digests in the descriptor is named."""
    tables = small_tables()
    tables["quotes"] = [QUOTE | {"quote_id": "q-9"}, OTHER]
    write(folder, tables)
    status, out, _ = run("verify")
    assert status == 1 and "quotes:q-1 is missing: evidence has anchors of it" in out
    assert out.endswith("quotes:q-9 is not in evidence, so that its anchors were never read 2 problems found")


@pytest.mark.parametrize(("start", "end"), [("13", "40"), ("12", "41"), ("12", "4000")])
def test_anchor_with_other_words_is_found(folder, run, start, end):
    """`verify` names the row of an anchor that has other words, or ends after its article."""
    tables = small_tables()
    tables["evidence"][0] |= {"start": start, "end": end}
    write(folder, tables)
    status, out, _ = run("verify", "--sources", folder.parent)
    assert status == 1
    assert f"quotes:q-1 s0:{start}-{end} does not have the words that were coded 1 problem found" in out


@pytest.mark.parametrize(
    ("content", "coded", "problem"),
    [
        (ARTICLE.encode() + b" ", ARTICLE.encode(), "is not the file that was coded"),
        (b"caf\xe9", b"caf\xe9", "is not UTF-8"),
        (None, b"", "cannot be read (No such file or directory)"),
    ],
    ids=["another", "not UTF-8", "missing"],
)
def test_article_that_verifies_nothing_is_named(folder, run, content, coded, problem):
    """`verify` and `show` say in one line why an article is not used."""
    tables = small_tables()
    tables["sources"][0]["sha256"] = digest(coded)
    write(folder, tables)
    article = folder.parent / "a.txt"
    article.unlink() if content is None else article.write_bytes(content)
    for words, expected in ((("verify",), 1), (("show", "q-1"), 0)):
        status, out, _ = run(*words, "--sources", article.parent)
        assert status == expected
        assert f"a.txt {problem}: its anchors are not verified" in out
        assert "[na says" not in out


def test_changed_and_missing_files_are_named(folder, run):
    """`verify` lists every file that is not the published one, and nothing reads such a file."""
    (folder / "quotes.csv").write_bytes((folder / "quotes.csv").read_bytes().replace(b"well", b"ill."))
    (folder / "actors.parquet").unlink()
    status, out, _ = run("verify")
    assert status == 1
    assert "quotes.csv cannot be used (its SHA-256 is not the one in datapackage.json): reinstall" in out
    assert "actors.parquet cannot be used (it is no file of the package): reinstall" in out
    assert out.endswith("2 problems found")
    for words in (("show", "q-1"), ("cite", "q-1"), ("export", "quotes", "--to", folder / "x")):
        assert run(*words)[::2] == (1, run("show", "quotes:q-1")[2])
    assert not (folder / "x").exists()


OUTSIDE = ["../a.csv", "/etc/hostname", "x/../../a.csv", "link.csv", "device.csv", "pipe.csv", ".", ""]
OUTSIDE += ["https://localhost/a.csv", "file:///etc/hostname", "..\\a.csv", "nul\0.csv"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_descriptor_leads_nowhere_else(folder, run, path):
    """A path that leaves the package, by its words or by a link, or is no plain file, is not read."""
    (folder.parent / "a.csv").write_bytes((folder / "sources.csv").read_bytes())
    (folder / "link.csv").symlink_to("/etc/hostname")
    (folder / "device.csv").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.csv")
    edit_descriptor(folder, lambda facts: facts["resources"][0].update(path=path))
    assert "cannot be used (it is no file of the package)" in run("verify")[1]
    status, _, err = run("export", "sources", "--to", folder / "x")
    assert (status, err.startswith(f"{path}  cannot be used (it is no file of the package)")) == (1, True)
    edit_descriptor(folder, lambda facts: facts["resources"][0].update(schema=path))
    with pytest.raises(CorruptPackage):
        open_package(folder).schema("sources")


MINIMUM = {"name": "x", "title": "x", "version": "1", "created": "2022-03-29", "contributors": [], "resources": []}
CHANGES = [
    {},
    {"version": 1},
    {"created": "some day"},
    {"contributors": [{"roles": []}]},
    {"resources": [{"name": "x"}]},
]
NOT_DESCRIPTORS = [b"", b"\xff", b"[" * 100_000, b"[]", *(json.dumps(MINIMUM | change).encode() for change in CHANGES)]
NOT_SCHEMAS = [b"", b"[]", b'{"fields": []}', b'{"fields": [{"name": 1}], "primaryKey": []}']


@pytest.mark.parametrize(
    ("name", "content"),
    [*(("datapackage.json", raw) for raw in NOT_DESCRIPTORS), *(("quotes.json", raw) for raw in NOT_SCHEMAS)],
)
def test_unusable_description_gets_one_line(folder, run, name, content):
    """Whatever stands in a descriptor or schema, commands say in one line that it cannot be used."""
    (folder / name).write_bytes(content)
    for words in (("tables",), ("show", "quotes:q-1"), ("cite", "q-1")):
        status, out, err = run(*words)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert err.startswith(f"{name}  cannot be used (")


@pytest.mark.parametrize("content", [b"", b"PAR1", "not UTF-8"])
def test_damaged_parquet_gets_one_line(folder, content):
    """A Parquet file that cannot be read as text is an error, though the descriptor has its digest."""
    if content == "not UTF-8":
        text = pa.array([b"\xff"]).cast(pa.string(), safe=False)
        pq.write_table(pa.table({"actor_id": text}), folder / "actors.parquet")
    else:
        (folder / "actors.parquet").write_bytes(content)
    with pytest.raises(CorruptPackage, match="actors.parquet  cannot be used .its SHA-256 is not"):
        istanbul_talks.load("actors", package=open_package(folder))
    known = f"sha256:{digest((folder / 'actors.parquet').read_bytes())}"
    edit_descriptor(folder, lambda facts: facts["resources"][3].update(hash=known))
    with pytest.raises(CorruptPackage, match="actors.parquet  cannot be used .it is no Parquet file"):
        istanbul_talks.load("actors", package=open_package(folder))


def test_exported_files_are_the_published_ones(folder, run, tmp_path):
    """CSV and Parquet are copied byte for byte, and the command names them."""
    for form in ("csv", "parquet"):
        status, out, _ = run("export", "actors", "quotes", "--to", tmp_path, "--format", form)
        paths = [tmp_path / f"{table}.{form}" for table in ("actors", "quotes")]
        assert (status, out.split()) == (0, list(map(str, paths)))
        assert [path.read_bytes() for path in paths] == [(folder / path.name).read_bytes() for path in paths]
    (tmp_path / "file").write_text("")
    assert "Not a directory" in run("export", "actors", "--to", tmp_path / "file" / "x")[2]


@pytest.mark.parametrize("start", exporting.FORMULA)
def test_no_cell_of_a_spreadsheet_is_a_formula(folder, run, start):
    """A cell that a spreadsheet would run begins with an apostrophe; a negative number stays one."""
    content = exporting.safe(f'id,text,n\nq,"{start}1+1",-1\n'.encode(), ["n"])
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1] == ["q", f"'{start}1+1", "-1"]
    assert run("export", "evidence", "--to", folder / "x", "--format", "spreadsheet")[0] == 0
    assert (folder / "x" / "evidence.csv").read_bytes() == exporting.safe((folder / "evidence.csv").read_bytes())


@pytest.mark.parametrize("table", REAL.tables)
def test_frame_has_types_and_cells(table):
    """`load` gives the types of the codebook, and written as text, the cells of the CSV."""
    frame, schema = istanbul_talks.load(table), REAL.schema(table)
    types = {"string": "str", "date": "datetime64[us]", "integer": "Int64", "number": "float64", "boolean": "boolean"}
    assert list(frame) == list(schema.fields)
    for column, field in schema.fields.items():
        coded = "categories" in field
        assert frame[column].dtype == ("category" if coded else types[field["type"]]), column
        assert not coded or frame[column].cat.ordered == field["categoriesOrdered"], column
    for column in frame.select_dtypes("boolean"):
        frame[column] = frame[column].map({True: "true", False: "false"})
    written = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format="%.15g")
    assert written.encode() == REAL.read(REAL.table(table))


@pytest.mark.parametrize("table", REAL.tables)
def test_any_row_can_be_shown_and_cited(table, capsys):
    """The first and the last row of every table are shown, and cited by table and id."""
    for row in (*REAL.rows(table)[:1], *REAL.rows(table)[-1:]):
        istanbul_talks.show(str(row))
        printed = capsys.readouterr().out
        assert printed.startswith(f"{row.row_id}: ")
        assert istanbul_talks.cite(str(row)) in printed


def test_every_anchor_matches(articles, capsys):
    """With the articles at hand every anchor is read again."""
    assert istanbul_talks.verify(articles)
    n = len(REAL.rows("evidence"))
    n_articles = len(REAL.rows("sources"))
    assert f"{n:,} of {n:,} anchors were found in {n_articles} of {n_articles} articles" in capsys.readouterr().out


def test_commands_describe_the_installed_package(capsys):
    """Without --package, commands read the installed package; `tables` prints a line for each table."""
    assert main(["tables"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(REAL.tables)
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"{istanbul_talks.__version__}\n" == f"{REAL.facts['version']}\n"


def test_import_brings_no_pandas():
    """Importing the package, and all that needs no DataFrame, imports neither pandas nor pyarrow."""
    code = "import istanbul_talks as t, sys; t.cite('qt-007'), t.tables(), t.show('qt-007'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"pandas", "pyarrow", "numpy"} & set(done.stdout.split())
