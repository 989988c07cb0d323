"""The figures show the tables: a mark a row, a link that leads somewhere, and words for those who do not see it."""

import re
import xml.etree.ElementTree as ET

import pytest

from publish import figures
from publish.figures import canvas

SVG = canvas.SVG


@pytest.fixture(scope="module")
def drawn(tables):
    """Name -> root element of each figure."""
    return {name: ET.fromstring(module.draw(tables)) for name, module in figures.FIGURES.items()}


def links(figure):
    """Target -> label of every link of a figure."""
    found = [(link.get("href"), link.get("aria-label")) for link in figure.iter(f"{SVG}a")]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_timeline_has_every_event_and_statement_once(drawn, tables):
    """A mark an event, and one a statement, which leads to its first rendering."""
    statements = tables["quotes"].drop_duplicates("statement_id")
    expected = {f"#{row_id}" for row_id in [*tables["events"]["event_id"], *statements["quote_id"]]}
    assert set(links(drawn["timeline"])) == expected


def test_map_has_every_place_of_an_event_or_claim(drawn, tables):
    """Each place of `locations` has a mark, or lies within a place with coordinates that has one."""
    places = tables["places"].set_index("place_id")
    for place in tables["locations"]["place_id"].unique():
        shown = place if f"#places:{place}" in links(drawn["map"]) else places.loc[place, "within"]
        label = links(drawn["map"])[f"#places:{shown}"]
        assert label.startswith(f"{places.loc[shown, 'name']}. ")
        assert shown == place or places.loc[shown, "latitude"] == places.loc[shown, "latitude"]


def test_matrix_has_every_fact_and_its_sources(drawn, tables):
    """A column a group of `corroboration`, whose label names the sources that render it and those against it."""
    found = list(links(drawn["sources"]).values())
    corroboration = tables["corroboration"]
    assert len(found) == len(corroboration[["table", "group_id"]].drop_duplicates())
    told = [source for label in found for source in re.search(r"Reported by (.*?)[;.]", label)[1].split(", ")]
    against = [
        source for label in found if "against it: " in label for source in label.split("against it: ")[1].split(", ")
    ]
    assert len(told) == (corroboration["n_renderings"] > 0).sum()
    assert len(against) == (corroboration["standing"] == "contradicted").sum()


def test_empty_tables_make_empty_figures(tables):
    """A package without an event, a quotation or a place has figures without a mark."""
    empty = {stem: frame if stem in ("codes", "sources") else frame.iloc[:0] for stem, frame in tables.items()}
    for module in figures.FIGURES.values():
        assert links(ET.fromstring(module.draw(empty))) == {}


def test_words_of_a_row_are_text(tables):
    """Markup in a cell is no markup of the figure."""
    events = tables["events"].copy()
    events.loc[0, "title"] = '<script>alert("x")</script> \u202eabc'
    figure = ET.fromstring(figures.timeline.draw({**tables, "events": events}))
    assert not list(figure.iter(f"{SVG}script"))
    assert '<script>alert("x")</script> \u202eabc' in links(figure)["#ev-001"]


@pytest.mark.parametrize("name", figures.FIGURES)
def test_figure_is_told_in_words(drawn, name):
    """A figure has a role, a title and a description, which is its name for a reader of screens."""
    figure = drawn[name]
    title, description = figure.find(f"{SVG}title").text, figure.find(f"{SVG}desc").text
    assert figure.get("role") == "img"
    assert figure.get("aria-label") == f"{title}. {description}"


@pytest.mark.parametrize("name", figures.FIGURES)
def test_every_colour_has_a_dark_twin(drawn, name):
    """What is drawn in a colour is drawn in another one where the reader wants it dark."""
    used = {(key, element.get(key)) for element in drawn[name].iter() for key in ("fill", "stroke") if element.get(key)}
    missing = [
        pair
        for pair in sorted(used)
        if pair[1] not in ("none", "transparent") and f'[{pair[0]}="{pair[1]}"]' not in canvas.STYLE
    ]
    assert not missing


def test_second_drawing_is_the_first(tables):
    """A figure is the same bytes however many were drawn before it: Vega numbers what it names with `id`, so nothing is."""
    first, second = figures.encode(tables), figures.encode(tables)
    assert first == second
    assert not [path for path, content in first.items() if b' id="' in content or b"url(#" in content]


def test_figures_are_light_and_need_no_style_of_a_mark(tables):
    """A figure has less than 150 kB, is 800 pixels wide and has no style attribute, which the page's policy would refuse."""
    for path, content in figures.encode(tables).items():
        assert len(content) < 150_000, path
        assert b' style="' not in content
        assert ET.fromstring(content).get("width") == "800"
