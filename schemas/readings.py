"""`data/readings.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table


class Readings(Table):
    """A place where we read the text otherwise than it is printed."""

    reading_id: Text = c.key("rd")
    source_id: Text = c.source()
    problem: Text = c.sentences("What is wrong with the words as printed.")
    read_as: Text = c.own("What we take them to mean.", wording="words")
    reason: Text = c.sentences("Why.")
    confidence: Text = c.code("confidence", "How sure the reading is.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()
