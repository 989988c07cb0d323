"""`data/places.csv`."""

from schemas import columns as c
from schemas.columns import Integer, Number, Text
from schemas.table import Table, rule

# Country -> south, north, west and east of it, in degrees, outward to whole ones; what is not listed is not asked.
BOXES = {"RUS": (41, 82, 19, 180), "TUR": (35, 43, 25, 45), "UKR": (44, 53, 22, 41)}


class Places(Table):
    """A place that a file names."""

    place_id: Text = c.key("", "Primary key, readable.", r"[a-z][a-z0-9_]*")
    name: Text = c.phrase("Usual English name.")
    kind: Text = c.code("place_kind", "What kind of place it is.")
    country_iso3: Text = c.fact(
        "Country, internationally recognised borders, ISO 3166-1 alpha-3.",
        blank="in no one country",
        pattern=r"[A-Z]{3}",
    )
    admin1: Text = c.fact(
        "First-order division, English name.",
        blank="is itself a country or such a division, or spans several",
        wording="phrase",
    )
    latitude: Number = c.fact(
        "Latitude, WGS 84, of the GeoNames entry.",
        blank="no entry in the GeoNames set cities15000; use `within`",
        ge=-90,
        le=90,
        unit="degree",
    )
    longitude: Number = c.fact(
        "Longitude, WGS 84, of the GeoNames entry.",
        blank="no entry in the GeoNames set cities15000; use `within`",
        ge=-180,
        le=180,
        unit="degree",
    )
    geonames_id: Integer = c.fact("GeoNames identifier.", blank="no entry in the GeoNames set cities15000", ge=1)
    within: Text = c.ref(
        "places",
        "The next larger place of this table that holds it.",
        blank="no larger place of this table holds it",
        reference=True,
    )
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule(
        "geonames_id",
        "coordinates and GeoNames identifier come together",
        "fill latitude, longitude and geonames_id, or none",
    )
    def located_by_reference(cls, df):
        known = df["geonames_id"].notna()
        return (df["latitude"].notna() == known) & (df["longitude"].notna() == known)

    @rule("admin1", "a division of a country, but the place is a country", "leave it blank, or mend kind")
    def country_in_no_division(cls, df):
        return df["admin1"].isna() | (df["kind"] != "country")

    @rule("within", "lies within a place, but is a country", "leave it blank, or mend kind")
    def country_in_nothing(cls, df):
        return df["within"].isna() | (df["kind"] != "country")

    @rule("latitude", "lies outside its country", "mend latitude, or country_iso3")
    def south_and_north(cls, df):
        return _between(df["latitude"], df["country_iso3"], 0)

    @rule("longitude", "lies outside its country", "mend longitude, or country_iso3")
    def west_and_east(cls, df):
        return _between(df["longitude"], df["country_iso3"], 2)


def _between(degrees, countries, at):
    """Whether coordinates lie between two edges of the boxes, from the one at `at`."""
    low, high = (countries.map({name: box[edge] for name, box in BOXES.items()}) for edge in (at, at + 1))
    low, high = (edge.astype("float64[pyarrow]") for edge in (low, high))
    return (degrees.isna() | low.isna() | ((degrees >= low) & (degrees <= high))).fillna(False)
