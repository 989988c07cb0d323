"""find, split, diff, tidy and examples: what contributors call."""

import subprocess
import zipfile

import pytest

from editing import diff, examples, find, split, tidy
from pipeline.package import read
from pipeline.problems import Problem
from tests import mutants
from tests.conftest import TINY, replace


def test_find_takes_several_spellings(tiny):
    """Each spelling has its anchors in context; one that is not printed is said to be so."""
    lines = find.run(tiny, tiny / "sources", ["a", "coast guard", "Oslo"]).report.splitlines()
    assert lines[0].startswith("'a' is in none of the articles")
    assert lines[1] == "s900:106-117  ...d Bergen. “All are safe,” the [coast guard] said. (end) ..."
    assert lines[2].startswith("'Oslo' is in none of the articles")
    assert "no articles at hand" in str(find.run(tiny, None, ["Oslo"]).problems[0])


def test_find_searches_the_words_of_rows(tiny, run):
    """Rows with all words in any form, of whoever speaks, come with their ids; where none has all, it says so."""
    assert (
        run(tiny, "find", "--rows", "Boat", "reached").out
        == "events  ev-001  Boats reach Bergen. Three fishing boats come to port\n"
    )
    assert (
        run(tiny, "find", "--rows", "hurt coast").out
        == "quotes  qt-001  st-001  ev-001  coast_guard. No one was hurt\n"
    )
    assert "no row has all of boats, Oslo" in run(tiny, "find", "--rows", "boats", "Oslo").out


def test_split_counts_the_characters_of_the_file():
    """Anchors are code points of the file as it is, with CRLF, a mark at its start and letters beyond ASCII."""
    text = "\ufeffOne.\r\n\r\nİki “üç.” Four \U0001f600 five.\r\n  Six\r"
    assert [text[start:end] for start, end in split.sentences(text)] == [
        "One.",
        "İki “üç.”",
        "Four \U0001f600 five.",
        "Six",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Biden met Gen. Smith.", "He left."],
        ["The U.S. President J. Biden spoke at 5 p.m. Tuesday.", "He left the U.S.", "The talks went on."],
        ["“All is well.”", "Then ‘no!’", "“Why?”", "«Non. »", "Ça va."],
        ["On Feb. 24 it began.", "No.", "They met at No. 10 again.", "300 came."],
        ["Is it so?", "(Reuters) It is…", "“Yes”."],
    ],
)
def test_split_knows_abbreviations_and_closing_marks(sentences):
    """A full stop of a title, an initial or a date ends no sentence; a mark that closes after it belongs to it."""
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split.sentences(text)] == sentences


@pytest.mark.parametrize(
    ("table", "old", "new", "lines"),
    [
        ("events", "Boats reach", "Ships reach", ["~ events:ev-001 title: Boats reach Bergen -> Ships reach Bergen"]),
        ("names", "nm-003,,bergen", "nm-004,,bergen", ["- names:nm-003 removed", "+ names:nm-004 place_id bergen; "]),
        ("actors", ",kind,", ",sort,", ["- actors.kind: column removed", "+ actors.sort: new column"]),
    ],
)
def test_diff_names_what_differs(tiny, table, old, new, lines):
    """A changed cell, a row and a column are named, and the step that they ask for."""
    assert diff.run(tiny, str(TINY), str(tiny)).report == "no row differs"
    replace(tiny / f"data/{table}.csv", old, new)
    report = diff.run(tiny, str(TINY), str(tiny)).report.splitlines()
    assert all(line.startswith(start) for line, start in zip(report, lines, strict=False))
    assert report[-1] == f"at least a {'patch' if table == 'events' else 'major'} version (see RELEASING.md)"


def test_diff_gives_the_reason_of_a_withdrawal(tiny):
    """A row that `retired` lists is withdrawn, which is a minor step."""
    replace(tiny / "data/participants.csv", "pt-001,er-001,norway,speaker\n", "")
    replace(tiny / "data/retired.csv", "version\n", "version\nparticipants,pt-001,Coded twice.,0.2.0\n")
    report = diff.run(tiny, str(TINY), str(tiny)).report
    assert "- participants:pt-001 withdrawn: Coded twice." in report and "at least a minor version" in report


def test_diff_takes_revisions_of_the_repository_of_its_root(tiny):
    """A revision is one of the repository around `--root`, wherever the command runs and the program lies."""
    for words in ("init -q", "add data", "-c user.name=x -c user.email=x@x commit -qm x", "tag tiny-only"):
        subprocess.run(["git", *words.split()], cwd=tiny, check=True)
    assert diff.run(tiny, "tiny-only", str(tiny)).report == "no row differs"
    replace(tiny / "data/events.csv", "Boats reach", "Ships reach")
    assert "~ events:ev-001 title" in diff.run(tiny, "tiny-only", str(tiny)).report


def test_diff_reads_an_archive_at_its_top(tiny, tmp_path):
    """The package may be in a folder of a zip file, and its tests may hold another."""
    replace(tiny / "data/events.csv", "Boats reach", "Ships reach")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as out:
        for folder, top in ((tiny, "x/tests/tiny"), (TINY, "x")):
            for file in (folder / "data").rglob("*.csv"):
                out.write(file, f"{top}/{file.relative_to(folder)}")
    assert diff.run(tiny, str(tmp_path / "x.zip"), str(TINY)).report == "no row differs"


def test_diff_says_which_version_cannot_be_read(tmp_path):
    """A name that is no version, an option, a file that is no zip, a zip without tables or with a short row."""
    archive = tmp_path / "x.zip"
    for raw, message in (
        (b"", "has no table under data/"),
        (b"source_id,notes\ns1\n", "cannot be read (data/sources.csv:2 has 1 cells where the header has 2)"),
    ):
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr("data/sources.csv" if raw else "x", raw)
        assert message in str(diff.run(TINY, str(archive), str(TINY)).problems[0])
    archive.write_bytes(b"nothing")
    assert "is no zip file" in str(diff.run(TINY, str(archive), str(TINY)).problems[0])
    for name in ("v99.9.9", "--output=x"):
        assert f"{name}: no folder, no zip file and no revision" in str(diff.run(TINY, name, str(TINY)).problems[0])


def test_tidy_sorts_and_unquotes_and_leaves_what_it_cannot_read(tiny):
    """Rows out of order and cells quoted for nothing are mended; a file that cannot be read stays as it is."""
    names, quotes = tiny / "data" / "names.csv", tiny / "data" / "quotes.csv"
    sound = names.read_bytes()
    header, *rows = sound.decode().splitlines()
    names.write_text("\n".join([header, *reversed(rows)]).replace("norway", '"norway"'), "utf-8")
    broken = quotes.read_bytes() + b'qt-002,"\n'
    quotes.write_bytes(broken)
    (problem,) = tidy.run(tiny).problems
    assert problem.file == "data/quotes.csv" and quotes.read_bytes() == broken
    assert names.read_bytes() == sound


def page(folder, readme):
    """The two pages of a project, one of them with these examples."""
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "quickstart.md").write_text("No example.\n")
    (folder / "README.md").write_text(readme)


def test_examples_go_on_from_one_another_and_are_refreshed(tmp_path):
    """A block of Python sees the names of those before it; what it and a command print is compared, then written."""
    page(
        tmp_path,
        "```python\nn = 1 + 1\nprint(n)\n```\n\n```text\n3\n```\n\n```python\nfor _ in 'ab':\n    print(n)\n```\n\n"
        "```console\n$ python -c 'print(5)'\n```\n",
    )
    (problem,) = examples.stale(tmp_path)
    expected = "README.md:7  3  is out of date, and should be: 2: run: python build.py examples"
    assert str(problem) == expected
    assert not examples.run(tmp_path).problems
    assert examples.stale(tmp_path) == []
    assert "```\n\n```text\n2\n2\n```\n" in (tmp_path / "README.md").read_text()
    assert "$ python -c 'print(5)'\n5\n```" in (tmp_path / "README.md").read_text()


@pytest.mark.parametrize(
    ("readme", "message"),
    [
        ("```python\n1 / 0\n```\n", "an example fails (ZeroDivisionError: division by zero)"),
        ("```console\n$ rm -rf x\n```\n", "an example fails (only python may be run, not 'rm -rf x')"),
    ],
)
def test_example_that_fails_leaves_its_page(tmp_path, readme, message):
    """An example that raises, or runs anything but Python, is a problem of its page."""
    page(tmp_path, readme)
    assert message in str(examples.stale(tmp_path)[0]) and message in str(examples.run(tmp_path).problems[0])
    assert (tmp_path / "README.md").read_text() == readme


def test_every_cell_and_row_is_mutated(tiny):
    """Each filled cell is changed, to something else, and each row deleted and doubled."""
    package, _ = read(tiny, tiny / "sources")
    found = list(mutants.mutations(package))
    for table, rows in package.rows.items():
        header = list(mutants.columns(table))
        mine = [] if table in mutants.UNCHECKED else [m for m in found if m.table == table]
        filled = {(n, name) for n, row in enumerate(rows) for name, cell in zip(header, row, strict=True) if cell}
        assert not mine or filled <= {(m.row, m.column) for m in mine}
        assert all(rows[m.row][header.index(m.column)] != m.cell for m in mine if m.column)
        of_rows = {(m.row, m.kind) for m in mine if m.column is None}
        assert not mine or of_rows == {(n, kind) for n in range(len(rows)) for kind in (mutants.DELETED, mutants.TWICE)}


def test_outcome_is_the_worst_at_the_row(tiny):
    """Of what is said of a row an error counts before a warning, its review does not, and silence is not reported."""
    package, _ = read(tiny, tiny / "sources")
    changed = [mutants.Mutation("names", row, "notes", "case", f"Note {row}.") for row in (0, 2)]

    def validate(after):
        assert after.tables["names"]["notes"][0] == "Note 0."
        for severity, rule in (("warning", "odd"), ("error", "unreviewed_row"), ("error", "wrong")):
            yield Problem("data/names.csv", 2, "notes", None, "x", "y", rule, severity, "names", "nm-001")

    found = mutants.outcomes(package, changed, validate)
    assert found == {
        changed[0]: mutants.Outcome("error", "wrong", True),
        changed[1]: mutants.Outcome("not reported"),
    }
