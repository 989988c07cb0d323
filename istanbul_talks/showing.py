"""A row for people: what its cells mean, what it rests on, who relayed it, what contradicts it, who checked it."""

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from istanbul_talks.citing import cite
from istanbul_talks.package import Package, Row, open_package, row_digest
from istanbul_talks.verifying import read_articles

CONTEXT = 40
WIDTH = 100
# Tables that link others to a row: table, the column that is printed, and the one that stands in brackets after it.
LINKS = (("participants", "actor_id", "role"), ("locations", "place_id", "role"), ("names", "spelling", "source_id"))

Lines = Iterator[tuple[str, str]]  # what is printed on the left, and on the right


def show(row: str, sources: str | Path | None = None, *, package: Package | None = None) -> None:
    """Print a row such as `qt-031`, or `quotes:qt-031`.

    Codes have their labels and ids their names. With the articles in the folder `sources`, or in
    ISTANBUL_TALKS_SOURCES, the anchored words are printed in context, between brackets. Raises UnknownName, which
    suggests the nearest row, and CorruptPackage.
    """
    package = package or open_package()
    record = package.find(row)
    articles = read_articles(package, sources)
    print(f"{record.row_id}: {package.table(record.table).description}\n")
    parts = (_cells, _said_by, _links, _renderings, _disagreements, _checks)
    lines = [line for part in parts for line in part(package, record)]
    lines += _anchors(package, record, articles.texts)
    width = max(len(name) for name, _ in lines)
    for name, words in lines:
        print(textwrap.fill(words, WIDTH, initial_indent=f"  {name:{width}}  ", subsequent_indent=" " * (width + 4)))
    print(f"\n{cite(str(record), package=package)}")
    print("".join(f"\n{problem}" for problem in articles.problems), end="")


def _cells(package: Package, row: Row) -> Lines:
    """The cells that are not blank, with label or name; anchors come later."""
    schema = package.schema(row.table)
    for column, cell in row.cells.items():
        if cell and column != "evidence":
            target = schema.foreign_keys.get(column)
            words = package.title(target, cell) if target else schema.labels(column).get(cell, cell)
            yield column, cell if words == cell else f"{cell} ({words})"


def _said_by(package: Package, row: Row) -> Lines:
    """The chain of attribution: who says it, through whom, in which article."""
    speakers = [row.cells[column] for column in package.schema(row.table).columns(speaker=True) if row.cells[column]]
    if speakers or row.cells.get("voice"):
        chain = package.title("actors", speakers[0]) if speakers else "the article in its own voice"
        if relay := row.cells.get("relayed_by"):
            chain += f", through {package.title('actors', relay)}"
        source = row.cells.get("source_id")
        yield "said by", f"{chain}, in {source}" if source else chain


def _links(package: Package, row: Row) -> Lines:
    """The actors and places of an event or a claim, and the spellings of an actor or a place."""
    for table, column, aside in LINKS:
        targets = package.schema(table).foreign_keys if table in package.tables else {}
        keys = [name for name, target in targets.items() if target == row.table and name not in (column, aside)]
        links = [link.cells for link in package.rows(table)] if keys else []
        links = [cells for cells in links if row.row_id in (cells[key] for key in keys)]
        if links:
            names = (package.title(targets[column], c[column]) if column in targets else c[column] for c in links)
            yield table, "; ".join(f"{name} ({cells[aside]})" for name, cells in zip(names, links, strict=True))


def _renderings(package: Package, row: Row) -> Lines:
    """The other rows that render the same thing."""
    schema = package.schema(row.table)
    for group in schema.columns(role="group"):
        for other in package.rows(row.table):
            if other.cells[group] == row.cells[group] != "" and other.row_id != row.row_id:
                words = package.title(row.table, other.row_id)
                yield "also", f"{other.row_id} in {other.cells['source_id']}: {words}"


def _disagreements(package: Package, row: Row) -> Lines:
    """The disagreements that the row is in."""
    for record in package.rows("disagreements"):
        cells = record.cells
        if str(row) in (cells["row_a"], cells["row_b"]):
            other = cells["row_b"] if cells["row_a"] == str(row) else cells["row_a"]
            yield "disagrees", f"with {other} ({cells['kind']}, {record.row_id}): {cells['explanation']}"


def _checks(package: Package, row: Row) -> Lines:
    """Who checked the row as it stands; a check of other words counts for nothing."""
    expected = {"table": row.table, "row_id": row.row_id, "row_sha256": row_digest(row.cells)}
    checks = [check.cells for check in package.rows("checks") if expected.items() <= check.cells.items()]
    labels = package.schema("checks").labels("checker")
    for check in checks:
        checker = labels.get(check["checker"], check["checker"]).lower()
        yield "checked", f"by a {checker} ({check['pass']}, {check['checked_on']}), as it stands"
    if not checks:
        yield "checked", "by no one as it stands"


def _anchors(package: Package, row: Row, texts: Mapping[str, str]) -> Lines:
    """The anchors, with their words where the article is at hand."""
    for anchor in (record.cells for record in package.rows("evidence")):
        if f"{anchor['table']}:{anchor['row_id']}" == str(row):
            source, start, end = anchor["source_id"], int(anchor["start"]), int(anchor["end"])
            place = f"{source}:{start}-{end} in {package.title('sources', source)}, sentence {anchor['segment_first']}"
            yield "anchor", f"{place}{_context(texts[source], start, end) if source in texts else ''}"


def _context(text: str, start: int, end: int) -> str:
    """The words of an anchor between brackets, with some of what stands around them."""
    return f": ...{text[max(start - CONTEXT, 0) : start]}[{text[start:end]}]{text[end : end + CONTEXT]}..."
