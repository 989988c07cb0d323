"""The files of the package: where they lie, what the descriptor says of them, and single rows of them.

A wheel carries the files under `istanbul_talks/package/`; in a clone they stand beside this folder.
"""

import hashlib
import json
import os
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
ROOT = HERE / "package" if (HERE / "package").is_dir() else HERE.parent

# The column by which people know a row of a table that other rows name.
LABELS = {"actors": "name", "events": "title", "places": "name", "quotes": "gloss", "sources": "file_name"}


NO_FILE = "it is no file of the package"
WORDS = {str: "text", list: "list", dict: "object"}
DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?", re.ASCII)
# What the functions here take for granted in a descriptor.
SHAPE = {
    "name": str,
    "title": str,
    "version": str,
    "created": DAY,
    "contributors": [{"title": str, "roles": list}],
    "resources": [
        {
            "name": str,
            "path": str,
            "description": str,
            "format": str,
            "hash": str,
            "schema": {"fields": [{"name": str, "type": str}], "primaryKey": [str]},
        }
    ],
}


def row_digest(cells):
    """SHA-256 of a row: of its cells that are not blank, by column name, each as the text in its CSV."""
    filled = {column: cell for column, cell in cells.items() if cell}
    canonical = json.dumps(filled, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class Unknown(LookupError):
    """No table or row has this name; the message suggests the nearest."""

    def __init__(self, what, name, names):
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        self.message = f"there is no {what} {name!r}" + (f"; nearest: {', '.join(near)}" if near else "")
        super().__init__(self.message)


class Broken(Exception):
    """A file of the package that cannot be read; the message says which, why, and what to do."""

    def __init__(self, path, reason):
        self.message = f"{path}  cannot be read ({reason}): install the package anew, or run: make build"
        super().__init__(self.message)


@cache
def descriptor():
    """`datapackage.json` as it stands. Raises Broken where it is none of this package."""
    try:
        found = json.loads((ROOT / "datapackage.json").read_bytes())
    except OSError as error:
        raise Broken("datapackage.json", error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise Broken("datapackage.json", "it is not JSON") from error
    if fault := misshapen(found, SHAPE) or (None if any(map(_is_csv, found["resources"])) else "it has no table"):
        raise Broken("datapackage.json", fault)
    return found


def _is_csv(resource):
    return resource["format"] == "csv"


def misshapen(found, shape, name="it"):
    """Where a value lacks what the shape of a descriptor has, in words; None where it lacks nothing.

    >>> misshapen({"resources": [{"name": 1}]}, {"resources": [{"name": str}]})
    'name is no text'
    """
    if isinstance(shape, re.Pattern):
        return None if isinstance(found, str) and shape.fullmatch(found) else f"{name} is no day"
    if isinstance(shape, type):
        return None if isinstance(found, shape) else f"{name} is no {WORDS[shape]}"
    if not isinstance(found, type(shape)):
        return f"{name} is no {WORDS[type(shape)]}"
    if isinstance(shape, list):
        return next((fault for part in found if (fault := misshapen(part, shape[0], name))), None)
    missing = next((f"{key} is missing" for key in shape if key not in found), None)
    return missing or next((f for key in shape if (f := misshapen(found[key], shape[key], key))), None)


@cache
def resources():
    """Stem -> the resource of its CSV, in the order of the package."""
    return {resource["name"]: resource for resource in filter(_is_csv, descriptor()["resources"])}


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


def csv_path(table):
    """The file of a table as CSV. Raises Unknown, and Broken where there is none."""
    path = resource(table)["path"]
    if found := file(path):
        return found
    raise Broken(path, NO_FILE)


def parquet_path(table):
    """The file that holds the typed cells of a table. Raises Unknown, and Broken where there is none."""
    path = _twin(table)["path"]
    if found := file(path):
        return found
    raise Broken(path, NO_FILE)


def _twin(table):
    """The resource of the Parquet file of a table. Raises Unknown and Broken."""
    name = f"{resource(table)['name']}_parquet"
    found = next((found for found in descriptor()["resources"] if found["name"] == name), None)
    if found is None:
        raise Broken(name, NO_FILE)
    return found


def file(path):
    """The file of the package at a relative path; None where that leads out of the package, or to no plain file.

    No link is followed out, no device or pipe is read.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or set(path) & set("\\:\0"):
        return None
    found = (ROOT / path).resolve()
    return found if found.is_file() and found.is_relative_to(ROOT.resolve()) else None


def table(name):
    """A table as Arrow has it. Raises Unknown, and Broken where its file is missing or damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = parquet_path(name)
    try:
        # What has other bytes than were published is not read: it could be wrong in silence.
        if f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" != _twin(name)["hash"]:
            raise Broken(f"{name}.parquet", "damaged")
        # Not from those bytes: a thread of Arrow that lets go of them when Python has ended takes the process with it.
        found = pq.ParquetFile(path).read()
        found.validate(full=True)
    except (OSError, pa.ArrowException) as error:
        raise Broken(f"{name}.parquet", getattr(error, "strerror", None) or "damaged") from error
    return found


@cache
def records(name):
    """The rows of a table as dictionaries, without pandas; a blank cell is None."""
    return table(name).to_pylist()


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
    """The lines of the CSV of a table, without its header; no cell holds a line end. Raises Broken."""
    return csv_path(table).read_bytes().split(b"\n")[1:-1]


def folder(named=None):
    """The folder of the articles, or None: `named`, else ISTANBUL_TALKS_SOURCES."""
    found = named or os.environ.get("ISTANBUL_TALKS_SOURCES")
    return Path(found) if found else None


def articles(where):
    """(source_id -> text of each article in the folder `where` that is the file that was coded, what is wrong)."""
    texts, faults = {}, []
    for source in records("sources"):
        path = where / Path(source["file_name"]).name
        try:
            raw = path.read_bytes() if path.is_file() else None
        except OSError as error:
            faults.append(f"{path}  cannot be read ({error.strerror}): its anchors are not proven")
            continue
        if raw is None:
            faults.append(f"{path}  is not there: its anchors are not proven")
        elif hashlib.sha256(raw).hexdigest() == source["sha256"]:
            texts[source["source_id"]] = raw.decode()
        else:
            faults.append(f"{path}  is not the file that was coded: its anchors are not proven")
    return texts, faults
