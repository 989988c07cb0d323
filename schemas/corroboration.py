"""`data/derived/corroboration.csv`: generated."""

from schemas import columns as c
from schemas.columns import Integer, Text
from schemas.table import Table


class Corroboration(Table):
    """One event, statement, assertion, stance or term, and what one source has of it."""

    table: Text = c.part_of_key("The table of its rows.", pattern=r"[a-z_]+")
    group_id: Text = c.part_of_key("The event, or the id that its renderings share.", pattern=r"[a-z]{2}-\d{2,}")
    source_id: Text = c.part_of_key("The file.", pattern=c.SOURCE_ID, references="sources")
    standing: Text = c.code("standing", "What the source has of it.", judged=False)
    n_renderings: Integer = c.number("Rows of the source that render it; for an event, anchors in the source.", ge=0)
    n_reporting: Integer = c.number("How many sources report it.", ge=0)
    disagreements: Text = c.own(
        "The rows of `disagreements` that set a row of this source against it, joined by `;`.", blank="none"
    )
