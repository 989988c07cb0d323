"""`docs/figures/*.svg`: which article reports what, a timeline, and a map of the places.

A mark that stands for a row is a link to it (`#ev-012`) and carries a description of it. Every sentence in a figure is
made from the tables.
"""

from collections.abc import Mapping

import pandas as pd

from publish.figures import map, sources, timeline

FIGURES = {"sources": sources, "timeline": timeline, "map": map}


def encode(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Relative path -> bytes of each figure; `tables` holds all tables, the derived ones too."""
    return {f"docs/figures/{name}.svg": module.figure(tables).encode() for name, module in FIGURES.items()}
