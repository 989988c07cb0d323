"""What the figures share: pixels, colours, and the way from marks to an SVG that can be read without seeing it."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

import altair as alt
import pandas as pd
import vl_convert

WIDTH = 800
FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")
# Each colour has its dark twin in style.css.
PAPER, INK, MUTED, RULE, PALE, AGAINST = "#ffffff", "#1f2328", "#57606a", "#d5dbe1", "#e3e7eb", "#c01f3a"
# Side -> label, colour, shape: nobody needs to tell the colours apart.
SIDES = {
    "russia": ("Russia", "#b3410f", "circle"),
    "ukraine": ("Ukraine", "#0a5fa8", "square"),
    "host": ("Turkey, the host", "#0b7a5c", "triangle-up"),
    "third_party": ("third party", "#8b3d88", "diamond"),
    "several": ("several sides", INK, "triangle-down"),
    "none": ("no side, or nobody named", MUTED, "cross"),
}

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
# What only Vega needs; roles of single shapes would hide the links from readers of screens.
NOISE = ("role", "aria-roledescription", "aria-hidden", "class", "pointer-events", "stroke-miterlimit")
EMPTY = ("", "M0,0h0v0h0Z")
ET.register_namespace("", SVG[1:-1])


def records(frame):
    """The rows of a table as dictionaries, None where a cell is blank."""
    columns = [[None if pd.isna(cell) else cell for cell in frame[name]] for name in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def labels(codes):
    """(field, code) -> label for people."""
    return {(code["field"], code["code"]): code["label"] for code in records(codes)}


class Words(NamedTuple):
    """A line of text, its middle at the height `y`."""

    x: float
    y: float
    words: str
    align: str = "left"
    size: float = 12
    bold: bool = False
    color: str = INK


def lines(segments, color=RULE):
    """Straight lines, each (x, y, x2, y2)."""
    frame = pd.DataFrame(segments, columns=["x", "y", "x2", "y2"], dtype=float)
    return _placed(alt.Chart(frame).mark_rule(color=color)).encode(x2="x2:Q", y2="y2:Q")


def symbols(marks, shape, color, *, size=50, filled=True, width=1.4):
    """Symbols at the `x` and `y` of a frame, of its `area` where it has one; links where it has `row` and `label`."""
    mark = {"shape": shape, "opacity": 1, "strokeWidth": width, "stroke": color, "fill": color if filled else PAPER}
    chart = _placed(alt.Chart(_kept(marks)).mark_point(**mark, size=size))
    if "area" in marks:
        chart = chart.encode(size=alt.Size("area:Q", scale=None))
    return _linked(chart, marks)


def bars(marks, color, *, width, height):
    """Upright bars, their upper left corner at the `x` and `y` of a frame; links where it has `row` and `label`."""
    frame = _kept(marks).assign(x2=marks["x"] + width, y2=marks["y"] + height)
    return _linked(_placed(alt.Chart(frame).mark_rect(color=color)).encode(x2="x2:Q", y2="y2:Q"), marks)


def svg(layers, height, title, description):
    """The bytes of a figure, 800 pixels wide and `height` high; text lies above all shapes."""
    words = [layer for layer in layers if isinstance(layer, Words)]
    shapes = [layer for layer in layers if not isinstance(layer, Words)]
    chart = alt.layer(*shapes, *_written(words)).properties(width=WIDTH, height=height)
    quiet = {mark: {"aria": False} for mark in ("text", "rule")}
    specification = chart.configure(
        font="Liberation Sans", autosize={"type": "none"}, padding=0, background=PAPER, view={"stroke": None}, **quiet
    ).to_dict()
    for layer in specification["layer"]:
        for channel, domain in (("x", [0, WIDTH]), ("y", [height, 0])):
            if channel in layer.get("encoding", {}):
                layer["encoding"][channel]["scale"] = {"domain": domain, "nice": False, "zero": False}
    return _readable(vl_convert.vegalite_to_svg(specification), title, description)


def empty(title):
    """The bytes of a figure of a package that has nothing to show in it."""
    return svg([Words(24, 30, "The tables hold nothing to show here.", color=MUTED)], 60, title, "It is empty.")


def _written(words):
    """One layer for all lines of text of one look."""
    for look, frame in pd.DataFrame(words).groupby(["align", "size", "bold", "color"]):
        align, size, bold, color = look
        mark = {"align": align, "baseline": "middle", "fontSize": size, "fontWeight": "bold" if bold else "normal"}
        yield _placed(alt.Chart(frame[["x", "y", "words"]]).mark_text(**mark, color=color)).encode(text="words:N")


def _kept(marks):
    """The columns that a drawing uses: Altair would write the others into its data, too."""
    return marks[[name for name in ("x", "y", "area", "row", "label") if name in marks]]


def _placed(chart):
    return chart.encode(x=alt.X("x:Q", axis=None), y=alt.Y("y:Q", axis=None))


def _linked(chart, marks):
    return chart.encode(href="row:N", description="label:N") if "row" in marks else chart


def _readable(drawn, title, description):
    """The SVG with a title, a description, links to rows and its dark style, and nothing that only Vega needs."""
    root = ET.fromstring(drawn)
    for element in list(root.iter()):
        for child in [child for child in element if child.get("display") == "none" or child.get("d") in EMPTY]:
            element.remove(child)
    for element in root.iter():
        for name in NOISE:
            element.attrib.pop(name, None)
        if "font-family" in element.attrib:
            element.set("font-family", FONT)
        for name in {"d", "transform"} & set(element.attrib):
            element.set(name, re.sub(r"\d+\.\d+", _tenth, element.get(name)))
        if element.tag == f"{SVG}a":
            link = element.attrib.pop(HREF).partition("#")[2]  # Vega puts an address of its own before it
            element.attrib |= {"href": f"#{link}", "aria-label": element[0].get("aria-label")}
    for shape in root.iter():
        if shape.tag != f"{SVG}a":
            shape.attrib.pop("aria-label", None)
    for place, (name, words) in enumerate((("title", title), ("desc", description), ("style", STYLE))):
        head = ET.Element(f"{SVG}{name}")
        head.text = words
        root.insert(place, head)
    root.attrib |= {"role": "img", "aria-label": f"{title}. {description}"}
    return ET.tostring(root, encoding="unicode").encode() + b"\n"


def _tenth(number):
    return f"{float(number[0]):.1f}".removesuffix(".0")
