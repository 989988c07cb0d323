"""`data/derived/evidence.csv`: generated."""

from schemas import columns as c
from schemas.columns import Integer, Text
from schemas.table import Table


class Evidence(Table):
    """An anchor of a row, proven in its file: a stretch of characters and the digest of what stands there."""

    table: Text = c.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = c.part_of_key("The row.", pattern=r"[A-Za-z0-9_-]+")
    n: Integer = c.part_of_key("Number of the anchor in its row, from 1.", ge=1)
    row_sha256: Text = c.fact(
        "SHA-256 of the row's line in its CSV, without the line end, when the anchor was read.", pattern=r"[0-9a-f]{64}"
    )
    source_id: Text = c.ref("sources", "The file.")
    start: Integer = c.number("First character.", ge=0, unit="code point")
    end: Integer = c.number("Character after the last.", ge=1, unit="code point")
    sha256: Text = c.fact("SHA-256 of the anchored characters in UTF-8.", pattern=r"[0-9a-f]{64}")
    segment_first: Text = c.ref("segments", "The segment that the anchor begins in.")
    segment_last: Text = c.ref("segments", "The segment that the anchor ends in.")
