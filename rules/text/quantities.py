"""Numbers in running text, and the quantity that printed words state.

The answers are three: the words state this, they state something else, or they are not understood. Only the second is a
contradiction. Add an accepted phrase here and a line to tests/test_text_parsers.py.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS = {word: n for n, word in enumerate(["zero", *_ONES, *_TEENS])} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_FIGURE = r"(?<![^\W_])(?:\d{4}-\d\d-\d\d|\d+(?:[.,:/\u00a0\u202f\u2009]\d+)*[½¼¾⅓⅔⅛]?|[½¼¾⅓⅔⅛])"
_WORD = rf"\b(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?|{'|'.join(WORDS)})(?![^\W_])"
_SCALE = rf"(?:{'|'.join(SCALES)})\b"
_CARDINAL = (
    rf"(?:(?:{_FIGURE}|{_WORD})[- ])?{_SCALE}(?:[- ]{_SCALE})*"
    rf"(?:(?: and |[- ]){_WORD}(?:[- ]{_SCALE})+)*(?:(?: and |[- ]){_WORD})?|{_FIGURE}|{_WORD}"
)
_FIFTHS = "third quarter fourth fifth sixth seventh eighth ninth tenth".split()
# Pronouns, idioms, ordinals in words and designations such as F-16 or Covid-19: no counts.
_NO_COUNT = "|".join(
    (
        r"\b(?:no|any|every|each|this|which) one\b|\bone (?:another|of|by one)\b|\bone[’']s\b|\bon the one hand\b",
        r"\bone-(?:(?:on|to|by)-one|sided|off|time|way)\b",
        rf"\b(?:{'|'.join(_TENS)})[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b",
        r"(?-i:\b[A-Z][A-Za-z]{0,5}-\d{1,3}[A-Z]?s?\b)",
    )
)
_INDEFINITE = rf"\b(?:(?:tens|scores)(?= of\b)|(?:{'|'.join(SCALES)})s)(?: of (?:{'|'.join(SCALES)})s)*\b"
_FRACTION = (
    rf"\b(?:{'|'.join(WORDS)}|\d+)[- ](?:halves|(?:{'|'.join(_FIFTHS)})s)\b|\bone[- ](?:half|{'|'.join(_FIFTHS)})\b"
)
_NUMBER = re.compile(
    rf"(?P<none>{_NO_COUNT})|(?P<indefinite>{_INDEFINITE})|(?P<fraction>{_FRACTION})"
    rf"|(?P<half>\bhalf(?:[- ]an?[- ](?P<half_scale>{_SCALE})|(?=[- ]an?[- ])))"
    rf"|(?P<cardinal>{_CARDINAL})(?:(?P<and_half> and a half\b)(?: (?P<scale>{_SCALE}))?"
    r"|(?P<unread> and (?:a|one|three)[- ](?:third|quarter)s?\b|(?:st|nd|rd|th|s|k|m|bn)\b))?",
    re.IGNORECASE,
)

# Units that are converted into one another, by size; other units are compared by name. A plural s is dropped first.
FAMILIES: tuple[dict[str, float], ...] = (
    {"second": 1 / 60, "minute": 1, "min": 1, "hour": 60, "hr": 60, "day": 1440, "week": 10080},
    {"month": 1, "year": 12, "decade": 120},
    {"metre": 1, "meter": 1, "kilometre": 1000, "kilometer": 1000, "km": 1000},
    {"foot": 1, "feet": 1, "ft": 1, "yard": 3, "mile": 5280},
    {"person": 1, "people": 1},
    {"dollar": 1},
    {"euro": 1},
)
# What may stand before a number: words of NEUTRAL, one of these, an article. Anything else is not understood.
QUALIFIERS = {
    "exact": ("", "exactly", "precisely", "total of"),
    "at_least": ("at least", "more than", "over", "no fewer than", "no less than", "not less than", "minimum of")
    + ("upwards of", "in excess of"),
    "at_most": ("at most", "up to", "within", "fewer than", "less than", "under", "no more than", "not more than")
    + ("as many as", "as much as", "maximum of"),
    "nearly": ("nearly", "almost", "just under"),
    "about": ("about", "around", "roughly", "approximately", "circa", "some", "estimated"),
}
NEUTRAL = set("a an the all of for in after last next past".split())
# What may stand after it; a word of HEDGES without these is not understood.
TAILS = {
    "about": r"\bor so\b|^-odd\b|\bapproximately\b|\bmore or less\b",
    "at_least": r"^(?:\+|[- ]plus\b)|\bor (?:more|longer)\b|\bat (?:the )?(?:very )?least\b",
    "at_most": r"\bor (?:less|fewer)\b|\bat (?:the )?(?:very )?most\b",
}
HEDGES = (
    r"^ ?(?:%|(?:k|m|mn|bn|tn|lakh|crore|score)\b)|^-?(?:ish|something)\b|\b(?:more|less|fewer|than|or|not|per|each|every|minus|plus|times|half|about|almost|least|most|maximum|minimum)"
    r"\b|\ban? (?:day|week|month|year|hour|minute)\b"
)
VAGUE = r"\b(?:several|few|many|numerous|countless|multiple|some|a number of)\b"
_VAGUE_SCALE = r"\b(?:several|few|many|multiple|couple(?: of)?) $"
_UNIT = rf"(?:{'|'.join(name for family in FAMILIES for name in family)})s?"
_TWO_WAYS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])")
_COMPOUND = re.compile(
    rf"(?P<first>{_CARDINAL}|\ban?) (?P<unit>{_UNIT})"
    rf"(?: and (?P<half>a half)|(?:,? and |,? )(?P<second>{_CARDINAL}) (?P<smaller>{_UNIT}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """Code points of a number: the first, and the one after the last."""

    start: int
    end: int


def numbers(text: str) -> Iterator[Span]:
    """Yield every number in figures or words; pronouns such as "no one" and designations such as F-16 are none.

    >>> text = "No one of 1,500 men and twenty-two F-16s went 25.5 miles on the 29th with 3 million or dozens"
    >>> [text[span.start : span.end] for span in numbers(text)]
    ['1,500', 'twenty-two', '25.5', '29th', '3 million', 'dozens']
    """
    for match in _NUMBER.finditer(text):
        if not match["none"]:
            yield Span(*match.span())


@dataclass(frozen=True)
class Quantity:
    """What printed words state: a value with its code of `value_qualifier`, or no definite number (both None)."""

    value: float | None
    qualifier: str | None


@dataclass(frozen=True)
class Contradiction:
    """A cell that differs from what the printed words state."""

    column: str
    message: str
    hint: str


@dataclass(frozen=True)
class _Reading:
    """A number without its qualifier: value (None: not definite), the unit word right after it, the words around."""

    value: float | None
    unit: str | None
    before: str = ""
    after: str = ""


def quantity(words: str, unit: str) -> Quantity | None:
    """What printed words state, counted in `unit`; None where they are not understood.

    >>> quantity("nearly 4 hours", "hour"), quantity("1 hour and 20 minutes", "minute").value
    (Quantity(value=4.0, qualifier='nearly'), 80.0)
    >>> quantity("dozens of people", "person"), quantity("10.000 people", "person")
    (Quantity(value=None, qualifier=None), None)
    """
    reading = _read(words)
    if reading is None:
        return None
    if reading.value is None:
        return Quantity(None, None)
    if reading.unit is None:
        # "20 working days" coded in weeks, "20 busloads of people": the number may count something else.
        named = {_measure(word) for word in re.findall(r"[^\W\d_]+", words)} - {None}
        counted = not named or (named == {_measure(unit)} and " of " not in reading.after)
        factor = 1.0 if counted else None
    else:
        factor = _factor(reading.unit, unit)
    qualifier = _qualifier(reading, unit)
    return None if factor is None or qualifier is None else Quantity(reading.value * factor, qualifier)


def compare(words: str, value: float | None, qualifier: str | None, unit: str) -> list[Contradiction]:
    """The cells of a quantity that contradict its printed words; what is not understood contradicts nothing.

    >>> [c.message for c in compare("twenty tanks", 12, "exact", "tank")]
    ['is 12, but `twenty tanks` states 20']
    """
    if two_ways := _TWO_WAYS.search(words):  # ten thousand, or ten with three decimals
        start, end = two_ways.span()
        readings = (two_ways[0].replace(".", ","), two_ways[0] + "0")
        found_in = [compare(words[:start] + figure + words[end:], value, qualifier, unit) for figure in readings]
        return min(found_in, key=len)
    reading, stated, found = _read(words), quantity(words, unit), []
    named = reading.unit if reading else None
    is_rate = reading and re.search(r"\b(?:per|an?|each|every) \w+", reading.after)
    if named and not is_rate and _factor(named, unit) is None and not re.search(rf"\b{re.escape(unit)}", words):
        return [Contradiction("unit", f"is {unit}, but `{words}` names {named}", "mend unit or value_as_printed")]
    if stated is None or value is None and stated.value is None:
        return []
    # A converted value may be rounded to two decimals.
    if value is None or stated.value is None or not math.isclose(value, stated.value, rel_tol=1e-9, abs_tol=0.0051):
        coded, printed = _figures(value, "blank"), _figures(stated.value, "no number")
        message = f"is {coded}, but `{words}` states {printed}"
        found.append(Contradiction("value", message, "mend value or value_as_printed"))
    if None not in (qualifier, stated.qualifier) and qualifier != stated.qualifier:
        message = f"is {qualifier}, but `{words}` is {stated.qualifier}"
        found.append(Contradiction("value_qualifier", message, "mend value_qualifier or value_as_printed"))
    return found


def _figures(value: float | None, none: str) -> str:
    return none if value is None else f"{value:.15g}"


def _read(words: str) -> _Reading | None:
    """The only number of printed words, with its unit; None where there is another, or it is not understood."""
    text = " ".join(re.sub(r"[\[\](){}“”\"‘]", "", words).split())
    if len(text) > 200:  # no quantity; and hostile words would take long to search
        return None
    found = list(_NUMBER.finditer(text))
    if compound := _COMPOUND.search(text):
        inside = all(compound.start() <= match.start() < compound.end() for match in found)
        value = _compound(**compound.groupdict()) if inside else None
        before, after = text[: compound.start()], text[compound.end() :]
        return None if value is None else _Reading(value, compound["unit"], before, after)
    if not found and re.search(VAGUE, text, re.IGNORECASE):
        return _Reading(None, None)
    if len(found) != 1 or found[0]["none"] or re.search(r"[$€£¥-]\s?$", text[: found[0].start()]):
        return None
    match, before = found[0], text[: found[0].start()]
    after = re.sub(r"^[- ]an?(?= )", "", text[match.end() :]) if match["half"] else text[match.end() :]
    noun = re.match(r"[- ]?(?:of )?([^\W\d_]+)", after)
    unit = noun[1] if noun and _measure(noun[1]) else None
    bare_scale = re.match(_SCALE, match[0], re.IGNORECASE)
    if match["indefinite"] or (bare_scale and re.search(_VAGUE_SCALE, before, re.IGNORECASE)):
        return _Reading(None, unit)
    value = _value(match)
    return None if value is None else _Reading(value, unit, before, after)


def _value(match: re.Match[str]) -> float | None:
    """The value of a match of `_NUMBER`; None where it is not understood."""
    if match["half"]:
        return 0.5 * SCALES.get((match["half_scale"] or "").lower(), 1)
    value = None if match["fraction"] or match["unread"] else _cardinal(match["cardinal"])
    if value is not None and match["and_half"]:
        if re.search(_SCALE, match["cardinal"], re.IGNORECASE):
            return None
        return (value + 0.5) * SCALES.get((match["scale"] or "").lower(), 1)
    return value


def _compound(first: str, unit: str, half: str | None, second: str | None, smaller: str | None) -> float | None:
    """The value, in `unit`, of "1 hour and 20 minutes" or "an hour and a half"."""
    whole = 1.0 if first.lower() in ("a", "an") else _cardinal(first)
    part = 0.5 if half else _cardinal(second or "")
    factor = 1.0 if half else _factor(smaller or "", unit)
    if whole is None or part is None or factor is None or (factor >= 1 and not half):
        return None
    return whole + part * factor


def _cardinal(words: str) -> float | None:
    """The value of "twenty-two", "3 million" or "1,500"; None where the figures can be read in two ways."""
    total, current = 0.0, 0.0
    for n, token in enumerate(token for token in re.split("[- ]", words.lower()) if token != "and"):
        if token in SCALES:
            current = (current if n else 1) * SCALES[token]
            if SCALES[token] >= 1000:
                total, current = total + current, 0.0
        elif (number := float(WORDS[token]) if token in WORDS else _figure(token)) is not None:
            current += number
        else:
            return None
    return total + current


def _figure(figure: str) -> float | None:
    """The value of figures; 2,5 can only be a decimal, and 10.000 can be read in two ways and is not understood."""
    if re.fullmatch(r"\d*[½¼¾⅓⅔⅛]", figure):
        return int(figure[:-1] or 0) + unicodedata.numeric(figure[-1])
    if re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d{1,2}|\.\d{4,})?|0\.\d+|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", figure):
        return float(figure.replace(",", ""))
    if re.fullmatch(r"(?:0|[1-9]\d*),\d{1,2}", figure):
        return float(figure.replace(",", "."))
    return None


def _measure(word: str) -> tuple[int, float] | None:
    """Family and size of a unit word, in singular or plural."""
    names = (word.lower(), word.lower().removesuffix("s"))
    return next(((n, family[name]) for n, family in enumerate(FAMILIES) for name in names if name in family), None)


def _factor(word: str, unit: str) -> float | None:
    """By what to multiply a value of the unit `word` to get `unit`; None where they are of two families."""
    named, coded = _measure(word), _measure(unit)
    return named[1] / coded[1] if named and coded and named[0] == coded[0] else None


def _qualifier(reading: _Reading, unit: str) -> str | None:
    """The code of what qualifies a number; None where the words around it are not understood."""
    lead = re.sub(r"[^\w]+", " ", reading.before.lower()).split()
    while lead and lead[0] in NEUTRAL:
        del lead[0]
    while lead and lead[-1] in ("a", "an", "the"):
        del lead[-1]
    phrase = " ".join(lead)
    if phrase == "over" and _measure(unit) and _factor(unit, "day"):
        return None  # over three days: during, or more than
    leading = next((code for code, phrases in QUALIFIERS.items() if phrase in phrases), None)
    trailing = next((code for code, tail in TAILS.items() if re.search(tail, reading.after, re.IGNORECASE)), None)
    if trailing is None:
        return None if re.search(HEDGES, reading.after, re.IGNORECASE) else leading
    return trailing if leading in ("exact", trailing) else None
