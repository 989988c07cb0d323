"""What the figures share: size, colours, and the way from a Vega-Lite chart to an SVG."""

from collections.abc import Collection, Mapping
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import vl_convert
from altair.typing import ChartType

from schemas import vocabularies

WIDTH = 800
PADDING = {"left": 28, "right": 8, "top": 8, "bottom": 8}  # room for the labels in a wider font
INK, MUTED, GREY, GRID, PALE = "#1f2328", "#57606a", "#8b949e", "#d5dbe1", "#e9ecef"
# Side -> colour and shape. Colour means side and nothing else; the shape says it in print.
LOOKS = {
    "russia": ("#b3410f", "circle"),
    "ukraine": ("#0a5fa8", "square"),
    "host": ("#0b7a5c", "triangle-up"),
    "third_party": ("#8b3d88", "diamond"),
    "several": (INK, "triangle-down"),  # no code: sides that act together
    "none": (MUTED, "cross"),
}
FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
BASE = "https://vega.github.io/vega-datasets/"  # what vl-convert puts before a link within the page
TEXT = {"labelColor": MUTED, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12, "labelLimit": 0}
CONFIG: dict[str, Any] = {
    "background": "white",
    "padding": PADDING,
    "font": "Liberation Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {"gridColor": GRID, "domain": False, "ticks": False, "labelPadding": 6, **TEXT},
    "legend": {"orient": "bottom", "symbolSize": 60, "columnPadding": 26, "titlePadding": 14, **TEXT},
    "title": {"anchor": "start", "fontSize": 16, "subtitleFontSize": 12, "subtitleColor": MUTED, "offset": 12},
    "text": {"fontSize": 12, "color": INK},
}


def by_side(codes: pd.DataFrame) -> dict[str, Any]:
    """The channels that show the field `side`; `build.py` refuses a side that has no colour."""
    sides = vocabularies(codes)["side"]
    labels = dict(zip(sides["code"], sides["label"], strict=True)) | {"several": "Several sides"}
    domain = [side for side in LOOKS if side in labels]
    legend = alt.Legend(title="Side", titleOrient="left", labelExpr=f"{labels}[datum.value]")
    color, shape = (alt.Scale(domain=domain, range=[LOOKS[side][n] for side in domain]) for n in (0, 1))
    return {
        "stroke": alt.Stroke("side:N", scale=color, legend=legend),
        "fill": alt.Fill("side:N", scale=color, legend=legend),
        "shape": alt.Shape("side:N", scale=shape, legend=legend),
    }


def rows(labels: Mapping[str, str], headings: Collection[str], grid: bool) -> alt.Y:
    """The channel of the field `row`: a row for each of `labels`, in their order, those of `headings` in bold."""
    bold = f"indexof({list(headings)}, datum.value) >= 0"
    axis = alt.Axis(
        title=None,
        grid=grid,
        gridOpacity=alt.condition(bold, alt.value(0), alt.value(1)),
        labelExpr=f"{dict(labels)}[datum.value]",
        labelColor=alt.condition(bold, alt.value(INK), alt.value(MUTED)),
        labelFontWeight=alt.condition(bold, alt.value("bold"), alt.value("normal")),
    )
    return alt.Y("row:O", scale=alt.Scale(domain=list(labels)), axis=axis)


def svg(chart: ChartType) -> bytes:
    """The bytes of a chart, whose `description` becomes the name of the figure for a screen reader."""
    # Validation by Altair takes a second; vl-convert refuses what Vega-Lite does not know.
    specification = chart.configure(**CONFIG).to_dict(validate=False)
    name = f'role="graphics-document" aria-label="{escape(specification["description"])}"'
    drawn = vl_convert.vegalite_to_svg(specification)
    return drawn.replace("<svg ", f"<svg {name} ", 1).replace(f'xlink:href="{BASE}#', 'href="#').encode() + b"\n"
