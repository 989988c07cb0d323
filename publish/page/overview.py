"""What the page says at the top: numbers, and what most of the articles report."""

from publish.codebook import docstring
from publish.figures.sources import FACTS, described
from publish.tables import records


def numbers(frames):
    """(number, what it counts, table that holds it), each counted in the tables."""
    checks, quotes, segments = frames["checks"], frames["quotes"], frames["segments"]
    people = int((checks["checker"] == "person").sum())
    strengths = frames["disagreements"]["strength"].value_counts()
    strong, weak, worded = (strengths.get(code, 0) for code in ("contradiction", "difference", "wording"))
    return [
        (len(frames["sources"]), "articles", "sources"),
        (len(segments), f"sentences and captions, {int(segments['reason'].isna().sum())} of them coded", "segments"),
        (len(frames["events"]), f"events, in {len(frames['event_reports'])} reports", "events"),
        (quotes["statement_id"].nunique(), f"statements, in {len(quotes)} renderings", "quotes"),
        (frames["positions"]["stance_id"].nunique(), "stances of a party on an issue", "positions"),
        (frames["guarantee_terms"]["term_id"].nunique(), "terms of a security guarantee", "guarantee_terms"),
        (
            frames["guarantor_countries"]["country_iso3"].nunique(),
            "countries named as guarantors",
            "guarantor_countries",
        ),
        (frames["military_claims"]["assertion_id"].nunique(), "claims about force", "military_claims"),
        (
            len(frames["disagreements"]),
            f"disagreements: contradictions {strong}, differences {weak}, wording alone {worded}",
            "disagreements",
        ),
        (len(checks), f"checks of rows: {len(checks) - people:,} by language models, {people} by a person", "checks"),
    ]


def agreed(frames):
    """Heading -> (row, words, number of sources) of each fact that more than half of the sources report, most first."""
    facts = frames["corroboration"].drop_duplicates(["table", "group_id"])
    facts = facts[facts["n_reporting"] * 2 > len(frames["sources"])].sort_values(
        ["n_reporting", "group_id"], ascending=[False, True]
    )
    found = {}
    for table, heading in FACTS.items():
        for fact in records(facts[facts["table"] == table]):
            one = described(table, fact["group_id"], frames)
            words = one["words"].removeprefix(f"{one['row_id']}. ")
            found.setdefault(heading, []).append((one["row_id"], words, fact["n_reporting"]))
    return found


def spoken(frames):
    """The voices that the articles quote most: a dictionary each, with the longest words they have in direct speech.

    `actor`, its row; `n`, how many statements are theirs; `quote`, a row of `quotes`. Whoever has fewer than three
    statements, or none in full direct speech, is left to the table.
    """
    counts = frames["quotes"].groupby("speaker_id")["statement_id"].nunique()
    direct = [quote for quote in records(frames["quotes"]) if quote["form"] == "full"]
    found = []
    for actor in records(frames["actors"]):
        own = [quote for quote in direct if quote["speaker_id"] == actor["actor_id"]]
        if own and counts[actor["actor_id"]] >= 3:
            longest = max(own, key=lambda quote: len(quote["text"]))
            found.append({"actor": actor, "n": int(counts[actor["actor_id"]]), "quote": longest})
    return sorted(found, key=lambda voice: (-voice["n"], voice["actor"]["actor_id"]))


def sources(frames):
    """The identity cards of the articles."""
    return records(frames["sources"])


def contents(frames):
    """(stem, number of rows, what a row is) of each table."""
    return [(stem, len(frame), docstring(stem)) for stem, frame in frames.items()]
