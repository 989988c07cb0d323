"""`data/exceptions.csv`."""

from schemas.columns import Text, code, evidence, key, notes, own, source
from schemas.table import Table


class Exceptions(Table):
    """A quotation, number or weekday in a coded sentence that no row codes, on purpose."""

    exception_id: Text = key("xc")
    source_id: Text = source()
    what: Text = code("exception_what", "What is left uncoded.")
    reason: Text = own("Why no row codes it.")
    evidence: Text = evidence()
    notes: Text = notes()
