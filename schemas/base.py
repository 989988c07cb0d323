"""What every table has in common: strict columns in a fixed order, and rules between the cells of a row."""

from dataclasses import dataclass
from typing import Literal

import duckdb
import pandas as pd
import pandera.pandas as pn
import pyarrow as pa

Severity = Literal["error", "warning"]


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

    def __get__(self, row: object, model: type | None = None) -> "RowRule":
        return self  # without this pandera takes a rule of a model for a column


class Table(pn.DataFrameModel):
    """Base of all tables: no unknown column, none missing, none out of order, and every row keeps the rules."""

    class Config:
        strict = True
        ordered = True

    @classmethod
    def row_rules(cls) -> list[RowRule]:
        """The rules between the cells of a row, those of the model before those of its bases."""
        declared = (value for model in cls.__mro__ for value in vars(model).values() if isinstance(value, RowRule))
        return list({rule.name: rule for rule in declared}.values())

    @classmethod
    def rule_answers(cls, df: pd.DataFrame) -> pd.DataFrame:
        """Whether each rule is true or null, row by row: a column a rule."""
        answers = [f'coalesce({rule.sql}, true) as "{rule.name}"' for rule in cls.row_rules()]
        if not answers:
            return pd.DataFrame(index=df.index)
        rows = pa.Table.from_pandas(df, preserve_index=False)  # noqa: F841  DuckDB finds it by its name
        return pd.DataFrame(duckdb.execute(f"select {', '.join(answers)} from rows").fetchnumpy(), index=df.index)

    @pn.dataframe_check
    @classmethod
    def keeps_row_rules(cls, df: pd.DataFrame) -> pd.Series:
        """Run all rules in one query."""
        return cls.rule_answers(df).all(axis=1)


def filled_together(name: str, column: str, other: str, message: str, hint: str) -> RowRule:
    """Declare that two cells are filled both or neither; a failure is reported at the first."""
    return RowRule(name, column, f"({column} is null) = ({other} is null)", message, hint)


class Interval(Table):
    """Rules of tables with date_start, date_end and date_precision."""

    dates_in_order = RowRule(
        "dates_in_order",
        "date_end",
        "date_end >= date_start",
        "ends before it starts",
        "swap the two dates or mend one",
    )
    precision_with_date = RowRule(
        "precision_with_date",
        "date_precision",
        "(date_precision is null) = (date_start is null and date_end is null)",
        "a precision without a date, or a date without one",
        "fill both or leave both blank",
    )
    day_is_one_day = RowRule(
        "day_is_one_day",
        "date_precision",
        "date_precision is distinct from 'day' or (date_start is not null and date_start is not distinct from date_end)",
        "precision `day`, but the dates are not one day",
        "use `span`, or mend a date",
    )
    one_day_is_day = RowRule(
        "one_day_is_day",
        "date_precision",
        "date_precision = 'day' or date_start <> date_end",
        "precision is not `day`, but the dates are one day",
        "use `day`, or mend a date",
    )
    no_longer_than_precision = RowRule(
        "no_longer_than_precision",
        "date_end",
        "date_diff('day', date_start, date_end) < case date_precision when 'week' then 7 when 'month' then 31 when 'year' then 366 end",
        "longer than its precision",
        "widen the precision, or mend a date",
    )
    closed_unless_span = RowRule(
        "closed_unless_span",
        "date_precision",
        "date_precision not in ('week', 'month', 'year') or (date_start is not null and date_end is not null)",
        "a week, month or year, but the dates are open at one end",
        "give both, or use `span`",
    )
    no_wider_than_dates = RowRule(
        "no_wider_than_dates",
        "date_precision",
        "date_diff('day', date_start, date_end) >= case date_precision when 'month' then 7 when 'year' then 31 end",
        "wider than its dates",
        "use `span`, or the precision that the dates have",
        "warning",
    )


class Dated(Interval):
    """Rules of tables with an interval and date_basis."""

    basis_with_date = RowRule(
        "basis_with_date",
        "date_basis",
        "(date_basis is null) = (date_start is null and date_end is null)",
        "a basis without a date, or a date without one",
        "fill both or leave both blank",
    )
    inferred_date_has_notes = RowRule(
        "inferred_date_has_notes",
        "notes",
        "notes is not null or date_basis is distinct from 'inferred'",
        "blank, though the date is inferred",
        "say from what",
    )


class Status(Table):
    """Rules of tables with an interval and the status of an event."""

    ongoing_has_no_end = RowRule(
        "ongoing_has_no_end",
        "date_end",
        "date_end is null or status <> 'ongoing'",
        "goes on, but has an end",
        "mend status, or leave date_end blank",
        "warning",
    )
    over_has_an_end = RowRule(
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
    said_on_is_no_span = RowRule(
        "said_on_is_no_span",
        "said_on_precision",
        "said_on_precision <> 'span'",
        "a span, but `said_on` is one day",
        "use `day`, or the month or year that the day begins",
    )
    first_of_month_or_year = RowRule(
        "first_of_month_or_year",
        "said_on",
        "(said_on_precision not in ('month', 'year') or extract(day from said_on) = 1)"
        " and (said_on_precision <> 'year' or extract(month from said_on) = 1)",
        "not the first day of its month or year",
        "give that day, or mend said_on_precision",
    )
    inferred_day_has_notes = RowRule(
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
    value_is_printed = RowRule(
        "value_is_printed",
        "value_as_printed",
        "value is null or value_as_printed is not null",
        "a value without its printed form",
        "copy the words or figures from the anchor",
    )


class Voiced(Table):
    """Rule of tables with voice and claimant_id."""

    claimant_with_attribution = RowRule(
        "claimant_with_attribution",
        "claimant_id",
        "(claimant_id is not null) = (voice is not distinct from 'attributed')",
        "the narrator has no claimant; attributed content has one",
        "mend voice or claimant_id",
    )
