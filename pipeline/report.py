"""The closing report of a build, in plain words."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline.blind import BLIND_RULE, unfinished
from pipeline.package import Package, checked_rows, reviews
from pipeline.problems import Problem, count
from schemas import CONTENT, TABLES, dated

REVIEW_RULE = "unreviewed_row"
PENDING = (REVIEW_RULE, BLIND_RULE)
# In the order of the summary, with the words that follow them.
PROBLEM_KINDS = {"error": "", "warning": "", "row": " to review"}
DRAFTS = "data/drafts"
OPEN = "?"  # begins a cell of a draft that a person has to fill or confirm
CHECKERS = {"model": "language models", "person": "a person"}


def lines_of(problems: Sequence[Problem], verbose: bool = False) -> Iterator[str]:
    """Errors, then warnings, then one line a table for rows that need a review (all of them where `verbose`)."""
    pending: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.rule in PENDING and not verbose:
            pending[problem.file, problem.hint].append(problem)
        else:
            yield str(problem)
    for (file, hint), rows in pending.items():
        ids = ", ".join(str(row.row_id) for row in rows[:3]) + (", ..." if len(rows) > 3 else "")
        need = "needs" if len(rows) == 1 else "need"
        yield f"{file}  {count(len(rows), 'row')} {need} review ({ids}): {hint}"


def summary(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`."""
    counts = Counter("row" if p.rule in PENDING else p.severity for p in problems)
    words = (count(counts[kind], kind) + after for kind, after in PROBLEM_KINDS.items() if counts[kind])
    return ", ".join(words) or "0 problems"


def closing(package: Package, derived: Mapping[str, pd.DataFrame], outcome: str, verbose: bool = False) -> str:
    """Rows, anchors, sentences and dates, and what was done with the files; `verbose` counts by table and column."""
    tables, evidence = package.tables, derived["evidence"]
    reread = int(evidence["source_id"].isin(list(package.texts)).sum())
    by_table = ": " + ", ".join(f"{table} {len(frame)}" for table, frame in tables.items())
    lines = [
        f"{len(TABLES)} tables, {sum(map(len, tables.values())):,} rows{by_table if verbose else ''}",
        f"{len(evidence):,} anchors, {reread:,} of them read again in the articles;"
        f" {len(derived['mentions']):,} mentions; {count(len(tables['waivers']), 'waiver')}",
    ]
    if reread < len(evidence):
        lines.append(
            f"{len(evidence) - reread:,} anchors were not read again, but are as the last build read them; to read them"
            " again, name the folder of the articles: python build.py --sources DIR"
        )
    lines += [
        *_reviewed(package),
        _segments(tables["segments"]),
        *_dates(tables, verbose),
        *open_drafts(package.root),
        outcome,
    ]
    return "\n".join(lines)


def open_drafts(root: Path) -> Iterator[str]:
    """How many cells of each draft are open; a build does not read drafts otherwise."""
    for folder in sorted((root / DRAFTS).glob("*/")):
        cells: dict[str, int] = {}
        for file in folder.glob("*.csv"):
            rows = csv.reader(file.read_text("utf-8-sig", errors="replace").splitlines())
            cells[file.name] = sum(cell.startswith(OPEN) for row in rows for cell in row)
        tables = count(sum(map(bool, cells.values())), "table")
        yield f"{DRAFTS}/{folder.name}: {count(sum(cells.values()), 'cell')} are open in {tables}"


def _reviewed(package: Package) -> Iterator[str]:
    """How many rows were checked as they stand, by kind of checker, and how many were not."""
    kinds = reviews(package)
    rows = checked_rows(package)
    found = [kinds[row.table, row.row_id, row.sha256] for row in rows if (row.table, row.row_id, row.sha256) in kinds]
    by = ", ".join(f"{sum(kind in each for each in found):,} by {words}" for kind, words in CHECKERS.items())
    yield f"{len(found):,} rows checked: {by}"
    if missing := len(rows) - len(found):
        yield f"{count(missing, 'row')} not reviewed, and marked so in the wide views: python build.py review"
    left, total = sum(map(len, unfinished(package).values())), sum(len(package.tables[table]) for table in CONTENT)
    if left:
        yield f"{left:,} of {count(total, 'content row')} have no complete blind review: python build.py review --blind"


def _segments(segments: pd.DataFrame) -> str:
    reasons = Counter(segments["reason"].dropna())
    others = "".join(f", {n} {reason}" for reason, n in sorted(reasons.items()))
    return f"{len(segments)} sentences, captions and the like: {len(segments) - sum(reasons.values())} coded{others}"


def _dates(tables: Mapping[str, pd.DataFrame], verbose: bool) -> Iterator[str]:
    """How many dates rest on the frame or on inference, in all or by column."""
    by_column = {
        f"{table}.{column}: ": Counter(frame.loc[frame[column].notna(), basis])
        for table, frame in tables.items()
        for column, basis in dated(table).items()
    }
    shown = by_column if verbose else {"": sum(by_column.values(), Counter())}
    for name, counts in shown.items():
        if unnamed := counts["frame"] + counts["inferred"]:
            detail = f"{counts['frame']} frame, {counts['inferred']} inferred"
            yield f"{name}{unnamed} of {counts.total()} dates are not named by the words ({detail})"
