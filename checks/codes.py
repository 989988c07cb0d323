"""Codes: every coded cell is in its vocabulary, and every vocabulary belongs to a column."""

from checks.problem import Problem
from schemas import MODELS, columns, csv_path, vocabulary


def check(package):
    """Yield a problem for each cell out of its code list and each list that no column uses."""
    if "codes" not in package.tables:
        return
    codes = package.tables["codes"]
    for stem, frame in package.tables.items():
        yield from unknown(codes, frame, stem)
    used = {facts.get("codes") for stem in MODELS for facts in columns(stem).values()}
    for line, row in enumerate(codes.itertuples(index=False), 2):
        if row.field not in used:
            remedy = "mend the field, or declare a column with it"
            yield Problem(csv_path("codes"), line, "field", row.field, "is the vocabulary of no column", remedy)


def unknown(codes, frame, stem):
    """Yield a problem for each cell of one table that is not in its vocabulary."""
    for name, facts in columns(stem).items():
        if field := facts.get("codes"):
            known = vocabulary(codes, field)["code"].dropna().tolist()
            for index, cell in frame[name][frame[name].notna() & ~frame[name].isin(known)].items():
                remedy = f"use one of {', '.join(known)}" if known else "list its values in data/codes.csv"
                yield Problem(csv_path(stem), index + 2, name, cell, f"is no code of {field}", remedy)
