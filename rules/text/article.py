"""An article and the rows that rest on it, as the rules of texts read them."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rules.text.dates import DateExpression
from rules.text.quantities import Span


@dataclass(frozen=True)
class Segment:
    """A sentence, heading or caption; `coded` where a row codes it."""

    segment_id: str
    start: int
    end: int
    kind: str
    coded: bool


@dataclass(frozen=True)
class AnchoredRow:
    """A row with its anchors in the article, in their order, and its cells by column."""

    table: str
    row_id: str
    anchors: tuple[Span, ...]
    cells: dict


@dataclass(frozen=True)
class DatedCell:
    """A day whose basis says that words of the article name it, with the anchors of its row there."""

    table: str
    row_id: str
    column: str
    day: dt.date
    basis: str
    anchors: tuple[Span, ...]

    @property
    def is_last(self) -> bool:
        """Whether the words must end on this day, and not begin."""
        return self.column == "date_end"


@dataclass(frozen=True)
class Article:
    """One article: its text, what dates it holds, and what rows have of it."""

    source_id: str
    text: str
    frame: dt.date | None
    segments: tuple[Segment, ...]
    rows: tuple[AnchoredRow, ...]
    dated: tuple[DatedCell, ...]
    dates: tuple[DateExpression, ...]

    def of(self, table: str) -> Iterator[AnchoredRow]:
        """The rows of a table."""
        return (row for row in self.rows if row.table == table)


@dataclass(frozen=True)
class Finding:
    """A row that a rule of texts warns of; `value` is the cell, or the anchor of the words."""

    table: str
    row_id: str
    column: str
    value: str
    message: str
    hint: str


@dataclass(frozen=True)
class TextRule:
    """A warning about what an article says: its name, why it is asked, and the function that finds rows."""

    name: str
    why: str
    find: Callable[[Article], Iterator[Finding]]


def inside(span: Span, spans: list[Span]) -> bool:
    """Whether one of some spans holds another."""
    return any(each.start <= span.start and span.end <= each.end for each in spans)
