"""What a command finds in the words of an article: names and whose they are, sentences, quotations, days, speakers."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import starmap

from editing.anchors import Anchor
from editing.drafts import Row
from editing.find import occurrences
from editing.split import sentences
from rules.text.article import AnchoredRow, Article, Segment, inside
from rules.text.coverage import CHANNEL, NAME, NO_NAME, SPEECH, TITLES, unlisted_names
from rules.text.dates import DateExpression, dates
from rules.text.quantities import Span
from rules.text.quotations import Quotation, quotations

# More words of attribution than the rule of coverage asks for: a row too many is deleted, one too few is not seen.
# Each verb stands for itself and the forms that `forms` makes of it.
VERBS = (
    "accuse advise affirm agree allege appeal argue ask assert assess assure believe blame call caution clarify comment"
    " complain concede conclude condemn confirm consider contend criticise criticize demand describe dismiss doubt"
    " emphasise emphasize estimate expect explain express fear hint hope imply indicate inform maintain mention object"
    " offer pledge post praise predict promise propose quote reaffirm reckon refuse reiterate reject remark repeat reply"
    " report reveal signal speculate stress suggest suspect testify threaten tweet underline urge voice vow welcome"
).split()
OTHER_FORMS = (
    "[Aa]ccording to|admits|admitted|holds that|held that|rules out|ruled out|say|speaks|spoke|spoken|thinks|thought"
    "|writes|wrote"
)


def forms(verb: str) -> str:
    """The pattern of the present and past forms of a regular verb.

    >>> [bool(re.fullmatch(forms(verb), form)) for verb, form in (("deny", "denied"), ("vow", "vows"), ("urge", "urge"))]
    [True, True, False]
    """
    if verb[-1] in "ey":
        return f"{verb[:-1]}(?:{'e[sd]' if verb[-1] == 'e' else 'ie[sd]'})"
    return f"{verb}(?:e?s|ed)"


ATTRIBUTION = re.compile(rf"\b(?:{'|'.join(map(forms, VERBS))}|{OTHER_FORMS})\b")
POSSESSIVE = re.compile(r"['’]s?\Z")
INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÀ-ÖØ-Þ]\.[ -]?)+\Z")
ACRONYM = re.compile(r"(?:[A-Z]\.)+[A-Z]")
LARGER = re.compile(r"\b((?:Great|Greater|North|South|East|West|New)\s)\Z")
# A word with a capital inside a sentence, before a name: a given name, but for titles.
GIVEN = re.compile(
    r"(?<=[a-z,] )(?:(?:Mr|Mrs|Ms|Dr)\.? )?((?!President|Minister|Secretary|King|Queen|Chancellor|General\b)[A-Z][a-zà-ž]+) \Z"
)
INITIALLED = re.compile(rf"(?<![\w.])(?:[A-ZÀ-ÖØ-Þ]\. ?)+(?!(?:{'|'.join(TITLES)})\b)[A-ZÀ-ÖØ-Þ][\w’'-]*\w")
COUNTRY = re.compile(r"\s(?:Republic|Federation|Kingdom|Union)\b")
MOST_SIMILAR = 2  # a country and its territory
SAME, NEARLY = 4, 0.75  # first letters, and share of letters, of two spellings of one name
# Which countries these are each article says for itself.
COUNTRIES = re.compile(r"(?:the |these )?(?:countries|states|nations)", re.IGNORECASE)
# Where words begin inside a sentence: after a colon or dash, or in quotation marks.
BEGINNING = re.compile(r"(?:[:–—]\s|[“„«\"])(?=[A-ZÀ-ÖØ-Þ])")
JOINING = {"of", "the", "de", "von"}
# Words that begin a sentence or heading, and no name.
BEGINNINGS = set(
    "A After All Also An And Another Anyone Are As At Before Both But By Can Did Do Does Each For From Had Has He Her His"
    " How However If In Is It Its Meanwhile Most Neither No Not Of On One Or Our She Since So Some That The Their Then"
    " There These They This Those To Two Was We Were What When Where Which While Who Whose Why Will With Would You"
    " Few Many Nobody Others Several Someone Everybody Everyone".split()
)
PRONOUN_BEFORE = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)(?: (?:also|then|later|had|has|have))*\s+\Z")
OTHER_CLAUSE = re.compile(r";|\b(?:while|whereas|but)\b|\band(?: the| Mr\.?| Mrs\.?| Ms\.?| Dr\.?)*\s[A-Z]")
PRONOUN_AFTER = re.compile(r"\s+(?:he|she|they)\b")
# What may stand between a name and its verb: auxiliaries and adverbs, or a role between commas.
BETWEEN = re.compile(
    r"(?:,[^,.;:“”‘«»]{1,80},|\s+of(?: the)?(?: [\w’-]+){1,3}?)?\s+"
    r"(?:(?:is|was|are|were) (?:said|supposed|reported) to have )?(?:(?:also|then|later|again|had|has|have|once|only|even|would|will|[a-z]+ly)\s+)*"
)
# Between a verb and the name after it: a title or role, such as "said the minister".
UP_TO_NAME = re.compile(r"\s+(?:(?:the|a|an)\s+)?(?:(?:Mr|Mrs|Ms|Dr|Gen|Capt|President|[a-z]{4,})\.?\s+){0,3}")
AFTER_WORDS = re.compile(r"[Aa]ccording to\b")
# A name after one of these is not the one who speaks: the spokesman for Ukraine said.
GOVERNED = re.compile(r"\b(?:of|for|in|from|to|with|by|at|on|near|around|and|about|against|told)\s+\Z")


@dataclass(frozen=True)
class Owner:
    """Whom or what a spelling names: actor_id or place_id, its id, and the kind of name that it is."""

    column: str
    entity_id: str
    kind: str


@dataclass(frozen=True)
class Name:
    """One occurrence of a spelling; without owners, of words that look like a name and are not listed."""

    start: int
    end: int
    spelling: str
    owners: tuple[Owner, ...] = ()

    @property
    def span(self) -> Span:
        """Where it is printed."""
        return Span(self.start, self.end)

    @property
    def actors(self) -> list[str]:
        """The actors that it may name."""
        return [owner.entity_id for owner in self.owners if owner.column == "actor_id"]

    @property
    def may_speak(self) -> bool:
        """Whether it can only name an actor, and not by a demonym; an unlisted name may."""
        return all(owner.column == "actor_id" and owner.kind != "demonym" for owner in self.owners)

    def repeats(self, longer: "Name") -> bool:
        """Whether it says no more than a longer name that overlaps it."""
        others = {owner.entity_id for owner in self.owners} - {owner.entity_id for owner in longer.owners}
        return not others or not inside(self.span, [longer.span])


@dataclass(frozen=True)
class Words:
    """An article with what was found in it, each in the order of the text."""

    source_id: str
    text: str
    segments: tuple[Span, ...]
    names: tuple[Name, ...]
    dates: tuple[DateExpression, ...]
    quotations: tuple[Quotation, ...]

    def anchor(self, span: Span | Name | Quotation) -> str:
        """The anchor of a span."""
        return str(Anchor(self.source_id, span.start, span.end))

    def printed(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span.start : span.end]

    def sentence(self, span: Span | Quotation) -> Span:
        """The sentences that hold a span, from the first character to the last; the span itself where none does."""
        touched = [each for each in self.segments if each.start < span.end and span.start < each.end]
        return Span(touched[0].start, touched[-1].end) if touched else Span(span.start, span.end)

    def names_in(self, spans: Iterable[Span]) -> list[Name]:
        """The names inside some spans."""
        wanted = list(spans)
        return [name for name in self.names if inside(name.span, wanted)]

    def quoted(self, span: Span) -> bool:
        """Whether a span lies between quotation marks."""
        return inside(span, [Span(each.start, each.end) for each in self.quotations])


def owners_by_spelling(names: Sequence[Row]) -> dict[str, tuple[Owner, ...]]:
    """Whom each listed spelling names, in any source."""
    found: dict[str, dict[Owner, None]] = defaultdict(dict)
    for row in names:
        if COUNTRIES.fullmatch(spelling := row["spelling"]):
            continue
        column = "actor_id" if row["actor_id"] else "place_id"
        owner = Owner(column, row[column], row["kind"])
        first, space, last = spelling.rpartition(" ")
        # The same words at the beginning of a sentence, in a heading, and with a small letter: Dolmabahce palace.
        small = first + space + last.lower() if first else spelling
        for each in (spelling, spelling[:1].upper() + spelling[1:], spelling.upper(), small):
            found[each][owner] = None
    return {spelling: tuple(owners) for spelling, owners in found.items()}


def read_words(source_id: str, text: str, frame: dt.date | None, names: Sequence[Row]) -> Words:
    """Find names, sentences, days and quotations in an article; `names` are rows of the table, of any source."""
    segments = tuple(Span(*each) for each in sentences(text))
    owners = owners_by_spelling(names)
    known = whole_names(text, known_names(text, owners))
    expressions, quoted = tuple(dates(text, frame)), tuple(quotations(text))
    plain = {without_accents(spelling): found for spelling, found in owners.items()}
    unlisted = [
        replace(name, owners=similar_owners(name.spelling, plain))
        for name in candidates(source_id, text, segments, known, expressions)
    ]
    found = tuple(sorted([*known, *unlisted], key=lambda name: name.start))
    return Words(source_id, text, segments, found, expressions, quoted)


def known_names(text: str, owners: dict[str, tuple[Owner, ...]]) -> list[Name]:
    """Where listed spellings are printed: whole words, the longest first.

    None overlaps another, unless it lies within a longer one and names somebody else: `Turkish` in an office of Turkey.
    """
    found: list[Name] = []
    plain = without_accents(text)
    for spelling in sorted(owners, key=lambda each: (-len(each), each)):
        for anchor in occurrences({"": plain}, without_accents(spelling)):
            name = Name(anchor.start, anchor.end, text[anchor.start : anchor.end], owners[spelling])
            if not any(name.repeats(each) for each in found if each.start < name.end and name.start < each.end):
                found.append(name)
    return found


def without_accents(text: str) -> str:
    """A text of the same length, in letters without their accents.

    >>> without_accents("Mevlüt Çavuşoğlu, Élysée, ışık")
    'Mevlut Cavusoglu, Elysee, isik'
    """
    return "".join("i" if char == "ı" else unicodedata.normalize("NFD", char)[0] for char in text)


def whole_names(text: str, known: Sequence[Name]) -> list[Name]:
    """Known names with words that make them another spelling: Great Britain, French Republic, Ada before Berg."""
    found: list[Name] = []
    for name in known:
        before, after = LARGER.search(text, max(name.start - 10, 0), name.start), COUNTRY.match(text, name.end)
        if not before and name.actors and name.may_speak:
            given = GIVEN.search(text, max(name.start - 30, 0), name.start)
            if (
                given
                and not NO_NAME.match(given[1])
                and not any(n.start < name.start and given.start(1) < n.end for n in known)
            ):
                before = given
        start, end = before.start(1) if before else name.start, after.end() if after else name.end
        kinds = tuple(replace(owner, kind="variant") for owner in name.owners) if after else name.owners
        found.append(Name(start, end, text[start:end], kinds))
    return found


def similar_owners(spelling: str, owners: dict[str, tuple[Owner, ...]]) -> tuple[Owner, ...]:
    """Whom a spelling may name that is nearly a known one, or the beginning of one alone: Türkiye, Dolmabahçe."""
    plain = without_accents(spelling)
    near = [each for each in owners if each.startswith(f"{plain} ")]
    if not near:
        same_start = [each for each in owners if len(plain) >= SAME and each[:SAME] == plain[:SAME]]
        near = get_close_matches(plain, same_start, cutoff=NEARLY)
    found = {(owner.column, owner.entity_id) for each in near for owner in owners[each]}
    return tuple(Owner(*each, "variant") for each in sorted(found)) if len(found) <= MOST_SIMILAR else ()


def candidates(
    source_id: str, text: str, segments: Sequence[Span], known: Sequence[Name], expressions: Sequence[DateExpression]
) -> list[Name]:
    """Capitalised words that no listed spelling covers: inside a sentence, or several at its beginning."""
    segments = [each for each in segments if not text[each.start : each.end].isupper()]
    article = Article(
        source_id=source_id,
        text=text,
        frame=None,
        segments=tuple(Segment("", each.start, each.end, "sentence", True) for each in segments),
        rows=(AnchoredRow("names", "", tuple(name.span for name in known), {}),),
        dated=(),
        dates=tuple(expressions),
    )
    spans = []
    for finding in unlisted_names(article):
        start, end = map(int, finding.value.partition(":")[2].split("-"))
        spans.append(whole_name(text, start, end))
    spellings = {text[span.start : span.end] for span in spans} | {match[0] for match in INITIALLED.finditer(text)}
    last_words = {each.rpartition(" ")[2] for each in spellings}  # Leyla Ozan, then Ozan
    inner = (Span(m.end(), each.end) for each in segments for m in BEGINNING.finditer(text, each.start, each.end))
    for span in (*segments, *inner):
        name = beginning_name(text, span)
        # After a capital that begins the sentence, a name that the article has elsewhere: Later Ozan.
        last = name.partition(" ")[2]
        speaks = name and re.match(rf"{name} (?:{SPEECH.pattern}|{ATTRIBUTION.pattern})", text[span.start : span.end])
        spellings |= {last if last in last_words else name} if last or speaks or name in last_words else set()
    spellings |= {each.rpartition(" ")[2] for each in spellings if len(each.rpartition(" ")[2].strip(".")) > 1}
    spellings = {each for each in spellings if not CHANNEL.fullmatch(each) and not is_heading(text, each)}
    spans = [Span(each.start, each.end) for spelling in spellings for each in occurrences({"": text}, spelling)]
    spans = [whole_name(text, each.start, each.end) for each in spans]
    taken = [name.span for name in known] + [Span(each.start, each.end) for each in expressions]
    found: list[Name] = []
    for span in sorted(set(spans), key=lambda each: (each.start - each.end, each.start)):
        if not any(each.start < span.end and span.start < each.end for each in taken):
            taken.append(span)
            found.append(Name(span.start, span.end, text[span.start : span.end]))
    return found


def beginning_name(text: str, segment: Span) -> str:
    """Words that look like a name at the beginning of a sentence, without an article or preposition before them.

    >>> beginning_name("The Bosporus Evening called.", Span(0, 28)), beginning_name("Did Anyone call?", Span(0, 16))
    ('Bosporus Evening', '')
    """
    match = NAME.match(text, segment.start, segment.end)
    if not match or NO_NAME.match(match[0]) and match[0].split()[0] not in BEGINNINGS:
        return ""
    words = POSSESSIVE.sub("", match[0]).split(" ")
    while words and words[0] in BEGINNINGS:
        del words[0]
    # A word that is printed in small letters elsewhere is part of a heading: READ MORE, and no more.
    if any(re.search(rf"\b{re.escape(word.lower())}\b", text) for word in words if word not in JOINING):
        return ""
    return " ".join(words)


def is_heading(text: str, words: str) -> bool:
    """Whether words are in capitals, and one of them stands elsewhere without: LEYLA OZAN SAYS."""
    return words.isupper() and any(re.search(rf"\b{re.escape(word.capitalize())}\b", text) for word in words.split())


def whole_name(text: str, start: int, end: int) -> Span:
    """A name with the initials before it, and without a possessive; initials keep their last stop.

    >>> text = "So said L. M. Berg’s U.S.A. friends"
    >>> [text[span.start : span.end] for span in (whole_name(text, 14, 20), whole_name(text, 21, 26))]
    ['L. M. Berg', 'U.S.A.']
    """
    initials = INITIALS.search(text, max(start - 20, 0), start)
    end -= len(text[start:end]) - len(POSSESSIVE.sub("", text[start:end]))
    if ACRONYM.fullmatch(text, start, end) and text[end : end + 1] == ".":
        end += 1
    return Span(initials.start() if initials else start, end)


def verb_of_speech(words: Words, sentence: Span) -> Span | None:
    """The first verb of speech of a sentence outside its quotations; other words of attribution, where it has none."""
    for pattern in (SPEECH, ATTRIBUTION):
        for match in pattern.finditer(words.text, sentence.start, sentence.end):
            if not words.quoted(Span(*match.span())):
                return Span(*match.span())
    return None


def nearest_speaker(words: Words, at: Span) -> Name | None:
    """The actor beside a verb of speech of the sentence; None where it is not plain who speaks.

    A pronoun keeps the speaker before, and so does a quotation that goes on in a sentence of its own.
    """
    sentence = words.sentence(at)
    verbs = speech_verbs(words, sentence)
    for verb in sorted(verbs, key=lambda each: max(at.start - each.end, each.start - at.end)):
        if verb.end < at.start and OTHER_CLAUSE.search(words.text, verb.end, at.start):
            continue
        if speaker := speaker_beside(words, verb, sentence):
            return speaker
        if PRONOUN_BEFORE.search(words.text, sentence.start, verb.start) or PRONOUN_AFTER.match(words.text, verb.end):
            return last_speaker(words, sentence)
    beside = words.text[sentence.start : at.start] + words.text[at.end : sentence.end]
    return None if verbs or re.search(r"\w", beside) else speaker_of_paragraph(words, sentence)


def speaker_of_paragraph(words: Words, sentence: Span) -> Name | None:
    """Who speaks in the sentence before, of the same paragraph, where it attributes words or is a quotation itself."""
    before = next((each for each in reversed(words.segments) if each.end <= sentence.start), None)
    if before is None or "\n" in words.text[before.end : sentence.start]:
        return None
    is_quotation = words.quoted(Span(before.start + 1, before.end - 1))
    return nearest_speaker(words, before) if is_quotation or speech_verbs(words, before) else None


def last_speaker(words: Words, sentence: Span) -> Name | None:
    """Who speaks in the last sentence before with a verb of speech."""
    earlier = (each for each in reversed(words.segments) if each.end <= sentence.start and speech_verbs(words, each))
    before = next(earlier, None)
    return nearest_speaker(words, before) if before else None


def speech_verbs(words: Words, sentence: Span) -> list[Span]:
    """The verbs of speech and other words of attribution in a sentence."""
    patterns = (SPEECH, ATTRIBUTION)
    found = [m.span() for p in patterns for m in p.finditer(words.text, sentence.start, sentence.end)]
    return [span for span in starmap(Span, sorted(found)) if not words.quoted(span)]


def speaker_beside(words: Words, verb: Span, sentence: Span) -> Name | None:
    """The name right before a verb of speech, with at most a role between commas, or right after one."""
    text = words.text
    names = [n for n in words.names if n.may_speak and inside(n.span, [sentence]) and not words.quoted(n.span)]
    for name in reversed(names):
        if name.end <= verb.start and BETWEEN.fullmatch(text, name.end, verb.start):
            before = re.sub(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|the|The)\.?\s+)+\Z", "", text[sentence.start : name.start])
            return None if GOVERNED.search(before) else name
    follows = re.search(r"[,”’\"'»“]\s*\Z", text[sentence.start : verb.start]) or AFTER_WORDS.match(text[verb.start :])
    if follows:
        for name in names:
            if name.start >= verb.end and UP_TO_NAME.fullmatch(text, verb.end, name.start):
                if re.match(r"['’]s?\b", text[name.end :]):
                    return None
                return name
    return None
