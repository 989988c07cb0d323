"""What records the work: who checked which row, how a blind coder answered it, what was withdrawn, waived or allowed."""

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


class Blind(Table):
    """A cell as somebody coded it who had not seen the row, or a judgement of its words; by `python build.py review`."""

    table: Text = f.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The row.", pattern=r"[A-Za-z0-9_.-]+")
    column: Text = f.part_of_key(
        "The column; `participants` or `locations` of a report or claim for those answered that no row has.",
        pattern=r"[a-z_0-9]+",
    )
    row_sha256: Text = f.fact("SHA-256 of the row, as in `checks`, when it was answered.", pattern=r"[0-9a-f]{64}")
    coded: Text = f.own("The cell of the row when it was answered.", blank="the cell was blank, or no row had it")
    answer: Text = f.own(
        "The cell as the blind coder answered it, or `cannot tell`; several participants or locations are joined by `;`.",
        blank="answered as blank, or words that were judged",
    )
    judged: Text = f.code("words_judgement", "How a reader judged our own words.", blank="a cell that was answered")
    agree: Flag = f.flag("Whether the answer is the cell; of words, whether they are complete.")
    resolution: Text = f.code(
        "blind_resolution", "How a difference was settled.", blank="no difference, or one not settled yet"
    )
    reason: Text = f.own("Why it was settled or judged so.", blank="not settled, or needs no word")
    coded_by: Text = f.fact("The pass or person that coded the row.", pattern=r"[a-z0-9-]+")
    pass_: Text = f.part_of_key("The pass that answered, such as `blind-1`.", pattern=r"[a-z0-9-]+", alias="pass")
    checker: Text = f.code("checker", "Who answered.", judged=False, reference=True)

    answered_by_another = RowRule(
        "answered_by_another",
        "pass",
        'coded_by <> "pass"',
        "reviews what it coded itself",
        "have another pass answer the row",
    )
    agree_says_so = RowRule(
        "agree_says_so",
        "agree",
        "agree = case when judged is null then coded is not distinct from answer else judged = 'complete' end",
        "is not what the cell and the answer say",
        "write true where they are alike, or the words are complete",
    )
    resolution_with_reason = RowRule(
        "resolution_with_reason",
        "reason",
        "(judged is null and (resolution is null) = (reason is null))"
        " or (judged is not null and resolution is null and (reason is not null or judged = 'complete'))",
        "a resolution or a fault of words without a reason, or a reason alone",
        "say why it was settled or judged so",
    )
    resolved_difference = RowRule(
        "resolved_difference",
        "resolution",
        "resolution is null or not agree",
        "settles a difference where there is none",
        "leave it blank",
    )
