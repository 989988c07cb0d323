"""A row for people: what its cells mean, what it rests on, who relayed it, what contradicts it, who checked it."""

import hashlib
import textwrap

from istanbul_talks import citing, package

CONTEXT = 40
WIDTH = 100
# How the renderings of one thing are found: table -> the column that they share, the column that says it.
GROUPS = {
    "quotes": ("statement_id", "gloss"),
    "military_claims": ("assertion_id", "statement"),
    "positions": ("stance_id", "statement"),
    "guarantee_terms": ("term_id", "description"),
}
SPEAKERS = ("speaker_id", "claimant_id")
CHECKERS = {"model": "a language model", "person": "a person"}


def show(row, sources=None):
    """Print a row such as `qt-031`, or `quotes:qt-031`.

    Codes have their labels and ids their names. With the articles in the folder `sources`, or in
    ISTANBUL_TALKS_SOURCES, the anchored words are printed in context, between brackets. Raises Unknown, which suggests
    the nearest row.
    """
    table, number, record = package.find(row)
    where = package.folder(sources)
    texts, faults = package.articles(where) if where else ({}, [])
    print(f"{package.row_id(table, record)}: {' '.join(package.resource(table)['description'].split())}\n")
    parts = [*_cells(table, record), *_said(record), *_links(table, record), *_renderings(table, record)]
    parts += [*_against(table, record), *_checks(table, number, record), *_anchors(table, record, texts)]
    width = max(len(name) for name, _ in parts)
    for name, words in parts:
        print(textwrap.fill(words, WIDTH, initial_indent=f"  {name:{width}}  ", subsequent_indent=" " * (width + 4)))
    print(f"\n{citing.cite(f'{table}:{package.row_id(table, record)}')}")
    print("".join(f"\n{fault}" for fault in faults), end="")


def _cells(table, record):
    """Yield (column, cell for people) of the cells that are not blank; anchors come later."""
    targets = {key["fields"][0]: key["reference"]["resource"] for key in package.foreign_keys(table)}
    for name, field in package.fields(table).items():
        cell = record[name]
        if cell is None or name == "evidence":
            continue
        labels = {known["value"]: known["label"] for known in field.get("categories", ())}
        words = labels.get(cell, cell)
        if name in targets:
            words = package.label(targets[name], cell)
        shown = f"{cell:g}" if isinstance(cell, float) else str(cell).lower() if isinstance(cell, bool) else str(cell)
        yield name, shown if words == cell else f"{shown} ({words})"


def _said(record):
    """Yield the chain of attribution: who says it, through whom, in which article."""
    speaker = next((record[name] for name in SPEAKERS if record.get(name)), None)
    if speaker or record.get("voice"):
        chain = [package.label("actors", speaker) if speaker else "the article in its own voice"]
        if record["relayed_by"]:
            chain.append(package.label("actors", record["relayed_by"]))
        yield "said by", ", through ".join(chain) + f", in {record['source_id']}"


def _links(table, record):
    """Yield the actors and places of an event or a claim, and the spellings of an actor or a place."""
    key = package.row_id(table, record)
    for link, name, aside in (
        ("participants", "actor_id", "role"),
        ("locations", "place_id", "role"),
        ("names", "spelling", "source_id"),
    ):
        columns = [k["fields"][0] for k in package.foreign_keys(link) if k["reference"]["resource"] == table]
        mine = [r for r in package.records(link) if any(r[column] == key for column in columns)]
        if mine and name not in columns and table != "sources":
            shown = (package.label(f"{name.removesuffix('_id')}s", r[name]) for r in mine)
            yield link, "; ".join(f"{words} ({r[aside]})" for words, r in zip(shown, mine, strict=True))


def _renderings(table, record):
    """Yield the other rows that render the same thing."""
    if table in GROUPS:
        group, words = GROUPS[table]
        key = package.row_id(table, record)
        for other in package.records(table):
            if other[group] == record[group] and package.row_id(table, other) != key:
                yield "also", f"{package.row_id(table, other)} in {other['source_id']}: {other[words]}"


def _against(table, record):
    """Yield the disagreements that the row is in."""
    name = f"{table}:{package.row_id(table, record)}"
    for found in package.records("disagreements"):
        if name in (found["row_a"], found["row_b"]):
            other = found["row_b"] if found["row_a"] == name else found["row_a"]
            yield "disagrees", f"with {other} ({found['kind']}, {found['disagreement_id']}): {found['explanation']}"


def _checks(table, number, record):
    """Yield who checked the row as it stands; a check of another wording counts for nothing."""
    digest = hashlib.sha256(package.lines(table)[number]).hexdigest()
    key = (table, package.row_id(table, record))
    mine = [c for c in package.records("checks") if (c["table"], c["row_id"]) == key and c["row_sha256"] == digest]
    for found in mine:
        yield "checked", f"by {CHECKERS[found['checker']]} ({found['pass']}, {found['checked_on']}), as it stands"
    if not mine:
        yield "checked", "by no one as it stands"


def _anchors(table, record, texts):
    """Yield the anchors, with their words where the article is at hand."""
    key = (table, package.row_id(table, record))
    for anchor in package.records("evidence"):
        if (anchor["table"], anchor["row_id"]) == key:
            source, start, end = anchor["source_id"], anchor["start"], anchor["end"]
            place = f"{source}:{start}-{end} in {package.label('sources', source)}, sentence {anchor['segment_first']}"
            yield "anchor", f"{place}{_context(texts[source], start, end) if source in texts else ''}"


def _context(text, start, end):
    """The words of an anchor between brackets, with some of what stands around them."""
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    return f": ...{before}[{text[start:end]}]{after}..."
