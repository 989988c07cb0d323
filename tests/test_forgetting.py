"""What is forgotten is refused: nothing new falls through to a silent default.

That a rule has its cases is shown in `test_rules.py`, and that a side has its colour in `test_build.py`.
"""

import re
import subprocess
import sys

import pytest

from istanbul_talks.citing import FORMATS
from pipeline.database import RULES, open_database
from schemas import MODELS, arrow_types, columns, primary_key, schema
from tests.conftest import ROOT

# Codes about which a rule of pairs has nothing to say, on purpose.
SILENT = {
    ("neutral_role", "participant_role"): {"addressee", "affected", "agent", "attendee", "speaker", "target"},
    ("neutral_role", "side"): {"russia", "ukraine"},
}


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


def test_vocabularies_are_those_of_the_columns(tables):
    """No column has a vocabulary without codes, and no vocabulary is without a column."""
    used = {facts["codes"] for table in MODELS for facts in columns(table).values() if "codes" in facts}
    assert used == set(tables["codes"]["field"])


def test_every_code_is_in_a_pair(package):
    """A new code needs at least one pair in each rule that compares its vocabulary, or stands in SILENT."""
    with open_database(package) as database:
        missing = []
        for column, field in (('"value"', "field"), ("other_value", "other_field")):
            unpaired = database.sql(f"""
                select r.rule_name, c.field, c.code
                from pair_rules as r
                join codes as c on c.field = r.{field}
                left join allowed_pairs as p on p."rule" = r.rule_name and p.{column} = c.code
                where p."rule" is null
            """).fetchall()
            missing += [f"{rule}: {code}" for rule, name, code in unpaired if code not in SILENT.get((rule, name), ())]
        listed = {name for (name,) in database.sql("select rule_name from pair_rules").fetchall()}
    assert not missing, f"add a row to data/allowed_pairs.csv for each of {missing}"
    readers = {file.stem for file in RULES.glob("*.sql") if f"= '{file.stem}'" in file.read_text(encoding="utf-8")}
    assert listed == readers, "list the rule in rules/relations/7_pair_rules.sql, or remove it there"


def test_page_has_every_citation_format():
    """A format that the reader knows is known to the script of the page, and no other."""
    script = (ROOT / "publish/page/script/cite.js").read_text(encoding="utf-8")
    assert re.findall(r"(\w+):", re.search(r"const FORMATS = \{(.*)\}", script)[1]) == list(FORMATS)


def test_no_import_is_suppressed():
    """What the build imports leaves every library usable: pandera, with hypothesis, still makes examples."""
    code = (
        "import build, publish, publish.figures, sys; print([n for n, module in sys.modules.items() if module is None])\n"
        "from pandera.pandas import Column, DataFrameSchema\n"
        "print(len(DataFrameSchema({'n': Column(int)}).example(size=2)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("[]\n2\n", 0), done.stderr


def test_days_are_written_as_every_system_can():
    """No day is formatted without its leading zero by a directive that only glibc knows."""
    code = {path: path.read_text(encoding="utf-8") for path in [ROOT / "build.py", *ROOT.glob("[a-z]*/**/*.py")]}
    assert len(code) > 100
    assert [path.name for path, text in code.items() if re.search(r"%[-_^#]\w", text)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", *(f"tests/{file.name}" for file in ROOT.glob("tests/*.lock"))])
def test_lock_names_versions_and_digests_and_no_host(lock):
    """Each package is locked to a version with its digests, wherever it is downloaded from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[A-Za-z0-9._-]+==\S+( ; [^\\]+)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+", block), block
    assert not re.search(r"https?:|index-url|find-links|file:", text)
