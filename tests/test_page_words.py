"""What the page says by itself: every sentence that it makes from data is compared with the tables."""

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pandas as pd
import pytest

import publish
from publish import descriptor, page, release
from publish.page import views
from publish.tables import records
from publish.words import articles, group_label
from schemas import TITLES, group_column, primary_key, speaker_column
from tests.conftest import ROOT

VOID = {"meta", "link", "br", "input", "hr", "img"}
# The sections that a reader sees first, whose words come from the tables.
FRONT = ("overview", "proposals", "differences", "people")
GROUPS = {group_column(table): table for table in ("quotes", "positions", "military_claims", "guarantee_terms")}
STATUSES = {"occurred": "happened", "ongoing": "ongoing", "hypothetical": "possible"}
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # as on the page


@dataclass
class Element:
    """An element of the page: its attributes, and what stands in it, texts and elements."""

    tag: str
    attributes: dict[str, str | None]
    inside: list = field(default_factory=list)

    def all(self, name: str) -> "Iterator[Element]":
        """The elements in it that have an attribute."""
        for part in self.inside:
            if isinstance(part, Element):
                if name in part.attributes:
                    yield part
                yield from part.all(name)

    def having(self, name: str, value: str) -> "list[Element]":
        """The elements in it whose attribute has a value among others."""
        return [one for one in self.all(name) if value in (one.attributes[name] or "").split()]

    def one(self, name: str) -> str:
        """The text of the one element in it that has an attribute; empty where there is none."""
        found = [element.text() for element in self.all(name)]
        assert len(found) < 2, found
        return found[0] if found else ""

    def text(self, *without: str) -> str:
        """Its text, on one line, without elements that have one of some attributes."""
        return " ".join("".join(self._texts(without)).split())

    def _texts(self, without: tuple[str, ...]) -> Iterator[str]:
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif part.tag not in ("svg", "script", "style") and not part.attributes.keys() & set(without):
                yield from part._texts(without)


class Tree(HTMLParser):
    """The elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1].tag != tag:
            self.open.pop()
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(tables, published) -> Element:
    """The page of some tables."""
    return Tree(page.encode(tables, published, descriptor.about()).decode()).open[0]


@pytest.fixture(scope="module")
def made(tables, published) -> Element:
    """The page of the real package."""
    return parsed(tables, published)


def section(made: Element, name: str) -> Element:
    """A part of the page."""
    (found,) = made.having("id", name)
    return found


def name_of(tables, actor_id: object) -> str:
    """The name of an actor; empty for nobody."""
    if pd.isna(actor_id):
        return ""
    return tables["actors"].set_index("actor_id").loc[actor_id, "name"]


def article_of(tables, source_id: str) -> str:
    """The name by which a person knows an article."""
    return articles(tables["sources"])[source_id].name


def row_of(tables, name: str) -> dict:
    """The row named as `table:id`."""
    table, row_id = name.split(":")
    frame = tables[table]
    return records(frame[frame[primary_key(table)[0]] == row_id])[0]


def days(row: dict) -> str:
    """The day of a row in words, as precisely as it is known, and whether words of the article give it."""
    names = ("said_on",) * 2 if "said_on" in row else ("date_start", "date_end")
    start, end = (row.get(name) for name in names)
    precision = row.get("said_on_precision") or row.get("date_precision")
    basis = row.get("said_on_basis") or row.get("date_basis")
    if not (start or end):
        return "no day given"

    def words(day: dt.date) -> str:
        month = f"{MONTHS[day.month - 1]} {day.year}"
        return {"year": str(day.year), "month": month}.get(precision, f"{day.day} {month}")

    if precision in ("day", "month", "year"):
        found = words(start or end)
    elif start and end:
        found = f"{words(start)} to {words(end)}"
    else:
        found = f"from {words(start)}" if start else f"until {words(end)}"
    return found + {"inferred": " (inferred)", "frame": " (day of the article)"}.get(basis, "")


# Facts ------------------------------------------------------------------------------------------------------------


def group_rows(tables, group_id: str) -> tuple[str, pd.DataFrame]:
    """The table of a group and all of its renderings."""
    for column, table in GROUPS.items():
        rows = tables[table][tables[table][column] == group_id]
        if len(rows):
            return table, rows
    raise AssertionError(f"{group_id} has no renderings")


def test_facts_say_what_all_renderings_say(made, tables):
    """A group stands with its label, or the words of its only rendering, and with each of its rows and articles."""
    found = [one for one in made.all("data-fact") if one.attributes["data-fact"].startswith("statements:")]
    labels = tables["statements"].set_index("group_id")["label"]
    assert len(found) > 50
    for fact in found:
        group_id = fact.attributes["data-fact"].partition(":")[2]
        table, rows = group_rows(tables, group_id)
        (label,) = fact.having("class", "label")
        if pd.isna(labels[group_id]):
            assert len(rows) == 1, f"{group_id} has several renderings and no label"
            assert label.text() == " ".join(rows[TITLES[table]].iloc[0].split())
        else:
            assert label.text() == labels[group_id]
        check_dots(fact, table, rows, tables)


def test_events_stand_with_their_status(made, tables):
    """An event stands with its title, the status that it has, and each of its reports; none goes without a status."""
    found = [one for one in made.all("data-fact") if one.attributes["data-fact"].startswith("events:")]
    events, labels = tables["events"].set_index("event_id"), code_labels(tables)
    assert found
    for fact in found:
        event_id = fact.attributes["data-fact"].partition(":")[2]
        (label,) = fact.having("class", "label")
        assert label.text() == events.loc[event_id, "title"]
        status = events.loc[event_id, "status"]
        assert status_of(fact) == STATUSES.get(status, labels["event_status", status])
        reports = tables["event_reports"].query("event_id == @event_id")
        check_dots(fact, "event_reports", reports, tables)
        has_it = reports["status"] == status
        makers = {article_of(tables, source_id) for source_id in reports[has_it]["source_id"]}
        shown = [one.one("data-article") for one in fact.having("class", "makers")]
        assert [set(names.split("; ")) for names in shown] == ([] if has_it.all() else [makers]), event_id
    kinds = events.loc[[fact.attributes["data-fact"].partition(":")[2] for fact in found]]
    to_come = events[events["kind"].isin(["meeting", "signing"]) & events["status"].isin(["planned", "hypothetical"])]
    assert set(to_come.index) <= set(kinds.index)


def code_labels(tables) -> dict[tuple[str, str], str]:
    """(field, code) -> label in small letters."""
    return {(code["field"], code["code"]): code["label"].lower() for code in records(tables["codes"])}


def status_of(fact: Element) -> str:
    """The badge of a fact as a whole."""
    return next((part.text() for part in fact.inside if is_badge(part)), "")


def is_badge(part: object) -> bool:
    """Whether something is a badge."""
    return isinstance(part, Element) and (part.attributes.get("class") or "").startswith("badge")


def check_dots(fact: Element, table: str, rows: pd.DataFrame, tables) -> None:
    """Each row of a fact has its dot with article and relay, and each speaker is named, with the account."""
    dots = {dot.attributes["data-row"]: dot.text() for dot in fact.all("data-row")}
    expected = {}
    for row in records(rows):
        relay = f", via {name_of(tables, row['relayed_by'])}" if row["relayed_by"] else ""
        name = f"{table}:{row[primary_key(table)[0]]}"
        expected[name] = article_of(tables, row["source_id"]) + relay
    assert dots == expected
    lines = [line for part in fact.having("class", "by") for line in part.inside if isinstance(line, Element)]
    for line in lines:
        mine = [row_of(tables, dot.attributes["data-row"]) for dot in line.all("data-row")]
        speakers = {name_of(tables, row[speaker_column(table)]) for row in mine}
        assert speakers == {line.one("data-speaker")}
        if speakers == {""}:
            assert line.text().startswith("the article itself")


def test_claims_and_terms_have_the_status_of_their_rows(made, tables):
    """A claim is pledged, denied or claimed as its rows say; a term is reported only where an article says so itself."""
    labels = code_labels(tables)
    for fact in section(made, "proposals").all("data-fact"):
        kind, _, group_id = fact.attributes["data-fact"].partition(":")
        if kind == "events":
            continue
        table, rows = group_rows(tables, group_id)
        own_voice = (rows["voice"] == "narrator").any()
        if table == "guarantee_terms" or set(rows["modality"]) == {"asserted"}:
            assert status_of(fact) == ("reported" if own_voice else "claimed"), group_id
        else:
            (modality,) = set(rows["modality"])
            assert status_of(fact) == labels["modality", modality], group_id


def test_terms_stand_under_whom_they_bind_and_by_whose_account(made, tables):
    """Every term stands once, under those whom it binds and the account that its rows have."""
    accounts = {True: "Ukraine's own account", False: "another side's account"}
    seen = []
    for block in section(made, "proposals").having("class", "binds"):
        heading = next(part for part in block.inside if isinstance(part, Element) and part.tag == "h4").text()
        for account in block.having("class", "by-account"):
            said = {one.text() for one in account.all("data-account")}
            for fact in account.all("data-fact"):
                rows = group_rows(tables, fact.attributes["data-fact"].partition(":")[2])[1]
                seen += list(rows["guarantee_term_id"])
                (binds,) = set(rows["binds"])
                assert {"all": "all parties", "guarantors": "the guarantors"}.get(binds, binds.capitalize()) in heading
                narrator = rows["voice"] == "narrator"
                own = {accounts[bool(each)] for each in rows[~narrator]["own_side_account"]}
                assert said == own | ({"the article itself"} if narrator.any() else set())
    assert sorted(seen) == sorted(tables["guarantee_terms"]["guarantee_term_id"])


def test_first_screen_says_what_was_on_the_table(made, tables):
    """Of each party that is bound stands the term that most articles report, and each pledge, with status and account."""
    gists = {one.attributes["data-gist"]: one for one in section(made, "overview").all("data-gist")}
    terms = tables["guarantee_terms"]
    assert set(terms["binds"]) <= gists.keys()
    for binds, rows in terms.groupby("binds"):
        articles_by_term = rows.groupby("term_id")["source_id"].nunique()
        most = articles_by_term[articles_by_term == articles_by_term.max()].index
        labels = {group_label(tables, "guarantee_terms", term): rows.query("term_id == @term") for term in most}
        reports = labels[gists[binds].one("data-words")]
        speakers = {name_of(tables, actor) for actor in reports["claimant_id"].dropna()}
        assert {one.text() for one in gists[binds].all("data-speaker")} == speakers
        accounts = {True: "Ukraine's own account", False: "another side's account"}
        narrator = reports["voice"] == "narrator"
        said = {accounts[bool(own)] for own in reports[~narrator]["own_side_account"]}
        said |= {"the article itself"} if narrator.any() else set()
        assert {one.text() for one in gists[binds].all("data-account")} == said
    for group_id, rows in tables["military_claims"].query("kind == 'pledge'").groupby("assertion_id"):
        gist = gists[f"statements:{group_id}"]
        assert gist.one("data-words") == group_label(tables, "military_claims", group_id)
        assert status_of(gist) == ("pledged" if (rows["modality"] == "pledged").all() else "claimed")
    events, titles = tables["events"].set_index("event_id"), code_labels(tables)
    steps = {name.partition(":")[2]: gist for name, gist in gists.items() if name.startswith("events:")}
    assert len(steps) == 2
    for event_id, gist in steps.items():
        status = events.loc[event_id, "status"]
        assert gist.one("data-words") == events.loc[event_id, "title"]
        assert status_of(gist) == STATUSES.get(status, titles["event_status", status])


def test_guarantors_stand_with_the_articles_that_list_them(made, tables):
    """Each entry of a list leads to its row, beside who proposed it and exactly the articles that list it."""
    frame, seen = tables["guarantor_countries"], []
    for block in section(made, "proposals").all("data-guarantors"):
        mine = [row_of(tables, entry.attributes["data-row"]) for entry in block.all("data-row")]
        seen += [row["guarantor_id"] for row in mine]
        assert {row["source_id"] for row in mine} == {one.attributes["data-source"] for one in block.all("data-source")}
        for row in mine:
            assert name_of(tables, row["actor_id"]) in block.text()
            assert f"Proposed by {name_of(tables, row['proposed_by'])}" in block.text()
    assert sorted(seen) == sorted(frame["guarantor_id"])


# Counts -----------------------------------------------------------------------------------------------------------


def pairs(tables, rows: set[str] | None = None) -> list[dict]:
    """The disagreements in more than wording, of some rows alone where they are named."""
    found = [row for row in records(tables["disagreements"]) if row["strength"] != "wording"]
    return [row for row in found if rows is None or {row["row_a"], row["row_b"]} <= rows]


def speaker_and_source(tables, name: str) -> tuple[str, str]:
    """Who speaks in a report, the article itself where nobody else does, and its article."""
    row, column = row_of(tables, name), speaker_column(name.partition(":")[0])
    return (column and row[column]) or row["source_id"], row["source_id"]


def counted(tables, key: str) -> int:
    """The number that a key of the page stands for, counted anew in the tables."""
    subject, *_, what = key.split(".")
    if subject == "between":
        sides = [[speaker_and_source(tables, row[name]) for name in ("row_a", "row_b")] for row in pairs(tables)]
        position, differ = {
            "speakers": (0, True),
            "speaker": (0, False),
            "articles": (1, True),
            "article": (1, False),
        }[what]
        return sum((a[position] != b[position]) == differ for a, b in sides)
    if subject == "disagreements":
        return sum(row["strength"] == what for row in pairs(tables))
    if subject == "speaker":
        rows = tables["quotes"].query("speaker_id == @key.split('.')[1]")
        return rows["statement_id" if what == "statements" else "source_id"].nunique()
    if subject == "terms":
        return tables["guarantee_terms"].query("binds == @what")["term_id"].nunique() - 1
    if subject == "guarantors":
        lists = tables["guarantor_countries"].groupby("country_iso3")["source_id"].agg(lambda ids: sorted(set(ids)))
        return sum(ids == what.split("+") for ids in lists)
    if subject == "question":
        rows = tables["questions"].query("question == @key.split('.')[1]")
        names = set(rows["table"] + ":" + rows["row_id"])
        if what == "reports":
            return len(rows)
        if what == "articles":
            return len({row_of(tables, name)["source_id"] for name in names})
        return sum(row["strength"] == what for row in pairs(tables, names))
    if key == "checks.person":
        return len(tables["checks"].query("checker == 'person'").drop_duplicates(["table", "row_id"]))
    return len(tables[subject]) if what == "rows" else tables[subject][what].nunique()


def test_every_count_is_right_and_says_what_it_counts(made, tables):
    """A number is that of the tables, wording left out, and stands with a noun of its number."""
    found = list(made.all("data-count"))
    assert len({one.attributes["data-count"] for one in found}) > 40
    for one in found:
        number, noun = re.fullmatch(r"([\d,]+|no) ([a-z].{3,})", one.text()).groups()
        n = 0 if number == "no" else int(number.replace(",", ""))
        assert n == counted(tables, one.attributes["data-count"]), one.text()
        if "between" not in one.attributes["data-count"]:
            assert (n > 1) == noun.split()[0 if " of " in noun or " checked " in noun else -1].endswith("s"), one.text()


def test_no_number_stands_outside_counts_and_rows(made):
    """What the page says beside counts, rows and days of rows has no number that nobody would check."""
    about = " ".join(descriptor.about()["description"].split("\n\n")[0].split())
    checked = ("data-count", "data-row", "data-words", "data-printed", "data-explanation", "data-when", "data-source")
    for name in FRONT:
        text = section(made, name).text(*checked, "data-article", "data-speaker", "href").replace(about, "")
        assert not re.search(r"\d", text.replace(descriptor.about()["title"], "")), text


def test_pages_claims_no_more_than_the_tables(made):
    """Nothing is called contradicted or silent, and no side has a colour in what the page says by itself."""
    for name in FRONT:
        part = section(made, name)
        assert not re.search(r"contradicted|silent|agreed on", part.text(), re.IGNORECASE)
        classes = {each for one in part.all("class") for each in one.attributes["class"].split()}
        assert not classes & {"russia", "ukraine", "host"}


# Where accounts differ --------------------------------------------------------------------------------------------


def test_questions_show_their_voices(made, tables):
    """Each question stands in its order with exactly its rows: words, speaker, relay, article and day."""
    codes = tables["codes"].query("field == 'question'").sort_values("rank")
    asked = [code for code in codes["code"] if code in set(tables["questions"]["question"])]
    shown = list(section(made, "differences").all("data-question"))
    assert [one.attributes["data-question"] for one in shown] == asked
    for question in shown:
        code = question.attributes["data-question"]
        assert question.text().startswith(codes.set_index("code").loc[code, "label"])
        rows = tables["questions"].query("question == @code")
        names = set(rows["table"] + ":" + rows["row_id"])
        voices = list(question.all("data-voice"))
        assert {voice.attributes["data-voice"] for voice in voices} == names and len(voices) == len(names)
        for voice in voices:
            check_voice(voice, tables)


def check_voice(voice: Element, tables) -> None:
    """A voice has the words, speaker, relay, article, status and day of its row, and a link to it."""
    name = voice.attributes["data-voice"]
    table, row = name.partition(":")[0], row_of(tables, name)
    title = tables["events"].set_index("event_id").loc[row["event_id"], "title"] if table == "event_reports" else ""
    full = row.get("form") == "full"
    words = row["text"] if full else title or row[TITLES[table]]
    assert voice.one("data-words") == " ".join(words.split())
    assert voice.one("data-printed") == ("" if full else row.get("text") or "")
    speaker = name_of(tables, row[speaker_column(table)])
    assert voice.one("data-speaker") == (speaker or article_of(tables, row["source_id"]))
    assert ("in its own voice" in voice.text("data-words")) == (not speaker)
    assert voice.one("data-relay") == name_of(tables, row["relayed_by"])
    assert voice.one("data-article") == article_of(tables, row["source_id"])
    if row.get("kind") == "pledge" and not row["date_start"]:  # dated by its announcement, where there is one
        reports = tables["event_reports"].query("event_id == @row['event_id'] and source_id == @row['source_id']")
        row = records(reports)[0] if len(reports) == 1 else row
    assert voice.one("data-when") == ("" if table in ("guarantee_terms", "guarantor_countries") else days(row))
    assert any(link.attributes["href"] == f"#{name}" for link in voice.all("href"))


def test_differences_are_graded_and_wording_is_left_out(made, tables):
    """Under a question stand the disagreements between two of its rows, with strength and who differs."""
    words = {"between": "two {}s", "within": "one {}"}
    for question in section(made, "differences").all("data-question"):
        names = {voice.attributes["data-voice"] for voice in question.all("data-voice")}
        shown = {one.attributes["data-difference"]: one for one in question.all("data-difference")}
        rows = {f"disagreements:{row['disagreement_id']}": row for row in pairs(tables, names)}
        assert shown.keys() == rows.keys()
        for name, row in rows.items():
            a, b = (speaker_and_source(tables, row[side]) for side in ("row_a", "row_b"))
            between = [
                words["between" if one != other else "within"].format(what)
                for one, other, what in zip(a, b, ("speaker", "article"), strict=True)
            ]
            assert shown[name].one("data-between") == ", ".join(between)
            assert shown[name].one("data-explanation") == row["explanation"]
            assert next(part.text() for part in shown[name].inside if is_badge(part)) == row["strength"]


def test_wording_alone_is_no_difference(tables, published):
    """Where reports differ in wording alone, the page counts and shows no difference at all."""
    worded = tables["disagreements"].assign(strength="wording").astype(tables["disagreements"].dtypes)
    made = parsed({**tables, "disagreements": worded}, published)
    assert not list(made.all("data-difference"))
    counts = {one.attributes["data-count"] for one in made.all("data-count")}
    assert not {key for key in counts if key.endswith((".difference", ".contradiction")) or key.startswith("between")}


def test_a_group_without_a_label_is_never_shown_by_its_first_rendering(tables):
    """Where several renderings have no label, the build says which group needs one."""
    sizes = tables["quotes"]["statement_id"].value_counts()
    group_id = sizes[sizes > 1].index[0]
    blank = tables["statements"].copy()
    blank.loc[blank["group_id"] == group_id, "label"] = None
    with pytest.raises(ValueError, match=f"{group_id} has {sizes[group_id]} renderings and no label"):
        group_label({**tables, "statements": blank}, "quotes", group_id)


# People, names and what stands around -----------------------------------------------------------------------------


def test_people_have_all_their_statements(made, tables):
    """Everybody who is quoted stands once, under his side, with all of his statements and no others."""
    sides = tables["codes"].query("field == 'side'").set_index("code")["label"]
    labels, seen = dict(sides) | {"none": "Of no side, or left open"}, []
    actors = tables["actors"].set_index("actor_id")
    for side in section(made, "people").having("class", "side"):
        for person in side.all("data-person"):
            actor = person.attributes["data-person"]
            seen.append(actor)
            assert side.text().startswith(labels[actors.loc[actor, "side"]])
            own = tables["quotes"].query("speaker_id == @actor")["statement_id"]
            shown = {one.attributes["data-fact"].partition(":")[2] for one in person.all("data-fact")}
            assert shown == set(own)
    assert sorted(seen) == sorted(tables["quotes"]["speaker_id"].unique())


def test_articles_have_names_that_people_know(tables):
    """A publisher without its legal form, else the outlet, else the source; one that two articles share has the source."""
    sources = tables["sources"].iloc[:4].copy()
    sources["publisher"] = ["News, Inc.", None, None, "News"]
    sources["outlet"] = [None, "The Paper", None, None]
    sources["translated_from"] = ["pt", None, None, None]
    ids = list(sources["source_id"])
    found = articles(sources)
    assert [found[each].name for each in ids] == [
        f"News ({ids[0]})",
        "The Paper",
        f"unnamed outlet ({ids[2]})",
        f"News ({ids[3]})",
    ]
    assert found[ids[0]].title == f"News ({ids[0]}), apparently translated from Portuguese"
    assert found[ids[1]].title == "The Paper"


def test_first_screen_comes_in_its_order(made):
    """What the package is, the proposal, the differences, people, timeline, places, tables, check, download, cite, about."""
    order = ("overview", "proposals", "differences", "people", "timeline", "map", "tables", "evidence-in-place")
    (main,) = [one for one in walk(made) if one.tag == "main"]
    shown = [part.attributes["id"] for part in main.inside if isinstance(part, Element)]
    assert shown == [*order, "download", "cite", "about"]
    assert (
        section(made, "about").text().startswith("About Language models did all of the coding and all of the checking")
    )


def walk(element: Element) -> Iterator[Element]:
    """An element and all elements in it."""
    yield element
    for part in element.inside:
        if isinstance(part, Element):
            yield from walk(part)


def test_links_to_files_lead_to_files_of_the_package(made, tables, published):
    """Each file that the page links to beside itself is one that a build makes or the package has."""
    about = descriptor.about()
    built = {*publish.downloads(published, tables), *release.archive_paths(about)}
    links = {one.attributes["href"] for one in walk(made) if one.tag == "a"}
    files = {posixpath.normpath(f"dist/page/{link}") for link in links if not re.match(r"#|https?:", link)}
    assert len(files) > 5
    missing = {file for file in files if file not in built and not (ROOT / file).exists()}
    assert not missing
    (footer,) = [one for one in walk(made) if one.tag == "footer"]
    assert f"version {about['version']}, " in footer.text()
    assert str(dt.date.fromisoformat(about["created"][:10]).year) in footer.text()


def test_head_tells_others_what_the_page_is(made):
    """Whoever shares the page gets its title and what it is."""
    found = {one.attributes["property"]: one.attributes["content"] for one in made.all("property")}
    assert found["og:title"].startswith(descriptor.about()["title"])
    assert found["og:description"] == " ".join(descriptor.about()["description"].split("\n\n")[0].split())


def test_overview_and_tables_count_alike(made, tables):
    """The first paragraph says of a table what its own heading says."""
    words = section(made, "overview").text()
    for table in ("event_reports", "quotes", "positions", "military_claims", "guarantee_terms", "guarantor_countries"):
        assert views.counted(table, tables[table]) in words
