"""`data/codes.csv`."""

from schemas.columns import Integer, Text, notes, number, own, part_of_key
from schemas.table import Table


class Codes(Table):
    """A value of a coded column. Primary key: `field` and `code`."""

    field: Text = part_of_key("The vocabulary; columns name it in their schema.", pattern=r"[a-z][a-z0-9_]*")
    code: Text = part_of_key("The value.", pattern=r"[A-Za-z0-9_]+")
    rank: Integer = number(
        "Order of the value, where the vocabulary has one.", blank="the vocabulary has no order", ge=1
    )
    label: Text = own("Label for people.")
    definition: Text = own("When the value applies.")
    crosswalk: Text = own("The nearest notion of a published codebook.", blank="none known")
    notes: Text = notes()
