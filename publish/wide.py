"""The wide views: a table with labels beside codes, names beside ids, and what other tables say of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from istanbul_talks.citing import of_row, text
from publish.words import articles
from schemas import (
    COMPARISONS,
    REPORTS,
    TITLES,
    WIDE,
    arrow_types,
    columns,
    group_column,
    primary_key,
    speaker_column,
)
from schemas.derived import PERMANENT_MEMBERS, beside_id, label_beside

# What other tables say of a row of `t`, whose id is `key`. Its reports are rows of `reports`; renderings of one thing, and
# reports of one event, share `fact`, and so their sources.
QUERY = """
with parts as (
    select unnest([r.event_id, r.report_id]) as row_id, a.name || ' (' || p."role" || ')' as words,
        min(p.participant_id) as first_id
    from participants as p join event_reports as r using (report_id) join actors as a using (actor_id)
    group by row_id, words
), listed_parts as (
    select row_id, string_agg(words, '; ' order by first_id) as participants from parts group by row_id
), located as (
    select unnest([l.claim_id, l.report_id, r.event_id]) as row_id, l.place_id, l."role" <> 'at' as is_aside,
        s.name || ' (' || l."role" || ')' as words, s.latitude, s.longitude, min(l.location_id) as first_id
    from locations as l join places as s using (place_id) left join event_reports as r using (report_id)
    group by row_id, l.place_id, l."role", s.name, s.latitude, s.longitude
), listed_places as (
    select row_id, string_agg(words, '; ' order by first_id) as places,
        first(place_id order by is_aside, first_id) as place_id,
        first(latitude order by is_aside, first_id) as latitude,
        first(longitude order by is_aside, first_id) as longitude
    from located group by row_id
), responses as (
    select g.guarantor_id, g.country_iso3 in {permanent_members} as unsc_permanent_member,
        string_agg(distinct p.statement, '; ' order by p.statement) as country_responses
    from guarantor_countries as g
    left join actors as a on a.state_iso3 = g.country_iso3
    left join positions as p
        on p.party_id = a.actor_id and p.issue = 'security_guarantees' and p.own_side_account
    group by g.guarantor_id, g.country_iso3
), files as (
    select fact, count(*) as n_sources, string_agg(article, '; ' order by source_id) as articles,
        string_agg(file_name, '; ' order by source_id) as source_files
    from (select distinct {fact} as fact, source_id from {reports}) join sources using (source_id)
    join articles using (source_id) group by fact
), anchored as (
    select {owner} as row_id, string_agg(evidence, ';' order by source_id) as anchors from {reports} group by {owner}
)
select {selected}, participants, places, listed_places.place_id, listed_places.latitude, listed_places.longitude,
    country_responses, unsc_permanent_member, n_sources, files.articles, source_files, anchored.anchors as anchors
from {table} as t{joins}
left join listed_parts on listed_parts.row_id = t.{key}
left join listed_places on listed_places.row_id = t.{key}
left join responses on responses.guarantor_id = t.{key}
left join files on files.fact = t.{link}
left join anchored on anchored.row_id = t.{key}
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
        if beside := beside_id(name, facts):
            selected.append(
                f"{f'a{number}.article' if beside.name == 'article' else f'j{number}.side'} AS {beside.name}"
            )
            if beside.name == "article":
                joins.append(f'articles a{number} ON a{number}.source_id = t."{name}"')
        if table in COMPARISONS and name in ("row_a", "row_b"):
            selected += [f"{name}.{part} AS {name}_{part}" for part in ("words", "speaker", "side", "article")]
            joins.append(f"said {name} ON {name}.row = t.{name}")
    return Labelled(", ".join(selected), "".join(f"\n  LEFT JOIN {words}" for words in joins))


def said() -> str:
    """SQL of the reports that can be compared: `row` (`table:id`), words, speaker, side and article of each."""
    parts = []
    for table in (table for table in REPORTS if "source_id" in columns(table)):
        speaker, is_event = speaker_column(table), table == "event_reports"
        words = "e.title" if is_event else f't."{TITLES[table]}"' if table in TITLES else "null"
        parts.append(
            f"select '{table}:' || t.{primary_key(table)[0]} as row, {words} as words, a.name as speaker, a.side, o.article"
            f" from {table} as t join articles as o using (source_id)"
            + (" join events as e using (event_id)" if is_event else "")
            + f" left join actors as a on a.actor_id = {f't.{speaker}' if speaker else 'null'}"
        )
    return " union all ".join(parts)


def views(
    tables: Mapping[str, pd.DataFrame],
    digests: Mapping[str, str],
    checked: Mapping[tuple[str, str], str],
    about: Mapping[str, Any],
) -> dict[str, pd.DataFrame]:
    """Name of a view -> its frame, with the types of its schema.

    `tables` has all hand-written tables, `digests` the SHA-256 of the CSV of each, `checked` who checked each row as it
    stands, by table and id, `about` the package's facts.
    """
    frames = {}
    with duckdb.connect() as connection:
        for name, frame in tables.items():
            connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))
        names = {source_id: article.name for source_id, article in articles(tables["sources"]).items()}
        connection.register("articles", pa.table({"source_id": [*names], "article": [*names.values()]}))
        connection.execute(f"create table said as {said()}")
        for view in WIDE:
            table = view.removesuffix("_wide")
            key, sql = primary_key(table)[0], labelled(table)
            is_report = table in REPORTS
            fact = "event_id" if table in ("events", "event_reports") else group_column(table) or key
            query = QUERY.format(
                table=table,
                key=key,
                link=fact if is_report else key,
                fact=fact if is_report else "event_id",
                owner=key if is_report else "event_id",
                reports=table if is_report else "event_reports",
                permanent_members=PERMANENT_MEMBERS,
                selected=sql.selected,
                joins=sql.joins,
            )
            rows = connection.sql(query).to_arrow_table()
            ids = zip(rows[key].to_pylist(), rows["anchors"].to_pylist(), strict=True)
            cited = [text(of_row(about, table, row_id, digests[table], anchors)) for row_id, anchors in ids]
            schema = pa.schema(arrow_types(view))
            by = [checked.get((table, row_id)) for row_id in rows[key].to_pylist()]
            rows = (
                rows.append_column("checked_by", pa.array(by, pa.string()))
                .append_column("citation", pa.array(cited))
                .select(schema.names)
                .cast(schema)
            )
            frames[view] = rows.to_pandas(types_mapper=pd.ArrowDtype)
    return frames
