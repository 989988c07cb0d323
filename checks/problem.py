"""A problem is a value: where it is, what stands there, which rule it breaks and how to mend it."""

from typing import NamedTuple

import pandas as pd


class Problem(NamedTuple):
    """One line for a person: `data/events.csv:14:date_end  2022-03-28  ends before it starts: swap the two`."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    rule: str
    remedy: str

    def __str__(self):
        column = None if self.column is None else shorten(self.column)  # a header may hold anything
        place = ":".join(str(part) for part in (self.file, self.line, column) if part is not None)
        value = "" if self.value is None else f"  {shorten(self.value)}"
        return f"{place}{value}  {self.rule}: {self.remedy}"


def shown(cell):
    """A typed cell as its CSV has it; blank where it is missing."""
    if pd.isna(cell):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def shorten(value, width=60):
    """The value on one line, printable, cut in the middle where it is long."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value)) or "(blank)"
    return text if len(text) <= width else f"{text[: width // 2]}...{text[-width // 2 :]}"


def once(problems):
    """The problems in order of file and line, the first of each cell only (of each anchor, in `evidence`)."""
    seen = {}
    for problem in problems:
        where = problem[:3] if problem.column not in (None, "evidence") else problem[:4]
        seen.setdefault(where, problem)
    return sorted(seen.values(), key=lambda p: (p.file, p.line or 0, p.column or ""))
