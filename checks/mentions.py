"""Mentions: the anchors of a row, together, name every actor, place, date and number that the row codes.

An actor or place is named where `names` lists an occurrence of it inside an anchor. A date whose basis is printed,
weekday or relative is named by words that mean this very day; a quantity by its printed form, which must state the
value. Judged and reference columns are exempt.
"""

import datetime as dt
from collections import defaultdict

import pandas as pd

from checks.anchors import anchored, parse
from checks.expressions import dates, names_unit, qualifier, quantity
from checks.problem import Problem, shown
from schemas import csv_path, dated, named

NAMED_BASES = ("printed", "weekday", "relative")


def standing_on(tables):
    """(stem, line, row_id) -> anchors; participants and locations stand on those of their event or claim."""
    anchors = {(stem, line, row_id): found for stem, line, row_id, found in anchored(tables)}
    owners = {(stem, row_id): found for (stem, _, row_id), found in anchors.items()}
    for stem in ("participants", "locations"):
        for line, row in enumerate(tables[stem].itertuples(index=False), 2):
            claim = getattr(row, "claim_id", None)
            owner = ("events", row.event_id) if pd.isna(claim) else ("military_claims", claim)
            anchors[stem, line, row[0]] = owners.get(owner, [])
    return anchors


def occurrences(names):
    """(bearer, source_id) -> [(start, end, spelling, name_id)] of every listed occurrence."""
    found = defaultdict(list)
    for row in names.itertuples(index=False):
        bearer = row.place_id if pd.isna(row.actor_id) else row.actor_id
        for anchor in parse(row.evidence):
            found[bearer, anchor.source_id].append((anchor.start, anchor.end, row.spelling, row.name_id))
    return found


def check(package):
    """Yield a problem for each cell that the anchors of its row do not name."""
    yield from _spellings(package)
    found = defaultdict(set)
    for stem, row_id, column, *_, spelling, _ in derive(package):
        found[stem, row_id, column].add(spelling)
    standing = standing_on(package.tables)
    rows = _records(package.tables, standing)
    for stem, line, row_id in standing:
        row = rows[stem][line - 2]
        for column in named(stem):
            if pd.notna(row[column]) and (stem, row_id, column) not in found:
                rule = "is not named in the anchors of its row"
                remedy = "anchor words that name it too, list their spelling in names.csv, or mend the cell"
                yield Problem(csv_path(stem), line, column, row[column], rule, remedy)
        for column, basis in dated(stem).items():
            spellings = found[stem, row_id, column] if (stem, row_id, column) in found else ()
            if pd.notna(row[column]) and _is_named(row[basis]) and row[basis] not in _bases(spellings):
                rule = f"is not what any {row[basis]} date in the anchors means"
                yield Problem(
                    csv_path(stem), line, column, row[column], rule, "anchor the words that date it, or mend it"
                )
        yield from _quantity(row, stem, line, (stem, row_id, "value_as_printed") in found)


def _records(tables, standing):
    """stem -> rows, each column -> cell, of the tables that stand on anchors: faster to walk than their frames."""
    return {stem: tables[stem].to_dict("records") for stem in {stem for stem, _, _ in standing}}


def _is_named(basis):
    return pd.notna(basis) and basis in NAMED_BASES


def _bases(spellings):
    """How these words date: printed, weekday or relative."""
    any_day = dt.date(2000, 1, 31)
    return {found.basis for words in spellings for found in dates(words, any_day)}


def _spellings(package):
    """Each occurrence that a name lists is that very spelling."""
    for line, row in enumerate(package.tables["names"].itertuples(index=False), 2):
        for anchor in parse(row.evidence):
            text = package.texts.get(anchor.source_id)
            if text is not None and text[anchor.start : anchor.end] != row.spelling:
                remedy = "list where it stands: python build.py find WORDS"
                yield Problem(csv_path("names"), line, "spelling", row.spelling, f"does not stand at {anchor}", remedy)


def _quantity(row, stem, line, found):
    """The printed quantity stands in the anchors and states the value, its qualifier and its unit."""
    words = row.get("value_as_printed")
    if words is None or pd.isna(words):
        return
    stated = quantity(words, row["unit"])
    if not found:
        yield _wrong(
            stem, line, "value_as_printed", words, "does not stand in the anchors of its row", "copy the words"
        )
    if (None if pd.isna(row["value"]) else row["value"]) != stated:
        rule = f"is not what `{words}` states ({'no definite number' if stated is None else shown(stated)})"
        yield _wrong(stem, line, "value", row["value"], rule, "mend value or value_as_printed")
    if stated is not None and row["value_qualifier"] != qualifier(words):
        rule = f"is not how `{words}` qualifies it ({qualifier(words)})"
        yield _wrong(stem, line, "value_qualifier", row["value_qualifier"], rule, "mend it")
    if pd.notna(row["unit"]) and not names_unit(words, row["unit"]):
        yield _wrong(stem, line, "unit", row["unit"], f"is not named in `{words}`", "mend unit or value_as_printed")


def _wrong(stem, line, column, value, rule, remedy):
    return Problem(csv_path(stem), line, column, shown(value), rule, remedy)


def derive(package):
    """The rows of `mentions`, found now or, without the article, carried forward from the last build."""
    tables = package.tables
    names, frames = (
        occurrences(tables["names"]),
        dict(zip(tables["sources"].source_id, tables["sources"].frame_date, strict=True)),
    )
    known = _known(package)
    expressions = {source: list(dates(text, frames[source])) for source, text in package.texts.items()}
    standing, rows = standing_on(tables), set()
    records = _records(tables, standing)
    for (stem, line, row_id), anchors in standing.items():
        row = records[stem][line - 2]
        for column in named(stem):
            for anchor in anchors:
                for start, end, spelling, name_id in names.get((row[column], anchor.source_id), ()):
                    if anchor.start <= start and end <= anchor.end:
                        rows.add((stem, row_id, column, anchor.source_id, start, end, spelling, name_id))
        for column, basis in dated(stem).items():
            if pd.notna(row[column]) and _is_named(row[basis]):
                rows |= set(_dated(package, expressions, known, stem, row_id, row, column, anchors))
        if pd.notna(row.get("value_as_printed")):
            rows |= set(_counted(package, known, stem, row_id, row, anchors))
    return sorted(rows)


def _known(package):
    """(table, row_id, column, source_id) -> mentions of dates and numbers in the last build."""
    found, frame = defaultdict(list), package.committed.get("mentions")
    if frame is not None:
        for row in frame[frame["name_id"].isna()].itertuples(index=False, name=None):
            found[row[:4]].append((*row[:7], None))
    return found


def _dated(package, expressions, known, stem, row_id, row, column, anchors):
    """Mentions of a date: words that mean its day (`date_end` is a last day, others a first)."""
    for source in {anchor.source_id for anchor in anchors}:
        text = package.texts.get(source)
        if text is None:
            yield from known[stem, row_id, column, source]
            continue
        for found in expressions[source]:
            means = found.last if column == "date_end" else found.first
            inside = any(_holds(a, source, found.start, found.end) for a in anchors)
            if inside and means == row[column]:
                yield stem, row_id, column, source, found.start, found.end, text[found.start : found.end], None


def _counted(package, known, stem, row_id, row, anchors):
    """Mentions of a quantity: its printed form inside an anchor."""
    words = row["value_as_printed"]
    for anchor in anchors:
        text = package.texts.get(anchor.source_id)
        if text is None:
            yield from known[stem, row_id, "value_as_printed", anchor.source_id]
            continue
        at = text.find(words, anchor.start, anchor.end)
        if at >= 0:
            yield stem, row_id, "value_as_printed", anchor.source_id, at, at + len(words), words, None


def _holds(anchor, source, start, end):
    return anchor.source_id == source and anchor.start <= start and end <= anchor.end
