"""`python build.py check DIR`: the rules of this package on any package in its layout, of any size.

Read from top to bottom: cut the package into stretches of rows, check those, ask DuckDB what concerns the whole, check
the buckets of sources, and gather what was found.
"""

import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from checks import mentions
from checks.ground import STANDING, places_only
from checks.keys import words
from checks.package import CARRIED
from checks.problem import Problem
from rich.console import Console
from rich.progress import Progress

from scale import MEMORY, RULES, call, whole
from scale.exchange import write_map
from scale.footer import UNREADABLE, opened, unreadable
from scale.layout import files_of, sound_texts, stretches, texts_at
from scale.part import GROUND, Job, Part
from scale.read import read
from scale.tally import SHOWN, Told, merged, rule_of, tally
from schemas import MODELS, TABLES, csv_path

# Of the memory of a process, how much a stretch of rows takes as text, and how much DuckDB may; the rest are the
# libraries, and what rows grow to while they are checked.
STRETCH, DATABASE = 1 / 48, 1 / 3
# How much of it a row group of a Parquet file may take, by what its footer says.
LARGEST = 1 / 2
# How many stretches of rows, as bytes, go to one bucket of sources, and how much of them is its texts at most.
BUCKET, TEXTS = 4, 1
# The tables without which nothing can be proven.
NEEDED = ("sources", "segments", "codes")
PATIENCE = 2.0


class Found(NamedTuple):
    """What a check found. `more` counts problems beyond the first hundred of each rule; `rows` those of each table;
    `whole` tells whether every rule could be applied."""

    problems: list
    more: dict
    rows: dict
    anchors: int
    unread: int
    parts: int
    whole: bool


def check(root, texts=None, rules=RULES, caller=None, memory=MEMORY, scratch=None, threads=1, size=None):
    """Check the package below `root`: `Found`.

    `texts` is a folder of articles, or a Parquet file or folder of (source_id, text); None looks for them in the
    package. `caller` is one of those in `scale/call.py`; `memory` is in MB a process; `scratch` is a folder that every
    process can write to; `size` is that of a stretch of rows in bytes, by default a share of the memory.
    Raises `call.Lost` where a partition takes every process with it.
    """
    root = Path(root)
    with (
        tempfile.TemporaryDirectory(dir=scratch, prefix="check-") as folder,
        caller or call.in_line() as run,
        progress() as step,
    ):
        return _check(
            root,
            texts_at(root, texts),
            tuple(rules),
            partial(step, run),
            memory,
            folder,
            threads,
            size or int(memory * STRETCH * 1e6),
        )


def _check(root, texts, rules, run, memory, scratch, threads, size):
    most = int(memory * 1e6 * LARGEST)
    cuts, told = stretches(root, size, most)
    texts, unsound = sound_texts(texts, most) if isinstance(texts, list) else (texts, [])
    job, groups, damaged = _job(root, cuts, texts, rules, size, scratch)
    told = [Told("read", "", problem) for problem in [*told, *unsound, *damaged, *_missing(root, cuts)]]

    verdicts = dict(run("rows", [Part(job, stretch=cut) for cut in cuts]))
    places = _places(root, cuts, verdicts)
    files = [file for number in sorted(verdicts) for file in verdicts[number].files]
    tallies = [tally(told), *(_placed(verdicts[cut.number].tally, *places[cut.number]) for cut in cuts)]
    unreadable = {cut.stem for cut in cuts if not verdicts[cut.number].readable}
    if unreadable:
        tallies = [tallies[0], *_of_readable(cuts, verdicts, tallies[1:], unreadable)]

    sound = not told and _is_whole(cuts, verdicts, texts)
    proving = sound and not GROUND.isdisjoint(rules)
    ask = partial(whole.connect, scratch, int(memory * DATABASE), threads)
    with ask() as database:  # closed before the next partitions want its memory
        if "keys" in rules:
            stems = [stem for stem in MODELS if stem not in unreadable]
            tallies.append(_keys(whole.broken_keys(database, files, stems), places))
        files += whole.owners(database, files, scratch) if proving else []
    anchors = unread = 0
    if proving:
        parts = [_bucket(job, number, files, groups, places) for number in _buckets(files)]
        for _, verdict in run("sources", parts):
            tallies.append(verdict.tally)
            anchors, unread = anchors + verdict.anchors, unread + verdict.unread
            files += verdict.files
        with ask() as database:
            tallies.append(_undecided(whole.undecided(database, files), places))
    found = merged(tallies)
    rows = {stem: sum(verdicts[cut.number].rows for cut in cuts if cut.stem == stem) for stem in MODELS}
    problems = [
        each.problem
        for each in sorted(found.told, key=lambda t: (t.problem.file, t.problem.line or 0, t.problem.column or ""))
    ]
    return Found(problems, found.more, rows, anchors, unread, len(cuts) + len(_buckets(files)), sound)


def _missing(root, cuts):
    """A problem for each table that nothing can do without, and that is not there."""
    there = {cut.stem for cut in cuts}
    for stem in NEEDED:
        if stem not in there and not files_of(root, stem)[0]:
            remedy = f"restore it: git checkout {csv_path(stem)}"
            yield Problem(csv_path(stem), None, None, None, "the file is missing", remedy)


def _job(root, cuts, texts, rules, size, scratch):
    """(`Job`, bucket -> row groups of Parquet files with its texts, problems); the map of sources lies in the scratch folder."""
    cards, codes = _read(root, cuts, "sources"), _read(root, cuts, "codes")
    n = max(1, round(sum((root / file).stat().st_size for file in {cut.file for cut in cuts}) / (BUCKET * size)))
    if isinstance(texts, list):
        bucket, groups, problems = _by_groups(texts, TEXTS * size, n)
    else:
        bucket, groups, problems = {}, {}, []
    rest = [source for source in ([] if cards is None else cards["source_id"].to_pylist()) if source not in bucket]
    bucket |= {source: i * n // len(rest) for i, source in enumerate(rest)}
    write_map(scratch, list(bucket), list(bucket.values()))
    folder = str(texts) if isinstance(texts, Path) else None
    owners = any(cut.stem in STANDING for cut in cuts)
    return Job(str(root), scratch, rules, codes, folder, texts is not None, owners), groups, problems


def _by_groups(files, size, n):
    """(source_id -> bucket, bucket -> [(path, row groups)], problems) of Parquet files with texts; a row group is never cut."""
    groups, problems = [], []
    for path in files:
        try:
            groups += _groups_of_texts(path)
        except UNREADABLE as error:
            problems.append(unreadable(str(path), error))
    total = sum(length for _, _, length, _ in groups)
    share, at, taken, bucket, places = max(1, min(size, total / n)), 0, 0, {}, {}
    for path, group, length, ids in groups:
        if taken and taken + length / 2 > share:
            at, taken = at + 1, 0
        taken += length
        bucket |= dict.fromkeys((source for source in ids if source not in bucket), at)
        places.setdefault(at, {}).setdefault(path, []).append(group)
    return bucket, {at: tuple(where.items()) for at, where in places.items()}, problems


def _groups_of_texts(path):
    """[(path, row group, bytes, ids)] of a Parquet file with texts."""
    with opened(path) as file:
        return [
            (str(path), group, file.metadata.row_group(group).total_byte_size, ids.to_pylist())
            for group in range(file.num_row_groups)
            for ids in [file.read_row_group(group, columns=["source_id"], use_threads=False)["source_id"]]
        ]


def _read(root, cuts, stem):
    """The rows of a small table, as an Arrow table; None where they cannot be read."""
    frames = [read(root, cut)[0] for cut in cuts if cut.stem == stem]
    if not frames or any(frame is None for frame in frames):
        return None
    return pa.concat_tables([pa.Table.from_pandas(frame, preserve_index=False) for frame in frames])


def _places(root, cuts, verdicts):
    """(file, line of the first row, table) of each stretch."""
    found, lines = [], {}
    for cut in cuts:
        first = lines.get(cut.file, 2)
        found.append((cut.file, first, cut.stem))
        verdict = verdicts[cut.number]
        lines[cut.file] = first + (verdict.rows if verdict.readable else _lines_in(root, cut))
    return found


def _lines_in(root, cut):
    """The rows of a stretch that cannot be read."""
    if not cut.is_csv:
        return 0
    with open(root / cut.file, "rb") as file:
        file.seek(cut.start)
        return file.read(cut.end - cut.start).count(b"\n") - (cut.header is None)


def _placed(found, file, first, stem):
    """A tally of a stretch with the file and the lines of its problems."""

    def place(problem):
        return problem._replace(file=file, line=problem.line and problem.line + first - 2)

    return found._replace(told=[told._replace(problem=place(told.problem)) for told in found.told])


def _of_readable(cuts, verdicts, tallies, unreadable):
    """Of a table of which some stretch cannot be read, only that is told."""
    for cut, found in zip(cuts, tallies, strict=True):
        if cut.stem not in unreadable or not verdicts[cut.number].readable:
            yield found


def _keys(broken, places):
    """The tally of broken keys."""
    told, more = [], {}
    for key, at, value, n in broken:
        file, first, stem = places[at >> 32]
        rule, remedy = words(key)
        problem = Problem(file, first + (at & 0xFFFFFFFF), key.columns[-1], value, rule, remedy)
        told.append(Told("keys", stem, problem))
        more[rule_of(told[-1])] = n
    found = tally(told)
    return found._replace(more={rule: n - SHOWN for rule, n in more.items() if n > SHOWN})


def _is_whole(cuts, verdicts, texts):
    """Whether every table was read, no required cell is blank or unreadable, and there is something to prove with."""
    there = {cut.stem for cut in cuts}
    sound = all(verdicts[cut.number].readable and verdicts[cut.number].whole for cut in cuts if cut.stem in TABLES)
    proven = all(stem in there for stem in CARRIED) and all(verdicts[cut.number].readable for cut in cuts)
    return sound and (texts is not None or proven)


def _buckets(files):
    """The numbers of the buckets that something was handed to."""
    return sorted({bucket for file in files for bucket in file.buckets if bucket is not None})


def _bucket(job, number, files, groups, places):
    """The partition of a bucket, with the files that hold something of it."""
    mine = tuple(file for file in files if number in file.buckets)
    parquet = groups.get(number, ()) if groups else None
    return Part(job, bucket=number, files=mine, groups=parquet, places=tuple(places))


def _undecided(cells, places):
    """The tally of cells that none of several buckets names."""
    found = mentions.told(places_only(cells, [place[:2] for place in places]), range(cells.num_rows))
    stems = {file: stem for file, _, stem in places}
    return tally(Told("mentions", stems[problem.file], problem) for problem in found)


@contextmanager
def progress():
    """step(run, words, parts) yields (number, verdict) as they come, under a bar on anything that takes long."""
    bar = Progress(console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal)
    begun = time.monotonic()

    def step(run, words, parts):
        task = bar.add_task(f"checking {words}", total=len(parts))
        for verdict in run(parts):
            bar.advance(task)
            if not bar.live.is_started and time.monotonic() - begun > PATIENCE:
                bar.start()
            yield verdict.number, verdict

    try:
        yield step
    finally:
        if bar.live.is_started:
            bar.stop()
