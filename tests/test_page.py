"""The page in a real browser, opened from a disk and from a static server: what a reader does with it."""

import base64
import csv
import datetime as dt
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
from publish.page import views
from publish.words import articles as articles_of
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
    return tab.locator("#view tbody th a").all_inner_texts()


def rows(published, table):
    """The rows of a published CSV."""
    return list(csv.DictReader(io.StringIO(published[csv_path(table)].decode())))


def go(tab, name):
    """Lead the tab to a part of the page, a table or a row."""
    tab.evaluate("(name) => (location.hash = name)", name)


def show(tab, table):
    """Lead the tab to a table and wait for it."""
    go(tab, table)
    tab.locator(f"#view [aria-label='Table {table.partition('?')[0].replace('_', ' ').capitalize()}']").wait_for()


def sections(tab):
    """The headings of the open card."""
    return tab.locator("#card section > h3").all_inner_texts()


def part(tab, heading):
    """A section of the open card."""
    return tab.locator("#card section", has=tab.get_by_role("heading", name=heading, exact=True))


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
    """The page opens and shows a table with what it holds; `opened` sees that it makes no request."""
    with opened(chromium, address) as tab:
        assert tab.title() == "Istanbul Talks 2022"
        assert f"{len(tables['events'])} events" in tab.locator("#overview").inner_text()
        assert tab.locator("#counted").inner_text() == f"{views.counted('quotes', tables['quotes'])}."


def test_page_is_light_and_quick(chromium, on_disk, made):
    """The page weighs less than 2 MB, every published file included; its first table is drawn soon after it was read.

    On an idle machine that is half a second after the start. What is tested is a ratio, since other tests run beside it.
    """
    assert len(made) < LIMIT
    found = []
    for _ in range(5):
        with opened(chromium, on_disk) as tab:
            entry = "performance.getEntriesByName('first table usable')[0]"
            parsed = "performance.getEntriesByType('navigation')[0].domInteractive"
            found.append(tab.evaluate(f"({entry}.startTime + {entry}.duration) / {parsed}"))
    assert min(found) < 3


def test_page_without_script_still_tells(chromium, on_disk, tables):
    """With JavaScript off, the figures and the list of tables are there, and the page says what is not."""
    with opened(chromium, on_disk, java_script_enabled=False) as tab:
        assert tab.locator("noscript").inner_text().startswith("The tables of this page need JavaScript.")
        assert tab.locator("#differences [data-voice]").count() == len(tables["questions"])
        assert views.counted("positions", tables["positions"]) in tab.locator("#contents").inner_text()
        assert tab.locator("figure svg").first.is_visible()


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
    """No rule of the policy lets in a host, `unsafe-inline` or `unsafe-eval`."""
    text = made.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert rules["default-src"] == "'none'"
    allowed = [*rules["script-src"].split(), *rules["style-src"].split()]
    assert all(re.fullmatch(r"'sha256-[\w+/=]+'", each) for each in allowed)
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"<[^>]+\s(style|on\w+)=", markup)


def test_croissant_stands_in_the_head(made, published):
    """Dataset searches find the description that the package publishes, in a JSON-LD element."""
    head = made.decode().split("</head>")[0]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)[1]
    assert json.loads(found) == json.loads(published["croissant.json"])


# Tables -----------------------------------------------------------------------------------------------------------


def test_tables_begin_with_who_what_where_and_when(chromium, on_disk, tables):
    """A table of content shows five to seven columns, words among the first three, under headings for people."""
    with opened(chromium, on_disk) as tab:
        for table in [table for table in views.VIEWS if len(tables[table])]:
            show(tab, table)
            heads = tab.locator("#view thead th").all_inner_texts()
            assert views.heading(table, views.VIEWS[table].words) in heads[:3], table
            assert len(heads) in range({"statements": 2, "questions": 3}.get(table, 4), 8), table
            assert not [head for head in heads if "_" in head or head.endswith(" id")], table


def test_words_are_printed_or_ours(chromium, on_disk, tables):
    """Quoted words stand in quotation marks; where none are quoted, the gloss stands in their place."""
    with opened(chromium, on_disk) as tab:
        tab.get_by_role("button", name="Show all").click()
        cells = tab.locator("#view td[data-heading=Words]")
        for words, row in zip(cells.all_inner_texts(), csv_tables.records(tables["quotes"]), strict=True):
            assert words == (row["text"] or row["gloss"])
        assert cells.locator("q").count() == tables["quotes"]["text"].count()


def test_head_and_first_column_stay(chromium, on_disk):
    """A table that is scrolled keeps its headings and the first column in sight."""
    with opened(chromium, f"{on_disk}#quotes?columns=all") as tab:
        head, row = tab.locator("#view thead th").nth(2), tab.locator("#view tbody th").nth(20)
        tab.locator(".grid").evaluate("(grid) => (grid.scrollTop = 900)")
        before = [row.bounding_box()["x"], head.bounding_box()["y"]]
        tab.locator(".grid").evaluate("(grid) => grid.scrollBy(600, 0)")
        assert tab.locator(".grid").evaluate("(grid) => grid.scrollLeft") == 600
        assert [row.bounding_box()["x"], head.bounding_box()["y"]] == before


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_order_by_a_column(chromium, on_disk, published, way):
    """A click on a heading, or Enter on it, orders the rows, a second one the other way; codes with ranks go by these."""
    ranks = {row["code"]: int(row["rank"]) for row in rows(published, "codes") if row["field"] == "talks_link"}
    links = {row["event_id"]: ranks[row["talks_link"]] for row in rows(published, "events")}
    with opened(chromium, f"{on_disk}#events?columns=all") as tab:
        for order, sign in (("ascending", 1), ("descending", -1)):
            heading = tab.get_by_role("button", name="Talks link")
            heading.click() if way == "mouse" else (heading.focus(), tab.keyboard.press("Enter"))
            tab.locator(f"th[aria-sort={order}]").wait_for()
            assert [sign * links[row_id] for row_id in ids(tab)] == sorted(sign * link for link in links.values())
        assert tab.evaluate("location.hash").endswith("order=-talks_link")


def test_all_columns_on_demand(chromium, on_disk, tables):
    """One button shows all columns and hides them again; the codebook of the table stands below it."""
    with opened(chromium, f"{on_disk}#positions") as tab:
        button, heads = tab.get_by_role("button", name="All columns"), tab.locator("#view thead th")
        few = heads.count()
        button.click()
        expect(heads).to_have_count(len(tables["positions"].columns))
        button.press("Enter")
        expect(heads).to_have_count(few)
        tab.get_by_text("Columns and what they mean").first.click()
        explained = tab.locator("#columns tbody tr").all_inner_texts()
        for words, facts in zip(explained, columns("positions").values(), strict=True):
            assert facts.get("blank", "").replace("`", "") in words


def test_search_looks_through_all_tables(chromium, on_disk, published):
    """Words that are typed are found in every table, counted by table, and marked; a table that is chosen keeps them."""
    wanted = "neutral"
    found = [r["quote_id"] for r in rows(published, "quotes") if wanted in f"{r['text']} {r['gloss']}".lower()]
    with opened(chromium, f"{on_disk}#events") as tab:
        tab.get_by_label("Search all tables").press_sequentially(wanted.upper())
        expect(tab.locator("#chips")).to_contain_text(f"Search: {wanted.upper()}")
        for line in tab.locator("#view tbody tr").all():
            assert wanted in " ".join(line.locator("mark").all_inner_texts()).lower()
        assert set(found) <= set(ids(tab)) and any(row_id.startswith("ps-") for row_id in ids(tab))
        tile = tab.locator("#contents a[data-stem=quotes]")
        n = int(tile.locator(".hits").inner_text().split()[0])
        tile.click()
        expect(tab.locator("#view tbody tr")).to_have_count(n)
        assert set(found) <= set(ids(tab)) and tab.locator("#view mark").count() >= n
        assert f"The search hides {len(rows(published, 'quotes')) - n} rows." in tab.locator("#counted").inner_text()
        tab.get_by_label("Search all tables").fill("no such words at all")
        assert tab.locator("#view .none").inner_text() == "No row fits the search and the filters."
        tab.get_by_role("button", name="Remove the search").click()
        expect(tab.locator("#table-title")).to_have_text("Quotes")
        assert tab.evaluate("location.hash") == "#quotes"


@pytest.mark.parametrize("way", ["mouse", "keyboard", "finger"])
def test_filters_add_up_and_stay(chromium, on_disk, tables, way):
    """Several values of a filter widen it, several filters narrow the rows; chips and the address keep them in all tables."""
    sides = tables["actors"].set_index("actor_id")["side"]
    claims, quotes = tables["military_claims"], tables["quotes"]
    kind = claims["kind"].mode()[0]
    label = tables["codes"].set_index(["field", "code"]).loc[("claim_kind", kind), "label"]
    two = claims[claims["claimant_id"].map(sides).isin(["russia", "ukraine"])]
    both = two[two["kind"] == kind]
    press = {
        "mouse": lambda what: what.click(),
        "keyboard": lambda what: what.press("Enter" if what.evaluate("(one) => one.tagName") == "SUMMARY" else "Space"),
        "finger": lambda what: what.tap(),
    }[way]
    with opened(chromium, f"{on_disk}#military_claims", **(PHONE if way == "finger" else {})) as tab:
        facet = lambda name: tab.locator("#facets .facet", has=tab.locator("summary", has_text=name)).first  # noqa: E731
        press(facet("Said by (side)").locator("summary"))
        for side in ("Russia", "Ukraine"):
            press(facet("Said by (side)").get_by_label(re.compile(f"^ ?{side} ")))
        assert tab.locator("#counted").inner_text().startswith(views.counted("military_claims", two))
        tab.keyboard.press("Escape")
        press(facet("Kind").locator("summary"))
        press(facet("Kind").get_by_label(re.compile(f"^ ?{label} ")))
        hides = f"{views.counted('military_claims', both)}. The filters hide {len(claims) - len(both)} rows."
        assert tab.locator("#counted").inner_text() == hides
        assert ids(tab) == both["claim_id"].tolist() and len(both)
        address = tab.url
        press(tab.locator("#contents a[data-stem=quotes]")) if way != "keyboard" else tab.locator(
            "#contents a[data-stem=quotes]"
        ).press("Enter")
        expect(tab.locator("#table-title")).to_have_text("Quotes")
        of_sides = quotes[quotes["speaker_id"].map(sides).isin(["russia", "ukraine"])]
        assert tab.locator("#counted").inner_text().startswith(views.counted("quotes", of_sides))
        assert f"Kind: {label} (this table has no such column)" in tab.locator("#chips").inner_text()
        tab.goto("about:blank")
        tab.goto(address)
        expect(tab.locator("#counted")).to_have_text(hides)
        press(tab.get_by_role("button", name="Remove Said by (side): Russia"))
        expect(tab.locator("#chips .chip")).to_have_count(2)
        press(tab.get_by_role("button", name="Clear all"))
        expect(tab.locator("#counted")).to_have_text(f"{views.counted('military_claims', claims)}.")


def test_filters_by_article_and_status(chromium, on_disk, tables):
    """Events are filtered by the articles that report them, and by status."""
    source, status = tables["event_reports"][["source_id", "status"]].value_counts().index[0]
    reported = tables["event_reports"].loc[tables["event_reports"]["source_id"] == source, "event_id"]
    events = tables["events"][tables["events"]["event_id"].isin(reported)]
    wanted = events.loc[events["status"] == status, "event_id"]
    with opened(chromium, f"{on_disk}#events?article={source}&event_status={status}") as tab:
        assert ids(tab) == wanted.tolist() and len(wanted)


def test_rows_that_are_shown_are_downloaded(chromium, on_disk, published):
    """The file has the rows that are shown, with the names and labels of the wide view, words among its first columns."""
    wide = {row["claim_id"]: row for row in rows(published, "military_claims_wide")}
    with opened(chromium, f"{on_disk}#military_claims?side=russia") as tab:
        shown = ids(tab)
        with tab.expect_download() as download:
            tab.get_by_role("button", name=f"Download these {len(shown)} rows").click()
        found = list(csv.DictReader(io.StringIO(download.value.path().read_bytes().decode())))
        assert found == [wide[row_id] for row_id in shown] and found
        assert "statement" in list(found[0])[:3] and found[0]["claimant_name"]
        show(tab, "positions?party=ukraine")
        with tab.expect_download() as download:
            tab.get_by_role("button", name="Download these").click()
        one = next(csv.DictReader(io.StringIO(download.value.path().read_bytes().decode())))
        assert one["party_name"] and one["issue_label"]


def test_counts_say_what_they_count(chromium, on_disk, tables):
    """The list of tables says of each what it holds, tables of content first, and so does the table itself."""
    others = [table for table in tables if table not in views.VIEWS]
    with opened(chromium, on_disk) as tab:
        tiles = tab.locator("#contents li a")
        listed = tiles.evaluate_all("(all) => all.map((one) => [one.dataset.stem, one.children[1].textContent])")
        assert listed == [[name, views.counted(name, tables[name])] for name in (*views.VIEWS, *others)]
        for table in views.VIEWS:
            show(tab, table)
            assert tab.locator("#counted").inner_text() == f"{views.counted(table, tables[table])}."


def test_on_a_phone_a_row_is_a_card(chromium, on_disk, tables):
    """At 390 pixels a row is a block with its headings; it is ordered by a choice, and opens at a tap."""
    with opened(chromium, f"{on_disk}#quotes", **PHONE) as tab:
        line = tab.locator("#view tbody tr").first
        cells = line.locator("td").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
        assert len(set(cells) - {0}) == 1
        before = line.locator("td[data-heading=Speaker]").evaluate("(one) => getComputedStyle(one, '::before').content")
        assert before == '"Speaker: "'
        tab.get_by_label("Order by").select_option("speaker_id")
        names = tables["actors"].set_index("actor_id")["name"]
        first = min(tables["quotes"]["speaker_id"].map(names))
        expect(tab.locator("#view td[data-heading=Speaker]").first).to_have_text(first)
        row_id = ids(tab)[0]
        tab.locator("#view tbody th a").first.tap()
        expect_card(tab, row_id)


def test_every_table_is_shown_and_downloaded(chromium, address, tables, published):
    """Each table opens, its links lead to rows, and its link gives the published CSV."""
    known = set()
    for table, frame in tables.items():
        keys = [".".join(cells) for cells in frame[primary_key(table)].astype(str).to_numpy()]
        known |= {*keys, *(f"{table}:{key}" for key in keys)}
    with opened(chromium, address) as tab:
        for table in tables if address.startswith("file:") else ("quotes",):
            go(tab, table)
            expect(tab.locator("#csv")).to_have_attribute("download", f"{table}.csv")
            targets = tab.locator("#view tbody a").evaluate_all("(all) => all.map((one) => one.hash.slice(1))")
            assert set(targets) <= known, table
            with tab.expect_download() as download:
                tab.locator("#csv").click()
            assert download.value.path().read_bytes() == published[csv_path(table)], table


@pytest.mark.parametrize("screen", [{"viewport": {"width": 1280, "height": 800}}, PHONE], ids=["desktop", "phone"])
def test_open_filters_cover_nothing(chromium, on_disk, screen):
    """An open filter has a place of its own: it lies over no count, no button and no row, and moves no other filter."""
    with opened(chromium, f"{on_disk}#military_claims", **screen) as tab:
        tab.locator("#facets .more > summary").click()
        for facet in tab.locator("#facets .facet").all():
            place = facet.locator("summary").bounding_box()
            facet.locator("summary").click()
            menu = facet.locator("fieldset").bounding_box()
            if screen is not PHONE:
                now = facet.locator("summary").bounding_box()
                assert (now["x"], now["width"]) == (place["x"], place["width"])
            for other in ("#counted", "#these", "#view tbody tr >> nth=0", "#facets summary >> nth=0"):
                box = tab.locator(other).bounding_box()
                assert box["y"] + box["height"] <= menu["y"] or menu["y"] + menu["height"] <= box["y"], other
            facet.locator("summary").click()


def test_claims_about_a_side_are_not_those_by_it(chromium, on_disk, tables):
    """Filters say what they filter; beside the side that speaks there is the side that acts."""
    sides, claims = tables["actors"].set_index("actor_id")["side"], tables["military_claims"]
    codes = tables["codes"].set_index(["field", "code"])
    by, about = (claims[name].map(sides) == "russia" for name in ("claimant_id", "subject_id"))
    pledges = claims["kind"] == "pledge"
    assert (pledges & by & ~about).any()
    with opened(chromium, f"{on_disk}#military_claims?side=russia&claim_kind=pledge") as tab:
        expect(tab.locator("#hint")).to_contain_text(
            "a pledge that another side reports has the kind Pledge, but is asserted"
        )
        assert ids(tab) == claims.loc[pledges & by, "claim_id"].tolist()
        facet = tab.locator("#facets .facet", has=tab.locator("summary", has_text="Who acts (side)"))
        facet.locator("summary").click()
        assert "whoever says so" in facet.inner_text()
        facet.get_by_label(re.compile("^ ?Russia ")).click()
        assert ids(tab) == claims.loc[pledges & by & about, "claim_id"].tolist()
        modality = tab.locator("#facets .facet", has=tab.locator("summary", has_text="Modality"))
        modality.locator("summary").click()
        assert codes.loc[("modality", "asserted"), "definition"] in modality.inner_text()


def test_columns_of_the_download_are_explained(chromium, on_disk, published):
    """Beside the download there is the way to what its columns mean: who checked, and whose articles are counted."""
    with opened(chromium, f"{on_disk}#quotes") as tab:
        tab.get_by_role("link", name="what their columns mean").click()
        expect(tab.locator("#table-title")).to_have_text("Quotes wide")
        tab.get_by_text("Columns and what they mean").first.click()
        heads = dict(
            tab.locator("#columns tbody tr").evaluate_all(
                "(all) => all.map((one) => [one.cells[0].textContent, one.cells[1].textContent])"
            )
        )
        assert list(heads) == list(rows(published, "quotes_wide")[0])
        assert heads["checked_by"] == "Checked by"
        assert heads["n_sources"] == "Articles that report the same"


def test_questions_show_their_reports(chromium, on_disk, tables):
    """The table of questions stands with the content, and shows of each report its words and the way to its card."""
    with opened(chromium, f"{on_disk}#questions") as tab:
        row = tables["questions"].iloc[0]
        reports = tables[row["table"]].set_index(primary_key(row["table"])[0])
        cell = tab.locator("#view tbody tr").first.locator("td[data-heading=Report]")
        title = next(name for name, facts in columns(row["table"]).items() if facts.get("titles_row"))
        assert cell.inner_text() == f"{row['row_id']} {reports.loc[row['row_id'], title]}"
        cell.get_by_role("link", name=row["row_id"]).click()
        expect_card(tab, row["row_id"])


# Rows -------------------------------------------------------------------------------------------------------------


def test_address_opens_a_row(chromium, address, published):
    """An address with an id opens its card: words and chain first, then passages, conflicts and others, fields last."""
    disagreements = rows(published, "disagreements")
    disputed = {name for row in disagreements for name in (row["row_a"], row["row_b"])}
    relayed = [row for row in rows(published, "quotes_wide") if row["text"] and row["relayed_by"]]
    row = next(row for row in relayed if f"quotes:{row['quote_id']}" in disputed)
    with opened(chromium, f"{address}#{row['quote_id']}") as tab:
        expect_card(tab, row["quote_id"])
        card = tab.locator("#card[open]")
        assert card.locator("h2").inner_text() == row["gloss"]
        assert card.locator("blockquote").first.inner_text() == row["text"]
        chain = card.locator(".chain li").all_inner_texts()
        names = (row["speaker_name"], row["relayed_by_name"], article(published, row["source_id"]))
        for step, words in zip(chain, names, strict=True):
            assert words in step
        order = ["Passages", "Conflicting reports", "The same in other reports", "Related", "Check", "Cite this row"]
        assert sections(tab) == [name for name in order if name in sections(tab)] + ["All fields"]
        anchors = part(tab, "Passages").locator("a.anchor").all_inner_texts()
        assert anchors == row["evidence"].split(";")


def article(published, source):
    """The name by which the page calls an article."""
    return articles_of(pd.DataFrame(rows(published, "sources")))[source].name


def test_fields_are_filled_and_explained(chromium, on_disk, published):
    """All fields have headings and no blanks; a tap on a heading, or Enter, opens what the codebook says of the column."""
    row = next(row for row in rows(published, "positions") if not row["condition"])
    with opened(chromium, f"{on_disk}#{row['position_id']}") as tab:
        fields = part(tab, "All fields")
        heads = fields.locator("dt").all_inner_texts()
        assert heads == [views.heading("positions", name) for name, cell in row.items() if cell]
        entry = fields.locator("dd.entry", has_text="What it is about.")
        expect(entry).to_be_hidden()
        fields.get_by_role("button", name="Issue").click()
        codes = rows(published, "codes")
        meaning = next(one["definition"] for one in codes if (one["field"], one["code"]) == ("issue", row["issue"]))
        expect(entry).to_contain_text(meaning.replace("`", ""))
        fields.get_by_role("button", name="Issue").press("Enter")
        expect(entry).to_be_hidden()


def test_conflicts_are_gathered(chromium, on_disk, tables):
    """The card of each rendering has the conflicts of all renderings; that of an event those of its reports and claims."""
    claims, pairs = tables["military_claims"], tables["disagreements"]
    own = pairs["row_a"].where(pairs["row_a"].str.startswith("military_claims:"), pairs["row_b"])
    disputed = claims[("military_claims:" + claims["claim_id"]).isin(own)]
    group, event = disputed.groupby("assertion_id").size().idxmax(), disputed["event_id"].value_counts().index[0]
    of_group = claims[claims["assertion_id"] == group]
    of_event = claims[claims["event_id"] == event]

    def named(frame):
        names = "military_claims:" + frame["claim_id"]
        found = pairs[pairs["row_a"].isin(names) | pairs["row_b"].isin(names)]
        return set(found.loc[found["strength"] != "wording", "explanation"])

    with opened(chromium, on_disk) as tab:
        for row_id, wanted in [
            *((row_id, named(of_group)) for row_id in of_group["claim_id"]),
            (event, named(of_event)),
        ]:
            go(tab, row_id)
            expect_card(tab, row_id)
            links = part(tab, "Conflicting reports").locator("section > ul .against, ul.against li > a")
            shown = links.evaluate_all("(all) => all.map((one) => one.textContent)")
            assert wanted <= set(shown) and wanted, row_id


def test_disagreement_has_both_voices(chromium, on_disk, tables):
    """The card of a disagreement has the words of both reports, each with its speaker."""
    quotes = tables["quotes"].set_index("quote_id")
    pairs = tables["disagreements"]
    both = pairs[pairs["row_a"].str.startswith("quotes:") & pairs["row_b"].str.startswith("quotes:")].iloc[0]
    names = tables["actors"].set_index("actor_id")["name"]
    with opened(chromium, f"{on_disk}#{both['disagreement_id']}") as tab:
        assert tab.locator("#card h2").inner_text() == both["explanation"]
        voices = tab.locator("#card .voice").all_inner_texts()
        for words, name in zip(voices, (both["row_a"], both["row_b"]), strict=True):
            quote = quotes.loc[name.removeprefix("quotes:")]
            assert quote["gloss"] in words and names[quote["speaker_id"]] in words


def test_odd_passages_lead_to_their_readings(chromium, on_disk, tables):
    """Where a reading touches an anchor of a row, the card and the passage say so and lead to it; elsewhere they do not."""
    claims, readings = tables["military_claims"], tables["readings"]
    anchor = re.compile(r"(s\d+):(\d+)-(\d+)")

    def touching(row):
        mine = [(source, int(a), int(b)) for source, a, b in anchor.findall(row["evidence"])]
        return [
            reading["reading_id"]
            for reading in csv_tables.records(readings)
            if any(
                source == other and int(a) < end and start < int(b)
                for source, a, b in anchor.findall(reading["evidence"])
                for other, start, end in mine
            )
        ]

    found = {row["claim_id"]: touching(row) for row in csv_tables.records(claims)}
    odd = max(found, key=lambda claim: len(found[claim]))
    plain = next(claim for claim, touched in found.items() if not touched)
    with opened(chromium, f"{on_disk}#{odd}") as tab:
        expect_card(tab, odd)
        for place in (tab.locator("#card > .odd"), part(tab, "Passages").locator(".odd").first):
            assert place.inner_text().startswith("As printed; see reading")
        assert tab.locator("#card > .odd a").all_inner_texts() == found[odd]
        tab.locator("#card > .odd a").first.click()
        expect_card(tab, found[odd][0])
        go(tab, plain)
        expect_card(tab, plain)
        assert tab.locator("#card .odd").count() == 0


def test_people_and_places_show_what_is_reported_of_them(chromium, on_disk, tables):
    """The card of a person lists by title what the person said; that of a place the events there, by title."""
    quotes, names = tables["quotes"], tables["events"].set_index("event_id")["title"]
    speaker = quotes["speaker_id"].mode()[0]
    reports = tables["event_reports"].set_index("report_id")["event_id"]
    located = tables["locations"].dropna(subset=["report_id"])
    place = located["place_id"].mode()[0]
    events = located.loc[located["place_id"] == place, "report_id"].map(reports)
    with opened(chromium, f"{on_disk}#actors:{speaker}") as tab:
        said = tab.locator("#card details", has=tab.locator("summary", has_text=re.compile("^Said ")))
        titles = said.locator("li > a").all_inner_texts()
        assert titles == quotes.loc[quotes["speaker_id"] == speaker, "gloss"].tolist()
        go(tab, f"places:{place}")
        here = tab.locator("#card details", has=tab.locator("summary", has_text="Events and claims here"))
        assert set(names[events]) <= set(here.locator("li > a").all_inner_texts())
        here.locator("li > a").first.click()
        expect(tab.locator("#card header b")).to_have_text(re.compile("^(ev|mc)-"))


def test_titles_are_words(chromium, on_disk, tables):
    """No card of content is headed by an id; a guarantor is one of a country."""
    with opened(chromium, on_disk) as tab:
        for table in [table for table in views.VIEWS if len(tables[table])]:
            row_id = ".".join(tables[table][primary_key(table)].astype(str).iloc[-1])
            go(tab, f"{table}:{row_id}")
            expect_card(tab, row_id)
            assert (
                row_id not in tab.locator("#card h2").inner_text() and " " in tab.locator("#card h2").inner_text() + " "
            )
        country = tables["guarantor_countries"].iloc[0]
        go(tab, country["guarantor_id"])
        expect_card(tab, country["guarantor_id"])
        name = tables["actors"].set_index("actor_id").loc[country["actor_id"], "name"]
        assert tab.locator("#card h2").inner_text() == f"{name} as guarantor"


def test_link_next_and_previous(chromium, on_disk):
    """A card leads to its neighbours in the table as it is filtered and ordered, and its link can be copied."""
    with opened(chromium, f"{on_disk}#quotes?side=ukraine&order=-said_on") as tab:
        first, second, third = ids(tab)[:3]
        tab.locator("#view tbody th a").nth(1).click()
        expect_card(tab, second)
        tab.get_by_role("link", name="Next row").click()
        expect_card(tab, third)
        for row_id in (second, first):
            tab.get_by_role("link", name="Previous row").press("Enter")
            expect_card(tab, row_id)
        expect(tab.get_by_role("link", name="Previous row")).to_have_count(0)
        tab.get_by_role("button", name="Copy link").click()
        expect(tab.locator("#card .copy").first).to_have_text("Copied")
        assert tab.evaluate("navigator.clipboard.readText()") == f"{on_disk}#{first}"
        tab.keyboard.press("Escape")
        expect(tab).to_have_url(f"{on_disk}#quotes?side=ukraine&order=-said_on")


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
        part(tab, "The same in other reports").get_by_role("link", name=label).click()
        expect_card(tab, statement)
        assert tab.locator("#card h2").inner_text() == label
        shown = tab.locator("#card .beside li").all_inner_texts()
        for words, row in zip(shown, csv_tables.records(renderings), strict=True):
            assert row["gloss"] in words and row["quote_id"] in words
        silent = set(tables["sources"]["source_id"]) - set(renderings["source_id"])
        assert ("Not mentioned by:" in tab.locator("#card .mentioned").inner_text()) == bool(silent)


def test_event_has_its_reports_side_by_side(chromium, on_disk, published):
    """The card of an event has each report: who says so, status, participants and places, with links."""
    reports, actors = rows(published, "event_reports"), {row["actor_id"]: row for row in rows(published, "actors")}
    labels = {row["code"]: row["label"] for row in rows(published, "codes") if row["field"] == "event_status"}
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
            assert claimant in words and article(published, row["source_id"]) in words
            assert f"{title}: {labels[row['status']].lower()}" in words and row["report_id"] in words
            assert all(actors[p["actor_id"]]["name"] in words for p in parts if p["report_id"] == row["report_id"])
        who = parts[0]["actor_id"]
        blocks.get_by_role("link", name=actors[who]["name"], exact=True).first.click()
        expect_card(tab, who)
        took = tab.locator("#card details", has=tab.locator("summary", has_text="Took part in"))
        took.get_by_role("link", name=title, exact=True).first.click()
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
            check = part(tab, "Check").inner_text()
            assert all(words in check for words in said) and not any(words in check for words in unsaid), check


def test_every_table_has_cards(chromium, on_disk, tables):
    """A row of each table opens by its link in the table, by the keyboard; Escape leads back to the table and the link."""
    with opened(chromium, on_disk) as tab:
        for table in tables:
            go(tab, table)
            expect(tab.locator("#csv")).to_have_attribute("download", f"{table}.csv")
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
            assert len(ids(tab)) == 100
        go(tab, "overview")
        expect(tab.locator("#notice")).to_be_hidden()


def test_box_for_a_row_opens_it(chromium, on_disk, tables):
    """The box at the top opens the row that is named, or says that there is none."""
    row_id = tables["positions"]["position_id"].iloc[-1]
    with opened(chromium, on_disk) as tab:
        box = tab.locator("#go input")
        expect(box).to_be_in_viewport()
        box.fill(row_id)
        box.press("Enter")
        expect_card(tab, row_id)
        tab.keyboard.press("Escape")
        for name, words in (("qt-9999", "There is no row and no table qt-9999."), ("", "Name a row, such as qt-031.")):
            box.fill(name)
            tab.locator("#go button").click()
            expect(tab.locator("#notice")).to_have_text(words)


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
            tab.locator("#article-title", has_text=article(published, source["source_id"])).wait_for()
            mine = [row for row in rows(published, "evidence") if row["source_id"] == source["source_id"]]
            words = f"{len(mine)} of {len(mine)} anchors have the words that were coded."
            assert f"{source['source_id']}), byte for byte. {words}" in verdict(tab)
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
            shown = tab.locator("#found a").evaluate_all("(all) => all.map((one) => one.hash.split(/[#:]/).at(-1))")
            assert set(shown) == wanted
        tab.locator("#found a").first.click()
        tab.locator("#card[open]").wait_for()


def test_article_goes_on_to_the_passage(chromium, on_disk, articles, published):
    """The article that a passage asks for goes on to it: marked and in sight, the rest dimmed, its row beside it, a way back."""
    quotes = [row for row in rows(published, "quotes") if row["text"] and row["said_on_basis"] == "weekday"]
    row = quotes[0]
    source = next(one for one in rows(published, "sources") if one["source_id"] == row["source_id"])
    content = (articles / source["file_name"]).read_bytes()
    mentions = [one for one in rows(published, "mentions") if one["row_id"] == row["quote_id"]]
    day = next(one["spelling"] for one in mentions if one["column"] == "said_on")
    start, end = map(int, re.match(r"s\d+:(\d+)-(\d+)", row["evidence"]).groups())
    with opened(chromium, f"{on_disk}#{row['quote_id']}") as tab:
        passages = part(tab, "Passages")
        assert passages.locator("li").first.inner_text().startswith("The words")
        assert f"Day: “{day}”" in passages.inner_text() and f": “{day}”, counted from " in passages.inner_text()
        passages.locator("a.anchor").first.click()
        expect(tab.locator("#asked")).to_contain_text("To see this passage in ")
        drop(tab, source["file_name"], content)
        sought = tab.locator("#article .run.asked")
        expect(sought.first).to_be_in_viewport()
        assert "".join(sought.all_inner_texts()) == content.decode()[start:end]
        expect(tab.locator("#article .text.dimmed")).to_have_count(1)
        assert (
            row["text"] in tab.locator("#found").inner_text()
            and f"“{day}”, counted from " in tab.locator("#found").inner_text()
        )
        tab.get_by_role("button", name="Show all passages").press("Enter")
        expect(tab.locator("#article .text.dimmed")).to_have_count(0)
        tab.locator("#found").get_by_role("link", name=f"Back to {row['quote_id']}").click()
        expect_card(tab, row["quote_id"])
        assert part(tab, "Passages").locator("li q").first.inner_text() == row["text"]


def test_a_file_dropped_on_a_card_shows_the_passages_of_its_row(chromium, on_disk, articles, published):
    """Two steps from a row to its words: open it, drop the article. All its passages are marked, numbered and explained."""
    row = next(row for row in rows(published, "quotes") if len(set(row["evidence"].split(";"))) > 1 and row["text"])
    source = next(one for one in rows(published, "sources") if one["source_id"] == row["source_id"])
    spans = [tuple(map(int, re.findall(r"(\d+)", one.partition(":")[2]))) for one in row["evidence"].split(";")]
    content = (articles / source["file_name"]).read_bytes()
    with opened(chromium, on_disk) as tab:
        tab.locator("#go-row").fill(row["quote_id"])
        tab.keyboard.press("Enter")
        expect_card(tab, row["quote_id"])
        way = part(tab, "Passages").get_by_role("link", name=f"({row['source_id']})")
        assert way.get_attribute("href") == f"#evidence-in-place?row={row['quote_id']}"
        drop(tab, "copy.txt", content)
        expect(tab.locator("#article .run.asked").first).to_be_in_viewport()
        assert tab.locator("#card[open]").count() == 0
        marked = tab.locator("#article .run.sought").evaluate_all(
            "(all) => all.map((one) => [+one.dataset.start, +one.dataset.end])"
        )
        assert {n for span in marked for n in range(*span)} == {n for span in spans for n in range(*span)}
        labels = tab.locator("#article .run").evaluate_all(
            "(all) => all.map((one) => one.dataset.label ?? '').join('')"
        )
        listed = tab.locator("#found .labels li")
        assert sorted(labels) == [words[0] for words in listed.all_inner_texts()] and listed.count() == len(spans)
        assert (
            f"In your copy {len(spans)} of {len(spans)} anchors have the words that were coded."
            in tab.locator("#found").inner_text()
        )
        tab.locator("#found").get_by_role("link", name=f"Back to {row['quote_id']}").click()
        expect_card(tab, row["quote_id"])


def test_a_copy_with_other_line_ends_is_known(chromium, on_disk, articles, published):
    """An editor's mark of encoding or a line end after the last word changes the bytes, but the words can still be proven."""
    source = rows(published, "sources")[0]
    content = (articles / source["file_name"]).read_bytes()
    with opened(chromium, on_disk) as tab:
        for given in (content + b"\n", b"\xef\xbb\xbf" + content + b"\r\n"):
            drop(tab, "saved.txt", given)
            expect(tab.locator("#verdicts > li.good")).to_contain_text(
                "but for line ends: with those of the coded copy it has its digest."
            )
            assert tab.locator("#article .text").evaluate("(one) => one.textContent") == content.decode()


def test_another_copy_is_searched_and_proves_nothing(chromium, on_disk, articles, published):
    """In another copy the quoted words are found whatever its case and spaces; the page says that this proves nothing."""
    row = max((row for row in rows(published, "quotes") if row["text"]), key=lambda row: len(row["text"]))
    other = f"<html><p>{row['text'].upper().replace(' ', chr(10) + ' ')}</p>".encode()
    partly = " ".join(row["text"].split()[1:])
    with opened(chromium, f"{on_disk}#evidence-in-place?row={row['quote_id']}") as tab:
        for give in (lambda: drop(tab, "other.html", other), lambda: paste(tab, row["text"].replace(",", " –"))):
            give()
            first = tab.locator(".likeness li").first
            assert (
                tab.locator(".likeness strong").inner_text().startswith("Not proven: only the copy that was coded can")
            )
            assert first.inner_text().startswith("found: ") and row["text"] in first.inner_text()
        paste(tab, partly)
        n = len(re.findall(r"\w+", row["text"]))
        assert re.match(rf"\d+ of {n} words in a row: ", tab.locator(".likeness li").first.inner_text())
        paste(tab, "Nothing of the kind.")
        assert tab.locator(".likeness li").first.inner_text().startswith("not found: ")
        assert tab.locator("#article").is_hidden()


def paste(tab, text):
    """Paste the text of another copy."""
    tab.locator("#other").evaluate("(details) => (details.open = true)")
    tab.locator("#pasted").fill(text)
    tab.get_by_role("button", name="Look for the quoted words").click()


def test_articles_have_names_and_places(chromium, tables, published, tmp_path):
    """The list of articles calls each by a name, and says where a copy can be found, where the data know it."""
    sources = tables["sources"].copy()
    sources.loc[0, ["outlet", "url"]] = ["The Daily", "https://example.org/a"]
    files = {**published, csv_path("sources"): csv_tables.encode(sources)}
    (tmp_path / "index.html").write_bytes(page.encode({**tables, "sources": sources}, files, descriptor.about()))
    with opened(chromium, (tmp_path / "index.html").as_uri()) as tab:
        lines = tab.locator("#evidence-in-place tbody tr")
        assert lines.nth(0).get_by_role("link", name="The Daily").get_attribute("href") == "https://example.org/a"
        assert "not known" in lines.nth(1).inner_text()
        for line, source in zip(lines.all_inner_texts(), csv_tables.records(sources), strict=True):
            assert line.startswith(articles_of(sources)[source["source_id"]].title) and source["sha256"] in line


def test_a_file_that_is_no_article_gets_one_sentence(chromium, on_disk, articles, published):
    """A copy that differs by a byte, another text, nothing and no text at all: one sentence each, and nothing is marked."""
    source = next(row for row in rows(published, "sources") if row["publisher"])
    name, content = source["file_name"], (articles / source["file_name"]).read_bytes()
    coded = f"is not the copy of {article(published, source['source_id'])} ({source['source_id']}) that was coded."
    lengths = f"It has {len(content) + 1:,} bytes instead of {len(content):,}, and another digest"
    with opened(chromium, on_disk) as tab:
        drop(tab, name, content)
        tab.locator("#article .run").first.wait_for()
        for named, given, words in (
            (name, content.swapcase(), f"{coded} It is as long, but its digest differs; one changed byte is enough."),
            (name, content + b"!", f"{coded} {lengths}; one changed byte is enough."),
            ("<b>.txt", b"Other words.", "is none of the articles: its digest is none of theirs."),
            ("empty.txt", b"", "is empty."),
            ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "is no text in UTF-8, so it is none of the articles."),
        ):
            drop(tab, named, given)
            expect(tab.locator("#verdicts > li.fault")).to_have_text([re.compile("^" + re.escape(f"{named} {words}"))])
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

    def copied(box, form):
        box.get_by_label("Format of the citation").select_option(form)
        box.locator("button").click()
        expect(box.locator("button")).to_have_text("Copied")
        return tab.evaluate("navigator.clipboard.readText()")

    with opened(chromium, on_disk) as tab:
        for form in FORMATS:
            assert copied(tab.locator("#cite-package"), form) == cite(format=form)
        for name in names:
            go(tab, name)
            expect_card(tab, name.rpartition(":")[2])
            for form in FORMATS:
                assert copied(part(tab, "Cite this row"), form) == cite(name, form)
            tab.keyboard.press("Escape")
            tab.locator("#row").fill(name)
            tab.keyboard.press("Enter")
            expect(tab.locator("#cited-row pre")).to_have_text(cite(name), use_inner_text=True)


def test_a_row_that_is_none_cannot_be_cited(chromium, on_disk):
    """A name that no row has gets one sentence instead of a citation."""
    with opened(chromium, on_disk) as tab:
        for name, words in (("qt-999", "There is no row qt-999."), ("", "Name a row, such as ")):
            tab.locator("#row").fill(name)
            tab.get_by_role("button", name="Cite this row").click()
            tab.locator("#cited-row", has_text=words).wait_for()
            assert tab.locator("#cited-row pre").count() == 0


# For everyone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_level_a_or_aa(chromium, on_disk, articles, published, scheme):
    """axe finds no violation on the page with all its parts unfolded and an article at hand, and none in a card."""
    source = rows(published, "sources")[1]
    options = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}

    def look(part="body"):
        found = Axe().run(tab, context=part, options=options).response
        assert len(found["passes"]) > 10
        assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]] == []

    with opened(chromium, f"{on_disk}#quotes?side=host&q=talks", color_scheme=scheme) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        drop(tab, "copy", (articles / source["file_name"]).read_bytes())
        tab.locator("#article .run").nth(3).click()
        paste(tab, "Words of another copy.")
        look()
        go(tab, "quotes:" + ids(tab)[0])
        tab.locator("#card[open]").wait_for()
        tab.evaluate("document.querySelectorAll('#card details').forEach((one) => (one.open = true))")
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


def test_header_is_one_line(chromium, on_disk):
    """At 1280 pixels the name, the parts of the page and the box for a row stand on one line."""
    with opened(chromium, on_disk, viewport={"width": 1280, "height": 800}) as tab:
        boxes = [tab.locator(f".top {name}").bounding_box() for name in (".brand", "nav", "#go")]
        assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)
        assert boxes[1]["height"] < 2 * tab.locator(".top nav a").first.bounding_box()["height"]


def test_first_screen_leads_to_every_question(chromium, on_disk):
    """What was on the table and where accounts differ stand on the first screen; each line leads to its place."""
    with opened(chromium, on_disk, viewport={"width": 1280, "height": 800}) as tab:
        links = tab.locator(".short li > a:first-child")
        expect(links.last).to_be_in_viewport()
        for link in links.all():
            target = link.get_attribute("href")
            link.click()
            expect(tab.locator(target)).to_be_in_viewport()
            expect(tab.locator("#notice")).to_be_hidden()


def test_keyboard_reaches_everything(chromium, on_disk):
    """The Tab key comes to the parts of the page, its tables, downloads and fields, each with a visible outline."""
    with opened(chromium, f"{on_disk}#retired") as tab:
        left = {"#tables", "#cite", "go-row", "q", "these", "csv", "copy", "row"}
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
        assert tab.locator(".strengths li").last.bounding_box()["height"] > 0
        for hidden in ("nav[aria-label='Parts of the page']", ".tools", "#drop", "#search"):
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
        tab.get_by_label("Search all tables").fill("&amp; </script>")
        expect(tab.locator("#view tbody tr")).to_have_count(1)
        assert ids(tab) == [name]
        assert tab.locator("#view tbody td", has_text="quoted, twice").all_inner_texts() == [odd]
        tab.locator("#view tbody a", has_text=name).click()
        assert tab.locator("#card h2").inner_text() == odd
        assert tab.locator("#card blockquote").first.inner_text() == odd
        assert tab.locator("#card img, #view img, main script").count() == 0
        assert tab.evaluate("document.scripts.length") == scripts


def test_tiny_package_has_a_page(chromium, tiny, run):
    """The page shows what a package holds and names nothing of this one: the package of the tests has its page as well."""
    assert run(tiny, "--allow-unreviewed").status == 0
    article = (tiny / "sources" / "900_tiny.txt").read_bytes()
    with opened(chromium, f"{(tiny / 'dist' / 'page' / 'index.html').as_uri()}#qt-001") as tab:
        assert tab.locator("#card blockquote").first.inner_text() == "All are safe,"
        tab.keyboard.press("Escape")
        drop(tab, "900_tiny.txt", article)
        assert "(s900), byte for byte. " in verdict(tab)
        drop(tab, "windows.txt", article.replace(b"\n", b"\r\n"))
        expect(tab.locator("#verdicts > li")).to_contain_text("(s900), but for line ends")
        assert tab.locator("#article .text").evaluate("(element) => element.textContent") == article.decode()
