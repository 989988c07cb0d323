"""`datapackage.json` and `schemas/*.json` describe the published files, and frictionless can tell.

It reads every CSV against its schema, keys, size and digest, and compares the digests of the Parquet files.
"""

import csv
import io
import json

import pytest
from frictionless import Package

from publish.descriptor import about, encode
from schemas import MODELS, csv_path


@pytest.fixture(scope="module")
def descriptor(published):
    return json.loads(published["datapackage.json"])


@pytest.fixture(scope="module")
def table_schemas(published):
    """Table -> its Table Schema."""
    return {table: json.loads(published[f"schemas/{table}.json"]) for table in MODELS}


def write(folder, files):
    """Write what is published into `folder`; return it as frictionless reads it."""
    for path, content in files.items():
        if path.startswith(("data", "schemas")):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    return Package(str(folder / "datapackage.json"))


def errors(report):
    return {kind for (kind,) in report.flatten(["type"])}


def edited(content, edit):
    """The CSV after `edit` changed its rows, a list of dicts, in place."""
    reader = csv.DictReader(io.StringIO(content.decode()))
    rows = list(reader)
    edit(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def found_in(table, edit, tables, published, folder):
    """Types of the errors in a table after `edit`, with size and digest described anew so that they agree."""
    files = {**published, csv_path(table): edited(published[csv_path(table)], edit)}
    files["datapackage.json"] = encode(tables, files, about())
    return errors(write(folder, files).get_resource(table).validate())


def test_package_is_valid(published, tmp_path):
    """Frictionless finds no error in the whole package."""
    report = write(tmp_path, published).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "type", "note"])


def test_digest_and_size_are_compared(published, descriptor, tmp_path):
    """A changed byte and a wrong size are found, of a CSV and of a Parquet file."""
    described = json.loads(published["datapackage.json"])
    for resource in described["resources"]:
        resource["bytes"] += resource["name"] in ("places", "places_parquet")
    files = {**published, "datapackage.json": json.dumps(described).encode()}
    for path in ("data/actors.csv", "data/parquet/actors.parquet"):
        content = bytearray(files[path])
        content[len(content) // 2] ^= 1
        files[path] = bytes(content)
    package = write(tmp_path, files)
    for name in ("actors", "actors_parquet"):
        assert "hash-count" in errors(package.get_resource(name).validate())
    for name in ("places", "places_parquet"):
        assert errors(package.get_resource(name).validate()) == {"byte-count"}


@pytest.mark.parametrize(
    ("table", "column", "value", "error"),
    [
        ("participants", "event_id", "ev-9999", "foreign-key"),
        ("actors", "member_of", "nobody", "foreign-key"),
        ("actors", "side", "nowhere", "constraint-error"),
        ("events", "event_id", "event 1", "constraint-error"),
        ("actors", "name", "", "constraint-error"),
        ("places", "latitude", "91", "constraint-error"),
        ("events", "date_start", "29 March 2022", "type-error"),
    ],
)
def test_a_broken_cell_is_found(tables, published, tmp_path, table, column, value, error):
    """A cell that breaks its column's type, constraint or key fails, even where size and digest agree."""
    assert error in found_in(table, lambda rows: rows[-1].update({column: value}), tables, published, tmp_path)


@pytest.mark.parametrize("table", ["actors", "codes"])
def test_a_duplicate_key_is_found(tables, published, tmp_path, table):
    """A row that stands twice fails, under a key of one column and under a key of several."""
    assert "primary-key" in found_in(table, lambda rows: rows.append(rows[0]), tables, published, tmp_path)


def test_every_table_is_described_once(descriptor, table_schemas, tables):
    """A table is a CSV and a Parquet resource that share one schema, with all its columns in order."""
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert list(resources) == [*MODELS, *(f"{table}_parquet" for table in MODELS)]
    for table, described in table_schemas.items():
        assert resources[table]["schema"] == resources[f"{table}_parquet"]["schema"] == f"schemas/{table}.json"
        assert [field["name"] for field in described["fields"]] == list(tables[table])


def test_fields_say_what_a_reader_of_rows_needs(table_schemas):
    """Each field has a role and a description; codes have labels, and no two share one, as the standard asks."""
    for table, described in table_schemas.items():
        for field in described["fields"]:
            assert field["role"] and field["description"], (table, field["name"])
            labels = [category["label"] for category in field.get("categories", [])]
            assert len(labels) == len(set(labels)), (table, field["name"])


def test_self_reference_names_no_resource(table_schemas):
    """A key to the table itself leaves `resource` out, as version 2 of the standard asks."""
    assert {"fields": ["member_of"], "reference": {"fields": ["actor_id"]}} in table_schemas["actors"]["foreignKeys"]


def test_sources_are_identified_not_included(descriptor, tables):
    """Each article is named with its digest and size; none has a path, for none is in the package."""
    assert [source["sha256"] for source in descriptor["sources"]] == tables["sources"]["sha256"].tolist()
    assert all(source["title"] and "path" not in source for source in descriptor["sources"])


def test_generated_json_ends_with_a_newline(published):
    """No tool changes a generated file by saving it."""
    for path, content in published.items():
        assert not path.endswith(".json") or content.endswith(b"}\n"), path
