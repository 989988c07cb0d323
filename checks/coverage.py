"""Coverage: nothing in a coded sentence is passed over.

Every stretch in quotation marks, every number and every weekday in a coded segment lies in an anchor of a row that
codes it, or stands in `exceptions`; every place where a listed spelling stands is listed. Needs the articles.
"""

import re
from collections import defaultdict

import pandas as pd

from checks.anchors import Anchor, parse
from checks.expressions import numbers, weekdays
from checks.mentions import derive as derive_mentions
from checks.problem import Problem
from schemas import csv_path

SOUGHT = ("quotation", "number", "weekday")
# A quotation that runs on into the next paragraph has no closing mark: its stretch ends with the line.
QUOTED = re.compile(r"“([^”\n]*)(?:”|$)|\"([^\"\n]*)(?:\"|$)", re.MULTILINE)


def stretches(text):
    """Yield (start, end) of the words between quotation marks.

    >>> text = 'said "yes" and “no,” then “perhaps'
    >>> [text[a:b] for a, b in stretches(text)]
    ['yes', 'no,', 'perhaps']
    """
    for match in QUOTED.finditer(text):
        yield match.span(1) if match[1] is not None else match.span(2)


def check(package):
    """Yield a problem for each stretch, number, weekday and spelling that no row takes up."""
    tables = package.tables
    spans = _spans(tables, derive_mentions(package) if package.texts else [])
    found = {source: _places(text) for source, text in package.texts.items()}
    for line, row in enumerate(tables["segments"].itertuples(index=False), 2):
        text = package.texts.get(row.source_id)
        if text is not None and pd.isna(row.reason):
            yield from _segment(text, found[row.source_id], row, line, spans)
    for source, text in package.texts.items():
        yield from _unlisted(text, source, tables)
    yield from _needless(package, found)


def _spans(tables, mentions):
    """(what, source_id) -> [(start, end)] of what rows take up."""
    spans = defaultdict(list)
    for row in tables["quotes"].itertuples(index=False):
        if pd.notna(row.text):
            for anchor in parse(row.evidence)[:1]:
                spans["quotation", row.source_id].append(anchor[1:])
    for _, _, column, source, start, end, _, name_id in mentions:
        if name_id is None:
            what = ("number",) if column == "value_as_printed" else ("number", "weekday")
            for each in what:
                spans[each, source].append((start, end))
    for row in tables["names"].itertuples(index=False):
        for anchor in parse(row.evidence):
            spans["name", row.source_id].append(anchor[1:])
    for row in tables["exceptions"].itertuples(index=False):
        for anchor in parse(row.evidence):
            spans[row.what, row.source_id].append(anchor[1:])
    return spans


def _places(text):
    """what -> [(start, end)] of all that a row must take up."""
    return {"quotation": list(stretches(text)), "number": list(numbers(text)), "weekday": list(weekdays(text))}


def _segment(text, found, row, line, spans):
    """Problems of one coded segment."""
    taken = {what: spans[what, row.source_id] for what in ("quotation", "number", "weekday", "name")}
    covered = {
        "quotation": lambda a, b: _in(a, b, taken["quotation"]) or (a, b) in taken["name"],
        "number": lambda a, b: _in(a, b, taken["number"] + taken["quotation"] + taken["name"]),
        "weekday": lambda a, b: _in(a, b, taken["weekday"]),
    }
    for what, places in found.items():
        for start, end in places:
            if row.start <= start < row.end and not covered[what](start, end):
                anchor = str(Anchor(row.source_id, start, end))
                remedy = f"code `{text[start:end][:40]}` in a row, or list it in exceptions.csv"
                yield Problem(csv_path("segments"), line, "reason", anchor, f"a {what} that no row codes", remedy)


def _in(start, end, spans):
    return any(a <= start and end <= b for a, b in spans)


def _needless(package, found):
    """Problems for exceptions in whose anchors stands nothing of what they leave uncoded."""
    for line, row in enumerate(package.tables["exceptions"].itertuples(index=False), 2):
        for anchor in parse(row.evidence) if row.what in SOUGHT else ():
            here = found.get(anchor.source_id)
            if here is not None and not any(_in(*place, [anchor[1:]]) for place in here[row.what]):
                rule = f"no {row.what} stands at {anchor}"
                yield Problem(csv_path("exceptions"), line, "what", row.what, rule, "mend it, or the anchor")


def _unlisted(text, source, tables):
    """Problems for a listed spelling that stands where no name lists it, nor a longer name holds it."""
    listed, first = defaultdict(set), {}
    for line, row in enumerate(tables["names"].itertuples(index=False), 2):
        if row.source_id == source:
            listed[row.spelling] |= {anchor[1:] for anchor in parse(row.evidence)}
            first.setdefault(row.spelling, line)
    everywhere = [span for spans in listed.values() for span in spans]
    for spelling, spans in listed.items():
        for match in re.finditer(rf"(?<![^\W_]){re.escape(spelling)}(?![^\W_])", text):
            longer = any(a <= match.start() and match.end() <= b and (a, b) != match.span() for a, b in everywhere)
            if match.span() not in spans and not longer:
                anchor = str(Anchor(source, *match.span()))
                rule, remedy = (
                    f"`{spelling}` also stands at {anchor}",
                    "list it here, or in the name that it belongs to",
                )
                yield Problem(csv_path("names"), first[spelling], "evidence", anchor, rule, remedy)


def unanchored(package):
    """[(source_id, spelling, how often)]: listed spellings outside all anchors of other tables' rows."""
    covered = defaultdict(list)
    for stem, frame in package.tables.items():
        if "evidence" in frame and stem not in ("names", "actors", "places"):
            for anchor in (anchor for cell in frame["evidence"] for anchor in parse(cell)):
                covered[anchor.source_id].append(anchor[1:])
    counts = defaultdict(int)
    for row in package.tables["names"].itertuples(index=False):
        for anchor in parse(row.evidence):
            counts[row.source_id, row.spelling] += not _in(anchor.start, anchor.end, covered[row.source_id])
    return [(*key, n) for key, n in sorted(counts.items()) if n]
