"""The files of the package: where they lie, what the descriptor says of them, and single rows of them.

A wheel carries the files under `istanbul_talks/package/`; in a clone they stand beside this folder.
"""

import hashlib
import json
import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE / "package" if (HERE / "package").is_dir() else HERE.parent

# The column by which people know a row of a table that other rows name.
LABELS = {"actors": "name", "events": "title", "places": "name", "quotes": "gloss", "sources": "file_name"}


class Unknown(LookupError):
    """No table or row has this name; the message suggests the nearest."""

    def __init__(self, what, name, names):
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        self.message = f"there is no {what} {name!r}" + (f"; nearest: {', '.join(near)}" if near else "")
        super().__init__(self.message)


@cache
def descriptor():
    """`datapackage.json` as it stands."""
    return json.loads((ROOT / "datapackage.json").read_bytes())


@cache
def resources():
    """Stem -> the resource of its CSV, in the order of the package."""
    found = descriptor()["resources"]
    return {resource["name"]: resource for resource in found if resource["format"] == "csv"}


def resource(table):
    """The resource of a table. Raises Unknown."""
    if table not in resources():
        raise Unknown("table", table, list(resources()))
    return resources()[table]


def fields(table):
    """Column -> its field in the Table Schema."""
    return {field["name"]: field for field in resource(table)["schema"]["fields"]}


def foreign_keys(table):
    """The foreign keys of a table; a key to the table itself names it, too."""
    keys = resource(table)["schema"].get("foreignKeys", ())
    return [{**key, "reference": {"resource": resource(table)["name"], **key["reference"]}} for key in keys]


def parquet_path(table):
    """The file that holds the typed cells of a table."""
    twin = f"{resource(table)['name']}_parquet"
    return ROOT / next(found["path"] for found in descriptor()["resources"] if found["name"] == twin)


@cache
def records(table):
    """The rows of a table as dictionaries, without pandas; a blank cell is None."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(parquet_path(table)).read().to_pylist()


def row_id(table, record):
    """The id of a row: the cell of its key, or those of a key of several columns joined by a full stop."""
    return ".".join(str(record[name]) for name in resource(table)["schema"]["primaryKey"])


def find(name):
    """(table, number of the row from 0, record) of `qt-031`, or of `quotes:qt-031`. Raises Unknown."""
    table, _, wanted = name.rpartition(":")
    tables = [resource(table)["name"]] if table else list(resources())
    seen = []
    for stem in tables:
        for number, record in enumerate(records(stem)):
            seen.append(row_id(stem, record))
            if seen[-1] == wanted:
                return stem, number, record
    raise Unknown("row", name, [f"{table}:{found}" for found in seen] if table else seen)


def label(table, wanted):
    """The words by which people know a row of a table, or its id where it has none."""
    column = LABELS.get(table)
    return next((r[column] for r in records(table) if row_id(table, r) == wanted), wanted) if column else wanted


def lines(table):
    """The lines of the CSV of a table, without its header; no cell holds a line end."""
    return (ROOT / resource(table)["path"]).read_bytes().split(b"\n")[1:-1]


def folder(named=None):
    """The folder of the articles, or None: `named`, else ISTANBUL_TALKS_SOURCES."""
    found = named or os.environ.get("ISTANBUL_TALKS_SOURCES")
    return Path(found) if found else None


def articles(where):
    """(source_id -> text of each article in the folder `where` that is the file that was coded, what is wrong)."""
    texts, faults = {}, []
    for source in records("sources"):
        file = where / source["file_name"]
        try:
            raw = file.read_bytes()
        except OSError as error:
            faults.append(f"{file}  cannot be read ({error.strerror}): its anchors are not proven")
            continue
        if hashlib.sha256(raw).hexdigest() == source["sha256"]:
            texts[source["source_id"]] = raw.decode()
        else:
            faults.append(f"{file}  is not the file that was coded: its anchors are not proven")
    return texts, faults
