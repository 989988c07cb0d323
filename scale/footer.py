"""Footers: what a Parquet file says of itself, before any of it is believed.

A footer can promise anything: rows that are not there, columns that lie past the end, pages that expand to any size. What
can be told without reading a page is told here; what only reading shows is bounded by `scale/guard.py`.
"""

import pyarrow as pa
import pyarrow.parquet as pq
from checks.package import WIDEST
from checks.problem import Problem

# Row groups of a file; and the bytes that a cell takes at least, in memory.
MOST, CELL = 10_000, 4
# What pyarrow raises where a file is not what it should be; a name that is not UTF-8 is a ValueError.
UNREADABLE = (OSError, pa.ArrowException, MemoryError, ValueError)
RESTORE = "restore the file"
SMALLER = "write smaller row groups, or give more: --memory MB"


def opened(path):
    """The Parquet file at a path, to be closed; where its pages have checksums, they are compared."""
    return pq.ParquetFile(path, page_checksum_verification=True)


def sizes(path, most):
    """([bytes that each row group takes at least], [(rule, remedy)]) of a file; no row group may take more than `most`.

    The facts of column chunks are left alone: pyarrow 26 ends the process where one of them is damaged, and what reads
    the chunks raises.
    """
    with opened(path) as file:
        told = file.metadata
        if told.num_row_groups > MOST:
            rule = f"has {told.num_row_groups:,} row groups, and no more than {MOST:,} are read"
            return [], [(rule, "write larger row groups")]
        if told.num_columns > WIDEST:
            rule = f"has {told.num_columns:,} columns, and no table has more than {WIDEST}"
            return [], [(rule, "write the columns of the table")]
        groups = [told.row_group(i) for i in range(told.num_row_groups)]
        found = [max(group.total_byte_size, group.num_rows * CELL * told.num_columns) for group in groups]
        if min((group.num_rows for group in groups), default=0) < 0 or sum(g.num_rows for g in groups) != told.num_rows:
            return [], [("has a footer that contradicts itself: its row groups have other rows than it says", RESTORE)]
    if max(found, default=0) > most:
        rule = f"has a row group that takes {max(found) / 1e6:,.0f} MB or more, and a process reads {most / 1e6:,.0f} at once"
        return [], [(rule, SMALLER)]
    return found, []


def unreadable(file, error):
    """The problem of a file that cannot be read."""
    if isinstance(error, MemoryError):
        return Problem(file, None, None, None, "cannot be read (it needs more memory than a process has)", SMALLER)
    words = getattr(error, "strerror", None) or (
        "it is encrypted" if "ncrypt" in str(error) else "its bytes are damaged"
    )
    return Problem(file, None, None, None, f"cannot be read ({words})", RESTORE)
