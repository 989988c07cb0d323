"""The data archive and its catalogue entries, in the tools of the catalogues themselves."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from istanbul_talks import load, open_package
from istanbul_talks.citing import DOI
from publish import croissant
from publish.catalogues import data_archive, datacite, rocrate
from publish.descriptor import about, encode
from publish.release import tracked_files
from publish.tables import CORE
from schemas import MODELS, foreign_keys
from tests.conftest import ROOT
from tests.test_citation import FILLED, clear, fill, validator

# A script of the environment of catalogues: what it prints is compared.
PROFILES = """
import json, pathlib, dplib, jsonschema
for version in ("1.0", "2.0"):
    profile = json.loads((pathlib.Path(dplib.__file__).parent / "profiles" / version / "datapackage.json").read_text())
    for name in ("datapackage.json", "datapackage-core.json"):
        faults = [error.message for error in jsonschema.Draft7Validator(profile).iter_errors(json.load(open(name)))]
        print(version, name, *faults)
"""
TO_SQLITE = """
import sys
from frictionless import Package
for name in ("datapackage.json", "datapackage-core.json"):
    Package(name).publish(f"sqlite:///{sys.argv[1]}/{name}.sqlite")
"""
DATACITE = """
import json
from datacite import schema45
print(*(error.message for error in schema45.validator.iter_errors(json.load(open("datacite.json")))))
"""
HUB = """
import datasets, os, yaml
head = yaml.safe_load(open("README.md").read().split("---")[1])
for config in head["configs"]:
    rows = datasets.load_dataset(os.getcwd(), config["config_name"], split="train")
    print(config["config_name"], rows.num_rows)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """The data archive of this folder, unpacked."""
    folder = tmp_path_factory.mktemp("data")
    files = {path: (ROOT / path).read_bytes() for path in tracked_files(ROOT) if (ROOT / path).is_file()}
    for path, content in data_archive(files, about()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> dict[str, dict]:
    """The facts of the package where no address is filled in, and where all are."""
    found = {}
    for name, given in {"empty": {}, "filled": {**FILLED, "name": "Data desk"}}.items():
        folder = tmp_path_factory.mktemp(name)
        for path in ("publish/about.toml", "pyproject.toml"):
            (folder / path).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
        clear(folder)
        fill(folder, **given)
        found[name] = about(folder)
    return found


def catalogue(archive: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """What a program of the environment of catalogues did in the archive, without a network."""
    program, *others = map(str, words)
    made = ROOT / ".venv" / "catalogues" / "bin" / program
    if not made.exists():
        pytest.skip("there is no environment: make .venv/catalogues/ready")
    home = str(archive.parent)
    environment = {**os.environ, "HF_HOME": home, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HOME": home}
    return subprocess.run([made, *others], cwd=archive, env=environment, capture_output=True, text=True)


def test_core_descriptor_has_content_and_needs_nothing_else(published):
    """The tables that readers look for, as CSV, are a package of their own; every other is marked by its group."""
    core = json.loads(published["datapackage-core.json"])
    assert [each["name"] for each in core["resources"]] == list(CORE) and len(core["resources"]) < 20
    assert {target for table in CORE for target in foreign_keys(table).values()} <= set(CORE)
    groups = {each["name"]: each["group"] for each in json.loads(published["datapackage.json"])["resources"]}
    assert groups["quotes"] == groups["quotes_parquet"] == "What the articles say"
    assert groups["checks"] == "Records of the work" and set(MODELS) <= set(groups)


def test_archive_is_a_package_of_its_own(archive):
    """The reader opens the unpacked archive, every file has the digest of the descriptor, and no code is in it."""
    package = open_package(archive)
    assert len(load("quotes", package=package)) == len(package.rows("quotes"))
    assert all(package.read(resource) for resource in package.resources.values())
    assert not [path for path in archive.rglob("*") if path.suffix in (".py", ".sql", ".toml")]


def test_pages_of_the_archive_lead_to_files_that_it_has(archive):
    """A relative link in a page of the archive leads to a file of the archive."""
    pages = sorted(archive.rglob("*.md"))
    links = [
        (page, to) for page in pages for to in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")) if ":" not in to
    ]
    assert links and [(page.name, to) for page, to in links if not (page.parent / to).is_file()] == []


def test_addresses_arrive_where_they_are_known(facts, tables, published):
    """Publisher, DOI, repository and contact are in the entries of catalogues once about.toml has them, and no key before."""
    blank, filled = (json.loads(datacite(each)) for each in facts.values())
    assert blank["publisher"] == {"name": ":unav"} and not {"doi", "url", "contributors"} & set(blank)
    assert filled["publisher"] == {"name": FILLED["publisher"]}
    assert (filled["doi"], filled["url"]) == (FILLED["doi"], FILLED["repository"])
    assert filled["contributors"] == [{"name": "Data desk", "contributorType": "ContactPerson"}]
    blank, filled = ({each["@id"]: each for each in json.loads(rocrate({}, one))["@graph"]} for one in facts.values())
    assert not {"publisher", "identifier", "url"} & set(blank["./"]) and set(filled) - set(blank) == {
        "#publisher",
        f"mailto:{FILLED['email']}",
    }
    assert (filled["./"]["identifier"], filled["./"]["url"]) == (DOI + FILLED["doi"], FILLED["repository"])
    assert filled["#creator-1"]["contactPoint"] == {"@id": f"mailto:{FILLED['email']}"}
    blank, filled = (
        json.loads(croissant.encode(json.loads(encode(tables, published, each)), published)) for each in facts.values()
    )
    assert not {"publisher", "identifier", "url"} & set(blank)
    assert [each["name"] for each in filled["publisher"]] == [FILLED["publisher"]]


@pytest.mark.release
def test_descriptors_fit_both_versions_of_the_standard(archive):
    """datapackage.json and its core are valid by the profiles of Data Package 1 and 2, and frictionless says so."""
    ran = catalogue(archive, "python", "-c", PROFILES)
    names = ("datapackage.json", "datapackage-core.json")
    assert ran.stdout.splitlines() == [f"{version} {name}" for version in ("1.0", "2.0") for name in names], ran.stderr
    for name in names:
        ran = catalogue(archive, "frictionless", "validate", name)
        assert ran.returncode == 0 and "INVALID" not in ran.stdout, ran.stdout


@pytest.mark.release
def test_frictionless_publishes_to_sqlite(archive, tmp_path):
    """Frictionless itself makes a database of each descriptor, with every row of the tables."""
    import sqlite3

    ran = catalogue(archive, "python", "-c", TO_SQLITE, tmp_path)
    assert ran.returncode == 0, ran.stderr
    for name in ("datapackage.json", "datapackage-core.json"):
        with sqlite3.connect(tmp_path / f"{name}.sqlite") as base:
            for table in CORE:
                (n,) = base.execute(f'select count(*) from "{table}"').fetchone()
                assert n == len(open_package(ROOT).rows(table)), table


@pytest.mark.release
@pytest.mark.parametrize("given", ["empty", "filled"])
def test_datacite_is_valid(archive, facts, given):
    """datacite.json fits the JSON schema of DataCite 4.5, with and without the addresses that somebody may fill in."""
    (archive / "datacite.json").write_bytes(datacite(facts[given]))
    ran = catalogue(archive, "python", "-c", DATACITE)
    assert (ran.returncode, ran.stdout) == (0, "\n"), ran.stdout + ran.stderr


@pytest.mark.release
@pytest.mark.parametrize("given", ["empty", "filled"])
def test_rocrate_is_valid(archive, facts, given, tmp_path):
    """The archive passes the validator of RO-Crate 1.1, with and without addresses, and fails it without a licence."""
    metadata = archive / "ro-crate-metadata.json"
    files = {path.relative_to(archive).as_posix(): path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    files.pop(metadata.name)
    metadata.write_bytes(rocrate(files, facts[given]))
    cache = tmp_path / "cache"
    warmed = catalogue(archive, "python", ROOT / "tests" / "warm_rocrate.py", cache)
    assert warmed.returncode == 0, warmed.stderr
    words = ("validate", "--no-paging", "--offline", "--cache-path", cache)
    ran = catalogue(archive, "rocrate-validator", "-y", "--disable-color", *words, archive)
    assert ran.returncode == 0, ran.stdout
    sound = metadata.read_text("utf-8")
    metadata.write_text(sound.replace('"license"', '"lizenz"'), "utf-8")
    ran = catalogue(archive, "rocrate-validator", "-y", "--disable-color", *words, archive)
    metadata.write_text(sound, "utf-8")
    assert ran.returncode != 0


@pytest.mark.release
def test_dataset_card_loads_each_table(archive):
    """`datasets.load_dataset(folder, table)` gives every row of each configuration of the card."""
    ran = catalogue(archive, "python", "-c", HUB)
    assert ran.returncode == 0, ran.stderr
    package = open_package(archive)
    assert ran.stdout.splitlines() == [f"{table} {len(package.rows(table))}" for table in CORE]


@pytest.mark.release
def test_croissant_with_addresses_is_valid(facts, tables, published, tmp_path):
    """Croissant passes mlcroissant once publisher, DOI and repository are filled in, too."""
    made = croissant.encode(json.loads(encode(tables, published, facts["filled"])), published)
    (tmp_path / "croissant.json").write_bytes(made)
    ran = validator("mlcroissant", "validate", "--jsonld", tmp_path / "croissant.json")
    assert ran.returncode == 0, ran.stderr
    assert not [line for line in ran.stderr.splitlines() if line.startswith(("E", "W"))], ran.stderr
