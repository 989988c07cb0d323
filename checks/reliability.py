"""Reliability: the two codings have their units, and how far they agree."""

import krippendorff
import numpy as np

from checks.anchors import key_of
from checks.problem import Problem
from schemas import csv_path

RESAMPLES = 2000
SEED = 2022


def check(package):
    """Yield a problem for each coding of a row that never was."""
    tables, codings = package.tables, package.tables["codings"]
    known = set(zip(tables["retired"]["table"], tables["retired"]["row_id"], strict=True))
    known |= {(stem, row_id) for stem in set(codings["table"]) & set(tables) for row_id in tables[stem][key_of(stem)]}
    for index, (stem, row_id) in enumerate(zip(codings["table"], codings["row_id"], strict=True)):
        if (stem, row_id) not in known:
            rule, remedy = f"is no row of {stem}", "mend the id, or list the withdrawn row in retired.csv"
            yield Problem(csv_path("codings"), index + 2, "row_id", row_id, rule, remedy)


def derive(package):
    """The rows of `reliability`: table, variable, units, agreed, per cent, alpha and its interval."""
    found = []
    for (table, variable), part in package.tables["codings"].groupby(["table", "variable"]):
        values = part[["pass_a", "pass_b"]].fillna("").to_numpy(dtype=str)
        agreed = int((values[:, 0] == values[:, 1]).sum())
        found.append((table, variable, len(values), agreed, round(100 * agreed / len(values), 1), *agreement(values)))
    return sorted(found, key=lambda row: row[:2])


def agreement(values):
    """(alpha, low, high) of an array of units x 2 passes, rounded to three digits; None where alpha is undefined.

    The interval holds the middle 95 per cent of alpha over 2,000 resamples of the units, with a fixed seed.
    """
    codes = np.unique(values, return_inverse=True)[1].reshape(values.shape)
    if codes.max(initial=0) == 0:
        return None, None, None
    alpha = krippendorff.alpha(reliability_data=codes.T, level_of_measurement="nominal")
    picks = np.random.default_rng(SEED).integers(0, len(codes), (RESAMPLES, len(codes)))
    low, high = np.nanpercentile(resampled(codes, picks), [2.5, 97.5])
    return tuple(round(float(value), 3) for value in (alpha, low, high))


def resampled(codes, picks):
    """Alpha of each row of `picks` (indices of units), for two passes and nominal codes; nan where it is undefined."""
    units = len(codes)
    seen = np.eye(codes.max() + 1)[codes].sum(axis=1)
    places = picks + units * np.arange(len(picks))[:, None]
    often = np.bincount(places.ravel(), minlength=len(picks) * units).reshape(-1, units).astype(float)
    totals = often @ seen
    n = totals.sum(axis=1)
    observed = often @ (codes[:, 0] != codes[:, 1]) / units
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - observed / (1 - (totals * (totals - 1)).sum(axis=1) / (n * (n - 1)))
