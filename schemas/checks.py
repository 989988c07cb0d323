"""`data/checks.csv`: written by `python build.py review`."""

from schemas import columns as c
from schemas.columns import Date, Text
from schemas.table import Table, rule


class Checks(Table):
    """One check of one row, as it was read against its anchors."""

    table: Text = c.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = c.part_of_key(
        "The row; where its key has several columns, their cells joined by a full stop.", pattern=r"[A-Za-z0-9_.-]+"
    )
    row_sha256: Text = c.part_of_key(
        "SHA-256 of the row's line in its CSV, without the line end, when it was read.", pattern=r"[0-9a-f]{64}"
    )
    checker: Text = c.code("checker", "Who read the row.", judged=False, reference=True, primary_key=True)
    # `pass` is a word of Python's own, so the attribute has another name than the column.
    pass_: Text = c.part_of_key("The pass over the rows, such as `review-1`.", pattern=r"[a-z0-9-]+", alias="pass")
    checked_on: Date = c.date("Day of the check.", reference=True)
    words: Text = c.own(
        "Which words of the anchors support which cells, in one line.", blank="a person's check at the keyboard"
    )

    @rule("words", "blank, though only a person may leave it so", "give the words that support the cells")
    def words_of_a_model(cls, df):
        return df["words"].notna() | (df["checker"] == "person").fillna(False)
