"""`data/retired.csv`."""

from schemas.columns import Text, fact, own, part_of_key
from schemas.table import Table


class Retired(Table):
    """A withdrawn id, kept so that it is never used again."""

    table: Text = part_of_key("The table that it stood in.", pattern=r"[a-z_]+")
    row_id: Text = part_of_key("The withdrawn id.", pattern=r"[A-Za-z0-9_-]+")
    reason: Text = own("Why it was withdrawn.")
    version: Text = fact("First version of the package without it.", pattern=r"\d+\.\d+\.\d+")
