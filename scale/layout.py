"""Layout: which files a package has, and how each is cut into stretches of rows and sources.

A table is one CSV, a folder of them, one Parquet file or a folder of them; a text is a file, or a row of a Parquet
file with the columns source_id and text. Nothing is read here but file sizes, line ends and Parquet footers.
"""

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from checks.problem import Problem

from scale.footer import UNREADABLE, opened, sizes, unreadable
from schemas import FOLDERS, MODELS

# Bytes of a Parquet row group are counted as Arrow has them in memory, about as many as the CSV has.
SUFFIXES = ("csv", "parquet")


class Stretch(NamedTuple):
    """Rows of a table that are read at once: bytes `start` to `end` of a CSV, or row groups of a Parquet file.

    `number` is unique in the package and grows with the order of tables and files; `file` is what a person is shown.
    `header` has the columns of a stretch of a CSV that begins after the header.
    """

    number: int
    stem: str
    file: str
    start: int
    end: int
    header: list | None = None

    @property
    def is_csv(self):
        return self.file.endswith(".csv")


def files_of(root, stem):
    """(paths of a table below `root` in order, problems)."""
    folder = FOLDERS.get(stem, "data")
    forms = [f"{folder}/{stem}.csv", f"{folder}/{stem}", f"{folder}/{stem}.parquet"]
    found = [form for form in forms if (root / form).exists()]
    if not found:  # the Parquet twins of this package
        found = [path for path in (f"data/parquet/{stem}.parquet",) if (root / path).exists()]
    if len(found) > 1:
        rule, remedy = f"stands beside {found[1]}, and both are the table {stem}", "remove one of the two"
        return [], [Problem(found[0], None, None, None, rule, remedy)]
    if not found or (root / found[0]).is_file():
        return found, []
    inside = [path.relative_to(root).as_posix() for path in sorted((root / found[0]).rglob("*")) if path.is_file()]
    wanted = [path for path in inside if path.rsplit(".", 1)[-1] in SUFFIXES]
    strange = [path for path in inside if path not in wanted and not Path(path).name.startswith((".", "_"))]
    return wanted, [
        Problem(path, None, None, None, "is neither CSV nor Parquet", "remove it from the folder of the table")
        for path in strange
    ]


def stretches(root, size, most=1 << 40):
    """([Stretch], problems) of all tables below `root`; a stretch has about `size` bytes, and at least one row.

    A Parquet file with a row group of more than `most` bytes, or one that cannot be, is left out and told.
    """
    found, problems = [], []
    for stem in MODELS:
        files, faults = files_of(root, stem)
        problems += faults
        for file in files:
            try:
                cuts, faults = (
                    (_cut_csv(root / file, size), [])
                    if file.endswith(".csv")
                    else _cut_parquet(root / file, size, most)
                )
            except UNREADABLE as error:
                problems.append(unreadable(file, error))
                continue
            problems += [Problem(file, None, None, None, *fault) for fault in faults]
            found += [Stretch(len(found) + i, stem, file, *cut) for i, cut in enumerate(cuts)]
    return found, problems


def _cut_csv(path, size):
    """[(start, end, header)] of stretches of lines."""
    total, cuts = path.stat().st_size, [0]
    with open(path, "rb") as file:
        header = file.readline()
        while cuts[-1] + size < total:
            file.seek(max(cuts[-1] + size, len(header)))
            file.readline()
            cuts.append(min(file.tell(), total))
    cuts = cuts if cuts[-1] == total and len(cuts) > 1 else [*cuts, total]
    names = header.decode("utf-8", "replace").rstrip("\n").split(",")
    return [(a, b, names if a else None) for a, b in zip(cuts, cuts[1:], strict=False)]


def _cut_parquet(path, size, most):
    """([(first row group, row group after the last)], [(rule, remedy)]); nothing is read of a file with a fault."""
    groups, faults = sizes(path, most)
    if faults:
        return [], faults
    cuts, taken = [0], 0
    for group, n in enumerate(groups):
        if taken and taken + n > size:
            cuts.append(group)
            taken = 0
        taken += n
    return list(zip(cuts, [*cuts[1:], len(groups)], strict=True)), []


def texts_at(root, named=None):
    """Where the texts are: a folder of files, or a list of Parquet files; None where there are none."""
    places = [Path(named)] if named else [root / "sources", root / "texts", root / "texts.parquet"]
    for place in places:
        if place.is_file():
            return [place]
        if place.is_dir():
            return sorted(place.rglob("*.parquet")) or place
    return None


def sound_texts(files, most):
    """(Parquet files with texts, problems): a file is told where it has not the columns, or cannot be read."""
    found, problems = [], []
    for path in files:
        try:
            _, faults = sizes(path, most)
            with opened(path) as file:
                faults = faults or list(_text_faults(file.schema_arrow))
        except UNREADABLE as error:
            problems.append(unreadable(str(path), error))
            continue
        problems += [Problem(str(path), None, None, None, *fault) for fault in faults]
        found += [] if faults else [path]
    return found, problems


def _text_faults(fields):
    """Yield (rule, remedy) where a file of texts has not one column each of ids and of texts."""
    for name in ("source_id", "text"):
        at = fields.get_all_field_indices(name)
        kind = fields.field(at[0]).type if len(at) == 1 else None
        kind = kind.value_type if kind is not None and pa.types.is_dictionary(kind) else kind
        if kind is None or not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            rule = f"has {len(at)} columns {name}" if len(at) != 1 else f"holds {kind} in {name}, where text is wanted"
            yield rule, "write source_id and text, one column each, as text"
