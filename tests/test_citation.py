"""Files by which others cite and find the package; their validators live in an environment of their own."""

import json
import re
import shutil
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
    """The facts of the package."""
    return descriptor.about()


def validator(name, *words):
    """What a validator did; the test is skipped where it is not installed."""
    program = VALIDATORS / name
    if not program.exists():
        pytest.skip(f"{name} is not at hand: make .venv/validators/ready")
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, cwd=ROOT)


def test_citation_file_is_valid():
    """CITATION.cff passes the schema of its format."""
    done = validator("cffconvert", "--validate", "-i", "CITATION.cff")
    assert done.returncode == 0, done.stderr
    assert "valid according to schema version 1.2.0" in done.stdout


@pytest.mark.parametrize(
    "fault",
    [{"type": "table"}, {"license": "CC-BY-9"}, {"authors": []}, {"date-released": "soon"}, {"title": None}],
    ids=lambda fault: next(iter(fault)),
)
def test_a_fault_of_the_citation_file_is_found(about, tmp_path, fault):
    """The validator refuses a citation file with a fault."""
    facts = {**yaml.safe_load(citation.cff(about)), **fault}
    (tmp_path / "CITATION.cff").write_text(yaml.safe_dump(facts))
    assert validator("cffconvert", "--validate", "-i", tmp_path / "CITATION.cff").returncode != 0


def test_one_place_holds_name_version_and_day(about):
    """All files for others have one title, version, day, licence and creator."""
    root = {name: (ROOT / name).read_text("utf-8") for name in ("CITATION.cff", ".zenodo.json", "croissant.json")}
    cff, zenodo, crs = yaml.safe_load(root["CITATION.cff"]), *map(json.loads, list(root.values())[1:])
    package = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert {cff["version"], zenodo["version"], crs["version"], package["version"]} == {version}
    assert {cff["title"], zenodo["title"], crs["name"], package["title"]} == {about["title"]}
    days = {cff["date-released"], zenodo["publication_date"], crs["datePublished"], package["created"][:10]}
    assert days == {about["created"][:10]}
    assert cff["license"].lower() == zenodo["license"] == package["licenses"][0]["name"].lower()
    people = [person["title"] for person in about["contributors"]]
    assert [person["name"] for person in cff["authors"]] == people
    assert [person["name"] for person in zenodo["creators"]] == people
    assert [person["name"] for person in crs["creator"]] == people


def test_changelog_begins_with_the_version(about):
    """The newest heading of the changelog names the version and its day."""
    heading = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[1]
    assert heading == f"{about['version']}, {about['created'][:10]}"


def test_archive_is_told_that_this_is_a_dataset(about):
    """The file for Zenodo names a data set under an open licence, and its text is no markup but its paragraphs."""
    facts = json.loads(citation.zenodo({**about, "description": "a < b\n\nc & d"}))
    assert (facts["upload_type"], facts["access_right"], facts["license"]) == ("dataset", "open", "cc-by-4.0")
    assert facts["description"] == "<p>a &lt; b</p><p>c &amp; d</p>"


def test_bibliography_has_an_entry_for_each_article(tables):
    """sources.bib has the articles, each with its digest."""
    entries = (ROOT / "sources.bib").read_text("utf-8").split("\n@")
    assert len(entries) == len(tables["sources"])
    for entry, digest in zip(entries, tables["sources"]["sha256"], strict=True):
        assert digest in entry


def test_croissant_is_valid():
    """croissant.json passes mlcroissant without a warning of its own."""
    done = validator("mlcroissant", "validate", "--jsonld", "croissant.json")
    assert done.returncode == 0, done.stderr
    assert "Done." in done.stderr
    assert not [line for line in done.stderr.splitlines() if line.startswith(("E", "W"))], done.stderr


@pytest.mark.parametrize("fault", ["distribution", "column", "key"])
def test_a_fault_of_croissant_is_found(tmp_path, fault):
    """mlcroissant refuses a description that does not fit itself."""
    facts = json.loads((ROOT / "croissant.json").read_bytes())
    if fault == "distribution":
        facts["distribution"][-1]["@id"] = "elsewhere.csv"
    elif fault == "column":
        facts["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "elsewhere.csv"
    else:
        facts["recordSet"][0]["field"][0]["dataType"] = "sc:Nonsense"
    (tmp_path / "croissant.json").write_text(json.dumps(facts))
    assert validator("mlcroissant", "validate", "--jsonld", tmp_path / "croissant.json").returncode != 0


def test_croissant_records_load(tables, tmp_path):
    """Every record set gives the rows of its table, and the first one its cells."""
    done = validator("python", "-c", LOAD, ROOT / "croissant.json")
    assert done.returncode == 0, done.stderr
    found = {name: (n, row) for name, n, row in map(json.loads, done.stdout.splitlines())}
    assert {name: n for name, (n, _) in found.items()} == {stem: len(tables[stem]) for stem in MODELS}
    for stem, (_, row) in found.items():
        assert list(row) == list(tables[stem])
        words = [name for name, kind in arrow_types(stem).items() if str(kind) == "string"]
        first = tables[stem].iloc[0]
        assert {n: row[n] for n in words if not pd.isna(first[n])} == first[words].dropna().to_dict()


def test_croissant_sees_a_changed_file(tmp_path):
    """Records of a file whose digest is another do not load."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "croissant.json", tmp_path)
    path = tmp_path / "data" / "parquet" / "sources.parquet"
    path.write_bytes(path.read_bytes() + b" ")
    done = validator("python", "-c", LOAD, tmp_path / "croissant.json")
    assert done.returncode != 0
    assert "sha256" in done.stderr.lower() or "hash" in done.stderr.lower()


def test_croissant_follows_the_descriptor():
    """The committed file is what the committed descriptor gives."""
    package = json.loads((ROOT / "datapackage.json").read_bytes())
    assert croissant.encode(package) == (ROOT / "croissant.json").read_bytes()
