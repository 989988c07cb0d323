"""Agreement of the two codings: rebuilt from the published matrices, and computed as the library does."""

import csv

import krippendorff
import numpy as np
import pytest
from checks.reliability import agreement, derive, resampled

from schemas import csv_path


def test_table_rebuilds_from_the_matrices(package, root):
    """The committed table is what the two published matrices give."""
    committed = list(csv.reader((root / csv_path("reliability")).open(encoding="utf-8")))[1:]
    rebuilt = [
        ["" if c is None else f"{c:.15g}" if isinstance(c, float) else str(c) for c in r] for r in derive(package)
    ]
    assert rebuilt == committed


def test_every_variable_is_there(package):
    """The variables of both steps: fifteen of units, and what a segment feeds."""
    found = {row[:2] for row in derive(package)}
    variables = {
        "events": "kind cameo_root status date place",
        "quotes": "form speaker_id relayed_by",
        "military_claims": "voice kind modality claimant_id",
        "positions": "party_id issue stance",
        "segments": "sources events quotes guarantor_countries guarantee_terms military_claims positions",
    }
    assert found == {(table, name) for table, names in variables.items() for name in names.split()}


def test_both_passes_coded_all_units(package):
    """Each unit of a table has all its variables, and every segment is a unit."""
    codings = package.tables["codings"]
    for _, part in codings.groupby("table"):
        assert part.groupby("row_id")["variable"].nunique().nunique() == 1
    units = set(codings.loc[codings["table"] == "segments", "row_id"])
    assert units == set(package.tables["segments"]["segment_id"])


@pytest.mark.parametrize("codes", [2, 5, 12])
def test_resampled_alpha_is_that_of_the_library(codes):
    """The vectorised alpha of resamples equals the library's, resample by resample."""
    random = np.random.default_rng(codes)
    values = random.integers(0, codes, (40, 2))
    values[::2, 1] = values[::2, 0]
    picks = random.integers(0, 40, (20, 40))
    by_library = [krippendorff.alpha(reliability_data=values[pick].T, level_of_measurement="nominal") for pick in picks]
    assert resampled(values, picks) == pytest.approx(by_library)


def test_one_value_is_undefined():
    """Where both passes use one value throughout, alpha is undefined, not 1."""
    assert agreement(np.array([["x", "x"]] * 9)) == (None, None, None)


def test_a_changed_value_changes_the_table(package):
    """The table sees a single cell of the matrix."""
    codings = package.tables["codings"].copy()
    codings.loc[0, "pass_b"] = "something else"
    assert derive(package._replace(tables=package.tables | {"codings": codings})) != derive(package)
