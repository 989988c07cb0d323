"""A report belongs to one article, so that articles can be added, taken out and checked one by one."""

from dataclasses import replace
from itertools import combinations

import pytest

from pipeline.database import open_database
from pipeline.package import Package, read
from pipeline.problems import Problem
from pipeline.validate import validate
from schemas import TABLES, columns
from tests.conftest import ROOT
from tests.subsets import RELEASED, released, without

# Without one article and with one alone in every run, the others in `make test-all`.
SUBSETS = [
    pytest.param(out, marks=[pytest.mark.release] if n in (2, 3) else [], id="-".join(out))
    for n in range(1, len(RELEASED))
    for out in combinations(RELEASED, n)
]


def problems_of(package: Package) -> list[Problem]:
    """All problems of a package."""
    with open_database(package) as connection:
        return validate(package, connection)


@pytest.mark.parametrize("out", SUBSETS)
def test_any_subset_of_articles_is_a_sound_package(package, out):
    """Without some articles no rule speaks, unless a value of an event has lost the report that it came from."""
    problems = [p for p in problems_of(without(released(package), out)) if p.rule != "consolidated_not_reported"]
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize("source", RELEASED)
def test_one_article_at_hand_is_enough(articles, source):
    """With one article its rows are read again, and those of all others are as the last build proved them."""
    package, problems = read(ROOT, articles)
    package = replace(package, texts={source: package.texts[source]})
    problems += problems_of(package)
    assert not problems, "\n".join(map(str, problems))


def test_no_anchor_leaves_its_source():
    """Every table with anchors has the source of each row beside them; a rule compares the two."""
    anchored = {table for table in TABLES if "evidence" in columns(table)}
    assert anchored == {table for table in anchored if "source_id" in columns(table)}
