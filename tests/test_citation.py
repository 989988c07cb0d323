"""Files by which others cite and find the package; their validators live in an environment of their own."""

import json
import re
import shutil
import subprocess
import sys
import tomllib

import pandas as pd
import pytest
import yaml

from istanbul_talks.citing import FORMATS, form, of_package
from publish import citation, croissant, descriptor
from schemas import MODELS, arrow_types
from tests.conftest import ROOT, replace
from tests.test_release import LEFT_OUT, done

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


def clear(folder):
    """Leave publisher, repository, DOI and contact empty in the `about.toml` of a folder."""
    file = folder / "publish" / "about.toml"
    text, _, _ = file.read_text("utf-8").partition("[contact]")
    text = re.sub(r'^(publisher|repository|doi) = ".*?"', r'\1 = ""', text, flags=re.MULTILINE)
    file.write_text(text + '[contact]\nname = ""\nemail = ""\n', "utf-8")


@pytest.fixture
def empty(tmp_path):
    """A folder with the files that the facts come from; publisher, repository, DOI and contact are empty."""
    (tmp_path / "publish").mkdir()
    for name in ("publish/about.toml", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    clear(tmp_path)
    return tmp_path


FILLED = {
    "publisher": "Example Library & Archive",
    "repository": "https://example.org/talks_2022",
    "doi": "10.1234/talks_2022",
    "email": "data@example.org",
}


def fill(folder, **facts):
    """Write facts into `about.toml`, each in the place of an empty one."""
    file = folder / "publish" / "about.toml"
    for name, value in facts.items():
        replace(file, f'\n{name} = ""', f'\n{name} = "{value}"')


@pytest.fixture
def filled(empty):
    """The facts of the package with publisher, repository, DOI and contact."""
    fill(empty, **FILLED, name="Data desk")
    return descriptor.about(empty)


@pytest.mark.release
@pytest.mark.parametrize("facts", ["empty", "filled"])
def test_citation_file_is_valid(facts, request, tmp_path):
    """CITATION.cff passes the schema of its format, with and without the facts that somebody may fill in."""
    given = request.getfixturevalue(facts)
    file = tmp_path / "CITATION.cff"
    file.write_bytes(citation.cff(given if facts == "filled" else descriptor.about(given)))
    ran = validator("cffconvert", "--validate", "-i", file)
    assert ran.returncode == 0, ran.stderr
    assert "valid according to schema version 1.2.0" in ran.stdout


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


def test_what_is_filled_in_is_in_every_file(filled, tables, published):
    """Publisher, repository, DOI and contact are in the descriptor, the files for others, and the citations."""
    package = json.loads(descriptor.encode(tables, published, filled))
    assert (package["id"], package["homepage"]) == (f"https://doi.org/{FILLED['doi']}", FILLED["repository"])
    people = [person for person in package["contributors"] if person["roles"] != ["creator"]]
    assert people == [
        {"title": FILLED["publisher"], "roles": ["publisher"]},
        {"title": "Data desk", "email": FILLED["email"], "roles": ["contact"]},
    ]
    cff = yaml.safe_load(citation.cff(filled))
    assert (cff["doi"], cff["repository-code"]) == (FILLED["doi"], FILLED["repository"])
    assert cff["contact"] == [{"name": "Data desk", "email": FILLED["email"]}]
    zenodo = json.loads(citation.zenodo(filled))
    assert zenodo["contributors"] == [{"name": "Data desk", "type": "ContactPerson"}]
    assert zenodo["related_identifiers"] == [{"identifier": FILLED["repository"], "relation": "isSupplementTo"}]
    for facts in (package, filled):  # the reader has the one, the page the other
        words = {name: form([of_package(facts)], name) for name in FORMATS}
        (item,) = json.loads(words["csl"])
        assert [item[name] for name in ("publisher", "URL", "DOI")] == [
            FILLED[n] for n in ("publisher", "repository", "doi")
        ]
        assert words["text"].endswith(f" [Data set]. {FILLED['publisher']}. https://doi.org/{FILLED['doi']}")
        for name in ("bibtex", "biblatex"):
            assert "  publisher = {{Example Library \\& Archive}},\n" in words[name]
            assert f"  doi = {{{FILLED['doi']}}},\n  url = {{{FILLED['repository']}}},\n" in words[name]
        for tag, name in {"PB": "publisher", "DO": "doi", "UR": "repository"}.items():
            assert f"\n{tag}  - {FILLED[name]}\n" in words["ris"]


@pytest.mark.release
def test_a_build_writes_what_is_filled_in(tmp_path):
    """A project in which somebody filled in `about.toml` builds, and its files, its page and its reader have the facts."""
    project = shutil.copytree(ROOT, tmp_path / "project", ignore=LEFT_OUT)
    clear(project)
    fill(project, **FILLED, name="Data desk")
    built = done(sys.executable, "build.py", "--root", "tests/tiny", cwd=project)
    assert built.returncode == 0, built.stderr
    for path in ("datapackage.json", "CITATION.cff", ".zenodo.json", "dist/page/index.html"):
        assert FILLED["repository"] in (project / "tests/tiny" / path).read_text("utf-8"), path
    cited = done(sys.executable, "-m", "istanbul_talks", "--package", "tests/tiny", "cite", "nm-001", cwd=project)
    assert cited.stdout.endswith(f"{FILLED['publisher']}. https://doi.org/{FILLED['doi']}\n"), cited.stderr


def test_what_is_empty_is_in_no_file(empty, tables, published):
    """A fact that nobody filled in leaves no key and no empty value."""
    facts = descriptor.about(empty)
    package = json.loads(descriptor.encode(tables, published, facts))
    assert not {"id", "homepage", "publisher", "contact", "repository", "doi"} & set(package)
    files = [package, yaml.safe_load(citation.cff(facts)), json.loads(citation.zenodo(facts))]
    files += json.loads(form([of_package(package)], "csl"))
    assert not {"doi", "repository-code", "contact"} & set(files[1])
    assert not {"contributors", "related_identifiers"} & set(files[2])
    assert not {"publisher", "URL", "DOI"} & set(files[3])
    for file in files:
        assert [name for name, value in file.items() if value in ("", [], {}, None)] == []
    for name in FORMATS:
        assert not re.search(
            r"doi|url|publisher|^(PB|DO|UR)", form([of_package(package)], name), re.IGNORECASE | re.MULTILINE
        )


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            {"doi": "https://doi.org/10.1234/x"},
            "doi is 'https://doi.org/10.1234/x'; write the part of the DOI that begins with 10.",
        ),
        ({"repository": "example.org"}, "repository is 'example.org'; write an address that begins with https://"),
        ({"email": "a@example.org"}, "contact.name is ''; write a name beside the email address, or leave both empty"),
        ({"name": "Desk"}, "contact.email is ''; write an email address beside the name, or leave both empty"),
    ],
)
def test_an_address_of_another_form_is_refused(empty, facts, message):
    """What would be a broken link in every file is one message that names the key."""
    fill(empty, **facts)
    with pytest.raises(ValueError, match=f"^{re.escape(f'publish/about.toml: {message}')}$"):
        descriptor.about(empty)


def test_addresses_of_the_wheel_agree():
    """If pyproject.toml names a repository, it is that of about.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = project.get("urls", {}).get("Repository")
    assert named in (None, descriptor.about().get("repository")), "write the repository into publish/about.toml, too"


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
        assert digest[:12] in entry


@pytest.mark.release
def test_croissant_is_valid():
    """croissant.json passes mlcroissant without a warning of its own."""
    ran = validator("mlcroissant", "validate", "--jsonld", "croissant.json")
    assert ran.returncode == 0, ran.stderr
    assert not [line for line in ran.stderr.splitlines() if line.startswith(("E", "W"))], ran.stderr


@pytest.mark.release
def test_croissant_records_load(tables):
    """Every record set gives the rows of its table, and the first one its cells."""
    ran = validator("python", "-c", LOAD, ROOT / "croissant.json")
    assert ran.returncode == 0, ran.stderr
    found = {name: (n, row) for name, n, row in map(json.loads, ran.stdout.splitlines())}
    assert {name: n for name, (n, _) in found.items()} == {table: len(tables[table]) for table in MODELS}
    for table, (_, row) in found.items():
        words = [name for name, kind in arrow_types(table).items() if str(kind) == "string"]
        first = tables[table].iloc[0]
        assert {n: row[n] for n in words if not pd.isna(first[n])} == first[words].dropna().to_dict()
