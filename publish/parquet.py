"""The Parquet twin of a table: the cells of its CSV with types, descriptions and coded values as dictionaries."""

import inspect
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandera.api.pandas.components import Column

from schemas import MODELS, schema


def is_ordered(known: pd.DataFrame) -> bool:
    """Whether every value of a vocabulary has a rank."""
    return len(known) > 0 and bool(known["rank"].notna().all())


def arrow_schema(table: str, codes: Mapping[str, pd.DataFrame]) -> pa.Schema:
    """The Arrow schema of a table: a field a column, in the order of the model.

    A field's metadata holds `description` and, where the column has them, `unit` and `blank` (what an empty cell
    means). A coded column is dictionary-encoded text; it is ordered where its whole vocabulary has ranks.
    """
    fields = [_field(name, column, codes) for name, column in schema(table).columns.items()]
    return pa.schema(fields, metadata={"description": inspect.cleandoc(MODELS[table].__doc__ or "")})


def encode(table: str, frame: pd.DataFrame, codes: Mapping[str, pd.DataFrame]) -> bytes:
    """The bytes of `data/parquet/<table>.parquet`.

    `codes` maps each vocabulary to its rows; frames have Arrow-typed columns. Raises ValueError where a
    cell of a coded column is not in its vocabulary. The bytes repeat within one version of pyarrow, not across.
    """
    fields = arrow_schema(table, codes)
    plain = pa.Table.from_pandas(frame, preserve_index=False)
    columns = [
        _coded(plain[name], name, fields.field(name).type, codes[column.metadata["codes"]])
        if "codes" in column.metadata
        else plain[name].cast(fields.field(name).type)
        for name, column in schema(table).columns.items()
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(columns, schema=fields), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def _field(name: str, column: Column, codes: Mapping[str, pd.DataFrame]) -> pa.Field:
    facts = {key: column.metadata[key] for key in ("unit", "blank") if key in column.metadata}
    kind = column.dtype.type.pyarrow_dtype
    if "codes" in column.metadata:
        known = codes[column.metadata["codes"]]
        kind = pa.dictionary(pa.int8() if len(known) <= 128 else pa.int16(), pa.string(), is_ordered(known))
    return pa.field(name, kind, column.nullable, {"description": column.description, **facts})


def _coded(column: pa.ChunkedArray, name: str, kind: pa.DictionaryType, known: pd.DataFrame) -> pa.DictionaryArray:
    """`column` with the whole vocabulary as its dictionary, so that values which no row has are there too."""
    values = pa.array(known["code"], pa.string())
    indices = pc.index_in(column, value_set=values).combine_chunks()
    # index_in makes a value that it does not find a null: without this, an unknown code would become a blank cell.
    if indices.null_count > column.null_count:
        unknown = pc.unique(column.filter(pc.invert(pc.is_in(column, value_set=values)))).drop_null()
        raise ValueError(f"{name}: not in the vocabulary: {', '.join(unknown.to_pylist())}")
    return pa.DictionaryArray.from_arrays(indices.cast(kind.index_type), values, ordered=kind.ordered)
