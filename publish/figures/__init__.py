"""`docs/figures/*.svg`: a timeline, a map of the places, and which article reports what.

Altair describes them and vl-convert draws them, offline. Every position is computed here, in pixels from the upper left
corner, so that no installed font can move a mark. A mark that stands for a row is a link to it (`#ev-012`) whose
`aria-label` tells what it is; the page shows that label under the pointer.
"""

from publish.figures import map, sources, timeline

FIGURES = {"timeline": timeline, "map": map, "sources": sources}


def encode(tables):
    """Relative path -> bytes of each figure; `tables` maps stems to frames, derived ones included."""
    return {f"docs/figures/{name}.svg": module.draw(tables) for name, module in FIGURES.items()}
