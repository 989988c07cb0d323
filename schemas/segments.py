"""`data/segments.csv`."""

from schemas import columns as c
from schemas.columns import Integer, Text
from schemas.table import Table, rule


class Segments(Table):
    """A sentence, heading, caption or credit line; together they tile their file, white space aside."""

    segment_id: Text = c.key("s", "Primary key: source and running number.", rf"{c.SOURCE_ID}-\d{{3,}}")
    source_id: Text = c.ref("sources", "The file.")
    n: Integer = c.number("Running number in the file, from 1.", ge=1)
    start: Integer = c.number("First character.", ge=0, unit="code point")
    end: Integer = c.number("Character after the last.", ge=1, unit="code point")
    kind: Text = c.code("segment_kind", "What kind of text it is.")
    reason: Text = c.code("segment_reason", "Why no row codes it.", blank="an anchor of a coding row touches it")
    notes: Text = c.notes()

    @rule("end", "ends before it starts", "mend start or end")
    def in_order(cls, df):
        return df["start"] < df["end"]

    @rule("segment_id", "does not consist of its source and its number", "number the segments of a file from 001")
    def id_is_source_and_number(cls, df):
        return df["segment_id"] == df["source_id"] + "-" + df["n"].astype("string[pyarrow]").str.zfill(3)

    @rule("notes", "is about a segment that is coded", "let the rows tell it, or give the reason why none does")
    def note_with_reason(cls, df):
        return df["notes"].isna() | df["reason"].notna()

    @rule("reason", "boilerplate in kind or in reason, and not in both", "mend kind or reason")
    def boilerplate_is_boilerplate(cls, df):
        return df["reason"].isna() | ((df["kind"] == "boilerplate") == (df["reason"] == "boilerplate"))
