"""The places of events and of military claims, on a base of land and borders; see README.md of this folder."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from publish.figures.drawing import GREY, INK, LETTER, MUTED, PADDING, PALE, RIGHT, Drawing, Look, wrap
from publish.tables import by_event, records

TITLE = "Where events and military claims are placed"
READING = (
    "A larger mark: more of them, whatever their status. Disc: a place. Ring: a region or country, drawn at a point inside "
    "it. Borders: Natural Earth, which draws them as they are held; but Crimea is shown as part of Ukraine."
)
HERE = Path(__file__).parent
PLACE, AREA = Look("circle", "white", INK), Look("circle", INK, "none")
WIDTH, HEIGHT = 520, 640  # pixels of the map
MARGIN = 1.2  # degrees around the outermost marks
LARGEST = 22  # radius of the largest mark
LISTED = 30  # places in the list beside the map
Point = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """A place with the rows that have it: its longitude and latitude, or None where it has no point."""

    place_id: str
    name: str
    is_area: bool
    point: Point | None
    rows: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Box:
    """What a name or a mark takes up, in pixels."""

    left: float
    top: float
    right: float
    bottom: float
    is_far: bool = False  # a name that a line joins to its mark

    def nearest(self, x: float, y: float) -> Point:
        """Its point nearest to another one."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def overlaps(self, other: "Box") -> bool:
        """Whether two boxes share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Window:
    """The part of the world that the map shows, by its corner in the north-west; undistorted in its middle."""

    west: float
    north: float
    scale: float  # pixels for a degree of latitude
    stretch: float  # a degree of longitude, in degrees of latitude

    def pixels(self, longitude: float, latitude: float) -> Point:
        """Where a point stands, from the corner of the map."""
        return (longitude - self.west) * self.scale * self.stretch, (self.north - latitude) * self.scale


def figure(tables: Mapping[str, pd.DataFrame]) -> Drawing:
    """The figure; `tables` holds all tables."""
    base = json.loads((HERE / "base.geojson").read_text("utf-8"))
    spots = _spots(tables)
    points = {spot: spot.point for spot in spots if spot.point and _is_within(spot.point, base["bbox"])}
    window = _window(list(points.values()), base["bbox"])
    shown = {spot: window.pixels(*point) for spot, point in points.items()}
    most = max((len(spot.rows) for spot in spots), default=1)
    radii = {spot: _radius(len(spot.rows), most) for spot in spots}

    drawing = Drawing(TITLE, _takeaway(spots), READING)
    left, top = PADDING, drawing.y
    with drawing.inset(left, top):
        land, borders = (feature["geometry"]["coordinates"] for feature in base["features"])
        drawing.path(_path(window, (ring for polygon in land for ring in polygon)) + "Z", fill=PALE)
        drawing.path(_path(window, borders), stroke=GREY)
        drawing.path(f"M0,0H{WIDTH}V{HEIGHT}H0Z", stroke=GREY)
        for spot, (x, y) in sorted(shown.items(), key=lambda item: not item[0].is_area):  # discs over rings
            _mark(drawing, x, y, spot, radii[spot])
        for spot, name in names(shown, radii).items():
            if name.is_far:
                drawing.rule(*name.nearest(*shown[spot]), *shown[spot], INK)
            drawing.text(name.left, (name.top + name.bottom) / 2, [spot.name], halo=PALE)

    x = left + WIDTH + 24
    drawing.y = top + 8
    _legend(drawing, x, most)
    _list(drawing, x, spots, [spot for spot in spots if spot not in shown])
    drawing.y = max(drawing.y, top + HEIGHT)
    return drawing


def _takeaway(spots: Sequence[Spot]) -> str:
    """How many rows have a place, and the three most frequent places."""
    n = len({row for spot in spots for row in spot.rows})
    first = ", ".join(f"{spot.name} ({len(spot.rows)})" for spot in spots[:3])
    return f"{n} events and military claims have a place. The most frequent: {first or 'none'}."


def names(shown: Mapping[Spot, Point], radii: Mapping[Spot, float]) -> dict[Spot, Box]:
    """Where the names stand: over no other name or mark. The list has those that find no room, too."""
    marks = {spot: _around(x, y, radii[spot]) for spot, (x, y) in shown.items()}
    placed: dict[Spot, Box] = {}
    for spot, (x, y) in sorted(shown.items(), key=lambda item: (-len(item[0].rows), item[0].place_id)):
        taken = [*(box for other, box in marks.items() if other != spot), *placed.values()]
        for box in _candidates(x, y, radii[spot], LETTER * 1.1 * len(spot.name)):
            is_inside = 0 < box.left and box.right < WIDTH and 0 < box.top and box.bottom < HEIGHT
            if is_inside and not any(box.overlaps(other) for other in taken):
                placed[spot] = box
                break
    return placed


def _candidates(x: float, y: float, radius: float, length: float) -> Iterator[Box]:
    """Boxes for a name, the best first: right, left, above, below and at the corners of its mark; then further off."""
    half = 6.5
    for distance in (3, 14, 25, 36):
        near = radius + distance
        slant = 0.7 * near
        for left, middle in (
            (x + near, y),
            (x - near - length, y),
            (x - length / 2, y - near - half),
            (x - length / 2, y + near + half),
            (x + slant, y - slant - half),
            (x + slant, y + slant + half),
            (x - slant - length, y - slant - half),
            (x - slant - length, y + slant + half),
        ):
            yield Box(left, middle - half, left + length, middle + half, distance > 3)


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _mark(drawing: Drawing, x: float, y: float, spot: Spot, radius: float) -> None:
    look = AREA if spot.is_area else PLACE
    drawing.mark(x, y, look, row=f"places:{spot.place_id}", label=spot.label, scale=radius / 4)


def _legend(drawing: Drawing, x: float, most: int) -> None:
    """Marks of three sizes, with their numbers."""
    drawing.text(x, drawing.y, ["Events and military claims"], bold=True)
    drawing.y += 20 + LARGEST
    left = x
    for n in sorted({1, (1 + most) // 2, most}):
        radius = _radius(n, most)
        drawing.mark(left + radius, drawing.y, AREA, scale=radius / 4)
        drawing.text(left + 2 * radius + 5, drawing.y, [str(n)])
        left += 2 * radius + 34
    drawing.y += 20 + LARGEST


def _list(drawing: Drawing, x: float, spots: Sequence[Spot], elsewhere: Sequence[Spot]) -> None:
    """The places with their numbers; marks for those that are not on the map."""
    for spot in spots[:LISTED]:
        if spot in elsewhere:
            _mark(drawing, x + 4, drawing.y, spot, 4)
        drawing.text(x + 30, drawing.y, [str(len(spot.rows))], anchor="end", color=MUTED)
        drawing.text(x + 38, drawing.y, [spot.name])
        drawing.y += 16.5
    notes = ["A mark in the list: not on the map."] if elsewhere else []
    if len(spots) > LISTED:
        notes.append(f"And {len(spots) - LISTED} more places.")
    for note in notes:
        lines = wrap(note, RIGHT - x)
        drawing.text(x, drawing.y + 6, lines, color=MUTED)
        drawing.y += 16.5 * len(lines)


def _radius(n: int, most: int) -> float:
    """The radius of a mark, whose area is the number of rows."""
    return LARGEST * math.sqrt(n / most)


def _is_within(point: Point, bbox: Sequence[float]) -> bool:
    west, south, east, north = bbox
    return west <= point[0] <= east and south <= point[1] <= north


def _window(points: Sequence[Point], bbox: Sequence[float]) -> Window:
    """A window with all points and a margin, or with the whole base where there is none."""
    corners = points or [(bbox[0], bbox[1]), (bbox[2], bbox[3])]
    (west, east), (south, north) = ((min(values), max(values)) for values in zip(*corners, strict=True))
    stretch = math.cos(math.radians((south + north) / 2))
    across, down = max(east - west, 10) + 2 * MARGIN, max(north - south, 10) + 2 * MARGIN
    scale = min(WIDTH / across / stretch, HEIGHT / down)
    half_across, half_down = WIDTH / scale / stretch / 2, HEIGHT / scale / 2
    return Window((west + east) / 2 - half_across, (south + north) / 2 + half_down, scale, stretch)


def _path(window: Window, lines: Iterable[Iterable[Point]]) -> str:
    """Lines of points in degrees as the path of an SVG, as far as they lie on the map."""
    parts = []
    for line in lines:
        points = [window.pixels(*point) for point in line]
        for axis, edge in ((0, WIDTH), (1, HEIGHT)):
            points = _cut(_cut(points, axis, 0, 1), axis, edge, -1)
        parts.append("L".join(f"{x:.1f},{y:.1f}" for x, y in points))
    return "".join(f"M{part}" for part in parts if part)


def _cut(points: list[Point], axis: int, edge: float, sign: int) -> list[Point]:
    """The part of a line beyond an edge, or before it with a negative sign; where it leaves, it follows the edge.

    >>> _cut([(-1.0, 0.0), (1.0, 2.0)], 0, 0, 1)
    [(0.0, 1.0), (1.0, 2.0)]
    """
    kept = []
    for start, end in pairwise([*points, *points[-1:]]):
        before, after = (sign * (point[axis] - edge) for point in (start, end))
        if before >= 0:
            kept.append(start)
        if before * after < 0:
            share = before / (before - after)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def _spots(tables: Mapping[str, pd.DataFrame]) -> list[Spot]:
    """A spot for each place of `locations`, the most frequent first.

    A place without a point counts for the nearest place around it that has one, if there is one.
    """
    places = {place["place_id"]: place for place in records(tables["places"])}
    points = {area["place_id"]: area for area in records(pd.read_csv(HERE / "areas.csv"))}
    points |= {place_id: place for place_id, place in places.items() if place["latitude"] is not None}
    words = {event["event_id"]: event["title"] for event in records(tables["events"])}
    words |= {claim["claim_id"]: claim["statement"] for claim in records(tables["military_claims"])}
    rows: dict[str, set[str]] = defaultdict(set)
    for location in records(by_event(tables, "locations")):
        place = location["place_id"]
        while place not in points and places[place]["within"]:
            place = places[place]["within"]
        holder = place if place in points else location["place_id"]
        rows[holder].add(location["event_id"] or location["claim_id"])
    spots = []
    for place_id in sorted(rows, key=lambda place_id: (-len(rows[place_id]), place_id)):
        name, point = places[place_id]["name"], points.get(place_id)
        ids = tuple(sorted(rows[place_id]))
        listed = "; ".join(f"{row_id} {words[row_id].rstrip('.')}" for row_id in ids[:5])
        label = f"{name}. Events and military claims: {len(ids)}. {listed}{'; and more' if len(ids) > 5 else ''}."
        is_area = places[place_id]["kind"] in ("region", "country")
        degrees = (point["longitude"], point["latitude"]) if point else None
        spots.append(Spot(place_id, name, is_area, degrees, ids, label))
    return spots
