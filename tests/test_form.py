"""Faults of form, of files and of articles: each gets its message, exit status 1, and not a byte changes."""

import hashlib
import shutil

import pytest

import build
from publish import tables
from tests.conftest import contents, replace

ACTORS, EVENTS, PARTS = "data/actors.csv", "data/events.csv", "data/participants.csv"
NAMES, PLACES, POSITIONS, SEGMENTS = "data/names.csv", "data/places.csv", "data/positions.csv", "data/segments.csv"
ARTICLE, SOURCES, MENTIONS = "sources/900_tiny.txt", "data/sources.csv", "data/derived/mentions.csv"
HEADER = "participant_id,report_id,actor_id,role"
DIGEST = "76f24f70ca957adc0ebbaa16316078b44e70c6bdd4fa6d90b6d7b70dcc37ef4f"
WORDS = "said on Tuesday that 3 boats with fish on board had reached Bergen."
ALL, GONE = "", None  # instead of the old words: the whole file is replaced; instead of the new ones: it is removed

# What is done to a file (old words, new words), and how its message begins.
FAULTS = {
    "byte order mark": (ACTORS, b"actor_id", b"\xef\xbb\xbfactor_id", f"{ACTORS}:1  holds a byte order mark: save as"),
    "carriage return": (ACTORS, b"\n", b"\r\n", f"{ACTORS}:1  holds a carriage return: save"),
    "NUL": (ACTORS, b"Coast guard", b"Coast\0guard", f"{ACTORS}:2  holds a NUL: save as UTF-8 with LF"),
    "other encoding": (ACTORS, b"Coast", b"C\xf4st", f"{ACTORS}:2  byte 0xf4  is not UTF-8"),
    "empty file": (ACTORS, ALL, b"", f"{ACTORS}:1  is empty: write the header first"),
    "missing file": (PLACES, ALL, GONE, f"{PLACES}  the file is missing: restore it: git checkout data"),
    "too few cells": (PARTS, b",speaker", b"", f"{PARTS}:2  pt-001,er-001,norway  has 3 cells where"),
    "unclosed quote": ("data/quotes.csv", b'safe,"', b"safe,", "data/quotes.csv:2  "),
    "column twice": (
        PARTS,
        b",role",
        b",actor_id",
        f"{PARTS}:1:actor_id  actor_id  stands twice in the header: remove one",
    ),
    "unknown column": (PARTS, b",role", b",mood", f"{PARTS}:1:mood  mood  is no column of this table: remove it"),
    "missing column": (PARTS, b",role", b",mood", f"{PARTS}:1:role  the column is missing: add it"),
    "reordered column": (
        PARTS,
        HEADER.encode(),
        b"report_id,participant_id,actor_id,role",
        f"{PARTS}:1  the columns are out of order: put them in this order: {HEADER}",
    ),
    "line break in a cell": (ACTORS, b"Coast guard", b'"Coast\nguard"', f"{ACTORS}:2  "),
    "needless quotes": (PARTS, b"speaker", b'"speaker"', f"{PARTS}:2  is not in canonical form from here on: run:"),
    "rows out of order": (
        NAMES,
        b"nm-001",
        b"nm-009",
        f"{NAMES}:2  is not in canonical form from here on: run: python build.py tidy",
    ),
    "no last line end": (PARTS, b"speaker\n", b"speaker", f"{PARTS}:2  is not in canonical form from here on"),
    "white space": (ACTORS, b"Coast guard", b"Coast  guard ", f"{ACTORS}:2:name  Coast  guard   has white space at"),
    "invisible character": (
        ACTORS,
        b"Coast guard",
        b"Coast\xe2\x80\x8bguard",
        rf"{ACTORS}:2:name  Coast\x200bguard  holds",
    ),
    "no day": (EVENTS, b"2021-05-04,day", b"2021-02-30,day", f"{EVENTS}:2:date_end  2021-02-30  is not"),
    "no whole number": (SEGMENTS, b",11,", b",eleven,", f"{SEGMENTS}:3:start  eleven  is not a whole"),
    "no number": (PLACES, b"60.39299", b"60.39299N", f"{PLACES}:2:latitude  60.39299N  is not a num"),
    "no flag": (POSITIONS, b"true", b"yes", f"{POSITIONS}:2:own_side_account  yes  is not true or f"),
    "too large": (SEGMENTS, b",85,", b",99999999999999999999,", f"{SEGMENTS}:3:end  9999999999"),
    "blank identity card": (SOURCES, DIGEST.encode(), b"", f"{SOURCES}:2:sha256  (blank)  is blank, and the column"),
    "edited article": (ARTICLE, b"3 boats", b"4 boats", f"{SOURCES}:2:sha256  {DIGEST[:30]}..."),
    "article of other encoding": (ARTICLE, b"(end)", b"(\xf4)", f"{SOURCES}:2:file_name  900_tiny.txt  the art"),
    "narrative repeated": (
        NAMES,
        b"s900:106-117,",
        f"s900:106-117,{WORDS}".encode(),
        f"{NAMES}:3  said on tuesday that 3 boats with fish on board had  repeats more than 10 words of the narrative",
    ),
}
# What the last build did not prove, where the article is not at hand.
UNPROVEN = {
    "changed row": (
        POSITIONS,
        b"s900:11-85,",
        b"s900:11-85,A new word.",
        f"{POSITIONS}:2  ps-001  changed since it was compared with its article, which is not at hand: build with",
    ),
    "new anchor": (
        POSITIONS,
        b"s900:11-85",
        b"s900:11-17",
        f"{POSITIONS}:2:evidence  s900:11-17  is new, and its article is not at hand: build with the articles",
    ),
    "moved segment": (
        SEGMENTS,
        b",86,123,",
        b",86,122,",
        f"{SEGMENTS}:4:segment_id  s900-003  is new or moved, and its article is not at hand: build with the",
    ),
    "derived table gone": (MENTIONS, ALL, GONE, f"{MENTIONS}  the file is missing: restore"),
    "derived table broken": (MENTIONS, b",11,", b",eleven,", f"{MENTIONS}:"),
}


def spoil(folder, path, old, new):
    """Do to a file of a package what a fault says."""
    file = folder / path
    content = file.read_bytes()
    assert old is ALL or old in content
    file.unlink() if new is GONE else file.write_bytes(new if old is ALL else content.replace(old, new))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_fault_is_reported_and_nothing_is_touched(fault, tiny, run):
    """A build of a broken package prints the message, publishes nothing, and changes no file."""
    *change, message = fault
    spoil(tiny, *change)
    before = contents(tiny)
    ran = run(tiny, "--no-dist")
    assert (ran.status, ran.out) == (1, "")
    assert any(line.startswith(message) for line in ran.err.splitlines()), ran.err
    assert ran.err.endswith("; nothing was published.\n")
    assert contents(tiny) == before


def test_folder_without_an_article_is_refused(tiny, run):
    """A folder of articles in which none of them lies is a mistake, and no build without articles."""
    (tiny / ARTICLE).unlink()
    before = contents(tiny)
    ran = run(tiny, "--no-dist")
    assert ran.status == 1 and contents(tiny) == before
    hint = "name their folder: --sources DIR; or build without it"
    assert f"{tiny / 'sources'}  holds no article of data/sources.csv: {hint}\n" in ran.err


def test_article_of_another_encoding_is_refused(tiny, run):
    """Even where its digest is that of its row: nothing could be counted in it."""
    before = (tiny / ARTICLE).read_bytes()
    after = before.replace(b"(end)", b"(\xe9nd)")
    (tiny / ARTICLE).write_bytes(after)
    replace(tiny / SOURCES, DIGEST, hashlib.sha256(after).hexdigest())
    message = f"{SOURCES}:2:file_name  900_tiny.txt  the article at hand is not UTF-8 (byte 129): use the file that was"
    assert message in run(tiny, "--no-dist").err


@pytest.mark.parametrize("fault", UNPROVEN.values(), ids=UNPROVEN)
def test_nothing_is_proven_without_the_article(fault, tiny, run):
    """Without its article, what the last build did not prove is refused."""
    *change, message = fault
    shutil.rmtree(tiny / "sources")
    spoil(tiny, *change)
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
