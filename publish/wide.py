"""The wide views: a table with labels beside codes, names beside ids, and what other tables say of its rows."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from istanbul_talks.citing import of_row, text
from publish.tables import by_event, records
from schemas import TITLES, WIDE, arrow_types, columns, group_column, primary_key, vocabulary
from schemas.derived import PERMANENT_MEMBERS, label_beside


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
    anchors = _anchors(table, tables)
    sources = _sources(table, tables)
    files = _column(tables["sources"], "source_id", "file_name")
    found |= _participants(tables, ids) | _places(table, tables, ids) | _responses(table, tables)
    found["n_sources"] = [len(mine) for mine in sources]
    found["source_files"] = ["; ".join(files[source] for source in sorted(mine)) for mine in sources]
    found["citation"] = [text(of_row(about, table, key, digest, anchors[key])) for key in ids]
    types = arrow_types(f"{table}_wide")
    arrays = {name: pa.array(found[name], kind, from_pandas=True) for name, kind in types.items()}
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)


def _column(frame, key, value):
    return dict(zip(frame[key], frame[value], strict=True))


def _labels(tables, facts):
    """Code or id -> label."""
    if "codes" in facts:
        return _column(vocabulary(tables["codes"], facts["codes"]), "code", "label")
    target = facts["references"]
    return _column(tables[target], primary_key(target)[0], TITLES[target])


def _anchors(table, tables):
    """Row -> its anchors; an event has those of its reports."""
    if table != "events":
        return _column(tables[table], primary_key(table)[0], "evidence")
    found = tables["event_reports"].groupby("event_id")["evidence"].agg(";".join)
    return found.reindex(tables["events"]["event_id"], fill_value="").to_dict()


def _sources(table, tables):
    """The sources that report each row: of an event, or of all renderings of the same thing."""
    frame, reports = tables[table], tables["event_reports"] if table == "events" else tables[table]
    group = "event_id" if table == "events" else group_column(table) or primary_key(table)[0]
    together = reports.groupby(group)["source_id"].agg(set)
    return [together.get(key, set()) for key in frame[group]]


def _participants(tables, ids):
    """The actors of each event with their parts, each once."""
    names, frame = _column(tables["actors"], "actor_id", "name"), by_event(tables, "participants")
    parts = {key: {} for key in ids}
    for event, actor, role in zip(frame["event_id"], frame["actor_id"], frame["role"], strict=True):
        if event in parts:
            parts[event][f"{names[actor]} ({role})"] = None
    return {"participants": ["; ".join(parts[key]) or None for key in ids]}


def _places(table, tables, ids):
    """The places of each row, each once, and the coordinates of the one where it happens."""
    places = tables["places"].set_index("place_id")
    found = {key: {} for key in ids}
    frame = by_event(tables, "locations")
    owner = "claim_id" if table == "military_claims" else "event_id"
    for key, place, role in zip(*(frame[name] for name in (owner, "place_id", "role")), strict=True):
        if key in found:
            found[key][place, role] = None
    first = [min(found[key], key=lambda located: located[1] != "at", default=(None,))[0] for key in ids]
    listed = ("; ".join(f"{places.at[place, 'name']} ({role})" for place, role in found[key]) for key in ids)
    return {
        "places": [words or None for words in listed],
        "place_id": first,
        "latitude": [None if place is None else places.at[place, "latitude"] for place in first],
        "longitude": [None if place is None else places.at[place, "longitude"] for place in first],
    }


def _responses(table, tables):
    """Of each guarantor what its own people say of the guarantee."""
    if table != "guarantor_countries":
        return {}
    states = _column(tables["actors"], "actor_id", "state_iso3")
    said = {}
    for row in records(tables["positions"]):
        if row["issue"] == "security_guarantees" and row["own_side_account"]:
            said.setdefault(states[row["party_id"]], {})[row["statement"]] = None
    countries = tables["guarantor_countries"]["country_iso3"]
    return {
        "country_responses": ["; ".join(said.get(country, {})) or None for country in countries],
        "unsc_permanent_member": [country in PERMANENT_MEMBERS for country in countries],
    }
