"""Printed words: a direct quotation is its first anchor, and every printed cell stands inside the anchors."""

import pandas as pd

from checks.anchors import parse
from checks.problem import Problem
from schemas import columns, csv_path


def check(package):
    """Yield a problem for each printed cell that the articles at hand do not print there."""
    for stem, frame in package.tables.items():
        printed = [name for name, facts in columns(stem).items() if facts["role"] == "printed"]
        if not printed or stem == "names":  # names: every occurrence is compared in mentions
            continue
        for line, row in enumerate(frame.to_dict("records"), 2):
            anchors = parse(row["evidence"])
            if not anchors or any(anchor.source_id not in package.texts for anchor in anchors):
                continue
            slices = [package.texts[a.source_id][a.start : a.end] for a in anchors]
            for column in printed:
                if pd.notna(row[column]):
                    yield from _compare(stem, line, column, row[column], slices)


def _compare(stem, line, column, words, slices):
    if column == "text":
        if slices[0] != words:
            rule = f"is not what the first anchor holds ({slices[0][:40]!r})"
            yield Problem(csv_path(stem), line, column, words, rule, "copy the anchored words, or move the anchor")
        return
    parts = words.split("; ") if column == "credited_agencies" else [words]
    for part in parts:
        if not any(part in piece for piece in slices):
            remedy = "copy the words as printed, or anchor them"
            yield Problem(csv_path(stem), line, column, part, "does not stand in the anchors of its row", remedy)
