"""Days and quantities are those that the anchored words state; what the parser does not understand is no fault."""

from collections.abc import Iterator

from rules.text.article import Article, DatedCell, Finding, inside
from rules.text.dates import DateExpression, answer
from rules.text.quantities import Span, compare


def dates_of(article: Article, cell: DatedCell) -> list[DateExpression]:
    """The date expressions inside the anchors of a cell's row."""
    return [each for each in article.dates if inside(Span(each.start, each.end), list(cell.anchors))]


def states(cell: DatedCell, expression: DateExpression) -> bool:
    """Whether an expression means the day of a cell."""
    return (expression.last if cell.is_last else expression.first) == cell.day


def differing_dates(article: Article) -> Iterator[Finding]:
    """A day of which all date expressions of its basis in the anchors mean another, or which none names."""
    for cell in article.dated:
        found = dates_of(article, cell)
        if any(each.basis == cell.basis for each in found):
            if answer(found, cell.basis, cell.day, last=cell.is_last) != "differs":
                continue
            message = f"is not the day that the {cell.basis} date in the anchors means"
        elif cell.basis == "relative" or not all(each.understood for each in found):
            continue  # words such as "days earlier" may date it, and are not known here
        else:
            message = f"has the basis {cell.basis}, and no such date stands in the anchors"
        hint = "anchor the words that date it, or mend the day or its basis"
        yield Finding(cell.table, cell.row_id, cell.column, str(cell.day), message, hint)


def differing_quantities(article: Article) -> Iterator[Finding]:
    """A value, qualifier or unit that the printed words of the quantity contradict."""
    for row in article.rows:
        cells = row.cells
        if (words := cells.get("value_as_printed")) and cells["unit"]:
            for each in compare(words, cells["value"], cells["value_qualifier"], cells["unit"]):
                cell = cells[each.column]
                value = f"{cell:.15g}" if isinstance(cell, float) else str(cell or "")
                yield Finding(row.table, row.row_id, each.column, value, each.message, each.hint)
