"""Tables as pandas wants them."""

from istanbul_talks import package


def load(table, wide=False):
    """A table as a DataFrame, typed as the codebook says.

    Ids and words are strings, days are datetimes, whole numbers and flags are nullable, coded columns are categories,
    ordered where their codes have ranks. With `wide`, labels stand beside codes and names beside ids; events, quotes,
    guarantor_countries and military_claims have such a view. Raises Unknown, which suggests the nearest table, and
    Broken where a file is damaged.
    """
    import pandas as pd
    import pyarrow as pa

    found = package.table(f"{table}_wide" if wide else table)
    for number, field in enumerate(found.schema):
        if pa.types.is_date32(field.type):
            found = found.set_column(number, field.name, found.column(number).cast(pa.timestamp("us")))
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return found.to_pandas(types_mapper=nullable.get)


class Listing(dict):
    """Name -> one line about it; prints as a list."""

    def __repr__(self):
        width = max(map(len, self))
        return "\n".join(f"{name:{width}}  {line}" for name, line in self.items())


def tables():
    """Every table with the number of its rows and what a row is, one line each."""
    words = {name: " ".join(resource["description"].split()) for name, resource in package.resources().items()}
    return Listing({name: f"{package.table(name).num_rows:5,}  {words[name]}" for name in words})
