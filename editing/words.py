"""What a command finds in the words of an article: names and whose they are, sentences, quotations, days, speakers."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editing.anchors import Anchor
from editing.drafts import Row
from editing.find import occurrences
from editing.split import sentences
from rules.text.article import AnchoredRow, Article, Segment, inside
from rules.text.coverage import NAME, NO_NAME, SPEECH, unlisted_names
from rules.text.dates import DateExpression, dates
from rules.text.quantities import Span
from rules.text.quotations import Quotation, quotations

# More words of attribution than the rule of coverage asks for: a row too many is deleted, one too few is not seen.
ATTRIBUTION = re.compile(
    r"\b(?:[Aa]ccording to|argued|asked|believes?|called|considers?|explained|pledged|posted|promised|reported|stressed"
    r"|urged|vowed|wrote|writes)\b"
)
POSSESSIVE = re.compile(r"['’]s?\Z")


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
        """Whether it names an actor, or may do so, and is no demonym."""
        actors = [owner for owner in self.owners if owner.column == "actor_id"]
        return not self.owners or any(owner.kind != "demonym" for owner in actors)

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
        column = "actor_id" if row["actor_id"] else "place_id"
        owner = Owner(column, row[column], row["kind"])
        found[row["spelling"]][owner] = None
        # The same words at the beginning of a sentence.
        found[row["spelling"][:1].upper() + row["spelling"][1:]][owner] = None
    return {spelling: tuple(owners) for spelling, owners in found.items()}


def read_words(source_id: str, text: str, frame: dt.date | None, names: Sequence[Row]) -> Words:
    """Find names, sentences, days and quotations in an article; `names` are rows of the table, of any source."""
    segments = tuple(Span(*each) for each in sentences(text))
    known = known_names(text, owners_by_spelling(names))
    expressions, quoted = tuple(dates(text, frame)), tuple(quotations(text))
    unlisted = candidates(source_id, text, segments, known, expressions)
    found = tuple(sorted([*known, *unlisted], key=lambda name: name.start))
    return Words(source_id, text, segments, found, expressions, quoted)


def known_names(text: str, owners: dict[str, tuple[Owner, ...]]) -> list[Name]:
    """Where listed spellings are printed: whole words, the longest first.

    None overlaps another, unless it lies within a longer one and names somebody else: `Turkish` in an office of Turkey.
    """
    found: list[Name] = []
    for spelling in sorted(owners, key=lambda each: (-len(each), each)):
        for anchor in occurrences({"": text}, spelling) if spelling in text else ():
            name = Name(anchor.start, anchor.end, spelling, owners[spelling])
            if not any(name.repeats(each) for each in found if each.start < name.end and name.start < each.end):
                found.append(name)
    return found


def candidates(
    source_id: str, text: str, segments: Sequence[Span], known: Sequence[Name], expressions: Sequence[DateExpression]
) -> list[Name]:
    """Capitalised words that no listed spelling covers: inside a sentence, or several at its beginning."""
    article = Article(
        source_id=source_id,
        text=text,
        frame=None,
        segments=tuple(Segment("", each.start, each.end, "sentence", True) for each in segments),
        rows=(AnchoredRow("names", "", tuple(name.span for name in known), {}),),
        dated=(),
        dates=tuple(expressions),
    )
    spellings = set()
    for finding in unlisted_names(article):
        start, end = map(int, finding.value.partition(":")[2].split("-"))
        spellings.add(POSSESSIVE.sub("", text[start:end]))
    last_words = {each.rpartition(" ")[2] for each in spellings}  # Leyla Ozan, then Ozan
    for segment in segments:
        words = NAME.match(text, segment.start, segment.end)
        if words and " " in words[0] and not NO_NAME.match(words[0]) and words.end() < segment.end:
            whole = POSSESSIVE.sub("", words[0])
            # After a capital that begins the sentence, a name that the article has elsewhere: Later Ozan.
            spellings.add(whole.partition(" ")[2] if whole.partition(" ")[2] in last_words else whole)
    spellings |= {each.rpartition(" ")[2] for each in spellings}
    taken = [name.span for name in known] + [Span(each.start, each.end) for each in expressions]
    found: list[Name] = []
    for spelling in sorted(spellings, key=lambda each: (-len(each), each)):
        for anchor in occurrences({"": text}, spelling):
            span = Span(anchor.start, anchor.end)
            if not any(each.start < span.end and span.start < each.end for each in taken):
                taken.append(span)
                found.append(Name(span.start, span.end, spelling))
    return found


def verb_of_speech(words: Words, sentence: Span) -> Span | None:
    """The first verb of speech of a sentence outside its quotations; other words of attribution, where it has none."""
    for pattern in (SPEECH, ATTRIBUTION):
        for match in pattern.finditer(words.text, sentence.start, sentence.end):
            if not words.quoted(Span(*match.span())):
                return Span(*match.span())
    return None


def nearest_speaker(words: Words, at: Span) -> Name | None:
    """The name of an actor nearest to the verb of speech of a sentence, else to `at`; else the last one before it.

    A demonym names a country, and who speaks is beside it: the Russian delegation.
    """
    sentence = words.sentence(at)
    close = verb_of_speech(words, sentence) or at
    names = [name for name in words.names if name.may_speak and not words.quoted(name.span)]
    here = [name for name in names if inside(name.span, [sentence])]
    if here:
        return min(here, key=lambda name: (max(close.start - name.end, name.start - close.end), name.start))
    before = [name for name in names if name.end <= sentence.start]
    return before[-1] if before else None
