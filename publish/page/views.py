"""How the page shows tables: the columns that come first, what people call a column, and what a count counts.

This is the only place that says so: page, script and overview read it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from schemas import primary_key


@dataclass(frozen=True)
class View:
    """A table of content: who says or does what, in which article, on which day, of which kind.

    `counts` is the column of what the rows report, `counted` and `rows` are what these and the rows are called. `hint`
    is what a reader should know before choosing filters.
    """

    words: str
    who: str = ""
    article: str = ""
    day: str = ""
    kind: str = ""
    more: tuple[str, ...] = ()
    counts: str = ""
    counted: str = ""
    rows: str = "reports"
    hint: str = ""

    def columns(self, table: str) -> list[str]:
        """The columns that are shown first."""
        chosen = (*primary_key(table), self.who, self.words, self.article, self.day, self.kind, *self.more)
        return list(dict.fromkeys(filter(None, chosen)))


VIEWS = {
    "quotes": View(
        "text", "speaker_id", "source_id", "said_on", "topic", ("relayed_by",), "statement_id", "statements"
    ),
    "positions": View(
        "statement", "party_id", "source_id", "said_on", "issue", ("claimant_id",), "stance_id", "positions"
    ),
    "military_claims": View(
        "statement",
        "claimant_id",
        "source_id",
        "date_start",
        "kind",
        ("modality",),
        "assertion_id",
        "military claims",
        hint="“Said by” is the speaker, “Who acts” the side whose forces the claim is about. “Kind” is what is claimed, "
        "“Modality” how the speaker puts it: a pledge that another side reports has the kind Pledge, but is asserted.",
    ),
    "guarantee_terms": View(
        "description", "claimant_id", "source_id", "", "kind", ("binds",), "term_id", "terms of the guarantee"
    ),
    "guarantor_countries": View(
        "name_as_printed",
        "actor_id",
        "source_id",
        "proposed_on",
        "",
        ("proposed_by",),
        "country_iso3",
        "guarantor countries",
    ),
    "events": View("title", day="date_start", kind="kind", more=("status", "description"), rows="events"),
    "event_reports": View(
        "event_id", "claimant_id", "source_id", "date_start", "status", ("relayed_by",), "event_id", "events"
    ),
    "disagreements": View("explanation", kind="kind", more=("strength", "row_a", "row_b"), rows="disagreements"),
    "actors": View("name", kind="kind", more=("side", "role", "state_iso3"), rows="actors"),
    "places": View("name", kind="kind", more=("country_iso3", "admin1", "within"), rows="places"),
    "sources": View(
        "publisher", day="published_on", more=("language", "translated_from", "outlet", "url"), rows="articles"
    ),
    "participants": View("report_id", "actor_id", kind="role", rows="parts in events"),
    "locations": View(
        "place_id", kind="role", more=("report_id", "claim_id", "where_precision"), rows="places of events and claims"
    ),
    "questions": View("row_id", kind="question", counts="question", counted="questions"),
    "statements": View("label", rows="groups of reports"),
    "readings": View("problem", "", "source_id", "", "confidence", ("read_as", "reason"), rows="readings"),
}
# Column, of one table or of all -> its heading; any other column is headed by its own name.
HEADINGS = {
    "guarantor_countries.actor_id": "Country",
    "source_id": "Article",
    "relayed_by": "Via",
    "said_on": "Day",
    "date_start": "Day",
    "proposed_on": "Day",
    "published_on": "Published",
    "text": "Words",
    "gloss": "In our words",
    "statement": "In our words",
    "name_as_printed": "Name as printed",
    "voice": "Voice",
    "claimant_id": "Said by",
    "subject_id": "Who acts",
    "n_sources": "Articles that report the same",
    "checked_by": "Checked by",
    "questions.row_id": "Report",
    "own_side_account": "Account of own side",
    "evidence": "Passages",
    "statement_id": "Same statement",
    "stance_id": "Same position",
    "assertion_id": "Same claim",
    "term_id": "Same term",
    "country_iso3": "Country code",
    "state_iso3": "State",
    "cameo_root": "CAMEO root",
    "plover": "PLOVER type",
    "row_a": "One report",
    "row_b": "The other report",
    "where_precision": "How exactly",
    "admin1": "Division",
    "geonames_id": "GeoNames id",
    "url": "Address",
}
# Column that names a row -> what the rows that name it are called on its card, in this order; others come after these.
RELATED = {
    "quotes.speaker_id": "Said",
    "positions.party_id": "Positions",
    "positions.claimant_id": "Positions by this account",
    "military_claims.claimant_id": "Claims by this account",
    "guarantee_terms.claimant_id": "Terms by this account",
    "event_reports.claimant_id": "Events by this account",
    "participants.actor_id": "Took part in",
    "military_claims.subject_id": "Claims about what this side did",
    "military_claims.target_id": "Claims about what was done to this side",
    "quotes.relayed_by": "Words passed on",
    "positions.relayed_by": "Positions passed on",
    "military_claims.relayed_by": "Claims passed on",
    "participants.report_id": "Taking part",
    "locations.report_id": "Places",
    "locations.claim_id": "Places",
    "guarantor_countries.actor_id": "Named as guarantor",
    "guarantor_countries.proposed_by": "Guarantors proposed",
    "actors.member_of": "Members",
    "locations.place_id": "Events and claims here",
    "places.within": "Places within it",
    "events.part_of": "Parts",
    "military_claims.event_id": "Claims about it",
    "quotes.event_id": "Words said in it or about it",
    "positions.event_id": "Positions voiced in it",
    "names.actor_id": "Spellings",
    "names.place_id": "Spellings",
}


def heading(table: str, column: str) -> str:
    """What people call a column of a table.

    >>> heading("quotes", "speaker_id"), heading("guarantor_countries", "actor_id")
    ('Speaker', 'Country')
    """
    return (
        HEADINGS.get(f"{table}.{column}")
        or HEADINGS.get(column)
        or column.removesuffix("_id").replace("_", " ").capitalize()
    )


def counted(table: str, frame: pd.DataFrame) -> str:
    """How much a table holds, in words: "36 claims in 41 reports"."""
    view = VIEWS.get(table, View("", rows="rows"))
    rows = number(len(frame), view.rows)
    return f"{number(frame[view.counts].nunique(), view.counted)} in {rows}" if view.counts else rows


def number(n: int, many: str) -> str:
    """A count with its noun.

    >>> number(1, "guarantor countries"), number(1200, "terms of the guarantee"), number(1, "parts in events")
    ('1 guarantor country', '1,200 terms of the guarantee', '1 part in events')
    """
    noun, joint, rest = re.split("( of | in |$)", many, maxsplit=1)
    one = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{n:,} {one if n == 1 else noun}{joint}{rest}"


def contents(frames: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """What the articles say, and what records the work: table -> how much it holds."""
    content = {table: counted(table, frames[table]) for table in VIEWS if table in frames}
    return {
        "What the articles say": content,
        "Records of the work": {table: counted(table, frames[table]) for table in frames if table not in content},
    }
