"""What records the work: who checked which row, how two codings agree, what was withdrawn, waived or allowed."""

from schemas import fields as f
from schemas.base import RowRule, Table
from schemas.fields import Date, Flag, Text


class Retired(Table):
    """A withdrawn id, kept so that it is never used again."""

    table: Text = f.part_of_key("The table that it was in.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The withdrawn id.", pattern=r"[A-Za-z0-9_.-]+")
    reason: Text = f.sentences("Why it was withdrawn.")
    version: Text = f.fact("First version of the package without it.", pattern=r"\d+\.\d+\.\d+")


class AllowedPairs(Table):
    """Two codes that go together, by the rule that compares them."""

    rule: Text = f.part_of_key("The rule, as docs/rules.md names it.", pattern=r"[a-z][a-z0-9_]*")
    value: Text = f.part_of_key("The code that the rule compares first.", pattern=r"[A-Za-z0-9_]+")
    other_value: Text = f.part_of_key(
        "The code that goes with it; `blank` for an empty cell.", pattern=r"[A-Za-z0-9_]+"
    )
    note: Text = f.sentences("Why the two go together, where that needs a word.", blank="needs no word")


class Waivers(Table):
    """A warning that is accepted, with the reason."""

    rule: Text = f.part_of_key("The rule that warns, as docs/rules.md names it.", pattern=r"[a-z][a-z0-9_]*")
    table: Text = f.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key(
        "The row; where its key has several columns, their cells joined by a full stop.", pattern=r"[A-Za-z0-9_.-]+"
    )
    reason: Text = f.sentences("Why the row is right nevertheless.")


class Codings(Table):
    """One variable of one unit, as two independent passes coded it, and how a difference was settled."""

    table: Text = f.part_of_key("The table of the unit; `segments` for what a segment feeds.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The unit: a segment, or a row that the second pass saw by its anchors alone.")
    variable: Text = f.part_of_key(
        "What was coded; `date` is first and last day, `place` the ids of all places, and of a segment it is the table "
        "that the segment may feed.",
        pattern=r"[a-z_]+",
    )
    pass_a: Text = f.own("Value in the first pass, frozen before the second began.", blank="coded as blank")
    pass_b: Text = f.own("Value in the second pass.", blank="coded as blank")
    adjudicated: Text = f.own("Value after adjudication.", blank="the passes agree, or adjudicated as blank")
    reason: Text = f.own("Why the difference was settled so.", blank="the passes agree")

    reason_with_difference = RowRule(
        "reason_with_difference",
        "reason",
        "(reason is not null) = (pass_a is distinct from pass_b)",
        "a difference without a reason, or a reason without a difference",
        "say why the difference was settled so",
    )
    nothing_to_adjudicate = RowRule(
        "nothing_to_adjudicate",
        "adjudicated",
        "adjudicated is null or pass_a is distinct from pass_b",
        "adjudicated where the passes agree",
        "leave it blank",
    )


class Trial(Table):
    """A plausible error that a seeded script put into a copy of the rows, and whether a reader found it."""

    table: Text = f.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The row.", pattern=r"[A-Za-z0-9_-]+")
    column: Text = f.part_of_key("The cell that was changed.", pattern=r"[a-z_0-9]+")
    kind: Text = f.own("What kind of error it is.")
    slip: Text = f.own("The wrong cell in the copy.")
    detected: Flag = f.flag("Whether the reader, who did not know of the error, refused this cell.", reference=True)


class Checks(Table):
    """One check of one row, as it was read against its anchors; written by `python build.py review`."""

    table: Text = f.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key(
        "The row; where its key has several columns, their cells joined by a full stop.", pattern=r"[A-Za-z0-9_.-]+"
    )
    row_sha256: Text = f.part_of_key(
        "SHA-256 of the row when it was read: of its cells that are not blank, by column, as canonical JSON.",
        pattern=r"[0-9a-f]{64}",
    )
    checker: Text = f.code("checker", "Who read the row.", judged=False, reference=True, primary_key=True)
    # `pass` is a keyword of Python, so the attribute cannot have the name of the column.
    pass_: Text = f.part_of_key("The pass over the rows, such as `review-1`.", pattern=r"[a-z0-9-]+", alias="pass")
    checked_on: Date = f.date("Day of the check.", reference=True)
    words: Text = f.own(
        "Which words of the anchors support which cells, in one line.", blank="a person's check at the keyboard"
    )

    words_of_a_model = RowRule(
        "words_of_a_model",
        "words",
        "words is not null or checker = 'person'",
        "blank, though only a person may leave it so",
        "give the words that support the cells",
    )
