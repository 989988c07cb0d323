"""`data/codes.csv`."""

from schemas import columns as c
from schemas.columns import Integer, Text
from schemas.table import Table


class Codes(Table):
    """A value of a coded column."""

    field: Text = c.part_of_key("The vocabulary; columns name it in their schema.", pattern=r"[a-z][a-z0-9_]*")
    code: Text = c.part_of_key("The value.", pattern=r"[a-z][a-z0-9_]*|[A-Z]+|[0-9]+")
    rank: Integer = c.number(
        "Order of the value, where the vocabulary has one.", blank="the vocabulary has no order", ge=1
    )
    label: Text = c.phrase("Label for people.")
    definition: Text = c.sentences("When the value applies.")
    crosswalk: Text = c.phrase("The nearest notion of a published codebook.", blank="none known")
    notes: Text = c.notes()
