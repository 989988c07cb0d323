"""`data/exceptions.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table


class Exceptions(Table):
    """A quotation, number or weekday in a coded sentence that no row codes, on purpose."""

    exception_id: Text = c.key("xc")
    source_id: Text = c.source()
    what: Text = c.code("exception_what", "What is left uncoded.")
    reason: Text = c.sentences("Why no row codes it.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()
