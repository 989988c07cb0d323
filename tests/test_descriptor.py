"""`datapackage.json` and `schemas/*.json`: frictionless finds what breaks them, and then nothing is published."""

import csv
import io
import json

import publish
from publish import validation
from publish.descriptor import about, encode, table_schemas
from publish.tables import KIND_OF
from publish.validation import package_problems
from schemas import MODELS, csv_path, vocabularies
from tests.conftest import contents

BROKEN = [  # table, column, cell that is put into its last row, what frictionless says
    ("participants", "report_id", "er-9999", "violates the foreign key"),
    ("military_claims", "assertion_id", "as-9999", "violates the foreign key"),
    ("actors", "member_of", "nobody", "violates the foreign key"),
    ("positions", "stance", "indifferent", "does not conform"),
    ("readings", "reading_id", "reading 1", "does not conform"),
    ("names", "spelling", "", "does not conform"),
    ("places", "latitude", "91", "does not conform"),
    ("events", "date_start", "29 March 2022", "Type error"),
]


def described(tables, published, **edited: bytes) -> dict[str, bytes]:
    """What frictionless reads, with the bytes of some tables edited; size and digest agree with them."""
    files = published | {csv_path(table): content for table, content in edited.items()}
    files |= table_schemas(vocabularies(tables["codes"]))
    files["datapackage.json"] = encode(tables, files, about())
    return {path: content for path, content in files.items() if path.startswith(("data", "schemas"))}


def edited(content: bytes, column: str, cell: str) -> bytes:
    """A CSV with another cell in its last row."""
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    rows[-1][header.index(column)] = cell
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()


def test_sound_package_is_valid(tables, published):
    """Frictionless finds no error in the whole package."""
    assert list(package_problems(described(tables, published))) == []


def test_what_is_broken_is_found(tables, published):
    """A cell that breaks its type, constraint or key, a row that stands twice, and bytes that are not those described."""
    files = {table: edited(published[csv_path(table)], column, cell) for table, column, cell, _ in BROKEN}
    for table in ("quotes", "codes"):  # a key of one column, and one of several
        files[table] = published[csv_path(table)] + published[csv_path(table)].splitlines(keepends=True)[-1]
    made = described(tables, published, **files)
    for path in ("data/exceptions.csv", "data/parquet/actors.parquet"):
        made[path] = made[path][:-1] + b"x"
    made["data/parquet/places.parquet"] += b"x"
    found = [str(problem) for problem in package_problems(made)]
    expected = [(f"{csv_path(table)}:{len(tables[table]) + 1}", words) for table, _, _, words in BROKEN]
    expected += [
        (f"{csv_path(table)}:{len(tables[table]) + 2}", "violates the primary key") for table in ("quotes", "codes")
    ]
    expected += [(path, "expected hash") for path in ("data/exceptions.csv", "data/parquet/actors.parquet")]
    expected += [("data/parquet/places.parquet", "expected byte count")]
    for place, words in expected:
        assert any(each.startswith(place) and words in each for each in found), "\n".join([place, words, *found])


def test_invalid_package_is_not_published(tiny, run, monkeypatch):
    """Where frictionless refuses a file that we made, the build names it and publishes nothing."""
    monkeypatch.setattr(validation, "package_problems", package_problems)
    sound = publish.tables.encode
    monkeypatch.setattr(publish.tables, "encode", lambda frame: sound(frame) + sound(frame).splitlines(True)[-1])
    before = contents(tiny)
    ran = run(tiny, "--no-dist")
    assert ran.status == 1 and contents(tiny) == before
    assert ran.err.startswith("data/derived/") and "is refused by frictionless (" in ran.err
    assert ran.err.endswith("; nothing was published.\n")


def test_every_table_is_described(tables, published):
    """A table is a CSV and a Parquet resource that share one schema, with all its columns and no label twice."""
    made = described(tables, published)
    resources = {resource["name"]: resource for resource in json.loads(made["datapackage.json"])["resources"]}
    assert list(resources) == [*KIND_OF, *(f"{table}_parquet" for table in KIND_OF)] and set(KIND_OF) == set(MODELS)
    for table in MODELS:
        path = f"schemas/{table}.json"
        assert resources[table]["schema"] == resources[f"{table}_parquet"]["schema"] == path
        fields = json.loads(made[path])["fields"]
        assert [field["name"] for field in fields] == list(tables[table])
        for field in fields:
            assert field["role"] and field["description"], (table, field["name"])
            labels = [category["label"] for category in field.get("categories", [])]
            assert len(labels) == len(set(labels)), (table, field["name"])


def test_self_reference_names_no_resource(tables):
    """A key to the table itself leaves `resource` out, as version 2 of the standard asks."""
    actors = json.loads(table_schemas(vocabularies(tables["codes"]))["schemas/actors.json"])
    assert {"fields": ["member_of"], "reference": {"fields": ["actor_id"]}} in actors["foreignKeys"]


def test_sources_are_identified_not_included(tables, published):
    """Each article is named with its digest and size; none has a path, for none is in the package."""
    sources = json.loads(described(tables, published)["datapackage.json"])["sources"]
    assert [source["sha256"] for source in sources] == tables["sources"]["sha256"].tolist()
    assert all(source["title"] and "path" not in source for source in sources)
