"""The closing report of a build, in plain words."""

from collections import Counter

from checks import review
from checks.anchors import anchored
from checks.coverage import unanchored
from schemas import TABLES, csv_path, dated

LISTED = 6
CHECKERS = {"model": "language models", "person": "a person"}


def closing(package, made, checked_only):
    """The report: tables, rows, anchors, mentions, sentences, dates, and what was done with the files."""
    tables = package.tables
    anchors = [anchor for *_, found in anchored(tables) for anchor in found]
    proven = sum(anchor.source_id in package.texts for anchor in anchors)
    mentions = made[csv_path("mentions")].count(b"\n") - 1
    lines = [
        f"{len(TABLES)} tables, {sum(map(len, tables.values())):,} rows: "
        + ", ".join(f"{stem} {len(frame)}" for stem, frame in tables.items()),
        f"{len(anchors):,} anchors, {proven:,} of them read again in the articles; {mentions:,} mentions",
        *_carried(len(anchors) - proven),
        _reviewed(package),
        _segments(tables["segments"]),
        *_dates(tables),
        *_outside(package),
        "0 problems; "
        + ("what is committed equals a fresh build" if checked_only else f"{len(made)} files are up to date"),
    ]
    return "\n".join(lines)


def _carried(n):
    if n:
        yield f"{n:,} anchors were not read again, but are as the last build proved them; to read them again, name the"
        yield "folder of the articles: python build.py --sources DIR"


def _reviewed(package):
    """How many rows were checked as they stand, by kind of checker."""
    checked = review.checkers(package)
    found = [kinds for stem, _, row_id, digest in review.rows(package) if (kinds := checked[stem, row_id][digest])]
    by = ", ".join(f"{sum(kind in kinds for kinds in found):,} by {words}" for kind, words in CHECKERS.items())
    return f"{len(found):,} rows checked: {by}"


def _segments(segments):
    reasons = Counter(segments["reason"].dropna())
    coded = len(segments) - sum(reasons.values())
    others = "".join(f", {n} {reason}" for reason, n in sorted(reasons.items()))
    return f"{len(segments)} sentences, captions and the like: {coded} coded{others}"


def _dates(tables):
    """How many dates rest on the frame or on inference, a column."""
    for stem, frame in tables.items():
        for column, basis in dated(stem).items():
            counts = Counter(frame.loc[frame[column].notna(), basis])
            if frame_or_inferred := counts["frame"] + counts["inferred"]:
                total = sum(counts.values())
                detail = f"{counts['frame']} frame, {counts['inferred']} inferred"
                yield f"{stem}.{column}: {frame_or_inferred} of {total} dates are not named by the words ({detail})"


def _outside(package):
    """Listed spellings that stand outside all anchors of coded rows."""
    found = unanchored(package)
    if found:
        shown = ", ".join(f"{spelling} ({source}, {n})" for source, spelling, n in found[:LISTED])
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        yield f"{sum(n for *_, n in found)} listed spellings stand outside the anchors of coded rows: {shown}{more}"
