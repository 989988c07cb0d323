"""`make mutate`: every mutation of `tests/mutants.py` in the real tables; writes shares by severity to reliability.md.

With SOURCES=DIR it is done with the articles at hand. `--batches N` tries a random sample of N batches.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from pipeline.database import open_database
from pipeline.package import Package, read
from pipeline.problems import Problem
from pipeline.validate import column_problems, is_complete, validate
from tests.mutants import Mutation, Outcome, batches, mutations, outcomes

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
MARK = "<!-- What follows is written by `make mutate`. -->\n"
SEVERITIES = ("error", "warning", "not reported")


def main() -> None:
    """Try the mutations; print and write what came of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__.split("\n")[0])
    parser.add_argument("--sources", type=Path, metavar="DIR", help="the folder of the articles")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batches", type=int, metavar="N", help="try a random sample")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/reliability.md")
    options = parser.parse_args()
    start = time.monotonic()
    package = sound_package(options.sources)
    chosen = batches(mutations(package))
    if options.batches:
        chosen = random.Random(1).sample(chosen, min(options.batches, len(chosen)))
    found = try_all(package, chosen, options.sources, options.workers)
    how = "with the articles at hand" if options.sources else "without the articles"
    how += ", a random sample of all that are possible" if options.batches else ""
    text = "\n".join(report(found, how))
    print(text, f"\n{(time.monotonic() - start) / 60:.0f} minutes", sep="\n")
    if options.write:
        before = PAGE.read_text("utf-8").partition(MARK)[0]
        PAGE.write_text(f"{before}{MARK}\n{text}\n", "utf-8")


def sound_package(sources: Path | None) -> Package:
    """The real package; exits where it has a problem, which would be taken for one of a mutation."""
    package, problems = read(ROOT, sources)
    if problems := problems or problems_of(package):
        sys.exit("\n".join(map(str, problems)))
    return package


def problems_of(package: Package) -> list[Problem]:
    """What is wrong with a package that was read."""
    if not is_complete(package):
        return list(column_problems(package))
    with open_database(package) as connection:
        return validate(package, connection)


def try_all(
    package: Package, chosen: list[list[Mutation]], sources: Path | None, workers: int
) -> dict[Mutation, Outcome]:
    """The outcome of each mutation of the chosen batches."""
    found: dict[Mutation, Outcome] = {}
    work = partial(outcomes, package, validate=problems_of, sources=sources)
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for n, some in enumerate(pool.map(work, chosen, chunksize=20), 1):
            found |= some
            if n % 100 == 0:
                print(f"{n:,} of {len(chosen):,} batches", file=sys.stderr)
    return found


def report(found: dict[Mutation, Outcome], how: str) -> Iterator[str]:
    """Yield lines of Markdown."""
    cells = [outcome for mutation, outcome in found.items() if mutation.column and outcome.rule]
    tables = len({mutation.table for mutation in found})
    yield from ("## Mutations", "")
    yield f"{len(found):,} mutations were tried in {tables} tables, {how}; {len(found) - rows(found):,} of one cell,"
    yield f"{rows(found):,} of one row. All of them reopen the review of their row; that is not counted here."
    at_column = sum(outcome.at_column for outcome in cells)
    yield f"Of those in a cell that a rule reports, it names the column in {at_column:,} of {len(cells):,}."
    yield ""
    yield from by("kind of mutation", found, lambda mutation: mutation.kind)
    yield from by("table", found, lambda mutation: f"`{mutation.table}`")
    yield from ("| rule | severity | mutations |", "|---|---|---:|")
    counts = Counter((outcome.rule, outcome.severity) for outcome in found.values() if outcome.rule)
    yield from (f"| `{rule}` | {severity} | {n:,} |" for (rule, severity), n in counts.most_common())
    yield from ("", "## Not reported", "", "Only a reader sees these.", "")
    missed = {m: o for m, o in found.items() if not o.rule}
    yield from ("| cell | mutation | not reported |", "|---|---|---:|")
    where = Counter((f"{m.table}.{m.column}" if m.column else m.table, m.kind) for m in missed)
    yield from (f"| `{cell}` | {kind} | {n:,} |" for (cell, kind), n in where.items())


def rows(found: dict[Mutation, Outcome]) -> int:
    """How many mutations are of a whole row."""
    return sum(mutation.column is None for mutation in found)


def by(title: str, found: dict[Mutation, Outcome], group: Callable[[Mutation], str]) -> Iterator[str]:
    """Yield a table of the shares by severity, for each group and for all."""
    yield f"| {title} | tried | {' | '.join(SEVERITIES)} |"
    yield "|---|---:|" + "---:|" * len(SEVERITIES)
    names = [*dict.fromkeys(map(group, found)), "all"]
    for name in names:
        counts = Counter(outcome.severity for mutation, outcome in found.items() if name in ("all", group(mutation)))
        total = sum(counts.values())
        cells = " | ".join(f"{counts[severity]:,} ({counts[severity] / total:.0%})" for severity in SEVERITIES)
        yield f"| {name} | {total:,} | {cells} |"
    yield ""


if __name__ == "__main__":
    main()
