"""Tasks of a blind coder: which cells are asked, what shows which row is meant, and what the columns mean."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from editing.review import CONTEXT, Options
from editing.verdicts import Row, review_rows
from pipeline.blind import UNANSWERED, Cell, rows_by_id, states
from pipeline.package import Package
from schemas import (
    CONTENT,
    OWNERS,
    TITLES,
    asked,
    asked_sets,
    columns,
    foreign_keys,
    schema,
    speaker_column,
    vocabularies,
)
from schemas.fields import ALWAYS, SHARED_PASSAGE


@dataclass(frozen=True)
class Task:
    """A row to be coded again: what is asked, and what shows which row it is."""

    row: Row
    asked: list[str]
    shown: dict[str, Any]

    def passages(self, package: Package) -> list[dict[str, str]]:
        """The anchors, each with its words and those around them."""
        found = []
        for anchor in self.row.anchors:
            before, words, after = anchor.context(package.texts[anchor.source_id].replace("\n", "¶"), CONTEXT)
            found.append({"anchor": str(anchor), "before": before, "words": words, "after": after})
        return found

    def as_json(self, package: Package) -> str:
        """One line of JSON with the anchored words in their context, and no other cell."""
        facts = {"task": self.row.name, "table": self.row.table, "row_id": self.row.row_id, "shown": self.shown}
        return json.dumps(facts | {"words": self.passages(package), "asked": self.asked}, ensure_ascii=False)


def tasks(package: Package, options: Options) -> Iterator[Task]:
    """Yield each report or row with a cell that nobody has answered as it is."""
    unanswered: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cell, state in states(package, options.checker).items():
        if state == UNANSWERED:
            owner = owner_of(package, cell)
            unanswered[owner.table, owner.row_id].add(owner.column)
    rows = [row for row in review_rows(package) if row.table in CONTENT and row.table not in OWNERS]
    for row in rows:
        open_columns = unanswered[row.table, row.row_id]
        names = [name for name in (*asked(row.table), *asked_sets(row.table)) if name in open_columns]
        in_source = options.source is None or any(a.source_id == options.source for a in row.anchors)
        if names and in_source and options.table in (None, row.table):
            alone = not any(row.shares_passage(other) for other in rows)
            yield Task(row, names, shown(package, row, alone=alone))


def owner_of(package: Package, cell: Cell) -> Cell:
    """The cell of the report or claim that a participant or location is asked with; the cell itself in other tables."""
    for column, owner in OWNERS.get(cell.table, {}).items():
        if row_id := rows_by_id(package, cell.table)[cell.row_id][column]:
            return Cell(owner, row_id, cell.table)
    return cell


def shown(package: Package, row: Row, *, alone: bool) -> dict[str, Any]:
    """What tells a coder which row is meant; own words only where another row shares its passage."""
    found: dict[str, Any] = {}
    for name, facts in columns(row.table).items():
        if row.cells[name] and (
            facts.get("identifies") == ALWAYS or facts.get("identifies") == SHARED_PASSAGE and not alone
        ):
            found[name] = row.cells[name]
            if target := facts.get("references"):
                found[name] = {
                    "id": row.cells[name],
                    "title": rows_by_id(package, target)[row.cells[name]][TITLES[target]],
                }
            elif row.table == "disagreements":
                found[name] = side(package, row.cells[name])
    return found


def side(package: Package, name: str) -> dict[str, str]:
    """One row of a disagreement: its words, who says so, and its article, but none of its codes."""
    table, _, row_id = name.partition(":")
    row = rows_by_id(package, table)[row_id]
    words = row[TITLES[table]] if table in TITLES else rows_by_id(package, "events")[row["event_id"]]["title"]
    speaker = row[who] if (who := speaker_column(table)) else ""
    name_of_speaker = rows_by_id(package, "actors")[speaker]["name"] if speaker else ""
    return {"row": name, "words": words, "speaker": name_of_speaker, "article": row["source_id"]}


def codebook(package: Package, chosen: list[Task]) -> dict[str, Any]:
    """What the asked columns mean, with their codes; and the actors, places and events that answers name."""
    codes = vocabularies(package.tables["codes"])
    tables = {task.row.table for task in chosen}
    tables |= {owned for table in tables for owned in asked_sets(table)}
    described: dict[str, dict[str, Any]] = {}
    for table in (table for table in CONTENT if table in tables):
        described[table] = {name: _entry(table, name, codes) for name in asked(table)}
        for owned in asked_sets(table):
            words = f"The {owned} of this row, as a list of lists: {json.dumps([asked(owned)])}; [] for none."
            described[table][owned] = {"description": words}
    spellings = defaultdict(set)
    for name in rows_by_id(package, "names").values():
        spellings[name["actor_id"] or name["place_id"]].add(name["spelling"])
    entities = {
        table: [
            {"id": row_id, "name": row["name"], "kind": row["kind"], "spellings": sorted(spellings[row_id])}
            for row_id, row in rows_by_id(package, table).items()
        ]
        for table in ("actors", "places")
    }
    events = [{"id": row_id, "title": row["title"]} for row_id, row in rows_by_id(package, "events").items()]
    return {"codebook": described, **entities, "events": events}


def _entry(table: str, name: str, codes: dict[str, Any]) -> dict[str, Any]:
    """The codebook entry of a column."""
    column = schema(table).columns[name]
    entry = {"description": column.description, "kind": column.metadata["role"]}
    entry["blank"] = column.metadata["blank"] if column.nullable else "never blank"
    if target := foreign_keys(table).get(name):
        entry["id of"] = target
    if field := column.metadata.get("codes"):
        rows = codes[field]
        entry["codes"] = {
            code: f"{label}. {words}"
            for code, label, words in zip(rows["code"], rows["label"], rows["definition"], strict=True)
        }
    return entry
