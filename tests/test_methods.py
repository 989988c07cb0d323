"""docs/methods.md prints the figures that the tables give."""

import re

from tests.conftest import ROOT

METHODS = (ROOT / "docs/methods.md").read_text(encoding="utf-8")


def test_printed_agreement_is_that_of_the_table(tables):
    """The table of agreement in the methods is the derived table."""
    row = r"^\| (\w+) \| (\w+) \| (\d+) \| ([\d.]+) \| ([\d.-]+|undefined) \|"
    printed = [tuple(cells) for cells in re.findall(row, METHODS, re.MULTILINE)]
    wanted = [
        (r.table, r.variable, str(r.n_units), str(r.agreement), str(r.alpha) if r.alpha == r.alpha else "undefined")
        for r in tables["reliability"].astype(object).itertuples()
    ]
    assert printed == wanted


def test_printed_differences_are_those_of_the_codings(tables):
    """How many values differed, and how they fell."""
    codings = tables["codings"].astype("string").fillna("")
    differ = codings[codings["reason"] != ""]
    to_b = (differ["adjudicated"] == differ["pass_b"]).sum()
    wanted = f"Of {len(codings):,} values {len(differ)} differed; {to_b} fell to pass b and changed the tables, "
    assert wanted + f"{len(differ) - to_b} stayed with pass a." in " ".join(METHODS.split())


def test_printed_detection_is_that_of_the_trial(tables):
    """Slips and refusals by kind, and over all, are counted from the published trial."""
    kinds = tables["trial"].groupby("kind")["detected"].agg(["size", "sum"])
    kinds.loc["all"] = kinds.sum()
    for kind, (slips, refused) in kinds.iterrows():
        assert f"| {kind} | {slips} | {refused} | {100 * refused / slips:.1f} |" in METHODS
