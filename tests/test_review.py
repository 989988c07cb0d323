"""`build.py review`: what a reader is shown, which verdicts are written down, and which are refused and why."""

import csv
import io
import os
import re
import subprocess
import sys

import pytest

from editing import review
from editing.review import Options
from pipeline.package import checked_rows, read
from tests.conftest import ROOT, replace

CHECKS = "data/checks.csv"


@pytest.fixture
def unchecked(tiny):
    """The tiny package before anybody has checked it."""
    file = tiny / CHECKS
    file.write_text(file.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    return tiny


@pytest.fixture
def feed(monkeypatch):
    """feed(folder, verdicts, **options) -> result of a review that reads these from standard input."""

    def command(folder, verdicts, **options):
        raw = verdicts if isinstance(verdicts, bytes) else verdicts.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return review.run(Options(folder, **{"sources": folder / "sources"} | options))

    return command


def show(folder, **options):
    """Result of `review --print`."""
    return review.run(Options(folder, show=True, **{"sources": folder / "sources"} | options))


def checks(folder):
    """The checks of a package, each column -> cell."""
    return list(csv.DictReader((folder / CHECKS).open(encoding="utf-8", newline="")))


def digest(folder, name):
    """The digest of a row as it is."""
    return next(row.sha256 for row in checked_rows(read(folder)[0]) if f"{row.table}:{row.row_id}" == name)


def verdict(folder, name, words, answer="accept"):
    """A line on a row as it is."""
    return f"{name}\t{digest(folder, name)}\t{answer}\t{words}\n"


def test_block_shows_cells_and_words_in_context(unchecked):
    """A block has name and digest, file and line, the filled cells, and the words of each anchor in their context."""
    lines = show(unchecked, table="names").report.splitlines()
    assert lines[:2] == [f"names:nm-001\t{digest(unchecked, 'names:nm-001')}", "data/names.csv:2"]
    assert "  actor_id  norway (Norway)" in lines
    assert not [line for line in lines[: lines.index("")] if line.startswith("  place_id")]
    assert (
        "  s900:78-84  ...2021-05-05¶Norway said on Tuesday that 3 boats with fish on board had reached ⟦Bergen⟧."
        in lines[-1]
    )


def test_segments_rest_on_their_own_characters(unchecked):
    """A segment has no anchors, and shows its own characters."""
    assert "⟦(end)⟧" in show(unchecked, table="segments").report


def test_content_rows_are_not_shown(unchecked, feed):
    """A row that is reviewed blind is neither shown nor accepted; the message names the command that reviews it."""
    assert "quotes:" not in show(unchecked).report
    refused = (
        "--table  quotes  is reviewed by those who do not see its cells: python build.py review --blind --table quotes"
    )
    assert str(show(unchecked, table="quotes").problems[0]) == refused
    result = feed(unchecked, verdict(unchecked, "quotes:qt-001", 'gloss "All are safe,"'))
    assert "quotes:qt-001  is reviewed by those who do not see its cells" in str(result.problems[0])
    assert checks(unchecked) == []


def test_rows_are_narrowed_by_source_and_checker(unchecked, feed):
    """Rows that were read are not shown again, unless a person is to read what a model has read."""
    assert "codes:" in show(unchecked).report and "codes:" not in show(unchecked, source="s900").report
    feed(unchecked, verdict(unchecked, "names:nm-001", 'spelling "Norway"'))
    assert "names:nm-001" not in show(unchecked, table="names").report
    assert show(unchecked, table="names", checker="person").report.startswith("names:nm-001\t")
    assert str(show(unchecked, source="s9").problems[0]) == "--source  s9  is no source: use one of s900"


def test_rows_with_anchors_need_their_article(unchecked, feed):
    """Without the articles only rows that have no anchors can be shown and checked; others are counted."""
    assert "no article at hand" in str(show(unchecked, sources=None, table="names").problems[0])
    assert re.search(r"\n\n\d+ rows of articles that are not at hand: left out$", show(unchecked, sources=None).report)
    assert "codes:side.none" in show(unchecked, sources=None, table="codes").report
    assert not feed(unchecked, verdict(unchecked, "codes:side.none", "code: made up"), sources=None).problems
    line = verdict(unchecked, "segments:s900-004", 'reason "(end)"')
    assert "cannot be checked without its article" in str(feed(unchecked, line, sources=None).problems[0])


def test_accepted_row_is_written_and_a_changed_one_wanted_again(unchecked, feed):
    """A check holds row, digest, pass and words; once the row is changed it wants another, and the old one is kept."""
    line = verdict(unchecked, "names:nm-001", 'spelling "Norway"; kind "Norway"')
    result = feed(unchecked, line, pass_name="second-2")
    assert (list(result.problems), result.report) == ([], "1 check written to data/checks.csv")
    (check,) = checks(unchecked)
    assert (check["row_id"], check["checker"], check["pass"]) == ("nm-001", "model", "second-2")
    assert check["row_sha256"] == digest(unchecked, "names:nm-001")
    replace(unchecked / "data/names.csv", "s900:11-17,", "s900:11-17,By the article.")
    assert "By the article." in show(unchecked, table="names").report
    assert "has changed since it was printed: read it again" in str(feed(unchecked, line).problems[0])
    feed(unchecked, verdict(unchecked, "names:nm-001", 'spelling "Norway"'), pass_name="second-2")
    assert len(checks(unchecked)) == 2


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("allowed_pairs", "zz_kind,ukraine,none,", "value: host"),
        ("waivers", "host_kind,events,ev-001,Two hosts.", "reason: read"),
        ("retired", "events,ev-002,Said twice.,0.2.0", "reason: seen in the log"),
    ],
)
def test_decisions_are_reviewed_in_words_of_ones_own(unchecked, feed, table, row, words):
    """Rows of allowed_pairs, waivers and retired have no anchors to quote."""
    file = unchecked / "data" / f"{table}.csv"
    header = file.read_text(encoding="utf-8").split("\n")[0]
    file.write_text(f"{header}\n{row}\n", encoding="utf-8")
    name = show(unchecked, table=table).report.partition("\t")[0]
    assert not feed(unchecked, verdict(unchecked, name, words)).problems
    assert show(unchecked, table=table).report == review.ALL_CHECKED
    quoting = feed(unchecked, verdict(unchecked, name, words.replace(": ", ' "') + '"'))
    assert "quotes, but the row has no anchors" in str(quoting.problems[0])


REFUSED = [
    ("nonsense", "nonsense  is no verdict: write table:row_id, digest, accept or mend, and words, separated by tabs"),
    ("names:nm-009\tx\taccept\ty", "names:nm-009  is no row: copy the first line of a block"),
    ("names:nm-001\tx\taccept\ty", "names:nm-001  has changed since it was printed"),
    ("{row}\tpass\tx", "is no verdict"),
    ("{row}\taccept\t", 'segments:s900-002  has no words: say what supports it: column "words"'),
    ("{row}\taccept\tlooks right", "looks right  does not have the form"),
    ('{row}\taccept\tkind "said",kind "3 boats"', "does not have the form"),
    ('{row}\taccept\tcolour "3 boats"', 'colour "3 boats"  is no column of segments: use one of segment_id,'),
    ('{row}\taccept\tkind "said on Tuesday that 3 boats with"', "quotes more than six words"),
    ('{row}\taccept\tkind "3 ships"', 'kind "3 ships"  is not in the anchors of segments:s900-002'),
    ('{row}\taccept\tkind "3 boats"; kind: an arrival', "quotes nothing, and is no reference column"),
    ('{row}\taccept\tkind "3 boats" ', "has white space at an end, or twice in a row"),
    ("{names}\taccept\tnotes: Norway", "quotes nothing of the anchors"),
]


@pytest.mark.parametrize(("line", "message"), REFUSED)
def test_verdict_is_refused(unchecked, feed, line, message):
    """Each fault of a verdict is reported with its line; what is right beside it is written."""
    facts = {
        key: f"{name}\t{digest(unchecked, name)}"
        for key, name in (("row", "segments:s900-002"), ("names", "names:nm-001"))
    }
    right = verdict(unchecked, "names:nm-003", 'spelling "Bergen"')
    result = feed(unchecked, right + "\n" + line.format(**facts) + "\n")
    assert str(result.problems[0]).startswith("stdin:3  ") and message in str(result.problems[0])
    assert result.outcome == "1 check written to data/checks.csv"
    assert [check["row_id"] for check in checks(unchecked)] == ["nm-003"]


def test_a_row_that_changed_shows_what_changed(unchecked, feed):
    """Of a row that was checked as the last commit has it, only the cells that changed are shown, after what they were."""
    feed(unchecked, verdict(unchecked, "names:nm-001", 'spelling "Norway"'))
    for command in (["init", "-q"], ["add", "data"], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=unchecked, check=True)
    replace(unchecked / "data/names.csv", "Norway,name", "Norway,role")
    first, place, *cells = show(unchecked, table="names").report.splitlines()
    assert place == "data/names.csv:2  changed since it was checked"
    assert cells[0] == "  kind  name -> role" and cells[1].startswith("  s900:11-17  ...")


def test_same_words_for_rows_with_other_anchors_are_refused(unchecked, feed):
    """Words in bulk are refused within one input and across two of a pass; rows with the same anchors may share them."""
    first, second = (verdict(unchecked, f"segments:s900-00{n}", 'kind "said"') for n in (2, 3))
    message = "are the words for segments:s900-002 too, whose anchors differ"
    assert message in str(feed(unchecked, first + second).problems[0])
    assert message in str(feed(unchecked, second).problems[0])
    assert not feed(unchecked, second, pass_name="review-2").problems
    replace(unchecked / "data/names.csv", "nm-002,", "nm-002,norway,,s900,Norway,title,s900:11-17,\nnm-003,")
    replace(unchecked / "data/names.csv", "nm-003,,bergen", "nm-004,,bergen")
    alike = [verdict(unchecked, name, 'notes "Norway"') for name in ("names:nm-001", "names:nm-002")]
    assert not feed(unchecked, "".join(alike)).problems


def test_mend_is_reported_and_not_written(unchecked, feed):
    """`mend` says where the row is and what is wrong; it is no fault of the verdict."""
    result = feed(unchecked, verdict(unchecked, "names:nm-001", "It is a title.", "mend"))
    assert result.report.startswith("data/names.csv:2  nm-001  needs mending: It is a title.")
    assert not result.problems and checks(unchecked) == []


def test_later_words_of_a_pass_replace_the_earlier(unchecked, feed):
    """Giving a verdict twice changes nothing; other words take the place of the first. A file is read as input is."""
    line = verdict(unchecked, "names:nm-001", 'spelling "Norway"')
    feed(unchecked, line)
    before = (unchecked / CHECKS).read_bytes()
    feed(unchecked, line)
    assert (unchecked / CHECKS).read_bytes() == before
    file = unchecked / "verdicts.txt"
    file.write_text(verdict(unchecked, "names:nm-001", 'kind "Norway"'), "utf-8", newline="\r\n")
    assert not review.run(Options(unchecked, unchecked / "sources", verdicts=file)).problems
    assert [check["words"] for check in checks(unchecked)] == ['kind "Norway"']


def test_review_without_terminal_or_verdicts_says_what_it_needs(unchecked, feed, monkeypatch):
    """No input, input that is not UTF-8, closed input and a pass without a proper name are answered at once."""
    assert "no verdict was given: python build.py review --help" in feed(unchecked, "").report
    assert str(feed(unchecked, b"\n\xff\n").problems[0]) == "stdin:2  is not UTF-8: send UTF-8"
    assert "--pass  A b  is no name of a pass" in str(feed(unchecked, "", pass_name="A b").problems[0])
    monkeypatch.setattr(sys, "stdin", None)
    assert "stdin  is closed: send verdicts over it" in str(review.run(Options(unchecked)).problems[0])


def review_process(folder, **streams):
    """A review in a process of its own."""
    code = "import sys; from pathlib import Path; from editing.review import *; p = Path(sys.argv[1])\n"
    code += "result = run(Options(p, p / 'sources', table='names')); print(*result.problems, result.report, flush=True)"
    return subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT, **streams)


def test_review_does_not_wait_silently(unchecked):
    """Where nothing comes over an open pipe, the error stream says that verdicts are expected, and where to look."""
    with review_process(unchecked, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr.readline() == review.WAITING + "\n"
        process.stdin.close()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_person_accepts_skips_mends_and_quits(unchecked):
    """Each check is written at once; the terminal marks the anchored words, and a mended row is shown again."""
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, b"a\ns\nm\n\nq\n")
    with review_process(unchecked, stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        screen = process.stdout.read()
    assert "⟦Norway⟧" in screen and "data/names.csv:4: mend it and save" in screen
    assert screen.count("names:nm-003 ") == 2 and "1 of 3 rows checked" in screen
    (check,) = checks(unchecked)
    assert (check["row_id"], check["checker"], check["words"]) == ("nm-001", "person", "")
