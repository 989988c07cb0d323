"""`make mutate`: every slip of `tests/mutants.py` in the real tables, with the lock off and on; writes docs/reliability.md.

With SOURCES=DIR it is done with the articles at hand, and with --both without them, too.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from checks import review
from checks.package import parse_table, read
from schemas import csv_path, primary_key
from tests import mutants
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reliability.md"
MARK = "<!-- What follows is written by `make mutate`. -->\n"
STATE = {}


def main(argv=None):
    """Try all slips; print and write what came of them. The exit status is 1 where the lock lets one pass."""
    options = arguments().parse_args(argv)
    start = time.monotonic()
    answers = {}
    if options.sources:
        answers["with the articles at hand"] = tried(options.sources, options.workers)
    if not options.sources or options.both:
        answers["without the articles"] = tried(None, options.workers)
    slips = list(next(iter(answers.values())))
    passed = locked(slips)
    minutes = (time.monotonic() - start) / 60
    text = "\n".join(report(answers, slips, passed))
    print(text, f"\n{minutes:.0f} minutes", sep="\n")
    if options.write:
        before = PAGE.read_text("utf-8").partition(MARK)[0]
        PAGE.write_text(f"{before}{MARK}\n{text}\n", "utf-8")
    return 1 if passed else 0


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__.split("\n")[0])
    parser.add_argument("--sources", type=Path, metavar="DIR", help="the folder of the articles")
    parser.add_argument("--both", action="store_true", help="try them without the articles, too")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the figures into docs/reliability.md")
    return parser


def load(sources):
    """Read the real package, in each process once."""
    package, problems = read(ROOT, sources)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    STATE["found"] = mutants.tables(package, sources)


def tried(sources, workers):
    """Slip -> answer, of all slips, with the lock off."""
    load(sources)
    batches = list(mutants.batches(STATE["found"], mutants.slips(STATE["found"])))
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=load, initargs=(sources,)) as pool:
        answers = {}
        for n, some in enumerate(pool.map(_try, batches, chunksize=20), 1):
            answers |= some
            if n % 1000 == 0:
                print(f"{n:,} of {len(batches):,} batches", file=sys.stderr)
    return answers


def _try(batch):
    return mutants._try(STATE["found"], batch)


def locked(slips):
    """The slips that the lock lets pass, and that no rule of keys sees either."""
    found, together = STATE["found"], defaultdict(list)
    for slip in slips:
        together[slip if slip.column is None else (slip.stem, slip.column, slip.kind)].append(slip)
    passed = []
    for batch in together.values():
        stem = batch[0].stem
        frame, lines, _ = parse_table(mutants.changed(found, batch), stem)
        package = found.package
        after = package._replace(tables=package.tables | {stem: frame}, lines=package.lines | {stem: lines})
        if frame is None or any(frame[name].isna().any() for name in primary_key(stem)):
            continue  # a blank key is refused before the lock is asked
        problems = list(review.check(after))
        rows = {problem.line for problem in problems if problem.file == csv_path(stem)}
        named = {problem.value for problem in problems}
        for slip in batch:
            row_id = review.ids(stem, package.tables[stem])[slip.row]
            twice = slip.kind == "row twice"  # two equal rows are two rows of one key
            if not (twice or slip.row + 2 in rows or (slip.column is None and row_id in named)):
                passed.append(slip)
    return passed


def report(answers, slips, passed):
    """Lines of Markdown; `answers` maps how the slips were tried to what came of each."""
    total = len(slips)
    yield "## Slips"
    yield ""
    yield (
        f"{total:,} slips were tried in the {len({s.stem for s in slips})} tables that the lock covers: "
        f"{sum(s.column is not None for s in slips):,} of one cell, {sum(s.column is None for s in slips):,} of one row."
    )
    yield f"With the lock on, {total - len(passed):,} of {total:,} are refused, and the row is named."
    for how, found in answers.items():
        yield f"With the lock off, the other rules refuse {_share(found.values())} {how}."
        located = [answer[1] for slip, answer in found.items() if answer and slip.column]
        share = sum(located) / len(located)
        yield f"Of those in a cell, the first to refuse names the column in {sum(located):,} ({share:.1%})."
    yield ""
    for title, key in (("kind of slip", lambda s: s.kind), ("table", lambda s: s.stem)):
        yield from _table(title, key, answers, slips)
    best = next(iter(answers.values()))
    yield from ("| first rule that refuses | slips |", "|---|---:|")
    for rule, n in Counter(answer[0] for answer in best.values() if answer).most_common():
        yield f"| `{rule}` | {n:,} |"
    yield ""
    yield "## Survivors"
    yield ""
    yield "Slips that no rule but the lock refuses, by column and kind, as rows of their table. Only a reader sees these."
    yield ""
    yield from _survivors(best)


def _share(answers):
    answers = list(answers)
    caught = sum(answer is not None for answer in answers)
    return f"{caught:,} of {len(answers):,} ({caught / len(answers):.1%})"


def _table(title, key, answers, slips):
    yield f"| {title} | tried |" + "".join(f" refused {how} |" for how in answers)
    yield "|---|---:|" + "---:|" * len(answers)
    for name in dict.fromkeys(map(key, slips)):
        cells = f"| {name} | {sum(key(slip) == name for slip in slips):,} |"
        for found in answers.values():
            mine = [answer is not None for slip, answer in found.items() if key(slip) == name]
            cells += f" {sum(mine):,} ({sum(mine) / len(mine):.0%}) |"
        yield cells
    yield ""


def _survivors(answers):
    tried, left = Counter(), defaultdict(list)
    for slip, answer in answers.items():
        where = (slip.stem, slip.column or "", slip.kind)
        tried[where] += 1
        if answer is None:
            left[where].append(slip.row)
    yield "| column | slip | survive | of | rows |"
    yield "|---|---|---:|---:|---|"
    ids = {stem: review.ids(stem, STATE["found"].package.tables[stem]) for stem in {where[0] for where in left}}
    for (stem, column, kind), rows in left.items():
        names = (
            "all"
            if len(rows) == tried[stem, column, kind]
            else ranges([ids[stem][row] for row in sorted(rows)], ids[stem])
        )
        where = f"`{stem}.{column}`" if column else f"`{stem}`"
        yield f"| {where} | {kind} | {len(rows)} | {tried[stem, column, kind]} | {names} |"


def ranges(some, every):
    """Ids in words, runs of neighbours drawn together.

    >>> ranges(["a", "b", "c", "e"], list("abcdef"))
    'a to c, e'
    """
    places, runs = sorted(every.index(name) for name in some), []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return ", ".join(
        every[a] if a == b else f"{every[a]} to {every[b]}" if b > a + 1 else f"{every[a]}, {every[b]}" for a, b in runs
    )


if __name__ == "__main__":
    sys.exit(main())
