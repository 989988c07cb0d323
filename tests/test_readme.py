"""README and CONTRIBUTING say what is so: counts, printed output, and commands are compared with the real thing."""

import csv
import io
import re

import pytest

from editing import examples
from schemas import MODELS, TABLES
from tests.conftest import ROOT, TINY

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r" +\$ python build\.py (\w+) (.+)\n((?: +.*\n)*?) +```", CONTRIBUTING)


def counts(readme):
    """Table -> rows, as a README prints them."""
    rows = re.findall(r"^\| \[`(\w+)`\]\(docs/codebook\.md#(\w+)\) \| ([\d,]+) \|", readme, re.MULTILINE)
    assert all(shown == linked for shown, linked, _ in rows)
    return {stem: int(n.replace(",", "")) for stem, _, n in rows}


def test_counts_are_those_of_the_tables(tables):
    """The README prints the count of rows of every hand-written table, in their order."""
    assert counts(README) == {stem: len(tables[stem]) for stem in TABLES}
    assert list(counts(README)) == list(TABLES)


def test_a_wrong_count_is_seen(tables):
    """The comparison above reads the printed number."""
    n = len(tables["quotes"])
    assert counts(README.replace(f"#quotes) | {n} |", f"#quotes) | {n + 1} |"))["quotes"] == n + 1


def test_rows_are_described_in_the_words_of_the_schemas():
    """What a row is, is said once: in the docstring of its model."""
    for stem in TABLES:
        assert f"| {' '.join(MODELS[stem].__doc__.split())} |" in README


def test_examples_print_what_is_shown():
    """Each example of README and quickstart runs in a clone and prints what stands below it; else: build.py examples."""
    assert [str(problem) for problem in examples.stale(ROOT)] == []


@pytest.mark.parametrize(("command", "words", "printed"), COMMANDS)
def test_command_prints_what_is_shown(command, words, printed, tiny, run):
    """Each command of CONTRIBUTING prints what stands below it, in the package of the example."""
    words = str(tiny / words) if command == "split" else words.strip('"')
    done = run(tiny, command, words)
    assert (done.status, done.out.splitlines()) == (0, [line.strip() for line in printed.splitlines()])


def test_every_command_is_compared():
    """No command of CONTRIBUTING stands without its output."""
    reviews = CONTRIBUTING.count("$ python build.py review")  # compared by themselves below
    assert len(COMMANDS) == CONTRIBUTING.count("$ python build.py") - reviews > 0


def test_check_of_a_row_goes_as_shown(tiny, run, monkeypatch):
    """The row of CONTRIBUTING that is changed, refused, shown, judged and accepted: each step prints what stands there."""
    example = CONTRIBUTING.split("## How to check a row")[1]
    refused, block, verdict, fed = re.findall(r"^```(?:text|console)?\n(.*?)^```", example, re.MULTILINE | re.DOTALL)
    events = tiny / "data" / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("Boats", "Three boats"), encoding="utf-8")
    assert run(tiny).err == refused
    command, printed = block.split("\n", 1)
    assert run(tiny, *command.removeprefix("$ python build.py ").split()).out == printed
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(verdict.encode())))
    command, printed = fed.split("\n", 1)
    assert run(tiny, *command.removeprefix("$ python build.py ").removesuffix(" < verdicts.txt").split()).out == printed
    assert run(tiny).status == 0


def test_example_row_is_a_row():
    """The row of CONTRIBUTING is the one in the tiny package."""
    shown = re.search(r"```csv\n(.*?) +```", CONTRIBUTING, re.DOTALL)[1].strip()
    assert next(csv.reader([shown])) == list(csv.reader((TINY / "data" / "quotes.csv").open(encoding="utf-8")))[1]


def test_example_article_is_the_article():
    """The article of CONTRIBUTING is the one in the tiny package."""
    shown = "".join(re.findall(r"^> (.*\n)", CONTRIBUTING, re.MULTILINE))
    assert shown == (TINY / "sources" / "900_tiny.txt").read_text(encoding="utf-8")


def test_example_complaint_is_the_complaint(tiny, run):
    """The complaint of CONTRIBUTING is what a person gets."""
    events = tiny / "data" / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace(",3,boat,", ",4,boat,"), encoding="utf-8")
    complaint = run(tiny).err
    shown = re.search(r"boats is 4:\n\n +```text\n(.*?) +```", CONTRIBUTING, re.DOTALL)[1]
    assert [line.strip() for line in shown.splitlines()] == complaint.splitlines()


@pytest.mark.parametrize("page", [*examples.PAGES, "CONTRIBUTING.md", "CHANGELOG.md", "RELEASING.md"])
def test_links_lead_somewhere(page):
    """Every relative link of a page leads to a file."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8")):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"
