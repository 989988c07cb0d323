"""Faults of form, of files and of articles: each gets its message, exit status 1, and not a byte changes."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import build
from pipeline.package import read
from publish import tables
from tests.conftest import contents, replace

ACTORS, PARTS, QUOTES = "data/actors.csv", "data/participants.csv", "data/quotes.csv"
COLUMNS = "participant_id,event_id,actor_id,role,notes"
ARTICLE = "sources/900_tiny.txt"


def words(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Puts words into a file for others."""
    return lambda folder: replace(folder / path, old, new)


def raw(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Changes the bytes of a file."""
    return lambda folder: (folder / path).write_bytes(change((folder / path).read_bytes())) and None


def remove(path: str) -> Callable[[Path], None]:
    """Removes a file."""
    return lambda folder: (folder / path).unlink()


def latin_article(folder: Path) -> None:
    """Turns the article into Latin-1, with the digest and size that it then has in its row."""
    before = (folder / ARTICLE).read_bytes()
    after = before.replace(b"(end)", b"(\xe9nd)")
    (folder / ARTICLE).write_bytes(after)
    replace(folder / "data/sources.csv", hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())


def reverse(text: bytes) -> bytes:
    """The rows of a table in the other order."""
    header, *rows = text.splitlines(keepends=True)
    return header + b"".join(reversed(rows))


FAULTS = {
    "byte_order_mark": (raw(ACTORS, lambda b: b"\xef\xbb\xbf" + b), f"{ACTORS}:1  holds a byte order mark: save as"),
    "carriage_return": (raw(ACTORS, lambda b: b.replace(b"\n", b"\r\n")), f"{ACTORS}:1  holds a carriage return: save"),
    "nul": (words(ACTORS, "Coast guard", "Coast\0guard"), f"{ACTORS}:2  holds a NUL: save as UTF-8 with LF"),
    "other_encoding": (raw(ACTORS, lambda b: b.replace(b"Coast", b"C\xf4st")), f"{ACTORS}:2  byte 0xf4  is not UTF-8"),
    "empty_file": (raw(ACTORS, lambda b: b""), f"{ACTORS}:1  is empty: write the header first"),
    "missing_file": (remove("data/places.csv"), "data/places.csv  the file is missing: restore it: git checkout data"),
    "too_few_cells": (
        words(PARTS, "speaker,", "speaker"),
        f"{PARTS}:2  pt-001,ev-001,norway,speaker  has 4 cells where",
    ),
    "unclosed_quote": (words(QUOTES, 'safe,"', "safe,"), f"{QUOTES}:2  "),
    "column_twice": (words(PARTS, ",notes", ",role"), f"{PARTS}:1:role  role  stands twice in the header: remove one"),
    "unknown_column": (words(PARTS, ",notes", ",mood"), f"{PARTS}:1:mood  mood  is no column of this table: remove it"),
    "missing_column": (words(PARTS, ",notes", ",mood"), f"{PARTS}:1:notes  the column is missing: add it"),
    "reordered_column": (
        raw(PARTS, lambda b: f"event_id,participant_id,{COLUMNS[24:]}\nev-001,pt-001,norway,speaker,\n".encode()),
        f"{PARTS}:1  the columns are out of order: put them in this order: {COLUMNS}",
    ),
    "line_break_in_a_cell": (words(ACTORS, "Coast guard", '"Coast\nguard"'), f"{ACTORS}:2  "),
    "needless_quotes": (
        words(PARTS, "speaker", '"speaker"'),
        f"{PARTS}:2  is not in canonical form from here on: run:",
    ),
    "rows_out_of_order": (raw(ACTORS, reverse), f"{ACTORS}:2  is not in canonical form from here on: run: python"),
    "no_last_line_end": (raw(ACTORS, lambda b: b[:-1]), f"{ACTORS}:3  is not in canonical form from here on"),
    "white_space": (
        words(ACTORS, "Coast guard", "Coast  guard "),
        f"{ACTORS}:2:name  Coast  guard   has white space at",
    ),
    "invisible_character": (
        words(ACTORS, "Coast guard", "Coast\u200bguard"),
        rf"{ACTORS}:2:name  Coast\x200bguard  holds",
    ),
    "no_day": (
        words("data/events.csv", "2021-05-04,day", "2021-02-30,day"),
        "data/events.csv:2:date_end  2021-02-30  is not",
    ),
    "no_whole_number": (
        words("data/segments.csv", ",11,", ",eleven,"),
        "data/segments.csv:3:start  eleven  is not a whole",
    ),
    "no_number": (
        words("data/places.csv", "60.39299", "60.39299N"),
        "data/places.csv:2:latitude  60.39299N  is not a num",
    ),
    "no_flag": (
        words("data/positions.csv", "true", "yes"),
        "data/positions.csv:2:own_side_account  yes  is not true or f",
    ),
    "too_large": (words("data/segments.csv", ",85,", ",99999999999999999999,"), "data/segments.csv:3:end  9999999999"),
    "edited_article": (
        words(ARTICLE, "3 boats", "4 boats"),
        "data/sources.csv:2:sha256  76f24f70ca957adc0ebbaa16316078...",
    ),
    "no_article": (remove(ARTICLE), "data/sources.csv:2:file_name  900_tiny.txt  no such article in the folder of"),
}
# What a whole build has to say, be it of a later stage or of an article that is, by its row, the one that was coded.
LATER = {
    "article_of_other_encoding": (
        latin_article,
        "data/sources.csv:2:file_name  900_tiny.txt  the article at hand is not UTF-8 (byte 129): use the file that was",
    ),
    "blank_identity_card": (
        words("data/sources.csv", "76f24f70ca957adc0ebbaa16316078b44e70c6bdd4fa6d90b6d7b70dcc37ef4f", ""),
        "data/sources.csv:2:sha256  (blank)  is blank, and the column allows no blank: fill it",
    ),
    "narrative_repeated": (
        words(
            ACTORS, "s900:106-117,", "s900:106-117,said on Tuesday that 3 boats with fish on board had reached Bergen."
        ),
        f"{ACTORS}:2  said on tuesday that 3 boats with fish on board had  repeats more than 10 words of the narrative",
    ),
}
OFFLINE = {
    "changed_row": (
        words("data/positions.csv", "s900:11-85,", "s900:11-85,A new word."),
        "data/positions.csv:2  ps-001  changed since it was compared with its article, which is not at hand: build with",
    ),
    "new_anchor": (
        words("data/positions.csv", "s900:11-85", "s900:11-17"),
        "data/positions.csv:2:evidence  s900:11-17  is new, and its article is not at hand: build with the articles",
    ),
    "moved_segment": (
        words("data/segments.csv", ",86,123,", ",86,122,"),
        "data/segments.csv:4:segment_id  s900-003  is new or moved, and its article is not at hand: build with the",
    ),
    "derived_table_gone": (
        remove("data/derived/mentions.csv"),
        "data/derived/mentions.csv  the file is missing: restore",
    ),
    "derived_table_broken": (
        words("data/derived/mentions.csv", ",11,", ",eleven,"),
        "data/derived/mentions.csv:",
    ),
}


@pytest.mark.parametrize(("fault", "message"), FAULTS.values(), ids=FAULTS)
def test_fault_is_seen_when_it_is_read(fault, message, tiny):
    """A fault of a file gets its message, whatever else is wrong."""
    fault(tiny)
    problems = [str(problem) for problem in read(tiny, tiny / "sources")[1]]
    assert any(problem.startswith(message) for problem in problems), problems


@pytest.mark.parametrize(
    ("fault", "message"), [*LATER.values(), FAULTS["other_encoding"], FAULTS["no_flag"]], ids=[*LATER, "bytes", "cell"]
)
def test_nothing_is_touched(fault, message, tiny, run):
    """A build of a broken package prints the message, publishes nothing, and changes no file."""
    fault(tiny)
    before = contents(tiny)
    ran = run(tiny, "--no-dist")
    assert (ran.status, ran.out) == (1, "")
    assert any(line.startswith(message) for line in ran.err.splitlines()), ran.err
    assert ran.err.endswith("; nothing was published.\n")
    assert contents(tiny) == before


@pytest.mark.parametrize(("fault", "message"), OFFLINE.values(), ids=OFFLINE)
def test_nothing_is_proven_without_the_article(fault, message, tiny, run):
    """Without its article, what the last build did not prove is refused."""
    shutil.rmtree(tiny / "sources")
    fault(tiny)
    ran = run(tiny, "--no-dist")
    assert ran.status == 1
    assert any(line.startswith(message) for line in ran.err.splitlines()), ran.err


def test_broken_derived_table_mends_itself(tiny, run):
    """With the article at hand a build makes the derived tables anew."""
    before = contents(tiny / "data" / "derived")
    replace(tiny / "data" / "derived" / "mentions.csv", ",11,", ",eleven,")
    (tiny / "data" / "derived" / "ledger.csv").unlink()
    derived = build.validated(tiny, tiny / "sources").derived
    assert {f"{table}.csv" for table in derived} == before.keys()
    assert tables.encode(derived["mentions"]) == before["mentions.csv"]
