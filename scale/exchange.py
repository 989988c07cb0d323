"""Exchange: rows that one partition hands on to others, as Arrow files in a scratch folder.

A file is written by one partition and has one batch of rows a bucket: whoever wants the rows of a bucket maps its
batches into memory, and reads nothing else. A file appears whole or not at all, and written again it is the same.
"""

import os
from bisect import bisect_left, bisect_right
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Handed(NamedTuple):
    """Rows that were handed on: what they are, their file, and the bucket of each of its batches."""

    name: str
    path: str
    buckets: list


def hand_on(folder, number, name, table, bucket=None):
    """Write the rows of a table, by `bucket` (a number a row, or None where they concern no bucket)."""
    path = os.path.join(folder, f"{name}-{number:06}.arrow")
    parts = _parts(table, bucket)
    beside = f"{path}.{os.getpid()}"
    with pa.OSFile(beside, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        for _, part in parts:
            writer.write_batch(_one_batch(part))
    os.replace(beside, path)
    return Handed(name, path, [key for key, _ in parts])


def _parts(table, bucket):
    """[(bucket, its rows)] in the order of buckets; the order of rows is kept."""
    if bucket is None or not table.num_rows:
        return [(None, table)] if table.num_rows else []
    bucket = np.asarray(bucket)
    if (bucket[1:] < bucket[:-1]).any():
        order = np.argsort(bucket, kind="stable")
        table, bucket = table.take(pa.array(order)), bucket[order]
    edges = [0, *(np.flatnonzero(bucket[1:] != bucket[:-1]) + 1).tolist(), len(bucket)]
    return [(int(bucket[a]), table.slice(a, b - a)) for a, b in zip(edges, edges[1:], strict=False)]


def _one_batch(table):
    arrays = [column.combine_chunks() for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def handed(files, name, bucket, schema):
    """The rows of one kind for one bucket, in the order of `files`."""
    batches = []
    for file in files:
        if file.name == name and bucket in file.buckets:
            with pa.memory_map(file.path) as source:
                reader = pa.ipc.open_file(source)
                batches += [reader.get_batch(i) for i, key in enumerate(file.buckets) if key == bucket]
    tables = [pa.Table.from_batches([batch]).select(schema.names).cast(schema) for batch in batches]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def bucket_of(sources, folder, default=0):
    """For each source_id its bucket, by the map in the scratch folder; `default` for one that is no source.

    Only the part of the map between the first and the last of them is looked at, and rows of one table mostly follow
    their sources: else each stretch would read a map that grows with the package.
    """
    with pa.memory_map(map_path(folder)) as file:
        known = pa.ipc.open_file(file).read_all().combine_chunks()
    ids, ends = known["source_id"].combine_chunks(), pc.min_max(sources).as_py()
    if not len(ids) or ends["min"] is None:
        return np.full(len(sources), default, np.int64)

    def at(number):
        return ids[number].as_py()

    low = bisect_left(range(len(ids)), ends["min"], key=at)
    high = bisect_right(range(len(ids)), ends["max"], key=at)
    index = pc.index_in(sources, value_set=ids.slice(low, high - low))
    found = known["bucket"].combine_chunks().slice(low, high - low).take(index).fill_null(default)
    return np.asarray(found).astype(np.int64)


def map_path(folder):
    """Where the map from source_id to bucket lies."""
    return os.path.join(folder, "buckets.arrow")


def write_map(folder, sources, buckets):
    """Write the map from source_id to bucket, in the order of ids."""
    table = pa.table({"source_id": pa.array(sources, pa.string()), "bucket": pa.array(buckets, pa.int64())})
    table = table.sort_by("source_id")
    with pa.OSFile(map_path(folder), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
