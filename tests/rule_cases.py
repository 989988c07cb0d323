"""Cases of rules: edits of a package, and the problem that each must or must not raise.

`rules/cases.csv` has one edited cell a line; lines with the same `case` are one change of the `package` (real or tiny). A
row id that is not in the table is a new row, copied from the row in `like`; the column `-` removes the row. The table may
be one that the last build published (evidence, ledger). `expect` is `refused` or `accepted`: by `rule`, or, where that is
`*`, by all rules.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, replace

from pipeline import form
from pipeline.database import RULES
from pipeline.package import Package
from pipeline.problems import format_cell
from schemas import columns, csv_path, primary_key


@dataclass(frozen=True)
class Edit:
    """One cell to be changed: `like` names the row that a new one is copied from."""

    table: str
    row_id: str
    like: str
    column: str
    cell: str


@dataclass(frozen=True)
class Case:
    """A change of a package and whether a rule refuses it, with the message that a person sees."""

    name: str
    package: str
    rule: str
    refused: bool
    message: str
    edits: tuple[Edit, ...]


def load_cases() -> list[Case]:
    """The cases, in the order of the file."""
    lines = defaultdict(list)
    with (RULES / "cases.csv").open(encoding="utf-8", newline="") as source:
        for line in csv.DictReader(source):
            lines[line["case"]].append(line)
    for name, group in lines.items():
        assert len({(line["package"], line["rule"], line["expect"]) for line in group}) == 1, f"two cases are `{name}`"
    return [
        Case(
            name=name,
            package=group[0]["package"],
            rule=group[0]["rule"],
            refused={"refused": True, "accepted": False}[group[0]["expect"]],
            message=group[0]["message"],
            edits=tuple(Edit(*(line[key] for key in ("table", "row_id", "like", "column", "cell"))) for line in group),
        )
        for name, group in lines.items()
    ]


def edited(package: Package, edits: tuple[Edit, ...]) -> Package:
    """The package with some cells changed, its rows in canonical order."""
    tables, committed, rows = dict(package.tables), dict(package.committed), dict(package.rows)
    for table in {edit.table for edit in edits} & set(committed):
        cells = committed[table].itertuples(index=False)
        rows[table] = [[format_cell(cell) for cell in row] for row in cells]
    for edit in edits:
        header = list(columns(edit.table))
        keys = [header.index(name) for name in primary_key(edit.table)]
        new = [list(row) for row in rows[edit.table]]
        by_id = {".".join(row[k] for k in keys): row for row in new}
        if edit.column == "-":
            new.remove(by_id[edit.row_id])
        else:
            row = by_id.get(edit.row_id)
            if row is None:
                row = list(by_id[edit.like]) if edit.like else [""] * len(header)
                for k, part in zip(keys, edit.row_id.split(".", len(keys) - 1), strict=True):
                    row[k] = part
                new.append(row)
            row[header.index(edit.column)] = edit.cell
        text = form.encode_canonical(header, new, edit.table)
        parsed = form.parse(text.encode(), edit.table)
        assert parsed.frame is not None, [str(problem) for problem in parsed.problems]
        rows[edit.table] = parsed.rows
        (committed if edit.table in committed else tables)[edit.table] = parsed.frame
    files = package.files | {csv_path(edit.table): b"" for edit in edits}
    return replace(package, tables=tables, committed=committed, rows=rows, files=files)
