"""Any bytes give problems or success: never a traceback, a hang, or more memory than a small machine has.

How many inputs are tried is set by ISTANBUL_TALKS_FUZZ; `make fuzz` tries many.
"""

import contextlib
import csv
import io
import json
import os
import resource
import shutil
import string
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import build
from checks import codes, columns, keys, wording
from checks.anchors import parse
from checks.package import parse_table, read
from checks.problem import Problem
from edit import diff, review
from istanbul_talks import __main__ as reader_command
from istanbul_talks import exporting, package
from schemas import TABLES, arrow_types
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


@given(st.one_of(CELL, st.none()))
def test_any_evidence_is_parsed(cell):
    """A cell of evidence gives anchors or none."""
    assert all(anchor.start >= 0 and str(anchor) for anchor in parse(cell))


@given(st.binary(max_size=300))
def test_any_verdicts_are_read_or_told(raw):
    """Whatever comes over the pipe to `review`, nothing is written that was not asked for."""
    found, _ = read(TINY, TINY / "sources")
    written = []
    problems, report, _ = review.over_pipe(found, raw, "model", "review-1", written.append)
    assert [row for rows in written for row in rows] == []  # no bytes by chance hold the digest of a row
    assert all(isinstance(problem, Problem) for problem in problems)
    assert isinstance(report, str)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from([*package.SHAPE, "path", "hash", "format", "schema", "fields"]), inner, max_size=5
        ),
    ),
    max_leaves=20,
)


@given(st.one_of(JSON.map(lambda value: json.dumps(value).encode()), st.binary(max_size=100)))
def test_any_descriptor_is_read_or_told(folder, raw):
    """Whatever stands in datapackage.json, `verify` and `tables` say in words whether it holds."""
    (folder / "datapackage.json").write_bytes(raw)
    kept = package.ROOT
    package.ROOT = folder
    try:
        for words in (["verify"], ["tables"], ["cite"], ["show", "ev-001"]):
            for cached in (package.descriptor, package.resources, package.records):
                cached.cache_clear()
            status, printed = quiet(reader_command.main, words)
            assert status == 1 and printed
    finally:
        package.ROOT = kept
        (folder / "datapackage.json").unlink()
        for cached in (package.descriptor, package.resources, package.records):
            cached.cache_clear()


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
def test_any_version_is_compared_or_told(tmp_path_factory, raw):
    """A file of any bytes is a version that `diff` can read, or says that it cannot."""
    path = tmp_path_factory.mktemp("diff") / "x.zip"
    path.write_bytes(raw)
    with contextlib.suppress(diff.Unreadable):
        list(diff.report(str(path), str(path)))


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
