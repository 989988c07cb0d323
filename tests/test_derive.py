"""Derived tables: corroboration by source, and agreement of the two codings."""

from collections import Counter, defaultdict

import krippendorff
import numpy as np
import pytest

from pipeline.derive import agreement, resampled_alpha
from publish.tables import records
from schemas import REPORTS, group_column, primary_key

KEY = ["table", "group_id", "source_id"]


def grouped(tables) -> dict[str, tuple[str, str, str]]:
    """`table:id` of each report of an event or a group -> the key of its row of `corroboration`."""
    keys = {}
    for table in REPORTS:
        group = "event_id" if table == "event_reports" else group_column(table)
        for row in records(tables[table]) if group else ():
            keys[f"{table}:{row[primary_key(table)[0]]}"] = (table, row[group], row["source_id"])
    return keys


def test_corroboration_counts_reports(tables):
    """Each event and group has a row a source that reports it, with its reports there, and its sources."""
    found, reports = tables["corroboration"].set_index(KEY), Counter(grouped(tables).values())
    assert found["n_renderings"].to_dict() == reports
    sources = Counter(key[:2] for key in reports)
    assert found["n_reporting"].to_dict() == {key: sources[key[:2]] for key in reports}


def test_corroboration_names_disagreements(tables):
    """A row names the disagreements that a report of it is in, but for those of wording."""
    keys, expected = grouped(tables), defaultdict(set)
    for row in records(tables["disagreements"]):
        for report in {row["row_a"], row["row_b"]} & keys.keys() if row["strength"] != "wording" else ():
            expected[keys[report]].add(row["disagreement_id"])
    found = tables["corroboration"].dropna(subset="disagreements").set_index(KEY)["disagreements"]
    assert expected and {key: set(cell.split(";")) for key, cell in found.items()} == expected


def test_alpha_is_that_of_the_library():
    """The resampled alpha equals the library's, resample by resample; of one value throughout it is undefined."""
    random = np.random.default_rng(5)
    values = random.integers(0, 5, (40, 2))
    values[::2, 1] = values[::2, 0]
    picks = random.integers(0, 40, (20, 40))
    by_library = [krippendorff.alpha(reliability_data=values[pick].T, level_of_measurement="nominal") for pick in picks]
    assert resampled_alpha(values, picks) == pytest.approx(by_library)
    assert agreement(np.array([["x", "x"]] * 9)) == (None, None, None)
