"""What a command proposes for the draft of an article, table by table; it never proposes a judgement."""

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from editing.drafts import Numbers, Row, blank_row, proposed, records
from editing.find import STEM
from editing.words import Name, Words, nearest_speaker, verb_of_speech
from pipeline.package import Package
from pipeline.report import OPEN
from rules.text.article import inside
from rules.text.coverage import NUMERIC_DATE, SOUGHT
from rules.text.dates import DateExpression, dates
from rules.text.quantities import Span
from rules.text.quotations import Quotation

HEAD = 5  # lines and sentences at the top that may date the article
LONGEST_HEAD_LINE = 100
MOST_EVENTS = 10
ENOUGH = 1.5  # rare words and names that a sentence and an event share, as a share of those of the event
SHORTEST_LIST, WITHIN = 3, 4  # names of a list of guarantors, and sentences after the word
# Between two names of a list: a comma, `and`, a bullet, or an aside such as ", for the first time,".
LISTED = re.compile(r"\s*(?:, [a-z ]{1,40},|,|;|\band\b|\bor\b|\([^)]*\)|[•·*–“”-]|\bthe\b|\s)+\s*")
GUARANTEE = re.compile(r"guarant|\bdefend|\bprotect|\bvouch|\bsecur", re.IGNORECASE)
AGENCY = re.compile(r"\(([^\W\d_][\w .&-]{0,40})\)")
DASH = re.compile(r"\s[-–—]+\s")
# Capitalised words that can stand before a day without a verb: Moscow, March 29.
PLACE = re.compile(r"(?!(?:On|In|By|Since|After|Before)\b)(?:[Dd]ate:? |[^\W\d_a-z][\w.’'-]*[,:]? )+")
BULLET = re.compile(r"[•·*‣▪–—-]\s")
ENDS_SENTENCE = re.compile(r"[.!?…][”“’\"')\]»›]*\Z")
ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|was|were|said)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What the top of an article says of itself: the line with its day, the day, and the agency."""

    dateline: Span | None = None
    day: dt.date | None = None
    agency: Span | None = None


def read_head(text: str, segments: tuple[Span, ...]) -> Head:
    """Read the date line; a day without its year, or one that can be read in two ways, is not understood."""
    for expression in dates(text, None):
        segment = next((each for each in segments[:HEAD] if each.start <= expression.start < each.end), None)
        if segment and expression.basis == "printed" and re.search(r"\d", _words(text, expression)):
            if line := date_line(text, segment, expression, first=segment == segments[0]):
                agency = AGENCY.search(text, line.start, line.end)
                one_day = expression.understood and expression.first == expression.last
                return Head(line, expression.first if one_day else None, Span(*agency.span(1)) if agency else None)
    return Head()


def date_line(text: str, segment: Span, expression: DateExpression, *, first: bool) -> Span | None:
    """The words that date an article: a short line, what stands before a dash, or place and day before a sentence."""
    dash = DASH.search(text, expression.end, segment.end)
    line = Span(segment.start, dash.start() if dash else segment.end)
    is_sentence = not dash and ENDS_SENTENCE.search(_words(text, line))
    if line.end - line.start <= LONGEST_HEAD_LINE and not is_sentence:
        return line
    if first and PLACE.fullmatch(text, segment.start, expression.start):
        return Span(segment.start, expression.end)
    return None


def _words(text: str, span: Span | DateExpression) -> str:
    return text[span.start : span.end]


def card(words: Words, head: Head, facts: Row) -> Row:
    """The row of `sources`; `facts` are the cells that the file itself settles."""
    row = blank_row("sources") | facts
    for column in ("publisher", "credited_agencies", "dateline", "published_on", "published_on_basis"):
        row[column] = OPEN
    row |= {"frame_date": OPEN, "frame_basis": OPEN, "evidence": proposed(words.anchor(words.segments[0]))}
    row["language"] = proposed("en") if len(ENGLISH.findall(words.text)) * 12 > len(words.text.split()) else OPEN
    if head.dateline:
        row |= {
            "dateline": proposed(words.printed(head.dateline)),
            "evidence": proposed(words.anchor(head.dateline)),
        }
    if head.day:
        row |= {"published_on": proposed(head.day), "published_on_basis": proposed("printed")}
        row |= {"frame_date": proposed(head.day), "frame_basis": proposed("printed")}
    if head.agency:
        row["credited_agencies"] = proposed(words.printed(head.agency))
    return row


def segments(words: Words, head: Head) -> Iterator[Row]:
    """Rows of `segments`; a line without a full stop is no plain sentence, and a person says what it is."""
    for n, span in enumerate(words.segments, 1):
        kind = "sentence" if ENDS_SENTENCE.search(words.printed(span)) else proposed("heading")
        if BULLET.match(words.printed(span)):
            kind = proposed("sentence")
        if head.dateline == span:
            kind = proposed("dateline")
        place = {"segment_id": f"{words.source_id}-{n:03d}", "source_id": words.source_id, "n": str(n)}
        yield blank_row("segments") | place | {"start": str(span.start), "end": str(span.end), "kind": kind}


def broken_lines(words: Words) -> int:
    """How many lines begin with a small letter, after one that ends without a full stop."""
    pairs = pairwise(words.segments)
    return sum(not ENDS_SENTENCE.search(words.printed(a)) and words.text[b.start].islower() for a, b in pairs)


def names(words: Words, package: Package, numbers: Numbers) -> Iterator[Row]:
    """Rows of `names`: known spellings with whom they name elsewhere, then words that look like names."""
    usual = {("actor_id", row["actor_id"]): row["name"] for row in records(package, "actors")}
    usual |= {("place_id", row["place_id"]): row["name"] for row in records(package, "places")}
    anchors: dict[str, list[str]] = defaultdict(list)
    for name in words.names:
        anchors[name.spelling].append(words.anchor(name))
    first = {name.spelling: name for name in words.names}
    for spelling, name in sorted(first.items(), key=lambda item: not item[1].owners):
        cells = {"source_id": words.source_id, "spelling": spelling, "evidence": ";".join(anchors[spelling])}
        entities = {(owner.column, owner.entity_id): owner for owner in name.owners}
        for (column, entity), owner in entities.items():
            certain = len(entities) == 1 and usual.get((column, entity)) == spelling
            kind = {"kind": owner.kind if certain else OPEN}
            whose = {column: entity if certain else proposed(entity)}
            yield blank_row("names") | cells | kind | whose | {"name_id": numbers.next("names")}
        if not entities:
            whose = {"actor_id": OPEN, "place_id": OPEN}
            yield blank_row("names") | cells | whose | {"name_id": numbers.next("names")}


def quotes(words: Words, numbers: Numbers) -> Iterator[Row]:
    """Rows of `quotes`: each passage in quotation marks, and each sentence with a verb of speech and none."""
    spans: list[Quotation | Span] = [each for each in words.quotations if words.text[each.start : each.end].strip()]
    spoken = [words.sentence(each) for each in spans]
    for segment in words.segments:
        if segment not in spoken and not any(s.start <= segment.start < s.end for s in spoken):
            if verb_of_speech(words, segment):
                spans.append(segment)
    statement, previous = "", None
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not statement or not (previous and goes_on(words, previous, span)):
            statement = numbers.next("quotes", "statement_id")
        yield quote(words, span, numbers.next("quotes"), statement)
        previous = span


def goes_on(words: Words, before: Quotation | Span, after: Quotation | Span) -> bool:
    """Whether a quotation goes on after its attribution, or opens again in the next paragraph."""
    if not isinstance(before, Quotation) or not isinstance(after, Quotation) or after.start < before.end:
        return False
    between = words.text[before.end : after.start]
    if before.mark == after.mark and not between.replace(after.mark, "").strip():
        return True
    return words.text[before.end - 1] == "," and words.sentence(before) == words.sentence(after)


def quote(words: Words, span: Quotation | Span, quote_id: str, statement_id: str) -> Row:
    """One row of `quotes`: the words, the nearest speaker, and the day that the sentence names."""
    row = blank_row("quotes")
    row |= {"quote_id": quote_id, "source_id": words.source_id, "statement_id": proposed(statement_id)}
    at = trimmed(words.text, span)
    row |= {"text": words.printed(at)} if isinstance(span, Quotation) else {"form": "indirect"}
    row |= {"role_as_printed": OPEN, "medium": OPEN, "event_id": OPEN, "evidence": proposed(words.anchor(at))}
    speaker = nearest_speaker(words, at)
    row |= speaker_cells(speaker)
    if speaker and not at.start <= speaker.start < at.end:
        row["evidence"] += f";{words.anchor(speaker)}"
    return row | day_cells("said_on", words, [words.sentence(at)])


def trimmed(text: str, span: Quotation | Span) -> Span:
    """A span without white space at its ends, as between « and »."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def speaker_cells(name: Name | None) -> Row:
    """Who speaks; a bare mark where that is not plain, and where the spelling names several actors or no listed one."""
    if name is None:
        return {"speaker_id": OPEN, "speaker_as_printed": OPEN}
    actor = proposed(name.actors[0]) if len(set(name.actors)) == 1 else OPEN
    return {"speaker_id": actor, "speaker_as_printed": proposed(name.spelling)}


def day_cells(column: str, words: Words, spans: list[Span], event: Row | None = None) -> Row:
    """The cells of `said_on` or `date_start`, from the one date that the words name; else bare marks.

    Of several dates it is the one that falls on the days of a known event.
    """
    found = {
        (each.first, each.last, each.basis)
        for each in words.dates
        if each.first and each.last and any(s.start <= each.start < s.end for s in spans)
    }
    found = {each for each in found if column != "said_on" or each[0] == each[1]}
    own = {each for each in found if event and happens_on(event, [str(each[0])])}
    settled = own or found
    start, end, basis = map(proposed, settled.pop()) if len(settled) == 1 else (OPEN, OPEN, OPEN)
    precision = proposed("day") if start == end != OPEN else OPEN
    if column == "said_on":
        return {"said_on": start, "said_on_precision": precision, "said_on_basis": basis}
    return {"date_start": start, "date_end": end, "date_precision": precision, "date_basis": basis}


@dataclass(frozen=True)
class Match:
    """A known event that a sentence may report, and how much and how rare a thing they share."""

    event: Row
    sentence: Span
    score: float


def matching_events(words: Words, package: Package) -> list[Match]:
    """The known events that share names and words with a sentence that names no other day than theirs; best first.

    Each counts for less, the more events it is part of: Russia alone tells no event from another.
    """
    features = event_features(package)
    n_events = Counter(each for found in features.values() for each in found)
    weights = {each: math.log(len(features) / n) for each, n in n_events.items()}
    here = {sentence: features_of(words, sentence) for sentence in words.segments}
    matches = []
    for event in records(package, "events"):
        own = features[event["event_id"]]
        length = math.sqrt(sum(weights[each] for each in own)) or 1
        scores = {}
        for sentence, found in here.items():
            days = days_named(words, sentence)
            score = sum(weights[each] for each in found & own) / length
            if score >= ENOUGH and (not days or not event["date_start"] or happens_on(event, days)):
                scores[sentence] = score + happens_on(event, days)
        if scores:
            best = max(scores, key=lambda sentence: scores[sentence])
            matches.append(Match(event, best, scores[best]))
    return sorted(matches, key=lambda match: (-match.score, match.event["event_id"]))[:MOST_EVENTS]


def features_of(words: Words, sentence: Span) -> set[str]:
    """The actors and places that a sentence may name, and the stems of its words."""
    return {o.entity_id for name in words.names_in([sentence]) for o in name.owners} | stems(words.printed(sentence))


def stems(text: str) -> set[str]:
    """The beginnings of the longer words of a text.

    >>> sorted(stems("He denies it; they denied everything"))
    ['denie', 'every', 'they']
    """
    return {word[:STEM] for word in re.findall(r"[^\W\d_]{4,}", text.lower())}


def days_named(words: Words, sentence: Span) -> list[str]:
    """The days that a sentence names."""
    return [str(each.first) for each in words.dates if each.first and sentence.start <= each.start < sentence.end]


def happens_on(event: Row, days: list[str]) -> bool:
    """Whether an event is dated, and one of the days is among its own."""
    first, last = event["date_start"], event["date_end"] or event["date_start"]
    return bool(first) and any(first <= day <= last for day in days)


def event_features(package: Package) -> dict[str, set[str]]:
    """Event -> the actors and places that its reports name, and the stems of its title and description."""
    found = {row["event_id"]: stems(f"{row['title']} {row['description']}") for row in records(package, "events")}
    event_of = {row["report_id"]: row["event_id"] for row in records(package, "event_reports")}
    for table, column in (("participants", "actor_id"), ("locations", "place_id")):
        for row in records(package, table):
            if row["report_id"] in event_of:
                found[event_of[row["report_id"]]].add(row[column])
    return found


def event_reports(words: Words, package: Package, numbers: Numbers) -> dict[str, list[Row]]:
    """Rows of `event_reports` for known events, with `participants` and `locations` for the names beside them."""
    rows: dict[str, list[Row]] = {"event_reports": [], "participants": [], "locations": []}
    for match in matching_events(words, package):
        report = {"report_id": numbers.next("event_reports"), "source_id": words.source_id}
        report |= {
            "event_id": proposed(match.event["event_id"]),
            "evidence": proposed(words.anchor(match.sentence)),
        }
        report |= day_cells("date_start", words, [match.sentence], match.event)
        report |= {"claimant_id": OPEN}
        rows["event_reports"].append(blank_row("event_reports") | report)
        for table, part in parts(words, report["report_id"], [match.sentence], numbers):
            rows[table].append(part)
    return rows


def parts(words: Words, report_id: str, spans: list[Span], numbers: Numbers) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) for each actor and place that is named beside a report."""
    owners = {(owner.column, owner.entity_id): None for name in words.names_in(spans) for owner in name.owners}
    for column, entity in owners:
        table = "participants" if column == "actor_id" else "locations"
        cells = {column: proposed(entity), "report_id": report_id}
        key = {"participant_id" if table == "participants" else "location_id": numbers.next(table)}
        yield table, blank_row(table) | cells | key


def guarantors(words: Words, package: Package, numbers: Numbers) -> Iterator[Row]:
    """Rows of `guarantor_countries` for each list of three names or more, two of them states, after words of guarantees."""
    states = {row["actor_id"]: row["state_iso3"] for row in records(package, "actors") if row["kind"] == "state"}
    for chain in name_chains(words):
        known = [name for name in chain if any(actor in states for actor in name.actors)]
        before = [each for each in words.segments if each.start < chain[0].start][-WITHIN:]
        if len(known) >= 2 and GUARANTEE.search(words.text, before[0].start, chain[0].start):
            for n, name in enumerate(chain, 1):
                actor = next((each for each in name.actors if each in states), "")
                row = blank_row("guarantor_countries") | {"guarantor_id": numbers.next("guarantor_countries")}
                row |= {"source_id": words.source_id, "name_as_printed": proposed(name.spelling)}
                row |= {"actor_id": proposed(actor), "country_iso3": proposed(states.get(actor, ""))}
                row |= {"list_position": proposed(n), "proposed_by": OPEN}
                yield row | {"evidence": proposed(words.anchor(name))}


def name_chains(words: Words) -> Iterator[list[Name]]:
    """Lists of three names or more, with commas, line ends or `and` between them."""
    chain: list[Name] = []
    for name in words.names:
        if name.owners and all(owner.kind == "demonym" for owner in name.owners):
            continue
        if chain and not LISTED.fullmatch(words.text, chain[-1].end, name.start):
            if len(chain) >= SHORTEST_LIST:
                yield chain
            chain = []
        if not chain or name.start >= chain[-1].end:
            chain.append(name)
    if len(chain) >= SHORTEST_LIST:
        yield chain


@dataclass(frozen=True)
class Item:
    """Something in an article that wants a row."""

    kind: str
    anchor: str
    words: str
    sentence: str


def checklist(words: Words) -> list[Item]:
    """Numbers, dates and unlisted names, in the order of the text."""
    days = [Span(each.start, each.end) for each in words.dates]
    numeric = [Span(*match.span()) for match in NUMERIC_DATE.finditer(words.text)]
    days += [span for span in numeric if not inside(span, days)]
    numbers = joined(words.text, [whole_words(words.text, span) for span in SOUGHT["number"](words.text)])
    found = [("number", span) for span in numbers if not any(d.start < span.end and span.start < d.end for d in days)]
    found += [("date", span) for span in days]
    found += [("name", name.span) for name in words.names if not name.owners]
    return [
        Item(kind, words.anchor(span), _line(words.printed(span)), _line(words.printed(words.sentence(span))))
        for kind, span in sorted(found, key=lambda item: (item[1].start, item[0]))
    ]


def joined(text: str, spans: list[Span]) -> list[Span]:
    """Spans with those that only white space divides in one, such as a no-break space in 3 million."""
    found: list[Span] = []
    for span in spans:
        if found and text[found[-1].end : span.start].isspace():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def whole_words(text: str, span: Span) -> Span:
    """A span from the first letter of its first word to the last of its last one, since no anchor may split a word.

    >>> whole_words("by 7.30pm.", Span(3, 7))
    Span(start=3, end=9)
    """
    start, end = span.start, span.end
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def _line(text: str) -> str:
    """Words on one line."""
    return " ".join(text.split())
