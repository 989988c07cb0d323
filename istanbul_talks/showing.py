"""A row for people: what its cells mean, who says it, what it rests on, which reports differ, who checked it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from istanbul_talks.citing import cite
from istanbul_talks.package import Package, Row, open_package, row_digest
from istanbul_talks.verifying import read_articles

CONTEXT = 40
WIDTH = 100
# Tables that link others to a row: table, the column that is printed, and the one that stands in brackets after it.
LINKS = (("participants", "actor_id", "role"), ("locations", "place_id", "role"), ("names", "spelling", "source_id"))

Lines = Iterator[tuple[str, str]]  # what is printed on the left, and on the right


def show(*rows: str, sources: str | Path | None = None, as_json: bool = False, package: Package | None = None) -> None:
    """Print rows such as `qt-031`, `quotes:qt-031` or, with all renderings of a statement, `st-029`.

    Codes have their labels and ids their names. With the articles in the folder `sources`, or in
    ISTANBUL_TALKS_SOURCES, the anchored words are printed in context, between brackets. `as_json` prints a JSON array
    with an object for each row. Raises UnknownName, which suggests the nearest row, CorruptPackage, and
    FileNotFoundError where there is no such folder.
    """
    package = package or open_package()
    records = [package.find(row) for row in rows]
    articles = read_articles(package, sources)
    if as_json:
        print(json.dumps([_facts(package, record, articles.texts) for record in records], ensure_ascii=False, indent=2))
        return
    print("\n\n".join(_page(package, record, articles.texts) for record in records))
    print("".join(f"\n{problem}" for problem in articles.problems), end="")


def _page(package: Package, record: Row, texts: Mapping[str, str]) -> str:
    """What `show` prints of a row."""
    lines = [*_cells(package, record), *_context_of(package, record), *_anchors(package, record, texts)]
    width = max(len(name) for name, _ in lines)
    filled = (
        textwrap.fill(words, WIDTH, initial_indent=f"  {name:{width}}  ", subsequent_indent=" " * (width + 4))
        for name, words in lines
    )
    head = f"{record.row_id}: {package.table(record.table).description}"
    return "\n".join([head, "", *filled, "", cite(str(record), package=package)])


def _facts(package: Package, record: Row, texts: Mapping[str, str]) -> dict[str, Any]:
    """A row as JSON has it: its cells that are not blank, what else `show` prints, anchors with words, the citation."""
    context: dict[str, list[str]] = {}
    for name, line in _context_of(package, record):
        context.setdefault(name.replace(" ", "_"), []).append(line)
    anchors = []
    for anchor in package.anchors(record):
        source, start, end = anchor["source_id"], int(anchor["start"]), int(anchor["end"])
        found = {"words": texts[source][start:end]} if source in texts else {}
        anchors.append({"source_id": source, "start": start, "end": end, **found})
    return {
        "table": record.table,
        "row_id": record.row_id,
        "cells": {column: cell for column, cell in record.cells.items() if cell},
        **context,
        "anchors": anchors,
        "citation": cite(str(record), package=package),
    }


def _context_of(package: Package, record: Row) -> Lines:
    """What other tables say of a row."""
    for part in (_event, _said_by, _links, _reports, _renderings, _disagreements, _checks):
        yield from part(package, record)


def _cells(package: Package, row: Row) -> Lines:
    """The cells that are not blank, with label or name; anchors come later."""
    schema = package.schema(row.table)
    for column, cell in row.cells.items():
        if cell and column != "evidence":
            target = schema.foreign_keys.get(column)
            words = package.title(target, cell) if target else schema.labels(column).get(cell, cell)
            yield column, cell if words == cell else f"{cell} ({words})"


def _event(package: Package, row: Row) -> Lines:
    """The event of a participant or a place, which name a report of it."""
    reports = package.rows("event_reports") if row.table != "event_reports" and row.cells.get("report_id") else []
    for report in reports:
        if report.row_id == row.cells["report_id"]:
            event_id = report.cells["event_id"]
            yield "event", f"{event_id} ({package.title('events', event_id)}), in {report.cells['source_id']}"


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
    """The actors and places of a report or a claim, and the spellings of an actor or a place."""
    for table, column, aside in LINKS:
        targets = package.schema(table).foreign_keys if table in package.tables else {}
        keys = [name for name, target in targets.items() if target == row.table and name not in (column, aside)]
        links = [link.cells for link in package.rows(table)] if keys else []
        links = [cells for cells in links if row.row_id in (cells[key] for key in keys)]
        if links:
            names = (package.title(targets[column], c[column]) if column in targets else c[column] for c in links)
            yield table, "; ".join(f"{name} ({cells[aside]})" for name, cells in zip(names, links))


def _reports_of(package: Package, row: Row) -> list[Row]:
    """The reports of an event, or the renderings of a row of `statements`; no rows for any other table."""
    reports = []
    for table in package.tables:
        schema = package.schema(table)
        groups = ["event_id"] if table == "event_reports" else schema.columns(role="group")
        columns = [name for name in groups if schema.foreign_keys.get(name) == row.table]
        if columns and not table.endswith("_wide"):
            reports += [report for report in package.rows(table) if report.cells[columns[0]] == row.row_id]
    return reports


def _reports(package: Package, row: Row) -> Lines:
    """Each report of an event, with status, days, number, participants and places; each rendering of a statement."""
    for report in _reports_of(package, row):
        words = ": ".join([report.row_id, *(said_by for _, said_by in _said_by(package, report))])
        if row.table == "events":
            status = package.schema(report.table).labels("status").get(report.cells["status"], report.cells["status"])
            facts = ", ".join(filter(None, [status.lower(), _days(report.cells), report.cells["value_as_printed"]]))
            links = [f"{name.capitalize()}: {linked}" for name, linked in _links(package, report)]
            yield "report", ". ".join([f"{words}: {facts}", *links])
        else:
            yield "rendering", f"{words}: {package.title(report.table, report.row_id)}"


def _days(cells: Mapping[str, str]) -> str:
    """The dates of a report, as words.

    >>> _days({"date_start": "2022-02-24", "date_end": ""})
    'from 2022-02-24'
    """
    start, end = cells["date_start"], cells["date_end"]
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else "no date"


def _renderings(package: Package, row: Row) -> Lines:
    """The other rows that render the same thing."""
    schema = package.schema(row.table)
    for group in schema.columns(role="group"):
        for other in package.rows(row.table):
            if other.cells[group] == row.cells[group] != "" and other.row_id != row.row_id:
                words = package.title(row.table, other.row_id)
                yield "also", f"{other.row_id} in {other.cells['source_id']}: {words}"


def _disagreements(package: Package, row: Row) -> Lines:
    """The disagreements that the row is in, or a report of it."""
    names = [str(each) for each in (row, *_reports_of(package, row))]
    for record in package.rows("disagreements"):
        cells = record.cells
        sides = [cells["row_a"], cells["row_b"]]
        if one := next((side for side in sides if side in names), None):
            sides.remove(one)
            between = f"with {sides[0]}" if one == str(row) else f"{one} with {sides[0]}"
            how = ", ".join(dict.fromkeys([cells.get("strength") or cells["kind"], cells["kind"], record.row_id]))
            yield "disagrees", f"{between} ({how}): {cells['explanation']}"


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
    for anchor in package.anchors(row):
        source, start, end = anchor["source_id"], int(anchor["start"]), int(anchor["end"])
        place = f"{source}:{start}-{end} in {package.title('sources', source)}, sentence {anchor['segment_first']}"
        yield "anchor", f"{place}{_context(texts[source], start, end) if source in texts else ''}"


def _context(text: str, start: int, end: int) -> str:
    """The words of an anchor between brackets, with some of what stands around them."""
    return f": ...{text[max(start - CONTEXT, 0) : start]}[{text[start:end]}]{text[end : end + CONTEXT]}..."
