"""The wide views: a table with labels beside codes, names beside ids, and what other tables say of its rows."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from istanbul_talks.citing import of_row, text
from schemas import TITLES, WIDE, arrow_types, columns, group_column, primary_key
from schemas.derived import label_beside


def views(
    tables: Mapping[str, pd.DataFrame], digests: Mapping[str, str], about: Mapping[str, Any]
) -> dict[str, pd.DataFrame]:
    """Name of a view -> its frame.

    `tables` maps the tables of all hand-written tables to frames, `digests` each to the SHA-256 of its CSV, `about` is
    the package's facts.
    """
    names = [name.removesuffix("_wide") for name in WIDE]
    return {f"{table}_wide": view(table, tables, digests[table], about) for table in names}


def view(table: str, tables: Mapping[str, pd.DataFrame], digest: str, about: Mapping[str, Any]) -> pd.DataFrame:
    """The view of one table, with the types of its schema."""
    frame = tables[table]
    found = {}
    for name, facts in columns(table).items():
        found[name] = frame[name].tolist()
        if label := label_beside(name, facts, TITLES):
            known = _labels(tables, facts)
            found[label.name] = [known.get(cell) for cell in found[name]]
    ids = found[primary_key(table)[0]]
    sources = _sources(table, frame)
    files = _column(tables["sources"], "source_id", "file_name")
    found |= _participants(tables, ids) | _places(table, tables, ids)
    found["n_sources"] = [len(mine) for mine in sources]
    found["source_files"] = ["; ".join(files[source] for source in sorted(mine)) for mine in sources]
    rows = zip(ids, frame["evidence"], strict=True)
    found["citation"] = [text(of_row(about, table, row_id, digest, evidence)) for row_id, evidence in rows]
    types = arrow_types(f"{table}_wide")
    arrays = {name: pa.array(found[name], kind, from_pandas=True) for name, kind in types.items()}
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)


def _column(frame, key, value):
    return dict(zip(frame[key], frame[value], strict=True))


def _labels(tables, facts):
    """Code or id -> label."""
    if "codes" in facts:
        codes = tables["codes"]
        return _column(codes[codes["field"] == facts["codes"]], "code", "label")
    target = facts["references"]
    return _column(tables[target], primary_key(target)[0], TITLES[target])


def _sources(table, frame):
    """The sources of each row: those of its anchors, or of all renderings of the same thing."""
    own = frame["evidence"].str.findall(r"s\d+(?=:)")
    mine = [set(found) for found in own]
    if group := group_column(table):
        groups = frame[group]
        together = {key: set(part) for key, part in frame["source_id"].groupby(groups)}
        mine = [together[key] for key in groups]
    return mine


def _participants(tables, ids):
    """The actors of each event with their parts."""
    names, frame = _column(tables["actors"], "actor_id", "name"), tables["participants"]
    parts = {key: [] for key in ids}
    for event, actor, role in zip(frame["event_id"], frame["actor_id"], frame["role"], strict=True):
        if event in parts:
            parts[event].append(f"{names[actor]} ({role})")
    return {"participants": ["; ".join(parts[key]) or None for key in ids]}


def _places(table, tables, ids):
    """The places of each row, and the coordinates of the one where it happens."""
    places = tables["places"].set_index("place_id")
    found = {key: [] for key in ids}
    frame = tables["locations"]
    for event, claim, place, role in zip(
        *(frame[n] for n in ("event_id", "claim_id", "place_id", "role")), strict=True
    ):
        key = claim if table == "military_claims" else event
        if key in found:
            found[key].append((place, role))
    first = [min(found[key], key=lambda located: located[1] != "at", default=(None,))[0] for key in ids]
    listed = ("; ".join(f"{places.at[place, 'name']} ({role})" for place, role in found[key]) for key in ids)
    return {
        "places": [words or None for words in listed],
        "place_id": first,
        "latitude": [None if place is None else places.at[place, "latitude"] for place in first],
        "longitude": [None if place is None else places.at[place, "longitude"] for place in first],
    }
