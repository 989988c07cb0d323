"""The CSV of a derived table, in the same form as the hand-written ones: UTF-8, LF, minimal quoting."""

import csv
import io


def encode(frame):
    """The bytes of a table; blank where a cell is missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    columns = [frame[name].astype("string").fillna("") for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()
