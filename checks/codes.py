"""Codes: every coded cell is in its vocabulary, and every vocabulary belongs to a column."""

import re
from collections import Counter, defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from checks.problem import Problem, shown
from schemas import MODELS, columns, csv_path, vocabulary

NUMBER = re.compile(r"[0-9]{1,9}")


def check(package):
    """Yield a problem for each cell out of its code list and each list that no column uses."""
    if "codes" not in package.tables:
        return
    for stem, frame in package.tables.items():
        yield from unknown(package.tables["codes"], frame, stem)
    yield from unused(package.tables["codes"])
    yield from disordered(package.tables["codes"])


def unused(codes):
    """Yield a problem for each row of `codes` that belongs to no column."""
    used = {facts.get("codes") for stem in MODELS for facts in columns(stem).values()}
    for index, field in enumerate(codes["field"].tolist()):
        if field not in used:
            remedy = "mend the field, or declare a column with it"
            yield Problem(csv_path("codes"), index + 2, "field", field, "is the vocabulary of no column", remedy)


def disordered(codes):
    """Yield a problem for each rank, number and crosswalk that does not fit those of the other codes of its field."""
    fields, names = defaultdict(list), ("field", "code", "rank", "crosswalk")
    for index, (field, *cells) in enumerate(zip(*(pa.array(codes[name]).to_pylist() for name in names), strict=True)):
        fields[field].append((index, *cells))
    for rows in fields.values():
        for rule in (_misranked, _skipped, _uncrossed, _crossed):
            for index, column, rule_, remedy in rule(rows):
                yield Problem(csv_path("codes"), index + 2, column, shown(codes[column].iloc[index]), rule_, remedy)


def _misranked(rows):
    """Ranks count from 1 to the number of codes, each once, or all are blank; what most rows have is taken to be meant."""
    times = Counter(rank for _, _, rank, _ in rows)
    if 2 * times[None] >= len(rows):
        for index, _, rank, _ in rows if len(times) > 1 else ():
            if rank is not None:
                yield index, "rank", "has a rank, and most of its vocabulary has none", "leave it blank, or rank all"
        return
    for index, _, rank, _ in rows:
        if rank is None or rank > len(rows) or times[rank] > 1:
            yield index, "rank", f"does not count from 1 to {len(rows)}, each once", "mend the order"


def _skipped(rows):
    """Codes that are numbers are taken over from a published codebook without a gap."""
    numbers = {int(code): index for index, code, *_ in rows if code and NUMBER.fullmatch(code)}
    for number, index in numbers.items():
        if number > 1 and number - 1 not in numbers:
            yield index, "code", "has no code before it, and these are numbered through", "add the missing code"


def _uncrossed(rows):
    """Where one code that is no word of ours has a crosswalk to its own name, so have all."""
    foreign = [
        (index, (crosswalk or "").split(" ")[-1] == code) for index, code, _, crosswalk in rows if _is_foreign(code)
    ]
    for index, named in foreign if any(named for _, named in foreign) else ():
        if not named:
            yield index, "crosswalk", "does not end with the code, as others here do", "name the code of the codebook"


def _crossed(rows):
    """All codes of a vocabulary have a crosswalk, or none; what most have is taken to be meant."""
    filled = [bool(crosswalk) for *_, crosswalk in rows]
    usual = 2 * sum(filled) > len(rows)
    for (index, *_), has in zip(rows, filled, strict=True):
        if has and not usual:
            yield index, "crosswalk", "is filled, and most of its vocabulary has none", "leave it blank, or fill all"
        elif usual and not has:
            yield index, "crosswalk", "is blank, and most of its vocabulary has one", "fill it"


def _is_foreign(code):
    return bool(code) and not any(letter.islower() for letter in code)


def unknown(codes, frame, stem):
    """Yield a problem for each cell of one table that is not in its vocabulary."""
    for name, facts in columns(stem).items():
        if field := facts.get("codes"):
            known, cells = pa.array(vocabulary(codes, field)["code"]).drop_null(), pa.array(frame[name])
            strange = pc.and_(cells.is_valid(), pc.invert(pc.is_in(cells, value_set=known)))
            if pc.any(strange, min_count=0).as_py():
                remedy = (
                    f"use one of {', '.join(known.to_pylist())}" if len(known) else "list its values in data/codes.csv"
                )
                for index in pc.indices_nonzero(strange).to_pylist():
                    value = cells[index].as_py()
                    yield Problem(csv_path(stem), index + 2, name, value, f"is no code of {field}", remedy)
