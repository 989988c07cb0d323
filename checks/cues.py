"""Cues: a code that hangs on certain words finds one of them in the article, where that is at hand."""

import re
from collections import defaultdict

from checks.anchors import standing_in
from checks.keys import cells_of
from checks.kinds import spanning
from checks.problem import Problem
from schemas import csv_path

# How a sentence ends, and what never ends so.
FULL_STOP = re.compile(r"[.!?]\W*\Z")
ENDLESS = ("teaser", "heading", "dateline")
# Medium -> words by which an article tells it.
MEDIA = {
    "address": re.compile(r"\b(address|speech|spoke\b|intervention|remarks)", re.IGNORECASE),
    "briefing": re.compile(r"\b(brief|(press|news) conference)", re.IGNORECASE),
    "call": re.compile(r"\b(phone|telephone|spoke\b)", re.IGNORECASE),
    "document": re.compile(r"\b(document|draft|proposal|report|text)", re.IGNORECASE),
    "interview": re.compile(r"\b(told|interview|asked)", re.IGNORECASE),
    "social_media": re.compile(r"\b(Facebook|Telegram|Twitter|tweet|post|social (media|network))", re.IGNORECASE),
}
# Codes of where_precision that are near or wide of a place -> words by which an article tells that.
NEAR = {
    "2": re.compile(r"\b(around|front|near|outside|outskirts|suburb|surround)|fronts?\b", re.IGNORECASE),
    "5": re.compile(r"\b(around|border|direction|distance|east|north|south|toward|west)", re.IGNORECASE),
}


def check(package):
    """Yield a problem for each segment, quotation and location without the words that its code hangs on."""
    if package.texts:
        words = _words(package)
        yield from _endings(package, words)
        yield from _media(package, words)
        yield from _surroundings(package, words)


def _words(package):
    """Number of a segment, as `standing_in` counts -> its text, of the articles at hand."""
    order = {source_id: n for n, source_id in enumerate(package.tables["sources"]["source_id"])}
    rows = cells_of(package.tables["segments"], "source_id", "start", "end")
    return {
        index + order[source_id]: package.texts[source_id][start:end]
        for index, (source_id, start, end) in enumerate(rows)
        if source_id in order and source_id in package.texts
    }


def _endings(package, words):
    """A sentence ends with a full stop, and a teaser, heading or dateline does not."""
    order = {source_id: n for n, source_id in enumerate(package.tables["sources"]["source_id"])}
    for index, (source_id, kind) in enumerate(cells_of(package.tables["segments"], "source_id", "kind")):
        text = words.get(index + order.get(source_id, 0))
        ends = text is not None and bool(FULL_STOP.search(text))
        if text is not None and ((kind == "sentence" and not ends) or (kind in ENDLESS and ends)):
            rule = f"is the kind of words that end {'without' if ends else 'with'} a full stop ({text[-20:]!r})"
            yield Problem(csv_path("segments"), index + 2, "kind", kind, rule, "mend kind, or where the segment ends")


def _media(package, words):
    """The medium of somebody's words is told in the sentences of some of them."""
    held, where = standing_in(package), defaultdict(set)
    names = ("quote_id", "source_id", "speaker_id", "medium")
    rows = list(cells_of(package.tables["quotes"], *names))
    for quote, *said in rows:
        where[tuple(said)].update(sum(held.get(("quotes", quote), []), []))
    for index, (_, *said) in enumerate(rows):
        cue, numbers = MEDIA.get(said[-1]), where[tuple(said)]
        if cue and numbers <= set(words) and not any(cue.search(words[number]) for number in numbers):
            rule = f"is told in no sentence from which {said[0]} has words of {said[1]}"
            yield Problem(
                csv_path("quotes"), index + 2, "medium", said[-1], rule, "anchor the words that tell it, or mend it"
            )


def _surroundings(package, words):
    """That something is near a place, or in an area beside it, is told in the sentences of its event or claim.

    A region that holds regions is such an area by itself.
    """
    held = standing_in(package)
    wide = spanning(package.tables["places"])
    names = ("event_id", "claim_id", "place_id", "where_precision")
    for index, (event, claim, place, code) in enumerate(cells_of(package.tables["locations"], *names)):
        owner = ("events", event) if event else ("military_claims", claim)
        numbers, cue = set(sum(held.get(owner, []), [])), NEAR.get(code)
        told = any(cue.search(words.get(number, "")) for number in numbers) if cue else True
        if not told and numbers <= set(words) and place not in wide:
            rule = f"is near or beside {place}, and no sentence of {event or claim} says so"
            yield Problem(
                csv_path("locations"),
                index + 2,
                "where_precision",
                code,
                rule,
                "use the code of the place, or anchor the words",
            )
