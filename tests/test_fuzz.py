"""Any bytes give problems or success, never a traceback. `make fuzz` tries as many as EXAMPLES says."""

import csv
import io
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editing import diff, split
from editing.anchors import parse_anchors
from editing.verdicts import judge, review_rows
from istanbul_talks import exporting
from pipeline import form
from pipeline.package import read
from pipeline.problems import Problem
from rules.text.dates import dates
from rules.text.quantities import compare, numbers, quantity
from rules.text.quotations import quotations
from schemas import TABLES, csv_path
from tests.conftest import TINY

pytestmark = pytest.mark.fuzz
TRIES = int(os.environ.get("ISTANBUL_TALKS_FUZZ", "40"))
many = settings(
    max_examples=TRIES, deadline=None, derandomize=TRIES <= 40, database=None, suppress_health_check=list(HealthCheck)
)
ODD = list('\0\ufeff\r\n",\u202e\u200bа=<\x85') + [
    "e\u0301",
    "\U0001f600",
    "“",
    "”",
    "‘",
    "«",
    " said ",
    " 3 1/2 ",
    "May 4",
]
TEXT = st.lists(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=60).map("".join)
PACKAGE, _ = read(TINY, TINY / "sources")


@st.composite
def damaged(draw, raw: bytes) -> bytes:
    """Bytes of which a few are replaced."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=6)) + raw[at + draw(st.integers(0, 4)) :]
    return raw


def zipped() -> bytes:
    """A zip of some tables of the tiny package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in ("sources", "events", "retired"):
            archive.writestr(f"tiny/{csv_path(table)}", (TINY / csv_path(table)).read_bytes())
    return out.getvalue()


@many
@given(st.data(), st.sampled_from(list(TABLES)))
def test_any_bytes_of_a_table(data, table):
    """A table is typed, or says in one line a problem what is wrong with it."""
    raw = data.draw(st.one_of(st.binary(max_size=200), damaged((TINY / csv_path(table)).read_bytes())))
    parsed = form.parse(raw, table)
    assert all(isinstance(problem, Problem) and "\n" not in str(problem) for problem in parsed.problems)
    assert parsed.frame is not None or parsed.problems
    with_bom_or_formula = raw.decode("utf-8", "replace").encode()
    try:
        safe = exporting.safe(with_bom_or_formula)
    except (ValueError, csv.Error):
        return
    for row in list(csv.reader(io.StringIO(safe.decode("utf-8-sig"), newline="")))[1:]:
        assert not any(cell.startswith(exporting.FORMULA) for cell in row)


@many
@given(TEXT)
def test_any_evidence(cell):
    """A cell of evidence gives anchors or none."""
    assert all(str(anchor) in cell for anchor in parse_anchors(cell) if not str(anchor).startswith("s0"))


@many
@given(st.data())
def test_any_verdicts(data):
    """Lines of verdicts are accepted with the digest of their row, or refused with their line."""
    rows = review_rows(PACKAGE)
    lines = [f"{row.name}\t{row.sha256}\taccept\tname: sound" for row in rows[:40]]
    chosen = data.draw(st.lists(st.sampled_from(lines), max_size=4))
    raw = data.draw(damaged("\n".join(chosen).encode())).decode("utf-8", "replace").split("\n")
    judgement = judge(PACKAGE, raw, "model", "review-9", "verdicts")
    assert all(row.sha256 in "\n".join(raw) for row, _ in judgement.accepted)
    assert all(1 <= problem.line <= len(raw) for problem in judgement.problems)


@many
@given(TEXT)
def test_any_text_of_an_article(text):
    """Sentences, quotations, numbers and dates of a text lie in it, in order."""
    ends = split.sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert ends == sorted(ends)
    for found in (quotations(text), numbers(text), dates(text, None)):
        assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert quantity(text, "boat") is None or isinstance(compare(text, 3.0, "exact", "boat"), list)


@many
@given(st.data())
def test_any_bytes_of_an_archive(tmp_path_factory, data):
    """A version that cannot be read says so; every other gives its tables."""
    file = tmp_path_factory.mktemp("zip") / "version.zip"
    file.write_bytes(data.draw(st.one_of(st.binary(max_size=100), damaged(zipped()))))
    result = diff.run(TINY, str(TINY), str(file))
    assert result.report or all(isinstance(problem, Problem) for problem in result.problems)
