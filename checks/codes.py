"""Codes: every coded cell is in its vocabulary, and every vocabulary belongs to a column."""

from checks.problem import Problem
from schemas import MODELS, columns, csv_path, vocabulary


def check(package):
    """Yield a problem for each cell out of its code list and each list that no column uses."""
    if "codes" not in package.tables:
        return
    codes, used = package.tables["codes"], set()
    for stem in MODELS:
        fields = {name: facts["codes"] for name, facts in columns(stem).items() if "codes" in facts}
        used |= set(fields.values())
        for name, field in fields.items() if stem in package.tables else ():
            yield from _unknown(stem, package.tables[stem][name], field, codes)
    for line, row in enumerate(codes.itertuples(index=False), 2):
        if row.field not in used:
            remedy = "mend the field, or declare a column with it"
            yield Problem(csv_path("codes"), line, "field", row.field, "is the vocabulary of no column", remedy)


def _unknown(stem, cells, field, codes):
    known = codes.loc[codes["field"] == field, "code"].tolist()
    for index in cells.index[cells.notna() & ~cells.isin(known)]:
        rule, remedy = f"is no code of {field}", f"use one of {', '.join(vocabulary(codes, field)['code'])}"
        yield Problem(csv_path(stem), index + 2, cells.name, cells[index], rule, remedy)
