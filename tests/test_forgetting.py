"""What is forgotten is refused: nothing new falls through to a silent default.

That a rule has its cases is shown in `test_rules.py`, that a code has its pairs in `test_allowed_pairs.py`, and that a side
has its colour in `test_build.py`.
"""

import re

import pytest

import istanbul_talks
from istanbul_talks.citing import FORMATS
from publish import codebook, descriptor, rules_page
from schemas import MODELS, arrow_types, columns, primary_key, schema
from tests.conftest import ROOT


@pytest.mark.parametrize("table", MODELS)
def test_every_column_is_described(table):
    """A table has a key and a docstring; a column says what it holds, and where it may be blank, what a blank means."""
    assert MODELS[table].__doc__ and list(columns(table))[0] in primary_key(table)
    for name, column in schema(table).columns.items():
        assert column.description and column.description.endswith("."), f"{table}.{name} has no description"
        assert column.nullable == ("blank" in column.metadata), f"{table}.{name}: say what a blank means"


def test_one_name_has_one_type():
    """A column of one name has one type in every table."""
    types: dict[str, set[str]] = {}
    for table in MODELS:
        for name, kind in arrow_types(table).items():
            types.setdefault(name, set()).add(str(kind))
    del types["value"]  # a number where it is counted, a code in allowed_pairs
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_every_code_is_defined_and_its_vocabulary_used(tables):
    """A code has a label and a definition, and stands in the codebook; no column has a vocabulary without codes."""
    codes = tables["codes"]
    assert codes[codes[["label", "definition"]].isna().any(axis=1)]["code"].tolist() == []
    page = codebook.encode(tables, descriptor.about()).decode()
    assert [code for code in codes["code"] if f"`{code}`" not in page] == []
    used = {facts["codes"] for table in MODELS for facts in columns(table).values() if "codes" in facts}
    assert used == set(codes["field"])


@pytest.mark.parametrize("name", ["ris", "BibTeX", ""])
def test_unknown_citation_format_is_refused(name):
    """No other format is printed for one that does not exist; those that do are named."""
    with pytest.raises(ValueError, match=f"there is no format '{name}'; use one of {', '.join(FORMATS)}"):
        istanbul_talks.cite(format=name)
    script = (ROOT / "publish/page/script/cite.js").read_text(encoding="utf-8")
    assert re.search(r"const FORMATS = \{(.*)\}", script)[1].count(":") == len(FORMATS)
    assert all(f"{known}: " in script for known in FORMATS)


def test_every_rule_is_on_the_page(tables):
    """The page of rules has each rule with its severity, and an example that it refuses."""
    page = rules_page.encode(tables["waivers"]).decode()
    names = {path.stem for path in (ROOT / "rules").glob("*.sql")}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/validators.lock", "tests/spark.lock"])
def test_lock_names_versions_and_digests_and_no_host(lock):
    """Each package is locked to a version with its digests, wherever it is downloaded from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[A-Za-z0-9._-]+==\S+( ; [^\\]+)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+", block), block
    assert not re.search(r"https?:|index-url|find-links|file:", text)
