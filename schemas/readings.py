"""`data/readings.csv`."""

from schemas.columns import Text, code, evidence, key, notes, own, source
from schemas.table import Table


class Readings(Table):
    """A place where we read the text otherwise than it is printed."""

    reading_id: Text = key("rd")
    source_id: Text = source()
    problem: Text = own("What is wrong with the words as printed.")
    read_as: Text = own("What we take them to mean.")
    reason: Text = own("Why.")
    confidence: Text = code("confidence", "How sure the reading is.")
    evidence: Text = evidence()
    notes: Text = notes()
