"""`data/quotes.csv`."""

from schemas import columns as c
from schemas.columns import Date, Text
from schemas.table import Said, holds, rule

# A sentence begins with a capital, bracketed or not, or ends with a full stop; a whole one does both.
SENTENCE = r"\A\W*[A-Z]|[.!?]\z"
WHOLE = r"(?s)\A\W*[A-Z].*[.!?]\z"


class Quotes(Said):
    """A rendering of somebody's words in one source: direct in full, direct in part, or reported."""

    quote_id: Text = c.key("qt")
    statement_id: Text = c.group("st", "Renderings of the same statement share it, within a file and across files.")
    source_id: Text = c.source()
    form: Text = c.code("quote_form", "How much of the wording is the speaker's.")
    text: Text = c.printed(
        "The words between the quotation marks, exactly as printed.", blank="indirect: the words are the article's"
    )
    gloss: Text = c.sentences("What is said, in our words.")
    speaker_id: Text = c.ref("actors", "Who is said to have said it.")
    speaker_as_printed: Text = c.printed("The words by which the article names the speaker here.")
    role_as_printed: Text = c.printed(
        "Office or function given with the speaker here, at most ten words.", blank="none given"
    )
    relayed_by: Text = c.relayed_by()
    medium: Text = c.code("medium", "The occasion or channel on which it was said.", blank=c.NOT_REPORTED)
    topic: Text = c.code("topic", "What it is about.")
    said_on: Date = c.said_on()
    said_on_precision: Text = c.said_on_precision()
    said_on_basis: Text = c.said_on_basis()
    event_id: Text = c.event("The event in which it was said, or else the one it is about.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("text", "blank exactly when the form is indirect", "fill text, or mend form")
    def text_when_direct(cls, df):
        return df["text"].isna() == (df["form"] == "indirect").fillna(False)

    @rule("role_as_printed", "is longer than ten words", "cut it to ten, and say so in notes")
    def role_is_short(cls, df):
        return (df["role_as_printed"].str.count(r"\s+") < 10).fillna(True)

    @rule("form", "full, but the text neither begins nor ends like a sentence", "use `partial`, or mend text")
    def full_is_a_sentence(cls, df):
        return (df["form"] != "full") | holds(df["text"], SENTENCE)

    @rule("form", "partial, but the text begins and ends like a sentence", "use `full`, or mend text")
    def part_is_no_sentence(cls, df):
        return (df["form"] != "partial") | ~holds(df["text"], WHOLE)
