"""`data/quotes.csv`."""

from schemas.columns import (
    NOT_REPORTED,
    Date,
    Text,
    code,
    event,
    evidence,
    group,
    key,
    notes,
    own,
    printed,
    ref,
    relayed_by,
    said_on,
    said_on_basis,
    said_on_precision,
    source,
)
from schemas.table import Said, rule


class Quotes(Said):
    """A rendering of somebody's words in one source: direct in full, direct in part, or reported."""

    quote_id: Text = key("qt")
    statement_id: Text = group("st", "Renderings of the same statement share it, within a file and across files.")
    source_id: Text = source()
    form: Text = code("quote_form", "How much of the wording is the speaker's.")
    text: Text = printed(
        "The words between the quotation marks, exactly as printed.", blank="indirect: the words are the article's"
    )
    gloss: Text = own("What is said, in our words.")
    speaker_id: Text = ref("actors", "Who is said to have said it.")
    speaker_as_printed: Text = printed("The words by which the article names the speaker here.")
    role_as_printed: Text = printed(
        "Office or function given with the speaker here, at most ten words.", blank="none given"
    )
    relayed_by: Text = relayed_by()
    medium: Text = code("medium", "The occasion or channel on which it was said.", blank=NOT_REPORTED)
    topic: Text = code("topic", "What it is about.")
    said_on: Date = said_on()
    said_on_precision: Text = said_on_precision()
    said_on_basis: Text = said_on_basis()
    event_id: Text = event("The event in which it was said, or else the one it is about.")
    evidence: Text = evidence()
    notes: Text = notes()

    @rule("text", "blank exactly when the form is indirect", "fill text, or mend form")
    def text_when_direct(cls, df):
        return df["text"].isna() == (df["form"] == "indirect").fillna(False)
