"""What every table has in common: strict columns in a fixed order, and rules between the cells of a row."""

from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import pandas as pd
import pandera.pandas as pn
import pyarrow as pa

Severity = Literal["error", "warning"]


class Table(pn.DataFrameModel):
    """Base of all tables: no unknown column, none missing, none out of order."""

    class Config:
        strict = True
        ordered = True


@dataclass(frozen=True)
class RowRule:
    """A rule between the cells of a row: an SQL expression, true or null where the row is right.

    `column` is the cell that a failure is reported at. The same expression is run by pandera on the tables of this
    package, by DuckDB or Spark on large ones, and published as a CHECK constraint in the SQLite file.
    """

    name: str
    column: str
    sql: str
    message: str
    hint: str
    severity: Severity = "error"


def row_rule(name: str, column: str, sql: str, message: str, hint: str, severity: Severity = "error") -> Any:
    """Declare a `RowRule` of a model, as a pandera check of the whole table."""
    rule = RowRule(name, column, sql, message, hint, severity)

    def check(cls: type[Table], df: pd.DataFrame) -> pd.Series:
        return holds(df, rule.sql)

    check.__name__ = name
    return pn.dataframe_check(title=column, error=message, description=hint, statistics={"rule": rule})(check)


def holds(frame: pd.DataFrame, sql: str) -> pd.Series:
    """Whether an SQL expression is true or null, row by row."""
    rows = pa.Table.from_pandas(frame, preserve_index=False)
    answers = duckdb.from_arrow(rows).project(f"coalesce({sql}, true) as answer").fetchnumpy()["answer"]
    return pd.Series(answers, index=frame.index, dtype=bool)


def filled_together(name: str, column: str, other: str, message: str, hint: str) -> Any:
    """Declare that two cells are filled both or neither; a failure is reported at the first."""
    return row_rule(name, column, f"({column} is null) = ({other} is null)", message, hint)


class Interval(Table):
    """Rules of tables with date_start, date_end and date_precision."""

    dates_in_order = row_rule(
        "dates_in_order",
        "date_end",
        "date_end >= date_start",
        "ends before it starts",
        "swap the two dates or mend one",
    )
    precision_with_date = row_rule(
        "precision_with_date",
        "date_precision",
        "(date_precision is null) = (date_start is null and date_end is null)",
        "a precision without a date, or a date without one",
        "fill both or leave both blank",
    )
    day_is_one_day = row_rule(
        "day_is_one_day",
        "date_precision",
        "date_precision is distinct from 'day' or (date_start is not null and date_start is not distinct from date_end)",
        "precision `day`, but the dates are not one day",
        "use `span`, or mend a date",
    )
    one_day_is_day = row_rule(
        "one_day_is_day",
        "date_precision",
        "date_precision = 'day' or date_start <> date_end",
        "precision is not `day`, but the dates are one day",
        "use `day`, or mend a date",
    )
    no_longer_than_precision = row_rule(
        "no_longer_than_precision",
        "date_end",
        "date_diff('day', date_start, date_end) < case date_precision when 'week' then 7 when 'month' then 31 when 'year' then 366 end",
        "longer than its precision",
        "widen the precision, or mend a date",
    )
    closed_unless_span = row_rule(
        "closed_unless_span",
        "date_precision",
        "date_precision not in ('week', 'month', 'year') or (date_start is not null and date_end is not null)",
        "a week, month or year, but the dates are open at one end",
        "give both, or use `span`",
    )
    no_wider_than_dates = row_rule(
        "no_wider_than_dates",
        "date_precision",
        "date_diff('day', date_start, date_end) >= case date_precision when 'month' then 7 when 'year' then 31 end",
        "wider than its dates",
        "use `span`, or the precision that the dates have",
        "warning",
    )


class Dated(Interval):
    """Rules of tables with an interval and date_basis."""

    basis_with_date = row_rule(
        "basis_with_date",
        "date_basis",
        "(date_basis is null) = (date_start is null and date_end is null)",
        "a basis without a date, or a date without one",
        "fill both or leave both blank",
    )
    inferred_date_has_notes = row_rule(
        "inferred_date_has_notes",
        "notes",
        "notes is not null or date_basis is distinct from 'inferred'",
        "blank, though the date is inferred",
        "say from what",
    )


class Status(Table):
    """Rules of tables with an interval and the status of an event."""

    ongoing_has_no_end = row_rule(
        "ongoing_has_no_end",
        "date_end",
        "date_end is null or status <> 'ongoing'",
        "goes on, but has an end",
        "mend status, or leave date_end blank",
        "warning",
    )
    over_has_an_end = row_rule(
        "over_has_an_end",
        "date_end",
        "date_start is null or date_end is not null or status <> 'occurred'",
        "is over, but has no end",
        "give the last day, or mend status",
        "warning",
    )


class Said(Table):
    """Rules of tables with said_on, said_on_precision and said_on_basis."""

    said_precision_with_date = filled_together(
        "said_precision_with_date",
        "said_on_precision",
        "said_on",
        "a precision without a date, or a date without one",
        "fill both or leave both blank",
    )
    said_basis_with_date = filled_together(
        "said_basis_with_date",
        "said_on_basis",
        "said_on",
        "a basis without a date, or a date without one",
        "fill both or leave both blank",
    )
    said_on_is_no_span = row_rule(
        "said_on_is_no_span",
        "said_on_precision",
        "said_on_precision <> 'span'",
        "a span, but `said_on` is one day",
        "use `day`, or the month or year that the day begins",
    )
    first_of_month_or_year = row_rule(
        "first_of_month_or_year",
        "said_on",
        "(said_on_precision not in ('month', 'year') or extract(day from said_on) = 1)"
        " and (said_on_precision <> 'year' or extract(month from said_on) = 1)",
        "not the first day of its month or year",
        "give that day, or mend said_on_precision",
    )
    inferred_day_has_notes = row_rule(
        "inferred_day_has_notes",
        "notes",
        "notes is not null or said_on_basis is distinct from 'inferred'",
        "blank, though the day is inferred",
        "say from what",
    )


class Counted(Table):
    """Rules of tables with value, unit, value_qualifier and value_as_printed."""

    unit_with_quantity = filled_together(
        "unit_with_quantity",
        "unit",
        "value_as_printed",
        "a quantity needs a unit, and only a quantity has one",
        "fill unit and value_as_printed, or neither",
    )
    qualifier_with_value = filled_together(
        "qualifier_with_value",
        "value_qualifier",
        "value",
        "a qualifier needs a value, and a value a qualifier",
        "fill both or leave both blank",
    )
    value_is_printed = row_rule(
        "value_is_printed",
        "value_as_printed",
        "value is null or value_as_printed is not null",
        "a value without its printed form",
        "copy the words or figures from the anchor",
    )


class Voiced(Table):
    """Rule of tables with voice and claimant_id."""

    claimant_with_attribution = row_rule(
        "claimant_with_attribution",
        "claimant_id",
        "(claimant_id is not null) = (voice is not distinct from 'attributed')",
        "the narrator has no claimant; attributed content has one",
        "mend voice or claimant_id",
    )
