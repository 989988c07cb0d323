"""Nothing in a coded sentence is passed over: quotations, numbers, weekdays, names and verbs of speech have their rows."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from rules.text.article import AnchoredRow, Article, Finding, inside
from rules.text.dates import DateExpression, weekdays
from rules.text.quantities import Span, numbers
from rules.text.quotations import quotations

# What `exceptions` may leave uncoded, and how it is found.
SOUGHT: dict[str, Callable[[str], Iterable[Span]]] = {
    "quotation": lambda text: (Span(q.start, q.end) for q in quotations(text)),
    "number": numbers,
    "weekday": weekdays,
}
SPEECH = re.compile(
    r"\b(?:said|says|told|tells|stated|states that|announced|announces|claimed|claims|declared|declares|added|adds"
    r"|insisted|insists|noted|notes that|warned|warns|denied|denies|acknowledged|acknowledges)\b"
)
NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.-]*[\w](?: (?:of |the |de |von )*[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[\w])*")
# Titles before a name; with or without a full stop they name nobody by themselves.
TITLES = tuple("Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Cmdr Adm Brig Sgt Sen Rep Gov Pres Rev Hon St Mt".split())
AFTER_TITLE = re.compile(rf"(?<![\w.-])(?:{'|'.join(TITLES)})\.?\s\Z")
BEGINNING = re.compile(r"[.!?:”\"“‘—–-]\s*[“„‚\"'‘«(]?\Z")
NUMERIC_DATE = re.compile(r"\b\d{1,4}([./-])\d{1,2}\1\d{2,4}\b")
# Capitalised words that name no actor and no place.
NO_NAME = re.compile(
    rf"(?:(?:{'|'.join(TITLES)})\.?\b ?)+"
    r"|(?:Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|January|February|March|April|May|June"
    r"|July|August|September|October|November|December|I|It|He|She|They|We|You|The|This|That|There|But|And|In)\b"
)


# Ways to say something, which a quotation has in `medium`; as actors they need a spelling as any name does.
CHANNEL = re.compile(r"Facebook|Telegram|Twitter|YouTube|Instagram|TikTok|VKontakte")
# Kinds of segments whose names are those of the trade, and headings, which may have a capital in every word.
UNNAMED = ("boilerplate", "credit", "dateline", "heading")


def uncoded(what: str) -> Callable[[Article], Iterator[Finding]]:
    """The rule that each quotation, number or weekday of a coded sentence lies in a row that codes it."""

    def find(article: Article) -> Iterator[Finding]:
        if what == "weekday" and article.frame is None:
            return  # nothing says which day it is
        taken, spans = _taken(article, what), list(SOUGHT[what](article.text))
        for segment in article.segments:
            for span in spans if segment.coded else ():
                if segment.start <= span.start < segment.end and not inside(span, taken):
                    anchor = f"{article.source_id}:{span.start}-{span.end}"
                    words = article.text[span.start : span.end][:40]
                    message, hint = f"`{words}` is a {what} that no row codes", "code it, or list it in exceptions.csv"
                    yield Finding("segments", segment.segment_id, "reason", anchor, message, hint)

    return find


def _taken(article: Article, what: str) -> list[Span]:
    """Where rows take up what a rule looks for."""
    spoken = [row.anchors[0] for row in article.of("quotes") if row.cells["text"] and row.anchors]
    named = [span for row in article.of("names") for span in row.anchors]
    excepted = [span for row in article.of("exceptions") if row.cells["what"] == what for span in row.anchors]
    if what == "quotation":
        # A quotation inside a quotation is part of it.
        return spoken + named + excepted
    if what == "weekday":
        return [Span(each.start, each.end) for each in article.dates if _dates_a_row(article, each)] + excepted
    counted = [span for row in article.rows for span in printed_quantity(article, row)]
    days = [Span(each.start, each.end) for each in article.dates]  # a number of a date counts nothing
    numeric = [Span(*match.span()) for match in NUMERIC_DATE.finditer(article.text)]
    return days + numeric + counted + spoken + named + excepted


def _dates_a_row(article: Article, date: DateExpression) -> bool:
    """Whether a row around a date expression has its day, or one of a basis that words name."""
    span, days = Span(date.start, date.end), {date.first, date.last} - {None}
    return any(inside(span, list(cell.anchors)) for cell in article.dated) or any(
        days & set(row.cells.values()) for row in article.rows if inside(span, list(row.anchors))
    )


def printed_quantity(article: Article, row: AnchoredRow) -> Iterator[Span]:
    """Where the printed form of a row's quantity first stands in each of its anchors."""
    if words := row.cells.get("value_as_printed"):
        for anchor in row.anchors:
            at = article.text.find(words, anchor.start, anchor.end)
            if at >= 0:
                yield Span(at, at + len(words))


def needless_exceptions(article: Article) -> Iterator[Finding]:
    """Exceptions in whose anchors stands nothing of what they leave uncoded."""
    sought = {what: list(find(article.text)) for what, find in SOUGHT.items()}
    for row in article.of("exceptions"):
        what = row.cells["what"]
        for anchor in row.anchors if what in sought else ():
            if not any(inside(span, [anchor]) for span in sought[what]):
                message = f"no {what} stands at {article.source_id}:{anchor.start}-{anchor.end}"
                yield Finding("exceptions", row.row_id, "what", what, message, "remove the row, or mend its anchor")


def unlisted_spellings(article: Article) -> Iterator[Finding]:
    """A listed spelling that stands where no row of `names` lists it, nor a longer name holds it."""
    listed: dict[str, set[Span]] = defaultdict(set)
    first: dict[str, str] = {}
    for row in article.of("names"):
        listed[row.cells["spelling"]] |= set(row.anchors)
        first.setdefault(row.cells["spelling"], row.row_id)
    everywhere = [span for spans in listed.values() for span in spans]
    for spelling, spans in listed.items():
        for match in re.finditer(rf"(?<![^\W_]){re.escape(spelling)}(?![^\W_])", article.text):
            span = Span(*match.span())
            if span not in spans and not inside(span, [each for each in everywhere if each != span]):
                anchor = f"{article.source_id}:{span.start}-{span.end}"
                hint = "list it there, or in the name that it belongs to"
                yield Finding("names", first[spelling], "evidence", anchor, f"`{spelling}` also stands here", hint)


def unlisted_names(article: Article) -> Iterator[Finding]:
    """Words with a capital inside a coded sentence that no spelling covers."""
    taken = [span for row in article.of("names") for span in row.anchors]
    small = set(re.findall(r"\b[a-z]+\b", article.text))  # a word that stands without its capital elsewhere is no name
    taken += [Span(each.start, each.end) for each in article.dates]
    taken += [span for row in article.of("exceptions") for span in row.anchors]
    media = [span for row in article.of("quotes") if row.cells.get("medium") for span in row.anchors]
    for segment in article.segments:
        wanted = segment.coded and segment.kind not in UNNAMED
        has_medium = any(each.start < segment.end and segment.start < each.end for each in media)
        for match in NAME.finditer(article.text, segment.start, segment.end) if wanted else ():
            before = article.text[segment.start : match.start()]
            begins = not before.strip("“„‚\"'‘«([ ") or BEGINNING.search(before) and not AFTER_TITLE.search(before)
            overlaps = any(each.start < match.end() and match.start() < each.end for each in taken)
            is_channel = CHANNEL.fullmatch(match[0])
            if overlaps or begins or _is_no_name(match[0], small) or (is_channel and has_medium):
                continue
            anchor = f"{article.source_id}:{match.start()}-{match.end()}"
            message, hint = f"`{match[0]}` has a capital, and no spelling covers it", "list it in names.csv"
            if is_channel:
                hint = "give the quotation its medium, or list it in names.csv"
            yield Finding("segments", segment.segment_id, "segment_id", anchor, message, hint)


def _is_no_name(words: str, small: set[str]) -> bool:
    first = re.split("[’']", words)[0]
    return bool(NO_NAME.fullmatch(first)) or first.lower() in small


def speech_without_quotation(article: Article) -> Iterator[Finding]:
    """A coded sentence with a verb of speech that no row attributes to anybody."""
    spoken = [
        span
        for row in article.rows
        if row.cells.get("speaker_id") or row.cells.get("claimant_id")
        for span in row.anchors
    ]
    for segment in article.segments:
        match = SPEECH.search(article.text, segment.start, segment.end) if segment.coded else None
        if match and not any(each.start < segment.end and segment.start < each.end for each in spoken):
            anchor = f"{article.source_id}:{match.start()}-{match.end()}"
            message, hint = f"`{match[0]}` tells of words, and no row here has a speaker", "code the quotation"
            yield Finding("segments", segment.segment_id, "segment_id", anchor, message, hint)
