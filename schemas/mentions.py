"""`data/derived/mentions.csv`: generated."""

from schemas import columns as c
from schemas.columns import Integer, Text
from schemas.table import Table


class Mentions(Table):
    """Words inside the anchors of a row that name an actor, place, date or number which the row codes."""

    table: Text = c.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = c.part_of_key("The row.", pattern=r"[A-Za-z0-9_-]+")
    column: Text = c.part_of_key("The coded column.", pattern=r"[a-z_]+")
    source_id: Text = c.part_of_key("The file.", pattern=r"s\d{3,}", references="sources")
    start: Integer = c.part_of_key("First character.", ge=0, unit="code point")
    end: Integer = c.part_of_key("Character after the last.", ge=1, unit="code point")
    spelling: Text = c.printed("The words as printed.")
    name_id: Text = c.ref("names", "The spelling in `names`.", blank="a date or a number")
