"""`data/sources.csv`."""

from schemas import columns as c
from schemas.columns import Date, Integer, Text
from schemas.table import Table, rule


class Sources(Table):
    """A file: its identity card."""

    source_id: Text = c.key("s", "Primary key: `s` and the number that the file name starts with.", c.SOURCE_ID)
    file_name: Text = c.fact("Name of the file, without a folder.", pattern=r"[0-9A-Za-z_.-]+")
    sha256: Text = c.fact("SHA-256 of the file's bytes, lower-case hexadecimal.", pattern=r"[0-9a-f]{64}")
    n_bytes: Integer = c.fact("Size of the file.", ge=1, unit="byte")
    n_chars: Integer = c.fact("Length of the file decoded as UTF-8.", ge=1, unit="code point")
    publisher: Text = c.printed("Who published the text, as the file states it.", blank="the file does not state it")
    credited_agencies: Text = c.printed(
        "Agencies that the file credits for text, photographs or delivery, joined by `; `.", blank="none credited"
    )
    dateline: Text = c.printed("Place and day at the head of the text, as printed.", blank="none printed")
    published_on: Date = c.date(
        "Day of publication.", blank="the file does not state it", dated_by="published_on_basis"
    )
    published_on_basis: Text = c.code("date_basis", "What gives `published_on`.", blank="`published_on` is blank")
    frame_date: Date = c.date('The day that the file\'s weekdays and its "today" count from.', judged=True)
    frame_basis: Text = c.fact(
        "`printed` where the file prints the whole frame date, else the source that supplies what is missing.",
        pattern=rf"printed|{c.SOURCE_ID}",
    )
    language: Text = c.fact("Language of the file, ISO 639-1.", pattern=r"[a-z]{2}")
    translated_from: Text = c.own(
        "Language that the text was translated from, ISO 639-1.",
        blank="no sign of translation that settles the language",
        pattern=r"[a-z]{2}",
        judged=True,
    )
    translated_from_basis: Text = c.sentences("What shows it.", blank="`translated_from` is blank")
    rights: Text = c.sentences("What the file says of its rights, in our words.")
    evidence: Text = c.evidence()
    notes: Text = c.notes()

    @rule("published_on_basis", "a basis without a date, or a date without one", "fill both or leave both blank")
    def basis_with_date(cls, df):
        return df["published_on_basis"].isna() == df["published_on"].isna()

    @rule("translated_from_basis", "a language without its basis, or a basis alone", "fill both or leave both blank")
    def basis_with_language(cls, df):
        return df["translated_from_basis"].isna() == df["translated_from"].isna()

    @rule("frame_date", "later than the day of publication", "mend frame_date or published_on")
    def frame_before_publication(cls, df):
        return ~(df["frame_date"] > df["published_on"])
