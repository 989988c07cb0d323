"""Rows that must fit rows of other tables: renderings of one thing, accounts and their side, days, garbles, chains."""

import pandas as pd

from checks.anchors import parse
from checks.keys import cells_of
from checks.problem import Problem, shown
from schemas import TABLES, csv_path, dated
from schemas.events import TO_COME

# What all renderings that share a group id have in common.
SHARED = {
    "quotes": ("statement_id", ("speaker_id",)),
    "guarantee_terms": ("term_id", ("kind", "binds")),
    "military_claims": ("assertion_id", ("kind", "modality", "event_id")),
    "positions": ("stance_id", ("party_id", "issue", "stance")),
}
DOUBLES = {
    "participants": ["event_id", "actor_id", "role"],
    "locations": ["event_id", "claim_id", "place_id", "role"],
    "names": ["actor_id", "place_id", "source_id", "spelling"],
}
CHAINS = {"events": ("event_id", "part_of"), "places": ("place_id", "within"), "actors": ("actor_id", "member_of")}
SAID_AT = ("statement", "call", "pledge")


def check(package):
    """Yield a problem for each row that does not fit another."""
    tables = package.tables
    for rule in RULES:
        yield from rule(tables)


def _frames(tables):
    """A frame date that the file does not print in full is supplied by another source."""
    for index, row in tables["sources"].iterrows():
        others = set(tables["sources"]["source_id"]) - {row["source_id"]}
        if row["frame_basis"] != "printed" and row["frame_basis"] not in others:
            rule, remedy = "is no other source", "name the source that supplies the day, or write printed"
            yield _at("sources", index, "frame_basis", row["frame_basis"], rule, remedy)


def _groups(tables):
    """Renderings of one statement, term, assertion or stance agree in what makes it the same."""
    for stem, (group, shared) in SHARED.items():
        first = tables[stem].groupby(group)[list(shared)].transform("first")
        for name in shared:
            differs = tables[stem][name] != first[name]
            for index in tables[stem].index[differs.fillna(False)]:
                row = tables[stem].loc[index]
                rule = f"differs from the first rendering of {row[group]} ({first.loc[index, name]})"
                yield _at(stem, index, name, row[name], rule, f"mend it, or give the row a {group} of its own")


def _sides(tables):
    """own_side_account is true exactly where the claimant is on the side whose stance or proposal it is."""
    side = dict(zip(tables["actors"]["actor_id"], tables["actors"]["side"], strict=True))
    for stem in ("positions", "guarantee_terms"):
        for index, row in enumerate(tables[stem].itertuples(index=False)):
            party, claimant = getattr(row, "party_id", "ukraine"), row.claimant_id
            own = pd.notna(claimant) and (claimant == party or side.get(claimant) == side.get(party) != "none")
            if pd.notna(row.own_side_account) and row.own_side_account != own:
                rule = f"does not fit claimant_id, whose side is {side.get(claimant, 'no one')}"
                yield _at(stem, index, "own_side_account", row.own_side_account, rule, "mend one of the two")


def _relays(tables):
    """What relays words is a medium."""
    kind = dict(zip(tables["actors"]["actor_id"], tables["actors"]["kind"], strict=True))
    for stem in ("quotes", "guarantee_terms", "military_claims", "positions"):
        for index, relay in tables[stem]["relayed_by"].dropna().items():
            if kind.get(relay) != "media":
                yield _at(stem, index, "relayed_by", relay, "is no medium", "name the medium, or leave it blank")


def _days(tables):
    """Nothing is said or done after the frame date of the last article that reports it."""
    frame = dict(zip(tables["sources"]["source_id"], tables["sources"]["frame_date"], strict=True))
    for stem, columns in {
        "events": ("date_start", "date_end"),
        "military_claims": ("date_start", "date_end"),
        "quotes": ("said_on",),
        "positions": ("said_on",),
    }.items():
        for index, row in enumerate(tables[stem].itertuples(index=False)):
            frames = [frame[a.source_id] for a in parse(row.evidence) if pd.notna(frame.get(a.source_id))]
            for name in columns if frames and getattr(row, "status", None) not in TO_COME else ():
                day = getattr(row, name)
                if pd.notna(day) and day > max(frames):
                    rule = f"is later than the articles that report it ({max(frames)})"
                    yield _at(stem, index, name, day, rule, "mend the date, or the status of the event")


def _framed(tables):
    """A day that nothing dates is the frame date of an article that reports it."""
    frame = dict(zip(tables["sources"]["source_id"], tables["sources"]["frame_date"], strict=True))
    for stem in TABLES:
        for name, basis in dated(stem).items():
            for index, (day, words, cell) in enumerate(cells_of(tables[stem], name, basis, "evidence")):
                frames = {frame.get(anchor.source_id) for anchor in parse(cell)} - {None} if words == "frame" else ()
                if frames and day and day not in frames:
                    rule = f"is not the frame date of the article ({min(frames)})"
                    yield _at(stem, index, name, day, rule, f"mend it, or {basis}")


def _occasions(tables):
    """What was said at a statement, in a call or as a pledge was said on its day."""
    events = {row.event_id: row for row in tables["events"].itertuples(index=False) if row.kind in SAID_AT}
    for stem in ("quotes", "positions"):
        for index, (event_id, day) in enumerate(zip(tables[stem]["event_id"], tables[stem]["said_on"], strict=True)):
            event = None if pd.isna(event_id) or pd.isna(day) else events.get(event_id)
            if event and (
                (pd.notna(event.date_start) and day < event.date_start)
                or (pd.notna(event.date_end) and day > event.date_end)
            ):
                rule = f"is not the day of {event_id} ({event.date_start})"
                yield _at(stem, index, "said_on", day, rule, "mend said_on, event_id or the event")


def _garbles(tables):
    """A garbled name has a reading that anchors every place where it stands."""
    read = {anchor for cell in tables["readings"]["evidence"] for anchor in parse(cell)}
    for index, row in tables["names"][tables["names"]["kind"] == "garble"].iterrows():
        for anchor in parse(row["evidence"]):
            same = (r for r in read if r.source_id == anchor.source_id)
            if not any(r.start <= anchor.start and anchor.end <= r.end for r in same):
                rule = f"is a garble without a reading at {anchor}"
                yield _at("names", index, "kind", row["spelling"], rule, "add a row to readings.csv that anchors it")


def _doubles(tables):
    """No two rows of a link table, or of names, say the same."""
    for stem, names in DOUBLES.items():
        frame = tables[stem]
        for index in frame.index[frame.duplicated(names)]:
            value = ",".join(str(cell) for cell in frame.loc[index, names] if pd.notna(cell))
            yield _at(stem, index, names[-2], value, "says what a row before it says", "remove one")


def _chains(tables):
    """No row is, at some remove, part of itself."""
    for stem, (key, parent) in CHAINS.items():
        frame = tables[stem]
        up = {k: p for k, p in zip(frame[key], frame[parent], strict=True) if pd.notna(p)}
        for index, start in frame[key].items():
            seen, at = set(), up.get(start)
            while at is not None and at not in seen and at != start:
                seen.add(at)
                at = up.get(at)
            if at is not None and at == start:
                yield _at(
                    stem, index, parent, up[start], "leads back to the row itself", "mend the link that closes it"
                )


def _list_positions(tables):
    """The positions in the printed list count from 1 without a gap, in the order of the names in the file."""
    countries = tables["guarantor_countries"]
    order = countries.assign(at=[next((a.start for a in parse(cell)), 0) for cell in countries["evidence"]])
    for n, (index, row) in enumerate(order.sort_values("at").iterrows(), 1):
        if row["list_position"] != n:
            rule = f"is number {n} of the printed list"
            yield _at("guarantor_countries", index, "list_position", row["list_position"], rule, "mend it")


RULES = (
    _frames,
    _groups,
    _sides,
    _relays,
    _days,
    _framed,
    _occasions,
    _garbles,
    _doubles,
    _chains,
    _list_positions,
)


def _at(stem, index, column, value, rule, remedy):
    return Problem(csv_path(stem), index + 2, column, shown(value), rule, remedy)
