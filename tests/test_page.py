"""The page in a real browser, opened from a disk and from a static server: what a reader does with it."""

import base64
import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from istanbul_talks.citing import FORMATS, cite
from istanbul_talks.package import row_digest
from publish import descriptor, page
from publish import tables as csv_tables
from schemas import columns, csv_path, primary_key
from tests.browser import opened, served

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LIMIT = 2_000_000  # bytes
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def made(tables, published):
    """The bytes of the page of the real package."""
    return page.encode(tables, published, descriptor.about())


@pytest.fixture(scope="session")
def folder(made, tmp_path_factory):
    """A folder with the page and nothing else."""
    where = tmp_path_factory.mktemp("page")
    (where / "index.html").write_bytes(made)
    return where


@pytest.fixture(scope="session")
def on_disk(folder):
    """The address of the page on a disk."""
    return (folder / "index.html").as_uri()


@pytest.fixture(scope="session", params=["disk", "server"])
def address(request, folder, on_disk):
    """The address of the page, on a disk and on a static server, which is asked for the page alone."""
    if request.param == "disk":
        yield on_disk
        return
    with served(folder) as (where, asked):
        yield f"{where}/index.html"
        assert set(asked) <= {"GET /index.html HTTP/1.1"}


def ids(tab):
    """The ids of the rows that the table shows."""
    return tab.locator("#view tbody tr td:first-child").all_inner_texts()


def rows(published, table):
    """The rows of a published CSV."""
    return list(csv.DictReader(io.StringIO(published[csv_path(table)].decode())))


def go(tab, name):
    """Lead the tab to a part of the page, a table or a row."""
    tab.evaluate("(name) => (location.hash = name)", name)


def expect_card(tab, row_id):
    """Wait for the card of a row."""
    tab.locator("#card header b", has_text=row_id).wait_for()


def drop(tab, name, content, kind="text/plain"):
    """Drop a file on the page."""
    tab.evaluate(
        """([name, packed, type]) => {
            const content = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([content], name, { type }));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [name, base64.b64encode(content).decode(), kind],
    )


def verdict(tab):
    """The sentence that the page has for a file."""
    tab.locator("#verdicts li").first.wait_for()
    return tab.locator("#verdicts li").first.inner_text()


# Opening ----------------------------------------------------------------------------------------------------------


def test_page_opens_and_asks_for_nothing(chromium, address, tables):
    """The page opens, counts what the tables hold, and shows a table; `opened` sees that it makes no request."""
    with opened(chromium, address) as tab:
        assert tab.title() == "Istanbul Talks 2022"
        assert f"{len(tables['events'])} events" in tab.locator("#overview").inner_text()
        assert tab.locator("#view .dt-info").inner_text() == f"1 to 25 of {len(tables['quotes'])} rows"


def test_page_is_light_and_quick(chromium, on_disk, made):
    """The page weighs less than 2 MB, every published file included; its first table is drawn within a second."""
    assert len(made) < LIMIT
    found = []
    for _ in range(5):
        with opened(chromium, on_disk) as tab:
            entry = "performance.getEntriesByName('first table usable')[0]"
            found.append(tab.evaluate(f"{entry}.startTime + {entry}.duration"))
    assert min(found) < 1000


def test_page_without_script_still_tells(chromium, on_disk, tables):
    """With JavaScript off, the overview and its figures are there, and the page says what is not."""
    with opened(chromium, on_disk, java_script_enabled=False) as tab:
        assert tab.locator("noscript").inner_text().startswith("The tables of this page need JavaScript.")
        assert tab.locator("#differences [data-voice]").count() == len(tables["questions"])
        assert tab.locator("figure svg").count() == 3


def test_policy_forbids_requests_and_foreign_scripts(chromium, address):
    """The policy of the page stops a request and a script that is not its own."""
    with opened(chromium, address, silent=False) as tab:
        assert tab.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')") == "refused"
        script = "Object.assign(document.createElement('script'), {textContent: 'window.ran = true'})"
        tab.evaluate(f"document.body.append({script})")
        assert tab.evaluate("window.ran") is None
        refused = [words for words in tab.complaints if "Content Security Policy" in words]
        assert any("connect-src" in words for words in refused) and any("script-src" in words for words in refused)


def test_policy_names_digests_alone(made):
    """No rule of the policy lets in a host, `unsafe-inline` or `unsafe-eval`; that of the packed widget is its digest."""
    text = made.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert rules["default-src"] == "'none'"
    allowed = [*rules["script-src"].split(), *rules["style-src"].split()]
    assert all(re.fullmatch(r"'sha256-[\w+/=]+'", each) for each in allowed)
    packed = base64.b64decode(re.search(r'id="widget">([^<]+)<', text)[1])
    widget = base64.b64encode(hashlib.sha256(gzip.decompress(packed)).digest()).decode()
    assert f"'sha256-{widget}'" in rules["script-src"]
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"<[^>]+\s(style|on\w+)=", markup)


def test_croissant_stands_in_the_head(made, published):
    """Dataset searches find the description that the package publishes, in a JSON-LD element."""
    head = made.decode().split("</head>")[0]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)[1]
    assert json.loads(found) == json.loads(published["croissant.json"])


def test_a_widget_of_another_form_is_refused():
    """If itables ships DataTables in another form, the build says so."""
    with pytest.raises(ValueError, match="exports no default any more"):
        page.bundle("const a = 1;")


# Tables -----------------------------------------------------------------------------------------------------------


def test_search_finds_words(chromium, on_disk, published):
    """What is typed into the search leaves the rows that hold it, in a cell or in the label of a code."""
    words = "neutral"
    found = [r["quote_id"] for r in rows(published, "quotes_wide") if any(words in cell.lower() for cell in r.values())]
    with opened(chromium, on_disk) as tab:
        tab.get_by_label("Search").press_sequentially(words)
        assert ids(tab) == found[:25] and found
        tab.get_by_label("Search").fill("no such words at all")
        assert tab.locator("#view tbody").inner_text() == "No row fits the search and the filters."


def test_filters_narrow_and_add_up(chromium, on_disk, published):
    """Filters on coded columns, also for a blank, leave the rows that have all the values; `any` takes a filter away."""
    quotes = rows(published, "quotes")
    full = [row for row in quotes if row["form"] == "full"]
    both = [row["quote_id"] for row in full if not row["relayed_by"]]
    with opened(chromium, on_disk) as tab:
        tab.get_by_text("Filters", exact=False).first.click()
        tab.locator("#filter-form").select_option("=full")
        assert f" of {len(full)} rows" in tab.locator(".dt-info").inner_text()
        tab.locator("#filter-relayed_by").select_option("=")
        assert ids(tab) == both[:25] and both
        assert tab.locator("#filtered").inner_text() == "(2 in use)"
        tab.locator("#filter-form").select_option("")
        blank = [row["quote_id"] for row in quotes if not row["relayed_by"]]
        assert ids(tab) == blank[:25]


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_order_by_a_column(chromium, on_disk, published, way):
    """A click on a heading, or Enter on it, orders the rows, a second one the other way; codes with ranks go by these."""
    ranks = {row["code"]: int(row["rank"]) for row in rows(published, "codes") if row["field"] == "talks_link"}
    with opened(chromium, f"{on_disk}#events") as tab:
        heading = tab.get_by_role("button", name=re.compile("^talks link"))
        for order, sign in (("ascending", 1), ("descending", -1)):
            heading.click() if way == "mouse" else (heading.focus(), tab.keyboard.press("Enter"))
            tab.locator(f"th[aria-sort={order}]").wait_for()
            links = {row["event_id"]: sign * ranks[row["talks_link"]] for row in rows(published, "events")}
            assert [links[row_id] for row_id in ids(tab)] == sorted(links.values())[:25]


def test_columns_are_explained_and_can_be_shown(chromium, on_disk, tables):
    """Each column has its words from the schema, what a blank means, and a box that brings it into the table."""
    with opened(chromium, on_disk) as tab:
        tab.get_by_text("Columns and what they mean").first.click()
        explained = tab.locator("#columns tbody tr").all_inner_texts()
        assert len(explained) == len(tables["quotes"].columns)
        for words, facts in zip(explained, columns("quotes").values(), strict=True):
            assert facts.get("blank", "").replace("`", "") in words
        heading = tab.locator("#view thead th", has_text="evidence")
        expect(heading).to_have_count(0)
        tab.get_by_label("evidence", exact=True).check()
        expect(heading).to_have_count(1)


def test_every_table_is_shown_and_downloaded(chromium, address, tables, published):
    """Each table opens with its rows, its links lead to rows, and its buttons give the published CSV and Parquet."""
    known = set()
    for table, frame in tables.items():
        keys = [".".join(cells) for cells in frame[primary_key(table)].astype(str).to_numpy()]
        known |= {*keys, *(f"{table}:{key}" for key in keys)}
    with opened(chromium, address) as tab:
        for table in tables if address.startswith("file:") else ("quotes",):
            go(tab, table)
            tab.locator(f"#view [aria-label='Table {table.replace('_', ' ')}']").wait_for()
            assert f"of {len(tables[table]):,} rows" in tab.locator(".dt-info").inner_text(), table
            targets = tab.locator("#view tbody a").evaluate_all("(all) => all.map((one) => one.hash.slice(1))")
            assert set(targets) <= known, table
            for button, path in (("CSV", csv_path(table)), ("Parquet", f"data/parquet/{table}.parquet")):
                link = tab.get_by_role("link", name=button, exact=True)
                expect(link).to_have_attribute("download", path.rpartition("/")[2])
                with tab.expect_download() as download:
                    link.click()
                assert download.value.path().read_bytes() == published[path], path


# Rows -------------------------------------------------------------------------------------------------------------


def test_address_opens_a_row(chromium, address, published):
    """An address with an id opens its card: words, speaker, relay, article, disagreements, check, anchors."""
    disagreements = rows(published, "disagreements")
    disputed = {name for row in disagreements for name in (row["row_a"], row["row_b"])}
    relayed = [row for row in rows(published, "quotes_wide") if row["text"] and row["relayed_by"]]
    row = next(row for row in relayed if f"quotes:{row['quote_id']}" in disputed)
    against = [one for one in disagreements if f"quotes:{row['quote_id']}" in (one["row_a"], one["row_b"])]
    with opened(chromium, f"{address}#{row['quote_id']}") as tab:
        expect_card(tab, row["quote_id"])
        card = tab.locator("#card[open]")
        assert card.locator("h2").inner_text() == row["gloss"]
        assert card.locator("blockquote").first.inner_text() == row["text"]
        chain = card.locator(".chain li").all_inner_texts()
        for step, words in zip(chain, ("speaker_name", "relayed_by_name", "source_id"), strict=True):
            assert row[words] in step
        assert card.locator(".anchors button").all_inner_texts() == row["evidence"].split(";")
        assert "No person has checked this row." in card.inner_text()
        assert all(one["explanation"] in card.locator(".against").inner_text() for one in against)


def test_renderings_lead_to_one_another(chromium, on_disk, tables):
    """The renderings of one statement in all articles are on the card of each, and on that of the statement."""
    quotes = tables["quotes"]
    statement = quotes["statement_id"].value_counts().index[0]
    label = tables["statements"].set_index("group_id").loc[statement, "label"]
    renderings = quotes[quotes["statement_id"] == statement]
    first, second, *_ = renderings["quote_id"]
    with opened(chromium, f"{on_disk}#{first}") as tab:
        tab.locator("#card .beside").get_by_role("link", name=second).click()
        expect_card(tab, second)
        expect(tab).to_have_url(f"{on_disk}#{second}")
        tab.locator("#card section > p").get_by_role("link", name=label).click()
        expect_card(tab, statement)
        assert tab.locator("#card h2").inner_text() == label
        shown = tab.locator("#card .beside li").all_inner_texts()
        for words, row in zip(shown, csv_tables.records(renderings), strict=True):
            assert row["source_id"] in words and row["gloss"] in words and row["quote_id"] in words


def test_event_has_its_reports_side_by_side(chromium, on_disk, published):
    """The card of an event has each report: article, claimant, status, days, participants and places, with links."""
    reports, actors = rows(published, "event_reports"), {row["actor_id"]: row for row in rows(published, "actors")}
    claimed = {row["event_id"] for row in reports if row["claimant_id"] and row["date_start"]}
    event = max(claimed, key=lambda event: sum(row["event_id"] == event for row in reports))
    own = [row for row in reports if row["event_id"] == event]
    parts = [row for row in rows(published, "participants") if row["report_id"] in {one["report_id"] for one in own}]
    with opened(chromium, f"{on_disk}#{event}") as tab:
        expect_card(tab, event)
        title = tab.locator("#card h2").inner_text()
        blocks = tab.locator("#card .beside li")
        for words, row in zip(blocks.all_inner_texts(), own, strict=True):
            claimant = actors[row["claimant_id"]]["name"] if row["claimant_id"] else "in its own voice"
            assert all(part in words for part in (row["source_id"], claimant, row["date_start"], row["report_id"]))
            assert all(actors[p["actor_id"]]["name"] in words for p in parts if p["report_id"] == row["report_id"])
        part = parts[0]
        blocks.get_by_role("link", name=actors[part["actor_id"]]["name"], exact=True).first.click()
        expect_card(tab, part["actor_id"])
        tab.locator("#card summary", has_text="participants").wait_for()
        entry = tab.locator("#card .related li", has=tab.get_by_role("link", name=part["participant_id"], exact=True))
        entry.last.get_by_role("link", name=title).click()
        expect_card(tab, event)


def test_a_row_that_nobody_checked_says_so(chromium, tables, published, tmp_path):
    """Without a check, or with a person's check of other words alone, a card claims none; with one, it says who."""
    quotes = tables["quotes"]["quote_id"].iloc[:3].tolist()
    digests = {row["quote_id"]: row_digest(row) for row in rows(published, "quotes")}
    facts = {
        "table": "quotes",
        "checker": "person",
        "pass": "review-9",
        "checked_on": dt.date(2026, 1, 1),
        "words": None,
    }
    checks = pd.DataFrame(
        [
            {**facts, "row_id": quotes[1], "row_sha256": "0" * 64},
            {**facts, "row_id": quotes[2], "row_sha256": digests[quotes[2]]},
        ]
    )[list(tables["checks"])]
    frames = {**tables, "checks": checks.astype(tables["checks"].dtypes)}
    files = {**published, csv_path("checks"): csv_tables.encode(frames["checks"])}
    (tmp_path / "index.html").write_bytes(page.encode(frames, files, descriptor.about()))
    nobody, changed = "Nobody has checked this row as it stands.", "The row has changed since."
    with opened(chromium, (tmp_path / "index.html").as_uri()) as tab:
        for name, said, unsaid in (
            (quotes[0], [nobody], [changed, "as it was read"]),
            (quotes[1], [nobody, changed], ["as it was read"]),
            (quotes[2], ["The row is as it was read."], [nobody, changed, "No person"]),
        ):
            go(tab, name)
            expect_card(tab, name)
            check = tab.locator("#card section", has=tab.get_by_role("heading", name="Check", exact=True)).inner_text()
            assert all(words in check for words in said) and not any(words in check for words in unsaid), check


def test_every_table_has_cards(chromium, on_disk, tables):
    """A row of each table opens by its link in the table, by the keyboard; Escape leads back to the table and the link."""
    with opened(chromium, on_disk) as tab:
        for table in tables:
            go(tab, table)
            tab.locator(f"#view [aria-label='Table {table.replace('_', ' ')}']").wait_for()
            link = tab.locator("#view tbody tr:first-child a").first
            if link.count() == 0:  # rows whose key has several columns are reached by their addresses
                continue
            target = link.get_attribute("href")
            link.focus()
            tab.keyboard.press("Enter")
            tab.locator("#card[open]").wait_for()
            expect(tab).to_have_url(f"{on_disk}{target}")
            tab.keyboard.press("Escape")
            expect(tab).to_have_url(f"{on_disk}#{table}")
            assert tab.evaluate("document.activeElement.getAttribute('href')") == target


def test_back_leads_to_the_row_before(chromium, on_disk, tables):
    """The browser's own way back goes from row to row, and from the first one to the page."""
    first, second = tables["events"]["event_id"].iloc[0], tables["quotes"]["quote_id"].iloc[0]
    with opened(chromium, f"{on_disk}#events") as tab:
        for row_id in (first, second):
            go(tab, row_id)
            expect_card(tab, row_id)
        tab.go_back()
        expect_card(tab, first)
        tab.go_back()
        tab.locator("#card[open]").wait_for(state="detached")
        expect(tab).to_have_url(f"{on_disk}#events")


def test_addresses_that_lead_nowhere_are_explained(chromium, on_disk, tables):
    """An address without a row gets one sentence, a withdrawn row its reason, and the page stays as it is."""
    withdrawn = tables["retired"].iloc[0]
    unknown = {
        name: f"There is no row and no table {name}." for name in ("qt-999", "<img src=x>", "%E0%A4%A", "__proto__")
    }
    with opened(chromium, on_disk) as tab:
        for name, words in (unknown | {withdrawn["row_id"]: f"Row {withdrawn['row_id']} was withdrawn: "}).items():
            go(tab, name)
            expect(tab.locator("#notice")).to_contain_text(words)
            assert len(ids(tab)) == 25
        go(tab, "overview")
        expect(tab.locator("#notice")).to_be_hidden()


# Figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["mouse", "keyboard", "finger"])
def test_marks_of_figures_say_what_they_are_and_lead_to_rows(chromium, on_disk, way):
    """A mark under the pointer, reached by arrow keys or tapped once says what it is; then it leads to its row."""
    with opened(chromium, on_disk, **(PHONE if way == "finger" else {})) as tab:
        mark = tab.locator("figure a").nth(1)
        target = mark.get_attribute("href")
        mark.scroll_into_view_if_needed()
        if way == "mouse":
            mark.hover()
        elif way == "finger":
            mark.tap()
        else:
            tab.locator("figure a").nth(0).focus()
            tab.keyboard.press("ArrowRight")
        expect(tab.locator("#tip")).to_have_text(mark.locator("path").get_attribute("aria-label"))
        assert tab.locator("#card[open]").count() == 0
        {"mouse": mark.click, "finger": mark.tap}.get(way, lambda: tab.keyboard.press("Enter"))()
        expect_card(tab, target.rpartition(":")[2].removeprefix("#"))


# Evidence in place ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["drop", "button"])
def test_articles_are_known_and_marked(chromium, address, articles, published, way):
    """Each article, dropped or chosen, is known by its digest; all its anchors hold the coded words, and they are marked."""
    with opened(chromium, address) as tab:
        for source in rows(published, "sources"):
            file = articles / source["file_name"]
            if way == "drop":
                drop(tab, file.name, file.read_bytes())
            else:
                tab.get_by_label("Drop the file here, or choose it:").set_input_files(file)
            tab.locator("#article-title", has_text=source["source_id"]).wait_for()
            mine = [row for row in rows(published, "evidence") if row["source_id"] == source["source_id"]]
            words = f"{len(mine)} of {len(mine)} anchors have the words that were coded."
            assert f"is {source['source_id']}, byte for byte. {words}" in verdict(tab)
            text = file.read_bytes().decode()
            assert tab.locator("#article .text").evaluate("(element) => element.textContent") == text
            marks = tab.locator("#article .run").evaluate_all(
                "(all) => all.map((one) => [Number(one.dataset.start), Number(one.dataset.end), one.textContent])"
            )
            assert all(text[start:end] == words for start, end, words in marks)
            marked = {n for start, end, _ in marks for n in range(start, end)}
            assert marked == {n for row in mine for n in range(int(row["start"]), int(row["end"]))}


def test_marks_show_their_rows(chromium, on_disk, articles, published):
    """A click on marked words, or Enter on them, lists exactly the rows whose anchors hold them."""
    source = rows(published, "sources")[-1]
    mine = [row for row in rows(published, "evidence") if row["source_id"] == source["source_id"]]
    with opened(chromium, on_disk) as tab:
        drop(tab, "copy.txt", (articles / source["file_name"]).read_bytes())
        marks = tab.locator("#article .run")
        marks.first.wait_for()
        for n in range(0, marks.count(), 43):
            mark = marks.nth(n)
            start, end = (int(mark.get_attribute(f"data-{name}")) for name in ("start", "end"))
            wanted = {row["row_id"] for row in mine if int(row["start"]) <= start and end <= int(row["end"])}
            mark.click() if n % 2 else (mark.focus(), tab.keyboard.press("Enter"))
            tab.locator("#article .run.chosen").wait_for()
            expect(tab.locator("#found a")).to_have_count(len(wanted))
            assert set(tab.locator("#found a").all_inner_texts()) == wanted
        tab.locator("#found a").first.click()
        tab.locator("#card[open]").wait_for()


def test_anchor_of_a_row_leads_to_its_words(chromium, on_disk, articles, published):
    """With the article at hand an anchor of a row leads to its words and marks them; without it the page asks for it."""
    quotes = [row for row in rows(published, "quotes") if row["text"]]
    pattern = r"(s\d+):(\d+)-(\d+)"
    ends = [re.match(pattern, row["evidence"]).groups() for row in quotes]
    n = next(n for n, (_, start, end) in enumerate(ends) if int(end) - int(start) == len(quotes[n]["text"]))
    name, (source_id, start, end) = quotes[n]["quote_id"], ends[n]
    source = next(one for one in rows(published, "sources") if one["source_id"] == source_id)
    with opened(chromium, f"{on_disk}#{name}") as tab:
        tab.locator("#card .anchors button").first.click()
        words = f"To see the words of {source_id}:{start}-{end}, put your own copy of {source_id} into the field below."
        assert tab.locator("#notice").inner_text() == words
        drop(tab, source["file_name"], (articles / source["file_name"]).read_bytes())
        tab.locator("#article .run").first.wait_for()
        go(tab, name)
        tab.locator("#card .anchors button").first.click()
        sought = tab.locator("#article .run.sought")
        expect(sought.first).to_be_in_viewport()
        assert "".join(sought.all_inner_texts()) == quotes[n]["text"]
        assert tab.locator("#card[open]").count() == 0


def test_a_file_that_is_no_article_gets_one_sentence(chromium, on_disk, articles, published):
    """A copy that differs by a byte, another text, nothing and no text at all: one sentence each, and nothing is marked."""
    source = rows(published, "sources")[-1]
    name, content = source["file_name"], (articles / source["file_name"]).read_bytes()
    coded = f"is not the copy of {source['source_id']} that was coded."
    lengths = f"It has {len(content) + 1:,} bytes instead of {len(content):,}, and another digest"
    with opened(chromium, on_disk) as tab:
        drop(tab, name, content)
        tab.locator("#article .run").first.wait_for()
        for named, given, words in (
            (name, content.swapcase(), f"{coded} It is as long, but its digest differs; one changed byte is enough."),
            (name, content + b"\n", f"{coded} {lengths}; one changed byte is enough."),
            ("<b>.txt", b"Other words.", "is none of the articles: its digest is none of theirs."),
            ("empty.txt", b"", "is empty."),
            ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "is no text in UTF-8, so it is none of the articles."),
        ):
            drop(tab, named, given)
            expect(tab.locator("#verdicts li")).to_have_text([re.compile("^" + re.escape(f"{named} {words}"))])
            assert tab.locator("#article").is_hidden()  # what was shown before does not stay beside it


def test_a_huge_file_is_not_read(chromium, on_disk, tmp_path):
    """A file of 1 GB gets one sentence at once, for it is not even read."""
    file = tmp_path / "huge.txt"
    with open(file, "wb") as out:
        out.truncate(2**30)
    with opened(chromium, on_disk) as tab:
        tab.locator("#copy").set_input_files(file)
        words = "huge.txt has 1,073,741,824 bytes, which is more than any of the articles: it was not read."
        assert verdict(tab) == words


def test_a_browser_without_digests_says_so(chromium, on_disk):
    """Where the browser computes no digest (a page over plain http), the page says so and shows nothing unproven."""
    with opened(chromium, on_disk) as tab:
        tab.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
        drop(tab, "any.txt", b"any")
        assert verdict(tab).startswith(
            "This browser computes digests only on pages from a disk, from localhost or over https"
        )
        go(tab, "quotes:" + ids(tab)[0])
        tab.locator("#card .checks").wait_for()
        assert "as it was read" not in tab.locator("#card .checks").inner_text()


# Citing -----------------------------------------------------------------------------------------------------------


def test_citations_are_those_of_the_reader(chromium, on_disk, tables):
    """The package, and a row by its card and by its name, are cited as `istanbul_talks.cite` cites them."""
    names = [tables["quotes"]["quote_id"].iloc[0], f"actors:{tables['actors']['actor_id'].iloc[0]}"]
    names.append(tables["event_reports"]["event_id"].value_counts().index[0])  # with the anchors of several reports
    names.append("codes:{field}.{code}".format(**tables["codes"].iloc[0]))
    with opened(chromium, on_disk) as tab:
        for n, form in enumerate(FORMATS):
            tab.locator("#cite-package button").nth(n).click()
            expect(tab.locator("#cite-package button").nth(n)).to_have_text("Copied")
            assert tab.evaluate("navigator.clipboard.readText()") == cite(format=form)
        for name in names:
            go(tab, name)
            expect_card(tab, name.rpartition(":")[2])
            for form in FORMATS:
                block = tab.locator(f"#card .cited:has(pre[data-format='{form}'])")
                block.get_by_role("button").click()
                expect(block.locator("button")).to_have_text("Copied")
                assert tab.evaluate("navigator.clipboard.readText()") == cite(name, form)
            tab.keyboard.press("Escape")
            tab.get_by_label("Row", exact=True).fill(name)
            tab.keyboard.press("Enter")
            expect(tab.locator("#cited-row pre").first).to_contain_text(f"row {name.rpartition(':')[2]}")
            assert tab.locator("#cited-row pre").all_inner_texts() == [cite(name, form) for form in FORMATS]


def test_a_row_that_is_none_cannot_be_cited(chromium, on_disk):
    """A name that no row has gets one sentence instead of a citation."""
    with opened(chromium, on_disk) as tab:
        for name, words in (("qt-999", "There is no row qt-999."), ("", "Name a row, such as ")):
            tab.get_by_label("Row", exact=True).fill(name)
            tab.get_by_role("button", name="Cite this row").click()
            tab.locator("#cited-row", has_text=words).wait_for()
            assert tab.locator("#cited-row pre").count() == 0


# For everyone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_level_a_or_aa(chromium, on_disk, articles, published, scheme):
    """axe finds no violation on the page with all its parts unfolded and an article at hand, and none in a card."""
    source = rows(published, "sources")[1]

    def look(part="body"):
        found = Axe().run(tab, context=part, options={"runOnly": {"type": "tag", "values": LEVELS}}).response
        assert len(found["passes"]) > 10
        assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]] == []

    with opened(chromium, on_disk, color_scheme=scheme) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        drop(tab, "copy", (articles / source["file_name"]).read_bytes())
        tab.locator("#article .run").nth(3).click()
        tab.locator("figure a").first.focus()
        look()
        go(tab, "quotes:" + ids(tab)[0])
        tab.locator("#card[open]").wait_for()
        look("#card")


def test_page_is_as_wide_as_the_screen(chromium, on_disk):
    """Nothing makes the page or a card scroll sideways; wide tables and figures scroll by themselves."""
    with opened(chromium, on_disk) as tab:
        for width in (320, 390, 800, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") == width
            go(tab, "quotes:" + ids(tab)[0])
            tab.locator("#card[open]").wait_for()
            assert tab.locator("#card").evaluate("(card) => card.scrollWidth <= card.clientWidth")
            tab.keyboard.press("Escape")


def test_keyboard_reaches_everything(chromium, on_disk):
    """The Tab key comes to the parts of the page, its tables, downloads and fields, each with a visible outline."""
    with opened(chromium, f"{on_disk}#retired") as tab:
        left = {"#tables", "#cite", "stem", "csv", "parquet", "copy", "row"}
        for _ in range(1000):
            tab.keyboard.press("Tab")
            left -= set(tab.evaluate("[document.activeElement.id, document.activeElement.getAttribute('href')]"))
            assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            if not left:
                break
        assert not left


def test_print_leaves_the_words(chromium, on_disk):
    """Printed, the page is on white without its controls; with a card open, the whole card is printed alone."""
    with opened(chromium, on_disk, color_scheme="dark") as tab:
        tab.emulate_media(media="print")
        for hidden in ("nav[aria-label='Parts of the page']", "#csv", "#drop", ".dt-search"):
            assert tab.locator(hidden).is_hidden(), hidden
        assert tab.locator("#overview h1").is_visible()
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        tab.emulate_media(media="screen")
        go(tab, "quotes:" + ids(tab)[0])
        tab.locator("#card[open]").wait_for()
        tab.emulate_media(media="print")
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.locator("main").is_hidden() and tab.locator("#printed h2").is_visible()
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert tab.locator("#printed").count() == 0 and tab.locator("main").is_visible()


def test_cells_are_text(chromium, tables, published, tmp_path):
    """A quotation that holds a script, quotation marks or right-to-left text is shown as it is, everywhere."""
    odd = '<script>alert("x")</script><img src=x onerror=alert(1)> "quoted, twice" \u05e9\u05dc\u05d5\u05dd &amp; </script>'
    quotes = tables["quotes"].copy()
    quotes.loc[0, ["text", "gloss"]] = odd
    name = quotes.loc[0, "quote_id"]
    files = {**published, csv_path("quotes"): csv_tables.encode(quotes)}
    (tmp_path / "index.html").write_bytes(page.encode({**tables, "quotes": quotes}, files, descriptor.about()))
    with opened(chromium, f"{(tmp_path / 'index.html').as_uri()}#quotes") as tab:
        scripts = tab.evaluate("document.scripts.length")
        tab.get_by_label("Search").fill("&amp; </script>")
        assert ids(tab) == [name]
        assert tab.locator("#view tbody td", has_text="quoted, twice").all_inner_texts() == [odd, odd]
        tab.locator("#view tbody a", has_text=name).click()
        assert tab.locator("#card h2").inner_text() == odd
        assert tab.locator("#card blockquote").first.inner_text() == odd
        assert tab.locator("#card img, #view img, main script").count() == 0
        assert tab.evaluate("document.scripts.length") == scripts


def test_tiny_package_has_a_page(chromium, tiny, run):
    """The page shows what a package holds and names nothing of this one: the package of the tests has its page as well."""
    assert run(tiny).status == 0
    article = (tiny / "sources" / "900_tiny.txt").read_bytes()
    with opened(chromium, f"{(tiny / 'dist' / 'page' / 'index.html').as_uri()}#qt-001") as tab:
        assert tab.locator("#card blockquote").first.inner_text() == "All are safe,"
        tab.keyboard.press("Escape")
        drop(tab, "900_tiny.txt", article)
        assert verdict(tab).startswith("900_tiny.txt is s900, byte for byte. ")
        assert tab.locator("#article .text").evaluate("(element) => element.textContent") == article.decode()
