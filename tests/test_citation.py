"""Files by which others cite and find the package; their validators live in an environment of their own."""

import json
import re
import subprocess
import tomllib

import pandas as pd
import pytest
import yaml

from publish import citation, croissant, descriptor
from schemas import MODELS, arrow_types
from tests.conftest import ROOT

VALIDATORS = ROOT / ".venv" / "validators" / "bin"

LOAD = """
import json, sys
import mlcroissant
data = mlcroissant.Dataset(jsonld=sys.argv[1])
for records in data.metadata.record_sets:
    rows = list(data.records(records.uuid))
    cells = {k.split("/")[1]: v.decode() if isinstance(v, bytes) else str(v) for k, v in rows[0].items()}
    print(json.dumps([records.uuid, len(rows), cells]))
"""


@pytest.fixture(scope="module")
def about():
    """The facts of the package, with somebody who contributed and made nothing."""
    facts = descriptor.about()
    return {**facts, "contributors": [*facts["contributors"], {"title": "A reviewer", "roles": ["reviewer"]}]}


def validator(name, *words):
    """What a validator did; the test is skipped where it is not installed."""
    program = VALIDATORS / name
    if not program.exists():
        pytest.skip(f"{name} is not at hand: make .venv/validators/ready")
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, cwd=ROOT)


@pytest.mark.release
def test_citation_file_is_valid():
    """CITATION.cff passes the schema of its format."""
    done = validator("cffconvert", "--validate", "-i", "CITATION.cff")
    assert done.returncode == 0, done.stderr
    assert "valid according to schema version 1.2.0" in done.stdout


def test_all_files_agree(about, tables, published):
    """All files for others have one title, version, day and licence, and name those who made the package, and only them."""
    cff, zenodo = yaml.safe_load(citation.cff(about)), json.loads(citation.zenodo(about))
    package = json.loads(descriptor.encode(tables, published, about))
    crs = json.loads(croissant.encode(package, published))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert {cff["version"], zenodo["version"], crs["version"], package["version"]} == {version}
    assert {cff["title"], zenodo["title"], crs["name"], package["title"]} == {about["title"]}
    days = {cff["date-released"], zenodo["publication_date"], crs["datePublished"], package["created"][:10]}
    assert days == {about["created"][:10]}
    assert cff["license"].lower() == zenodo["license"] == package["licenses"][0]["name"].lower()
    for named in (cff["authors"], zenodo["creators"], crs["creator"]):
        assert [person["name"] for person in named] == ["Istanbul Talks 2022 maintainers"]


def test_changelog_begins_with_the_version(about):
    """The newest heading of the changelog that is released names the version and its day."""
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert (
        next(heading for heading in headings if not heading.endswith(", unreleased"))
        == f"{about['version']}, {about['created'][:10]}"
    )


def test_zenodo_gets_a_dataset(about):
    """The file for Zenodo names a data set under an open licence, and its text is no markup but its paragraphs."""
    facts = json.loads(citation.zenodo({**about, "description": "a < b\n\nc & d"}))
    assert (facts["upload_type"], facts["access_right"], facts["license"]) == ("dataset", "open", "cc-by-4.0")
    assert facts["description"] == "<p>a &lt; b</p><p>c &amp; d</p>"


def test_bibliography_has_an_entry_for_each_article(tables):
    """sources.bib has the articles, each with its digest."""
    entries = citation.bibliography(tables["sources"]).decode().split("\n@")
    assert len(entries) == len(tables["sources"])
    for entry, digest in zip(entries, tables["sources"]["sha256"], strict=True):
        assert digest in entry


@pytest.mark.release
def test_croissant_is_valid():
    """croissant.json passes mlcroissant without a warning of its own."""
    done = validator("mlcroissant", "validate", "--jsonld", "croissant.json")
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if line.startswith(("E", "W"))], done.stderr


@pytest.mark.release
def test_croissant_records_load(tables):
    """Every record set gives the rows of its table, and the first one its cells."""
    done = validator("python", "-c", LOAD, ROOT / "croissant.json")
    assert done.returncode == 0, done.stderr
    found = {name: (n, row) for name, n, row in map(json.loads, done.stdout.splitlines())}
    assert {name: n for name, (n, _) in found.items()} == {table: len(tables[table]) for table in MODELS}
    for table, (_, row) in found.items():
        words = [name for name, kind in arrow_types(table).items() if str(kind) == "string"]
        first = tables[table].iloc[0]
        assert {n: row[n] for n in words if not pd.isna(first[n])} == first[words].dropna().to_dict()
