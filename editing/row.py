"""`python build.py row TABLE --source s005 --words "..."`: append one row to a draft, from words of the article."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from editing.anchors import Anchor
from editing.drafts import (
    TABLES_OF_DRAFT,
    Draft,
    Numbers,
    Row,
    blank_row,
    drafted_texts,
    numbers,
    proposed,
    read_draft,
    records,
    unreadable,
)
from editing.find import CONTEXT, occurrences
from editing.proposals import day_cells, speaker_cells
from editing.split import sentences
from editing.words import Words, nearest_speaker, read_words
from pipeline.files import build_lock, write_files
from pipeline.package import Package, read
from pipeline.problems import CommandResult, Problem
from pipeline.report import OPEN
from rules.text.article import inside
from rules.text.quantities import Span
from rules.text.quantities import numbers as numbers_in
from schemas import OWNERS, columns, dated, foreign_keys, group_column, named, primary_key, schema, speaker_column

# The card, the sentences and the codes are no rows that words of an article make.
TABLES = tuple(
    table for table in TABLES_OF_DRAFT if table not in ("sources", "segments", "statements", "codes", "waivers")
)
NEEDED = ("sources", "names", "retired")


@dataclass(frozen=True)
class Options:
    """What the command line gave."""

    root: Path
    articles: Path | None
    table: str
    source: str
    words: Sequence[str]
    nth: int | None


def run(options: Options) -> CommandResult:
    """Append a row, or one for each spelling, with its id, its anchors and what the words propose, and print it."""
    package, problems = read(options.root, options.articles)
    if problems := unreadable(package, problems, NEEDED):
        return CommandResult(problems, outcome="no row was written")
    draft = read_draft(options.root, options.source)
    text = {**package.texts, **drafted_texts(options.root)}.get(options.source)
    problems = [*draft.problems, *option_problems(options, text)]
    spans: list[Span] = []
    if text is not None and not problems:
        spans, problems = located(options, text)
    if problems:
        return CommandResult(problems, outcome="no row was written")
    words = read_words(options.source, text or "", frame_of(package, draft), spellings(package, draft))
    rows = draft.rows.setdefault(options.table, [])
    before, free, path = len(rows), numbers(package, draft), draft.path(options.table)
    usual = usually_filled(package, options.table)
    for group in spelled(words, spans) if options.table == "names" else [spans]:
        rows.append(make_row(options.table, words, group, free, usual))
    with build_lock(options.root):
        write_files(options.root, {path: draft.encoded(options.table)})
    return CommandResult(
        report="\n".join(display(row, f"{path}:{n}") for n, row in enumerate(rows[before:], before + 2))
    )


def spelled(words: Words, spans: list[Span]) -> list[list[Span]]:
    """Spans by the spelling that they have, since a row of `names` has one."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(words.printed(span), []).append(span)
    return list(found.values())


def option_problems(options: Options, text: str | None) -> list[Problem]:
    """Why the words cannot be looked up."""
    if text is None:
        hint = f"name the folder of the articles: --sources DIR; for a new article: python build.py add FILE --source {options.source}"
        return [Problem("--source", None, None, options.source, "its article is not at hand", hint)]
    blank = not options.words or not all(map(str.strip, options.words))
    if "evidence" in columns(options.table) and blank:
        return [Problem("--words", None, None, None, "is missing", 'copy them from the article: --words "..."')]
    return []


def located(options: Options, text: str) -> tuple[list[Span], list[Problem]]:
    """Where each of the words are printed, and what makes that unclear."""
    spans, problems = [], []
    ends = [end for _, end in sentences(text)]
    for words in map(str.strip, options.words):
        found = occurrences({options.source: text}, words)
        if not found:
            hint = "copy them as printed, quotation marks and dashes too; two sentences are two --words"
            problems.append(Problem("--words", None, None, words, f"is not in {options.source}", hint))
        elif options.table == "names":
            spans += [Span(each.start, each.end) for each in found]
        elif len(found) == 1:
            spans.append(Span(found[0].start, found[0].end))
        elif options.nth and 1 <= options.nth <= len(found):
            spans.append(Span(found[options.nth - 1].start, found[options.nth - 1].end))
        else:
            places = "; ".join(f"{n}: {shown(each, text)}" for n, each in enumerate(found, 1))
            message, hint = f"is printed {len(found)} times ({places})", "give longer words, or choose: --nth 1"
            problems.append(Problem("--words", None, None, words, message, hint))
    for span in spans if options.table != "quotes" else ():
        if any(span.start < end < span.end for end in ends):
            hint = "give the words of each sentence in --words of their own"
            problems.append(Problem("--words", None, None, text[span.start : span.end], "is of two sentences", hint))
    return spans, problems


def shown(anchor: Anchor, text: str) -> str:
    """An anchor with the words around it, on one line."""
    before, words, after = anchor.context(text, CONTEXT)
    return " ".join(f"{anchor} ...{before}[{words}]{after}...".split())


def frame_of(package: Package, draft: Draft) -> dt.date | None:
    """The frame date of a source, proposed or known; None where neither is a day."""
    for card in [*draft.rows.get("sources", []), *records(package, "sources")]:
        if card["source_id"] == draft.source_id:
            with suppress(ValueError):
                return dt.date.fromisoformat(card["frame_date"].removeprefix(OPEN))
    return None


def spellings(package: Package, draft: Draft) -> list[Row]:
    """Rows of `names`: those of the source itself, then those of other sources for spellings that it has no row of."""
    drafted = [{column: cell.removeprefix(OPEN) for column, cell in row.items()} for row in draft.rows.get("names", [])]
    known = records(package, "names")
    mine = [row for row in [*drafted, *known] if row["source_id"] == draft.source_id]
    mine = [row for row in mine if row["actor_id"] or row["place_id"]]
    settled = {row["spelling"] for row in mine}
    return [*mine, *(row for row in known if row["spelling"] not in settled)]


def usually_filled(package: Package, table: str) -> set[str]:
    """The columns that most rows of a table fill: a blank of others is no gap."""
    rows = records(package, table)
    return {column for column in columns(table) if sum(bool(row[column]) for row in rows) * 2 > len(rows)}


def make_row(table: str, words: Words, spans: list[Span], free: Numbers, usual: set[str]) -> Row:
    """A row with its id and anchors, what the words inside these propose, and marks where a cell is usual."""
    row = blank_row(table) | {primary_key(table)[0]: free.next(table)}
    row |= dict.fromkeys(OWNERS.get(table, {}), OPEN)
    if "source_id" in row:
        row["source_id"] = words.source_id
    if "evidence" in row:
        row["evidence"] = ";".join(map(words.anchor, spans))
    if group := group_column(table):
        row[group] = proposed(free.next(table, group))
    if not spans:
        return row
    row |= entity_cells(table, words, spans, usual) | quantity_cells(table, words, spans)
    for column in dated(table):
        if column in ("said_on", "date_start"):
            near = [words.sentence(span) for span in spans]
            if column in usual or any(inside(Span(each.start, each.end), near) for each in words.dates):
                row |= day_cells(column, words, near)
        elif column in usual and column != "date_end":
            row |= {column: OPEN, dated(table)[column]: OPEN}
    if table == "quotes":
        row |= quote_cells(words, spans)
    return row


def entity_cells(table: str, words: Words, spans: list[Span], usual: set[str]) -> Row:
    """Who and where, from the names inside the anchors: the speaker is the nearest to the verb of speech."""
    found = words.names_in(spans)
    if table == "names":
        return name_cells(words, spans)
    speaker = nearest_speaker(words, spans[0])
    cells: Row = {}
    for column in named(table):
        of = "actor_id" if foreign_keys(table)[column] == "actors" else "place_id"
        names = [name for name in found if any(owner.column == of for owner in name.owners)]
        if column == speaker_column(table):
            # Who speaks is beside the verb, or the only one whom a person chose to anchor and the row is not about.
            names = [name for name in names if proposed((*name.actors, "")[0]) != cells.get("actor_id")]
            names = [speaker] if speaker in names else [name for name in names if name.may_speak]
            names = names if len(names) == 1 else []
        ids = [owner.entity_id for name in names for owner in name.owners if owner.column == of]
        if column == speaker_column(table) or not schema(table).columns[column].nullable:
            cells[column] = proposed(ids[0]) if ids else OPEN
        elif ids and column in usual:
            cells[column] = OPEN
    return cells


def name_cells(words: Words, spans: list[Span]) -> Row:
    """The spelling, and whom it names elsewhere, where that is one actor or place."""
    name = next((name for name in words.names if name.span == spans[0]), None)
    cells = {"spelling": words.printed(spans[0]), "actor_id": OPEN, "place_id": OPEN}
    owners = {(owner.column, owner.entity_id) for owner in name.owners} if name else set()
    if len(owners) == 1:
        ((column, entity),) = owners
        cells |= {"actor_id": "", "place_id": ""} | {column: proposed(entity)}
    return cells


def quantity_cells(table: str, words: Words, spans: list[Span]) -> Row:
    """The quantity: marks where the anchors hold a number, and its words where they hold one alone."""
    if "value_as_printed" not in columns(table):
        return {}
    found = [span for span in numbers_in(words.text) if inside(span, spans)]
    if not found:
        return {}
    printed = proposed(words.printed(found[0])) if len(found) == 1 else OPEN
    return dict.fromkeys(("value", "unit", "value_qualifier"), OPEN) | {"value_as_printed": printed}


def quote_cells(words: Words, spans: list[Span]) -> Row:
    """The words, where the first anchor lies in quotation marks, and the spelling of the speaker."""
    cells = {"text": words.printed(spans[0])} if words.quoted(spans[0]) else {"form": "indirect"}
    speaker = nearest_speaker(words, spans[0])
    return cells | (speaker_cells(speaker) if speaker and inside(speaker.span, spans) else {})


def display(row: Row, place: str) -> str:
    """A row for a person: where it is, each cell that is filled or proposed, then the columns to fill."""
    width = max(map(len, row))
    cells = [f"  {name:<{width}}  {cell}" for name, cell in row.items() if cell not in ("", OPEN)]
    to_fill = ", ".join(name for name, cell in row.items() if cell == OPEN)
    return "\n".join([place, *cells, f"  {OPEN:<{width}}  {to_fill}"])
