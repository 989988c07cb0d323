"""What the parsers of running text accept, line by line: right readings, near misses, and what is not understood.

A reading is never guessed: a line with `None` says that the words are found, and not understood.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.dates import DateExpression, answer, dates, weekdays
from rules.text.quantities import Quantity, compare, numbers, quantity
from rules.text.quotations import quotations

NUMBERS = [
    ("one person died", ["one"]),
    ("25.5 miles, 1,500 men and 3.", ["25.5", "1,500", "3"]),
    ("twenty-two of 3 million", ["twenty-two", "3 million"]),
    ("two hundred and five thousand three hundred", ["two hundred and five thousand three hundred"]),
    ("one and a half hours, 2½ days", ["one and a half", "2½"]),
    ("two-thirds, one third and 3 quarters", ["two-thirds", "one third", "3 quarters"]),
    ("half a million in half an hour, half of them", ["half a million", "half"]),
    ("a dozen, two dozen, dozens", ["dozen", "two dozen", "dozens"]),
    (
        "hundreds of thousands, tens of thousands, scores of men",
        ["hundreds of thousands", "tens of thousands", "scores"],
    ),
    ("on the 29th, the 34th day, in the 1990s", ["29th", "34th", "1990s"]),
    ("2022-03-29, 29/03/2022, 1:13, 5.0/5", ["2022-03-29", "29/03/2022", "1:13", "5.0/5"]),
    ("24 hours, a 24-hour truce, 20km, $5bn, 5%", ["24", "24", "20", "5bn", "5"]),
    ("between 20 and 30, or 20-30", ["20", "30", "20", "30"]),
    ("10\u00a0000 people", ["10\u00a0000"]),
    # No counts: pronouns, idioms, designations, ordinals in words, parts of words.
    ("No one, in no one’s interest; one another; one of them; each one; one's own", []),
    ("one-on-one, one by one, a one-sided offer; on the one hand", []),
    ("F-16s, Mi-8, COVID-19, G20", []),
    ("the first, the second, the twenty-first century", []),
    ("someone weighs a ton; stone, bone, often, tenant, height", []),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers(text, expected):
    """Every number is found whole, and nothing else."""
    assert [text[span.start : span.end] for span in numbers(text)] == expected


UNDERSTOOD = [
    # Values.
    ("twenty tanks", "tank", 20, "exact"),
    ("twenty-two", "tank", 22, "exact"),
    ("one person", "person", 1, "exact"),
    ("4 million people", "person", 4_000_000, "exact"),
    ("1.5 million people", "person", 1_500_000, "exact"),
    ("two and a half million people", "person", 2_500_000, "exact"),
    ("half a million people", "person", 500_000, "exact"),
    ("1,500 civilians", "person", 1500, "exact"),
    ("two hundred and five soldiers", "person", 205, "exact"),
    ("a hundred people", "person", 100, "exact"),
    ("a dozen people", "person", 12, "exact"),
    ("two dozen", "person", 24, "exact"),
    ("a total of 20 people", "person", 20, "exact"),
    ("the last 3 days", "day", 3, "exact"),
    ("a three-day truce", "day", 3, "exact"),
    ("[25 miles]", "mile", 25, "exact"),
    ("20km", "kilometre", 20, "exact"),
    ("2,5 hours", "hour", 2.5, "exact"),
    ("3,9 million", "person", 3_900_000, "exact"),
    # Converted within a family of units.
    ("one and a half hours", "hour", 1.5, "exact"),
    ("one and a half hours", "minute", 90, "exact"),
    ("1½ hours", "minute", 90, "exact"),
    ("half an hour", "hour", 0.5, "exact"),
    ("half an hour", "minute", 30, "exact"),
    ("an hour and a half", "hour", 1.5, "exact"),
    ("1 hour and 20 minutes", "minute", 80, "exact"),
    ("1 hour and 20 minutes", "hour", 4 / 3, "exact"),
    ("3 hours 20 minutes", "minute", 200, "exact"),
    ("an hour and 20 minutes", "minute", 80, "exact"),
    ("80 minutes", "hour", 4 / 3, "exact"),
    ("two weeks", "day", 14, "exact"),
    ("24 months", "year", 2, "exact"),
    ("2,000 metres", "kilometre", 2, "exact"),
    # Qualifiers.
    ("nearly 4 hours", "hour", 4, "nearly"),
    ("almost 20", "tank", 20, "nearly"),
    ("just under 20", "tank", 20, "nearly"),
    ("at least [25 miles]", "mile", 25, "at_least"),
    ("more than 20", "tank", 20, "at_least"),
    ("over 20 people", "person", 20, "at_least"),
    ("no fewer than 20", "tank", 20, "at_least"),
    ("20 people or more", "person", 20, "at_least"),
    ("20+ people", "person", 20, "at_least"),
    ("within three days", "day", 3, "at_most"),
    ("up to 20", "tank", 20, "at_most"),
    ("as many as 20", "tank", 20, "at_most"),
    ("fewer than 20", "tank", 20, "at_most"),
    ("less than an hour and a half", "minute", 90, "at_most"),
    ("no more than 20", "tank", 20, "at_most"),
    ("20 tanks at most", "tank", 20, "at_most"),
    ("some 20", "tank", 20, "about"),
    ("about a dozen people", "person", 12, "about"),
    ("some hundred people", "person", 100, "about"),
    ("as many as a hundred people", "person", 100, "at_most"),
    ("around 20", "tank", 20, "about"),
    ("roughly 20", "tank", 20, "about"),
    ("an estimated 20", "tank", 20, "about"),
    ("20 or so", "tank", 20, "about"),
    ("20-odd", "tank", 20, "about"),
    ("20 people, more or less", "person", 20, "about"),
    # No definite number.
    ("dozens", "person", None, None),
    ("hundreds of", "person", None, None),
    ("hundreds of thousands of people", "person", None, None),
    ("at least thousands of people", "person", None, None),
    ("several people", "person", None, None),
    ("several hundred people", "person", None, None),
    ("a few thousand", "person", None, None),
    ("a couple of hundred", "person", None, None),
]
NOT_UNDERSTOOD = [
    ("10.000 people", "person"),  # ten, or ten thousand
    ("10 000 people", "person"),
    ("10\u00a0000 people", "person"),
    ("1,50,000 people", "person"),
    ("two-thirds", "person"),
    ("three quarters of an hour", "minute"),
    ("two million and a half", "person"),
    ("5m people", "person"),
    ("5 bn people", "person"),
    ("20 lakh people", "person"),
    ("34th day", "day"),
    ("weeks", "week"),
    ("a couple of days", "day"),
    ("a couple of days and 3 hours", "hour"),
    ("no one", "person"),
    ("one of several people", "person"),
    ("between 20 and 30", "tank"),
    ("three to four days", "day"),
    ("two of the 20 men", "person"),
    ("half of the 20 men", "person"),
    ("not 20", "tank"),
    ("-20 tanks", "tank"),
    ("well over 20", "tank"),  # no code for it
    ("as few as 20", "tank"),
    ("over three days", "day"),  # during, or more than
    ("at least 20 or fewer", "tank"),
    ("20 more people", "person"),
    ("20% of people", "person"),
    ("$20", "dollar"),
    ("20 miles per hour", "mile"),
    ("20 vehicles a day", "tank"),
    ("20 working days", "week"),
    ("20 busloads of people", "person"),
    ("three months", "day"),
    ("25 miles", "kilometre"),
    ("", "day"),
    ("20 tanks" + " and so on" * 20, "tank"),
]


@pytest.mark.parametrize(("words", "unit", "value", "qualifier"), UNDERSTOOD)
def test_understood(words, unit, value, qualifier):
    """Printed words state this value and qualifier, and contradict neither."""
    stated = quantity(words, unit)
    assert stated is not None and stated.value == (value if value is None else pytest.approx(value))
    assert stated.qualifier == qualifier
    assert compare(words, value, qualifier, unit) == []


@pytest.mark.parametrize(("words", "unit"), NOT_UNDERSTOOD)
def test_not_understood(words, unit):
    """Words that can be read in two ways, or not at all, state nothing."""
    assert quantity(words, unit) is None


CONTRADICTED = [
    ("twenty tanks", 12, "exact", "tank", ["value"]),
    ("twenty tanks", None, None, "tank", ["value"]),
    ("dozens of people", 24, "exact", "person", ["value"]),
    ("4 million people", 4, "exact", "person", ["value"]),
    ("1 hour and 20 minutes", 1.33, "exact", "hour", []),  # rounded
    ("1 hour and 20 minutes", 1.2, "exact", "hour", ["value"]),
    ("more than 20", 20, "exact", "tank", ["value_qualifier"]),
    ("nearly 4 hours", 5, "about", "hour", ["value", "value_qualifier"]),
    ("25 miles", 25, "exact", "kilometre", ["unit"]),
    ("at least [25 miles]", 25, "at_least", "kilometre", ["unit"]),
    ("three months", 90, "exact", "day", ["unit"]),
    ("thousands of people", None, None, "settlement", ["unit"]),
    ("25 miles (40 km)", 40, "exact", "kilometre", []),
    ("20 soldiers", 20, "exact", "person", []),
    ("3,5 hours", 35, "exact", "hour", ["value"]),
    ("10.000 people", 10_000, "exact", "person", []),
    ("10.000 people", 10, "exact", "person", []),
    ("1,5 kilometers an hour", 1.5, "exact", "kilometre_per_hour", []),
    ("10.000 people", 1_000, "exact", "person", ["value"]),
    ("about 10.000 people", 10_000, "exact", "person", ["value_qualifier"]),
    ("well over 20", 20, "at_least", "tank", []),
]


@pytest.mark.parametrize(("words", "value", "qualifier", "unit", "columns"), CONTRADICTED)
def test_contradicted(words, value, qualifier, unit, columns):
    """Only a cell that differs from what is understood is a contradiction."""
    assert [each.column for each in compare(words, value, qualifier, unit)] == columns


def test_contradiction_is_explained():
    """The message says what is coded and what is printed; the hint can be followed."""
    (value,) = compare("twenty tanks", 12, "exact", "tank")
    assert (value.message, value.hint) == ("is 12, but `twenty tanks` states 20", "mend value or value_as_printed")
    (unit,) = compare("25 miles", 25, "exact", "kilometre")
    assert unit.message == "is kilometre, but `25 miles` names miles"


FRAME = dt.date(2022, 3, 29)  # a Tuesday
# Text, words found, basis, first and last day (one day: both; None: not understood). Nothing else is found in the text.
DATES = [
    # Printed.
    ("on 29 March,", "29 March", "printed", "2022-03-29"),
    ("on 29th March", "29th March", "printed", "2022-03-29"),
    ("the 29th of March", "29th of March", "printed", "2022-03-29"),
    ("29 March 2022", "29 March 2022", "printed", "2022-03-29"),
    ("29\u00a0March 2022", "29\u00a0March 2022", "printed", "2022-03-29"),
    ("March 29", "March 29", "printed", "2022-03-29"),
    ("MARCH 29", "MARCH 29", "printed", "2022-03-29"),
    ("Mar 29, 2022", "Mar 29, 2022", "printed", "2022-03-29"),
    ("Feb. 24.", "Feb. 24", "printed", "2022-02-24"),
    ("September 11, 2001", "September 11, 2001", "printed", "2001-09-11"),
    ("a briefing on March 30 by a spokesman", "March 30", "printed", "2022-03-30"),
    ("date 2022-03-29 Moscow", "2022-03-29", "printed", "2022-03-29"),
    ("29/03/2022", "29/03/2022", "printed", "2022-03-29"),
    ("03/29/2022", "03/29/2022", "printed", "2022-03-29"),
    ("29.03.2022", "29.03.2022", "printed", "2022-03-29"),
    ("March 2022", "March 2022", "printed", "2022-03-01 2022-03-31"),
    ("May 2021.", "May 2021", "printed", "2021-05-01 2021-05-31"),
    ("in March", "in March", "printed", "2022-03-01 2022-03-31"),
    ("annexed in 2014", "in 2014", "printed", "2014-01-01 2014-12-31"),
    ("since 2014", "since 2014", "printed", "2014-01-01 None"),
    ("from March 28", "March 28", "printed", "2022-03-28 None"),
    ("until 30 March", "30 March", "printed", "None 2022-03-30"),
    ("had fallen by 29 March", "29 March", "printed", "None 2022-03-29"),
    ("in early March", "early March", "printed", "2022-03-01 2022-03-10"),
    ("in mid-March", "mid-March", "printed", "2022-03-11 2022-03-20"),
    ("late March 2022", "late March 2022", "printed", "2022-03-21 2022-03-31"),
    ("ended on the 29th.", "on the 29th", "printed", "2022-03-29"),
    ("the 29th", "the 29th", "printed", "2022-03-29"),
    # Printed, not understood: two ways to read it, a part of it, no such day, far from the frame, a number perhaps.
    ("03/04/2022", "03/04/2022", "printed", None),
    ("3/29/22", "3/29/22", "printed", None),
    ("28-29 March", "28-29 March", "printed", None),
    ("March 28, 29 and 30", "March 28, 29 and 30", "printed", None),
    ("before March 29", "March 29", "printed", None),
    ("the beginning of March", "March", "printed", None),
    ("the end of 2021", "2021", "printed", None),
    ("the 2014 annexation", "2014", "printed", None),
    ("in the 1990s", "1990s", "printed", None),
    ("2022-13-45", "2022-13-45", "printed", None),
    ("February 30", "February 30", "printed", None),
    ("on December 25", "December 25", "printed", None),
    ("on the 5th,", "on the 5th", "printed", None),
    ("the 20th century", "the 20th", "printed", None),
    ("In March 20 soldiers died", "March 20", "printed", None),
    ("in 2000 cities", "in 2000", "printed", None),
    # Weekdays: the last such day up to the frame.
    ("on Tuesday", "Tuesday", "weekday", "2022-03-29"),
    ("are seen Monday inside", "Monday", "weekday", "2022-03-28"),
    ("late Wednesday", "Wednesday", "weekday", "2022-03-23"),
    ("Tuesday’s talks", "Tuesday", "weekday", "2022-03-29"),
    ("said on Tuesday that it will withdraw", "Tuesday", "weekday", "2022-03-29"),
    ("this Wednesday (30)", "Wednesday (30)", "weekday", "2022-03-30"),
    ("Wednesday (12)", "Wednesday (12)", "weekday", None),
    ("last Friday", "Friday", "weekday", None),
    ("next Monday", "Monday", "weekday", None),
    ("every Friday", "Friday", "weekday", None),
    ("the talks resume on Friday", "Friday", "weekday", None),
    ("the talks will go on in Istanbul on Friday", "Friday", "weekday", None),
    ("On Friday, the talks will resume", "Friday", "weekday", None),
    ("before Tuesday’s talks", "Tuesday", "weekday", None),
    ("“We met on Monday”", "Monday", "weekday", None),
    # Relative.
    ("today", "today", "relative", "2022-03-29"),
    ("this morning", "this morning", "relative", "2022-03-29"),
    ("spoke yesterday", "yesterday", "relative", "2022-03-28"),
    ("tomorrow", "tomorrow", "relative", "2022-03-30"),
    ("On the same day,", "the same day", "relative", "2022-03-29"),
    ("three days ago", "three days ago", "relative", "2022-03-26"),
    ("10 days ago", "10 days ago", "relative", "2022-03-19"),
    ("Putin last month declared", "last month", "relative", "2022-02-01 2022-02-28"),
    ("next month", "next month", "relative", "2022-04-01 2022-04-30"),
    ("last year", "last year", "relative", "2021-01-01 2021-12-31"),
    ("early this month", "early this month", "relative", "2022-03-01 2022-03-10"),
    ("earlier this month", "earlier this month", "relative", "2022-03-01 2022-03-28"),
    ("earlier this year", "earlier this year", "relative", "2022-01-01 2022-03-28"),
    ("after “today’s conversation”", "today", "relative", None),
    ("the day before yesterday", "the day before yesterday", "relative", None),
    ("last week", "last week", "relative", None),
    ("next week", "next week", "relative", None),
    ("this week", "this week", "relative", None),
    ("this month", "this month", "relative", None),
    ("later this month", "later this month", "relative", None),
    ("two weeks ago", "two weeks ago", "relative", None),
    ("several days ago", "several days ago", "relative", None),
    ("For the first time in two weeks", "in two weeks", "relative", None),
    ("three days later", "three days later", "relative", None),
    ("the following day", "following day", "relative", None),
]
NO_DATES = [
    "March 20 kilometres",
    "March 20 million",
    "they may 5 times march",
    "May they rest; Theresa May",
    "the Sunday Times, Bloody Sunday",
    "the 34th day",
    "marching 20 miles, 1,990 men, version 2022.1",
    "24 hours, within three days, for two weeks",
    "Mondays, Russia Today",
]


def readings(text, frame=FRAME):
    """[(words, basis, first, last)] of the date expressions of a text."""
    return [(text[d.start : d.end], d.basis, str(d.first), str(d.last)) for d in dates(text, frame)]


@pytest.mark.parametrize(("text", "words", "basis", "days"), DATES)
def test_dates(text, words, basis, days):
    """Words that date something, how they do it, and the days that they mean."""
    first, _, last = str(days).partition(" ")
    assert readings(text) == [(words, basis, first, last or first)]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates(text):
    """A number with a unit, a verb, a title or a name dates nothing."""
    assert readings(text) == []


def test_without_frame():
    """Without a frame date only a date that prints its year is understood; all are found."""
    text = (
        "29 March 2022, 2022-03-29, March 2022, in 2014; March 29, the 29th, in March, on Monday, yesterday, last month"
    )
    found = list(dates(text, None))
    assert [each.understood for each in found] == [True] * 4 + [False] * 6


def test_same_day_is_that_of_the_date_before():
    """ "The same day" is the day named before it; of a month it is none."""
    assert readings("on March 24, and the same day")[1][2:] == ("2022-03-24", "2022-03-24")
    assert readings("in March, and the same day")[1][2:] == ("None", "None")


def test_weekday_with_its_date():
    """A weekday before its date is dated by that."""
    assert [(basis, first) for _, basis, first, _ in readings("Wednesday, March 2")] == [
        ("weekday", "None"),
        ("printed", "2022-03-02"),
    ]


def test_weekdays():
    """Every name of a weekday is found, in whatever it is understood; titles are none."""
    text = "next Monday, TUESDAY (29), Sunday Times, on Fridays"
    assert [text[span.start : span.end] for span in weekdays(text)] == ["Monday", "TUESDAY"]


def test_answer():
    """Expressions of a basis state a day, state only others, or leave it open."""
    day, other = dt.date(2022, 3, 29), dt.date(2022, 3, 28)
    known, open_ended = DateExpression(0, 1, "printed", day, day), DateExpression(2, 3, "printed", day, None)
    assert answer([known], "printed", day) == answer([open_ended], "printed", day) == "states"
    assert answer([known], "printed", other) == answer([open_ended], "printed", other) == "differs"
    assert answer([known, open_ended], "printed", other, last=True) == "not understood"
    assert answer([known], "weekday", other) == answer([], "printed", day) == "not understood"


QUOTATIONS = [
    ('said “yes” and "no"', ["yes", "no"]),
    ("« oui », ‹non›, „ja“, „nein”", [" oui ", "non", "ja", "nein"]),
    ("“He said ‘no,’ and left,” she said", ["He said ‘no,’ and left,", "no,"]),
    ("\"He said 'no'\" twice", ["He said 'no'", "no"]),
    ("„Er sagte ‚ja‘ dazu“", ["Er sagte ‚ja‘ dazu", "ja"]),
    ("‘the soldiers’ weapons are here,’ he said", ["the soldiers’ weapons are here,"]),
    ("'It's over,' he said, 'and done'", ["It's over,", "and done"]),
    ("“One.\n\n“Two,” he said.", ["One.", "Two,"]),
    ('"One.\n"Two," he said.', ["One.", "Two,"]),
    ("‘One.\n‘Two,’ he said.", ["One.", "Two,"]),
    ("“never closed. Then “yes”", ["never closed. Then", "yes"]),
    # Apostrophes, inches and empty marks are none.
    ("don't; the soldiers' base; the boys’ and girls’ school", []),
    ("rock 'n' roll of the '90s, ’tis, '90s' end", []),
    ('6" long, 5\'10" tall', []),
    ("“” and ''", []),
]


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
def test_quotations(text, expected):
    """The words in quotation marks, outer ones first."""
    assert [text[q.start : q.end] for q in quotations(text)] == expected


def test_mark():
    """A quotation says which mark opened it."""
    assert [q.mark for q in quotations("“a ‘b’” «c»")] == ["“", "‘", "«"]


PIECES = st.sampled_from(
    "one twenty million dozens half and a of , . - 3 29th 2022 12/3 March May Friday (30) last today ago days “ ” ' \" \n ½".split(
        " "
    )
)


@given(st.lists(PIECES, max_size=20).map(" ".join) | st.text(max_size=60))
def test_any_text(text):
    """No text breaks a parser, and what is found lies within the text and in order."""
    for found in (list(numbers(text)), list(dates(text, FRAME)), list(weekdays(text)), list(quotations(text))):
        assert all(0 <= each.start < each.end <= len(text) for each in found)
        assert [each.start for each in found] == sorted(each.start for each in found)
    for unit in ("hour", "person", "tank"):
        stated = quantity(text, unit)
        assert stated is None or isinstance(stated, Quantity)
        assert not (stated and stated.value) or compare(text, stated.value, stated.qualifier, unit) == []
