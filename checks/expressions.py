"""Words that state a number or a date, and what they state.

Everything here is a pure function of a text (and, for dates, of the day that the text counts from).
Positions are code points.
"""

import calendar
import datetime as dt
import re
from typing import NamedTuple

UNITS = "zero one two three four five six seven eight nine ten eleven twelve".split()
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
WEEKDAYS = [name for name in calendar.day_name]
MONTHS = [name for name in calendar.month_name if name]

NUMBER = re.compile(
    rf"\b(?:\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?|{'|'.join(UNITS)}|dozens?|(?:{'|'.join(SCALES)})s?)\b", re.IGNORECASE
)
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
DATE = re.compile(
    rf"""\b(?:
        (?P<iso>\d{{4}}-\d\d-\d\d)
      | (?P<month>{"|".join(MONTHS)})\ (?:(?P<year_of_month>\d{{4}})|(?P<day_of_month>\d{{1,2}}))
      | (?P<weekday>{"|".join(WEEKDAYS)})(?:\ \(\d{{1,2}}\))?
      | (?:on\ )?the\ (?P<day>\d{{1,2}})(?:st|nd|rd|th)
      | in\ (?P<year>(?:19|20)\d\d)
      | (?P<relative>today|yesterday|(?:the\ )?same\ day|(?:early|earlier)\ this\ month|last\ month|in\ two\ weeks)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
QUALIFIERS = {
    "nearly": "nearly",
    "within": "at_most",
    "at least": "at_least",
    "at most": "at_most",
    "up to": "at_most",
    "about": "about",
}
UNIT_WORDS = {"person": ("person", "people", "others"), "foot": ("foot", "feet")}


class Dated(NamedTuple):
    """Words that date something: where they stand, how they do it, and the days that they mean."""

    start: int
    end: int
    basis: str
    first: dt.date
    last: dt.date


def numbers(text):
    """Yield (start, end) of every number in figures or words.

    >>> [("one of 25.5 miles on the 29th"[a:b]) for a, b in numbers("one of 25.5 miles on the 29th")]
    ['one', '25.5', '29th']
    """
    for match in NUMBER.finditer(text):
        yield match.span()


def weekdays(text):
    """Yield (start, end) of every weekday."""
    for match in WEEKDAY.finditer(text):
        yield match.span()


def dates(text, frame):
    """Yield a `Dated` for all words that name a day, month or year, counted from `frame`.

    A weekday is the last such day up to `frame`; a day without a month is of the frame's month.

    >>> [(d.basis, str(d.first), str(d.last)) for d in dates("on Monday, last month", dt.date(2022, 3, 29))]
    [('weekday', '2022-03-28', '2022-03-28'), ('relative', '2022-02-01', '2022-02-28')]
    """
    for match in DATE.finditer(text):
        basis, span = _meaning({k: v for k, v in match.groupdict().items() if v}, frame)
        if span:
            yield Dated(match.start(), match.end(), basis, *span)


def _meaning(found, frame):
    """Basis and (first, last) day of one match; the days are None where the calendar has no such day."""
    if "relative" in found:
        return "relative", _relative(found["relative"].lower().removeprefix("the "), frame)
    if "weekday" in found:
        back = (frame.weekday() - WEEKDAYS.index(found["weekday"].capitalize())) % 7
        return "weekday", _one(frame - dt.timedelta(days=back))
    if "iso" in found:
        return "printed", _day(*map(int, found["iso"].split("-")))
    if "year" in found:
        return "printed", (dt.date(int(found["year"]), 1, 1), dt.date(int(found["year"]), 12, 31))
    if "day" in found:
        return "printed", _day(frame.year, frame.month, int(found["day"]))
    month = MONTHS.index(found["month"].capitalize()) + 1
    if "day_of_month" in found:
        return "printed", _day(frame.year, month, int(found["day_of_month"]))
    return "printed", _month(int(found["year_of_month"]), month)


def _relative(words, frame):
    if words in ("today", "same day"):
        return _one(frame)
    if words == "yesterday":
        return _one(frame - dt.timedelta(days=1))
    if words == "in two weeks":
        return frame - dt.timedelta(weeks=2), frame
    if words == "last month":
        before = frame.replace(day=1) - dt.timedelta(days=1)
        return _month(before.year, before.month)
    return frame.replace(day=1), frame


def _one(day):
    return day, day


def _day(year, month, day):
    try:
        return _one(dt.date(year, month, day))
    except ValueError:
        return None


def _month(year, month):
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def quantity(words, unit):
    """The value that printed words state, in `unit`; None where they hold no definite number.

    >>> quantity("1 hour and 20 minutes", "minute"), quantity("three days", "day"), quantity("thousands", "person")
    (80.0, 3.0, None)
    """
    if unit == "minute" and (both := re.search(r"(\d+) hours? and (\d+) minutes?", words)):
        return 60.0 * int(both[1]) + int(both[2])
    found = [words[start:end].lower() for start, end in numbers(words)]
    if len(found) != 1 or found[0].rstrip("s") in (*SCALES, "dozen"):
        return None
    if found[0] in UNITS:
        return float(UNITS.index(found[0]))
    figure = re.match(r"\d+(?:\.\d+)?", found[0].replace(",", ""))
    return float(figure[0]) if figure else None


def qualifier(words):
    """How printed words qualify their number, as a code of `value_qualifier`.

    >>> qualifier("nearly 4 hours"), qualifier("three days")
    ('nearly', 'exact')
    """
    return next((code for phrase, code in QUALIFIERS.items() if phrase in words.lower()), "exact")


def names_unit(words, unit):
    """Whether printed words name the unit, in singular or plural.

    >>> names_unit("one person died", "person"), names_unit("25 miles", "kilometre")
    (True, False)
    """
    return any(word in words.lower() for word in UNIT_WORDS.get(unit, (unit,)))
