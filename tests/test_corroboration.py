"""Corroboration by source: what counts as reported, silent and contradicted."""

import pytest
from checks.corroboration import CONTRADICTING, contradictions, derive, renderings, standing


@pytest.mark.parametrize(
    ("n", "disagreements", "word"),
    [(0, None, "silent"), (2, None, "reported"), (2, {"ds-01"}, "contradicted"), (0, {"ds-01"}, "contradicted")],
)
def test_standing(n, disagreements, word):
    """A source that holds a row set against it contradicts, else it reports or is silent."""
    assert standing(n, disagreements) == word


def test_every_group_is_set_against_every_source(package):
    """Each event and each group has one row a source, and its count of reporting sources is right."""
    rows = derive(package)
    groups = {row[:2] for row in rows}
    assert len(rows) == len(groups) * len(package.tables["sources"])
    for group in groups:
        mine = [row for row in rows if row[:2] == group]
        assert {row[5] for row in mine} == {sum(row[4] > 0 for row in mine)}


def test_a_pledge_is_reported_in_four_articles(package):
    """Tripwire: the reduction around Kyiv and Chernihiv stands in s000, s001, s003 and s004, and s002 is silent."""
    claims = package.tables["military_claims"]
    pledge = claims.loc[claims["kind"] == "pledge", "assertion_id"].iloc[0]
    counts = renderings(claims, "military_claims", "assertion_id")[pledge]
    assert sorted(counts) == ["s000", "s001", "s003", "s004"]


def test_wording_and_identity_contradict_nothing(package):
    """Only disagreements of the contradicting kinds make a source contradict."""
    kinds = dict(package.tables["disagreements"][["disagreement_id", "kind"]].itertuples(index=False, name=None))
    found = {ds for ids in contradictions(package.tables).values() for ds in ids}
    assert found and {kinds[ds] for ds in found} <= set(CONTRADICTING)


def test_a_new_disagreement_is_counted(package):
    """A disagreement between two quotations makes the source of each contradict the statement of the other."""
    tables = dict(package.tables)
    one, two = (tables["quotes"].iloc[at] for at in (0, -1))
    row = (
        tables["disagreements"]
        .iloc[[0]]
        .assign(
            disagreement_id="ds-99", kind="fact", row_a=f"quotes:{one['quote_id']}", row_b=f"quotes:{two['quote_id']}"
        )
    )
    found = contradictions(tables | {"disagreements": row})
    assert found == {
        ("quotes", one["statement_id"], two["source_id"]): {"ds-99"},
        ("quotes", two["statement_id"], one["source_id"]): {"ds-99"},
    }
