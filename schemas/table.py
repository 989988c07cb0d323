"""What every table has in common: strict columns in a fixed order, and rules between the columns of a row."""

from functools import wraps

import pandas as pd
import pandera.pandas as pn
import pyarrow as pa
import pyarrow.compute as pc


class Table(pn.DataFrameModel):
    """Base of all tables: no unknown column, none missing, none out of order."""

    class Config:
        strict = True
        ordered = True


def rule(column, words, remedy):
    """Declare a rule between columns of one row; `column` is the cell that a failure is reported at.

    The decorated function takes the table and returns a boolean Series, true where the row is right. Where a blank leaves
    it open the row passes: that the cell is blank is told by its own column.
    """

    def declare(function):
        @wraps(function)
        def known(cls, df):
            return function(cls, df).fillna(True)

        return pn.dataframe_check(title=column, error=words, description=remedy, ignore_na=False)(known)

    return declare


def among(cells, values):
    """Whether each cell is one of some values; a blank is none. (`isin` takes fifty times as long.)"""
    found = pc.is_in(pa.array(cells), value_set=pa.array(list(values), pa.string()))
    return pd.Series(found, index=cells.index, dtype=pd.ArrowDtype(pa.bool_()))


def holds(cells, pattern):
    """Whether each cell has a regular expression (RE2) in it; open for a blank."""
    found = pc.match_substring_regex(pa.array(cells), pattern)
    return pd.Series(found, index=cells.index, dtype=pd.ArrowDtype(pa.bool_()))


def fits(given, cells, allowed):
    """Whether each cell is one that `allowed` lists for what is given beside it; '' is a blank.

    What `allowed` does not name is free.
    """
    given = given.fillna("")
    pairs = [f"{one}|{other}" for one, others in allowed.items() for other in others]
    return ~among(given, allowed) | among(given + "|" + cells.fillna(""), pairs)


# A note that says from what a day is known.
FROM_WHAT = r"\bDated by\b"


class Dated(Table):
    """Rules of tables with date_start, date_end, date_precision and date_basis."""

    @rule("date_end", "ends before it starts", "swap the two dates or mend one")
    def dates_in_order(cls, df):
        return ~(df["date_end"] < df["date_start"]).fillna(False)

    @rule("date_precision", "a precision without a date, or a date without one", "fill both or leave both blank")
    def precision_with_date(cls, df):
        return df["date_precision"].isna() == (df["date_start"].isna() & df["date_end"].isna())

    @rule("date_basis", "a basis without a date, or a date without one", "fill both or leave both blank")
    def basis_with_date(cls, df):
        return df["date_basis"].isna() == (df["date_start"].isna() & df["date_end"].isna())

    @rule("date_precision", "precision `day`, but the dates are not one day", "use `span`, or mend a date")
    def day_is_one_day(cls, df):
        one = (df["date_start"] == df["date_end"]).fillna(False)
        return (df["date_precision"] != "day").fillna(True) | one

    @rule("date_precision", "precision is not `day`, but the dates are one day", "use `day`, or mend a date")
    def one_day_is_day(cls, df):
        one = (df["date_start"] == df["date_end"]).fillna(False)
        return (df["date_precision"] == "day").fillna(False) | ~one

    @rule("date_end", "longer than its precision", "widen the precision, or mend a date")
    def as_long_as_precision(cls, df):
        days = _days(df["date_end"]) - _days(df["date_start"])
        longest = df["date_precision"].map({"week": 7, "month": 31, "year": 366})
        return ~(days >= longest.astype("float64[pyarrow]")).fillna(False)

    @rule("date_precision", "wider than its dates", "use `span`, or the precision that the dates have")
    def no_wider_than_dates(cls, df):
        days = _days(df["date_end"]) - _days(df["date_start"])
        shortest = df["date_precision"].map({"month": 7, "year": 31})
        return ~(days < shortest.astype("float64[pyarrow]")).fillna(False)

    @rule("date_precision", "a week, month or year, but the dates are open at one end", "give both, or use `span`")
    def open_only_as_span(cls, df):
        closed = df["date_start"].notna() & df["date_end"].notna()
        return closed | ~among(df["date_precision"], ("week", "month", "year"))

    @rule("notes", "blank, though the date is inferred", "say from what")
    def inferred_from_something(cls, df):
        return df["notes"].notna() | (df["date_basis"] != "inferred")

    @rule("notes", "says from what the date is known, and it is not inferred", "mend notes or date_basis")
    def told_where_inferred(cls, df):
        return ~holds(df["notes"], FROM_WHAT) | among(df["date_basis"], ("inferred", "relative"))


class Said(Table):
    """Rules of tables with said_on, said_on_precision and said_on_basis."""

    @rule("said_on_precision", "a precision without a date, or a date without one", "fill both or leave both blank")
    def said_precision_with_date(cls, df):
        return df["said_on_precision"].isna() == df["said_on"].isna()

    @rule("said_on_basis", "a basis without a date, or a date without one", "fill both or leave both blank")
    def said_basis_with_date(cls, df):
        return df["said_on_basis"].isna() == df["said_on"].isna()

    @rule(
        "said_on_precision", "a span, but `said_on` is one day", "use `day`, or the month or year that the day begins"
    )
    def one_day_is_no_span(cls, df):
        return df["said_on_precision"] != "span"

    @rule("said_on", "not the first day of its month or year", "give that day, or mend said_on_precision")
    def first_of_month_or_year(cls, df):
        first = df["said_on"].dt.day == 1
        month = (df["said_on_precision"] != "month") | first
        return month & ((df["said_on_precision"] != "year") | (first & (df["said_on"].dt.month == 1)))

    @rule("notes", "blank, though the day is inferred", "say from what")
    def inferred_from_something(cls, df):
        return df["notes"].notna() | (df["said_on_basis"] != "inferred")

    @rule("notes", "says from what the day is known, and it is not inferred", "mend notes or said_on_basis")
    def told_where_inferred(cls, df):
        return ~holds(df["notes"], FROM_WHAT) | among(df["said_on_basis"], ("inferred", "relative"))


class Counted(Table):
    """Rules of tables with value, unit, value_qualifier and value_as_printed."""

    @rule("unit", "a quantity needs a unit, and only a quantity has one", "fill unit and value_as_printed, or neither")
    def unit_with_quantity(cls, df):
        return df["unit"].isna() == df["value_as_printed"].isna()

    @rule("value_qualifier", "a qualifier needs a value, and a value a qualifier", "fill both or leave both blank")
    def qualifier_with_value(cls, df):
        return df["value_qualifier"].isna() == df["value"].isna()

    @rule("value_as_printed", "a value without its printed form", "copy the words or figures from the anchor")
    def value_is_printed(cls, df):
        return df["value"].isna() | df["value_as_printed"].notna()


class Voiced(Table):
    """Rule of tables with voice and claimant_id."""

    @rule("claimant_id", "the narrator has no claimant; attributed content has one", "mend voice or claimant_id")
    def claimant_with_attribution(cls, df):
        return df["claimant_id"].notna() == (df["voice"] == "attributed").fillna(False)


def _days(dates):
    """Days since 1970, blank where the date is."""
    return dates.astype("int32[pyarrow]").astype("float64[pyarrow]")
