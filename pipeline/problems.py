"""A problem is a value: where it is, which value is there, what is wrong and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemas.base import Severity


@dataclass(frozen=True)
class Problem:
    """One line for a person: `data/events.csv:14:date_end  2022-03-28  ends before it starts: swap the two [rule]`."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    message: str
    hint: str
    rule: str = ""
    severity: Severity = "error"
    table: str | None = None
    row_id: str | None = None

    def __str__(self) -> str:
        column = None if self.column is None else shorten(self.column)  # a header may hold anything
        place = ":".join(str(part) for part in (self.file, self.line, column) if part is not None)
        value = "" if self.value is None else f"  {shorten(self.value)}"
        return f"{place}{value}  {self.message}: {self.hint}" + (f" [{self.rule}]" if self.rule else "")


@dataclass(frozen=True)
class CommandResult:
    """What a command found wrong, what it has to say, and what became of the rest where something is wrong."""

    problems: Sequence[Problem] = ()
    report: str = ""
    outcome: str = "nothing was published"


def format_cell(cell: Any) -> str:
    """A typed cell as its CSV has it; an empty text where it is missing."""
    if isinstance(cell, str):  # most cells are, and pd.isna is slow
        return cell
    if pd.isna(cell):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def shorten(value: object, width: int = 60) -> str:
    """The value on one line, printable, cut in the middle where it is long."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value)) or "(blank)"
    return text if len(text) <= width else f"{text[: width // 2]}...{text[-width // 2 :]}"


def deduplicate(problems: Iterable[Problem]) -> list[Problem]:
    """Errors first, then by file and line; of each cell the first of each severity (of each anchor, in `evidence`).

    A cell that is not of its type is reported once, and not again by each rule that reads it.
    """
    kept: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        cell: tuple[object, ...] = (problem.file, problem.line, problem.column)
        if problem.column in (None, "evidence"):
            cell += (problem.value, problem.rule)
        if problem.severity == "warning":
            cell += (problem.rule,)
        kept.setdefault(cell, problem)
    return sorted(kept.values(), key=lambda p: (p.severity, p.file, p.line or 0, p.column or ""))


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
