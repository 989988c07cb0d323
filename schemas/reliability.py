"""`data/derived/reliability.csv`: generated."""

from schemas import columns as c
from schemas.columns import Integer, Number, Text
from schemas.table import Table


class Reliability(Table):
    """Agreement of the two passes on one variable."""

    table: Text = c.part_of_key("The table of the units.", pattern=r"[a-z_]+")
    variable: Text = c.part_of_key(
        "The variable; of `segments`, the table that a segment may feed.", pattern=r"[a-z_]+"
    )
    n_units: Integer = c.number("Units that both passes coded.", ge=1)
    n_agreed: Integer = c.number("Units on which they agree.", ge=0)
    agreement: Number = c.number("Share of units on which they agree.", ge=0, le=100, unit="per cent")
    alpha: Number = c.number(
        "Krippendorff's alpha, nominal.", blank="undefined: both passes use one value throughout", le=1
    )
    alpha_low: Number = c.number("2.5th percentile of alpha over resampled units.", blank="alpha is undefined", le=1)
    alpha_high: Number = c.number("97.5th percentile of alpha over resampled units.", blank="alpha is undefined", le=1)
