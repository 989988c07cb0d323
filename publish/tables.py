"""The CSV of a derived table, in the same form as the hand-written ones: UTF-8, LF, minimal quoting."""

import csv
import io

import pyarrow as pa


def encode(frame):
    """The bytes of a table; blank where a cell is missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(map(_shown, pa.array(frame[name]).to_pylist()) for name in frame.columns), strict=True))
    return out.getvalue().encode()


def _shown(cell):
    """A typed cell as the hand-written tables write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
