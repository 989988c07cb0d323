"""The published files: where they are, what the descriptor says about them, and their rows as text.

A wheel has them in `istanbul_talks/package/`; in a clone they stand beside this folder.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
ROOT = HERE / "package" if (HERE / "package").is_dir() else HERE.parent

T = TypeVar("T")


class UnknownName(LookupError):
    """No table or row has this name; the message suggests the nearest and, with a heading, lists all that exist."""

    def __init__(self, what: str, name: str, names: Iterable[str], heading: str = "") -> None:
        known = list(dict.fromkeys(names))
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        parts = [f"there is no {what} {name!r}"]
        parts += [f"nearest: {', '.join(near)}"] if near else []
        parts += [f"{heading}: {', '.join(known)}"] if heading else []
        super().__init__("; ".join(parts))


class CorruptPackage(Exception):
    """A file of the package cannot be used; the message says which, why, and what to do."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}  cannot be used ({reason}): reinstall the package, or run: python build.py")


def row_digest(cells: Mapping[str, str | None]) -> str:
    """SHA-256 of a row: of its cells that are not blank, by column name, each as the text in its CSV.

    Neither the order of the columns nor a blank one makes a difference.

    >>> row_digest({"b": "1", "a": "x", "c": None}) == row_digest({"a": "x", "b": "1"})
    True
    """
    filled = {column: cell for column, cell in cells.items() if cell}
    canonical = json.dumps(filled, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Resource:
    """A published file. `schema` is the path of its Table Schema, or the schema itself."""

    name: str
    path: str
    format: str
    description: str
    sha256: str
    schema: Any


@dataclass(frozen=True)
class Schema:
    """The Table Schema of a table. `fields` maps each column, in order, to what the schema says about it."""

    fields: dict[str, dict[str, Any]]
    primary_key: list[str]
    foreign_keys: dict[str, str]  # column -> table

    def columns(self, **properties: Any) -> list[str]:
        """The columns whose fields have these properties, such as `role="group"` or `titlesRow=True`."""
        return [name for name, field in self.fields.items() if properties.items() <= field.items()]

    def labels(self, column: str) -> dict[str, str]:
        """Code -> label; empty where the column holds no codes."""
        return {code["value"]: code["label"] for code in self.fields[column].get("categories", ())}


@dataclass(frozen=True)
class Row:
    """A row of a table; `cells` maps each column to its text in the CSV, which is empty where the cell is blank."""

    table: str
    row_id: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.table}:{self.row_id}"


@dataclass(frozen=True)
class Package:
    """The package in a folder. Files are read when they are asked for, and compared with their digests."""

    root: Path
    facts: dict[str, Any]  # datapackage.json
    sha256: str  # of datapackage.json
    resources: dict[str, Resource]

    @property
    def tables(self) -> dict[str, Resource]:
        """Table -> its CSV, in the order of the package."""
        return {name: resource for name, resource in self.resources.items() if resource.format == "csv"}

    def table(self, name: str) -> Resource:
        """The CSV of a table. Raises UnknownName."""
        if not isinstance(name, str):
            raise TypeError(f"a table is named by a string, such as 'quotes'; this is {name!r}")
        if name not in self.tables:
            raise UnknownName("table", name, self.tables, "tables")
        return self.resources[name]

    def parquet(self, table: str) -> Resource:
        """The Parquet file of a table. Raises UnknownName, and CorruptPackage where there is none."""
        name = f"{self.table(table).name}_parquet"
        if name not in self.resources:
            raise CorruptPackage(name, "the descriptor does not list it")
        return self.resources[name]

    def file(self, path: str) -> Path:
        """The file at a relative path. Raises CorruptPackage where that is no plain file, or leads out of the package."""
        parts = PurePosixPath(path).parts
        if parts and not path.startswith("/") and ".." not in parts and not set(path) & set("\\:\0"):
            file = (self.root / path).resolve()
            if file.is_file() and file.is_relative_to(self.root.resolve()):
                return file
        raise CorruptPackage(path, "it is no file of the package")

    def read(self, resource: Resource) -> bytes:
        """The bytes of a file. Raises CorruptPackage where they are not those that were published."""
        try:
            content = self.file(resource.path).read_bytes()
        except OSError as error:
            raise CorruptPackage(resource.path, error.strerror or "it cannot be read") from error
        if hashlib.sha256(content).hexdigest() != resource.sha256:
            raise CorruptPackage(resource.path, "its SHA-256 is not the one in datapackage.json")
        return content

    def schema(self, table: str) -> Schema:
        """The schema of a table. Raises UnknownName and CorruptPackage."""
        schema = self.table(table).schema
        path = schema if isinstance(schema, str) else "datapackage.json"
        try:
            return _schema(table, json.loads(self.file(path).read_bytes()) if isinstance(schema, str) else schema)
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise CorruptPackage(path, f"{error}, in the schema of {table}") from error

    def rows(self, table: str) -> list[Row]:
        """The rows of a table. Raises UnknownName and CorruptPackage."""
        schema, content = self.schema(table), self.read(self.table(table))
        try:
            header, *lines = csv.reader(io.StringIO(content.decode(), newline=""))
            if header != list(schema.fields):
                raise ValueError("other columns")
            if any(len(line) != len(header) for line in lines):
                raise ValueError("a row with more or fewer cells")
            records = [dict(zip(header, line)) for line in lines]
            return [Row(table, ".".join(cells[column] for column in schema.primary_key), cells) for cells in records]
        except (ValueError, KeyError, TypeError, csv.Error) as error:
            raise CorruptPackage(self.table(table).path, f"it is not the CSV of its schema: {error}") from error

    def find(self, name: str) -> Row:
        """The row `qt-031`, or `quotes:qt-031`. Raises UnknownName, which suggests the nearest."""
        if not isinstance(name, str):
            raise TypeError(f"a row is named by a string, such as 'qt-031'; this is {name!r}")
        table, _, row_id = name.rpartition(":")
        names = []
        for row in (row for name in ([table] if table else self.tables) for row in self.rows(name)):
            if row.row_id == row_id:
                return row
            names.append(str(row) if table else row.row_id)
        raise UnknownName("row", name, names)

    def anchors(self, row: Row) -> list[dict[str, str]]:
        """The rows of `evidence` for the anchors of a row, in their order."""
        anchors = (anchor.cells for anchor in self.rows("evidence"))
        return [anchor for anchor in anchors if (anchor["table"], anchor["row_id"]) == (row.table, row.row_id)]

    def title(self, table: str, row_id: str) -> str:
        """The words by which people know a row, or its id where it has none."""
        columns = self.schema(table).columns(titlesRow=True)
        rows = self.rows(table) if columns else []
        return next((row.cells[columns[0]] or row_id for row in rows if row.row_id == row_id), row_id)


def open_package(root: str | Path = ROOT) -> Package:
    """The package in a folder, such as an unpacked archive of another version; else the one that is installed.

    Raises CorruptPackage where its `datapackage.json` cannot be used.
    """
    root = Path(root)
    try:
        content = (root / "datapackage.json").read_bytes()
        facts = json.loads(content)
        for key in ("name", "title", "version"):
            _get(facts, key, str)
        date.fromisoformat(_get(facts, "created", str)[:10])
        for person in _get(facts, "contributors", list):
            _get(person, "title", str), _get(person, "roles", list)
        resources = [_resource(item) for item in _get(facts, "resources", list)]
    except OSError as error:
        raise CorruptPackage("datapackage.json", error.strerror or "it cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise CorruptPackage("datapackage.json", str(error)) from error
    package = Package(root, facts, hashlib.sha256(content).hexdigest(), {item.name: item for item in resources})
    if not package.tables:
        raise CorruptPackage("datapackage.json", "it has no table")
    return package


def _resource(item: Any) -> Resource:
    name, path, form = _get(item, "name", str), _get(item, "path", str), _get(item, "format", str)
    description = " ".join(_get(item, "description", str).split())
    return Resource(name, path, form, description, _get(item, "hash", str).removeprefix("sha256:"), item.get("schema"))


def _schema(table: str, item: Any) -> Schema:
    """A Table Schema as JSON has it. Raises ValueError where it lacks what is needed."""
    fields = {_get(field, "name", str): field for field in _get(item, "fields", list)}
    foreign_keys: dict[str, str] = {}
    for key in item.get("foreignKeys", ()):
        # A key to the table itself names no resource.
        target = _get(key, "reference", dict).get("resource") or table
        foreign_keys |= dict.fromkeys(_get(key, "fields", list), target)
    for category in (category for field in fields.values() for category in field.get("categories", ())):
        _get(category, "value", str), _get(category, "label", str)
    return Schema(fields, _get(item, "primaryKey", list), foreign_keys)


def _get(item: Any, key: str, kind: type[T]) -> T:
    """`item[key]`, which must be of a kind. Raises ValueError."""
    value = item.get(key) if isinstance(item, dict) else None
    if not isinstance(value, kind):
        raise ValueError(f"`{key}` is missing, or is no {kind.__name__}")
    return value
