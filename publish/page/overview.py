"""What the page says by itself: counts, what was on the table, where accounts differ, who said what."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from publish.page.voices import Fact, Speaker, Voice, Voices
from publish.release import archive_paths
from publish.tables import records
from publish.words import Article
from schemas import OWNERS, REPORTS, primary_key, speaker_column, vocabularies

Tables = Mapping[str, pd.DataFrame]

# What is still to come of the talks: events of these kinds that nobody reports as done.
STEPS = ("call", "meeting", "negotiation", "signing")
TO_COME = ("hypothetical", "planned")
# What a headline counts; names and spellings that differ are left to the table.
STRENGTHS = {"contradiction": ("contradiction", "contradictions"), "difference": ("difference", "differences")}


@dataclass(frozen=True)
class Count:
    """A number and what it counts; `key` says how it is counted, `table` where its rows are."""

    number: int
    one: str
    many: str
    key: str
    table: str
    filters: str = ""

    @property
    def address(self) -> str:
        """Where on the page these rows are: the table, with the filters that leave just them."""
        return f"#{self.table}?{self.filters}" if self.filters else f"#{self.table}"

    @property
    def words(self) -> str:
        """The number with its noun."""
        return f"{f'{self.number:,}' if self.number else 'no'} {self.many if self.number > 1 else self.one}"


@dataclass(frozen=True)
class Account:
    """Terms that the same speakers report, and by whose account."""

    speakers: list[Speaker]
    facts: list[Fact]


@dataclass(frozen=True)
class Terms:
    """The terms that bind the same parties, by who says so."""

    code: str
    binds: str
    accounts: list[Account]

    @property
    def first(self) -> Account:
        """The account of the term that most articles report, with that term alone."""
        pairs = [(account, fact) for account in self.accounts for fact in account.facts]
        account, fact = max(pairs, key=lambda pair: len(pair[1].articles))
        return Account(account.speakers, [fact])

    @property
    def others(self) -> Count:
        """How many terms there are beside the first."""
        number = sum(len(account.facts) for account in self.accounts) - 1
        return Count(number, "other term", "other terms", f"terms.{self.code}", "guarantee_terms")


@dataclass(frozen=True)
class Country:
    """A country as a guarantor: its name, and the entries of lists that name it."""

    name: str
    entries: list[str]


@dataclass(frozen=True)
class Guarantors:
    """The countries that the same articles list as proposed by the same party."""

    proposer: str
    articles: list[Article]
    countries: list[Country]

    @property
    def count(self) -> Count:
        """How many countries there are in the list."""
        key = "guarantors." + "+".join(article.source_id for article in self.articles)
        return Count(len(self.countries), "country", "countries", key, "guarantor_countries")


@dataclass(frozen=True)
class OnTheTable:
    """What the articles report as proposed, pledged or to come."""

    proposals: list[Fact]
    terms: list[Terms]
    guarantors: list[Guarantors]
    pledges: list[Fact]
    steps: list[Fact]


@dataclass(frozen=True)
class Difference:
    """A disagreement in more than wording: how far two reports differ, and whether in speaker, in article, or in both."""

    row: str
    strength: str
    speakers_differ: bool
    articles_differ: bool
    explanation: str

    @property
    def between(self) -> str:
        """Who differs from whom."""
        speakers = "two speakers" if self.speakers_differ else "one speaker"
        return f"{speakers}, {'two articles' if self.articles_differ else 'one article'}"


@dataclass(frozen=True)
class Question:
    """A question with the voices that answer it, and how they differ."""

    code: str
    words: str
    voices: list[Voice]
    differences: list[Difference]

    @property
    def counts(self) -> list[Count]:
        """How many reports, in how many articles, and how they differ."""
        key = f"question.{self.code}"
        sources = {voice.article for voice in self.voices}
        return [
            Count(len(self.voices), "report", "reports", f"{key}.reports", "questions"),
            Count(len(sources), "article", "articles", f"{key}.articles", "sources"),
            *strength_counts(self.differences, key),
        ]


@dataclass(frozen=True)
class Person:
    """Somebody whom articles quote, with his statements."""

    actor: str
    name: str
    role: str
    statements: list[Fact]
    counts: list[Count]


@dataclass(frozen=True)
class Side:
    """Those who speak for one side."""

    label: str
    people: list[Person]


def facts(tables: Tables, about: Mapping[str, Any]) -> dict[str, Any]:
    """What the template says of the tables, by the names that it uses."""
    voices = Voices(tables)
    known = [difference for _, difference in differences(tables)]
    return {
        "summary_words": " ".join(about["description"].split("\n\n")[0].split()),
        "n_articles": article_count(tables),
        "n_persons": persons_count(tables),
        "summary": summary(tables),
        "articles": list(voices.articles.values()),
        "on_table": on_the_table(voices),
        "questions": questions(voices),
        "difference_counts": strength_counts(known, "disagreements"),
        "between_counts": between_counts(known),
        "people": people(voices),
        "downloads": downloads(about),
    }


def summary(tables: Tables) -> list[tuple[Count, Count]]:
    """What the package holds: things, and the reports of them."""

    def pair(table: str, group: str, one: str, many: str) -> tuple[Count, Count]:
        things = Count(tables[table][group].nunique(), one, many, f"{table}.{group}", table)
        return things, Count(len(tables[table]), "report", "reports", f"{table}.rows", table)

    return [
        pair("event_reports", "event_id", "event", "events"),
        pair("quotes", "statement_id", "statement", "statements"),
        pair("positions", "stance_id", "position", "positions"),
        pair("military_claims", "assertion_id", "military claim", "military claims"),
        pair("guarantee_terms", "term_id", "term of the guarantee", "terms of the guarantee"),
        pair("guarantor_countries", "country_iso3", "guarantor country", "guarantor countries"),
    ]


def article_count(tables: Tables) -> Count:
    """How many articles there are."""
    return Count(len(tables["sources"]), "news article", "news articles", "sources.rows", "sources")


def persons_count(tables: Tables) -> Count:
    """How many rows a person has checked."""
    checks = tables["checks"]
    read = checks[checks["checker"] == "person"].drop_duplicates(["table", "row_id"])
    return Count(len(read), "row checked by a person", "rows checked by a person", "checks.person", "checks")


def on_the_table(voices: Voices) -> OnTheTable:
    """The proposal with its terms and guarantors, pledges about force, and the steps that may follow."""
    tables = voices.tables
    events, claims = tables["events"], tables["military_claims"]
    steps = events[events["kind"].isin(STEPS) & events["status"].isin(TO_COME)]
    return OnTheTable(
        proposals=voices.event_facts(events[events["kind"] == "proposal"]),
        terms=terms(voices),
        guarantors=guarantors(voices),
        pledges=voices.facts("military_claims", claims[claims["kind"] == "pledge"]),
        steps=voices.event_facts(steps),
    )


def terms(voices: Voices) -> list[Terms]:
    """The terms by whom they bind and by whose account; most of them first."""
    frame, found = voices.tables["guarantee_terms"], []
    for binds, rows in frame.groupby("binds"):
        accounts: dict[tuple[tuple[str, str], ...], Account] = {}
        for fact in voices.facts("guarantee_terms", rows):
            key = tuple((speaker.first.account, speaker.first.actor) for speaker in fact.speakers)
            accounts.setdefault(key, Account(fact.speakers, [])).facts.append(fact)
        ordered = sorted(accounts.values(), key=lambda account: -len(account.facts))
        found.append(Terms(str(binds), voices.labels[f"binds.{binds}"], ordered))
    return sorted(found, key=lambda one: (-sum(len(account.facts) for account in one.accounts), one.binds))


def guarantors(voices: Voices) -> list[Guarantors]:
    """The countries by the articles that list them, and by whose proposal."""
    found: dict[tuple[str, tuple[str, ...]], list[Country]] = {}
    for _, rows in voices.tables["guarantor_countries"].groupby("country_iso3", sort=False):
        entries = records(rows)
        proposer = ", ".join(sorted({voices.actors[entry["proposed_by"]]["name"] for entry in entries}))
        country = Country(
            voices.actors[entries[0]["actor_id"]]["name"],
            [f"guarantor_countries:{entry['guarantor_id']}" for entry in entries],
        )
        sources = tuple(sorted({entry["source_id"] for entry in entries}))
        found.setdefault((proposer, sources), []).append(country)
    return [
        Guarantors(proposer, [voices.articles[source] for source in sources], countries)
        for (proposer, sources), countries in found.items()
    ]


def questions(voices: Voices) -> list[Question]:
    """The questions in their order, each with its voices by day, and the differences between them."""
    tables, found = voices.tables, []
    known = differences(tables)
    for question in records(vocabularies(tables["codes"])["question"]):
        rows = records(tables["questions"][tables["questions"]["question"] == question["code"]])
        if not rows:
            continue
        answers = [voices.row(f"{row['table']}:{row['row_id']}") for row in rows]
        names = {voice.row for voice in answers}
        inside = [difference for pair, difference in known if names.issuperset(pair)]
        found.append(Question(question["code"], question["label"], sorted(answers, key=_by_day), inside))
    return found


def _by_day(voice: Voice) -> tuple[bool, str, str, str]:
    """The order of voices: those with a day first, by day, article and row."""
    return voice.when.first is None, str(voice.when.first), voice.article.source_id, voice.row


def differences(tables: Tables) -> list[tuple[tuple[str, str], Difference]]:
    """The disagreements in more than wording, contradictions first, each with its two rows."""
    said, found = origins(tables), []
    for row in records(tables["disagreements"]):
        if row["strength"] in STRENGTHS:
            pair = (row["row_a"], row["row_b"])
            a, b = said[pair[0]], said[pair[1]]
            difference = Difference(
                row=f"disagreements:{row['disagreement_id']}",
                strength=row["strength"],
                speakers_differ=a.speaker != b.speaker,
                articles_differ=a.source_id != b.source_id,
                explanation=row["explanation"],
            )
            found.append((pair, difference))
    return sorted(found, key=lambda one: list(STRENGTHS).index(one[1].strength))


@dataclass(frozen=True)
class Origin:
    """The article of a report, and who speaks in it; the article where nobody else does."""

    source_id: str
    speaker: str


def origins(tables: Tables) -> dict[str, Origin]:
    """The origin of each report, by `table:id`; that of a participant or a location is the row that it belongs to."""
    found: dict[str, Origin] = {}
    for table in sorted(REPORTS, key=lambda table: table in OWNERS):
        key, speaker, owners = primary_key(table)[0], speaker_column(table), OWNERS.get(table, {})
        for row in records(tables[table]):
            if owners:
                column = next(column for column in owners if row[column])
                found[f"{table}:{row[key]}"] = found[f"{owners[column]}:{row[column]}"]
            else:
                source = row["source_id"]
                found[f"{table}:{row[key]}"] = Origin(source, (row[speaker] if speaker else None) or source)
    return found


def strength_counts(found: list[Difference], key: str) -> list[Count]:
    """How many contradictions and differences, each with its name; those of which there are none are left out."""
    numbers = {code: sum(one.strength == code for one in found) for code in STRENGTHS}
    return [
        Count(number, *STRENGTHS[code], f"{key}.{code}", "disagreements", f"disagreement_strength={code}")
        for code, number in numbers.items()
        if number
    ]


def between_counts(found: list[Difference]) -> list[Count]:
    """Of these disagreements, how many are between speakers, and how many between articles."""

    def count(is_so: list[bool], words: str, key: str) -> Count:
        return Count(sum(is_so), f"is {words}", f"are {words}", f"between.{key}", "disagreements")

    speakers, articles = [one.speakers_differ for one in found], [one.articles_differ for one in found]
    return [
        count(speakers, "between two speakers", "speakers"),
        count([not each for each in speakers], "between words of one speaker", "speaker"),
        count(articles, "between two articles", "articles"),
        count([not each for each in articles], "within one article", "article"),
    ]


def people(voices: Voices) -> list[Side]:
    """Those whom articles quote, by side; sides and people with most statements first."""
    quotes = voices.tables["quotes"]
    sides: dict[str, list[Person]] = {}
    for actor_id, rows in quotes.groupby("speaker_id"):
        actor = voices.actors[actor_id]
        statements = voices.facts("quotes", rows)
        key = f"speaker.{actor_id}"
        counts = [
            Count(len(statements), "statement", "statements", f"{key}.statements", "quotes"),
            Count(rows["source_id"].nunique(), "article", "articles", f"{key}.articles", "sources"),
        ]
        person = Person(str(actor_id), actor["name"], actor["role"] or "", statements, counts)
        sides.setdefault(actor["side"], []).append(person)
    found = [
        Side(voices.labels[f"side.{side}"], sorted(group, key=lambda one: (-one.counts[0].number, one.name)))
        for side, group in sides.items()
    ]
    return sorted(found, key=lambda side: -sum(one.counts[0].number for one in side.people))


@dataclass(frozen=True)
class File:
    """A file, or a folder of files, that lies beside the page in the folder of the package."""

    title: str
    path: str
    what: str

    @property
    def href(self) -> str:
        """Where it lies, seen from the page."""
        return posixpath.relpath(self.path, "dist/page")


def downloads(about: Mapping[str, Any]) -> list[File]:
    """The files of the package that people ask for."""
    name = about["name"]
    data, whole = archive_paths(about)
    return [
        File("Data", data, "an archive of the tables and what describes them"),
        File("Archive", whole, "everything, with the code that checks it"),
        File("Workbook", f"dist/{name}.xlsx", "a sheet for each table, for Excel and LibreOffice"),
        File("SQLite", f"dist/{name}.sqlite", "a database with keys and views"),
        File("CSV", "data", "every table; derived ones and views with names are in derived"),
        File("Parquet", "data/parquet", "every table, with the types of its columns"),
        File("Data Package", "datapackage.json", "what describes every CSV and Parquet file"),
        File("Codebook", "docs/codebook.md", "every table, column and code"),
        File("Methods", "docs/methods.md", "how the rows were coded, dated and checked"),
        File("CITATION.cff", "CITATION.cff", "the citation, for programs"),
    ]
