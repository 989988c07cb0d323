"""`data/retired.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table


class Retired(Table):
    """A withdrawn id, kept so that it is never used again."""

    table: Text = c.part_of_key("The table that it stood in.", pattern=r"[a-z_]+")
    row_id: Text = c.part_of_key("The withdrawn id.", pattern=r"[A-Za-z0-9_-]+")
    reason: Text = c.sentences("Why it was withdrawn.")
    version: Text = c.fact("First version of the package without it.", pattern=r"\d+\.\d+\.\d+")
