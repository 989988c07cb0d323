"""The Parquet files hold what the CSV files hold, with the types of the schemas.

The CSV files are read here by Arrow's own reader, not by the project's, so that a fault of ours cannot hide in both.
"""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from publish.descriptor import csv_path
from publish.parquet import MODELS, encode, vocabulary


def read(data):
    return pq.read_table(io.BytesIO(data))


def differing_cells(csv, parquet):
    """(column, row) of each cell that differs; rows count from 0."""
    twin = read(parquet)
    types = {f.name: f.type.value_type if pa.types.is_dictionary(f.type) else f.type for f in twin.schema}
    options = pyarrow.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    table = pyarrow.csv.read_csv(io.BytesIO(csv), convert_options=options)
    if (table.column_names, len(table)) != (twin.column_names, len(twin)):
        return [("shape", 0)]
    pairs = {name: zip(table[name].to_pylist(), twin[name].to_pylist(), strict=True) for name in table.column_names}
    return [(name, row) for name, cells in pairs.items() for row, (a, b) in enumerate(cells) if a != b]


def wrongly_typed(stem, parquet):
    """Names of columns whose Parquet type or nullability is not that of the schema."""
    found = read(parquet).schema
    wrong = []
    for name, column in MODELS[stem].to_schema().columns.items():
        kind, wanted = found.field(name).type, column.dtype.type.pyarrow_dtype
        if "codes" in column.metadata:
            right = pa.types.is_dictionary(kind) and kind.value_type == wanted
        else:
            right = kind == wanted
        if not right or found.field(name).nullable != column.nullable:
            wrong.append(name)
    return wrong


def wrong_dictionaries(stem, parquet, codes):
    """Names of coded columns whose dictionary is not their vocabulary, in its order. Tables without rows have none."""
    table = read(parquet)
    columns = MODELS[stem].to_schema().columns.items()
    coded = {
        name: vocabulary(codes, column.metadata["codes"]) for name, column in columns if "codes" in column.metadata
    }
    return [
        name
        for name, known in coded.items()
        if len(table) and table[name].combine_chunks().dictionary.to_pylist() != known["code"].tolist()
    ]


@pytest.mark.parametrize("stem", MODELS)
def test_parquet_equals_csv(published, stem):
    """Every cell of a Parquet file is the cell of its CSV."""
    assert differing_cells(published[csv_path(stem)], published[f"data/parquet/{stem}.parquet"]) == []


def test_a_differing_cell_is_found(published):
    """One changed character of a CSV is told by column and row."""
    csv = published["data/codes.csv"].split(b"\n")
    csv[1] = b"x" + csv[1]
    assert differing_cells(b"\n".join(csv), published["data/parquet/codes.parquet"]) == [("field", 0)]


@pytest.mark.parametrize("stem", MODELS)
def test_parquet_types(published, stem):
    """Each column has the type and nullability of its schema; coded columns are dictionaries."""
    assert wrongly_typed(stem, published[f"data/parquet/{stem}.parquet"]) == []


def test_types_that_users_see(published):
    """Dates are date32, and integers stay integers where cells are blank."""
    events, places = (read(published[f"data/parquet/{stem}.parquet"]) for stem in ("events", "places"))
    assert events.schema.field("date_start").type == pa.date32()
    assert places.schema.field("geonames_id").type == pa.int64()
    assert places["geonames_id"].null_count > 0


def test_a_wrong_type_is_found(tables):
    """A file without dictionaries is told, and so is a date kept as text."""
    plain = io.BytesIO()
    frame = tables["events"].astype({"date_start": pd.ArrowDtype(pa.string())})
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), plain)
    assert {"kind", "date_start"} <= set(wrongly_typed("events", plain.getvalue()))


@pytest.mark.parametrize("stem", MODELS)
def test_dictionaries_are_the_vocabularies(published, tables, stem):
    """A dictionary holds all values of its vocabulary in order, those too that no row has."""
    assert wrong_dictionaries(stem, published[f"data/parquet/{stem}.parquet"], tables["codes"]) == []


def test_a_wrong_dictionary_is_found(published, tables):
    """A vocabulary that lost a value since the file was written is told."""
    codes = tables["codes"]
    codes = codes.drop(codes.index[codes["field"] == "side"][-1])
    assert wrong_dictionaries("actors", published["data/parquet/actors.parquet"], codes) == ["side"]


@pytest.mark.parametrize("stem", MODELS)
def test_ordered_where_ranked(published, tables, stem):
    """A coded column is ordered exactly where every value of its vocabulary has a rank."""
    schema = read(published[f"data/parquet/{stem}.parquet"]).schema
    ranked = tables["codes"].groupby("field")["rank"].agg(lambda rank: rank.notna().all())
    for name, column in MODELS[stem].to_schema().columns.items():
        if "codes" in column.metadata:
            assert schema.field(name).type.ordered == ranked[column.metadata["codes"]], name


def test_order_reaches_pandas(tables):
    """A ranked vocabulary becomes an ordered category, in the order of its ranks and not of its letters."""
    codes = tables["codes"]
    backwards = codes.loc[codes["field"] == "confidence", "code"].tolist()[::-1]
    codes = codes.assign(rank=codes["code"].map({code: rank for rank, code in enumerate(backwards, 1)}))
    loaded = pd.read_parquet(io.BytesIO(encode("readings", tables["readings"], codes)))["confidence"]
    assert loaded.cat.ordered
    assert loaded.cat.categories.tolist() == backwards


def test_unknown_code_is_refused(tables):
    """A code outside its vocabulary is an error, not a blank cell."""
    frame = tables["actors"].assign(side=tables["actors"]["side"].where(tables["actors"].index != 0, "nowhere"))
    with pytest.raises(ValueError, match="side: not in the vocabulary: nowhere"):
        encode("actors", frame, tables["codes"])


def test_blank_in_a_full_column_is_refused(tables):
    """A blank cell in a column that knows none cannot be written."""
    frame = tables["actors"].assign(side=tables["actors"]["side"].where(tables["actors"].index != 0))
    with pytest.raises(pa.ArrowInvalid, match="side"):
        encode("actors", frame, tables["codes"])


@pytest.mark.parametrize("stem", MODELS)
def test_words_travel_with_the_file(published, stem):
    """Each column carries its description, its unit and what a blank cell means."""
    schema = read(published[f"data/parquet/{stem}.parquet"]).schema
    for name, column in MODELS[stem].to_schema().columns.items():
        facts = {key.decode(): value.decode() for key, value in schema.field(name).metadata.items()}
        assert facts.pop("description") == column.description
        assert facts == {key: column.metadata[key] for key in ("unit", "blank") if key in column.metadata}


def test_bytes_repeat(tables):
    """Equal tables give equal bytes, whatever the index of the frame, and nothing of pandas in them."""
    frame = tables["events"]
    again = encode("events", frame.set_axis(range(100, 100 + len(frame))), tables["codes"])
    assert again == encode("events", frame, tables["codes"])
    assert b"pandas" not in again
