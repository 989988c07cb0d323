"""Cited: an id in own words is that of a row, or of a group of renderings."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from checks.problem import Problem
from checks.review import UNCHECKED
from schemas import TABLES, columns, csv_path, primary_key

NUMBERED = re.compile(r"([a-z]{2})-\d{2,}")
LIKELY = r"\b(?:s\d\d\d|[a-z][a-z]-\d\d)"


def check(package):
    """Yield a problem for each id in our own words that is none."""
    known = set(_ids(package.tables))
    prefixes = sorted({found[1] for name in known if (found := NUMBERED.fullmatch(name))})
    cited = re.compile(rf"\b(?:s\d{{3,}}(?:-\d{{3,}})?|(?:{'|'.join(prefixes) or '$'})-\d{{2,}})\b")
    for stem in TABLES:
        for name, facts in columns(stem).items() if stem not in UNCHECKED else ():
            if facts["role"] == "own" and facts.get("wording"):
                cells = pa.array(package.tables[stem][name])
                for index in pc.indices_nonzero(pc.match_substring_regex(cells, LIKELY)).to_pylist():
                    cell = cells[index].as_py()
                    if lost := next((one for one in cited.findall(cell) if one not in known), None):
                        yield Problem(csv_path(stem), index + 2, name, cell, f"cites {lost}, which is no id", "mend it")


def _ids(tables):
    """Yield every id of every row, of every group, and of rows that were withdrawn."""
    for stem in TABLES:
        for name, facts in columns(stem).items():
            if [name] == primary_key(stem) or facts["role"] == "group":
                yield from pa.array(tables[stem][name]).to_pylist()
    yield from pa.array(tables["retired"]["row_id"]).to_pylist()
