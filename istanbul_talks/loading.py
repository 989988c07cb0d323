"""Tables as pandas has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from istanbul_talks.package import CorruptPackage, Package, UnknownName, open_package
from istanbul_talks.verifying import read_articles

if TYPE_CHECKING:
    import pandas as pd

Categories = Literal[True, False, "all"]


def load(
    table: str,
    wide: bool = False,
    categories: Categories = True,
    *,
    sources: str | Path | None = None,
    package: Package | None = None,
) -> pd.DataFrame:
    """A table as a DataFrame, typed as the codebook says.

    Ids and words are strings (dtype `str`, or `object` before pandas 3), days are datetimes, whole numbers and flags are
    nullable. Coded columns are categories, ordered where their codes have ranks: those codes that the table uses, or with
    `categories="all"` all of the vocabulary; with `categories=False` they are strings, too.

    With `wide`, labels stand beside codes and names beside ids, for the tables that have such a view. With the folder of
    the articles as `sources`, `evidence` has a column `words`, which is missing where the article is not at hand.

    Raises UnknownName, which lists the tables, CorruptPackage, FileNotFoundError for a folder, and ValueError where
    another table is to have words.
    """
    package = package or open_package()
    if sources is not None and (table, wide) != ("evidence", False):
        raise ValueError(
            f"{table!r} has no anchors of its own: load('evidence', sources=...) has them, with their words"
        )
    frame = _typed(package, _wide(package, table) if wide else table, categories)
    if sources is not None:
        texts = read_articles(package, sources).texts
        anchors = zip(frame["source_id"], frame["start"], frame["end"])
        frame["words"] = [texts[source][start:end] if source in texts else None for source, start, end in anchors]
    return frame


def load_all(categories: Categories = True, *, package: Package | None = None) -> dict[str, pd.DataFrame]:
    """Every table that `tables()` lists, by its name; types as in `load`."""
    package = package or open_package()
    return {table: load(table, categories=categories, package=package) for table in package.tables}


def relationships(*, package: Package | None = None) -> pd.DataFrame:
    """Which column joins what: a row for each foreign key, as table, column, references and referenced_column."""
    import pandas as pd

    package = package or open_package()
    keys = [
        (table, column, target, package.schema(target).primary_key[0])
        for table in package.tables
        for column, target in package.schema(table).foreign_keys.items()
    ]
    return pd.DataFrame(keys, columns=["table", "column", "references", "referenced_column"])


def words(row: str, sources: str | Path | None = None, *, package: Package | None = None) -> list[str]:
    """The anchored words of a row such as `qt-031`, in the order of its anchors.

    `sources` is the folder of the articles; without it, ISTANBUL_TALKS_SOURCES is. Raises UnknownName, and
    FileNotFoundError where an article that the row rests on is not at hand as it was coded.
    """
    package = package or open_package()
    record, articles = package.find(row), read_articles(package, sources)
    found = []
    for anchor in package.anchors(record):
        if anchor["source_id"] not in articles.texts:
            why = "; ".join(articles.problems) or "name the folder of the articles as `sources`"
            raise FileNotFoundError(f"{record.row_id} rests on {anchor['source_id']}, which is not at hand: {why}")
        found.append(articles.texts[anchor["source_id"]][int(anchor["start"]) : int(anchor["end"])])
    return found


def _wide(package: Package, table: str) -> str:
    """The name of the wide view of a table. Raises UnknownName where it has none."""
    views = [name[: -len("_wide")] for name in package.tables if name.endswith("_wide")]
    if package.table(table).name not in views:
        raise UnknownName("wide view of", table, views, "wide views")
    return f"{table}_wide"


def _typed(package: Package, table: str, categories: Categories) -> pd.DataFrame:
    """A published Parquet file as a DataFrame."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    resource = package.parquet(table)
    package.read(resource)  # a damaged file could be read without an error, and give wrong cells
    try:
        # Not from those bytes: a thread of Arrow that frees them when Python has ended crashes the process.
        rows = pq.ParquetFile(package.file(resource.path)).read()
        rows.validate(full=True)
    except (OSError, pa.ArrowException) as error:
        raise CorruptPackage(resource.path, "it is no Parquet file of UTF-8 text") from error
    for number, field in enumerate(rows.schema):
        if pa.types.is_date32(field.type):
            rows = rows.set_column(number, field.name, rows.column(number).cast(pa.timestamp("us")))
        elif pa.types.is_dictionary(field.type) and categories is False:
            rows = rows.set_column(number, field.name, rows.column(number).cast(field.type.value_type))
    nullable: Mapping[pa.DataType, object] = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = rows.to_pandas(types_mapper=nullable.get)
    if categories is True:
        for column in frame.select_dtypes("category"):
            frame[column] = frame[column].cat.remove_unused_categories()
    return frame


class Listing(dict[str, str]):
    """Name -> one line about it; prints as a list."""

    def __repr__(self) -> str:
        width = max(map(len, self))
        return "\n".join(f"{name:{width}}  {line}" for name, line in self.items())


def tables(*, package: Package | None = None) -> Listing:
    """Every table with the number of its rows and what a row is, one line each."""
    package = package or open_package()
    return Listing(
        {name: f"{len(package.rows(name)):5,}  {resource.description}" for name, resource in package.tables.items()}
    )
