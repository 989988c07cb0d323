"""What the figures share: size, colours, texts and marks at given pixels, and the way from Vega-Lite to an SVG."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt
import vl_convert

WIDTH = 800  # pixels of a figure
PADDING = 10
INNER = WIDTH - 2 * PADDING
LINE = 15  # height of a line of text
LETTER = 6.0  # mean width of a letter at 12 pixels
INK, MUTED, GREY, GRID, PALE = "#1f2328", "#57606a", "#8b949e", "#d5dbe1", "#e4e8ec"
# Side -> colour and shape. Colour means side and nothing else; the shape says it in print.
LOOKS = {
    "russia": ("#b3410f", "circle"),
    "ukraine": ("#0a5fa8", "square"),
    "host": ("#0b7a5c", "triangle-up"),
    "third_party": ("#8b3d88", "diamond"),
    "several": (INK, "triangle-down"),  # no code: sides that act together
    "none": (MUTED, "cross"),
}
BASE = "https://vega.github.io/vega-datasets/"  # what vl-convert puts before a link within the page
CONFIG: dict[str, Any] = {
    "background": "white",
    "padding": PADDING,
    "font": "Liberation Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "group",
        "fontSize": 18,
        "subtitleFontSize": 13,
        "subtitleColor": INK,
        "subtitleLineHeight": 18,
        "subtitlePadding": 6,
        "offset": 14,
    },
}
# A field holds pixels, from the left and from the top: texts stand where there is room, which no scale knows.
X, Y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)


@dataclass(frozen=True)
class Figure:
    """Layers of marks, with what the figure says in words: its title, what to take from it, and how to read it."""

    title: str
    takeaway: str
    reading: str
    height: float
    layers: Sequence[alt.Chart]


def wrap(words: str, width: float, size: int = 12) -> list[str]:
    """Words as lines that fit into a width in pixels; at least one line.

    >>> wrap("Talks by video link", 70)
    ['Talks by', 'video link']
    """
    return textwrap.wrap(words, max(4, int(width / (LETTER * size / 12)))) or [""]


def texts(values: Sequence[Mapping[str, Any]], **style: Any) -> alt.Chart:
    """Texts: `x` and `y` of the middle of the first line, and `text`, a string or a list of lines."""
    options = {"align": "left", "fontSize": 12, "lineHeight": LINE, "color": INK, "baseline": "middle"} | style
    return _chart(values).mark_text(**options).encode(x=X, y=Y, text="text:N")


def marks(values: Sequence[Mapping[str, Any]], **channels: Any) -> alt.Chart:
    """Points that lead to a row: `href`, and `label`, what the row is in words."""
    return points(values, **channels).encode(href="href:N", description="label:N")


def points(values: Sequence[Mapping[str, Any]], **channels: Any) -> alt.Chart:
    """Points at `x` and `y`."""
    return _chart(values).mark_point(size=54, strokeWidth=1.5, opacity=1).encode(x=X, y=Y, **channels)


def lines(values: Sequence[Mapping[str, Any]], color: str = GRID) -> alt.Chart:
    """Straight lines from `x`, `y` to `x2`, `y2`."""
    return _chart(values).mark_rule(color=color).encode(x=X, y=Y, x2="x2", y2="y2")


def by_side() -> dict[str, Any]:
    """The channels that show the field `side`; `build.py` refuses a side that has no colour."""
    color, shape = (alt.Scale(domain=list(LOOKS), range=[look[n] for look in LOOKS.values()]) for n in (0, 1))
    return {
        "stroke": alt.Stroke("side:N", scale=color, legend=None),
        "fill": alt.Fill("side:N", scale=color, legend=None),
        "shape": alt.Shape("side:N", scale=shape, legend=None),
    }


def svg(figure: Figure) -> bytes:
    """The bytes of a figure. Its title and what to take from it are the name of the figure for a screen reader."""
    subtitle = [line for words in (figure.takeaway, figure.reading) for line in wrap(words, INNER, 13)]
    title = alt.Title(figure.title, subtitle=subtitle)
    chart = alt.layer(*figure.layers, title=title).properties(width=INNER, height=figure.height)
    # Validation by Altair takes a second; vl-convert refuses what Vega-Lite does not know.
    drawn = vl_convert.vegalite_to_svg(chart.configure(**CONFIG).to_dict(validate=False))
    words = escape(f"{figure.title}. {figure.takeaway} {figure.reading}")
    named = drawn.replace("<svg ", f'<svg role="graphics-document" aria-label="{words}" ', 1)
    return named.replace(f'xlink:href="{BASE}#', 'href="#').encode() + b"\n"


def _chart(values: Sequence[Mapping[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(values)))
