"""The figures show the tables and claim no more: a mark a row, a link that leads to it, and sentences that are so."""

import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import figures
from publish.figures import drawing, sources
from publish.words import articles
from schemas import group_column, primary_key

SVG = "{http://www.w3.org/2000/svg}"
TABLES = pytest.mark.parametrize("table", sources.FACTS)


def draw(tables):
    """Name -> root element of each figure."""
    found = {path: ET.fromstring(content) for path, content in figures.encode(tables).items()}
    return {path.removeprefix("docs/figures/").removesuffix(".svg"): figure for path, figure in found.items()}


@pytest.fixture(scope="module")
def drawn(tables):
    return draw(tables)


def links(figure):
    """(target, description) of every link of a figure."""
    return [(link.get("href"), link[0].get("aria-label")) for link in figure.iter(f"{SVG}a")]


def texts(figure):
    """Every text of a figure, its lines joined."""
    return [" ".join(line.text or "" for line in text) for text in figure.iter(f"{SVG}text")]


def compared(tables, strength):
    """The tables with every disagreement of this strength."""
    return {**tables, "disagreements": tables["disagreements"].assign(strength=strength)}


# Who reports what --------------------------------------------------------------------------------------------------


@TABLES
def test_a_fact_of_several_articles_has_a_mark_for_each(drawn, tables, table):
    """A mark leads to the first report of an article; facts of one article are counted."""
    group, key = group_column(table) or "event_id", primary_key(table)[0]
    reports = tables[table].drop_duplicates([group, "source_id"])
    n_articles = reports.groupby(group)["source_id"].transform("count")
    targets = [target.removeprefix("#") for target, _ in links(drawn["sources"])]
    known = set(tables[table][key])
    assert sorted(target for target in targets if target in known) == sorted(reports.loc[n_articles > 1, key])
    alone = f"{int((n_articles == 1).sum())} {sources.FACTS[table][1]}"
    assert any(text.startswith("In one article only") and alone in text for text in texts(drawn["sources"]))


def test_rows_say_what_all_reports_share(drawn, tables):
    """A row has the title of the event with its status, or the label of the group; never the words of one report."""
    words = texts(drawn["sources"])
    shared = tables["corroboration"].query("n_reporting > 1").drop_duplicates(["table", "group_id"])
    labels = tables["statements"].set_index("group_id")["label"]
    events = tables["events"].set_index("event_id")
    for row in shared[shared["table"].isin(sources.FACTS)].itertuples():
        if row.table == "event_reports":
            event = events.loc[row.group_id]
            assert any(text.startswith(event["title"]) for text in words)
        else:
            assert any(text.endswith(f": {labels[row.group_id]}") for text in words)


def test_only_articles_that_differ_on_a_fact_are_marked(tables):
    """Reports of one fact in two articles that differ in more than wording; not speakers, nor two facts."""
    names, rows = articles(tables["sources"]), {}
    for table in sources.FACTS:
        group, key = group_column(table) or "event_id", primary_key(table)[0]
        rows |= {f"{table}:{row[key]}": (row[group], row["source_id"]) for _, row in tables[table].iterrows()}
    expected = set()
    for one in tables["disagreements"].query("strength != 'wording'").itertuples():
        pair = [rows.get(one.row_a), rows.get(one.row_b)]
        if all(pair) and pair[0][0] == pair[1][0] and pair[0][1] != pair[1][1]:
            expected |= set(pair)
    labels = [label for _, label in links(draw(tables)["sources"]) if label.endswith(f"{sources.DIFFERS}.")]
    assert len(labels) == len(expected)
    assert all(any(f"{names[source].name} {sources.DIFFERS}." in label for label in labels) for _, source in expected)


def test_wording_is_never_counted(tables):
    """Where articles differ in wording alone, no mark and no number says that they differ."""
    figure = draw(compared(tables, "wording"))["sources"]
    assert not any(sources.DIFFERS in label for _, label in links(figure))
    assert "On 0 of these the articles differ in more than wording." in figure.get("aria-label")
    assert "On 0 of these" not in draw(compared(tables, "difference"))["sources"].get("aria-label")


# Timeline ----------------------------------------------------------------------------------------------------------


def test_timeline_has_every_event_once_with_its_status(drawn, tables):
    """A mark an event; what it says has the status, so that nothing possible is shown as done."""
    words = {"occurred": "happened", "hypothetical": "possible"}
    found = dict(links(drawn["timeline"]))
    assert len(found) == len(links(drawn["timeline"])) == len(tables["events"])
    for event in tables["events"].itertuples():
        label, status = found[f"#{event.event_id}"], words.get(event.status, event.status)
        assert label.startswith(f"{event.event_id}. {event.title}")
        assert f"({status});" in label or event.title.lower().startswith(status)


def test_most_reported_events_are_named(drawn, tables):
    """The words of an event stand beside its mark where more articles report it than any event without words."""
    reports = tables["event_reports"].groupby("event_id")["source_id"].nunique()
    words = " ".join(texts(drawn["timeline"]))
    titles = tables["events"].set_index("event_id")["title"]
    hidden = [event for event in reports.index if titles[event] not in words]
    named = reports.drop(hidden)
    assert hidden and reports[hidden].max() <= named.max() and len(named) >= 10
    assert all(titles[event] in words for event in reports[reports > reports[hidden].max()].index)


def test_events_without_a_day_are_listed(drawn, tables):
    """An event that has no day and is not to come is in the list, which says how many there are."""
    events = tables["events"]
    coming = (events["talks_link"] == "after") & events["status"].isin(["planned", "hypothetical"])
    undated = events[events["date_start"].isna() & events["date_end"].isna() & ~coming]
    words = texts(drawn["timeline"])
    assert f"Without a day: {len(undated)} events" in words
    assert all(any(text.startswith(title) for text in words) for title in undated["title"])
    assert f"{len(undated)} of them have no day." in drawn["timeline"].get("aria-label")


def test_statements_are_counted_by_side_and_day(drawn, tables):
    """Each statement whose day is exact is counted once."""
    exact = tables["quotes"].query("said_on_precision == 'day'")
    counts = [text.split()[0] for text in texts(drawn["timeline"]) if text.endswith((" statement", " statements"))]
    assert sum(int(count) for count in counts) == exact["statement_id"].nunique()


# Map ---------------------------------------------------------------------------------------------------------------


def test_map_has_every_place_of_an_event_or_claim(drawn, tables):
    """Each place of `locations` has a mark, or lies within a place that has one."""
    places, marks = tables["places"].set_index("place_id"), dict(links(drawn["map"]))
    assert len(marks) == len(links(drawn["map"]))
    for place in tables["locations"]["place_id"].unique():
        holder = place if f"#places:{place}" in marks else places.loc[place, "within"]
        assert marks[f"#places:{holder}"].startswith(f"{places.loc[holder, 'name']}. ")
        assert places.loc[holder, "name"] in texts(drawn["map"])


def test_place_that_is_not_on_the_map_is_listed(tables):
    """A place far away has its mark in the list, which says so; a map of the others is the same size."""
    place = tables["locations"]["place_id"].iloc[0]
    places = tables["places"].copy()
    places.loc[places["place_id"] == place, ["latitude", "longitude"]] = [38.9, -77.0]
    figure = draw({**tables, "places": places})["map"]
    assert f"#places:{place}" in dict(links(figure))
    assert "A mark in the list: not on the map." in texts(figure)


POINTS = st.tuples(st.floats(0, figures.map.WIDTH), st.floats(0, figures.map.HEIGHT))


@given(st.lists(st.tuples(POINTS, st.text("abc ", min_size=1, max_size=20)), max_size=30))
def test_names_on_the_map_never_collide(places):
    """Wherever places lie, no name stands over another one, over a mark, or beyond the edge."""
    spots = {
        figures.map.Spot(f"p{n}", name, False, None, ("ev-1",), ""): point for n, (point, name) in enumerate(places)
    }
    placed = figures.map.names(spots, dict.fromkeys(spots, 6.0))
    boxes = list(placed.values())
    assert not any(box.overlaps(other) for n, box in enumerate(boxes) for other in boxes[:n])
    for box in boxes:
        assert not any(box.left < x < box.right and box.top < y < box.bottom for x, y in spots.values())
        assert 0 <= box.left and box.right <= figures.map.WIDTH


def test_crimea_is_no_other_country():
    """No border is drawn between Crimea and the rest of Ukraine, and the file says whose borders it has."""
    base = json.loads((figures.map.HERE / "base.geojson").read_text("utf-8"))
    assert "Natural Earth 4.1.0" in base["source"] and "Crimea" in base["borders"]
    _, borders = (feature["geometry"]["coordinates"] for feature in base["features"])
    assert not [point for line in borders for point in line if 32.4 < point[0] < 36.7 and 44.3 < point[1] < 46.3]


# All ---------------------------------------------------------------------------------------------------------------


def test_figures_can_stand_in_a_page(drawn):
    """Title and takeaway are in the figure and in its description; no id, style or script clashes with the page."""
    for name, figure in drawn.items():
        title, *_ = words = texts(figure)
        described = figure.get("aria-label")
        assert described.startswith(f"{title}. {words[1]} {words[2]}"), name
        assert all(target[0] == "#" and words for target, words in links(figure)), name
        assert not any(part.get("id") or part.get("style") or part.tag == f"{SVG}script" for part in figure.iter()), (
            name
        )
        assert figure.get("width") == str(drawing.WIDTH)
        assert [*figure.iter(f"{SVG}svg")] == [figure], (
            "the page inverts each svg in the dark, and one within another twice"
        )


def test_colour_means_side(drawn):
    """Map and matrix are in neutral ink."""
    coloured = {look.stroke for side, look in drawing.LOOKS.items() if side not in ("several", "none")}
    used = {name: {part.get("stroke") for part in figure.iter()} & coloured for name, figure in drawn.items()}
    assert used["map"] == used["sources"] == set() != used["timeline"]


def test_empty_tables_make_empty_figures(tables):
    """A package without an event, a quotation or a place has figures without a mark."""
    empty = {table: frame if table in ("codes", "sources") else frame.iloc[:0] for table, frame in tables.items()}
    for content in figures.encode(empty).values():
        assert links(ET.fromstring(content)) == []


def test_words_of_a_row_are_text(tables):
    """Markup in a cell is no markup of the figure."""
    events, odd = tables["events"].copy(), '<script>alert("x")</script> \u202eabc'
    events.loc[0, "title"] = odd
    figure = draw({**tables, "events": events})["timeline"]
    assert not list(figure.iter(f"{SVG}script"))
    assert odd in dict(links(figure))[f"#{events.loc[0, 'event_id']}"]


@pytest.mark.browser
def test_texts_stay_within_the_figure(chromium):
    """In a browser, with its own fonts, no text is wider than the figure."""
    for file in sorted((figures.map.HERE.parents[1] / "docs" / "figures").glob("*.svg")):
        tab = chromium.new_page()
        tab.set_content(file.read_text("utf-8"))
        ends = tab.eval_on_selector_all("text", "all => all.map(one => one.getBBox()).map(box => box.x + box.width)")
        tab.close()
        assert max(ends) <= drawing.WIDTH, file.name
