"""`datapackage.json` and `schemas/*.json`: everything published, described by the Data Package standard, version 2."""

import hashlib
import inspect
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.api.pandas.components import Column

from istanbul_talks.citing import DOI
from publish.parquet import is_ordered
from publish.tables import CORE, KIND_OF
from schemas import MODELS, csv_path, foreign_keys, primary_key, schema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FACTS = ("name", "title", "description", "version", "created", "licenses", "rights", "contributors", "keywords")
WHERE_KNOWN = ("id", "homepage")
# A fact of about.toml, the form that the files need, and how to say so.
FORMS = {
    "doi": (r"10\.\d+/\S+", "the part of the DOI that begins with 10."),
    "repository": (r"https://\S+", "an address that begins with https://"),
    "contact.name": (r".*\S.*", "a name beside the email address, or leave both empty"),
    "contact.email": (r"[^@\s]+@[^@\s]+", "an email address beside the name, or leave both empty"),
}
TYPES = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean", "date32[day]": "date"}
# A pandera check, the constraint that says the same in a Table Schema, and the statistic that holds its value.
CONSTRAINTS = {
    "matches": ("pattern", "pattern"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
}
# A fact of a column in the models, and the property of a field that holds it.
PROPERTIES = {
    "role": "role",
    "unit": "unit",
    "blank": "blank",
    "judged": "judged",
    "reference": "reference",
    "titles_row": "titlesRow",
    "speaker": "speaker",
}
CSV = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
# Without `type`, since the profile knows only `table`, and with a capital: of a table in `parquet` frictionless misses a
# wrong hash and refuses every size.
PARQUET = {"format": "Parquet", "mediatype": "application/vnd.apache.parquet"}


def about(root: Path = Path(__file__).parents[1]) -> dict[str, Any]:
    """The facts of `publish/about.toml` that are filled in, and `version` from `pyproject.toml`.

    The descriptor has `doi` as `id`, `repository` as `homepage`, and publisher and contact among its contributors: these
    are added. Raises ValueError for an address that cannot be right.
    """
    facts = tomllib.loads((root / "publish" / "about.toml").read_text("utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    contact = {"name": "", "email": ""} | facts.pop("contact", {})
    facts |= {"version": project["version"], "contact": contact if any(contact.values()) else None}
    facts = {name: value for name, value in facts.items() if value}
    check_forms(facts)
    if "doi" in facts:
        facts["id"] = DOI + facts["doi"]
    if "repository" in facts:
        facts["homepage"] = facts["repository"]
    if "publisher" in facts:
        facts["contributors"].append({"title": facts["publisher"], "roles": ["publisher"]})
    if "contact" in facts:
        facts["contributors"].append({"title": contact["name"], "email": contact["email"], "roles": ["contact"]})
    return facts


def check_forms(facts: Mapping[str, Any]) -> None:
    """Raise ValueError where a fact of `about.toml` has another form than the files need."""
    given = {**facts, **{f"contact.{name}": value for name, value in facts.get("contact", {}).items()}}
    for name, (form, meant) in FORMS.items():
        if name in given and not re.fullmatch(form, given[name]):
            raise ValueError(f"publish/about.toml: {name} is {given[name]!r}; write {meant}")


def creators(facts: Mapping[str, Any]) -> list[str]:
    """The names of those who made the package, not of all who contributed."""
    return [person["title"] for person in facts["contributors"] if "creator" in person["roles"]]


def encode(tables: Mapping[str, pd.DataFrame], files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The bytes of `datapackage.json`: each table as CSV, content first, then each as Parquet; `group` says its kind.

    `files` maps the paths of all CSV and Parquet files to their bytes. Raises KeyError where a table has no file.
    """
    listed = [table for table in KIND_OF if table in tables]
    parquet = [
        _resource(f"{table}_parquet", table, f"data/parquet/{table}.parquet", files, PARQUET) for table in listed
    ]
    return to_json(_package(tables, listed, files, about, parquet))


def encode_core(tables: Mapping[str, pd.DataFrame], files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The bytes of `datapackage-core.json`: the CSV of the tables that most readers want, which refer to no other."""
    return to_json(_package(tables, CORE, files, {**about, "name": f"{about['name']}-core"}, []))


def _package(
    tables: Mapping[str, pd.DataFrame],
    listed: Iterable[str],
    files: Mapping[str, bytes],
    about: Mapping[str, Any],
    others: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """A descriptor of the CSV of some tables, and of other resources."""
    return {
        "$schema": PROFILE,
        **{fact: about[fact] for fact in FACTS},
        **{fact: about[fact] for fact in WHERE_KNOWN if fact in about},
        "sources": _sources(tables["sources"]),
        "resources": [*(_resource(table, table, csv_path(table), files, CSV) for table in listed), *others],
    }


def table_schemas(codes: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Relative path -> bytes of the Table Schema of every table; `codes` maps each vocabulary to its rows."""
    return {schema_path(table): to_json(_table_schema(table, codes)) for table in MODELS}


def schema_path(table: str) -> str:
    """Where the Table Schema of a table lies in the package."""
    return f"schemas/{table}.json"


def to_json(value: Mapping[str, Any]) -> bytes:
    """JSON as this package publishes it: two spaces, UTF-8, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _table_schema(table: str, codes: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """A Table Schema. `fieldsMatch` stays out: the published profile and its prose contradict each other."""
    fields = [_field(name, column, codes) for name, column in schema(table).columns.items()]
    keys = [_foreign_key(table, name, target) for name, target in foreign_keys(table).items()]
    described = {"fields": fields, "missingValues": [""], "primaryKey": primary_key(table)}
    return {**described, "foreignKeys": keys} if keys else described  # the standard refuses an empty list


def _resource(name: str, table: str, path: str, files: Mapping[str, bytes], form: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "title": table.replace("_", " ").capitalize(),
        "description": inspect.cleandoc(MODELS[table].__doc__ or ""),
        "group": KIND_OF[table],
        **form,
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
        "schema": schema_path(table),
    }


def _field(name: str, column: Column, codes: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    facts = column.metadata
    field = {
        "name": name,
        "type": TYPES[str(column.dtype.type.pyarrow_dtype)],
        "description": column.description,
        **{word: facts[fact] for fact, word in PROPERTIES.items() if fact in facts},
    }
    constraints = _constraints(column)
    if "codes" in facts:
        terms = codes[facts["codes"]]
        pairs = zip(terms["code"], terms["label"], strict=True)
        field["categories"] = [{"value": code, "label": label} for code, label in pairs]
        field["categoriesOrdered"] = is_ordered(terms)
        constraints["enum"] = terms["code"].tolist()  # `categories` alone is not enforced
    return {**field, "constraints": constraints}


def _constraints(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    if column.unique:
        constraints["unique"] = True
    for check in column.checks:
        name, statistic = CONSTRAINTS[check.name]
        # Of a column that may be blank frictionless applies a pattern to no text when it publishes to SQL, and ends.
        if name != "pattern" or not column.nullable:
            constraints[name] = check.statistics[statistic]
    # frictionless puts ^ and $ round a pattern, which bind tighter than a bare |.
    if "|" in constraints.get("pattern", ""):
        constraints["pattern"] = f"({constraints['pattern']})"
    return constraints


def _foreign_key(table: str, name: str, target: str) -> dict[str, Any]:
    # A key to the table itself names no resource: the standard forbids it.
    where = {} if target == table else {"resource": target}
    return {"fields": [name], "reference": {**where, "fields": primary_key(target)}}


def _sources(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The articles: named and identified, without a path, for they are not in the package."""
    titles = frame["publisher"].fillna(frame["file_name"])
    columns = {"title": titles, "fileName": frame["file_name"], "sha256": frame["sha256"], "bytes": frame["n_bytes"]}
    cells = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in cells]
