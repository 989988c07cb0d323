"""`datapackage.json` describes the published files, and a validator that knows nothing of this project can tell.

Frictionless reads every CSV against its schema, keys, size and digest. It does not look into contributors, sources and
licences, nor at which resource types the standard knows: for these the rules of the standard are written out here.
"""

import csv
import io
import json

import jsonschema
import pytest
from frictionless import Package

from publish.descriptor import about, csv_path, encode
from publish.parquet import MODELS
from schemas import DERIVED, TABLES

# Of https://datapackage.org/profiles/2.0/datapackage.json, what frictionless lets pass.
PATH = {"type": "string", "pattern": r"^(?![./~]|file:)(?!.*(/\.\./|\\))((?!.*://)|(http|ftp)s?://)"}
NAMED = {"title": {"type": "string"}, "path": PATH, "email": {"type": "string", "pattern": "@"}}
PROFILE = {
    "required": ["resources"],
    "properties": {
        "contributors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    **NAMED,
                    **{name: {"type": "string"} for name in ("givenName", "familyName", "organization")},
                    "roles": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                    "role": False,
                },
            },
        },
        "sources": {
            "type": "array",
            "items": {"type": "object", "minProperties": 1, "properties": {**NAMED, "version": {"type": "string"}}},
        },
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "anyOf": [{"required": ["name"]}, {"required": ["path"]}],
                "properties": {**NAMED, "name": {"type": "string", "pattern": "^[-a-zA-Z0-9._]+$"}},
            },
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["name", "path"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[-a-z0-9._]+$"},
                    "path": PATH,
                    "type": {"enum": ["table"]},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "bytes": {"type": "integer"},
                },
            },
        },
        # The day alone is ours, not the standard's: a clock would make every build differ.
        "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT00:00:00Z$"},
    },
}


@pytest.fixture
def descriptor(published):
    return json.loads(published["datapackage.json"])


def data_files(published):
    return {path: data for path, data in published.items() if path.endswith((".csv", ".parquet"))}


def write(folder, files):
    """Write a package into `folder`; return it as frictionless reads it."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return Package(str(folder / "datapackage.json"))


def errors(report):
    return {kind for (kind,) in report.flatten(["type"])}


def edited(data, edit):
    """The CSV `data` after `edit` changed its rows, a list of dicts, in place."""
    reader = csv.DictReader(io.StringIO(data.decode()))
    rows = list(reader)
    edit(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def found_in(stem, edit, tables, published, root, folder):
    """Types of the errors in table `stem` after `edit`, with size and digest described anew so that they agree."""
    files = data_files(published)
    files[csv_path(stem)] = edited(files[csv_path(stem)], edit)
    described = {**files, "datapackage.json": encode(tables, files, about(root))}
    return errors(write(folder, described).get_resource(stem).validate())


def test_package_is_valid(published, tmp_path):
    """Frictionless finds no error in the whole package."""
    report = write(tmp_path, published).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "type", "note"])


@pytest.mark.parametrize("path", [csv_path(stem) for stem in MODELS] + ["data/parquet/events.parquet"])
def test_a_changed_byte_is_found(published, path, tmp_path):
    """A file that differs by one bit from the one described fails."""
    data = bytearray(published[path])
    data[len(data) // 2] ^= 1
    package = write(tmp_path, {**data_files(published), path: data, "datapackage.json": published["datapackage.json"]})
    resource = next(resource for resource in package.resources if resource.path == path)
    assert not resource.validate().valid


def test_digest_and_size_are_compared(published, descriptor, tmp_path):
    """A wrong digest and a wrong size fail by themselves, of a CSV and of a Parquet file."""
    for resource in descriptor["resources"]:
        if resource["name"] in ("actors", "actors_parquet"):
            resource["hash"] = f"sha256:{'0' * 64}"
        if resource["name"] in ("places", "places_parquet"):
            resource["bytes"] += 1
    package = write(tmp_path, {**data_files(published), "datapackage.json": json.dumps(descriptor).encode()})
    for name in ("actors", "actors_parquet"):
        assert errors(package.get_resource(name).validate()) == {"hash-count"}
    for name in ("places", "places_parquet"):
        assert errors(package.get_resource(name).validate()) == {"byte-count"}


@pytest.mark.parametrize(
    ("stem", "column", "value", "error"),
    [
        ("participants", "event_id", "ev-9999", "foreign-key"),
        ("actors", "member_of", "nobody", "foreign-key"),
        ("places", "within", "nowhere", "foreign-key"),
        ("actors", "side", "nowhere", "constraint-error"),
        ("events", "event_id", "event 1", "constraint-error"),
        ("sources", "frame_basis", "printed or so", "constraint-error"),
        ("actors", "name", "", "constraint-error"),
        ("segments", "start", "-1", "constraint-error"),
        ("places", "latitude", "91", "constraint-error"),
        ("events", "date_start", "29 March 2022", "type-error"),
        ("segments", "n", "one", "type-error"),
    ],
)
def test_a_broken_cell_is_found(tables, published, root, tmp_path, stem, column, value, error):
    """A cell that breaks its column's type, constraint or key fails, even where size and digest agree."""

    def edit(rows):
        rows[-1][column] = value

    assert error in found_in(stem, edit, tables, published, root, tmp_path)


@pytest.mark.parametrize(("stem", "error"), [("actors", "primary-key"), ("codes", "primary-key")])
def test_a_duplicate_key_is_found(tables, published, root, tmp_path, stem, error):
    """A row that stands twice fails, under a key of one column and under a key of several."""
    assert error in found_in(stem, lambda rows: rows.append(rows[0]), tables, published, root, tmp_path)


def test_every_table_is_described(descriptor):
    """Each table is a validated CSV resource and a Parquet resource, with one schema that has all its columns."""
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert list(resources) == [*TABLES, *DERIVED, *(f"{stem}_parquet" for stem in MODELS)]
    for stem, model in MODELS.items():
        fields = resources[stem]["schema"]["fields"]
        assert resources[stem]["type"] == "table"
        assert resources[stem]["schema"] == resources[f"{stem}_parquet"]["schema"]
        assert [field["name"] for field in fields] == list(model.to_schema().columns)


def test_labels_are_unique(descriptor):
    """No two codes of a vocabulary share a label: the standard forbids it."""
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            labels = [category["label"] for category in field.get("categories", [])]
            assert len(labels) == len(set(labels)), (resource["name"], field["name"])


def test_self_reference_names_no_resource(descriptor):
    """A key to the table itself leaves `resource` out, as version 2 of the standard asks."""
    actors = next(resource for resource in descriptor["resources"] if resource["name"] == "actors")
    assert {"fields": ["member_of"], "reference": {"fields": ["actor_id"]}} in actors["schema"]["foreignKeys"]


def test_profile(descriptor):
    """Contributors, sources, licences and resources are as version 2 of the standard asks."""
    jsonschema.validate(descriptor, PROFILE)


@pytest.mark.parametrize(
    "fault",
    [
        {"contributors": []},
        {"contributors": [{}]},
        {"contributors": [{"title": "Somebody", "roles": "creator"}]},
        {"contributors": [{"title": "Somebody", "role": "author"}]},
        {"contributors": {"title": "Somebody"}},
        {"sources": [{}]},
        {"sources": ["An article"]},
        {"sources": [{"title": "An article", "path": "../sources/article.txt"}]},
        {"licenses": [{"title": "Some licence"}]},
        {"licenses": [{"name": "CC BY 4.0"}]},
        {"resources": [{"name": "a", "path": "a.parquet", "type": "file"}]},
        {"resources": [{"name": "a", "path": "/a.csv"}]},
        {"created": "2022-03-29T10:45:11Z"},
    ],
    ids=json.dumps,
)
def test_a_breach_of_the_profile_is_found(descriptor, fault):
    """Each of these passes or nearly passes elsewhere, and fails here."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**descriptor, **fault}, PROFILE)


def test_sources_are_identified_not_included(descriptor, tables):
    """Each article is named with its digest and size; none has a path, for none is in the package."""
    assert [source["sha256"] for source in descriptor["sources"]] == tables["sources"]["sha256"].tolist()
    assert all(source["title"] and "path" not in source for source in descriptor["sources"])


def test_bytes_repeat(tables, published, root):
    """The same tables and files give the same descriptor."""
    files = data_files(published)
    assert encode(tables, files, about(root)) == encode(tables, dict(reversed(files.items())), about(root))
