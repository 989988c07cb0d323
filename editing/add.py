"""`python build.py add FILE`: take a new article to a draft that a person finishes."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from editing import proposals
from editing.drafts import (
    TABLES_OF_DRAFT,
    Draft,
    Row,
    drafted_sources,
    drafted_texts,
    is_open,
    numbers,
    read_draft,
    records,
    unreadable,
)
from editing.split import sentences
from editing.words import Words, read_words
from pipeline.files import build_lock, write_files
from pipeline.package import Package, read
from pipeline.problems import CommandResult, Problem, count
from pipeline.report import DRAFTS, OPEN
from rules.text.quantities import Span

NEAR_COPY = 0.5  # of the sequences of five words of the shorter article
SEQUENCE = 5
MOST_BROKEN_LINES = 3
NEEDED = ("sources", "names", "actors", "places", "events", "event_reports", "participants", "locations", "retired")
SOURCE_ID = re.compile(r"s\d{3,}", re.ASCII)


@dataclass(frozen=True)
class Options:
    """What the command line gave."""

    root: Path
    articles: Path | None
    file: Path
    source: str | None
    anyway: bool


def run(options: Options) -> CommandResult:
    """Copy an article into sources/, and write its draft; refused as a whole, or done as a whole."""
    package, problems = read(options.root, options.articles)
    if problems := unreadable(package, problems, NEEDED):
        return _refused(problems)
    try:
        raw = options.file.read_bytes()
    except OSError as error:
        return _refused([_problem(options, f"cannot be read ({error.strerror})", "name a file that you may read")])
    if found := drafted_already(options.root, raw):
        return CommandResult(
            report=f"{DRAFTS}/{found} is the draft of this file; nothing was changed.\n{next_step(found)}"
        )
    source_id = options.source or next_source(package)
    problems = [*file_problems(options, raw), *source_problems(package, source_id)]
    if problems or (problems := list(copy_problems(options, package, raw))):
        return _refused(problems)
    draft, words = make_draft(package, source_id, raw)
    name = draft.rows["sources"][0]["file_name"]
    files = {f"sources/{name}": raw} | {draft.path(table): draft.encoded(table) for table in draft.rows}
    files[f"{DRAFTS}/{source_id}/open.csv"] = checklist(words)
    files[f"{DRAFTS}/{source_id}/sentences.txt"] = listing(words, draft, package)
    with build_lock(options.root):
        write_files(options.root, files)
    return CommandResult(
        report="\n".join([report(draft, words), *hints(options, package, words), next_step(source_id)])
    )


def _refused(problems: list[Problem]) -> CommandResult:
    return CommandResult(problems, outcome="nothing was written")


def _problem(options: Options, message: str, hint: str, value: str | None = None, line: int | None = None) -> Problem:
    return Problem(str(options.file), line, None, value, message, hint)


def drafted_already(root: Path, raw: bytes) -> str | None:
    """The source whose draft is of these bytes."""
    digest = hashlib.sha256(raw).hexdigest()
    for source in drafted_sources(root):
        if any(card["sha256"] == digest for card in read_draft(root, source).rows.get("sources", [])):
            return source
    return None


def next_source(package: Package) -> str:
    """The first source id after those in the tables, among the drafts and withdrawn."""
    taken = [row["source_id"] for row in records(package, "sources")] + drafted_sources(package.root)
    taken += [row["row_id"] for row in records(package, "retired") if row["table"] == "sources"]
    last = max((int(each[1:]) for each in taken if SOURCE_ID.fullmatch(each)), default=-1)
    return f"s{last + 1:03d}"


def file_problems(options: Options, raw: bytes) -> Iterator[Problem]:
    """Why the bytes of a file cannot be an article."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, value = raw.count(b"\n", 0, error.start) + 1, f"byte 0x{raw[error.start]:02x}"
        yield _problem(options, f"is not UTF-8 (byte {error.start})", "save it as UTF-8, and add it again", value, line)
        return
    if not text.strip():
        yield _problem(options, "is empty", "name the file with the article")
    elif text.startswith("\ufeff"):
        hint = "save it as UTF-8 without the mark, and add it again"
        yield _problem(options, "begins with a byte order mark", hint)


def source_problems(package: Package, source_id: str) -> Iterator[Problem]:
    """Why a source id cannot be given."""
    taken = {row["source_id"]: "data/sources.csv" for row in records(package, "sources")}
    taken |= {source: DRAFTS for source in drafted_sources(package.root)}
    if not SOURCE_ID.fullmatch(source_id):
        message, hint = "is no source id", "write s and three digits or more, such as s005"
        yield Problem("--source", None, None, source_id, message, hint)
    elif source_id in taken:
        hint = f"take another, such as {next_source(package)}"
        yield Problem("--source", None, None, source_id, f"is taken in {taken[source_id]}", hint)


def copy_problems(options: Options, package: Package, raw: bytes) -> Iterator[Problem]:
    """Whether the article is known: its bytes, its words, or most of its sequences of words."""
    text, digest = raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
    for row in records(package, "sources"):
        if row["sha256"] == digest:
            yield _problem(
                options, f"is {row['source_id']} ({row['file_name']})", "add an article that is not coded yet"
            )
            return
    for source, known in {**package.texts, **drafted_texts(options.root)}.items():
        if known.split() == text.split():
            hint = "add an article that is not coded yet"
            yield _problem(options, f"has the words of {source}, with other white space", hint)
        elif not options.anyway and (share := common_share(text, known)) >= NEAR_COPY:
            message = f"shares {share:.0%} of its sequences of {SEQUENCE} words with {source}"
            yield _problem(options, message, "look at both; if it is another article, add it with --anyway")


def common_share(text: str, other: str) -> float:
    """The share of the sequences of five words of the shorter text that the other has, too.

    >>> common_share("One two three four five.", "Then one, two: three four five six")
    1.0
    """
    one, two = sequences(text), sequences(other)
    return len(one & two) / max(min(len(one), len(two)), 1)


def sequences(text: str) -> set[tuple[str, ...]]:
    """The sequences of five words of a text, without case and punctuation."""
    found = re.findall(r"\w+", text.lower())
    return set(zip(*(found[n:] for n in range(SEQUENCE)), strict=False))


def make_draft(package: Package, source_id: str, raw: bytes) -> tuple[Draft, Words]:
    """The draft of an article, and what was found in its words."""
    text, digest = raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
    head = proposals.read_head(text, tuple(Span(*each) for each in sentences(text)))
    words = read_words(source_id, text, head.day, records(package, "names"))
    facts: Row = {"source_id": source_id, "file_name": f"{source_id[1:]}_{digest[:16]}.txt", "sha256": digest}
    facts |= {"n_bytes": str(len(raw)), "n_chars": str(len(text))}
    draft = Draft(package.root, source_id, {table: [] for table in TABLES_OF_DRAFT})
    free = numbers(package, draft)
    draft.rows |= {
        "sources": [proposals.card(words, head, facts)],
        "segments": list(proposals.segments(words, head)),
        "names": list(proposals.names(words, package, free)),
        "quotes": list(proposals.quotes(words, free)),
        "guarantor_countries": list(proposals.guarantors(words, package, free)),
        **proposals.event_reports(words, package, free),
    }
    return draft, words


def checklist(words: Words) -> bytes:
    """`open.csv`: what wants a row. It is no table, and does not move into data/."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [each.name for each in fields(proposals.Item)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(item) for item in proposals.checklist(words))
    return out.getvalue().encode()


def listing(words: Words, draft: Draft, package: Package) -> bytes:
    """`sentences.txt`: each segment with its id and anchor, and the proposed events, to read beside the rows."""
    lines = [
        f"{words.source_id}-{n:03d}  {words.anchor(span)}  {words.printed(span)}"
        for n, span in enumerate(words.segments, 1)
    ]
    titles = {row["event_id"]: row["title"] for row in records(package, "events")}
    events = [row["event_id"].removeprefix(OPEN) for row in draft.rows["event_reports"]]
    lines += ["", "Proposed events:", *(f"{event}  {titles[event]}" for event in events)] if events else []
    return "".join(f"{line}\n" for line in lines).encode()


def report(draft: Draft, words: Words) -> str:
    """What was made."""
    marks = sum(is_open(cell) for rows in draft.rows.values() for row in rows for cell in row.values())
    tables = ", ".join(f"{table} {len(rows)}" for table, rows in draft.rows.items() if rows)
    return (
        f"{draft.source_id}: sources/{draft.rows['sources'][0]['file_name']}, {count(len(words.text), 'character')}\n"
        f"{DRAFTS}/{draft.source_id}: {tables}\n"
        f"{count(marks, 'cell')} to fill or confirm; {count(len(proposals.checklist(words)), 'item')} in open.csv"
    )


def hints(options: Options, package: Package, words: Words) -> Iterator[str]:
    """What a person should know of the file before they begin."""
    absent = [row["source_id"] for row in records(package, "sources") if row["source_id"] not in package.texts]
    if absent:
        yield f"Compared by digest alone, for want of their articles: {', '.join(absent)}"
    if options.articles and options.articles.resolve() != (options.root / "sources").resolve():
        yield f"Builds read the articles in {options.articles}: copy the file there, too"
    broken = proposals.broken_lines(words)
    if broken >= MOST_BROKEN_LINES:
        yield f"{broken} lines begin inside a sentence: if lines are wrapped, join each paragraph and add the file again"


def next_step(source_id: str) -> str:
    """What a person does with a draft."""
    return f"Next: fill each `?` (docs/adding-an-article.md says how), then: python build.py finish {source_id}"
