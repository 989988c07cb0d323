"""Kinds: actors, claims, places and events have parts that go with the kind of the event, claim or place beside them."""

from typing import NamedTuple

from checks.keys import cells_of, key_of
from checks.problem import Problem
from schemas import csv_path

SPEECH = ("speaker", "addressee", "agent")
MEETING = ("attendee", "host", "mediator", "agent")
DEED = ("agent", "target", "affected")
TALKS = ("statement", "report", "pledge", "proposal", "call", "meeting", "negotiation", "signing")
DEEDS = ("advance", "withdrawal", "defence", "fighting", "shelling", "strike", "cyberattack", "civilian_harm")
# Kind of an event -> the parts that actors have in it; a kind that is not listed has any. The same below.
PARTS = {
    **dict.fromkeys(("statement", "report", "pledge", "proposal"), SPEECH),
    **dict.fromkeys(("call", "meeting", "negotiation", "signing"), MEETING),
    **dict.fromkeys((*DEEDS, "force_state", "pause", "political_act", "war"), DEED),
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
# Kind of an event or a claim -> how a place relates to it: what moves comes from somewhere, and words concern a place.
ROLES = {
    **dict.fromkeys(
        ("advance", "withdrawal", "force_state", "movement", "presence", "threat"), ("at", "from", "toward")
    ),
    **dict.fromkeys(("strike", "shelling"), ("at", "toward")),
    **dict.fromkeys(("defence", "fighting", "civilian_harm", "war", "losses"), ("at",)),
    **dict.fromkeys((*TALKS, "pause", "political_act", "cyberattack", "cyber", "territory"), ("at", "of")),
}
# Kind of an event -> kinds of its parts.
WHOLES = {
    **dict.fromkeys(("call", "meeting", "negotiation", "signing"), TALKS),
    **dict.fromkeys((*DEEDS, "war"), DEEDS),
}
# What stands before, during or after the round has its parts there, too.
LINKS = {link: (link,) for link in ("before", "during", "after")}
# Part -> sides of whoever has it: no party to the talks hosts or mediates them.
NEUTRAL = {"host": ("host",), "mediator": ("host", "third_party")}


class Fit(NamedTuple):
    """A cell of a table, a link to a row of another, the cell there, and which of the two go together.

    `allowed` maps the cell there to cells here, or, where `here_first`, the cell here to cells there.
    """

    stem: str
    column: str
    link: str
    target: str
    there: str
    allowed: dict
    here_first: bool = False


FITS = (
    Fit("participants", "role", "event_id", "events", "kind", PARTS),
    Fit("participants", "role", "actor_id", "actors", "side", NEUTRAL, here_first=True),
    Fit("military_claims", "kind", "event_id", "events", "kind", CLAIMS, here_first=True),
    Fit("locations", "where_precision", "place_id", "places", "kind", PLACES),
    Fit("locations", "role", "event_id", "events", "kind", ROLES),
    Fit("locations", "role", "claim_id", "military_claims", "kind", ROLES),
    Fit("events", "kind", "part_of", "events", "kind", WHOLES),
    Fit("events", "talks_link", "part_of", "events", "talks_link", LINKS),
)


def check(package):
    """Yield a problem for each cell that does not go with the cell of the row beside it."""
    for fit in FITS:
        others = dict(cells_of(package.tables[fit.target], key_of(fit.target), fit.there))
        for index, (cell, row_id) in enumerate(cells_of(package.tables[fit.stem], fit.column, fit.link)):
            other = others.get(row_id)
            known, value = (cell, other) if fit.here_first else (other, cell)
            if other is not None and known in fit.allowed and value not in fit.allowed[known]:
                rule = f"does not go with {row_id}, whose {fit.there} is {other}"
                remedy = f"mend it, {fit.link} or {fit.target}.{fit.there}"
                yield Problem(csv_path(fit.stem), index + 2, fit.column, cell, rule, remedy)
    yield from _wide(package.tables)


def _wide(tables):
    """A region that holds regions locates a wider area than one."""
    wide = spanning(tables["places"])
    for index, (place, code) in enumerate(cells_of(tables["locations"], "place_id", "where_precision")):
        if place in wide and code not in ("5", "7"):
            rule, remedy = f"is too narrow for {place}, which holds regions", "use 5, or mend `within` of the place"
            yield Problem(csv_path("locations"), index + 2, "where_precision", code, rule, remedy)


def spanning(places):
    """The regions that hold other regions."""
    rows = list(cells_of(places, "place_id", "kind", "within"))
    holders = {larger for _, kind, larger in rows if kind == "region"}
    return {place for place, kind, _ in rows if kind == "region" and place in holders}
