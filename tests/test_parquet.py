"""The Parquet files hold what the CSV files hold, with the types of the schemas.

The CSV files are read here by Arrow's own reader, not by the project's, so that a fault of ours cannot hide in both.
"""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from publish.parquet import encode
from schemas import MODELS, csv_path, schema, vocabularies


def read(published, table):
    return pq.read_table(io.BytesIO(published[f"data/parquet/{table}.parquet"]))


@pytest.mark.parametrize("table", MODELS)
def test_cells_are_those_of_the_csv(published, table):
    """Every cell of a Parquet file is the cell of its CSV."""
    twin = read(published, table)
    types = {f.name: f.type.value_type if pa.types.is_dictionary(f.type) else f.type for f in twin.schema}
    options = pyarrow.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    rows = pyarrow.csv.read_csv(io.BytesIO(published[csv_path(table)]), convert_options=options)
    assert rows.column_names == twin.column_names
    for name in rows.column_names:
        assert rows[name].to_pylist() == twin[name].to_pylist(), name


@pytest.mark.parametrize("table", MODELS)
def test_columns_are_those_of_the_schema(published, tables, table):
    """Each column has its type, nullability and words; a coded one has its whole vocabulary, ordered where that is."""
    twin = read(published, table)
    for name, column in schema(table).columns.items():
        field, kind = twin.schema.field(name), column.dtype.type.pyarrow_dtype
        assert field.nullable == column.nullable, name
        words = {key.decode(): value.decode() for key, value in field.metadata.items()}
        facts = {key: column.metadata[key] for key in ("unit", "blank") if key in column.metadata}
        assert words == {"description": column.description, **facts}, name
        if "codes" not in column.metadata:
            assert field.type == kind, name
            continue
        codes = vocabularies(tables["codes"])[column.metadata["codes"]]
        assert field.type.value_type == kind, name
        assert field.type.ordered == codes["rank"].notna().all(), name
        if len(twin):  # without rows there is no dictionary
            assert twin[name].combine_chunks().dictionary.to_pylist() == codes["code"].tolist(), name


def test_order_reaches_pandas(tables):
    """A ranked vocabulary becomes an ordered category, in the order of its ranks and not of its letters."""
    codes = tables["codes"]
    backwards = codes.loc[codes["field"] == "confidence", "code"].tolist()[::-1]
    codes = codes.assign(rank=codes["code"].map({code: rank for rank, code in enumerate(backwards, 1)}))
    loaded = pd.read_parquet(io.BytesIO(encode("readings", tables["readings"], vocabularies(codes))))["confidence"]
    assert loaded.cat.ordered
    assert loaded.cat.categories.tolist() == backwards


def test_unknown_code_is_refused(tables):
    """A code outside its vocabulary is an error, not a blank cell."""
    frame = tables["actors"].assign(side=tables["actors"]["side"].where(tables["actors"].index != 0, "nowhere"))
    with pytest.raises(ValueError, match="side: not in the vocabulary: nowhere"):
        encode("actors", frame, vocabularies(tables["codes"]))


def test_bytes_repeat(tables):
    """Equal tables give equal bytes, whatever the index of the frame, and nothing of pandas in them."""
    frame = tables["events"]
    again = encode("events", frame.set_axis(range(100, 100 + len(frame))), vocabularies(tables["codes"]))
    assert again == encode("events", frame, vocabularies(tables["codes"]))
    assert b"pandas" not in again
