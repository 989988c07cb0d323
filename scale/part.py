"""A partition, and the one function that checks it.

`check` is pure: a partition in, a verdict out. It reads the files that the partition names and hands rows on through a
scratch folder; who calls it, in which process, how often and in which order makes no difference to what it says.

There are two kinds of partitions. A stretch of rows of one table is read once, its cells are checked, and what concerns
a source is handed on to the bucket of that source. A bucket of sources gets their texts, each read once, and all
anchors, names, segments and cells that lie in them. Small packages have one of each kind a table, and one bucket.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from checks import anchors, codes, columns, ledger, mentions
from checks.ground import ANCHORS, CELLS, OCCURRENCES, SEGMENTS, STANDING, Ground, standing
from checks.package import CARRIED, framed
from checks.spans import number, numbers, spread
from checks.texts import texts_of

from scale.exchange import bucket_of, hand_on, handed
from scale.layout import Stretch
from scale.read import read, texts_of_bucket
from scale.tally import Tally, Told, tally
from schemas import TABLES, arrow_types, foreign_keys, primary_key, schema

# The rules that look at what rows stand on.
GROUND = {"anchors", "mentions", "ledger"}
OWNERS = {target for links in STANDING.values() for target in links.values()}
CARD = {
    name: arrow_types("sources").get(name, pa.int64())
    for name in ("at", "source_id", "file_name", "sha256", "n_bytes", "n_chars", "frame_date")
}
# The tables whose rows go to the bucket of their source, and the columns that are asked for there.
SOURCED = {
    "sources": [name for name in CARD if name != "at"],
    "segments": [name for name in SEGMENTS.names if name != "at"],
    "evidence": ["table", "row_id", "n", "row_sha256", "source_id", "start", "end", "sha256"],
    "ledger": ["segment_id", "source_id", "start", "end", "sha256"],
    "mentions": ["table", "row_id", "column", "source_id", "start", "end", "spelling", "name_id"],
}


class Job(NamedTuple):
    """What all partitions of a package share: its folder, the scratch folder, the rules, the table of codes (or None),
    the folder of the texts (or None), whether there are texts, and whether some tables stand on others' anchors."""

    root: str
    scratch: str
    rules: tuple
    codes: pa.Table | None = None
    folder: str | None = None
    texts: bool = False
    owners: bool = False


class Part(NamedTuple):
    """A partition: a stretch of rows, or a bucket of sources with the files that hold what lies in them.

    `groups` are the row groups of Parquet files with the texts of the bucket, or None; `places` tells file,
    first line and table of each stretch.
    """

    job: Job
    stretch: Stretch | None = None
    bucket: int | None = None
    files: tuple = ()
    groups: tuple | None = None
    places: tuple = ()


class Verdict(NamedTuple):
    """What was found in a partition, with its number.

    `readable` is false where rows could not be read, `whole` where a required cell holds nothing that later rules could
    go by; `files` is what was handed on.
    """

    number: int
    tally: Tally
    rows: int = 0
    anchors: int = 0
    unread: int = 0
    readable: bool = True
    whole: bool = True
    files: tuple = ()


def check(part):
    """The `Verdict` on a partition."""
    return _rows(part.job, part.stretch) if part.stretch else _sources(part)


def _rows(job, stretch):
    """Read a stretch of a table, check its cells, and hand on what others need."""
    stem = stretch.stem
    frame, lines, problems = read(job.root, stretch, with_lines=not job.texts and "anchors" in job.rules)
    found = [("read", problems)]
    if frame is None:
        return Verdict(stretch.number, _tally(stretch, found), readable=False)
    if "schemas" in job.rules:
        found.append(("schemas", columns.failures(frame, stem)))
    if "codes" in job.rules and job.codes is not None:
        found.append(("codes", codes.unknown(_codes(job), frame, stem)))
        found.append(("codes", codes.unused(frame) if stem == "codes" else ()))
    if "mentions" in job.rules and stem in TABLES:
        found.append(("mentions", mentions.misstated(frame, stem)))
    required = (name for name, column in schema(stem).columns.items() if not column.nullable)
    whole = not any(pa.array(frame[name]).null_count for name in required)
    files = tuple(_handed_on(job, stretch, frame, lines))
    return Verdict(stretch.number, _tally(stretch, found), len(frame), whole=whole, files=files)


# The codes of the job that was worked on last, as a frame: every stretch has the same.
_last = None, None


def _codes(job):
    global _last
    if _last[0] is None or not _last[0].equals(job.codes):
        _last = job.codes, framed(job.codes)
    return _last[1]


def _tally(stretch, found):
    """The tally of [(rule, problems)]; `placed` in `scale/run.py` gives each problem its file and line."""
    return tally(Told(rule, stretch.stem, problem) for rule, problems in found for problem in problems)


def _handed_on(job, stretch, frame, lines):
    """Yield what a stretch of rows hands on."""

    def give(name, table, bucket=None):
        return hand_on(job.scratch, stretch.number, name, table, bucket)

    stem, by_source = stretch.stem, SOURCED.get(stretch.stem)
    wanted = _wanted(job, stem)
    if wanted:
        table = pa.table({name: pa.array(frame[name]) for name in wanted})
        at = pa.array(np.arange(len(frame)) + (stretch.number << 32))
        table = table.append_column("at", at)
        yield give(stem, table, bucket_of(table["source_id"], job.scratch) if by_source else None)
    if stem in TABLES and not GROUND.isdisjoint(job.rules):
        anchors_, cells, occurrences = standing(frame, stem, stretch.number, lines)
        bucket = bucket_of(anchors_["source_id"], job.scratch)
        yield give("anchors", anchors_, bucket)
        yield give("occurrences", occurrences, bucket if stem == "names" else [])
        if job.owners and stem in OWNERS:
            yield give("owners", anchors_.select(["stem", "row_id", "at"]).append_column("bucket", pa.array(bucket)))
        if "mentions" in job.rules:
            yield give("waiting", cells) if stem in STANDING else give("cells", *shared(cells, anchors_["at"], bucket))


def _wanted(job, stem):
    """The columns of a table that some later rule asks for."""
    keys = [*primary_key(stem), *foreign_keys(stem), *(("row_a", "row_b") if stem == "disagreements" else ())]
    wanted = dict.fromkeys(keys if "keys" in job.rules else ())
    if not GROUND.isdisjoint(job.rules) and stem in SOURCED:
        wanted |= dict.fromkeys(_sourced(job, stem))
    return list(wanted)


def _sourced(job, stem):
    """The columns of a table that are asked for with the texts of its sources; with the texts no row needs a digest."""
    return [name for name in SOURCED[stem] if name != "row_sha256" or not job.texts]


def shared(cells, at, bucket):
    """(cells, bucket of each): a cell goes to every bucket with an anchor of its row, and knows how many those are."""
    row, owner = numbers(at), numbers(cells["owner"])
    pairs = np.unique(np.stack([row, np.asarray(bucket)]), axis=1) if (np.diff(bucket) != 0).any() else None
    if pairs is None:
        return cells, np.full(len(owner), bucket[0] if len(bucket) else 0)
    low, high = np.searchsorted(pairs[0], owner, "left"), np.searchsorted(pairs[0], owner, "right")
    cell, pair = spread(low, np.maximum(high, low + 1))  # a cell without anchors goes to some bucket, to be told there
    parts = pa.array(np.maximum(high - low, 1)[cell])
    found = cells.take(pa.array(cell)).set_column(CELLS.get_field_index("parts"), "parts", parts)
    return found, pairs[1][np.minimum(pair, pairs.shape[1] - 1)]


def _sources(part):
    """Read the texts of a bucket of sources, and prove in them what rows say of it."""
    job, found = part.job, []
    here, faults, problems = ground_of(part)
    found.append(("read", problems))
    for at, column, value, rule, remedy in faults:
        found.append(("read", [here.problem(at, column, value, rule, remedy)]))
    if "anchors" in job.rules:
        found.append(("anchors", anchors.proven(here)))
    files = []
    if "mentions" in job.rules:
        found.append(("mentions", mentions.misspelt(here)))
        missing = mentions.unnamed(here)
        alone = numbers(here.cells["parts"])[missing] == 1
        found.append(("mentions", mentions.told(here, missing[alone])))
        # Some other bucket may name these.
        doubtful = here.cells.take(pa.array(missing[~alone]))
        if len(doubtful):
            files.append(hand_on(job.scratch, part.bucket, "doubtful", doubtful))
    if "ledger" in job.rules:
        found.append(("ledger", ledger.tiled(here)))
    stems = {file: stem for file, _, stem in part.places}
    told = (Told(rule, stems.get(problem.file, ""), problem) for rule, problems in found for problem in problems)
    unread = len(here.anchors) - int((number(here.anchors["source_id"], here.texts.ids) >= 0).sum())
    return Verdict(part.bucket, tally(told), anchors=len(here.anchors), unread=unread, files=tuple(files))


def ground_of(part):
    """(`Ground` of a bucket, [(at, column, value, rule, remedy)] of texts that are not those that were coded, problems)."""

    def rows(name, fields):
        return handed(part.files, name, part.bucket, fields)

    job = part.job
    cards = rows("sources", pa.schema(CARD))
    texts, faults, problems = texts_of_bucket(cards, job.folder, part.groups) if job.texts else (texts_of({}), [], [])
    at = cards["at"].to_pylist()
    committed = {
        stem: rows(stem, pa.schema([(name, arrow_types(stem)[name]) for name in _sourced(job, stem)]))
        for stem in CARRIED
        if any(file.name == stem for file in part.files)
    }
    here = Ground(
        rows("anchors", ANCHORS),
        rows("cells", CELLS),
        rows("occurrences", OCCURRENCES),
        rows("segments", SEGMENTS),
        cards,
        committed,
        texts,
        [place[:2] for place in part.places],
    )
    return here, [(at[row], *fault) for row, *fault in faults], problems
