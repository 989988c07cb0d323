"""Gaps: ids are numbered through, and a number that is missing was withdrawn with its reason."""

from checks.problem import Problem
from schemas import TABLES, csv_path, primary_key


def check(package):
    """Yield a problem at the row after each number that is neither in use nor in `retired`."""
    retired = package.tables["retired"]
    for stem in TABLES:
        if len(keys := primary_key(stem)) > 1:
            continue
        gone = retired.loc[retired["table"] == stem, "row_id"]
        numbers = package.tables[stem][keys[0]].str.extract(r"\A([a-z]{2})-(\d+)\Z").dropna()
        known = {*numbers[1].astype(int), *gone.str.extract(r"-(\d+)\Z")[0].dropna().astype(int)}
        for index, number in numbers[1].astype(int).items():
            if number > 1 and number - 1 not in known:
                rule = f"the number before it, {number - 1}, is neither in use nor withdrawn"
                remedy = "restore the row, or list its id in data/retired.csv"
                yield Problem(csv_path(stem), index + 2, keys[0], package.tables[stem][keys[0]][index], rule, remedy)
