"""`istanbul_talks`, what a user installs: typed tables, rows for people, citations, proof."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import istanbul_talks
from istanbul_talks import __main__, citing, exporting, package
from schemas import MODELS, columns, csv_path
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def without_articles(request, monkeypatch):
    """Nothing here reads the articles unless it names their folder."""
    if "articles" in request.fixturenames:
        request.getfixturevalue("articles")  # which is found by the variable that goes now
    monkeypatch.delenv("ISTANBUL_TALKS_SOURCES", raising=False)


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A copy of the published files, to break; the reader reads it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    monkeypatch.setattr(package, "ROOT", tmp_path)
    caches = (package.descriptor, package.resources, package.records)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def command(capsys, *words):
    """(exit status, what was printed, what was complained of) of `python -m istanbul_talks`."""
    status = __main__.main([str(word) for word in words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.parametrize("stem", MODELS)
def test_table_has_the_types_of_the_codebook(stem):
    """Words are strings, days datetimes, whole numbers and flags nullable, codes categories, ordered where ranked."""
    frame = istanbul_talks.load(stem)
    kinds = {"Text": "str", "Date": "datetime64[us]", "Integer": "Int64", "Number": "float64", "Flag": "boolean"}
    annotated = {"string": "Text", "date32[day]": "Date", "int64": "Integer", "double": "Number", "bool": "Flag"}
    codes = istanbul_talks.load("codes")
    ranked = set(codes["field"]) - set(codes.loc[codes["rank"].isna(), "field"])
    for name, column in MODELS[stem].to_schema().columns.items():
        if field := columns(stem)[name].get("codes"):
            assert isinstance(frame[name].dtype, pd.CategoricalDtype), name
            assert frame[name].cat.ordered == (field in ranked), name
        else:
            assert frame[name].dtype == kinds[annotated[str(column.dtype.type.pyarrow_dtype)]], name


@pytest.mark.parametrize("stem", MODELS)
def test_table_has_the_cells_of_its_csv(stem, root):
    """What `load` gives, written as text, is what the CSV says."""
    frame = istanbul_talks.load(stem)
    wanted = pd.read_csv(root / csv_path(stem), dtype=str, keep_default_na=False)
    assert list(frame) == list(wanted)
    for name in frame:
        cells = ["" if pd.isna(cell) else shown(cell) for cell in frame[name].tolist()]
        assert cells == wanted[name].tolist(), name


def shown(cell):
    """A cell as a CSV has it."""
    if isinstance(cell, pd.Timestamp):
        return str(cell.date())
    return str(cell).lower() if isinstance(cell, bool) else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def test_wide_view_names_what_ids_mean():
    """`wide` adds names and labels beside ids and codes."""
    quotes = istanbul_talks.load("quotes", wide=True).set_index("quote_id")
    assert quotes.loc["qt-007", ["speaker_name", "relayed_by_name", "topic_label"]].tolist() == [
        "Vladimir Medinsky",
        "TASS",
        "Progress of the talks",
    ]


@pytest.mark.parametrize(
    ("name", "near"), [("quote", "quotes"), ("event", "events"), ("guarantors", "guarantor_countries")]
)
def test_unknown_table_suggests_the_nearest(name, near):
    """A misspelt table is told with those that it may have been."""
    with pytest.raises(package.Unknown, match=rf"there is no table '{name}'; nearest: .*{near}"):
        istanbul_talks.load(name)


def test_tables_are_listed_one_line_each():
    """`tables()` prints every table with its rows and what a row is."""
    lines = repr(istanbul_talks.tables()).splitlines()
    assert [line.split()[0] for line in lines] == list(MODELS)
    words = "Something that happened, is said to have happened, goes on, or is planned."
    assert lines[5].split(maxsplit=2) == ["events", str(len(istanbul_talks.load("events"))), words]


def test_import_brings_no_pandas():
    """Importing the package, and asking for what it has, imports neither pandas nor pyarrow."""
    code = "import istanbul_talks, sys; dir(istanbul_talks); istanbul_talks.__version__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"pandas", "pyarrow", "numpy"} & set(done.stdout.split())


def test_row_is_shown_with_its_chain_and_what_contradicts_it(capsys):
    """`show` prints labels, anchors, file, speaker and relay, other renderings, disagreements and checks."""
    istanbul_talks.show("qt-007")
    printed = " ".join(capsys.readouterr().out.split())
    for words in (
        "said by Vladimir Medinsky, through TASS, in s000",
        "form indirect (Indirect)",
        "also qt-027 in s001: The negotiations were constructive.",
        "disagrees with quotes:qt-027 (wording, ds-08)",
        "checked by a language model (review-1, 2026-11-22), as it stands",
        "anchor s000:1406-1550 in 000_47728224b0a3064c.txt, sentence s000-011",
    ):
        assert words in printed


@pytest.mark.parametrize("stem", [stem for stem in MODELS if not stem.endswith("_wide")])
def test_any_row_can_be_shown_and_cited(stem, capsys):
    """The first and the last row of every table are shown, and cited by table and id."""
    for record in (package.records(stem)[0], package.records(stem)[-1]):
        row = f"{stem}:{package.row_id(stem, record)}"
        istanbul_talks.show(row)
        printed = capsys.readouterr().out
        assert printed.startswith(package.row_id(stem, record))
        assert printed.endswith(f"{istanbul_talks.cite(row)}\n")


def test_changed_row_is_not_shown_as_checked(elsewhere, capsys):
    """A check of other words than the row now has counts for nothing."""
    path = elsewhere / "data" / "quotes.csv"
    path.write_bytes(path.read_bytes().replace(b"The negotiations were very", b"The negotiations were not very"))
    istanbul_talks.show("qt-007")
    assert "checked" in (printed := capsys.readouterr().out)
    assert re.search(r"checked +by no one as it stands", printed)


def test_anchored_words_are_shown_in_context(articles, capsys):
    """With the articles at hand the anchored words stand between brackets."""
    quote = istanbul_talks.load("quotes").set_index("quote_id").loc["qt-031"]
    istanbul_talks.show("qt-031", articles)
    assert f"[{quote['text']}]" in " ".join(capsys.readouterr().out.split())


def test_article_that_is_another_is_told(articles, tmp_path, capsys):
    """An article with one other byte proves nothing, and `show` says so."""
    for file in articles.glob("*.txt"):
        (tmp_path / file.name).write_bytes(file.read_bytes() + b" ")
    istanbul_talks.show("qt-031", tmp_path)
    printed = capsys.readouterr().out
    assert "001_2c0d746feb48e632.txt  is not the file that was coded: its anchors are not proven" in printed
    assert "...[" not in printed


@pytest.mark.parametrize("name", ["qt-31", "quotes:qt-31"])
def test_unknown_row_suggests_the_nearest(name):
    """A misspelt id is told with those that it may have been."""
    with pytest.raises(package.Unknown, match=r"there is no row '(quotes:)?qt-31'; nearest: (quotes:)?qt-031"):
        istanbul_talks.show(name)


def test_citation_of_the_package_names_version_and_digest():
    """The citation has the version, the day and the digest of the descriptor, and no identifier that does not exist."""
    citation = istanbul_talks.cite()
    assert citation.startswith("Istanbul Talks 2022 maintainers. (2026). Istanbul Talks 2022 (Version ")
    assert f"(Version {istanbul_talks.__version__}) [Data set]. SHA-256 of datapackage.json: " in citation
    assert "doi" not in citation.lower()


def test_citation_of_a_row_names_table_digest_and_anchors():
    """A row is cited with its table, the digest of that and its anchors, in all three formats."""
    digest = package.resource("quotes")["hash"].removeprefix("sha256:")
    note = f"Table quotes (SHA-256 {digest}), row qt-007, from s000:1406-1550"
    assert note in istanbul_talks.cite("qt-007")
    assert json.loads(istanbul_talks.cite("qt-007", "csl"))[0]["note"] == note
    assert f"note = {{{note}}}" in istanbul_talks.cite("qt-007", "bibtex")


def test_articles_are_cited_as_far_as_they_say():
    """An article has publisher and day where its file states them, and says so where it does not."""
    cnn, unnamed = istanbul_talks.sources().splitlines()[1:4:2]
    assert cnn.startswith("CNN. (2022, March 29). [News article in English, apparently translated from Spanish].")
    assert unnamed.startswith("[Publisher not stated]. (n.d.). [News article in English]. File 003_")


def test_markup_of_tex_is_escaped():
    """What TeX would take for markup is text in a BibTeX entry."""
    item = {"id": "x", "type": "dataset", "title": "A_b & {c} 10%", "version": "1", "note": "#1 $2 ~ ^"}
    entry = citing.bibtex(item)
    assert r"{A\_b \& \{c\} 10\%}" in entry
    assert r"\#1 \$2 \textasciitilde{} \textasciicircum{}" in entry


def test_unknown_format_is_told():
    """A format that there is not is told with those that there are."""
    with pytest.raises(ValueError, match="there is no format 'ris'; use one of text, bibtex, csl"):
        istanbul_talks.cite(format="ris")
    with pytest.raises(ValueError, match="there is no format 'xls'; use one of csv, parquet, spreadsheet"):
        istanbul_talks.export("nowhere", format="xls")


def test_all_files_hold(capsys):
    """The published files are those of the descriptor."""
    assert istanbul_talks.verify()
    assert capsys.readouterr().out.splitlines()[-1] == "all holds"


def test_every_anchor_holds(articles, capsys):
    """With the articles at hand every anchor is read again."""
    assert istanbul_talks.verify(articles)
    n = len(package.records("evidence"))
    assert f"{n:,} of {n:,} anchors read again in the articles" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["data/events.csv", "data/parquet/quotes.parquet", "data/derived/ledger.csv"])
def test_changed_byte_is_seen(elsewhere, capsys, path):
    """`verify` names a file with one other byte, and what the descriptor has of it."""
    raw = bytearray((elsewhere / path).read_bytes())
    raw[len(raw) // 2] ^= 1
    (elsewhere / path).write_bytes(raw)
    assert not istanbul_talks.verify()
    printed = capsys.readouterr().out
    assert re.search(
        rf"^{path}  has sha256:\w+, where datapackage.json has sha256:\w+: the two are not of", printed, re.M
    )
    assert printed.endswith("1 thing does not hold\n")


def test_missing_file_is_seen(elsewhere, capsys):
    """`verify` names a file that is not there."""
    (elsewhere / "data" / "events.csv").unlink()
    assert not istanbul_talks.verify()
    assert (
        "data/events.csv  cannot be read (it is no file of the package): install the package anew"
        in capsys.readouterr().out
    )


ASTRAY = ("../secret.csv", "/etc/hostname", "data/../../secret.csv", "link.csv", "device.csv", "pipe.csv", "data")
ASTRAY += ("https://localhost/events.csv", "file:///etc/hostname", "..\\\\secret.csv", "nul\\0.csv", "")


@pytest.mark.parametrize("path", ASTRAY)
def test_descriptor_leads_nowhere_else(elsewhere, capsys, path):
    """A path that leaves the package, by its words or by a link, or is no plain file, is refused and not read."""
    (elsewhere / "link.csv").symlink_to("/etc/hostname")
    (elsewhere / "device.csv").symlink_to("/dev/zero")
    os.mkfifo(elsewhere / "pipe.csv")
    facts = json.loads((elsewhere / "datapackage.json").read_bytes())
    facts["resources"][0]["path"] = path
    (elsewhere / "datapackage.json").write_text(json.dumps(facts))
    assert not istanbul_talks.verify()
    assert f"{path}  cannot be read (it is no file of the package)" in capsys.readouterr().out
    for form in ("csv", "spreadsheet"):
        status, out, err = command(capsys, "export", "sources", "--to", elsewhere / "x", "--format", form)
        assert (status, out) == (1, "")
        assert f"{path}  cannot be read (it is no file of the package)" in err
    assert not list(elsewhere.glob("x/*"))


NO_DESCRIPTORS = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": b"\xff",
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "no resources": b'{"name": "x"}',
    "a number": b'{"name": "x", "title": "x", "version": 1}',
    "no tables": b'{"name": "x", "title": "x", "version": "1", "created": "2022-03-29", "contributors": [], "resources": []}',
    "no day": b'{"name": "x", "title": "x", "version": "1", "created": "some day", "contributors": [], "resources": []}',
}


@pytest.mark.parametrize("raw", NO_DESCRIPTORS.values(), ids=NO_DESCRIPTORS)
def test_descriptor_that_is_none_is_told(elsewhere, capsys, raw):
    """Whatever stands in datapackage.json, each command says in one line that it is damaged."""
    (elsewhere / "datapackage.json").write_bytes(raw)
    for words in (("tables",), ("show", "qt-001"), ("cite",), ("verify",), ("export", "--to", elsewhere / "x")):
        status, out, err = command(capsys, *words)
        assert status == 1
        assert re.fullmatch(
            r"datapackage\.json  cannot be read \(.+\): install the package anew, or run: make build\n", out + err
        )


@pytest.mark.parametrize("raw", [b"", b"PAR1", b"x" * 10_000], ids=["empty", "short", "long"])
def test_damaged_table_is_told(elsewhere, capsys, raw):
    """A Parquet file that is none is told in one line."""
    (elsewhere / "data" / "parquet" / "quotes.parquet").write_bytes(raw)
    status, out, err = command(capsys, "show", "quotes:qt-001")
    assert (status, out) == (1, "")
    assert err == "quotes.parquet  cannot be read (damaged): install the package anew, or run: make build\n"


def test_other_version_of_a_table_is_told(elsewhere):
    """A Parquet file that can be read, and is not the one that was published, is not taken for it."""
    path = elsewhere / "data" / "parquet" / "quotes.parquet"
    found = pq.read_table(path)
    pq.write_table(found.slice(1), path)
    with pytest.raises(package.Broken) as error:
        istanbul_talks.load("quotes")
    assert error.value.message.startswith("quotes.parquet  cannot be read (damaged): install the package anew")


def test_table_that_is_no_text_is_told(elsewhere, capsys):
    """A Parquet file with words that are not UTF-8 is told, though the descriptor has its digest."""
    path = elsewhere / "data" / "parquet" / "retired.parquet"
    found = pq.read_table(path)
    text = pa.array([b"\xff"] * len(found)).cast(pa.string(), safe=False)
    pq.write_table(found.set_column(0, "table", pa.Array.from_buffers(pa.string(), len(text), text.buffers())), path)
    facts = json.loads((elsewhere / "datapackage.json").read_bytes())
    for resource in facts["resources"]:
        if resource["name"] == "retired_parquet":
            resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    (elsewhere / "datapackage.json").write_text(json.dumps(facts))
    status, out, err = command(capsys, "show", "retired:x.y")
    assert (status, out) == (1, "")
    assert err == "retired.parquet  cannot be read (damaged): install the package anew, or run: make build\n"


@pytest.mark.parametrize("raw", [b"\xff\n", b"a,b\nc\n", b""])
def test_damaged_csv_is_told(elsewhere, capsys, raw):
    """A CSV that is none, and is to be copied for a spreadsheet, is told in one line."""
    (elsewhere / "data" / "retired.csv").write_bytes(raw)
    status, out, err = command(capsys, "export", "retired", "--to", elsewhere / "x", "--format", "spreadsheet")
    assert (status, out) == (1, "")
    assert err == "retired.csv  cannot be read (damaged): install the package anew, or run: make build\n"


def test_anchor_that_does_not_hold_is_seen(elsewhere, articles, capsys, monkeypatch):
    """`verify` names the row of an anchor whose words are others, and of one that ends after its article."""
    shifted = [dict(anchor) for anchor in package.records("evidence")]
    shifted[0]["start"] += 1
    shifted[1]["end"] += 10**6
    known = {"evidence": shifted, "sources": package.records("sources")}
    monkeypatch.setattr(package, "records", lambda table: known[table])
    assert not istanbul_talks.verify(articles)
    printed = capsys.readouterr().out
    for anchor in shifted[:2]:
        assert f"{anchor['table']}:{anchor['row_id']}  {anchor['source_id']}:{anchor['start']}-" in printed
    assert "2 things do not hold" in printed


def test_exported_files_are_the_published_ones(tmp_path, root):
    """CSV and Parquet are copied byte for byte."""
    for form, folder in (("csv", "data"), ("parquet", "data/parquet")):
        (path,) = istanbul_talks.export(tmp_path, "quotes", format=form)
        assert path.read_bytes() == (root / folder / path.name).read_bytes()


@pytest.mark.parametrize("start", exporting.FORMULA)
def test_no_cell_of_a_spreadsheet_runs(start):
    """A cell that a spreadsheet would run begins with an apostrophe; a negative number stays one."""
    raw = exporting.safe(f'id,text,n\nq,"{start}1+1",-1\n'.encode(), {"n"}).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(raw, newline="")))[1] == ["q", f"'{start}1+1", "-1"]


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("tables",), "sources "),
        (("show", "ev-014"), "ev-014: Something that happened"),
        (("cite",), "Istanbul Talks 2022 maintainers. (2026)."),
        (("cite", "qt-031", "--format", "bibtex"), "@misc{istanbul-talks-2022-"),
        (("verify",), "60 files compared with datapackage.json"),
    ],
)
def test_commands_print(capsys, words, start):
    """Each command prints what its function gives, and nothing else."""
    status, out, err = command(capsys, *words)
    assert (status, err) == (0, "")
    assert out.startswith(start)


def test_command_exports(capsys, tmp_path):
    """`export` names the files that it wrote."""
    status, out, _ = command(capsys, "export", "events", "quotes", "--to", tmp_path, "--format", "spreadsheet")
    assert (status, out.split()) == (0, [str(tmp_path / "events.csv"), str(tmp_path / "quotes.csv")])
    assert (tmp_path / "events.csv").read_bytes().startswith(b"\xef\xbb\xbfevent_id,")


@pytest.mark.parametrize("words", [("show", "qt-31"), ("cite", "qt-31"), ("export", "quote", "--to", "x")])
def test_command_tells_what_there_is_not(capsys, words, tmp_path, monkeypatch):
    """An unknown name gets one line and exit status 1, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    status, out, err = command(capsys, *words)
    assert (status, out) == (1, "")
    assert re.fullmatch(r"there is no (row|table) '[\w-]+'; nearest: .+\n", err)
    assert not list(tmp_path.iterdir())


def test_command_tells_a_folder_that_cannot_be_written(capsys, tmp_path):
    """A folder that cannot be made gets one line and exit status 1."""
    (tmp_path / "file").write_text("")
    status, _, err = command(capsys, "export", "events", "--to", tmp_path / "file" / "x")
    assert status == 1
    assert "Not a directory" in err


def test_command_verifies(capsys, elsewhere):
    """`verify` gives exit status 1 where something does not hold."""
    (elsewhere / "data" / "events.csv").unlink()
    assert command(capsys, "verify")[0] == 1
