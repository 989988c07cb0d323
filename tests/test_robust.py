"""No check raises on bad data: whatever stands in the cells, there are problems, and no traceback."""

import csv
import io
import os
import random

import checks
import pytest
from checks.package import article, parse_table, read

from schemas import TABLES, arrow_types, csv_path
from tests.conftest import TINY

ODD = (
    "",
    "x",
    "-1",
    "0",
    "999999",
    "1e9",
    "a:b",
    ",",
    "true",
    "2021-05-04",
    "norway",
    "ev-001",
    "pt-001",
    "narrator",
    "indirect",
    "garble",
    "s999:1-2",
    "s900:5-3",
    "s900:0-10;s900:11-85",
    "s900:99-999999999999",
    "\u202e",
)


def spoilt(rows, columns, chance):
    """The rows with one to three odd cells, or a row less, or a row twice."""
    what = chance.random()
    if what < 0.1:
        rows.pop(chance.randrange(len(rows)))
    elif what < 0.2:
        rows.append(chance.choice(rows))
    else:
        for _ in range(chance.choice((1, 1, 2, 3))):
            chance.choice(rows)[chance.randrange(columns)] = chance.choice(ODD)
    return rows


@pytest.mark.parametrize("articles", [TINY / "sources", None], ids=["with_article", "without_article"])
@pytest.mark.parametrize("seed", range(2))
def test_no_cell_raises(articles, seed, tmp_path):
    """Seeded odd cells in the tiny package: every rule runs to its end, and what is sound can be derived."""
    chance, (package, _) = random.Random(seed), read(TINY, articles)
    filled = [stem for stem in TABLES if package.lines[stem]]
    for _ in range(8):
        stem = chance.choice(filled)
        rows = spoilt(list(csv.reader(package.lines[stem])), len(arrow_types(stem)), chance)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([list(arrow_types(stem)), *rows])
        frame, lines, problems = parse_table(out.getvalue(), stem)
        known = set(frame["source_id"].dropna()) if stem == "sources" else set(package.texts)
        after = package._replace(
            tables=package.tables | {stem: frame},
            lines=package.lines | {stem: lines},
            texts={source: text for source, text in package.texts.items() if source in known},
        )
        found, whole = checks.run(after)
        assert all(str(problem).startswith("data/") for problem in found), csv_path(stem)
        if whole and not found and not problems:
            checks.derive(after)


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/hostname", "link/../900_tiny.txt", "device.txt", "pipe.txt", "", ".", "a\0b"]
)
def test_name_of_an_article_leads_nowhere_else(name, tmp_path):
    """The name of an article is read in its folder alone, and no device or pipe is."""
    (tmp_path / "secret.txt").write_text("x")
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    assert article(folder, name) is None
    (folder / "900_tiny.txt").write_text("x")
    assert article(folder, "900_tiny.txt") == b"x"


@pytest.mark.parametrize("column", ["source_id", "file_name", "sha256", "n_bytes"])
def test_blank_in_the_identity_of_an_article_is_told(column, tiny, run):
    """A source without an id, name, digest or size has no article, and the blank cell is named."""
    path = tiny / "data" / "sources.csv"
    header, row = csv.reader(io.StringIO(path.read_text("utf-8")))
    row[header.index(column)] = ""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, row])
    path.write_text(out.getvalue(), "utf-8")
    status, _, complaint = run(tiny)
    assert status == 1
    assert f"data/sources.csv:2:{column}  (blank)  " in complaint
