"""The Parquet files, as pyarrow, pandas, Polars and DuckDB read them, hold the cells with the types of the schemas."""

import io

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publish.parquet import encode
from publish.tables import columns_of
from schemas import MODELS, arrow_types, columns, schema, vocabularies

IN_POLARS = {"date32[day]": pl.Date, "int64": pl.Int64, "double": pl.Float64, "bool": pl.Boolean, "string": pl.String}
IN_DUCKDB = {"string": "VARCHAR", "date32[day]": "DATE", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}


@pytest.mark.parametrize("table", MODELS)
def test_columns_are_those_of_the_schema(tables, table):
    """Each column has its type, nullability and words; a coded one has its whole vocabulary, ordered where that is."""
    twin = pq.read_table(io.BytesIO(encode(table, tables[table], vocabularies(tables["codes"]))))
    assert twin.column_names == list(columns(table))
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
        assert field.type == pa.dictionary(field.type.index_type, kind, codes["rank"].notna().all()), name
        if len(twin):  # without rows there is no dictionary
            assert twin[name].combine_chunks().dictionary.to_pylist() == codes["code"].tolist(), name


@pytest.mark.parametrize("table", MODELS)
def test_polars_and_duckdb_read_cells_and_types(tables, table, tmp_path):
    """Polars and DuckDB read the cells of the table, with the types of the codebook."""
    path = tmp_path / "table.parquet"
    path.write_bytes(encode(table, tables[table], vocabularies(tables["codes"])))
    frame, expected = pl.read_parquet(path), columns_of(tables[table])
    types = {name: str(kind) for name, kind in arrow_types(table).items()}
    for name, kind in types.items():
        coded = "codes" in columns(table)[name]
        assert frame[name].dtype in ((pl.Categorical, pl.Enum) if coded else (IN_POLARS[kind],)), name
        assert (frame[name].cast(pl.String) if coded else frame[name]).to_list() == expected[name], name
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM '{path}'").fetchall()
        kinds = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall())
    assert kinds == {name: IN_DUCKDB[kind] for name, kind in types.items()}
    assert rows == list(zip(*expected.values(), strict=True))


def test_order_reaches_pandas(tables):
    """A ranked vocabulary becomes an ordered category, in the order of its ranks and not of its letters."""
    codes = tables["codes"]
    backwards = codes.loc[codes["field"] == "confidence", "code"].tolist()[::-1]
    codes = codes.assign(rank=codes["code"].map({code: rank for rank, code in enumerate(backwards, 1)}))
    loaded = pd.read_parquet(io.BytesIO(encode("readings", tables["readings"], vocabularies(codes))))["confidence"]
    assert loaded.cat.ordered and loaded.cat.categories.tolist() == backwards


def test_unknown_code_is_refused(tables):
    """A code outside its vocabulary is an error, not a blank cell."""
    frame = tables["actors"].assign(side=tables["actors"]["side"].where(tables["actors"].index != 0, "nowhere"))
    with pytest.raises(ValueError, match="side: not in the vocabulary: nowhere"):
        encode("actors", frame, vocabularies(tables["codes"]))


def test_index_of_a_frame_leaves_no_trace(tables):
    """Equal tables give equal bytes, whatever the index of the frame, and nothing of pandas is in them."""
    frame = tables["events"]
    again = encode("events", frame.set_axis(range(100, 100 + len(frame))), vocabularies(tables["codes"]))
    assert again == encode("events", frame, vocabularies(tables["codes"])) and b"pandas" not in again
