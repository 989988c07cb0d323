"""Drafts: the rows of a new article in `data/drafts/SOURCE/`, one CSV a table, until a person has finished them.

A draft has the columns of its table, so that finished rows move over as they are. A cell that begins with `?` is open:
a person fills it, or removes the mark from a proposal. Git ignores drafts, since they repeat words of the article.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import form
from pipeline.package import Package, article
from pipeline.problems import Problem
from pipeline.report import DRAFTS, OPEN
from schemas import COMPARISONS, ENTITIES, REPORTS, columns, primary_key, schema
from schemas.fields import SOURCE_ID

# A person adds new actors, places, events, statements and codes beside the reports of the article, and what differs.
TABLES_OF_DRAFT = (*REPORTS, *ENTITIES, *COMPARISONS, "waivers")
NUMBERED = re.compile(re.escape(r"\d{2,}") + r"\Z")

Row = dict[str, str]


@dataclass
class Draft:
    """The rows of one draft by table, and what is wrong with its files."""

    root: Path
    source_id: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def path(self, table: str) -> str:
        """Where the CSV of a table lies in the package."""
        return f"{DRAFTS}/{self.source_id}/{table}.csv"

    @property
    def folder(self) -> Path:
        """The folder of the draft."""
        return self.root / DRAFTS / self.source_id

    def encoded(self, table: str) -> bytes:
        """The CSV of a table; rows keep their order."""
        out = io.StringIO()
        writer = csv.DictWriter(out, list(columns(table)), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows[table])
        return out.getvalue().encode()


def read_draft(root: Path, source_id: str) -> Draft:
    """Read the draft of a source; it is empty where there is none."""
    draft = Draft(root, source_id)
    for table in TABLES_OF_DRAFT:
        path = draft.path(table)
        if (root / path).is_file():
            draft.rows[table], problems = read_rows((root / path).read_bytes(), path, table)
            draft.problems += problems
    return draft


def read_rows(raw: bytes, path: str, table: str) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV of a draft, and why it cannot be read. A spreadsheet's byte order mark and CRLF do no harm."""
    text, problems = form.decode(raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"), path)
    if problems:
        return [], problems
    cells, problems = form.split_rows(text, path)
    if problems:
        return [], problems
    names = list(columns(table))
    if not cells or cells[0] != names:
        value = ",".join(cells[0]) if cells else None
        hint = f"write the header {','.join(names)}; separate cells by commas"
        return [], [Problem(path, 1, None, value, "is not the header of the table", hint)]
    return [dict(zip(names, row, strict=True)) for row in cells[1:]], []


def drafted_sources(root: Path) -> list[str]:
    """The sources that have a draft."""
    return sorted(path.name for path in (root / DRAFTS).glob("s*") if path.is_dir())


def drafted_texts(root: Path) -> dict[str, str]:
    """The text of each article whose card is a draft still; its file lies in sources/ of the package."""
    texts = {}
    for source in drafted_sources(root):
        for card in read_draft(root, source).rows.get("sources", []):
            raw = article(root / "sources", card["file_name"])
            if raw is not None:
                texts[source] = raw.decode("utf-8", errors="replace")
    return texts


def is_open(cell: str) -> bool:
    """Whether a person has to fill or confirm a cell."""
    return cell.startswith(OPEN)


def proposed(cell: object) -> str:
    """A cell that a person is to confirm; a bare mark where there is no proposal.

    >>> proposed("putin"), proposed("")
    ('?putin', '?')
    """
    return f"{OPEN}{cell}"


def blank_row(table: str) -> Row:
    """A row with a mark in each cell that the table requires."""
    return {name: "" if column.nullable else OPEN for name, column in schema(table).columns.items()}


def records(package: Package, table: str) -> list[Row]:
    """The rows of a table as text, by column."""
    return [dict(zip(columns(table), cells, strict=True)) for cells in package.rows[table]]


def id_stem(table: str, column: str, source_id: str) -> str | None:
    """The ids that a source brings, without their number; None where ids are words or count otherwise.

    >>> id_stem("quotes", "quote_id", "s005"), id_stem("quotes", "statement_id", "s005")
    ('s005-qt-', 'st-s005-')
    >>> id_stem("actors", "actor_id", "s005") is None
    True
    """
    checks = schema(table).columns[column].checks
    pattern = next((check.statistics["pattern"] for check in checks if check.name == "matches"), "")
    stem = pattern.replace(f"({SOURCE_ID}-)?", f"{source_id}-")
    # The ids of `statements` have the prefix of the column that leads there, and so no one stem.
    return NUMBERED.sub("", stem) if stem != pattern and "|" not in stem else None


@dataclass
class Numbers:
    """Gives the next free id of a source; `used` are the ids that no row may have."""

    source_id: str
    used: set[str]

    def next(self, table: str, column: str | None = None) -> str:
        """The next id of a table, or of another column of it; a bare mark where ids are no numbers."""
        stem = id_stem(table, column or primary_key(table)[0], self.source_id)
        if stem is None:
            return OPEN
        numbered = re.compile(re.escape(stem) + r"(\d+)")
        taken = [int(found[1]) for each in self.used if (found := numbered.fullmatch(each))]
        given = f"{stem}{max(taken, default=0) + 1:02d}"
        self.used.add(given)
        return given


def numbers(package: Package, draft: Draft) -> Numbers:
    """The ids that tables, drafts and withdrawn rows leave free; those proposed in the draft are taken, too."""
    used = {cell for rows in package.rows.values() for row in rows for cell in row if "-" in cell}
    used |= {cell.removeprefix(OPEN) for rows in draft.rows.values() for row in rows for cell in row.values()}
    return Numbers(draft.source_id, used)


def unreadable(package: Package, problems: Iterable[Problem], tables: Iterable[str]) -> list[Problem]:
    """The problems of tables that a command needs and could not read."""
    return list(problems) if any(table not in package.rows for table in tables) else []
