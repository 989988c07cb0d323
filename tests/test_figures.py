"""The figures show the tables: a mark a row, a link that leads somewhere, and words for those who do not see it."""

import xml.etree.ElementTree as ET

import pytest

from publish import figures
from publish.figures import vega

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(tables):
    """Name -> root element of each figure."""
    found = {path: ET.fromstring(content) for path, content in figures.encode(tables).items()}
    return {path.removeprefix("docs/figures/").removesuffix(".svg"): figure for path, figure in found.items()}


def links(figure):
    """(target, description) of every link of a figure."""
    return [(link.get("href"), link[0].get("aria-label")) for link in figure.iter(f"{SVG}a")]


def test_timeline_has_every_event_and_statement_once(drawn, tables):
    """A mark an event, and one a statement, which leads to its first rendering."""
    statements = tables["quotes"].drop_duplicates("statement_id")
    rows = [*tables["events"]["event_id"], *statements["quote_id"]]
    assert sorted(target for target, _ in links(drawn["timeline"])) == sorted(f"#{row_id}" for row_id in rows)


def test_map_has_every_place_of_an_event_or_claim(drawn, tables):
    """Each place of `locations` has a mark, or lies within a place with coordinates that has one."""
    places, marks = tables["places"].set_index("place_id"), dict(links(drawn["map"]))
    assert len(marks) == len(links(drawn["map"]))
    for place in tables["locations"]["place_id"].unique():
        holder = place if f"#places:{place}" in marks else places.loc[place, "within"]
        assert marks[f"#places:{holder}"].startswith(f"{places.loc[holder, 'name']}. ")


def test_matrix_has_a_cell_for_each_source_that_mentions_a_fact(drawn, tables):
    """A cell a row of `corroboration`; its description names the source, and whether a report there disagrees."""
    reporting = tables["corroboration"]
    labels = [label for _, label in links(drawn["sources"])]
    assert len(labels) == len(reporting)
    for source, rows in reporting.groupby("source_id"):
        own = [label for label in labels if f" {source} reports it" in label]
        assert len(own) == len(rows)
        assert sum("disagrees" in label for label in own) == rows["disagreements"].notna().sum()


def test_figures_can_stand_in_a_page(drawn):
    """Each is described in words; links stay in the page, and no id or style can clash with it."""
    for name, figure in drawn.items():
        assert figure.get("aria-label") and all(target[0] == "#" and words for target, words in links(figure)), name
        assert not any(part.get("id") or part.get("style") for part in figure.iter()), name


def test_empty_tables_make_empty_figures(tables):
    """A package without an event, a quotation or a place has figures without a mark."""
    empty = {table: frame if table in ("codes", "sources") else frame.iloc[:0] for table, frame in tables.items()}
    for content in figures.encode(empty).values():
        assert links(ET.fromstring(content)) == []


def test_words_of_a_row_are_text(tables):
    """Markup in a cell is no markup of the figure."""
    events, odd = tables["events"].copy(), '<script>alert("x")</script> \u202eabc'
    events.loc[0, "title"] = odd
    figure = ET.fromstring(vega.svg(figures.timeline.chart({**tables, "events": events})))
    assert not list(figure.iter(f"{SVG}script"))
    assert odd in dict(links(figure))[f"#{events.loc[0, 'event_id']}"]
