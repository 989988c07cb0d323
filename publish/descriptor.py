"""`datapackage.json`: everything published, described by the Data Package standard, version 2."""

import hashlib
import inspect
import json
import tomllib
from pathlib import Path

from publish.parquet import is_ordered
from schemas import MODELS, csv_path, foreign_keys, primary_key, schema, vocabulary

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean", "date32[day]": "date"}
# A pandera check, the constraint that says the same in a Table Schema, and the statistic that holds its value.
CONSTRAINTS = {
    "whole": ("pattern", "pattern"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
}


def about(root=Path(__file__).parents[1]):
    """The facts of `publish/about.toml`, and `version` from `pyproject.toml`."""
    facts = tomllib.loads((root / "publish" / "about.toml").read_text("utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    return {**facts, "version": project["version"]}


def encode(tables, files, about):
    """The bytes of `datapackage.json`.

    `tables` maps stems to frames, `files` the published paths of all CSV and Parquet files to their bytes. Raises
    KeyError where a table has no file.
    """
    first = ("name", "title", "description", "version", "created", "licenses", "rights", "contributors", "keywords")
    schemas = {stem: table_schema(stem, tables["codes"]) for stem in tables}
    package = {
        "$schema": PROFILE,
        **{fact: about[fact] for fact in first},
        "sources": _sources(tables["sources"]),
        "resources": [
            *(_csv(stem, fields, files) for stem, fields in schemas.items()),
            *(_parquet(stem, fields, files) for stem, fields in schemas.items()),
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def table_schema(stem, codes):
    """The Table Schema of a table. `fieldsMatch` stays out: the published profile and its prose contradict each other."""
    fields = [_field(name, column, codes) for name, column in schema(stem).columns.items()]
    found = {"fields": fields, "missingValues": [""], "primaryKey": primary_key(stem)}
    if keys := [_foreign_key(stem, name, table) for name, table in foreign_keys(stem).items()]:
        found["foreignKeys"] = keys  # the standard refuses an empty list
    return found


def _csv(stem, fields, files):
    # Resources of type `table` are those whose cells and keys `frictionless validate` reads.
    form = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {**_resource(stem, stem, csv_path(stem), files, form), "schema": fields}


def _parquet(stem, fields, files):
    # No `type`, for the profile knows only `table`; and `Parquet` with a capital, since frictionless opens `parquet`
    # as a table, and of such a table it misses a wrong hash and refuses every size. So it compares both.
    form = {"format": "Parquet", "mediatype": "application/vnd.apache.parquet"}
    return {**_resource(f"{stem}_parquet", stem, f"data/parquet/{stem}.parquet", files, form), "schema": fields}


def _resource(name, stem, path, files, form):
    return {
        "name": name,
        "path": path,
        "title": stem.replace("_", " ").capitalize(),
        "description": inspect.cleandoc(MODELS[stem].__doc__),
        **form,
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
    }


def _field(name, column, codes):
    facts = {key: column.metadata[key] for key in ("unit", "blank", "judged", "reference") if key in column.metadata}
    field = {"name": name, "type": TYPES[str(column.dtype.type.pyarrow_dtype)], "description": column.description}
    constraints = _constraints(column)
    if "codes" in column.metadata:
        known = vocabulary(codes, column.metadata["codes"])
        pairs = zip(known["code"], known["label"], strict=True)
        facts["categories"] = [{"value": code, "label": label} for code, label in pairs]
        facts["categoriesOrdered"] = is_ordered(known)
        constraints["enum"] = known["code"].tolist()  # `categories` alone is not enforced
    return {**field, **facts, "constraints": constraints}


def _constraints(column):
    found = {"required": not column.nullable}
    if column.unique:
        found["unique"] = True
    for check in column.checks:
        name, statistic = CONSTRAINTS[check.name]
        found[name] = check.statistics[statistic]
    # frictionless puts ^ and $ round a pattern, which bind tighter than a bare |.
    if "|" in found.get("pattern", ""):
        found["pattern"] = f"({found['pattern']})"
    return found


def _foreign_key(stem, name, table):
    # A key to the table itself names no resource: the standard forbids it.
    where = {} if table == stem else {"resource": table}
    return {"fields": [name], "reference": {**where, "fields": primary_key(table)}}


def _sources(frame):
    """The articles: named and identified, without a path, for they are not in the package."""
    titles = frame["publisher"].fillna(frame["file_name"])
    columns = {"title": titles, "fileName": frame["file_name"], "sha256": frame["sha256"], "bytes": frame["n_bytes"]}
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*(column.tolist() for column in columns.values()), strict=True)
    ]
