"""Tables as pandas has them."""

from typing import TYPE_CHECKING

from istanbul_talks.package import CorruptPackage, Package, open_package

if TYPE_CHECKING:
    import pandas as pd


def load(table: str, wide: bool = False, *, package: Package | None = None) -> "pd.DataFrame":
    """A table as a DataFrame, typed as the codebook says.

    Ids and words are strings (dtype `str`, or `object` before pandas 3), days are datetimes, whole numbers and flags are
    nullable, coded columns are categories, ordered where their codes have ranks. With `wide`, labels stand beside codes
    and names beside ids, for the tables that have such a view. Raises UnknownName, which suggests the nearest table, and
    CorruptPackage.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    package = package or open_package()
    resource = package.parquet(f"{table}_wide" if wide else table)
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
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = rows.to_pandas(types_mapper=nullable.get)
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
