"""`build.py review`: what is shown, what is written down, what is refused; and that no row passes unchecked."""

import csv
import io
import os
import pty
import select
import subprocess
import sys
import time

import pytest

from checks.anchors import row_digest
from edit.review import GRAMMAR
from tests.conftest import ROOT, TINY

CHECKS = "data/checks.csv"
HEADER = (TINY / CHECKS).read_text(encoding="utf-8").split("\n")[0] + "\n"


@pytest.fixture
def unchecked(tiny):
    """The tiny package before anybody has checked it."""
    (tiny / CHECKS).write_text(HEADER)
    return tiny


@pytest.fixture
def feed(run, monkeypatch):
    """feed(folder, verdicts, *options) -> (exit status, what was printed, what was complained of)."""

    def command(folder, verdicts, *options):
        raw = verdicts if isinstance(verdicts, bytes) else verdicts.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return run(folder, "review", *options)

    return command


def checks(folder):
    """The checks of a package, each column -> cell."""
    return list(csv.DictReader((folder / CHECKS).open(encoding="utf-8", newline="")))


def verdict(folder, name, words, verdict="accept"):
    """A line on a row as it stands."""
    stem, _, row_id = name.partition(":")
    lines = (folder / "data" / f"{stem}.csv").read_text(encoding="utf-8").split("\n")[1:-1]
    line = next(line for line in lines if ".".join(line.split(",")[: row_id.count(".") + 1]) == row_id)
    return f"{name}\t{row_digest(line)}\t{verdict}\t{words}\n"


# The rule ----------------------------------------------------------------------------------------------------------


def test_changed_cell_is_refused_until_checked_again(tiny, run, feed):
    """A change of a cell is refused at its line; a new check lets it pass, and the old one stays as history."""
    events = tiny / "data" / "events.csv"
    events.write_text(events.read_text().replace("Boats reach", "Three boats reach"))
    _, _, complaint = run(tiny)
    assert complaint.splitlines()[0] == (
        "data/events.csv:2  ev-001  changed since it was checked: python build.py review --table events"
    )
    assert feed(tiny, verdict(tiny, "events:ev-001", 'title "3 boats"'))[0] == 0
    assert run(tiny)[0] == 0
    assert len([check for check in checks(tiny) if check["row_id"] == "ev-001"]) == 2


def test_every_row_is_refused_unchecked(unchecked, run):
    """Without checks each row of each table is told, and every other rule runs all the same."""
    participants = unchecked / "data" / "participants.csv"
    participants.write_text(participants.read_text().replace("norway", "coast_guard"))
    _, _, complaint = run(unchecked)
    assert complaint.count("has not been checked") == len((TINY / CHECKS).read_text().splitlines()) - 1
    assert "coast_guard  is not named in the anchors of its row" in complaint


def test_check_of_a_retired_row_is_no_fault(tiny, run, feed):
    """A withdrawn row keeps its checks, as its id is in data/retired.csv, which is checked in its turn."""
    path = tiny / CHECKS
    path.write_text(path.read_text().replace("pt-001", "pt-002"))
    (tiny / "data" / "retired.csv").write_text("table,row_id,reason,version\nparticipants,pt-002,Said twice.,0.2.0\n")
    said = verdict(tiny, "participants:pt-001", 'actor_id "Norway"')
    said += verdict(tiny, "retired:participants.pt-002", "reason: seen in the log")
    assert feed(tiny, said)[0] == 0
    assert run(tiny)[0] == 0


def test_report_counts_by_kind_of_checker(tiny, run, feed):
    """The closing report says how many rows were checked, and by whom."""
    feed(tiny, verdict(tiny, "events:ev-001", 'title "3 boats"'), "--checker", "person")
    assert "58 rows checked: 58 by language models, 1 by a person\n" in run(tiny)[1]


# What is shown -----------------------------------------------------------------------------------------------------


def test_print_shows_rows_with_their_words(unchecked, run):
    """A block has name and digest, file and line, the filled cells, and the words of each anchor in their context."""
    status, printed, _ = run(unchecked, "review", "--print", "--table", "quotes")
    lines = printed.splitlines()
    assert status == 0
    assert lines[0] == verdict(unchecked, "quotes:qt-001", "").split("\taccept")[0]
    assert lines[1] == "data/quotes.csv:2"
    assert "  speaker_id  coast_guard (Coast guard)" in lines
    assert not [line for line in lines if line.startswith("  relayed_by")]
    assert "had reached Bergen.¶“⟦All are safe,⟧” the coast guard said.¶(end)¶..." in lines[-2]
    assert "“All are safe,” ⟦the coast guard said⟧.¶(end)" in lines[-1]


def test_rows_without_anchors_stand_on_others(unchecked, run):
    """A participant and a location show the words of their event, a segment its own characters."""
    for stem, words in (("participants", "⟦Norway said"), ("locations", "⟦Norway said"), ("segments", "⟦(end)⟧")):
        assert words in run(unchecked, "review", "--print", "--table", stem)[1]


def test_print_in_the_order_of_tables_and_narrowed(unchecked, run, feed):
    """All unchecked rows are printed, tables in their order; --source keeps rows with an anchor in it."""
    names = [line.split("\t")[0] for line in run(unchecked, "review", "--print")[1].splitlines() if "\t" in line]
    assert (names[:2], names[-1], len(names)) == (["sources:s900", "segments:s900-001"], "codes:where_precision.1", 58)
    printed = run(unchecked, "review", "--print", "--source", "s900")[1]
    assert printed.count("\t") == 16 and "codes:" not in printed
    feed(unchecked, verdict(unchecked, "sources:s900", 'published_on "2021-05-05"; sha256: as computed'))
    assert "sources:s900" not in run(unchecked, "review", "--print")[1]


def test_rows_that_no_person_checked(tiny, run, feed):
    """--checker person offers rows that only a model has read; once all is checked, that is said."""
    assert run(tiny, "review", "--print")[1] == "Every row here has been checked.\n"
    assert run(tiny, "review", "--print", "--table", "events", "--checker", "person")[1].startswith("events:ev-001\t")
    feed(tiny, verdict(tiny, "events:ev-001", 'title "3 boats"'), "--checker", "person")
    printed = run(tiny, "review", "--print", "--table", "events", "--checker", "person")[1]
    assert printed == "Every row here has been checked.\n"


def test_unknown_source_and_bad_cells_are_told(tiny, run):
    """A source that is none, and a package whose cells cannot be read, get a complaint and nothing else."""
    _, _, complaint = run(tiny, "review", "--print", "--source", "s9")
    assert complaint == "--source  s9  is no source: use one of s900\n1 problem; nothing was checked.\n"
    (tiny / "data" / "participants.csv").unlink()
    assert "data/participants.csv  the file is missing" in run(tiny, "review", "--print")[2]


def test_articles_are_needed(unchecked, run, feed):
    """Without the articles only rows that have no anchors can be shown and checked."""
    (unchecked / "sources" / "900_tiny.txt").unlink()
    (unchecked / "sources").rmdir()
    status, _, complaint = run(unchecked, "review", "--print")
    assert (status, complaint.splitlines()[0]) == (
        1,
        "sources  no articles at hand, and a check needs them: name their folder: --sources DIR "
        "(without them: review --table codes)",
    )
    assert run(unchecked, "review", "--print", "--table", "codes")[0] == 0
    assert feed(unchecked, verdict(unchecked, "codes:side.none", "code: made up"))[0] == 0
    assert (
        "stdin:1  segments:s900-004  cannot be checked without its article: name the folder"
        in (feed(unchecked, verdict(unchecked, "segments:s900-004", 'reason "(end)"'))[2])
    )


# Verdicts over a pipe ----------------------------------------------------------------------------------------------


def test_accepted_row_is_written(unchecked, feed):
    """A right verdict becomes a row of data/checks.csv with the pass, the digest and the words."""
    status, printed, complaint = feed(
        unchecked, verdict(unchecked, "events:ev-001", 'value "3 boats"; kind "reached Bergen"'), "--pass", "second-2"
    )
    assert (status, printed, complaint) == (0, "1 check written to data/checks.csv\n", "")
    (check,) = checks(unchecked)
    assert (check["table"], check["row_id"], check["checker"], check["pass"]) == (
        "events",
        "ev-001",
        "model",
        "second-2",
    )
    assert check["words"] == 'value "3 boats"; kind "reached Bergen"'


REFUSED = [
    ("nonsense", "nonsense  is no verdict: write table:row_id, digest, accept or mend, and words, parted by tabs"),
    ("events:ev-009\tx\taccept\ty", "events:ev-009  is no row: copy the first line of a block"),
    (
        "events:ev-001\t{old}\taccept\tx",
        "events:ev-001  was not shown as it stands now: read it again: python build.py",
    ),
    ("events:ev-001\t{new}\tpass\tx", "is no verdict"),
    ("events:ev-001\t{new}\taccept\t", 'events:ev-001  has no words: say what supports it: column "words"'),
    ("events:ev-001\t{new}\tmend\t ", "events:ev-001  has no words"),
    ("events:ev-001\t{new}\taccept\tlooks right", "looks right  does not have the form"),
    ('events:ev-001\t{new}\taccept\tkind "said",value "3 boats"', "does not have the form"),
    ('events:ev-001\t{new}\taccept\tkind " "', "does not have the form"),
    (
        'events:ev-001\t{new}\taccept\tcolour "3 boats"',
        'colour "3 boats"  is no column of events: use one of event_id,',
    ),
    (
        'events:ev-001\t{new}\taccept\tvalue "said on Tuesday that 3 boats with"',
        "quotes more than six words: quote those that tell",
    ),
    (
        'events:ev-001\t{new}\taccept\tvalue "3 ships"',
        'value "3 ships"  does not stand in the anchors of events:ev-001: copy words of the anchors as printed',
    ),
    ('events:ev-001\t{new}\taccept\tvalue "All are safe"', "does not stand in the anchors"),
    (
        "events:ev-001\t{new}\taccept\tkind: an arrival",
        'kind: an arrival  quotes nothing, and is no reference column: write kind "words of the anchors"',
    ),
    ('events:ev-001\t{new}\taccept\tkind "3 boats" ', "has white space at an end, or twice in a row"),
]


@pytest.mark.parametrize(("line", "complaint"), REFUSED)
def test_verdict_is_refused(unchecked, feed, line, complaint):
    """Each fault of a verdict is told with its line; what is right beside it is written."""
    new = verdict(unchecked, "events:ev-001", "").split("\t")[1]
    right = verdict(unchecked, "actors:norway", 'name "Norway"; state_iso3: Norway is NOR')
    status, printed, told = feed(unchecked, right + "\n" + line.format(old="0" * 64, new=new) + "\n")
    assert (status, printed) == (1, "")
    assert told.startswith("stdin:3  ") and complaint in told
    assert told.endswith("; 1 check written to data/checks.csv.\n")
    assert [check["row_id"] for check in checks(unchecked)] == ["norway"]


def test_quoting_where_there_are_no_anchors_is_refused(unchecked, feed):
    """A code has no anchors to quote from; words of one's own are enough."""
    told = feed(unchecked, verdict(unchecked, "codes:side.none", 'code "none"'))[2]
    assert 'stdin:1  code "none"  quotes, but the row has no anchors: write code: and words of your own' in told


def test_words_in_bulk_are_refused(unchecked, feed):
    """The same words for a second row with other anchors are refused, in one go and in two; others may share them."""
    words = 'name "Norway"'
    both = verdict(unchecked, "actors:norway", words) + verdict(unchecked, "positions:ps-001", 'party_id "Norway"')
    assert feed(unchecked, both)[0] == 0
    told = feed(unchecked, verdict(unchecked, "participants:pt-001", 'party_id "Norway"'))[2]
    assert "is no column of participants" in told
    first = verdict(unchecked, "segments:s900-002", 'kind "said"')
    second = verdict(unchecked, "segments:s900-003", 'kind "said"')
    complaint = (
        "are the words for segments:s900-002 too, whose anchors differ: read segments:s900-003, then say its own"
    )
    for told in (feed(unchecked, first + second)[2], feed(unchecked, second)[2]):
        assert complaint in told
    assert feed(unchecked, second, "--pass", "review-2")[0] == 0
    alike = verdict(unchecked, "events:ev-001", 'notes "Norway"') + verdict(
        unchecked, "positions:ps-001", 'notes "Norway"'
    )
    assert feed(unchecked, alike)[0] == 0
    codes = verdict(unchecked, "codes:side.none", "code: listed") + verdict(
        unchecked, "codes:unit.boat", "code: listed"
    )
    assert feed(unchecked, codes)[0] == 0


def test_mend_is_told_and_not_written(unchecked, feed):
    """`mend` prints where the row stands and what is wrong; it is no fault of the verdict."""
    status, printed, complaint = feed(unchecked, verdict(unchecked, "events:ev-001", "The title is short.", "mend"))
    assert (status, complaint) == (0, "")
    assert printed.splitlines()[0] == "data/events.csv:2  ev-001  wants mending: The title is short."
    assert checks(unchecked) == []


def test_verdicts_can_be_given_again(unchecked, feed):
    """Giving the same verdicts twice changes nothing; other words take the place of the first."""
    line = verdict(unchecked, "events:ev-001", 'value "3 boats"')
    feed(unchecked, line)
    before = (unchecked / CHECKS).read_bytes()
    assert feed(unchecked, line)[0] == 0
    assert (unchecked / CHECKS).read_bytes() == before
    feed(unchecked, verdict(unchecked, "events:ev-001", 'value "3 boats with fish"'))
    assert [check["words"] for check in checks(unchecked)] == ['value "3 boats with fish"']


def test_checks_made_with_the_command_are_those_of_the_tiny_package(tiny, unchecked, feed, run):
    """Its checks, given again as verdicts in any order, make the same table, and a sound package."""
    wanted = list(csv.DictReader((TINY / CHECKS).open(encoding="utf-8", newline="")))
    keys = ("table", "row_id", "row_sha256", "words")
    lines = ["{}:{}\t{}\taccept\t{}".format(*(check[key] for key in keys)) for check in reversed(wanted)]
    assert feed(unchecked, "\n".join(lines))[0] == 0
    assert [[check[key] for key in keys] for check in checks(unchecked)] == [[c[key] for key in keys] for c in wanted]
    assert run(unchecked)[0] == 0


def test_input_that_cannot_be_read_or_is_empty(unchecked, feed):
    """Bytes that are no UTF-8 are told by line; no verdict at all points to the help."""
    assert "stdin:2  is not UTF-8: send UTF-8\n" in feed(unchecked, b"\n\xff\n")[2]
    assert "no verdict was given: python build.py review --help" in feed(unchecked, "")[1]


def test_checks_that_cannot_be_written_are_told(unchecked, feed, monkeypatch):
    """Where the file system refuses, that is told, and the table is as it was."""

    def refuse(*_):
        raise PermissionError(13, "Permission denied", CHECKS)

    monkeypatch.setattr("edit.review.replace", refuse)
    _, _, told = feed(unchecked, verdict(unchecked, "events:ev-001", 'value "3 boats"'))
    assert told.startswith("data/checks.csv  cannot be written (Permission denied): make room or give permission")
    assert checks(unchecked) == []


@pytest.mark.parametrize("name", ["Review", "a b", ""])
def test_name_of_a_pass(tiny, run, name, capsys):
    """A pass has a name of small letters, digits and hyphens."""
    with pytest.raises(SystemExit):
        run(tiny, "review", "--pass", name)
    assert "write small letters, digits and hyphens, such as review-1" in capsys.readouterr().err


def test_help_gives_the_grammar(run, tiny, capsys):
    """The help of the command has the grammar that verdicts are read by."""
    with pytest.raises(SystemExit):
        run(tiny, "review", "--help")
    assert GRAMMAR.strip() in capsys.readouterr().out


# At a terminal -----------------------------------------------------------------------------------------------------


def talk(folder, answers, *options):
    """What stands on the terminal after a review of `folder`; each answer is given when the prompt asks for it.

    `answers` are (words of the prompt, keys or a function that mends something and gives the keys).
    """
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(folder), "review", *options]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    environment.pop("ISTANBUL_TALKS_SOURCES", None)
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        screen, seen = "", 0
        for prompt, answer in [*answers, (None, "")]:
            until = time.monotonic() + 60
            while prompt is None or prompt not in screen[seen:]:
                assert time.monotonic() < until, screen
                if not select.select([ours], [], [], 1)[0]:
                    continue
                try:
                    read = os.read(ours, 65536)
                except OSError:  # Linux: the other end is closed
                    read = b""
                if not read:
                    break
                screen += read.decode()
            seen = len(screen)
            if prompt:
                os.write(ours, (answer() if callable(answer) else answer).encode())
        status = process.wait()
    os.close(ours)
    return status, screen.replace("\r\n", "\n")


ASK = "a accept, m mend, s skip, q quit:"


def test_a_person_accepts_skips_stops_and_takes_up_again(unchecked):
    """Each check is written at once; a skipped row and what comes after q are offered again the next time."""
    status, screen = talk(unchecked, [(ASK, "a\n"), (ASK, "s\n"), (ASK, "a\n")], "--table", "names")
    assert (status, screen.count(ASK)) == (0, 3)
    assert "2 of 3 rows checked" in screen
    (first, second) = checks(unchecked)
    assert (first["row_id"], second["row_id"]) == ("nm-001", "nm-003")
    assert {(c["checker"], c["pass"], c["words"]) for c in (first, second)} == {("person", "review-1", "")}
    _, screen = talk(unchecked, [("1 of 1. " + ASK, "q\n")], "--table", "names")
    assert "names:nm-002" in screen and "names:nm-001" not in screen and "0 of 1 rows checked" in screen


def test_killed_review_loses_nothing(unchecked):
    """What was accepted stands in the file before the next row is answered."""

    def look():
        assert [check["row_id"] for check in checks(unchecked)] == ["nm-001"]
        return "\x04"

    _, screen = talk(unchecked, [(ASK, "a\n"), (ASK, look)], "--table", "names")
    assert "1 of 3 rows checked" in screen


def test_anchored_words_are_in_colour(unchecked):
    """The terminal shows file and line, and the anchored words marked."""
    _, screen = talk(unchecked, [(ASK, "q\n")], "--table", "quotes")
    assert "data/quotes.csv:2" in screen
    assert "\x1b[1;33mAll are safe,\x1b[0m" in screen


def test_row_is_mended_and_shown_again(unchecked):
    """m prints file and line, waits, complains of what cannot be read, and shows the row as it stands now."""
    events = unchecked / "data" / "events.csv"
    sound = events.read_text()

    def spoil():
        events.write_text(sound.replace("arrival", "landing"))
        return "\n"

    def mend():
        events.write_text(sound.replace("Boats reach", "Three boats reach"))
        return "\n"

    wait = "data/events.csv:2: mend it and save, then press Enter"
    _, screen = talk(unchecked, [(ASK, "m\n"), (wait, spoil), (wait, mend), (ASK, "a\n")], "--table", "events")
    assert "landing  is no code of event_kind" in screen
    assert "Three boats reach Bergen" in screen
    (check,) = checks(unchecked)
    assert check["row_sha256"] == verdict(unchecked, "events:ev-001", "").split("\t")[1]


def test_a_model_cannot_check_at_the_keyboard(unchecked):
    """A check without words is a person's alone."""
    status, screen = talk(unchecked, [], "--table", "names", "--checker", "model")
    assert status == 1
    assert "--checker  model  a model's check needs words: give verdicts over a pipe" in screen


def test_reference_alone_supports_nothing(unchecked, feed):
    """A row with anchors wants some of their words; a word on a reference column comes beside them."""
    line = verdict(unchecked, "places:bergen", "geonames_id: looked up")
    status, _, told = feed(unchecked, line)
    assert status == 1
    assert 'geonames_id: looked up  quotes nothing of the anchors: add column "words of the anchors"' in told
    assert feed(unchecked, verdict(unchecked, "places:bergen", 'name "Bergen"; geonames_id: looked up'))[0] == 0
