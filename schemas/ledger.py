"""`data/derived/ledger.csv`: generated."""

from schemas import columns as c
from schemas.columns import Integer, Text
from schemas.table import Table


class Ledger(Table):
    """A segment and what became of it: coded, or the reason why not."""

    segment_id: Text = c.column(
        "key",
        "Primary key: the segment.",
        pattern=r"s\d{3,}-\d{3,}",
        unique=True,
        references="segments",
        primary_key=True,
    )
    source_id: Text = c.ref("sources", "The file.")
    start: Integer = c.number("First character.", ge=0, unit="code point")
    end: Integer = c.number("Character after the last.", ge=1, unit="code point")
    kind: Text = c.code("segment_kind", "What kind of text it is.")
    disposition: Text = c.code("disposition", "`coded`, or the reason why no row codes it.", judged=False)
    sha256: Text = c.fact("SHA-256 of the segment's characters in UTF-8.", pattern=r"[0-9a-f]{64}")
    n_rows: Integer = c.number("How many rows of coding tables have an anchor in it.", ge=0)
    rows: Text = c.column("own", "These rows, as `table:id`, joined by `;`.", blank="none")
