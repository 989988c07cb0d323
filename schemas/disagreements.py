"""`data/disagreements.csv`."""

from schemas.columns import Text, code, column, evidence, key, notes, own
from schemas.table import Table, rule

ROW = r"[a-z_]+:[A-Za-z0-9_-]+"


class Disagreements(Table):
    """Two rows, or two sources, that cannot both be right, or that differ in assessment, sequence, number or scope."""

    disagreement_id: Text = key("ds")
    kind: Text = code("disagreement_kind", "In what they differ.")
    row_a: Text = column("own", "One row, as `table:id`.", pattern=ROW, judged=True)
    row_b: Text = column("own", "The other row, as `table:id`.", pattern=ROW, judged=True)
    explanation: Text = own("In what they differ, in our words.")
    how_coded: Text = own("How the rows deal with it.")
    evidence: Text = evidence()
    notes: Text = notes()

    @rule("row_b", "a row set against itself", "name the other row")
    def two_rows(cls, df):
        return df["row_a"] != df["row_b"]
