"""Parquet files of strangers: whatever they hold or say of themselves, `check` tells it by the name of the file.

No file may end the command, take a gigabyte, or hang. The files are made byte for byte in `tests/forge.py`, or are sound
ones that were damaged.
"""

import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import build
from bench.synthetic import write
from scale import call, command, guard
from scale.command import complaints
from scale.run import check
from schemas import arrow_types
from tests.conftest import ROOT
from tests.deadly import die, greedy
from tests.forge import DICTIONARY, forged, page, plain, repeated, varint, zeros
from tests.test_scale import as_parquet

TWO = page(0, plain(b"a", b"bc"), 2)
DAMAGED = "cannot be read (its bytes are damaged): restore the file"
MEMORY = "cannot be read (it needs more memory than a process has): write smaller row groups, or give more: --memory MB"
ALL = [name.encode() for name in arrow_types("quotes")]
MANY = [page(2, plain(b"a" * 1000), 1), page(0, repeated(50_000_000), 50_000_000, DICTIONARY)]


def of_arrow(**columns):
    """The bytes of a file with these columns."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


# What a file is, its bytes, and what is told of it.
HOSTILE = {
    "rows that are not there": (forged([TWO], 3), DAMAGED),
    "rows that contradict": (
        forged([TWO], 2, total=7),
        "has a footer that contradicts itself: its row groups have other rows than it says: restore the file",
    ),
    "rows below zero": (forged([TWO], -2), "has a footer that contradicts itself"),
    "rows without end": (
        forged([TWO], 2**62),
        "has a row group that takes 18,446,744,073,710 MB or more, and a process",
    ),
    "billion rows": (
        forged([page(2, plain(b"a"), 1), page(0, repeated(10**9), 10**9, DICTIONARY)], 10**9),
        "has a row group that takes 4,000 MB or more, and a process reads 240 at once: write smaller row groups",
    ),
    "column past the end": (forged([TWO], 2, offset=10**9), DAMAGED),
    "column before the start": (forged([TWO], 2, offset=-5), DAMAGED),
    "column longer than the file": (forged([TWO], 2, packed=10**9), DAMAGED),
    "page larger than it says": (forged([page(0, zeros(10**6), 25, expanded=100)], 25, codec="zstd"), DAMAGED),
    "cell longer than its page": (forged([page(0, b"\xff\xff\xff\x7fa", 1)], 1), DAMAGED),
    "number out of the dictionary": (
        forged([page(2, plain(b"a"), 1), page(0, bytes([8]) + varint(10) + b"\7", 5, DICTIONARY)], 5),
        DAMAGED,
    ),
    "many row groups": (
        forged([TWO], 2, groups=20_000),
        "has 20,000 row groups, and no more than 10,000 are read: write larger row groups",
    ),
    "long footer": (forged([TWO], 2, length=2**31 - 1), DAMAGED),
    "cut off": (forged([TWO], 2)[:-20], DAMAGED),
    "empty": (b"", DAMAGED),
    "encrypted": (forged([TWO], 2)[:-4] + b"PARE", "cannot be read (it is encrypted): restore the file"),
    "a thousand columns": (
        forged([TWO], 2, names=[b"c%d" % n for n in range(1000)]),
        "has 1,000 columns, and no table has more than 200: write the columns of the table",
    ),
    "name that is not UTF-8": (forged([TWO], 2, names=(b"\xff",)), DAMAGED),
    "name twice": (forged([TWO], 2, names=(b"quote_id", b"quote_id")), "quote_id  stands twice in the header"),
    "cells that are not UTF-8": (
        forged([page(0, plain(b"\xff"), 1)], 1, names=ALL),
        ":2:quote_id  byte 0xff  is not UTF-8",
    ),
    "nested": (
        of_arrow(**{name.decode(): [[["a"]]] for name in ALL}),
        ":1:quote_id  list<element: list<element: string>>  holds list<element: list<element: string>> where",
    ),
}


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    """A sound package, all in Parquet."""
    folder = tmp_path_factory.mktemp("hostile")
    made = write(folder / "csv", 30)
    return as_parquet(made, folder / "parquet", made / "texts.parquet")


@pytest.fixture
def package(parquet, tmp_path):
    """A copy of it, to break."""
    return shutil.copytree(parquet, tmp_path / "package")


def told(folder):
    """What a check in this process complains of."""
    return "\n".join(complaints(check(folder)))


@pytest.mark.parametrize(("raw", "words"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_table_is_told(package, raw, words):
    """A file of a table is refused by its name, and says why."""
    (package / "data" / "quotes.parquet").write_bytes(raw)
    lines = told(package).splitlines()
    assert any(line.startswith("data/quotes.parquet") and words in line for line in lines), lines
    assert max(map(len, lines)) < 1000


TEXTS = {
    "rows that are not there": (forged([TWO], 3, names=(b"source_id", b"text")), DAMAGED),
    "column past the end": (forged([TWO], 2, names=(b"source_id", b"text"), offset=10**9), DAMAGED),
    "cut off": (forged([TWO], 2)[:-20], DAMAGED),
    "no column of texts": (of_arrow(source_id=["s000000"]), "has 0 columns text: write source_id and text"),
    "two columns of texts": (forged([TWO], 2, names=(b"source_id", b"text", b"text")), "has 2 columns text"),
    "ids that are numbers": (of_arrow(source_id=[1], text=["a"]), "holds int64 in source_id, where text is wanted"),
    "billion texts": (
        forged([TWO], 10**9, names=(b"source_id", b"text")),
        "has a row group that takes 8,000 MB or more",
    ),
}


@pytest.mark.parametrize(("raw", "words"), TEXTS.values(), ids=TEXTS)
def test_hostile_texts_are_told(package, raw, words):
    """A file of texts is refused by its name, and its articles are not told as missing, too."""
    (package / "texts.parquet").write_bytes(raw)
    lines = told(package).splitlines()
    assert any(line.startswith(str(package / "texts.parquet")) and words in line for line in lines), lines
    assert "no such article" not in "\n".join(lines)


def test_texts_that_are_not_utf8_are_told(package):
    """A text of bytes that are no text is not the one that was coded, even where the digest in `sources` is theirs."""
    table = pq.read_table(package / "texts.parquet")
    raw = [text.encode() + b"\xff" for text in table["text"].to_pylist()]
    bad = pa.array(raw, pa.binary())
    bad = pa.StringArray.from_buffers(len(bad), *bad.buffers()[1:3])
    pq.write_table(pa.table({"source_id": table["source_id"], "text": bad}), package / "texts.parquet")
    cards = pq.read_table(package / "data" / "sources.parquet")
    for name, cells in {
        "sha256": pa.array([hashlib.sha256(each).hexdigest() for each in raw]),
        "n_bytes": pa.array([len(each) for each in raw]),
        "n_chars": pa.array([len(each) - each.decode("utf-8", "ignore").count("\ufffd") for each in raw]),
    }.items():
        cards = cards.set_column(cards.schema.get_field_index(name), name, cells)
    pq.write_table(cards, package / "data" / "sources.parquet")
    assert "data/sources.parquet:2:sha256" in (text := told(package))
    assert "the article at hand has" in text


# Files that ask for gigabytes: pages, rows, what else the footer says, and what is told.
BOMBS = {
    "page that expands": ([page(0, zeros(1_500_000_000), 25, expanded=1_500_000_000)], 25, {"codec": "zstd"}, MEMORY),
    "page that says so": ([page(0, zeros(1000), 25, expanded=2**31 - 1)], 25, {"codec": "zstd"}, MEMORY),
    "one cell again and again": (MANY, 50_000_000, {}, MEMORY),
    "many row groups": ([TWO], 2, {"groups": 300_000}, "has 300,000 row groups, and no more than 10,000 are read"),
}


@pytest.mark.parametrize(("pages", "rows", "said", "words"), BOMBS.values(), ids=BOMBS)
def test_bomb_takes_no_gigabyte(package, pages, rows, said, words):
    """A file that expands to gigabytes is refused by name, in less than one, and in seconds."""
    (package / "data" / "quotes.parquet").write_bytes(forged(pages, rows, **said))
    begun = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "build.py", "check", str(package)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        complaint = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 1, complaint
    assert f"data/quotes.parquet  {words}" in complaint
    assert "Traceback" not in complaint
    assert usage.ru_maxrss < 1_000_000  # kilobytes, of the largest process
    assert time.monotonic() - begun < 60


def test_bomb_among_texts_takes_no_gigabyte(package):
    """A text that expands to gigabytes is refused by the name of its file."""
    raw = forged([page(0, zeros(1_500_000_000), 25, expanded=1_500_000_000)], 25, (b"source_id", b"text"), codec="zstd")
    (package / "texts.parquet").write_bytes(raw)
    done = subprocess.run(
        [sys.executable, "build.py", "check", str(package), "--workers", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert f"{package / 'texts.parquet'}  {MEMORY}" in done.stderr


def test_sound_package_is_checked_apart(package, capsys):
    """A sound package in Parquet is sound in a process of its own, too."""
    assert build.main(["check", str(package)]) == 0
    assert "0 problems" in capsys.readouterr().out


def test_process_that_dies_is_told(package, capsys, monkeypatch):
    """Where the process that checks a package dies, the command lives, says so, and ends with status 2."""
    monkeypatch.setattr(command, "found_in", die)
    assert build.main(["check", str(package)]) == 2
    assert capsys.readouterr().err == f"{package}  the check could not be finished: the process died\n"


def test_file_that_kills_is_named(package):
    """Each file that ends the process that reads it is told by name; sound ones are not."""
    files = [package / "data" / "quotes.parquet", package / "data" / "names.parquet"]
    assert list(guard.fatal(480, files)) == []
    found = [str(problem) for problem in guard.fatal(480, files, die)]
    assert found == [f"{file}  cannot be read (the process that reads it dies): restore the file" for file in files]


def test_too_little_memory_is_told(package, capsys, monkeypatch):
    """Where rows that could be read outgrow the memory later, that is told, with the option that gives more."""
    monkeypatch.setattr(command, "found_in", greedy)
    assert build.main(["check", str(package)]) == 2
    assert "the check could not be finished: it needs more memory, given by --memory MB" in capsys.readouterr().err


def test_apart_gives_what_the_function_gives():
    """A process of its own gives the result, or raises what was raised there; one that dies is `Lost`."""
    assert guard.apart(480, sum, [1, 2]) == 3
    with pytest.raises(ZeroDivisionError):
        guard.apart(480, divmod, 1, 0)
    with pytest.raises(call.Lost, match="the process died"):
        guard.apart(480, die)


TRIES = int(os.environ.get("ISTANBUL_TALKS_FUZZ", "40"))


def test_any_damage_is_told_or_harmless(package):
    """Bits turned, bytes lost or added anywhere in a file: problems that name files, or none; never an exception."""
    path = package / "data" / "quotes.parquet"
    sound = path.read_bytes()
    for seed in range(TRIES // 2):
        chance, raw = random.Random(seed), bytearray(sound)
        for _ in range(chance.choice((1, 2, 20))):
            at = chance.randrange(len(raw)) if chance.random() < 0.5 else len(raw) - 1 - chance.randrange(2000)
            if chance.random() < 0.8:
                raw[at] ^= 1 << chance.randrange(8)
            else:
                raw[at : at + chance.randrange(20)] = chance.randbytes(chance.randrange(20))
        path.write_bytes(raw)
        lines = told(package).splitlines()
        assert all(line[0].isdigit() or "data/" in line or line.startswith("Only single") for line in lines), seed
