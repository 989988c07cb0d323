"""Rows that must fit rows of other tables: groups, events, responses, disagreements, readings of garbles."""

import pandas as pd

from checks.anchors import parse
from checks.problem import Problem
from schemas import csv_path


def check(package):
    """Yield a problem for each row that does not fit another."""
    tables = package.tables
    yield from _garbles(tables)
    yield from _doubles(tables)
    yield from _chains(tables["events"], "event_id", "part_of", "events")
    yield from _chains(tables["places"], "place_id", "within", "places")
    yield from _chains(tables["actors"], "actor_id", "member_of", "actors")
    yield from _positions_in_list(tables["guarantor_countries"])


def _garbles(tables):
    """A garbled name has a reading that anchors every place where it stands."""
    read = {anchor for cell in tables["readings"]["evidence"] for anchor in parse(cell)}
    for line, row in enumerate(tables["names"].itertuples(index=False), 2):
        for anchor in parse(row.evidence) if row.kind == "garble" else ():
            if not any(
                r.source_id == anchor.source_id and r.start <= anchor.start and anchor.end <= r.end for r in read
            ):
                remedy = "add a row to readings.csv that anchors it"
                yield Problem(
                    csv_path("names"), line, "kind", row.spelling, f"a garble without a reading at {anchor}", remedy
                )


def _doubles(tables):
    """The same actor has the same part in an event once; the same holds for places and names."""
    doubles = {
        "participants": ["event_id", "actor_id", "role"],
        "locations": ["event_id", "claim_id", "place_id", "role"],
        "names": ["actor_id", "place_id", "source_id", "spelling"],
    }
    for stem, columns in doubles.items():
        frame = tables[stem]
        for index in frame.index[frame.duplicated(columns)]:
            value = ",".join(str(cell) for cell in frame.loc[index, columns] if pd.notna(cell))
            yield Problem(csv_path(stem), index + 2, columns[-2], value, "says what a row before it says", "remove one")


def _chains(frame, key, parent, stem):
    """No row is, at some remove, part of itself."""
    up = {k: p for k, p in zip(frame[key], frame[parent], strict=True) if pd.notna(p)}
    for line, start in enumerate(frame[key], 2):
        seen, at = set(), up.get(start)
        while at is not None and at not in seen and at != start:
            seen.add(at)
            at = up.get(at)
        if at == start:
            remedy = "mend the link that closes the circle"
            yield Problem(csv_path(stem), line, parent, up[start], "leads back to the row itself", remedy)


def _positions_in_list(countries):
    """The positions in the printed list count from 1 without gap, in the order of the names in the file."""
    order = countries.assign(at=[next((a.start for a in parse(cell)), 0) for cell in countries["evidence"]])
    for n, row in enumerate(order.sort_values("at").itertuples(), 1):
        if row.list_position != n:
            rule = f"is number {n} of the printed list"
            yield Problem(
                csv_path("guarantor_countries"), row.Index + 2, "list_position", str(row.list_position), rule, "mend it"
            )
