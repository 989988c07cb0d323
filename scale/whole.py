"""What no partition can see: keys of the whole package, rows that stand on the anchors of others, cells that one of
several buckets must name. DuckDB answers once, over the files that partitions handed on, and spills what is too large.
"""

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
from checks.ground import CELLS, NOWHERE
from checks.keys import key_of, promised

from scale.exchange import hand_on
from scale.tally import SHOWN
from schemas import primary_key

# How keys are broken: for each kind a query for the place and the value of every row that breaks one.
QUERIES = {
    "unique": """
        with again as (select {columns} from {stem} where {filled} group by all having count(*) > 1)
        select "at", concat_ws(',', {columns}) as value
        from (
            select *, row_number() over (partition by {columns} order by "at") as nth
            from {stem} semi join again using ({columns})
        )
        where nth > {kept}""",
    "leads": """
        select own."at", own.{columns} as value from {stem} own anti join {target} other on own.{columns} = other.{key}
        where own.{columns} is not null""",
    "stays": """
        select "at", {columns} as value from {stem}
        where {columns} in (select row_id from retired where "table" = '{bare}')""",
}


def connect(scratch, memory, threads):
    """A DuckDB connection with `memory` MB and so many threads, which spills into the scratch folder."""
    settings = {"memory_limit": f"{memory}MB", "threads": threads, "temp_directory": f"{scratch}/spill"}
    return duckdb.connect(config={**settings, "preserve_insertion_order": False})


def view(connection, name, files):
    """Let queries see the rows that were handed on under a name; None where there are none."""
    paths = [file.path for file in files if file.name == name and file.buckets]
    if not paths:
        return None
    found = ds.dataset(paths, format="ipc")
    connection.register(name, Rows(list(found.get_fragments()), found.schema, found.format, found.filesystem))
    return name


class Rows(ds.FileSystemDataset):
    """Rows for DuckDB, read one batch ahead: left alone, pyarrow reads many, and holds them all."""

    def scanner(self, columns=None, filter=None):
        return ds.Scanner.from_dataset(
            self, columns=columns, filter=filter, batch_readahead=1, fragment_readahead=1, use_threads=False
        )


def broken_keys(connection, files, stems):
    """Yield (key, at, value, how many such) for each broken key, the first hundred of each kind of key."""
    there = {stem for stem in stems if view(connection, stem, files)}
    empty = {stem for stem in stems if stem not in there}
    for stem in empty:
        columns = ", ".join(f'null::varchar as "{name}"' for name in primary_key(stem))
        connection.execute(f'create view "{stem}" as select {columns}, null::bigint as "at" where false')
    for key in promised(stems):
        if key.stem in there:
            for at, value, n in _answer(connection, key, stems):
                yield key, at, value, n


def _answer(connection, key, stems):
    """[(at, value, how many such)] of the first rows that break a key."""
    if key.kind == "unique":
        # Whether any hash of a key stands twice is asked first, and mostly the answer is no: where it stands, and
        # whether the keys are equal too, is another pass.
        columns = ", ".join(f'"{name}"' for name in key.columns)
        again = f'select 1 from "{key.stem}" where {_filled(key)} group by hash({columns}) having count(*) > 1 limit 1'
        if not connection.execute(again).fetchall():
            return []
    query = _nameless(key, stems) if key.kind == "names" else _query(key)
    return connection.execute(f'select *, count(*) over () from ({query}) order by "at" limit {SHOWN}').fetchall()


def _filled(key):
    return " and ".join(f'"{name}" is not null' for name in key.columns)


def _query(key):
    columns = ", ".join(f'"{name}"' for name in key.columns)
    return QUERIES[key.kind].format(
        stem=f'"{key.stem}"',
        bare=key.stem,
        columns=columns,
        filled=_filled(key),
        kept=int(len(key.columns) > 1),
        target=f'"{key.target}"',
        key=f'"{key_of(key.target)}"' if key.target else "",
    )


def _nameless(key, stems):
    """Cells `table:id` of which no table has the row."""
    column = f'"{key.columns[0]}"'
    known = " union all ".join(f"""select '{stem}:' || "{key_of(stem)}" as name from "{stem}\"""" for stem in stems)
    return f"""
        select own."at", own.{column} as value from "{key.stem}" own anti join ({known}) known on own.{column} = known.name
        where own.{column} is not null"""


def owners(connection, files, scratch):
    """Hand the cells of rows without anchors on to the buckets of the rows whose anchors they stand on: [Handed]."""
    if not view(connection, "waiting", files):
        return []
    if not view(connection, "owners", files):
        connection.execute(
            """create view owners as select 0::tinyint as stem, '' as row_id, 0 as "at", 0 as bucket where false"""
        )
    names = ", ".join(f'w."{name}"' for name in CELLS.names if name not in ("owner", "parts"))
    query = f"""
        with places as (select stem, row_id, max("at") as "at" from owners group by all),
             buckets as (
                select distinct o.stem, o.row_id, o."at", o.bucket from owners o join places using (stem, row_id, "at")
             ),
             counted as (select *, count(*) over (partition by stem, row_id) as parts from buckets)
        select {names}, coalesce(c."at", {NOWHERE}) as owner, coalesce(c.parts, 1) as parts,
            coalesce(c.bucket, 0) as bucket
        from waiting w left join counted c on w.owner_stem = c.stem and w.owner_id = c.row_id
        order by bucket, w."at", w."column" """
    found, reader = [], connection.sql(query).to_arrow_reader(1 << 16)
    for number, batch in enumerate(reader):
        table = pa.Table.from_batches([batch])
        cells = table.select(CELLS.names).cast(CELLS)
        found.append(hand_on(scratch, number, "owned", cells, table["bucket"].to_numpy())._replace(name="cells"))
    return found


def undecided(connection, files):
    """The cells, as rows of `CELLS`, that none of the several buckets with an anchor of their row names."""
    if not view(connection, "doubtful", files):
        return CELLS.empty_table()
    names = ", ".join(f'any_value("{name}") as "{name}"' for name in CELLS.names if name not in ("at", "column"))
    query = f'select "at", "column", {names} from doubtful group by "at", "column" having count(*) = any_value(parts)'
    return connection.sql(query + ' order by "at"').to_arrow_table().select(CELLS.names).cast(CELLS)
