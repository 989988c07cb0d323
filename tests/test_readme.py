"""README and CONTRIBUTING say what is so: counts, output and commands are compared with the real thing."""

import io
import re

import pytest

import build
from editing import examples
from schemas import MODELS, WIDE
from tests.conftest import ROOT, TINY, replace

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r" +\$ python build\.py (\w+) (.+)\n((?: +.*\n)*?) +```", CONTRIBUTING)


def test_every_table_is_in_the_readme():
    """The README says what each table records."""
    listed = (ROOT / "README.md").read_text(encoding="utf-8").split("## What it contains")[1].split("##")[0]
    assert [table for table in MODELS if table not in WIDE and f"`{table}`" not in listed] == []


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
    replace(tiny / "data/events.csv", "Boats", "Three boats")
    assert run(tiny).err == refused
    command, printed = block.split("\n", 1)
    assert run(tiny, *command.removeprefix("$ python build.py ").split()).out == printed
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(verdict.encode())))
    command, printed = fed.split("\n", 1)
    assert run(tiny, *command.removeprefix("$ python build.py ").removesuffix(" < verdicts.txt").split()).out == printed
    assert build.validated(tiny, tiny / "sources").problems == []


def test_example_article_row_and_message_are_those_of_the_tiny_package(tiny, run):
    """CONTRIBUTING shows the article and a row of the tiny package, and what a person is told after a slip in it."""
    article = "".join(re.findall(r"^> (.*\n)", CONTRIBUTING, re.MULTILINE))
    assert article == (TINY / "sources/900_tiny.txt").read_text(encoding="utf-8")
    row = re.search(r"```csv\n(.*?) +```", CONTRIBUTING, re.DOTALL)[1].strip()
    assert row == (TINY / "data/quotes.csv").read_text(encoding="utf-8").splitlines()[1]
    replace(tiny / "data/event_reports.csv", ",3,boat,", ",4,boat,")
    shown = re.search(r"boats is 4:\n\n +```text\n(.*?) +```", CONTRIBUTING, re.DOTALL)[1]
    assert [line.strip() for line in shown.splitlines()] == run(tiny).err.splitlines()


@pytest.mark.parametrize("page", [*examples.PAGES, "CONTRIBUTING.md", "CHANGELOG.md", "RELEASING.md"])
def test_links_lead_somewhere(page):
    """Every relative link of a page leads to a file."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8")):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"
