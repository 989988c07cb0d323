"""Canonical form: UTF-8, LF, minimal quoting, rows sorted by id, no stray white space."""

import csv
import io
import unicodedata

import pyarrow as pa

from checks.problem import Problem
from schemas import csv_path, primary_key

TIDY = "python build.py tidy"


def check(package):
    """Yield a problem for each file whose bytes are not those of its canonical form, at its first other line."""
    for stem in package.tables:
        path = csv_path(stem)
        text = (package.root / path).read_text(encoding="utf-8")
        wanted = tidy(text, stem)
        if text != wanted:
            have, want = text.split("\n"), wanted.split("\n")
            line = next(
                (n for n, (a, b) in enumerate(zip(have, want, strict=False), 1) if a != b), min(len(have), len(want))
            )
            yield Problem(path, line, None, None, "is not in canonical form from here on", TIDY)
        yield from _cells(package.tables[stem], path)


def _cells(frame, path):
    """White space and characters that `tidy` must not decide about."""
    for name in frame.columns:
        if str(frame[name].dtype) != "string[pyarrow]":
            continue
        cells = pa.array(frame[name]).to_pylist()
        if not fault_in([cell for cell in cells if cell is not None]):
            continue
        for index, cell in enumerate(cells):
            if cell is not None and (rule := fault(cell)):
                yield Problem(path, index + 2, name, cell, rule, "remove it")


def fault_in(cells):
    """Whether any of many cells has a `fault`; each letter is asked once."""
    hidden = any(map(invisible, set().union(*cells)))
    return hidden or any(cell != cell.strip() or "  " in cell for cell in cells)


def fault(cell):
    """What no text cell may hold and this one does; None where it holds nothing of the kind."""
    if cell != cell.strip() or "  " in cell:
        return "has white space at an end, or twice in a row"
    if any(map(invisible, cell)):
        return "holds an invisible or control character"
    return None


def invisible(character):
    """Whether a character controls, formats, or has no meaning that all agree on."""
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn")


def tidy(text, stem):
    """The canonical form of the CSV text of a table."""
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    keys = [header.index(name) for name in primary_key(stem)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted(rows, key=lambda row: [row[k] for k in keys]))
    return out.getvalue()
