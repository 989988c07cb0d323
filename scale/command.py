"""`python build.py check DIR`: the command line of `scale/run.py`."""

import argparse
import sys
from pathlib import Path

from scale import MEMORY, RULES
from schemas import MODELS

LEAST = 300


def add_arguments(command):
    """Declare the options of the command."""
    command.add_argument("package", metavar="DIR", help="a package in this layout: CSV or Parquet, files or folders")
    command.add_argument("--texts", metavar="PATH", help="articles: a folder, or Parquet with source_id and text")
    command.add_argument("--workers", metavar="N", type=int, default=1, help="check in N processes; default: 1")
    command.add_argument("--scheduler", metavar="ADDRESS", help="check on a running Dask cluster, tcp://host:port")
    command.add_argument("--memory", metavar="MB", type=_memory, default=MEMORY, help=f"a process; default: {MEMORY}")
    command.add_argument(
        "--scratch", metavar="DIR", help="a folder that every worker can write to; default: a local one"
    )
    command.add_argument("--rules", metavar="RULES", type=_rules, default=RULES, help=f"default: {','.join(RULES)}")


def run(options):
    """Check a package and print what was found; the exit status is 1 where something was, 2 where nothing could be."""
    from scale import call, guard

    texts = options.texts or options.sources
    names = ("package", "rules", "workers", "scheduler", "memory", "scratch")
    asked = (texts, *(getattr(options, name) for name in names))
    parquet = parquet_in(options.package, texts)
    try:
        found = guard.apart(options.memory, found_in, *asked) if parquet else found_in(*asked)
    except (OSError, MemoryError, call.Unfinished) as error:
        for problem in guard.fatal(options.memory, parquet) if isinstance(error, call.Lost) else ():
            print(problem, file=sys.stderr)
        words = "it needs more memory, given by --memory MB" if isinstance(error, MemoryError) else error
        print(f"{options.package}  the check could not be finished: {words}", file=sys.stderr)
        return 2
    for line in complaints(found):
        print(line, file=sys.stderr)
    print(*report(found), sep="\n")
    return 1 if found.problems else 0


def found_in(texts, package, rules, workers, scheduler, memory, scratch):
    """What the check of a package finds; see `scale.run.check`. Raises `call.Unfinished` where the database gives up."""
    # DuckDB and the bar take longer to import than a small build needs.
    import duckdb

    from scale import call
    from scale.run import check

    if scheduler:
        caller = call.cluster(scheduler)
    else:
        caller = call.pool(workers) if workers > 1 else call.in_line()
    try:
        return check(package, texts, rules, caller, memory, scratch, max(1, workers))
    except duckdb.Error as error:
        raise call.Unfinished(str(error)) from None


def parquet_in(package, texts):
    """The Parquet files of a package and its texts."""
    from scale.layout import files_of, texts_at

    root = Path(package)
    tables = (root / file for stem in MODELS for file in files_of(root, stem)[0])
    found = texts_at(root, texts)
    return [*(file for file in tables if file.suffix == ".parquet"), *(found if isinstance(found, list) else ())]


def complaints(found):
    """Yield the problems, those that were only counted, and how many there are."""
    if found.problems and not found.whole:
        yield "Only single cells were checked: the other rules wait until every table can be read."
    yield from map(str, found.problems)
    for (_, stem, column, remedy), n in sorted(found.more.items(), key=str):
        yield f"{stem}:{column}  and {n:,} more such: {remedy}"
    if found.problems:
        n = len(found.problems) + sum(found.more.values())
        yield f"{n:,} problem{'s' * (n > 1)}; nothing was changed."


def report(found):
    """Yield what was checked, in plain words."""
    tables = {stem: n for stem, n in found.rows.items() if n}
    listed = ", ".join(f"{stem} {n:,}" for stem, n in tables.items())
    yield f"{len(tables)} tables, {sum(tables.values()):,} rows in {found.parts:,} partitions: {listed}"
    if found.anchors:
        yield f"{found.anchors:,} anchors, {found.anchors - found.unread:,} of them read again in the articles"
    if not found.problems:
        yield "0 problems"


def _memory(words):
    """MB a process; the libraries alone take 200."""
    if not words.isdecimal() or int(words) < LEAST:
        raise argparse.ArgumentTypeError(f"{words} is no number of MB from {LEAST} up")
    return int(words)


def _rules(words):
    """The rules named in one argument."""
    rules = tuple(words.split(","))
    if strange := [rule for rule in rules if rule not in RULES]:
        raise argparse.ArgumentTypeError(f"no such rule: {', '.join(strange)}; the rules are {','.join(RULES)}")
    return rules
