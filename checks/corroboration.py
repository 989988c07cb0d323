"""Corroboration: each event and each group of renderings, by each source: reported, silent or contradicted."""

from collections import Counter, defaultdict

from checks.anchors import key_of, parse

# The tables whose rows are counted, and the column that groups them.
GROUPS = {
    "events": "event_id",
    "quotes": "statement_id",
    "military_claims": "assertion_id",
    "positions": "stance_id",
    "guarantee_terms": "term_id",
}
# Differences in wording, or in who is meant, contradict nothing.
CONTRADICTING = ("assessment", "sequence", "number", "scope", "date", "place", "fact")


def derive(package):
    """The rows of `corroboration`: (table, group, source, standing, renderings, sources that report it, disagreements)."""
    tables = package.tables
    sources = list(tables["sources"]["source_id"])
    against = contradictions(tables)
    rows = []
    for stem, group in GROUPS.items():
        for group_id, counts in renderings(tables[stem], stem, group).items():
            for source in sources:
                rows.append(
                    (
                        stem,
                        group_id,
                        source,
                        standing(counts[source], against.get((stem, group_id, source))),
                        counts[source],
                        sum(n > 0 for n in counts.values()),
                        ";".join(sorted(against.get((stem, group_id, source), ()))) or None,
                    )
                )
    return sorted(rows)


def standing(n, disagreements):
    """contradicted where the source holds a row set against it; else reported where it renders it; else silent."""
    if disagreements:
        return "contradicted"
    return "reported" if n else "silent"


def renderings(frame, stem, group):
    """Group -> Counter of source -> rows; an event is one row, and its anchors are counted."""
    found = defaultdict(Counter)
    for row in frame.to_dict("records"):
        if stem == "events":
            found[row[group]].update(anchor.source_id for anchor in parse(row["evidence"]))
        else:
            found[row[group]][row["source_id"]] += 1
    return found


def contradictions(tables):
    """(table, group, source) -> disagreements that set a row of the source against the group, but for its own rows."""
    places = {f"{stem}:{row[key_of(stem)]}": (stem, row) for stem in GROUPS for row in tables[stem].to_dict("records")}
    found = defaultdict(set)
    for row in tables["disagreements"].to_dict("records"):
        if row["kind"] not in CONTRADICTING:
            continue
        for one, other in ((row["row_a"], row["row_b"]), (row["row_b"], row["row_a"])):
            if one in places and other in places:
                stem, cells = places[one]
                for source in _sources(*places[other], row["evidence"]):
                    found[stem, cells[GROUPS[stem]], source].add(row["disagreement_id"])
    return found


def _sources(stem, row, evidence):
    """The source of a rendering; of an event, those in which the disagreement is anchored."""
    if stem != "events":
        return {row["source_id"]}
    own = {anchor.source_id for anchor in parse(row["evidence"])}
    return {anchor.source_id for anchor in parse(evidence)} & own
