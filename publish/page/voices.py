"""Who says what: a report as a voice with speaker, relay, article and day, and a fact with all voices that report it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from publish.tables import records
from publish.words import Article, When, articles, group_label, when
from schemas import TITLES, group_column, primary_key, speaker_column

# Statuses whose code is not the word that people use; the others go by their label in `codes`.
STATUSES = {
    "event_status.occurred": "happened",
    "event_status.hypothetical": "possible",
    "modality.asserted": "claimed",
}
OWN, ANOTHER, ARTICLE = "own account", "another side's account", "the article itself"


@dataclass(frozen=True)
class Voice:
    """What one article reports somebody, or itself, to say.

    `actor` is empty where the article speaks itself, `side` then too. `words` are those of the article, `gloss` is ours;
    where `is_verbatim`, the words stand alone, and else they are a fragment or none.
    """

    table: str
    row_id: str
    actor: str
    speaker: str
    side: str
    relay: str
    article: Article
    account: str
    status: str
    when: When
    words: str
    gloss: str
    is_verbatim: bool

    @property
    def row(self) -> str:
        """The row as `table:id`, which is its address on the page, too."""
        return f"{self.table}:{self.row_id}"


@dataclass(frozen=True)
class Speaker:
    """The voices of a fact that have one speaker, account and status."""

    voices: list[Voice]

    @property
    def first(self) -> Voice:
        """Any of them, for what they share."""
        return self.voices[0]


@dataclass(frozen=True)
class Fact:
    """An event or a group of renderings: what all reports say, its status, and who reports it."""

    row: str
    label: str
    status: str
    voices: list[Voice]

    @property
    def speakers(self) -> list[Speaker]:
        """The voices by who speaks, how and by whose account."""

        def who(voice: Voice) -> tuple[str, str, str]:
            return voice.account, voice.speaker if voice.actor else "", voice.status

        return [Speaker(list(group)) for _, group in groupby(sorted(self.voices, key=who), key=who)]

    @property
    def status_articles(self) -> list[Article]:
        """The articles that make its status what it is, where others have another; none where all agree."""
        makers = [voice.article for voice in self.voices if voice.status == self.status]
        return [] if len(makers) == len(self.voices) else list(dict.fromkeys(makers))

    @property
    def articles(self) -> list[Article]:
        """The articles that report it."""
        return list(dict.fromkeys(sorted((voice.article for voice in self.voices), key=lambda one: one.source_id)))


class Voices:
    """The reports of a package as voices; it reads the tables once and changes nothing."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.tables = tables
        self.articles = articles(tables["sources"])
        self.actors = {actor["actor_id"]: actor for actor in records(tables["actors"])}
        self.events = {event["event_id"]: event for event in records(tables["events"])}
        self.states = {actor["state_iso3"]: actor["name"] for actor in self.actors.values() if actor["kind"] == "state"}
        self.labels = {f"{code['field']}.{code['code']}": code["label"] for code in records(tables["codes"])}

    def voice(self, table: str, row: Mapping[str, Any]) -> Voice:
        """A row of a table of reports as a voice."""
        actor = self.actors.get(row[speaker_column(table) or ""])
        relay = self.actors.get(row["relayed_by"])
        article = self.articles[row["source_id"]]
        event_title = self.events[row["event_id"]]["title"] if table == "event_reports" else ""
        return Voice(
            table=table,
            row_id=row[primary_key(table)[0]],
            actor=actor["actor_id"] if actor else "",
            speaker=actor["name"] if actor else article.name,
            side=self.side(actor) if actor else "",
            relay=relay["name"] if relay else "",
            article=article,
            account=self.account(table, row),
            status=self.status(table, row),
            when=_when(row if row.get("date_precision") or table != "military_claims" else self.announced(row)),
            words=row.get("text") or "",
            gloss=event_title or row[TITLES[table]],
            is_verbatim=row.get("form") == "full",
        )

    def row(self, name: str) -> Voice:
        """The voice of a row named as `table:id`."""
        table, _, row_id = name.partition(":")
        frame = self.tables[table]
        return self.voice(table, records(frame[frame[primary_key(table)[0]] == row_id])[0])

    def side(self, actor: Mapping[str, Any]) -> str:
        """The state that an actor belongs to, or else the side; empty where the name says it, or nothing does."""
        side = "" if actor["side"] == "none" else self.labels[f"side.{actor['side']}"].lower()
        state = self.states.get(actor["state_iso3"], side)
        return "" if state == actor["name"] else state

    def announced(self, claim: Mapping[str, Any]) -> Mapping[str, Any]:
        """The report of its event in the article of a pledge, since a pledge is dated by its announcement."""
        reports = self.tables["event_reports"]
        own = reports[(reports["event_id"] == claim["event_id"]) & (reports["source_id"] == claim["source_id"])]
        return records(own)[0] if claim["kind"] == "pledge" and len(own) == 1 else claim

    def account(self, table: str, row: Mapping[str, Any]) -> str:
        """By whose account an article has it; empty where that is no question of sides."""
        if row.get("voice") == "narrator":
            return ARTICLE
        own = row.get("own_side_account")
        if table == "military_claims" and row["subject_id"]:
            sides = {self.actors[row[name]]["side"] for name in ("claimant_id", "subject_id")}
            own = None if "none" in sides else len(sides) == 1
        return "" if own is None else OWN if own else ANOTHER

    def status(self, table: str, row: Mapping[str, Any]) -> str:
        """The status of what a row reports; empty for words and stances, which were said."""
        if table == "guarantee_terms":
            return "reported" if row["voice"] == "narrator" else "claimed"
        if table == "military_claims" and row["voice"] == "narrator" and row["modality"] == "asserted":
            return "reported"
        field = {"event_reports": "event_status", "events": "event_status", "military_claims": "modality"}.get(table)
        if not field:
            return ""
        code = f"{field}.{row['status' if field == 'event_status' else 'modality']}"
        return STATUSES.get(code, self.labels[code].lower())

    def facts(self, table: str, rows: pd.DataFrame) -> list[Fact]:
        """The groups of a table that have one of these rows, with all their renderings; most reported first."""
        group = group_column(table) or ""
        frame = self.tables[table]
        found = []
        for group_id in rows[group].unique():
            voices = [self.voice(table, row) for row in records(frame[frame[group] == group_id])]
            statuses = {voice.status for voice in voices}
            status = "reported" if "reported" in statuses else ", ".join(sorted(statuses))
            found.append(Fact(f"statements:{group_id}", group_label(self.tables, table, group_id), status, voices))
        return most_reported(found)

    def event_facts(self, events: pd.DataFrame) -> list[Fact]:
        """Events with their reports; most reported first."""
        reports = self.tables["event_reports"]
        found = []
        for event in records(events):
            own = records(reports[reports["event_id"] == event["event_id"]])
            voices = [self.voice("event_reports", report) for report in own]
            found.append(Fact(f"events:{event['event_id']}", event["title"], self.status("events", event), voices))
        return most_reported(found)


def most_reported(facts: Iterable[Fact]) -> list[Fact]:
    """Facts, those of most articles first."""
    return sorted(facts, key=lambda fact: (-len(fact.articles), fact.row))


def _when(row: Mapping[str, Any]) -> When:
    """When it was said or happened; nothing for rows that have no day."""
    if "said_on" in row:
        return when(row["said_on"], row["said_on"], row["said_on_precision"], row["said_on_basis"])
    if "date_start" in row:
        return when(row["date_start"], row["date_end"], row["date_precision"], row["date_basis"])
    return When("")
