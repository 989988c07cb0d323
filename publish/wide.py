"""The wide views: a table with labels beside codes, names beside ids, and what other tables say of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from istanbul_talks.citing import of_row, text
from schemas import TITLES, WIDE, arrow_types, columns, group_column, primary_key
from schemas.derived import label_beside

# What other tables say of a row of `t`, whose id is `key`; renderings of one thing share `fact`, and so their sources.
QUERY = """
with parts as (
    select event_id, string_agg(name || ' (' || participants."role" || ')', '; ' order by participant_id) as participants
    from participants join actors using (actor_id) group by event_id
), located as (
    select coalesce(claim_id, event_id) as row_id,
        string_agg(name || ' (' || locations."role" || ')', '; ' order by location_id) as places,
        first(place_id order by locations."role" <> 'at', location_id) as place_id,
        first(latitude order by locations."role" <> 'at', location_id) as latitude,
        first(longitude order by locations."role" <> 'at', location_id) as longitude
    from locations join places using (place_id) group by row_id
), anchored as (
    select distinct {fact} as fact, unnest(regexp_extract_all(evidence, '(s[0-9]+):', 1)) as source_id from {table}
), files as (
    select fact, count(*) as n_sources, string_agg(file_name, '; ' order by source_id) as source_files
    from anchored join sources using (source_id) group by fact
)
select {selected}, participants, places, located.place_id, located.latitude, located.longitude, n_sources, source_files
from {table} as t{joins}
left join parts on parts.event_id = t.{key}
left join located on located.row_id = t.{key}
left join files on files.fact = t.{fact}
order by t.{key}
"""


@dataclass(frozen=True)
class Labelled:
    """The columns of a table `t` with labels beside codes and ids, and the joins that they need, as SQL."""

    selected: str
    joins: str


def labelled(table: str) -> Labelled:
    """What a view of a table selects, in the order of its model."""
    selected, joins = [], []
    for number, (name, facts) in enumerate(columns(table).items()):
        selected.append(f't."{name}"')
        label = label_beside(name, facts, TITLES)
        if label and "codes" in facts:
            selected.append(f'j{number}.label AS "{label.name}"')
            joins.append(f"codes j{number} ON j{number}.field = '{facts['codes']}' AND j{number}.code = t.\"{name}\"")
        elif label:
            target = facts["references"]
            selected.append(f'j{number}."{TITLES[target]}" AS "{label.name}"')
            joins.append(f'"{target}" j{number} ON j{number}."{primary_key(target)[0]}" = t."{name}"')
    return Labelled(", ".join(selected), "".join(f"\n  LEFT JOIN {words}" for words in joins))


def views(
    tables: Mapping[str, pd.DataFrame], digests: Mapping[str, str], about: Mapping[str, Any]
) -> dict[str, pd.DataFrame]:
    """Name of a view -> its frame, with the types of its schema.

    `tables` has all hand-written tables, `digests` the SHA-256 of the CSV of each, `about` the package's facts.
    """
    frames = {}
    with duckdb.connect() as connection:
        for name, frame in tables.items():
            connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))
        for view in WIDE:
            table = view.removesuffix("_wide")
            key, sql = primary_key(table)[0], labelled(table)
            query = QUERY.format(
                table=table, key=key, fact=group_column(table) or key, selected=sql.selected, joins=sql.joins
            )
            rows = connection.sql(query).to_arrow_table()
            ids = zip(rows[key].to_pylist(), rows["evidence"].to_pylist(), strict=True)
            cited = [text(of_row(about, table, row_id, digests[table], evidence)) for row_id, evidence in ids]
            schema = pa.schema(arrow_types(view))
            rows = rows.append_column("citation", pa.array(cited)).select(schema.names).cast(schema)
            frames[view] = rows.to_pandas(types_mapper=pd.ArrowDtype)
    return frames
