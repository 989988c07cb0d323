"""Comparisons between reports."""

from schemas import fields as f
from schemas.base import RowRule, Table
from schemas.fields import Text

ROW = r"[a-z_]+:[A-Za-z0-9_-]+"


class Disagreements(Table):
    """Two rows, or two sources, that cannot both be right, or that differ in assessment, sequence, number or scope."""

    disagreement_id: Text = f.key("ds")
    kind: Text = f.code("disagreement_kind", "In what they differ.")
    row_a: Text = f.column(
        "own", "One row, as `table:id`; the evidence anchors its words first.", pattern=ROW, judged=True
    )
    row_b: Text = f.column("own", "The other row, as `table:id`.", pattern=ROW, judged=True)
    explanation: Text = f.sentences("In what they differ, in our words.", titles_row=True)
    how_coded: Text = f.sentences("How the rows deal with it.")
    evidence: Text = f.evidence()
    notes: Text = f.notes()

    two_rows = RowRule("two_rows", "row_b", "row_a <> row_b", "a row compared with itself", "name the other row")
