"""docs/methods.md prints the figures that the tables give."""

import re

METHODS = "docs/methods.md"


def test_printed_agreement_is_that_of_the_table(tables, root):
    """The table of agreement in the methods is the derived table."""
    text = (root / METHODS).read_text(encoding="utf-8")
    row = r"^\| (\w+) \| (\w+) \| (\d+) \| ([\d.]+) \| ([\d.-]+|undefined) \|"
    printed = [tuple(cells) for cells in re.findall(row, text, re.MULTILINE)]
    wanted = [
        (r.table, r.variable, str(r.n_units), str(r.agreement), str(r.alpha) if r.alpha == r.alpha else "undefined")
        for r in tables["reliability"].astype(object).itertuples()
    ]
    assert printed == wanted


def test_printed_differences_are_those_of_the_codings(tables, root):
    """How many values differed, and how they fell."""
    codings = tables["codings"].astype("string").fillna("")
    differ = codings[codings["reason"] != ""]
    to_b = (differ["adjudicated"] == differ["pass_b"]).sum()
    text = " ".join((root / METHODS).read_text(encoding="utf-8").split())
    wanted = f"Of {len(codings):,} values {len(differ)} differed; {to_b} fell to pass b and changed the tables, "
    assert wanted + f"{len(differ) - to_b} stayed with pass a." in text


def test_printed_detection_is_that_of_the_trial(tables, root):
    """Slips and refusals by kind, and over all, are counted from the published trial."""
    text = (root / METHODS).read_text(encoding="utf-8")
    kinds = tables["trial"].groupby("kind")["detected"].agg(["size", "sum"])
    kinds.loc["all"] = kinds.sum()
    for kind, (slips, refused) in kinds.iterrows():
        assert f"| {kind} | {slips} | {refused} | {100 * refused / slips:.1f} |" in text


def test_adjudicated_values_stand_in_the_rows(tables):
    """What was adjudicated for a coded cell stands in its row, or the row was changed since and says so in the changelog."""
    codings = tables["codings"]
    keys = {"events": "event_id", "military_claims": "claim_id", "positions": "position_id", "quotes": "quote_id"}
    differ = codings[codings["reason"].notna() & codings["table"].isin(list(keys))]
    for row in differ.astype("string").fillna("").itertuples():
        cells = tables[row.table].astype("string").fillna("").set_index(keys[row.table]).loc[row.row_id]
        if row.variable in cells:
            assert cells[row.variable] == row.adjudicated, f"{row.row_id} {row.variable}"
