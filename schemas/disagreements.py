"""`data/disagreements.csv`."""

from schemas import columns as c
from schemas.columns import Text
from schemas.table import Table, rule

ROW = r"[a-z_]+:[A-Za-z0-9_-]+"


class Disagreements(Table):
    """Two rows, or two sources, that cannot both be right, or that differ in assessment, sequence, number or scope."""

    disagreement_id: Text = c.key("ds")
    kind: Text = c.code("disagreement_kind", "In what they differ.")
    row_a: Text = c.column(
        "own", "One row, as `table:id`; the evidence anchors its words first.", pattern=ROW, judged=True
    )
    row_b: Text = c.column("own", "The other row, as `table:id`.", pattern=ROW, judged=True)
    explanation: Text = c.sentences("In what they differ, in our words.")
    how_coded: Text = c.sentences("How the rows deal with it.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("row_b", "a row set against itself", "name the other row")
    def two_rows(cls, df):
        return df["row_a"] != df["row_b"]
