"""Derived tables: corroboration by source, and agreement of the two codings."""

import krippendorff
import numpy as np
import pytest

from pipeline.derive import agreement, resampled_alpha


def test_every_group_is_compared_with_every_source(package, tables):
    """Each event and group has one row a source; who is silent has no rendering, and reports are counted."""
    found = tables["corroboration"]
    assert len(found) == len(found.drop_duplicates(["table", "group_id"])) * len(package.tables["sources"])
    silent = found["standing"] == "silent"
    assert (found.loc[silent, "n_renderings"] == 0).all() and (found.loc[~silent, "n_renderings"] > 0).any()
    reporting = found[found["n_renderings"] > 0].groupby(["table", "group_id"])["source_id"].size()
    assert (
        reporting.to_dict()
        == found.groupby(["table", "group_id"])["n_reporting"].first().loc[reporting.index].to_dict()
    )
    assert found.loc[found["disagreements"].notna(), "standing"].unique().tolist() == ["contradicted"]


def test_alpha_is_that_of_the_library():
    """The resampled alpha equals the library's, resample by resample; of one value throughout it is undefined."""
    random = np.random.default_rng(5)
    values = random.integers(0, 5, (40, 2))
    values[::2, 1] = values[::2, 0]
    picks = random.integers(0, 40, (20, 40))
    by_library = [krippendorff.alpha(reliability_data=values[pick].T, level_of_measurement="nominal") for pick in picks]
    assert resampled_alpha(values, picks) == pytest.approx(by_library)
    assert agreement(np.array([["x", "x"]] * 9)) == (None, None, None)
