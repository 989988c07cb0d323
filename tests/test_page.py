"""The page in a real browser, opened from a disk and from a static server: everything that a reader does with it."""

import base64
import csv
import gzip
import hashlib
import io
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from istanbul_talks.citing import FORMATS, cite
from publish import descriptor, page
from publish import tables as csv_tables
from schemas import csv_path, primary_key
from tests import browser
from tests.browser import opened, served

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


def rows(published, stem):
    """The rows of a published CSV."""
    return list(csv.DictReader(io.StringIO(published[csv_path(stem)].decode())))


def keys_of(stem, frame):
    """The ids of the rows of a table."""
    columns = [frame[name].astype(str) for name in primary_key(stem)]
    return [".".join(cells) for cells in zip(*columns, strict=True)]


def dropped(tab, name, content, kind="text/plain"):
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
        numbers = dict(zip(*(tab.locator(f".numbers a{part}").all_inner_texts() for part in ("", " b")), strict=True))
        assert numbers[f"{len(tables['events'])}\nevents"] == str(len(tables["events"]))
        assert len(ids(tab)) == 25
        assert tab.locator("#view .dt-info").inner_text() == f"1 to 25 of {len(tables['quotes'])} rows"


def test_page_is_light(made, capsys):
    """The page weighs less than 2 MB, every published file included."""
    with capsys.disabled():
        print(f"\npage: {len(made):,} bytes")
    assert len(made) < LIMIT


def test_first_table_is_usable_within_a_second(chromium, on_disk, capsys):
    """Best of five loads, by the browser's own performance entries: from the start of navigation to a table drawn."""
    found = []
    for _ in range(5):
        with opened(chromium, on_disk) as tab:
            entries = (
                "['first-contentful-paint', 'first table usable'].map((name) => performance.getEntriesByName(name)[0])"
            )
            found.append(tab.evaluate(f"{entries}.map((entry) => Math.round(entry.startTime + entry.duration))"))
    best = sorted(usable for _, usable in found)
    with capsys.disabled():
        print(f"\nfirst paint: {min(paint for paint, _ in found)} ms; first table usable: {best} ms")
    assert best[0] < 1000


def test_page_without_script_still_tells(chromium, on_disk, tables):
    """With JavaScript off, the overview and its figures are there, and the page says what is not."""
    with opened(chromium, on_disk, java_script_enabled=False) as tab:
        assert tab.locator("noscript").inner_text().startswith("The tables of this page need JavaScript.")
        assert f"{len(tables['events'])}" in tab.locator(".numbers").inner_text()
        assert tab.locator("figure svg").count() == 3


def test_policy_forbids_requests_and_foreign_scripts(chromium, address):
    """The policy of the page stops a request and a script that is not its own."""
    with opened(chromium, address, silent=False) as tab:
        assert tab.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')") == "refused"
        tab.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))"
        )
        assert tab.evaluate("window.ran") is None
        refused = [words for words in tab.complaints if "Content Security Policy" in words]
        assert any("connect-src" in words for words in refused) and any("script-src" in words for words in refused)


def test_policy_names_digests_alone(made):
    """No rule of the policy lets in a host, `unsafe-inline` or `unsafe-eval`, and no mark-up has a style or a handler."""
    text = made.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert all(
        re.fullmatch(r"'sha256-[\w+/=]+'", one) for name in ("script-src", "style-src") for one in rules[name].split()
    )
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"<[^>]+\s(style|on\w+)=", markup)


def test_croissant_stands_in_the_head(made, published):
    """Dataset searches find the description that the package publishes, in a JSON-LD element."""
    head = made.decode().split("</head>")[0]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)[1]
    assert json.loads(found) == json.loads(published["croissant.json"])


def test_page_repeats(made, tables, published):
    """Two builds of the page are the same bytes."""
    assert page.encode(tables, published, descriptor.about()) == made


def test_a_widget_of_another_form_is_refused():
    """If itables ships DataTables in another form, the build says so."""
    with pytest.raises(ValueError, match="exports no default any more"):
        page.bundle("const a = 1;")


# Tables -----------------------------------------------------------------------------------------------------------


def test_search_finds_words(chromium, address, published):
    """What is typed into the search leaves the rows that hold it, in a cell or in the label of a code."""
    with opened(chromium, address) as tab:
        tab.get_by_label("Search").press_sequentially("neutral")
        found = [
            row["quote_id"]
            for row in rows(published, "quotes_wide")
            if any("neutral" in cell.lower() for cell in row.values())
        ]
        assert 0 < len(found) <= 25
        assert ids(tab) == found
        tab.get_by_label("Search").fill("no such words at all")
        assert tab.locator("#view tbody").inner_text() == "No row fits the search and the filters."


def test_filters_narrow_and_add_up(chromium, address, published):
    """Two filters on coded columns leave the rows that have both values; `any` takes a filter away."""
    with opened(chromium, address) as tab:
        tab.get_by_text("Filters", exact=False).first.click()
        direct = [row for row in rows(published, "quotes") if row["form"] == "full"]
        tab.locator("#filter-form").select_option("=full")
        assert tab.locator(".dt-info").inner_text().startswith(f"1 to {min(25, len(direct))} of {len(direct)} rows")
        both = [row["quote_id"] for row in direct if row["source_id"] == "s004"]
        tab.locator("#filter-source_id").select_option("=s004")
        assert ids(tab) == both[:25] and both
        assert tab.locator("#filtered").inner_text() == "(2 in use)"
        tab.locator("#filter-form").select_option("")
        assert tab.locator(".dt-info").inner_text().startswith("1 to 25 of ")


def test_filter_on_blank_cells(chromium, on_disk, published):
    """A blank can be filtered for, too."""
    with opened(chromium, on_disk) as tab:
        tab.get_by_text("Filters", exact=False).first.click()
        blank = [row["quote_id"] for row in rows(published, "quotes") if not row["relayed_by"]]
        tab.locator("#filter-relayed_by").select_option("=")
        assert ids(tab) == blank[:25]


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_order_by_a_column(chromium, address, published, way):
    """A click on a heading, or Enter on it, orders the rows; a second one turns the order round."""
    with opened(chromium, address) as tab:
        tab.goto(f"{address}#places")
        tab.get_by_role("button", name="latitude").wait_for()
        heading = tab.get_by_role("button", name=re.compile("^latitude"))
        known = sorted(float(row["latitude"]) for row in rows(published, "places") if row["latitude"])
        for order, wanted in (("ascending", known), ("descending", known[::-1])):
            heading.click() if way == "mouse" else (heading.focus(), tab.keyboard.press("Enter"))
            tab.locator(f"th[aria-sort={order}]").wait_for()
            cells = [cell for cell in tab.locator("#view tbody td:nth-child(6)").all_inner_texts() if cell]
            assert [float(cell) for cell in cells] == wanted


def test_ordered_codes_are_sorted_by_rank(chromium, on_disk, published):
    """A vocabulary with ranks is sorted by them, and not by its labels."""
    ranks = {row["code"]: int(row["rank"]) for row in rows(published, "codes") if row["field"] == "talks_link"}
    with opened(chromium, f"{on_disk}#events") as tab:
        tab.get_by_role("button", name=re.compile("^talks link")).click()
        wanted = sorted(rows(published, "events"), key=lambda row: ranks[row["talks_link"]])
        assert ids(tab) == [row["event_id"] for row in wanted][:25]


def test_columns_are_explained_and_can_be_shown(chromium, on_disk, tables):
    """Each column has its words from the schema, what a blank means, and a box that brings it into the table."""
    with opened(chromium, on_disk) as tab:
        tab.get_by_text("Columns and what they mean").first.click()
        help_of = tab.locator("#columns tbody tr").all_inner_texts()
        assert len(help_of) == len(tables["quotes"].columns)
        assert "The words between the quotation marks, exactly as printed." in help_of[4]
        assert "indirect: the words are the article's" in help_of[4]
        assert tab.locator("#view thead th", has_text="evidence").count() == 0
        tab.get_by_label("evidence", exact=True).check()
        assert tab.locator("#view thead th", has_text="evidence").count() == 1


def test_downloads_are_the_published_bytes(chromium, address, tables, published):
    """The CSV and the Parquet file of every table, as the buttons give them, equal the published ones; one from a server."""
    with opened(chromium, address) as tab:
        for stem in tables if address.startswith("file:") else ("quotes",):
            tab.locator("#stem").select_option(stem)
            for button, path in (("CSV", csv_path(stem)), ("Parquet", f"data/parquet/{stem}.parquet")):
                link = tab.get_by_role("link", name=button, exact=True)
                expect(link).to_have_attribute("download", path.rpartition("/")[2])
                with tab.expect_download() as download:
                    link.click()
                assert download.value.suggested_filename == path.rpartition("/")[2]
                assert download.value.path().read_bytes() == published[path], path


def test_every_table_can_be_shown(chromium, on_disk, tables):
    """Each table opens with its rows, its address is its name, and its links lead to rows."""
    known = {f"{stem}:{key}" for stem, frame in tables.items() for key in keys_of(stem, frame)}
    known |= {name.partition(":")[2] for name in known}
    with opened(chromium, on_disk) as tab:
        for stem, frame in tables.items():
            tab.evaluate("(stem) => (location.hash = stem)", stem)
            tab.locator(f"#view [aria-label='Table {stem.replace('_', ' ')}']").wait_for()
            assert f"of {len(frame):,} rows" in tab.locator(".dt-info").inner_text(), stem
            targets = tab.locator("#view tbody a").evaluate_all("(all) => all.map((one) => one.hash.slice(1))")
            assert set(targets) <= known, stem


def test_cells_are_those_of_the_csv(chromium, on_disk, published):
    """Commas, quotation marks and blanks of a CSV come out as they went in."""
    texts = rows(published, "disagreements")
    assert any('"' in row["explanation"] or "," in row["explanation"] for row in texts)
    with opened(chromium, f"{on_disk}#disagreements") as tab:
        tab.get_by_label("Rows a page").select_option("50")
        for n, name in ((5, "explanation"), (6, "how_coded"), (7, "notes")):
            shown = tab.locator(f"#view tbody td:nth-child({n})").evaluate_all(
                "(all) => all.map((one) => one.textContent)"
            )
            assert shown == [row[name] for row in texts]


# Rows -------------------------------------------------------------------------------------------------------------


def test_address_opens_a_row(chromium, address, published):
    """`#qt-031` opens its card: words, speaker, article, what stands against it, check, anchors, citation."""
    row = next(row for row in rows(published, "quotes") if row["quote_id"] == "qt-031")
    with opened(chromium, f"{address}#qt-031") as tab:
        card = tab.locator("#card[open]")
        card.wait_for()
        assert card.locator("h2").inner_text() == row["gloss"]
        assert card.locator("blockquote").first.inner_text() == row["text"]
        assert card.locator(".chain li").all_inner_texts() == ["says it\nMykhailo Podolyak", "prints it\ns001 CNN"]
        assert card.locator(".anchors button").all_inner_texts() == row["evidence"].split(";")
        assert "The row is as it was read." in card.locator(".checks").inner_text()
        assert "No person has checked this row." in card.inner_text()
        against = [one for one in rows(published, "disagreements") if "quotes:qt-031" in (one["row_a"], one["row_b"])]
        assert against and all(one["explanation"] in card.locator(".against").inner_text() for one in against)


def test_relay_stands_in_the_chain(chromium, on_disk):
    """Who carried the words stands between the one who said them and the article that prints them."""
    with opened(chromium, f"{on_disk}#qt-007") as tab:
        steps = ["says itVladimir Medinsky", "carries itTASS", "prints its000 China News Agency"]
        expect(tab.locator("#card .chain li")).to_have_text(steps)


def test_renderings_stand_side_by_side(chromium, on_disk, published):
    """The renderings of one statement in all articles stand in one line of a wide screen, each with its link."""
    together = [row["quote_id"] for row in rows(published, "quotes") if row["statement_id"] == "st-007"]
    assert len(together) == 3
    with opened(chromium, f"{on_disk}#{together[0]}") as tab:
        blocks = tab.locator("#card .beside li")
        blocks.first.wait_for()
        assert len({round(blocks.nth(n).bounding_box()["y"]) for n in range(3)}) == 1
        tab.locator("#card .beside").get_by_role("link", name=together[1]).click()
        tab.locator("#card header b", has_text=together[1]).wait_for()
        assert tab.evaluate("location.hash") == f"#{together[1]}"


def test_every_row_has_a_card(chromium, on_disk, tables):
    """A row of each table opens by its link in the table, by the keyboard; Escape leads back to the table and the link."""
    with opened(chromium, on_disk) as tab:
        for stem in tables:
            tab.evaluate("(stem) => (location.hash = stem)", stem)
            tab.locator(f"#view [aria-label='Table {stem.replace('_', ' ')}']").wait_for()
            link = tab.locator("#view tbody tr:first-child a").first
            if link.count() == 0:  # rows whose key has several columns are reached by their addresses
                continue
            target = link.get_attribute("href")
            link.focus()
            tab.keyboard.press("Enter")
            tab.locator("#card[open]").wait_for()
            expect(tab).to_have_url(f"{on_disk}{target}")
            tab.keyboard.press("Escape")
            expect(tab).to_have_url(f"{on_disk}#{stem}")
            assert tab.evaluate("document.activeElement.getAttribute('href')") == target


def test_back_leads_to_the_row_before(chromium, on_disk):
    """The browser's own way back goes from row to row, and from the first one to the page."""
    with opened(chromium, f"{on_disk}#events") as tab:
        tab.evaluate("location.hash = 'ev-014'")
        tab.locator("#card header b", has_text="ev-014").wait_for()
        tab.evaluate("location.hash = 'qt-017'")
        tab.locator("#card header b", has_text="qt-017").wait_for()
        tab.go_back()
        tab.locator("#card header b", has_text="ev-014").wait_for()
        tab.go_back()
        tab.locator("#card[open]").wait_for(state="detached")
        expect(tab).to_have_url(f"{on_disk}#events")


def test_unknown_addresses_are_told(chromium, on_disk):
    """An address that leads nowhere gets one sentence, and the page stays as it is."""
    with opened(chromium, on_disk) as tab:
        for name, words in (
            ("qt-999", "There is no row and no table qt-999."),
            ("quotes:", "There is no row and no table quotes:."),
            ("<img src=x>", "There is no row and no table <img src=x>."),
            ("%E0%A4%A", "There is no row and no table %E0%A4%A."),
            ("__proto__", "There is no row and no table __proto__."),
            ("lc-005", "Row lc-005 was withdrawn: The country of a city that is coded; it follows from places.within."),
        ):
            tab.evaluate("(name) => (location.hash = name)", name)
            expect(tab.locator("#notice")).to_have_text(words)
            assert len(ids(tab)) == 25
        tab.evaluate("location.hash = 'overview'")
        expect(tab.locator("#notice")).to_be_hidden()


# Figures ----------------------------------------------------------------------------------------------------------


def test_hover_tells_and_click_leads_to_the_row(chromium, address):
    """A mark under the pointer says what it is; a click opens its row."""
    with opened(chromium, address) as tab:
        mark = tab.locator("figure a[href='#ev-014']").first
        mark.scroll_into_view_if_needed()
        mark.hover()
        assert tab.locator("#tip").inner_text() == mark.locator("path").get_attribute("aria-label")
        mark.click()
        tab.locator("#card header b", has_text="ev-014").wait_for()


def test_figures_go_by_keyboard(chromium, on_disk):
    """A figure is one stop of the Tab key; arrow keys go from mark to mark, which tell what they are; Enter follows."""
    with opened(chromium, on_disk) as tab:
        assert tab.locator("figure a[tabindex='0']").count() == 3
        first, second = tab.locator("figure a").nth(0), tab.locator("figure a").nth(1)
        first.focus()
        tab.keyboard.press("ArrowRight")
        assert tab.locator("#tip").inner_text() == second.locator("path").get_attribute("aria-label")
        target = second.get_attribute("href")
        tab.keyboard.press("Enter")
        tab.locator("#card[open]").wait_for()
        assert tab.evaluate("location.hash") == target


def test_first_tap_tells_and_second_leads(chromium, on_disk):
    """On a phone the first tap on a mark says what it is, and the second opens its row."""
    with opened(chromium, on_disk, **PHONE) as tab:
        mark = tab.locator("figure a[href='#ev-014']").first
        mark.tap()
        assert tab.locator("#tip").inner_text() == mark.locator("path").get_attribute("aria-label")
        assert tab.locator("#card[open]").count() == 0
        mark.tap()
        tab.locator("#card header b", has_text="ev-014").wait_for()


# Evidence in place ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["drop", "button"])
def test_articles_are_known_and_marked(chromium, address, articles, published, way):
    """Each of the five articles, dropped or chosen, is known by its digest; all its anchors hold the coded words."""
    evidence = rows(published, "evidence")
    with opened(chromium, address) as tab:
        for source in rows(published, "sources"):
            file = articles / source["file_name"]
            if way == "drop":
                dropped(tab, file.name, file.read_bytes())
            else:
                tab.get_by_label("Drop the file here, or choose it:").set_input_files(file)
            tab.locator("#article-title", has_text=source["source_id"]).wait_for()
            mine = [row for row in evidence if row["source_id"] == source["source_id"]]
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


def test_marks_show_their_rows(chromium, address, articles, published):
    """A click on marked words, or Enter on them, lists exactly the rows whose anchors hold them."""
    source = rows(published, "sources")[4]
    mine = [row for row in rows(published, "evidence") if row["source_id"] == source["source_id"]]
    with opened(chromium, address) as tab:
        dropped(tab, "copy.txt", (articles / source["file_name"]).read_bytes())
        tab.locator("#article .run").first.wait_for()
        runs = tab.locator("#article .run")
        for n in range(0, runs.count(), 43):
            start, end = (int(runs.nth(n).get_attribute(f"data-{name}")) for name in ("start", "end"))
            wanted = {row["row_id"] for row in mine if int(row["start"]) <= start and end <= int(row["end"])}
            if n % 4:
                runs.nth(n).click()
            else:
                runs.nth(n).focus()
                tab.keyboard.press("Enter")
            tab.locator("#article .run.chosen").wait_for()
            tab.wait_for_timeout(50)
            assert set(tab.locator("#found a").all_inner_texts()) == wanted
        tab.locator("#found a").first.click()
        tab.locator("#card[open]").wait_for()


def test_anchor_of_a_row_scrolls_to_its_words(chromium, address, articles, published):
    """With the article at hand, an anchor of a row leads to its words and marks all of them; without it, the page asks for it."""
    row = next(row for row in rows(published, "quotes") if row["quote_id"] == "qt-099")
    source, start, end = re.match(r"(s\d+):(\d+)-(\d+)", row["evidence"]).groups()
    file = articles / next(one["file_name"] for one in rows(published, "sources") if one["source_id"] == source)
    with opened(chromium, f"{address}#qt-099") as tab:
        tab.locator("#card .anchors button").first.click()
        words = (
            f"To see the words of {row['evidence'].split(';')[0]}, put your own copy of {source} into the field below."
        )
        assert tab.locator("#notice").inner_text() == words
        dropped(tab, file.name, file.read_bytes())
        tab.locator("#article .run").first.wait_for()
        tab.evaluate("location.hash = 'qt-099'")
        tab.locator("#card .anchors button").first.click()
        tab.locator("#article .run.sought").first.wait_for()
        shown = "".join(tab.locator("#article .run.sought").all_inner_texts())
        assert shown == file.read_bytes().decode()[int(start) : int(end)] == row["text"] or not row["text"]
        top = tab.locator("#article .run.sought").first.bounding_box()["y"]
        assert 0 <= top <= tab.viewport_size["height"]
        assert tab.locator("#card[open]").count() == 0


def altered(content):
    """The bytes of an article with one of them changed, none added and none lost."""
    at = content.index(b"Istanbul")
    return content[:at] + b"i" + content[at + 1 :]


def test_a_file_that_is_no_article_gets_one_sentence(chromium, on_disk, articles, published):
    """A copy that differs by a byte, another text, nothing and no text at all: one sentence each, and nothing is shown."""
    source = rows(published, "sources")[2]
    name, content = source["file_name"], (articles / source["file_name"]).read_bytes()
    coded = f"is not the copy of {source['source_id']} that was coded."
    same = f"{coded} It is as long, but its digest differs; one changed byte is enough."
    longer = f"It has {len(content) + 1:,} bytes instead of {len(content):,}, and another digest; one changed byte is enough."
    none = "is none of the articles: its digest is none of theirs."
    with opened(chromium, on_disk) as tab:
        for named, given, words in (
            (name, altered(content), f"{same} Nothing is marked in it."),
            ("mine.txt", altered(content), f"{same} Nothing is marked in it."),
            (name, content + b"\n", f"{coded} {longer} Nothing is marked in it."),
            ("other.txt", b"Other words.", f"{none} Nothing is marked in it."),
            ("<b>.txt", b"Other words.", f"{none} Nothing is marked in it."),
            ("empty.txt", b"", "is empty."),
            (
                "photo.jpg",
                b"\xff\xd8\xff\xe0" + bytes(500),
                "is no text in UTF-8, so it is none of the articles. Nothing is marked in it.",
            ),
        ):
            dropped(tab, named, given)
            expect(tab.locator("#verdicts li")).to_have_text([f"{named} {words}"])
            assert tab.locator("#article").is_hidden()
            if named == "<b>.txt":  # an article that was shown before does not stay beside what is said of another file
                dropped(tab, name, content)
                tab.locator("#article .run").first.wait_for()


def test_a_huge_file_is_not_read(chromium, address, tmp_path):
    """A file of 1 GB gets one sentence at once, for it is not even read."""
    file = tmp_path / "huge.txt"
    with open(file, "wb") as out:
        out.truncate(2**30)
    with opened(chromium, address) as tab:
        tab.locator("#copy").set_input_files(file)
        words = "huge.txt has 1,073,741,824 bytes, which is more than any of the articles: it was not read."
        assert verdict(tab) == words


def test_a_browser_without_digests_says_so(chromium, on_disk, articles):
    """Where the browser computes no digest (a page over plain http), the page says so and shows nothing unproven."""
    with opened(chromium, on_disk) as tab:
        tab.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
        dropped(tab, "any.txt", b"any")
        assert verdict(tab).startswith(
            "This browser computes digests only on pages from a disk, from localhost or over https"
        )
        tab.evaluate("location.hash = 'qt-031'")
        tab.locator("#card .checks").wait_for()
        assert "as it was read" not in tab.locator("#card .checks").inner_text()


def test_one_table_can_be_marked_alone(chromium, on_disk, articles, published):
    """The choice above the article leaves the anchors of one table."""
    source = rows(published, "sources")[1]
    evidence = rows(published, "evidence")
    mine = [row for row in evidence if row["source_id"] == source["source_id"] and row["table"] == "quotes"]
    with opened(chromium, on_disk) as tab:
        dropped(tab, "copy", (articles / source["file_name"]).read_bytes())
        tab.get_by_label("Mark the anchors of").select_option("quotes")
        tab.locator("#article .marking", has_text=f"{len(mine)} anchors").wait_for()
        marks = tab.locator("#article .run").evaluate_all(
            "(all) => all.map((one) => [one.dataset.start, one.dataset.end])"
        )
        marked = {n for start, end in marks for n in range(int(start), int(end))}
        assert marked == {n for row in mine for n in range(int(row["start"]), int(row["end"]))}


# Citing -----------------------------------------------------------------------------------------------------------


def test_package_is_cited_as_the_reader_cites_it(chromium, address):
    """Each button of the section copies what `istanbul_talks.cite()` returns."""
    with opened(chromium, address) as tab:
        for n, form in enumerate(FORMATS):
            button = tab.locator("#cite-package button").nth(n)
            button.click()
            tab.locator("#cite-package button", has_text="Copied").nth(0).wait_for()
            assert tab.evaluate("navigator.clipboard.readText()") == cite(format=form)


def test_rows_are_cited_as_the_reader_cites_them(chromium, on_disk):
    """A row, by its card and by its name, is cited as `istanbul_talks.cite(row)` cites it, in three formats."""
    with opened(chromium, on_disk) as tab:
        for row in ("qt-031", "ev-014", "actors:russian_delegation", "codes:actor_kind.armed_force", "ds-01"):
            tab.evaluate("(row) => (location.hash = row)", row)
            tab.locator("#card header b", has_text=row.rpartition(":")[2]).wait_for()
            for form in FORMATS:
                block = tab.locator(f"#card .cited:has(pre[data-format='{form}'])")
                block.get_by_role("button").click()
                expect(block.locator("button")).to_have_text("Copied")
                assert tab.evaluate("navigator.clipboard.readText()") == cite(row, form)
            tab.keyboard.press("Escape")
            tab.get_by_label("Row", exact=True).fill(row)
            tab.keyboard.press("Enter")
            expect(tab.locator("#cited-row pre").first).to_contain_text(f"row {row.rpartition(':')[2]}")
            assert tab.locator("#cited-row pre").all_inner_texts() == [cite(row, form) for form in FORMATS]


def test_a_row_that_is_none_cannot_be_cited(chromium, on_disk):
    """A name that no row has gets one sentence instead of a citation."""
    with opened(chromium, on_disk) as tab:
        for name, words in (("qt-999", "There is no row qt-999."), ("", "Name a row, such as qt-031.")):
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
        dropped(tab, "copy", (articles / source["file_name"]).read_bytes())
        tab.locator("#article .run").nth(3).click()
        tab.locator("figure a").first.focus()
        look()
        tab.evaluate("location.hash = 'qt-007'")
        tab.locator("#card[open]").wait_for()
        look("#card")


def test_page_is_as_wide_as_the_screen(chromium, on_disk):
    """Nothing makes the page scroll sideways; wide tables and figures scroll by themselves. A card fits, too."""
    with opened(chromium, on_disk) as tab:
        for width in (320, 390, 800, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") == width
            tab.evaluate("location.hash = 'qt-007'")
            tab.locator("#card[open]").wait_for()
            assert tab.evaluate(
                "document.getElementById('card').scrollWidth <= document.getElementById('card').clientWidth"
            )
            tab.keyboard.press("Escape")


def test_keyboard_reaches_everything(chromium, on_disk):
    """The Tab key begins at the link to the content, and comes to the parts of the page, its figures, tables and fields."""
    with opened(chromium, f"{on_disk}#retired") as tab:
        seen = []
        for _ in range(150):
            tab.keyboard.press("Tab")
            seen.append(
                tab.evaluate(
                    "document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.className.baseVal || document.activeElement.textContent.trim().slice(0, 20)"
                )
            )
            if seen[-1] == "row":
                break
        assert seen[:3] == ["#overview", "#overview", "#overview"]
        for part in ("#tables", "#cite", "stem", "csv", "parquet", "copy", "row"):
            assert part in seen, part
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_leaves_the_words(chromium, on_disk):
    """Printed, the page is black on white without its controls; with a card open, the whole card is printed alone."""
    with opened(chromium, on_disk, color_scheme="dark") as tab:
        tab.emulate_media(media="print")
        for hidden in ("nav[aria-label='Parts of the page']", "#csv", "#drop", ".dt-search"):
            assert tab.locator(hidden).is_hidden(), hidden
        assert tab.locator("#overview h1").is_visible()
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert tab.evaluate("getComputedStyle(document.querySelector('figure rect')).fill") == "rgb(255, 255, 255)"
        tab.emulate_media(media="screen")
        tab.evaluate("location.hash = 'qt-031'")
        tab.locator("#card[open]").wait_for()
        tab.emulate_media(media="print")
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.locator("main").is_hidden() and tab.locator("#card").is_hidden()
        assert tab.locator("#printed h2").is_visible()
        assert tab.locator("#printed").inner_text().count("@misc") == 1
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert tab.locator("#printed").count() == 0
        assert tab.locator("main").is_visible()


def test_cells_are_text(chromium, tables, published, tmp_path):
    """A quotation that holds a script, quotation marks or right-to-left text is shown as it is, everywhere."""
    odd = (
        '<script>alert("x")</script><img src=x onerror=alert(1)> "quoted, twice" \u05e9\u05dc\u05d5\u05dd &amp; </script>'
        + " and so on" * 40
    )
    quotes = tables["quotes"].copy()
    at = quotes.index[quotes["quote_id"] == "qt-052"][0]
    quotes.loc[at, ["text", "gloss"]] = odd
    frames = {**tables, "quotes": quotes}
    files = {**published, csv_path("quotes"): csv_tables.encode(quotes)}
    (tmp_path / "index.html").write_bytes(page.encode(frames, files, descriptor.about()))
    with opened(chromium, f"{(tmp_path / 'index.html').as_uri()}#quotes") as tab:
        scripts = tab.evaluate("document.scripts.length")
        assert tab.locator(".spoken blockquote", has_text="alert").inner_text() == odd
        tab.get_by_label("Search").fill("&amp; </script>")
        assert ids(tab) == ["qt-052"]
        cells = tab.locator("#view tbody td", has_text="quoted, twice")
        assert cells.all_inner_texts() == [odd, odd]
        assert cells.first.get_attribute("dir") == "auto"
        tab.locator("#view tbody a", has_text="qt-052").click()
        assert tab.locator("#card h2").inner_text() == odd
        assert tab.locator("#card blockquote").first.inner_text() == odd
        assert tab.locator("#card img, #view img, main script").count() == 0
        assert tab.evaluate("document.scripts.length") == scripts


def test_tiny_package_has_a_page(chromium, tiny, run):
    """The page shows what a package holds and names nothing of this one: the package of the tests has its page as well."""
    assert run(tiny).status == 0
    with opened(chromium, f"{(tiny / 'dist' / 'page' / 'index.html').as_uri()}#qt-001") as tab:
        assert tab.locator("#card blockquote").first.inner_text() == "All are safe,"
        article = (tiny / "sources" / "900_tiny.txt").read_bytes()
        tab.keyboard.press("Escape")
        dropped(tab, "900_tiny.txt", article)
        assert verdict(tab).startswith(
            "900_tiny.txt is s900, byte for byte. 11 of 11 anchors have the words that were coded."
        )
        assert tab.locator("#article .text").evaluate("(element) => element.textContent") == article.decode()


def test_without_a_browser_the_reason_is_told(monkeypatch):
    """Where no Chromium is on the path, the tests that need one are skipped, not failed."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert browser.executable() is None


def test_digest_in_the_page_is_that_of_the_policy(made):
    """The widget that the page unpacks is the one whose digest its policy names."""
    packed = re.search(r'id="widget">([^<]+)<', made.decode())[1]
    digest = base64.b64encode(hashlib.sha256(gzip.decompress(base64.b64decode(packed))).digest()).decode()
    assert f"sha256-{digest}" in made.decode()
