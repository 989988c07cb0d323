"""What the page says at the top: numbers, and what most of the articles tell."""

import inspect

from publish.figures.canvas import records
from publish.figures.sources import FACTS
from schemas import MODELS


def numbers(frames):
    """(number, what it counts, table that holds it), each counted in the tables."""
    checks, quotes, segments = frames["checks"], frames["quotes"], frames["segments"]
    people = int((checks["checker"] == "person").sum())
    return [
        (len(frames["sources"]), "articles", "sources"),
        (len(segments), f"sentences and captions, {int(segments['reason'].isna().sum())} of them coded", "segments"),
        (len(frames["events"]), "events", "events"),
        (quotes["statement_id"].nunique(), f"statements, in {len(quotes)} renderings", "quotes"),
        (frames["positions"]["stance_id"].nunique(), "stances of a party on an issue", "positions"),
        (frames["guarantee_terms"]["term_id"].nunique(), "terms of a security guarantee", "guarantee_terms"),
        (frames["military_claims"]["assertion_id"].nunique(), "claims about force", "military_claims"),
        (len(frames["disagreements"]), "disagreements", "disagreements"),
        (len(checks), f"checks of rows: {len(checks) - people} by language models, {people} by a person", "checks"),
    ]


def agreed(frames):
    """(id, words, number of sources) of each fact that more than half of the sources report, most sources first."""
    found = []
    facts = frames["corroboration"].drop_duplicates(["table", "group_id"])
    for fact in records(facts[facts["n_reporting"] * 2 > len(frames["sources"])]):
        _, group, key, about = FACTS[fact["table"]]
        row = records(frames[fact["table"]][frames[fact["table"]][group] == fact["group_id"]])[0]
        found.append((row[key], row[about], fact["n_reporting"]))
    return sorted(found, key=lambda fact: (-fact[2], fact[0]))


def sources(frames):
    """The identity cards of the articles."""
    return records(frames["sources"])


def contents(frames):
    """(stem, number of rows, what a row is) of each table."""
    return [
        (stem, len(frame), " ".join(inspect.cleandoc(MODELS[stem].__doc__).split())) for stem, frame in frames.items()
    ]
