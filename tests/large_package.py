"""A synthetic package of several files with one defect of each kind, and how its problems are asked for."""

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path

import frictionless

from bench.synthetic import TABLES, write
from pipeline import large
from schemas import csv_path
from tests.conftest import ROOT

TABLES_AT_HAND = (*TABLES, "codes")


@dataclass(frozen=True)
class Defect:
    """What is changed in a row of a table, and the rule that must see it; without a column it adds a line."""

    rule: str
    table: str
    row_id: str
    column: str
    cell: str
    frictionless: str = ""  # its name for the same fault, where it knows it


DEFECTS = (
    Defect("required", "events", "ev-0000001", "title", "", "constraint-error"),
    Defect("unknown_code", "quotes", "qt-0000003", "topic", "weather", "constraint-error"),
    Defect("dangling_reference", "quotes", "qt-0000004", "speaker_id", "nobody", "foreign-key"),
    Defect("cell_type", "events", "ev-0000005", "date_start", "2022-02-30", "type-error"),
    Defect("matches", "sources", "s000001", "language", "english", "constraint-error"),
    Defect("past_end", "names", "nm-0000002", "evidence", "s000001:99990-99999"),
    Defect("duplicate_key", "events", "ev-0000033", "", "", "primary-key"),
    Defect("segment_overlap", "segments", "s000002-003", "end", "400"),
    Defect("group_differs", "quotes", "qt-0000061", "statement_id", "st-0000060"),
    Defect("day_is_one_day", "events", "ev-0000025", "date_end", "2022-03-31"),
    Defect("consolidated_not_reported", "events", "ev-0000008", "status", "claimed"),
    Defect("outside_source", "event_reports", "er-0000012", "source_id", "s000002"),
    Defect("unused_entity", "statements", "st-0000014", "group_id", "st-0000914"),
    Defect("malformed_line", "names", "nm-0000000", "", "nm-0000099,cut", "missing-cell"),
)


def write_package(folder: Path) -> Path:
    """A sound package of 40 events in four articles, each table in two files."""
    return write(folder, 40, parts=2)


def spoil(folder: Path) -> None:
    """Put every defect into the files of a package."""
    for defect in DEFECTS:
        for file in sorted((folder / "data" / defect.table).glob("*.csv")) or [folder / csv_path(defect.table)]:
            with file.open(encoding="utf-8", newline="") as source:
                header, *rows = csv.reader(source)
            for row in [row for row in rows if row[0] == defect.row_id]:
                if defect.column:
                    row[header.index(defect.column)] = defect.cell
                else:
                    rows.append(defect.cell.split(",") if defect.cell else row)
            with file.open("w", encoding="utf-8", newline="") as target:
                csv.writer(target, lineterminator="\n").writerows([header, *rows])


def spoilt_package(folder: Path) -> Path:
    """A package with every defect."""
    spoil(write_package(folder))
    return folder


def problems(folder: Path, *words: str) -> list[str]:
    """The problems of a package and its articles under some options of the command, sorted."""
    parser = argparse.ArgumentParser()
    large.add_arguments(parser)
    options = parser.parse_args([str(folder), "--texts", str(folder / "texts"), *words])
    return sorted(map(str, large.check(options)[1]))


def frictionless_package(folder: Path) -> frictionless.Package:
    """The package of one file a table as frictionless has it, with the published schemas of the tables that are there."""
    schemas = {table: json.loads((ROOT / f"schemas/{table}.json").read_bytes()) for table in TABLES_AT_HAND}
    resources = []
    for table, schema in schemas.items():
        keys = [key for key in schema.get("foreignKeys", []) if (key["reference"].get("resource") or table) in schemas]
        described = {"name": table, "type": "table", "path": csv_path(table), "schema": {**schema, "foreignKeys": keys}}
        resources.append(described)
    return frictionless.Package({"name": "large", "resources": resources}, basepath=str(folder))
