"""`data/sources.csv`."""

from schemas.columns import SOURCE_ID, Date, Integer, Text, code, date, evidence, fact, key, notes, own, printed
from schemas.table import Table


class Sources(Table):
    """A file: its identity card."""

    source_id: Text = key("s", "Primary key: `s` and the number that the file name starts with.", SOURCE_ID)
    file_name: Text = fact("Name of the file, without a folder.", pattern=r"[0-9A-Za-z_.-]+")
    sha256: Text = fact("SHA-256 of the file's bytes, lower-case hexadecimal.", pattern=r"[0-9a-f]{64}")
    n_bytes: Integer = fact("Size of the file.", ge=1, unit="byte")
    n_chars: Integer = fact("Length of the file decoded as UTF-8.", ge=1, unit="code point")
    publisher: Text = printed("Who published the text, as the file states it.", blank="the file does not state it")
    credited_agencies: Text = printed(
        "Agencies that the file credits for text, photographs or delivery, joined by `; `.", blank="none credited"
    )
    dateline: Text = printed("Place and day at the head of the text, as printed.", blank="none printed")
    published_on: Date = date("Day of publication.", blank="the file does not state it", dated_by="published_on_basis")
    published_on_basis: Text = code("date_basis", "What gives `published_on`.", blank="`published_on` is blank")
    frame_date: Date = date('The day that the file\'s weekdays and its "today" count from.', judged=True)
    frame_basis: Text = fact(
        "`printed` where the file prints the whole frame date, else the source that supplies what is missing.",
        pattern=rf"printed|{SOURCE_ID}",
    )
    language: Text = fact("Language of the file, ISO 639-1.", pattern=r"[a-z]{2}")
    translated_from: Text = own(
        "Language that the text was translated from, ISO 639-1.",
        blank="no sign of translation that settles the language",
        pattern=r"[a-z]{2}",
        judged=True,
    )
    translated_from_basis: Text = own("What shows it.", blank="`translated_from` is blank")
    rights: Text = own("What the file says of its rights, in our words.")
    evidence: Text = evidence()
    notes: Text = notes()
