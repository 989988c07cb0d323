"""README and CONTRIBUTING say what is so: counts, output and commands are compared with the real thing."""

import io
import re

import pytest

import build
from editing import examples
from schemas import MODELS, WIDE
from tests.conftest import ROOT, replace

PAGES = sorted(file.relative_to(ROOT).as_posix() for where in ("*.md", "docs/*.md") for file in ROOT.glob(where))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_table_is_in_the_readme():
    """The README says what each table records."""
    listed = (ROOT / "README.md").read_text(encoding="utf-8").split("## What it contains")[1].split("##")[0]
    assert [table for table in MODELS if table not in WIDE and f"`{table}`" not in listed] == []


def test_examples_print_what_is_shown():
    """Each example of README and quickstart runs in a clone and prints what stands below it; else: build.py examples."""
    assert [str(problem) for problem in examples.stale(ROOT)] == []


def test_check_of_a_row_goes_as_shown(tiny, run, monkeypatch):
    """The row of CONTRIBUTING that is changed, refused, shown, judged and accepted: each step prints what stands there."""
    example = CONTRIBUTING.split("## How to check a row")[1].split("\n## ")[0]
    refused, block, verdict, fed = re.findall(r"^```(?:text|console)?\n(.*?)^```", example, re.MULTILINE | re.DOTALL)
    assert CONTRIBUTING.count("$ python build.py") == 2  # no command stands there without its output
    replace(tiny / "data/names.csv", "s900:106-117,", "s900:106-117,The service of one state.")
    assert run(tiny).err == refused
    command, printed = block.split("\n", 1)
    assert run(tiny, *command.removeprefix("$ python build.py ").split()).out == printed
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(verdict.encode())))
    command, printed = fed.split("\n", 1)
    assert run(tiny, *command.removeprefix("$ python build.py ").removesuffix(" < verdicts.txt").split()).out == printed
    assert build.validated(tiny, tiny / "sources").problems == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    """Every relative link of a page leads to a file."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8")):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"
