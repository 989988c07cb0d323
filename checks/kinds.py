"""Kinds: the part of an actor, a claim and a place are of kinds that go with the event, claim or place beside them."""

from checks.keys import cells_of, key_of
from checks.problem import Problem
from schemas import csv_path

SPEECH = ("speaker", "addressee", "agent")
MEETING = ("attendee", "host", "mediator", "agent")
DEED = ("agent", "target", "affected")
# Kind of an event -> the parts that actors have in it; a kind that is not listed has any. The same below.
PARTS = {
    **dict.fromkeys(("statement", "report", "pledge", "proposal"), SPEECH),
    **dict.fromkeys(("call", "meeting", "negotiation", "signing"), MEETING),
    **dict.fromkeys(("advance", "withdrawal", "defence", "fighting", "shelling", "strike", "cyberattack"), DEED),
    **dict.fromkeys(("civilian_harm", "force_state", "pause", "political_act", "war"), DEED),
}
GROUND = ("advance", "withdrawal", "defence", "fighting", "force_state", "war")
HARM = ("strike", "shelling", "fighting", "civilian_harm", "force_state", "war")
# Kind of a claim -> kinds of the event that it is about.
CLAIMS = {
    "capability": ("force_state",),
    "cyber": ("cyberattack",),
    "fighting": ("fighting", "defence", "advance", "war"),
    "losses": HARM,
    "movement": GROUND,
    "pledge": ("pledge", "proposal"),
    "presence": GROUND,
    "strike": ("strike", "shelling", "civilian_harm", "war"),
    "territory": (*GROUND, "political_act"),
    "threat": ("strike", "shelling", "advance", "cyberattack", "war"),
}
# Kind of a place -> how exactly it locates something.
PLACES = {
    "building": ("1", "2", "5", "7"),
    "city": ("1", "2", "5", "7"),
    "region": ("3", "4", "5", "7"),
    "country": ("5", "6", "7"),
}
# Table, the cell that is told, the link to a row, its table, which kinds go together.
FITS = (
    ("participants", "role", "event_id", "events", PARTS),
    ("military_claims", "kind", "event_id", "events", CLAIMS),
    ("locations", "where_precision", "place_id", "places", PLACES),
)


def check(package):
    """Yield a problem for each cell that does not go with the kind of the row beside it."""
    for stem, column, link, target, allowed in FITS:
        kind_of = dict(cells_of(package.tables[target], key_of(target), "kind"))
        for index, (cell, row_id) in enumerate(cells_of(package.tables[stem], column, link)):
            kind = kind_of.get(row_id)
            known, value = (cell, kind) if allowed is CLAIMS else (kind, cell)
            if kind is not None and known in allowed and value not in allowed[known]:
                rule, remedy = f"does not go with {row_id}, of the kind {kind}", f"mend it, {link} or {target}.kind"
                yield Problem(csv_path(stem), index + 2, column, cell, rule, remedy)
