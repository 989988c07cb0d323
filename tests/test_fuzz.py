"""Any bytes give problems or success: never a traceback, a hang, or more memory than a small machine has.

How many inputs are tried is set by ISTANBUL_TALKS_FUZZ; `make fuzz` tries many. The functions in `TARGETS` take bytes
and nothing else: `python -m tests.fuzz_bytes`, guided by the lines that they reach, tries millions.
"""

import contextlib
import csv
import functools
import hashlib
import io
import json
import os
import resource
import shutil
import string
import sys
import tempfile
import zipfile
from pathlib import Path
from unittest import mock

import checks
import pytest
from checks import codes, columns, keys, wording
from checks import package as reading
from checks.anchors import parse
from checks.package import parse_table, read
from checks.problem import Problem
from edit import diff, review
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import build
import publish
from istanbul_talks import __main__ as reader_command
from istanbul_talks import exporting
from publish import place as placing
from schemas import MODELS, TABLES, arrow_types, csv_path
from tests.conftest import TINY

TRIES = int(os.environ.get("ISTANBUL_TALKS_FUZZ", "40"))
settings.register_profile(
    "ours",
    max_examples=TRIES,
    deadline=None,
    derandomize=TRIES <= 40,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("ours")

ODD = [
    "\0",
    "\ufeff",
    "\r",
    "\n",
    '"',
    ",",
    "\u202e",
    "\u200b",
    "а",
    "=1+1",
    "<script>",
    "é",
    "e\u0301",
    "\U0001f600",
    "\x85",
]
WORDS = [
    "Norway",
    " said ",
    "on Tuesday ",
    "3 boats",
    "“",
    "”",
    "All are safe,",
    "the coast guard",
    ". ",
    "\n",
    "12",
    "May 4",
]
LETTERS = st.one_of(st.characters(), st.sampled_from(ODD), st.sampled_from(string.printable))
TEXT = st.lists(LETTERS, max_size=40).map("".join)
CELL = st.one_of(
    TEXT, st.sampled_from(["s900:11-85", "ev-001", "norway", "2021-05-04", "true", "-1", "1e9", "s9:5-1;s9:1-2"])
)


def joined(rows, **form):
    """The text of a CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", **form).writerows(rows)
    return out.getvalue()


@st.composite
def spoilt_csv(draw):
    """(stem, bytes) of a table of the tiny package with a few cells, or a few bytes, replaced."""
    stem = draw(st.sampled_from(["events", "quotes", "names", "sources", "segments", "codes", "retired", "checks"]))
    raw = (TINY / "data" / f"{stem}.csv").read_bytes()
    if draw(st.booleans()):
        rows = list(csv.reader(io.StringIO(raw.decode())))
        for _ in range(draw(st.integers(1, 4))):
            row = draw(st.integers(0, len(rows) - 1))
            rows[row][draw(st.integers(0, len(rows[row]) - 1))] = draw(CELL)
        return stem, joined(rows).encode("utf-8", "surrogatepass")
    at = draw(st.integers(0, len(raw)))
    return stem, raw[:at] + draw(st.binary(max_size=40)) + raw[at + draw(st.integers(0, 5)) :]


@st.composite
def spoilt_verdicts(draw):
    """Verdicts on rows of the tiny package, of which a few bytes are replaced."""
    lines = draw(st.lists(st.sampled_from(verdicts()), max_size=4))
    return draw(damage())("\n".join(lines).encode())


def damage():
    """A function that replaces some of the bytes that it is given, near the end more often, where footers stand."""
    spot = st.tuples(st.booleans(), st.integers(0, 10**6), st.integers(0, 4), st.binary(max_size=4))

    def spoil(raw, spots):
        for late, at, n, some in spots:
            at = max(0, len(raw) - at % 4000) if late else at % (len(raw) + 1)
            raw = raw[:at] + some + raw[at + n :]
        return raw

    return st.lists(spot, max_size=4).map(lambda spots: lambda raw: spoil(raw, spots))


# What takes bytes and nothing else -------------------------------------------------------------------------------------


@functools.cache
def built():
    """The folder of the tiny package with all that a build makes, to break; it goes when Python does."""
    folder = Path(KEPT.name) / "built"
    shutil.copytree(TINY, folder)
    found, _ = read(folder)
    placing.place(folder, publish.artefacts(folder, publish.frames(folder, found.tables, checks.derive(found)[0])))
    return folder


KEPT = tempfile.TemporaryDirectory()


def of_a_csv(raw):
    """The bytes of a CSV, after one byte for the table: typed or told, and by both readers alike."""
    stem, raw = list(TABLES)[raw[0] % len(TABLES) if raw else 0], raw[1:]
    frame, problems = reading.parse(raw, stem)
    assert all(isinstance(problem, Problem) and "\n" not in str(problem) for problem in problems)
    with mock.patch.object(reading, "_quick", lambda *words: None):
        slow, told = reading.parse(raw, stem)
    assert list(map(str, problems)) == list(map(str, told))
    assert (frame is None) == (slow is None)
    assert frame is None or frame.equals(slow)


def of_evidence(raw):
    """The bytes of a cell of evidence."""
    assert all(anchor.start >= 0 and str(anchor) for anchor in parse(raw.decode("utf-8", "replace")))


def of_verdicts(raw):
    """What comes over the pipe to `review`."""
    written = []
    problems, report, _ = review.over_pipe(tiny_package(), raw, "model", "review-9", written.extend)
    lines = [line for line in raw.decode("utf-8", "replace").replace("\r\n", "\n").split("\n") if line]
    assert len(written) + len({problem.line for problem in problems}) <= max(len(lines), 1)
    assert all(row.name in raw.decode() and row.digest in raw.decode() for row, _ in written)
    assert all(isinstance(problem, Problem) for problem in problems)
    assert isinstance(report, str)


@functools.cache
def tiny_package():
    return read(TINY, TINY / "sources")[0]


@functools.cache
def verdicts():
    """A verdict on each row of the tiny package, all of them in order."""
    found = []
    for row in review.rows(tiny_package()):
        anchored = next(iter(sorted(review.slices(row, tiny_package()))), "")
        column = next(name for name, cell in row.cells.items() if cell)
        words = f'{column} "{" ".join(anchored.split()[:2])}"' if anchored else f"{column}: sound"
        found.append(f"{row.name}\t{row.digest}\taccept\t{words}")
    return found


def of_a_descriptor(raw):
    """The bytes of datapackage.json."""
    of_the_reader({built() / "datapackage.json": raw})


def of_the_reader(files, known=False):
    """Ask everything of the reader with some files of the package replaced; with `known`, their digests too."""
    folder = built()
    if known:
        digests = {path: f"sha256:{hashlib.sha256(raw).hexdigest()}" for path, raw in files.items()}
        facts = json.loads((folder / "datapackage.json").read_bytes())
        for resource_ in facts["resources"]:
            resource_["hash"] = digests.get(folder / resource_["path"], resource_["hash"])
        files = {**files, folder / "datapackage.json": json.dumps(facts).encode()}
    kept = {path: path.read_bytes() for path in files}
    for path, raw in files.items():
        path.write_bytes(raw)
    try:
        for words in (
            ["verify"],
            ["tables"],
            ["cite"],
            ["show", "ev-001"],
            ["show", "coast_guard"],
            ["cite", "qt-001"],
        ):
            status, printed = quiet(reader_command.main, ["--package", str(folder), *words])
            assert status in (0, 1) and printed
    finally:
        for path, raw in kept.items():
            path.write_bytes(raw)


def of_a_spreadsheet(raw):
    """The bytes of a CSV that is copied for a spreadsheet: told, or no cell begins like a formula."""
    try:
        safe = exporting.safe(raw)
    except (ValueError, csv.Error):
        return
    for row in list(csv.reader(io.StringIO(safe.decode("utf-8-sig"), newline="")))[1:]:
        assert not any(cell.startswith(exporting.FORMULA) for cell in row)


@functools.cache
def archive(packed=zipfile.ZIP_DEFLATED):
    """The bytes of a zip of the tables of the tiny package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as zipped:
        for stem in ("sources", "events", "retired"):
            zipped.writestr(f"tiny/{csv_path(stem)}", (TINY / csv_path(stem)).read_bytes())
    return out.getvalue()


def of_an_archive(raw):
    """The bytes of a version to be compared."""
    path = Path(KEPT.name) / "version.zip"
    path.write_bytes(raw)
    with contextlib.suppress(diff.Unreadable):
        assert list(diff.report(str(TINY), str(path)))


# What the reader needs of a descriptor.
RESOURCE = ("name", "path", "format", "description", "hash")
SHAPE = {
    **dict.fromkeys(("name", "title", "version", "created")),
    "contributors": [{"title": None, "roles": None}],
    "resources": [
        dict.fromkeys(RESOURCE) | {"schema": {"fields": [{"name": None, "type": None}], "primaryKey": [None]}}
    ],
}


def small(found, shape):
    """A value with what the shape of a descriptor has, and no more than two of each list."""
    if isinstance(shape, list):
        return [small(part, shape[0]) for part in found[:2]]
    return {key: small(found[key], shape[key]) for key in shape} if isinstance(shape, dict) else found


def small_descriptor():
    """The bytes of a descriptor of two resources, which is short enough to be bred from."""
    facts = json.loads((built() / "datapackage.json").read_bytes())
    facts["resources"] = [found for found in facts["resources"] if found["name"].startswith("events")]
    return json.dumps(small(facts, SHAPE)).encode()


# Name -> (what takes bytes, some bytes to begin with).
TARGETS = {
    "csv": (of_a_csv, lambda: [bytes([n]) + (TINY / csv_path(stem)).read_bytes() for n, stem in enumerate(TABLES)]),
    "evidence": (of_evidence, lambda: [b"s900:11-85", b"s900:87-100;s900:102-122"]),
    "verdicts": (of_verdicts, lambda: [line.encode() for line in verdicts()]),
    "descriptor": (of_a_descriptor, lambda: [small_descriptor()]),
    "spreadsheet": (of_a_spreadsheet, lambda: [(TINY / csv_path(stem)).read_bytes() for stem in ("events", "quotes")]),
    "archive": (of_an_archive, lambda: [archive(), archive(zipfile.ZIP_STORED)]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the tiny package; each input puts its table there, and takes it away again."""
    found = tmp_path_factory.mktemp("fuzz") / "package"
    shutil.copytree(TINY, found)
    return found


def quiet(call, *words):
    """(what a call gave, what it printed), whatever it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            status = call(*words)
        except SystemExit as end:  # argparse
            status = end.code
    return status, out.getvalue() + err.getvalue()


@given(spoilt_csv(), st.booleans())
def test_any_table_is_read_or_told(folder, spoilt, articles):
    """A build of a package with any bytes in one table ends with problems or without, and its files are told by name."""
    stem, raw = spoilt
    path = folder / "data" / f"{stem}.csv"
    kept = path.read_bytes()
    path.write_bytes(raw)
    try:
        words = ["--root", str(folder), "--check", *(["--sources", str(folder / "sources")] if articles else [])]
        status, printed = quiet(build.main, words)
        assert status in (0, 1)
        assert "Traceback" not in printed
    finally:
        path.write_bytes(kept)


@given(st.sampled_from(list(TABLES)), st.lists(st.lists(CELL, max_size=25), max_size=4), st.booleans())
def test_any_rows_are_read_or_told(stem, rows, headed):
    """Any rows under any header are typed, or told by line; what could be read can be asked by the rules of cells."""
    text = joined([list(arrow_types(stem)), *rows] if headed else rows)
    frame, lines, problems = parse_table(text, stem)
    assert all(isinstance(problem, Problem) and str(problem).startswith("data/") for problem in problems)
    if frame is not None:
        assert len(lines) == len(frame)
        found, _ = read(TINY)
        after = found._replace(tables=found.tables | {stem: frame}, lines=found.lines | {stem: lines})
        for rule in (columns, keys, codes, wording):
            assert all("\n" not in str(problem) for problem in rule.check(after))


@given(spoilt_csv())
def test_any_csv_is_read_as_line_by_line(spoilt):
    """What Arrow reads is what is read line by line; bytes that it would read otherwise do not come to it."""
    stem, raw = spoilt
    of_a_csv(bytes([list(TABLES).index(stem)]) + raw)


@given(st.one_of(CELL, st.none()))
def test_any_evidence_is_parsed(cell):
    """A cell of evidence gives anchors or none."""
    assert all(anchor.start >= 0 and str(anchor) for anchor in parse(cell))


@given(st.one_of(st.binary(max_size=300), spoilt_verdicts()))
def test_any_verdicts_are_read_or_told(raw):
    """Whatever comes over the pipe to `review`, each line is written, to be mended, or told."""
    of_verdicts(raw)


@settings(max_examples=max(TRIES // 4, 10))  # each runs all rules
@given(st.lists(st.one_of(TEXT, st.sampled_from(WORDS)), max_size=30).map("".join))
def test_any_article_is_read_or_told(text):
    """An article of any words: each rule runs to its end, and what is sound can be derived."""
    found, _ = read(TINY, TINY / "sources")
    after = found._replace(texts={"s900": text.encode("utf-8", "replace").decode()})
    problems, whole = checks.run(after)
    assert all(isinstance(problem, Problem) for problem in problems)
    if whole and not problems:
        checks.derive(after)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from([*SHAPE, "path", "hash", "format", "schema", "fields"]), inner, max_size=5),
    ),
    max_leaves=20,
)


@st.composite
def spoilt_descriptor(draw):
    """The bytes of the descriptor of the tiny package with one value in it replaced or gone."""
    facts = found = json.loads((built() / "datapackage.json").read_bytes())
    while True:
        keys_ = sorted(found) if isinstance(found, dict) else range(len(found))
        key = draw(st.sampled_from(keys_))
        if not (isinstance(found[key], dict | list) and found[key] and draw(st.integers(0, 3))):
            break
        found = found[key]
    if draw(st.booleans()):
        found[key] = draw(JSON)
    else:
        del found[key]
    return json.dumps(facts).encode()


@given(st.one_of(JSON.map(lambda value: json.dumps(value).encode()), st.binary(max_size=100), spoilt_descriptor()))
def test_any_descriptor_is_read_or_told(raw):
    """Whatever stands in datapackage.json, `verify` and `tables` say in words whether it holds."""
    of_a_descriptor(raw)


@given(damage(), st.sampled_from(sorted(MODELS)), st.booleans())
def test_any_parquet_is_read_or_told(spoil, stem, known):
    """A Parquet file of any bytes is told; also where the descriptor has its digest, so that nobody was warned."""
    path = built() / f"data/parquet/{stem}.parquet"
    of_the_reader({path: spoil(path.read_bytes())}, known)


@given(damage(), st.sampled_from(["events", "quotes", "sources", "retired"]))
def test_any_csv_is_exported_or_told(spoil, stem):
    """A CSV of any bytes is copied for a spreadsheet, or told."""
    of_a_spreadsheet(spoil((TINY / csv_path(stem)).read_bytes()))


@given(damage(), st.booleans())
def test_any_archive_is_compared_or_told(spoil, packed):
    """A damaged archive of tables is compared, or told."""
    of_an_archive(spoil(archive(zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_any_id_is_found_or_told(name):
    """A row or table of any name is found, or told with a line."""
    for words in (["show", "--", name], ["cite", "--", name]):
        status, printed = quiet(reader_command.main, words)
        assert status in (0, 1) and printed


@given(
    st.lists(
        st.one_of(st.sampled_from(["--check", "--sources", "--root", "diff", "find", "review", "split", "x"]), TEXT),
        max_size=4,
    )
)
def test_any_command_line_is_run_or_told(tmp_path_factory, words):
    """Any words after build.py end with a status; none of them touches a package that they do not name."""
    words = [word.replace("\0", "").encode("utf-8", "replace").decode() for word in words]
    empty = tmp_path_factory.mktemp("empty")
    held, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(b""))
    try:
        status, _ = quiet(build.main, ["--root", str(empty), *words])
    finally:
        sys.stdin = held
    assert status in (0, 1, 2)


@given(st.binary(max_size=200))
def test_any_version_is_compared_or_told(raw):
    """A file of any bytes is a version that `diff` can read, or says that it cannot."""
    of_an_archive(raw)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_cells_are_safe_in_a_spreadsheet(rows):
    """No cell of a copy for spreadsheets begins like a formula, and the others are as they were."""
    raw = joined([["a", "b"], *rows], quoting=csv.QUOTE_ALL).encode("utf-8", "replace")
    before = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    after = list(csv.reader(io.StringIO(exporting.safe(raw).decode("utf-8-sig"), newline="")))
    runs = [[cell.startswith(exporting.FORMULA) for cell in row] for row in before]
    runs[0] = [False] * len(runs[0])  # the names of columns are ours
    assert after == [
        [f"'{cell}" if run else cell for cell, run in zip(*both, strict=True)]
        for both in zip(before, runs, strict=True)
    ]


HUGE = {
    "ten million commas": b"," * 10_000_000,
    "a cell of ten million letters": b"x" * 10_000_000,
    "a million lines": b"x\n" * 1_000_000,
    "open quotes": b'"' * 999_999,
    "NUL": b"\0" * 1_000_000,
    "a mark": b"\xef\xbb\xbfevent_id",
    "carriage returns": b"\r\n" * 1000,
    "lone surrogates": b"\xed\xa0\x80" * 1000,
    "right to left": "event_id\u202e\n".encode(),
    "look-alike letters": "event_іd\n".encode(),
}


@pytest.mark.parametrize("raw", HUGE.values(), ids=HUGE)
def test_huge_or_strange_table_is_told(folder, run, raw):
    """Tables that no editor writes are told in few lines, in seconds, and in less than a gigabyte."""
    path = folder / "data" / "events.csv"
    kept = path.read_bytes()
    path.write_bytes(raw)
    try:
        status, _, complaint = run(folder, "--no-dist")
    finally:
        path.write_bytes(kept)
    assert status == 1
    assert "data/events.csv" in complaint
    assert max(map(len, complaint.splitlines())) < 1000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 1024 * 1024  # kilobytes, of all tests so far


def test_look_alike_letter_in_an_id_is_told(tiny, run):
    """An id with a Cyrillic letter that looks Latin is refused by its column."""
    path = tiny / "data" / "events.csv"
    path.write_text(path.read_text("utf-8").replace("ev-001", "еv-001"), "utf-8")
    assert "data/events.csv:2:event_id  еv-001  does not have the form ev-" in run(tiny)[2]
