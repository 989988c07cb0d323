"""Parties: who acts in a claim acts in its event, and a claim belongs to the event that its sentence tells."""

from collections import defaultdict

from checks.anchors import standing_in
from checks.keys import cells_of
from checks.kinds import CLAIMS
from checks.problem import Problem, shown
from schemas import csv_path

# Column of a claim -> the parts in its event that such an actor has, and the one of which a claim is not silent.
PARTS = {
    "subject_id": (("agent", "affected"), "agent"),
    "target_id": (("target", "affected", "agent"), "target"),
}


def check(package):
    """Yield a problem for each claim whose parties are not those of its event, or that is of an event and names none."""
    yield from _strangers(package.tables)
    yield from _homeless(package)
    yield from _undenied(package.tables)


def _strangers(tables):
    """The subject of a claim does or bears what the event is, its target is hit by it; where the event has one, so has it."""
    parts = defaultdict(lambda: defaultdict(set))
    for event, actor, role in cells_of(tables["participants"], "event_id", "actor_id", "role"):
        parts[event][role].add(actor)
    for column, (roles, needed) in PARTS.items():
        for index, (event, actor) in enumerate(cells_of(tables["military_claims"], "event_id", column)):
            known = set().union(*(parts[event][role] for role in roles))
            if actor and known and actor not in known:
                rule = f"has no part in {event} as {' or '.join(roles)}"
                yield _at(index, column, actor, rule, "mend it, event_id, or the participants")
            elif not actor and parts[event][needed]:
                rule = f"is blank, and {', '.join(sorted(parts[event][needed]))} is {needed} in {event}"
                yield _at(index, column, actor, rule, "fill it, or mend event_id")


def _homeless(package):
    """A claim without an event stands in no sentence of an event that it could be about."""
    held, tables = standing_in(package), package.tables
    told = defaultdict(list)
    for event, kind in cells_of(tables["events"], "event_id", "kind"):
        for number in set(sum(held.get(("events", event), []), [])):
            told[number].append((event, kind))
    for index, (claim, kind, event) in enumerate(cells_of(tables["military_claims"], "claim_id", "kind", "event_id")):
        near = {number for number in sum(held.get(("military_claims", claim), []), [])}
        about = sorted({one for number in near for one, other in told[number] if other in CLAIMS.get(kind, ())})
        if event is None and about:
            rule, remedy = f"is blank, and the sentence tells {', '.join(about)}", "name that event"
            yield _at(index, "event_id", event, rule, remedy)


def _undenied(tables):
    """What is denied is what another says: a disagreement sets the two against each other."""
    named = {row for rows in cells_of(tables["disagreements"], "row_a", "row_b") for row in rows}
    for index, (claim, modality) in enumerate(cells_of(tables["military_claims"], "claim_id", "modality")):
        if modality == "denied" and f"military_claims:{claim}" not in named:
            rule, remedy = "is the modality of a claim that no disagreement names", "add the disagreement, or mend it"
            yield _at(index, "modality", modality, rule, remedy)


def _at(index, column, value, rule, remedy):
    return Problem(csv_path("military_claims"), index + 2, column, shown(value), rule, remedy)
