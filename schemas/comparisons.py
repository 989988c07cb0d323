"""Comparisons between reports."""

from schemas import fields as f
from schemas.base import RowRule, Table
from schemas.fields import Text

ROW = r"[a-z_]+:[A-Za-z0-9_-]+"


class Disagreements(Table):
    """Two reports that cannot both be right, or that differ in assessment, sequence, number, scope or wording."""

    disagreement_id: Text = f.key(f.shared_id("ds"))
    kind: Text = f.code("disagreement_kind", "In what they differ.")
    strength: Text = f.code("disagreement_strength", "How far they differ.")
    row_a: Text = f.column("own", "One report, as `table:id`.", pattern=ROW, judged=True, identifies=f.ALWAYS)
    row_b: Text = f.column("own", "The other report, as `table:id`.", pattern=ROW, judged=True, identifies=f.ALWAYS)
    explanation: Text = f.sentences("In what they differ, in our words.", titles_row=True)
    how_coded: Text = f.sentences("How the rows deal with it.")

    two_rows = RowRule("two_rows", "row_b", "row_a <> row_b", "a row compared with itself", "name the other row")


class Questions(Table):
    """A report that answers a question on which speakers or articles differ; the page shows its rows side by side."""

    question: Text = f.code("question", "The question; `codes` has its words and its order.", primary_key=True)
    table: Text = f.part_of_key("The table of the report.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The report.", pattern=r"[A-Za-z0-9_-]+")
