"""Verdicts of a reader on rows: what a line of them says, and whether its words support the row."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from editing.anchors import Anchor, parse_anchors
from pipeline.form import character_fault
from pipeline.package import Package, checked_rows
from pipeline.problems import Problem
from schemas import CONTENT, OWNERS, columns, csv_path

GRAMMAR = """\
Verdicts are read from standard input, or from --verdicts FILE: one a line, on one row. Its four fields are separated by
tabs:

  table:row_id  digest  accept  words
  table:row_id  digest  mend    what is wrong

The first two are the first line of the row's block, as --print shows it. The words of `accept` say what supports the
row; they are one or more of these, separated by `; `:

  column "words"   at most six words, exactly as they are in the text of one of the row's anchors (between ⟦ and ⟧)
  column: words    words of your own, without a semicolon; only for a column that the codebook marks as reference, and
                   for rows without anchors: entities, codes, allowed_pairs, waivers and retired

Each row has words of its own: they are refused for a second row whose anchors hold other text. What is right is
written to data/checks.csv, what is wrong is reported with its line, and `mend` is reported and not written.
"""
PART = r'([a-z][a-z0-9_]*)(?: "([^"\s](?:[^"]*[^"\s])?)"|: ([^;]+))'
WORDS = re.compile(rf"{PART}(?:; {PART})*")
LONGEST = 6
SHOW = "python build.py review --print"
# Makes a problem of a value, a message and a hint.
Fault = Callable[[str, str, str], Problem]


@dataclass(frozen=True)
class Row:
    """A row to be read: where it is, its digest, its cells as text, and the anchors that it rests on."""

    table: str
    row_id: str
    line: int
    sha256: str
    cells: dict[str, str]
    anchors: list[Anchor]

    @property
    def name(self) -> str:
        return f"{self.table}:{self.row_id}"

    def passages(self, package: Package) -> set[str]:
        """The texts of the anchors."""
        return {package.texts[a.source_id][a.start : a.end] for a in self.anchors}

    def shares_passage(self, other: "Row") -> bool:
        """Whether the most telling anchors of two rows of a table overlap, so that these do not say which is meant."""
        if self.table != other.table or self.row_id == other.row_id or not self.anchors or not other.anchors:
            return False
        own, others = self.anchors[0], other.anchors[0]
        return own.source_id == others.source_id and own.start < others.end and others.start < own.end

    def missing_source(self, package: Package) -> str | None:
        """A source of the anchors whose article is not at hand."""
        return next((a.source_id for a in self.anchors if a.source_id not in package.texts), None)


@dataclass(frozen=True)
class Judgement:
    """What lines of verdicts come to: rows accepted with the words for it, rows to mend, and verdicts refused."""

    accepted: list[tuple[Row, str]] = field(default_factory=list)
    mends: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def review_rows(package: Package) -> list[Row]:
    """Every row that needs a check, in the order of tables and lines."""
    cells = {
        row: dict(zip(columns(row.table), package.rows[row.table][row.line - 2], strict=True))
        for row in checked_rows(package)
    }
    evidence = {(row.table, row.row_id): parse_anchors(own.get("evidence", "")) for row, own in cells.items()}
    reports: dict[tuple[str, str], list[Anchor]] = defaultdict(list)
    for row, own in cells.items():
        if row.table == "event_reports":
            reports["events", own["event_id"]] += evidence[row.table, row.row_id]
        elif row.table == "disagreements":
            sides = (tuple(own[column].split(":", 1)) for column in ("row_a", "row_b"))
            reports[row.table, row.row_id] = [anchor for table, row_id in sides for anchor in evidence[table, row_id]]
    rows = []
    for row, own in cells.items():
        if row.table == "segments":
            anchors = [Anchor(own["source_id"], int(own["start"]), int(own["end"]))]
        else:
            owners = ((table, own[column]) for column, table in OWNERS.get(row.table, {}).items() if own[column])
            key = next(owners, (row.table, row.row_id))
            anchors = reports.get(key) or evidence.get(key, [])
        rows.append(Row(row.table, row.row_id, row.line, row.sha256, own, anchors))
    return rows


def judge(package: Package, lines: list[str], checker: str, pass_name: str, file: str) -> Judgement:
    """Judge the lines of `file`; no words serve two rows of the pass whose anchors hold different text."""
    rows = {row.name: row for row in review_rows(package)}
    used = _used_words(package, rows, checker, pass_name)
    judgement = Judgement()
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        fields = line.split("\t")
        row, words = rows.get(fields[0]), fields[-1]
        faults = list(_faults(partial(Problem, file, number, None), fields, row, package, used))
        judgement.problems.extend(faults)
        if faults or row is None:
            continue
        if fields[2] == "mend":
            mend = Problem(csv_path(row.table), row.line, None, row.row_id, "needs mending", words)
            judgement.mends.append(mend)
        else:
            used.setdefault(words, row)
            judgement.accepted.append((row, words))
    return judgement


def _used_words(package: Package, rows: dict[str, Row], checker: str, pass_name: str) -> dict[str, Row]:
    """Words -> the first row that has them, of the checks of this pass that are of a row as it is now."""
    frame = package.tables["checks"]
    used: dict[str, Row] = {}
    own = frame[(frame["checker"] == checker) & (frame["pass"] == pass_name) & frame["words"].notna()]
    for table, row_id, sha256, words in own[["table", "row_id", "row_sha256", "words"]].itertuples(index=False):
        row = rows.get(f"{table}:{row_id}")
        if row and row.sha256 == sha256:
            used.setdefault(words, row)
    return used


def _faults(
    fault: Fault, fields: list[str], row: Row | None, package: Package, used: dict[str, Row]
) -> Iterator[Problem]:
    """Yield what is wrong with a verdict; `row` is None where there is no such row."""
    if len(fields) != 4 or fields[2] not in ("accept", "mend"):
        hint = "write table:row_id, digest, accept or mend, and words, separated by tabs"
        yield fault("\t".join(fields), "is no verdict", hint)
        return
    name, sha256, verdict, words = fields
    if row is None:
        yield fault(name, "is no row", f"copy the first line of a block: {SHOW}")
    elif row.table in CONTENT:
        hint = "python build.py review --blind, then review --settle"
        yield fault(name, "is reviewed by those who do not see its cells", hint)
    elif sha256 != row.sha256:
        yield fault(name, "has changed since it was printed", f"read it again: {SHOW} --table {row.table}")
    elif row.missing_source(package):
        yield fault(name, "cannot be checked without its article", "name the folder of the articles: --sources DIR")
    elif not words.strip():
        yield fault(name, "has no words", 'say what supports it: column "words"; or, to mend, what is wrong')
    elif verdict == "accept":
        yield from _unsupported(fault, row, words, package)
        other = used.get(words, row)
        if other.passages(package) != row.passages(package):
            message = f"are the words for {other.name} too, whose anchors differ"
            yield fault(words, message, f"read {name}, then give words of its own")


def _unsupported(fault: Fault, row: Row, words: str, package: Package) -> Iterator[Problem]:
    """Yield what is wrong with the words for a row."""
    if message := character_fault(words):
        yield fault(words, message, "remove it")
    if not WORDS.fullmatch(words):
        yield fault(words, "does not have the form", 'write column "words", several separated by `; `')
        return
    parts = re.findall(PART, words)
    if row.anchors and not any(quoted for _, quoted, _ in parts):
        yield fault(words, "quotes nothing of the anchors", 'add column "words of the anchors"')
    described, passages = columns(row.table), row.passages(package)
    for column, quoted, free in parts:
        part = f'{column} "{quoted}"' if quoted else f"{column}: {free}"
        if column not in described:
            yield fault(part, f"is no column of {row.table}", f"use one of {', '.join(described)}")
        elif quoted and not row.anchors:
            yield fault(part, "quotes, but the row has no anchors", f"write {column}: and words of your own")
        elif quoted and len(quoted.split()) > LONGEST:
            yield fault(part, "quotes more than six words", "quote the most telling ones")
        elif quoted and not any(quoted in passage for passage in passages):
            yield fault(part, f"is not in the anchors of {row.name}", "copy words of the anchors as printed")
        elif free and row.anchors and not described[column].get("reference"):
            hint = f'write {column} "words of the anchors"'
            yield fault(part, "quotes nothing, and is no reference column", hint)
