"""`docs/figures/*.svg`: a timeline, a map of the places, and which article reports what.

Each module describes one figure in Vega-Lite; vl-convert draws it without a network. A mark that stands for a row is a
link to it (`#ev-012`) and carries a description of it.
"""

from collections.abc import Mapping

import pandas as pd

from publish.figures import map, sources, timeline, vega

FIGURES = {"timeline": timeline, "map": map, "sources": sources}


def encode(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Relative path -> bytes of each figure; `tables` holds all tables, the derived ones too."""
    return {f"docs/figures/{name}.svg": vega.svg(module.chart(tables)) for name, module in FIGURES.items()}
