"""What the figures share: size, colours, and an SVG that is drawn from top to bottom."""

import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

WIDTH = 800  # pixels of a figure
PADDING = 10
RIGHT = WIDTH - PADDING
LINE = 15  # height of a line of text
LETTER = 5.6  # mean width of a letter at 12 pixels
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, MUTED, GREY, GRID, PALE = "#1f2328", "#57606a", "#8b949e", "#d5dbe1", "#e4e8ec"
# Shapes around 0, 0.
SHAPES = {
    "circle": "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z",
    "square": "M-3.6,-3.6h7.2v7.2h-7.2Z",
    "triangle": "M0,-4.6L4.8,3.8H-4.8Z",
    "diamond": "M0,-5L5,0L0,5L-5,0Z",
    "triangle-down": "M0,4.6L4.8,-3.8H-4.8Z",
    "cross": "M-4.2,-1.5H-1.5V-4.2H1.5V-1.5H4.2V1.5H1.5V4.2H-1.5V1.5H-4.2Z",
}


@dataclass(frozen=True)
class Look:
    """Shape and colours of a mark. Without `fill` it is outlined."""

    shape: str
    stroke: str
    fill: str = "white"


# Side -> its look. Colour means side and nothing else; the shape says it in print.
LOOKS = {
    side: Look(shape, color, color)
    for side, (shape, color) in {
        "russia": ("circle", "#b3410f"),
        "ukraine": ("square", "#0a5fa8"),
        "host": ("triangle", "#0b7a5c"),
        "third_party": ("diamond", "#8b3d88"),
        "several": ("triangle-down", INK),  # no code: sides that act together
        "none": ("cross", MUTED),
    }.items()
}


def wrap(words: str, width: float, size: int = 12) -> list[str]:
    """Words as lines that fit into a width in pixels; at least one line.

    >>> wrap("Talks by video link", 70)
    ['Talks by', 'video link']
    """
    return textwrap.wrap(words, max(1, int(width / (LETTER * size / 12))), break_long_words=False) or [""]


class Drawing:
    """A figure that grows downwards: `y` is where the next part begins.

    It starts with its title, what to take from it, and how to read it; a screen reader reads the same.
    """

    def __init__(self, title: str, takeaway: str, reading: str) -> None:
        self.words = f"{title}. {takeaway} {reading}"
        self.content = ET.Element("g")
        self.text(PADDING, 20, [title], size=18, bold=True)
        self.y = 44.0
        for words, color in ((takeaway, INK), (reading, MUTED)):
            lines = wrap(words, RIGHT - PADDING, 13)
            self.text(PADDING, self.y, lines, size=13, leading=18, color=color)
            self.y += 18 * len(lines)

    def text(
        self,
        x: float,
        y: float,
        lines: list[str],
        *,
        size: int = 12,
        leading: float = LINE,
        color: str = INK,
        bold: bool = False,
        anchor: str = "start",
        halo: str = "",
    ) -> None:
        """Lines of text; `y` is the middle of the first, `halo` a colour that keeps lines off it."""
        style = {"font-size": str(size), "fill": color, "text-anchor": anchor}
        if bold:
            style["font-weight"] = "bold"
        if halo:
            style |= {"stroke": halo, "stroke-width": "3", "paint-order": "stroke"}
        element = ET.SubElement(self.content, "text", style)
        for number, line in enumerate(lines):
            place = {"x": _pixels(x), "y": _pixels(y + 0.36 * size + leading * number)}
            ET.SubElement(element, "tspan", place).text = line

    def rule(self, x: float, y: float, x2: float, y2: float, color: str = PALE) -> None:
        """A straight line."""
        self.path(f"M{_pixels(x)},{_pixels(y)}L{_pixels(x2)},{_pixels(y2)}", stroke=color)

    def path(self, d: str, **style: str) -> None:
        """A path that is no mark."""
        ET.SubElement(self.content, "path", {"d": d, "fill": "none"} | style)

    def mark(self, x: float, y: float, look: Look, *, row: str = "", label: str = "", scale: float = 1) -> None:
        """A mark. With `row` it leads there, and `label` says what it is."""
        link = ET.SubElement(self.content, "a", {"href": f"#{row}"}) if row else self.content
        place = f"translate({_pixels(x)},{_pixels(y)}) scale({scale:.3g})"
        style = {
            "d": SHAPES[look.shape],
            "fill": look.fill,
            "stroke": look.stroke,
            "stroke-width": f"{1.3 / scale:.3g}",
        }
        words = {"role": "img", "aria-label": label} if row else {}
        ET.SubElement(link, "path", {"transform": place} | style | words)

    @contextmanager
    def inset(self, x: float, y: float) -> Iterator[None]:
        """What is drawn meanwhile is placed from this point."""
        outer = self.content
        self.content = ET.SubElement(outer, "g", {"transform": f"translate({_pixels(x)},{_pixels(y)})"})
        yield
        self.content = outer

    def encode(self) -> bytes:
        """The bytes of the SVG, which ends at `y`."""
        width, height = str(WIDTH), _pixels(self.y + PADDING)
        facts = {"role": "graphics-document", "aria-label": self.words, "font-family": FONT}
        size = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
        svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"} | facts | size)
        ET.SubElement(svg, "rect", {"width": width, "height": height, "fill": "white"})
        svg.append(self.content)
        return ET.tostring(svg, encoding="utf-8") + b"\n"


def _pixels(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
