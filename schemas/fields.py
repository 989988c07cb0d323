"""How a column is declared, and the columns that several tables share.

Each function returns a pandera `Field`; its `metadata` holds what pandera has no option for:

=============  ======================================================================================
`role`         key, group (shared by renderings of the same thing), ref, code, own (our words),
               printed (the file's words), date, number, flag, anchor, fact (an outside identifier)
`blank`        what an empty cell means; absent where no cell may be empty
`references`   the table whose primary key the column holds
`codes`        the field of `data/codes.csv` that lists the values
`judged`       a judgement: no word of the file need name it
`reference`    knowledge from outside the files
`dated_by`     the column that holds the basis of a date
`unit`         the unit of a quantity
`wording`      what own words look like: sentences, a phrase, or words of any form
`titles_row`   the cell by which people know the row
`words`        the words that the row records, as printed
`speaker`      who says what the row records
`separator`    what joins several entries of one cell
`shared_in_group`  the same in all renderings of a group
`identifies`   a blind coder is shown the cell: always, or where another row shares its passage
=============  ======================================================================================

A column that means the same thing in several tables is one function here, so that it has the same
name, type and words in each.
"""

from typing import Any

import pandas as pd
import pandera.pandas as pn
from pandera.engines.pandas_engine import ArrowBool as Flag
from pandera.engines.pandas_engine import ArrowDate32 as Date
from pandera.engines.pandas_engine import ArrowFloat64 as Number
from pandera.engines.pandas_engine import ArrowInt64 as Integer
from pandera.engines.pandas_engine import ArrowString as Text
from pandera.extensions import register_check_method

__all__ = ["Date", "Flag", "Integer", "Number", "Text"]

NOT_REPORTED = "not reported"
DOES_NOT_APPLY = "does not apply"
SOURCE_ID = r"s\d{3,}"
ANCHOR = rf"{SOURCE_ID}:\d+-\d+"


def matches(series: pd.Series, *, pattern: str) -> pd.Series:
    """The whole cell matches `pattern` (pandera's own `str_matches` lets a trailing newline pass)."""
    return series.str.fullmatch(pattern)


register_check_method(matches, statistics=["pattern"])


def column(
    role: str,
    description: str,
    *,
    blank: str | None = None,
    pattern: str | None = None,
    unique: bool = False,
    ge: float | None = None,
    le: float | None = None,
    alias: str | None = None,
    **metadata: Any,
) -> Any:
    """Declare a column; `blank` says what an empty cell means and makes the column nullable.

    `alias` is its name where Python forbids an attribute of that name.
    """
    rules: dict[str, Any] = {name: rule for name, rule in (("ge", ge), ("le", le)) if rule is not None}
    if pattern:
        rules["matches"] = {"pattern": pattern}
    metadata = {name: value for name, value in metadata.items() if value}
    if blank:
        metadata["blank"] = blank
    metadata = {"role": role, **metadata}
    return pn.Field(
        nullable=bool(blank), unique=unique, description=description, metadata=metadata, alias=alias, **rules
    )


def key(pattern: str, description: str = "Primary key; never reused.", **options: Any) -> Any:
    """The primary key."""
    return column("key", description, pattern=pattern, unique=True, primary_key=True, **options)


def report_key(prefix: str) -> Any:
    """The primary key of a report: `qt-001` in the first five articles, `s005-qt-01` in any later one."""
    return key(rf"({SOURCE_ID}-)?{prefix}-\d{{2,}}", "Primary key, numbered within its source; never reused.")


def shared_id(prefix: str) -> str:
    """The pattern of an id that several articles share: `ev-001`, or `ev-s005-01` after the source that brought it."""
    return rf"{prefix}-({SOURCE_ID}-)?\d{{2,}}"


def part_of_key(description: str, **options: Any) -> Any:
    """A column of a primary key of several columns."""
    return column("key", description, primary_key=True, **options)


def group(prefix: str, description: str) -> Any:
    """The row of `statements` that renderings of the same thing share."""
    return column("group", description, pattern=shared_id(prefix), references="statements")


def ref(table: str, description: str, **options: Any) -> Any:
    """A foreign key to the primary key of `table`."""
    return column("ref", description, references=table, **options)


def code(field: str, description: str, *, judged: bool = True, **options: Any) -> Any:
    """A value of the vocabulary `field` in `data/codes.csv`."""
    return column("code", description, codes=field, judged=judged, **options)


def own(description: str, **options: Any) -> Any:
    """Text in our own words."""
    return column("own", description, **options)


def sentences(description: str, **options: Any) -> Any:
    """Whole sentences in our own words."""
    return own(description, wording="sentences", **options)


def phrase(description: str, **options: Any) -> Any:
    """A title, name or label in our own words: it begins like a sentence, and ends without a full stop."""
    return own(description, wording="phrase", **options)


def printed(description: str, **options: Any) -> Any:
    """Text exactly as the file prints it; it is within the anchors of its row."""
    return column("printed", description, **options)


def date(description: str, **options: Any) -> Any:
    """A calendar day, ISO 8601."""
    return column("date", description, **options)


def number(description: str, **options: Any) -> Any:
    """A number."""
    return column("number", description, **options)


def flag(description: str, **options: Any) -> Any:
    """true or false."""
    return column("flag", description, **options)


def fact(description: str, **options: Any) -> Any:
    """An identifier, digest or figure that is looked up or computed, not read from an article."""
    return column("fact", description, reference=True, **options)


# Values of `identifies`.
ALWAYS = "always"
SHARED_PASSAGE = "shared passage"

# Shared columns ---------------------------------------------------------------------------------------------------


def evidence() -> Any:
    return column(
        "anchor",
        "Anchors, most telling first, joined by `;`: source, first character, character after the last, counted in "
        "Unicode code points of the file decoded as UTF-8. Together they name everything the row codes.",
        pattern=rf"{ANCHOR}(;{ANCHOR})*",
    )


def notes() -> Any:
    return sentences("Why the row is coded so, where a choice needs a word.", blank="no choice needed explaining")


def source() -> Any:
    return ref("sources", "The file that says so.")


def event(description: str = "The event that the row belongs to.", **options: Any) -> Any:
    return ref("events", description, blank="no coded event", **options)


def voice() -> Any:
    return code("voice", "Whether the article attributes the content or asserts it itself.")


def claimant() -> Any:
    return ref(
        "actors",
        "Who says so, according to the article.",
        blank="does not apply: the article says so in its own voice",
        speaker=True,
    )


def relayed_by() -> Any:
    return ref(
        "actors",
        "The medium or body that relayed these words, by the article.",
        blank="no relay named, or of a part of the row",
    )


def own_side_account(of: str) -> Any:
    return flag(
        f"True where {of} or someone of that side is the one who says so; false where another side, or the article in "
        "its own voice, gives the account.",
        judged=True,
    )


def date_start(of: str, dated_by: str = "date_basis") -> Any:
    return date(f"First day of {of}, local date.", blank=NOT_REPORTED, dated_by=dated_by)


def date_end(of: str, dated_by: str = "date_basis") -> Any:
    return date(
        f"Last day of {of}, local date; equal to `date_start` for one day.",
        blank="not reported, or not over when the article was written",
        dated_by=dated_by,
    )


def date_precision() -> Any:
    return code("date_precision", "How exactly the dates are known.", blank="no date is coded")


def date_basis() -> Any:
    return code("date_basis", "What in the file, or around it, gives the dates.", blank="no date is coded")


def said_on() -> Any:
    return date(
        "Day on which the words were said, local date; of a month or year, its first.",
        blank=NOT_REPORTED,
        dated_by="said_on_basis",
    )


def said_on_precision() -> Any:
    return code("date_precision", "How exactly `said_on` is known.", blank="`said_on` is blank")


def said_on_basis() -> Any:
    return code("date_basis", "What in the file, or around it, gives `said_on`.", blank="`said_on` is blank")


def value(of: str) -> Any:
    return number(
        f"{of}, in `unit`.",
        blank="no quantity, or one printed without a number that can be read",
        ge=0,
        unit="see `unit`",
    )


def unit() -> Any:
    return code("unit", "Unit of `value`.", blank="no quantity")


def value_qualifier() -> Any:
    return code("value_qualifier", "How the file qualifies the quantity.", blank="no quantity, or one without a number")


def value_as_printed() -> Any:
    return printed("The words or figures of the quantity as printed.", blank="no quantity")
