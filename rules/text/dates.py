"""Words that name a day, month or year, and the days that they mean, counted from the frame date of an article.

What can be read in two ways is found, and not understood. Add an accepted form to `FORMS`, and a line to
tests/test_text_parsers.py.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rules.text.quantities import FAMILIES, SCALES, WORDS, Span
from rules.text.quotations import quotations


@dataclass(frozen=True)
class DateExpression:
    """Words that date something: code points, code of `date_basis`, first and last day (None: not understood)."""

    start: int
    end: int
    basis: str
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def understood(self) -> bool:
        """Whether both days are known."""
        return self.first is not None and self.last is not None


Days = tuple[dt.date, dt.date] | None
WEEKDAYS = list(calendar.day_name)
MONTHS = list(calendar.month_name)[1:]
_TODAY = ("today", "tonight", "this morning", "this afternoon", "this evening", "the same day", "same day")
DAYS_AGO = dict.fromkeys(_TODAY, 0) | {"yesterday": 1, "last night": 1, "tomorrow": -1}


def _printed(words: dict[str, str], frame: dt.date | None) -> Days:
    """A day, month or year; what is not printed is the frame's, unless the day is then far from the frame."""
    if frame is None and "year" not in words:
        return None
    near = frame or dt.date.min
    year, name = int(words.get("year", near.year)), words.get("month", str(near.month))
    month = int(name) if name.isdigit() else [each[:3] for each in MONTHS].index(name[:3].capitalize()) + 1
    try:
        if "day" in words:
            first = last = dt.date(year, month, int(words["day"]))
        elif "month" in words:
            first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        else:
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    except ValueError:
        return None
    is_near = "year" in words or abs((first - near).days) <= (100 if "month" in words else 15)
    return (first, last) if is_near else None


def _third(words: dict[str, str], frame: dt.date | None) -> Days:
    """Early, mid or late in a month: its 1st to 10th, 11th to 20th, or the rest (docs/methods.md, Days)."""
    if (days := _printed(words, frame)) is None:
        return None
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, days[1].day)}[words["part"].lower()]
    return days[0].replace(day=first), days[0].replace(day=last)


def _slashed(words: dict[str, str], frame: dt.date | None) -> Days:
    """29/03/2022 or 03/29/2022; where both numbers could be the month it is not understood."""
    one, two, year = words["one"], words["two"], words["year"].zfill(4)
    days = {_printed({"year": year, "month": month, "day": day}, frame) for month, day in ((one, two), (two, one))}
    days.discard(None)
    return days.pop() if len(days) == 1 and len(words["year"]) == 4 else None


def _weekday(words: dict[str, str], frame: dt.date | None) -> Days:
    """The last such weekday up to the frame; of "Wednesday (30)", the one within four weeks that is a 30th."""
    if frame is None:
        return None
    back = (frame.weekday() - WEEKDAYS.index(words["weekday"].capitalize())) % 7
    days = [frame - dt.timedelta(days=back + 7 * weeks) for weeks in (range(-4, 5) if "day" in words else (0,))]
    days = [day for day in days if day.day == int(words.get("day", day.day))]
    return (days[0], days[0]) if len(days) == 1 else None


def _days_ago(words: dict[str, str], frame: dt.date | None) -> Days:
    """Yesterday, three days ago."""
    count = words["count"].lower()
    n = DAYS_AGO.get(count, WORDS.get(count, 1)) if not count.isdigit() else int(count)
    return (frame - dt.timedelta(days=n), frame - dt.timedelta(days=n)) if frame else None


def _calendar_unit(words: dict[str, str], frame: dt.date | None) -> Days:
    """Last or next month or year, whole; earlier this month or year, up to the day before the frame."""
    if frame is None:
        return None
    which, is_month = words["which"].lower(), words["unit"].lower() == "month"
    if which == "early this":
        return _third({"part": "early", "month": str(frame.month)}, frame) if is_month else None
    if which == "earlier this":
        first, last = frame.replace(day=1, month=frame.month if is_month else 1), frame - dt.timedelta(days=1)
        return (first, last) if first <= last else None
    step = 1 if which == "next" else -1
    if not is_month:
        return _printed({"year": str(frame.year + step)}, frame)
    n = frame.year * 12 + frame.month - 1 + step
    return _printed({"year": str(n // 12), "month": str(n % 12 + 1)}, frame)


_NAMES = "|".join(f"{name}|{name.upper()}" for name in MONTHS)
_MONTH = rf"(?P<month>\b(?:{_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?!\w))"
_DAY = r"(?<![\w.,:/-])(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\w)"
_MORE_DAYS = r"(?:, ?\d{1,2}(?!\d))*(?:,? (?:and|or|to|through) (?:the )?| ?[-–—/] ?)\d{1,2}(?:st|nd|rd|th)?(?!\w)"
# "March 20 kilometres" is a number with a unit and no date.
_UNITS = "|".join([*(name for family in FAMILIES for name in family), *SCALES, "percent", "per cent"])
_NO_UNIT = rf"(?![.,:/]?\d| ?%|[- ](?:{_UNITS})s?\b)"
_AFTER_NTH = r"(?=\W*$|\s*\n|[^\w\s]| (?:and|as|at|after|before|by|for|from|in|that|to|when|where|while|with|said)\b)"
_TITLES = "Times|Telegraph|Mirror|Mail|Express|Post|Herald|World|Observer"
_DAY_NAMES = "|".join(f"{name}|{name.upper()}" for name in WEEKDAYS)
_WEEKDAY = rf"(?<!\bBloody )(?<!\bBlack )(?<!\bGood )\b(?P<weekday>{_DAY_NAMES})\b(?! (?:{_TITLES})\b)"
_COUNT, _SPAN = rf"(?:an?|{'|'.join(WORDS)}|\d\d?\d?)", "(?:day|week|month|year)"
_UNCLEAR = "|".join(
    (
        r"the day (?:before|after)\b(?: yesterday| tomorrow)?",
        rf"(?:in|past|last|next|coming) (?:the )?{_COUNT} {_SPAN}s?",
        rf"(?:{_COUNT}|several|few) {_SPAN}s? (?:earlier|later|before|after|from now)",
        rf"(?:{_COUNT} (?:week|month|year)|(?:several|few) {_SPAN})s? ago",
        r"(?:(?:early|earlier|late|later) )?(?:last|this|next) week",
        r"(?:(?:late|later) (?:last|this|next)|(?:early|earlier) (?:last|next)) (?:month|year)",
        rf"(?:previous|following|that|recent) {_SPAN}s?|next day",
    )
)

# Basis, what reads the words (None: they are not understood), the words. The first form that fits wins.
Reader = Callable[[dict[str, str], dt.date | None], Days]
FORMS: tuple[tuple[str, Reader | None, str], ...] = (
    ("printed", _printed, r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    ("printed", _slashed, r"(?<![\w/.])(?P<one>\d{1,2})([/.])(?P<two>\d{1,2})\2(?P<year>\d{4}|\d\d)(?![\w/])"),
    ("printed", None, rf"{_DAY}{_MORE_DAYS}(?: of)? {_MONTH}(?:,? {_YEAR})?"),  # 28-29 March
    ("printed", None, rf"{_MONTH} {_DAY}{_MORE_DAYS}(?:,? {_YEAR})?{_NO_UNIT}"),  # March 28 and 29
    ("printed", _third, rf"\b(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:[- ]in)?[- ]{_MONTH}(?:,? {_YEAR})?(?! ?\d)"),
    ("printed", _printed, rf"{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?"),
    ("printed", _printed, rf"{_MONTH} {_DAY},? {_YEAR}"),
    ("printed", _printed, rf"{_MONTH} {_DAY}{_NO_UNIT}"),
    ("printed", _printed, rf"{_MONTH}(?:,| of)? {_YEAR}{_NO_UNIT}"),
    ("printed", _printed, rf"\b[Ii]n {_MONTH}(?! ?\d)"),
    ("printed", None, rf"(?!May|MAY|Mar\b|Sept?\b){_MONTH}(?! ?\d)"),  # since March, early March
    ("printed", _printed, rf"(?:\b[Oo]n )?\b[Tt]he {_DAY}(?<=[a-z]){_AFTER_NTH}"),
    ("printed", None, rf"\b[Tt]he {_DAY}(?<=[a-z])"),  # the 29th talks, the 20th century
    ("printed", _printed, rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring) {_YEAR}{_NO_UNIT}(?![-–]\d)"),
    ("printed", None, rf"(?<![\w.,:/$€£-])(?:19|20)\d\ds?(?!\w){_NO_UNIT}"),  # the 2014 annexation, the 1990s
    ("weekday", _weekday, rf"{_WEEKDAY} \((?P<day>\d{{1,2}})\)"),
    ("weekday", None, rf"{_WEEKDAY}(?=,? (?:{_MONTH}|the \d|\d))"),  # Wednesday, March 2
    ("weekday", _weekday, _WEEKDAY),
    ("relative", None, rf"(?i:\b(?:{_UNCLEAR})\b)"),
    ("relative", _calendar_unit, r"(?i:\b(?P<which>last|next|early this|earlier this) (?P<unit>month|year)\b)"),
    ("relative", None, r"(?i:\bthis (?:month|year)\b)"),
    ("relative", _days_ago, rf"(?i:\b(?P<count>{_COUNT}) days? ago\b)"),
    ("relative", _days_ago, rf"(?<!Russia )(?<!USA )(?i:\b(?P<count>{'|'.join(DAYS_AGO)})\b)"),
)
_FORMS = [(basis, reader, re.compile(pattern)) for basis, reader, pattern in FORMS]

# Words before a date that make its first day, its last day or both another day.
_UNTIL = re.compile(r"\b(?:until|till|through|by)(?: the)? $", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|starting)(?: on)?(?: the)? $", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:before|after|to|ahead of|prior to|following|between|around|about|towards?)(?: the)? $", re.IGNORECASE
)
_PART_OF = re.compile(r"\b(?:early|late|mid|(?:middle|end|beginning|start) of)(?:[- ]in)?[- ]$", re.IGNORECASE)
# "March 20 soldiers died", "in 2000 cities": a number, or a date.
_NOUN = re.compile(r" (?:[A-Z][a-z]+ )?(?!was\b|has\b|its\b|this\b)[a-z]{2,}s\b")
# "last Friday", "resume on Friday", "on Friday they will": the one before or after the frame?
_WHICH = re.compile(r"\b(?:last|next|this|coming|following|every|each) $", re.IGNORECASE)
_FUTURE_BEFORE = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|going to|(?:is|are|agreed|plans?|hopes?|wants?|expects?) to|expected"
    r"|scheduled|planned|due|set (?:to|for)|upcoming|resumes?|continues?|(?<!the )(?:begin|start)s?|postponed|until)\b"
    r"[^.!?;\n]*$",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(
    r"(?:(?!\b(?:that|sa(?:id|ys)|announced|told|reported|when|who|which)\b)[^.!?;\n“”\"]){0,60}?"
    r"\b(?:will|would|shall|(?:is|are) (?:expected|scheduled|due|to)|resumes?|continues?)\b",
    re.IGNORECASE,
)


def dates(text: str, frame: dt.date | None) -> Iterator[DateExpression]:
    """Yield every date expression of a text by start; without a frame only a date with its year is understood.

    Pass a whole article: what "the same day" means, and whether words are quoted, depends on what stands around them.

    >>> [(d.basis, str(d.first), str(d.last)) for d in dates("on Monday, last month", dt.date(2022, 3, 29))]
    [('weekday', '2022-03-28', '2022-03-28'), ('relative', '2022-02-01', '2022-02-28')]
    """
    text = re.sub("[\u00a0\u202f]", " ", text)
    taken: list[tuple[DateExpression, Days]] = []
    for basis, reader, pattern in _FORMS:
        for match in pattern.finditer(text):
            if not any(each.start < match.end() and match.start() < each.end for each, _ in taken):
                words = {name: value for name, value in match.groupdict().items() if value is not None}
                days = reader(words, frame) if reader else None
                taken.append((DateExpression(match.start(), match.end(), basis), days))
    quoted = [(q.start, q.end) for q in quotations(text)]
    previous: DateExpression | None = None
    for each, days in sorted(taken, key=lambda pair: pair[0].start):
        if each.basis != "printed" and any(start <= each.start < end for start, end in quoted):
            days = None  # counted from the day that the words were said
        if days and text[each.start : each.end].lower().endswith("same day") and previous is not None:
            days = (previous.first, previous.last) if previous.first and previous.first == previous.last else None
        previous = _in_context(each, days, text)
        yield previous


def _in_context(found: DateExpression, days: Days, text: str) -> DateExpression:
    """A date expression with its days, as far as the words around it leave them clear."""
    if days is None:
        return found
    words, after = text[found.start : found.end], text[found.end : found.end + 100]
    preposition = re.match(r"(?:(?:on|the|in|since|during) )*", words, re.IGNORECASE)
    before = text[max(0, found.start - 200) : found.start] + (preposition[0] if preposition else "")
    unclear = _BESIDE.search(before) or (days[0] != days[1] and _PART_OF.search(before))
    if found.basis == "printed":
        unclear = unclear or (_NOUN.match(after) and re.search(r"(?:\bin|[A-Za-z]\.?) \d+$", words))
    if found.basis == "weekday" and not words.endswith(")"):
        unclear = unclear or _WHICH.search(before) or _FUTURE_BEFORE.search(before) or _FUTURE_AFTER.match(after)
    first = None if unclear or _UNTIL.search(before) else days[0]
    last = None if unclear or _SINCE.search(before) else days[1]
    return replace(found, first=first, last=last)


def weekdays(text: str) -> Iterator[Span]:
    """Yield the name of every weekday; the Sunday Times is none.

    >>> [(s.start, s.end) for s in weekdays("On Monday, said the Sunday Times")]
    [(3, 9)]
    """
    for match in re.finditer(_WEEKDAY, text):
        yield Span(*match.span("weekday"))


def answer(
    found: Iterable[DateExpression], basis: str, day: dt.date, *, last: bool = False
) -> Literal["states", "differs", "not understood"]:
    """Whether date expressions of a basis state a first (or `last`) day.

    They differ only if there is one, all are understood, and none is that day.
    """
    days = [each.last if last else each.first for each in found if each.basis == basis]
    if day in days:
        return "states"
    return "differs" if days and None not in days else "not understood"
