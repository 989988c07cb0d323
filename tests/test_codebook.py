"""The codebook, rendered as Markdown, shows every table, column and code as it is."""

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from publish import codebook
from publish.descriptor import about
from schemas import MODELS, TITLES, WIDE, columns
from schemas.derived import label_beside


def rendered(tables) -> str:
    """The codebook as HTML; raw HTML in it would pass."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(codebook.encode(tables, about()).decode())


def sections(html: str) -> dict[str, str]:
    """Heading -> what stands below it, up to the next heading."""
    parts = re.split(r"<h\d>(.*?)</h\d>", html)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def cells(html: str) -> list[list[str]]:
    """The words of the rows of all tables, as they are seen."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[unescape(re.sub("<.*?>", "", cell)) for cell in re.findall("<td>(.*?)</td>", row)] for row in rows]


@pytest.fixture(scope="module")
def page(tables) -> str:
    return rendered(tables)


def test_every_column_and_code_is_described(page, tables):
    """A column stands in the section of its table and links to its vocabulary, where each code has its definition."""
    found = sections(page)
    for table in set(MODELS) - set(WIDE):
        described = {row[0]: row for row in cells(found[table]) if len(row) == 5}
        for column in codebook.describe(table):
            assert described[column.name][4] == column.description.replace("`", "")
            assert column.unit.replace("`", "") in described[column.name][1]
            if column.codes:
                assert f'<a href="#code-{column.codes}">' in found[table]
                assert f'<a href="#{table}">' in found[f"code: {column.codes}"]
    for code in tables["codes"].itertuples():
        assert [code.code, code.label, code.definition.replace("`", "")] in [
            row[:3] for row in cells(found[f"code: {code.field}"])
        ]


@pytest.mark.parametrize("view", WIDE)
def test_wide_view_lists_what_it_adds(page, view):
    """A wide view leads to its table, names its labels and describes the other columns that it adds, and no more."""
    section, table = sections(page)[view], view.removesuffix("_wide")
    assert f'<a href="#{table}">' in section
    described = [row[0] for row in cells(section) if row]  # a head is a row without cells
    labels = {label.name for name, facts in columns(table).items() if (label := label_beside(name, facts, TITLES))}
    assert described == [name for name in columns(view) if name not in columns(table) and name not in labels]
    added = set(columns(view)) - set(columns(table)) - set(described)
    assert all(f"<code>{label}</code>" in section for label in added)


def test_content_comes_first_and_vocabularies_last(page):
    """What the articles say comes before what records the work, and the vocabularies are a part of their own."""
    order = re.findall(r"<h[23]>(.*?)</h[23]>", page)
    first, last = order.index("What the articles say"), order.index("Vocabularies")
    assert (
        first < order.index("quotes") < order.index("events") < order.index("segments") < order.index("checks") < last
    )
    assert all(heading.startswith("code: ") for heading in order[last + 1 :])
    assert not any(heading.startswith("code: ") for heading in order[:last])


def test_links_lead_to_headings(page):
    """Each link within the page leads to the target that GitHub makes of a heading; no two headings share one."""
    headings = re.findall(r"<h\d>(.*?)</h\d>", page)
    targets = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert len(targets) == len(headings)
    assert set(re.findall('href="#(.*?)"', page)) <= targets


def test_markup_in_a_cell_is_text(tables):
    """Markup and bars in a cell are seen as they are, and make no element."""
    odd = "<script>alert(1)</script> | <img src=x onerror=alert(1)> [x](javascript:alert(1)) *a* & &lt;"
    codes = tables["codes"].copy()
    codes.loc[0, ["label", "definition"]] = odd
    page = rendered({**tables, "codes": codes})
    assert [codes.loc[0, "code"], odd, odd] in [row[:3] for row in cells(page)]
    assert set(re.findall(r"<(\w+)", page)) <= {*"h1 h2 h3 p em strong a code table thead tbody tr th td".split()}
