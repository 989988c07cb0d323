"""`data/derived/ledger.csv`: generated."""

from schemas.columns import Integer, Text, code, column, fact, number, ref
from schemas.table import Table


class Ledger(Table):
    """A segment and what became of it: coded, or the reason why not."""

    segment_id: Text = column(
        "key",
        "Primary key: the segment.",
        pattern=r"s\d{3,}-\d{3,}",
        unique=True,
        references="segments",
        primary_key=True,
    )
    source_id: Text = ref("sources", "The file.")
    start: Integer = number("First character.", ge=0, unit="code point")
    end: Integer = number("Character after the last.", ge=1, unit="code point")
    kind: Text = code("segment_kind", "What kind of text it is.")
    disposition: Text = code("disposition", "`coded`, or the reason why no row codes it.", judged=False)
    sha256: Text = fact("SHA-256 of the segment's characters in UTF-8.", pattern=r"[0-9a-f]{64}")
    n_rows: Integer = number("How many rows of coding tables have an anchor in it.", ge=0)
    rows: Text = column("own", "These rows, as `table:id`, joined by `;`.", blank="none")
