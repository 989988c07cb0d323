"""`data/reliability/trial.csv`: how readers fared with slips that were put in on purpose."""

from schemas import columns as c
from schemas.columns import Flag, Text
from schemas.table import Table


class Trial(Table):
    """A plausible wrong cell, put into a copy of the rows by a seeded script, and whether a reader refused it."""

    table: Text = c.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = c.part_of_key("The row.", pattern=r"[A-Za-z0-9_-]+")
    column: Text = c.part_of_key("The cell that was changed.", pattern=r"[a-z_0-9]+")
    kind: Text = c.own("What kind of slip it was.")
    slip: Text = c.own("What the copy had instead.")
    detected: Flag = c.flag("The reader, who knew nothing of the slip, refused this very cell.", reference=True)
