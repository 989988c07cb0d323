"""Codes that go together: every code of a compared vocabulary is known to some pair, and every rule of pairs is listed."""

from pathlib import Path

import pytest

from pipeline.database import RULES, open_database
from pipeline.package import read

ROOT = Path(__file__).resolve().parents[1]
# Codes about which a rule has nothing to say, on purpose.
SILENT = {
    ("neutral_role", "participant_role"): {"addressee", "affected", "agent", "attendee", "speaker", "target"},
    ("neutral_role", "side"): {"russia", "ukraine"},
}


@pytest.fixture(scope="module")
def database():
    """The tables of the package, without the articles."""
    return open_database(read(ROOT)[0])


@pytest.mark.parametrize(("column", "field"), [('"value"', "field"), ("other_value", "other_field")])
def test_every_code_is_in_a_pair(database, column, field):
    """A new code needs at least one pair in each rule that compares its vocabulary, or stands in SILENT."""
    unpaired = database.sql(f"""
        select r.rule_name, c.field, c.code
        from pair_rules as r
        join codes as c on c.field = r.{field}
        left join allowed_pairs as p on p."rule" = r.rule_name and p.{column} = c.code
        where p."rule" is null
    """).fetchall()
    missing = [f"{rule}: {code}" for rule, name, code in unpaired if code not in SILENT.get((rule, name), ())]
    assert not missing, f"add a row to data/allowed_pairs.csv for each of {missing}"


def test_every_rule_of_pairs_is_listed(database):
    """The relation `pair_rules` lists exactly the rules whose query reads `allowed_pairs`."""
    listed = {name for (name,) in database.sql("select rule_name from pair_rules").fetchall()}
    readers = {file.stem for file in RULES.glob("*.sql") if f"= '{file.stem}'" in file.read_text(encoding="utf-8")}
    assert listed == readers, "list the rule in rules/relations/7_pair_rules.sql, or remove it there"
