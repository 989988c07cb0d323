"""The derived tables: what is proven, named, coded and corroborated, made from checked tables."""

from collections.abc import Iterable
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipeline.blind import CANNOT_TELL, Entry, entries, units
from pipeline.package import Package
from pipeline.texts import text_mentions
from schemas import CODING, TABLES, arrow_types, group_column, primary_key

RESAMPLES = 2000
SEED = 2022

# An anchor has the digest of its characters, or, without the article, the one that the last build proved.
EVIDENCE = """
select a.table_name, a.row_id, a.n, r.sha256, a.source_id, a.start_char, a.end_char,
    coalesce(sha256(substring(t.text, a.start_char + 1, a.end_char - a.start_char)), c.sha256),
    s.segment_first, s.segment_last
from anchors as a
join row_digests as r on r.table_name = a.table_name and r.row_id = a.row_id
join table_order as o on o.table_name = a.table_name
left join texts as t on t.source_id = a.source_id
left join committed_evidence as c on c."table" = a.table_name and c.row_id = a.row_id and c.n = a.n
left join (
    select table_name, row_id, n, min(segment_id) as segment_first, max(segment_id) as segment_last
    from anchor_segments group by table_name, row_id, n
) as s on s.table_name = a.table_name and s.row_id = a.row_id and s.n = a.n
order by o.position, r.line, a.n
"""
NAMED = """
select distinct c.table_name, c.row_id, c.column_name, a.source_id, n.start_char, n.end_char, n.spelling, n.name_id
from named_cells as c
join anchors as a on a.table_name = c.owner_table and a.row_id = c.owner_id
join name_anchors as n on n.entity_id = c.value and n.source_id = a.source_id
    and a.start_char <= n.start_char and n.end_char <= a.end_char
"""
LEDGER = """
with coding as (
    select distinct s.segment_id, s.table_name, s.row_id, o.position, r.line
    from anchor_segments as s
    join table_order as o on o.table_name = s.table_name
    join row_digests as r on r.table_name = s.table_name and r.row_id = s.row_id
    where o.is_coding
), listed as (
    select segment_id, count(*) as n_rows,
        string_agg(table_name || ':' || row_id, ';' order by position, line) as row_names
    from coding group by segment_id
)
select s.segment_id, s.source_id, s."start", s."end", s.kind,
    case when l.n_rows is null then s.reason else 'coded' end,
    coalesce(sha256(substring(t.text, s."start" + 1, s."end" - s."start")), c.sha256),
    coalesce(l.n_rows, 0), l.row_names
from segments as s
left join listed as l on l.segment_id = s.segment_id
left join texts as t on t.source_id = s.source_id
left join committed_ledger as c on c.segment_id = s.segment_id
order by s.segment_id
"""
# A disagreement in wording sets nothing against anything.
CORROBORATION = """
with compared as (
    select disagreement_id, row_a as row_name from disagreements where strength <> 'wording'
    union all
    select disagreement_id, row_b from disagreements where strength <> 'wording'
), counted as (
    select r.table_name, r.group_id, r.source_id, count(distinct r.row_name) as n,
        string_agg(distinct c.disagreement_id, ';' order by c.disagreement_id) as ids
    from renderings as r
    left join compared as c on c.row_name = r.row_name
    group by r.table_name, r.group_id, r.source_id
)
select table_name, group_id, source_id, n, count(*) over (partition by table_name, group_id), ids
from counted
order by table_name, group_id, source_id
"""


def derive(package: Package, connection: DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """Derived table -> frame with the types of its schema. The package must be free of errors."""
    order = {
        "table_name": list(TABLES),
        "position": list(range(len(TABLES))),
        "is_coding": [t in CODING for t in TABLES],
    }
    connection.register("table_order", pa.table(order))
    connection.execute(f"create temp table renderings as {renderings_query()}")
    mentions = sorted({*connection.sql(NAMED).fetchall(), *text_mentions(connection)}, key=_blank_first)
    rows = {
        "evidence": connection.sql(EVIDENCE).fetchall(),
        "mentions": mentions,
        "ledger": connection.sql(LEDGER).fetchall(),
        "corroboration": connection.sql(CORROBORATION).fetchall(),
        "reliability": reliability(entries(package)),
    }
    return {table: framed(table, cells) for table, cells in rows.items()}


def _blank_first(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(cell if cell is not None else "" for cell in row)


def renderings_query() -> str:
    """SQL for one row a report of an event or rendering of a group: the event or group, and its source."""
    parts = []
    for table in TABLES:
        if group := "event_id" if table == "event_reports" else group_column(table):
            key = f"'{table}:' || {primary_key(table)[0]}"
            parts.append(
                f"select '{table}' as table_name, {group} as group_id, source_id, {key} as row_name from {table}"
            )
    return " union all ".join(parts)


def framed(table: str, rows: list[tuple]) -> pd.DataFrame:
    """Rows of cells as a frame with the types of a table's schema."""
    types = arrow_types(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    arrays = {name: pa.array(cells, kind) for (name, kind), cells in zip(types.items(), columns, strict=True)}
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)


def reliability(found: Iterable[Entry]) -> list[tuple]:
    """The rows of `reliability`: table, column, units, agreed, per cent, alpha and its interval, and what nobody could tell."""
    rows = []
    for variable, pairs in units(found).items():
        told = np.array([(unit.coded, unit.answer) for unit in pairs if unit.answer != CANNOT_TELL], dtype=str)
        agreed = sum(unit.coded == unit.answer for unit in pairs)
        share = round(100 * agreed / len(told), 1) if len(told) else None
        alpha = agreement(told) if len(told) else (None, None, None)
        rows.append((variable.table, variable.column, len(told), agreed, share, *alpha, len(pairs) - len(told)))
    return sorted(rows, key=lambda row: row[:2])


def agreement(values: np.ndarray) -> tuple[float | None, float | None, float | None]:
    """Alpha, and its interval, of an array of units x 2 passes; None where alpha is undefined.

    The interval holds the middle 95 per cent of alpha over 2,000 resamples of the units, with a fixed seed.
    """
    codes = np.unique(values, return_inverse=True)[1].reshape(values.shape)
    if codes.max(initial=0) == 0:
        return None, None, None
    alpha = krippendorff.alpha(reliability_data=codes.T, level_of_measurement="nominal")
    picks = np.random.default_rng(SEED).integers(0, len(codes), (RESAMPLES, len(codes)))
    low, high = np.nanpercentile(resampled_alpha(codes, picks), [2.5, 97.5])
    return round(float(alpha), 3), round(float(low), 3), round(float(high), 3)


def resampled_alpha(codes: np.ndarray, picks: np.ndarray) -> np.ndarray:
    """Alpha of each row of `picks` (indices of units), for two passes and nominal codes; nan where it is undefined."""
    pairs, which = np.unique(codes, axis=0, return_inverse=True)
    places = which.ravel()[picks] + len(pairs) * np.arange(len(picks))[:, None]
    counts = np.bincount(places.ravel(), minlength=len(picks) * len(pairs)).reshape(-1, len(pairs)).astype(float)
    marginals = np.eye(codes.max() + 1)[pairs].sum(axis=1)
    totals = counts @ marginals
    n = totals.sum(axis=1)
    observed = counts @ (pairs[:, 0] != pairs[:, 1]) / len(codes)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - observed / (1 - (totals * (totals - 1)).sum(axis=1) / (n * (n - 1)))
