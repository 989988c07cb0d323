"""Generated tables: anchors with their digests, words that name cells, segments, groups by source, and the wide views."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas import fields as f
from schemas.base import Table
from schemas.fields import Flag, Integer, Number, Text


class Evidence(Table):
    """An anchor of a row: a range of characters in its file, and their digest."""

    table: Text = f.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The row.", pattern=r"[A-Za-z0-9_-]+")
    n: Integer = f.part_of_key("Number of the anchor in its row, from 1.", ge=1)
    row_sha256: Text = f.fact("SHA-256 of the row, as in `checks`, when the anchor was read.", pattern=r"[0-9a-f]{64}")
    source_id: Text = f.ref("sources", "The file.")
    start: Integer = f.number("First character.", ge=0, unit="code point")
    end: Integer = f.number("Character after the last.", ge=1, unit="code point")
    sha256: Text = f.fact("SHA-256 of the anchored characters in UTF-8.", pattern=r"[0-9a-f]{64}")
    segment_first: Text = f.ref("segments", "The segment that the anchor begins in.")
    segment_last: Text = f.ref("segments", "The segment that the anchor ends in.")


class Mentions(Table):
    """Words inside the anchors of a row that name an actor, place, date or number which the row codes."""

    table: Text = f.part_of_key("The table of the row.", pattern=r"[a-z_]+")
    row_id: Text = f.part_of_key("The row.", pattern=r"[A-Za-z0-9_-]+")
    column: Text = f.part_of_key("The coded column.", pattern=r"[a-z_]+")
    source_id: Text = f.part_of_key("The file.", pattern=r"s\d{3,}", references="sources")
    start: Integer = f.part_of_key("First character.", ge=0, unit="code point")
    end: Integer = f.part_of_key("Character after the last.", ge=1, unit="code point")
    spelling: Text = f.printed("The words as printed.")
    name_id: Text = f.ref("names", "The spelling in `names`.", blank="a date or a number")


class Ledger(Table):
    """A segment: coded, or the reason why not."""

    segment_id: Text = f.column(
        "key",
        "Primary key: the segment.",
        pattern=r"s\d{3,}-\d{3,}",
        unique=True,
        references="segments",
        primary_key=True,
    )
    source_id: Text = f.ref("sources", "The file.")
    start: Integer = f.number("First character.", ge=0, unit="code point")
    end: Integer = f.number("Character after the last.", ge=1, unit="code point")
    kind: Text = f.code("segment_kind", "What kind of text it is.")
    disposition: Text = f.code("disposition", "`coded`, or the reason why no row codes it.", judged=False)
    sha256: Text = f.fact("SHA-256 of the segment's characters in UTF-8.", pattern=r"[0-9a-f]{64}")
    n_rows: Integer = f.number("How many rows of coding tables have an anchor in it.", ge=0)
    rows: Text = f.column("own", "These rows, as `table:id`, joined by `;`.", blank="none")


class Corroboration(Table):
    """One event, statement, assertion, stance or term in one source that reports it."""

    table: Text = f.part_of_key("The table of the reports.", pattern=r"[a-z_]+")
    group_id: Text = f.part_of_key("The event, or the row of `statements`.", pattern=f.shared_id("[a-z]{2}"))
    source_id: Text = f.part_of_key("The file.", pattern=f.SOURCE_ID, references="sources")
    n_renderings: Integer = f.number("Reports of it in this source.", ge=1)
    n_reporting: Integer = f.number("How many sources report it.", ge=1)
    disagreements: Text = f.own(
        "The rows of `disagreements` that a report of it in this source is in, those of wording left out, joined by `;`.",
        blank="none",
    )


class Reliability(Table):
    """How far blind answers agree with the cells of one column; cells as they were when they were answered."""

    table: Text = f.part_of_key("The table of the cells.", pattern=r"[a-z_]+")
    variable: Text = f.part_of_key("The column.", pattern=r"[a-z_0-9]+")
    n_units: Integer = f.number("Cells that were answered, those that nobody could tell left out.", ge=0)
    n_agreed: Integer = f.number("Cells whose answer is the same.", ge=0)
    agreement: Number = f.number(
        "Share of units on which they agree.", blank="nobody could tell any", ge=0, le=100, unit="per cent"
    )
    alpha: Number = f.number(
        "Krippendorff's alpha, nominal.", blank="undefined: cells and answers have one value throughout", le=1
    )
    alpha_low: Number = f.number("2.5th percentile of alpha over resampled units.", blank="alpha is undefined", le=1)
    alpha_high: Number = f.number("97.5th percentile of alpha over resampled units.", blank="alpha is undefined", le=1)
    n_cannot_tell: Integer = f.number("Cells that the blind coder could not tell from the words.", ge=0)


def _participants() -> dict[str, Any]:
    return {"participants": (Text, f.own("Its actors with their parts, joined by `; `.", blank="none coded"))}


def _places() -> dict[str, Any]:
    where = "the row has no place, or this one no coordinates"
    return {
        "places": (Text, f.own("Its places with their roles, joined by `; `.", blank="none coded")),
        "place_id": (Text, f.ref("places", "The first place where it happens, or else the first.", blank="none coded")),
        "latitude": (Number, f.number("Of that place.", blank=where, ge=-90, le=90, unit="degree, WGS 84")),
        "longitude": (Number, f.number("Of that place.", blank=where, ge=-180, le=180, unit="degree, WGS 84")),
    }


def _compared() -> dict[str, Any]:
    """What a comparison adds: the two reports in words."""
    found: dict[str, Any] = {}
    for row in ("row_a", "row_b"):
        found[f"{row}_words"] = (Text, f.own(f"What `{row}` says.", blank="it has no words of its own"))
        found[f"{row}_speaker"] = (Text, f.own(f"Who says `{row}`.", blank="the article itself"))
        found[f"{row}_side"] = (Text, f.code("side", f"The side of who says `{row}`.", blank="the article itself"))
        found[f"{row}_article"] = (Text, f.own(f"Short name of the article of `{row}`."))
    return found


def _sources() -> dict[str, Any]:
    return {
        "n_sources": (Integer, f.number("How many articles report the event, or render the same statement.", ge=1)),
        "articles": (Text, f.own("Their short names, joined by `; `.")),
        "source_files": (Text, f.own("The names of their files, joined by `; `.")),
    }


def _cited() -> dict[str, Any]:
    return {
        "checked_by": (
            Text,
            f.own(
                "Who checked the row as it stands, joined by `; `: a language model, a person. `checks` has each check.",
                blank="nobody",
            ),
        ),
        "citation": (Text, f.own("A ready citation of the row, as APA has it.")),
    }


def _responses() -> dict[str, Any]:
    return {
        "country_responses": (
            Text,
            f.own(
                "What the country itself says of the guarantee, by its own account, joined by `; `.", blank="none coded"
            ),
        ),
        "unsc_permanent_member": (Flag, f.flag("Permanent member of the UN Security Council.", reference=True)),
    }


# The permanent members of the UN Security Council, Charter of the United Nations, Article 23.
PERMANENT_MEMBERS = ("CHN", "FRA", "GBR", "RUS", "USA")
# Table with a wide view -> what the view adds to its columns and their labels.
ADDED = {
    "events": lambda: _participants() | _places() | _sources(),
    "event_reports": lambda: _participants() | _places() | _sources(),
    "quotes": _sources,
    "positions": _sources,
    "military_claims": lambda: _places() | _sources(),
    "guarantee_terms": _sources,
    "guarantor_countries": lambda: _responses() | _sources(),
    "disagreements": _compared,
}


@dataclass(frozen=True)
class Label:
    """A column with words for people beside one with codes or ids."""

    name: str
    description: str


def label_beside(name: str, facts: Mapping[str, Any], titles: Mapping[str, str]) -> Label | None:
    """The label beside a column; None where it needs none. `titles` maps tables to the column that titles a row.

    >>> label_beside("kind", {"codes": "event_kind"}, {}).name
    'kind_label'
    >>> label_beside("speaker_id", {"references": "actors"}, {"actors": "name"}).name
    'speaker_name'
    """
    if "codes" in facts:
        return Label(f"{name}_label", f"Label of `{name}`.")
    if facts.get("references") == "statements":
        return Label("group_label", f"What all renderings of `{name}` say, where there are several.")
    if title := titles.get(facts.get("references", "")):
        return Label(f"{name.removesuffix('_id')}_{title}", f"The `{title}` of `{name}` in `{facts['references']}`.")
    return None


def beside_id(name: str, facts: Mapping[str, Any]) -> Label | None:
    """What stands beside an id and its name: the side of an actor, but for media that relay, or an article's short name.

    >>> beside_id("speaker_id", {"references": "actors"}).name
    'speaker_side'
    """
    if facts.get("references") == "actors" and name != "relayed_by":
        return Label(f"{name.removesuffix('_id')}_side", f"The side of `{name}`.")
    if facts.get("references") == "sources":
        return Label("article", "Short name of the article: who published it, where that is known.")
    return None


def wide_models(models: Mapping[str, type[Table]], titles: Mapping[str, str]) -> dict[str, type[Table]]:
    """The models of the wide views: every column of a table, labels beside codes and ids, and what other tables add.

    The key comes first, then the words of the row, then the others.
    """
    wide = {}
    for table, added in ADDED.items():
        base, fields = models[table], {}
        for name, (annotation, field) in sorted(base.__fields__.items(), key=_after_words(table, titles)):
            fields[name] = (annotation.raw_annotation, field)
            facts = field.metadata or {}
            if label := label_beside(name, facts, titles):
                blank = facts.get("blank") or _blank_title(models, titles, facts.get("references"))
                fields[label.name] = (Text, f.own(label.description, blank=blank))
            if beside := beside_id(name, facts):
                is_side = facts["references"] == "actors"
                made = (
                    f.code("side", beside.description, blank=facts.get("blank"))
                    if is_side
                    else f.own(beside.description)
                )
                fields[beside.name] = (Text, made)
        fields |= added() | _cited()
        body = {name: field for name, (_, field) in fields.items()}
        annotations = {name: kind for name, (kind, _) in fields.items()}
        words = f"{base.__doc__} Here with labels, names and what other tables say of it."
        wide[f"{table}_wide"] = type(
            f"{base.__name__}Wide", (Table,), {"__doc__": words, "__annotations__": annotations, **body}
        )
    return wide


def _after_words(table: str, titles: Mapping[str, str]) -> Callable[[tuple[str, Any]], int]:
    """Ranks a column of a wide view: the key, the words, or the event of a report that has none, and the others."""

    def rank(column: tuple[str, Any]) -> int:
        facts = column[1][1].metadata or {}
        is_title = facts.get("references") == "events" and table not in titles
        is_words = facts.get("words") or facts.get("titles_row") or is_title
        return 0 if facts.get("primary_key") else 1 if is_words else 2

    return rank


def _blank_title(models: Mapping[str, type[Table]], titles: Mapping[str, str], table: str | None) -> str | None:
    """What it means where a row of a table has no title; None where every row has one."""
    if table is None:
        return None
    _, field = models[table].__fields__[titles[table]]
    return (field.metadata or {}).get("blank")
