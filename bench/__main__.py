"""`python -m bench`: make packages, measure, print one table. Takes some ten minutes and six gigabytes of scratch."""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median

from bench.synthetic import write

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
EVENTS_IN_A_FILE = 62_500
SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000  # events
BUILDS = {"import": ["-c", "import pandera.pandas"], "tables": ["build.py", "--no-dist"], "whole": ["build.py"]}


def main() -> None:
    """Make packages of three sizes, run every measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each measure, of which the median counts")
    parser.add_argument("--packages", type=Path, help="keep the packages in this folder, and find them there")
    parser.add_argument("--one", nargs="+", metavar=("MEASURE", "DIR"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure, folder, *threads = options.one
        return print(json.dumps(MEASURES[measure](Path(folder), *map(int, threads)) | {"peak": peak()}))
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folders = {n: str(made(options.packages or Path(scratch), n)) for n in (SMALL, MIDDLE, LARGE)}
        print(machine(), "", "| measure | here | target |", "|---|---:|---|", sep="\n")
        for row in rows(folders, options.runs):
            print(f"| {' | '.join(row)} |", flush=True)


def made(scratch: Path, events: int) -> Path:
    """A synthetic package: one file a table where it is small, several where it is not."""
    folder = scratch / str(events)
    if not folder.exists():
        write(folder, events, parts=math.ceil(events / EVENTS_IN_A_FILE) if events > SMALL else 1)
    return folder


def rows(folders: dict[int, str], runs: int) -> Iterator[tuple[str, str, str]]:
    """Yield (measure, figure, target); the measures take turns, so that all see the same machine."""
    asked = {
        "large": ("check", folders[LARGE]),
        "large, one thread": ("check", folders[LARGE], "1"),
        "middle": ("check", folders[MIDDLE]),
        "floor": ("floor", folders[LARGE]),
        "frictionless": ("frictionless", folders[SMALL]),
    }
    found: dict[str, list[dict]] = {name: [] for name in asked}
    builds: dict[str, list[float]] = {name: [] for name in BUILDS}
    for _ in range(runs):
        for name, words in asked.items():
            found[name].append(measured(*words))
        for name, command in BUILDS.items():
            builds[name].append(timed(command))
    seconds = {name: median(run["seconds"] for run in each) for name, each in found.items()}
    memory = {name: median(run["peak"] for run in each) for name, each in found.items()}
    rate = {name: found[name][0]["rows"] / seconds[name] for name in found}
    growth = math.log(seconds["large"] / seconds["middle"], LARGE / MIDDLE)
    build = {name: median(each) for name, each in builds.items()}
    yield f"all rules, {found['large'][0]['rows']:,} rows, rows a second", f"{rate['large']:,.0f}", ""
    yield "frictionless validate, 10,000 events, rows a second", f"{rate['frictionless']:,.0f}", ""
    yield "all rules against frictionless", f"{rate['large'] / rate['frictionless']:.1f}", "at least 20"
    yield "one thread against the floor", f"{seconds['large, one thread'] / seconds['floor']:.1f}", "at most 4"
    yield "peak memory, MB", f"{memory['large']:.0f}", "at most 800"
    yield "the same against 100,000 events", f"{memory['large'] / memory['middle']:.2f}", "at most 1.3"
    yield "growth exponent from 100,000 events", f"{growth:.3f}", "at most 1.05"
    yield (
        "small build, no dist/, against import pandera.pandas",
        f"{build['tables'] / build['import']:.1f}",
        "at most 2",
    )
    yield "whole small build against the same", f"{build['whole'] / build['import']:.1f}", "at most 8"


def measured(*words: str) -> dict:
    """One measure, in a process of its own: seconds, rows, peak in MB."""
    command = [sys.executable, "-m", "bench", "--one", *words]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def timed(command: list[str]) -> float:
    """Seconds that a command of this Python takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def check(folder: Path, threads: int | None = None) -> dict:
    """All rules, with the articles."""
    from pipeline import large

    parser = argparse.ArgumentParser()
    large.add_arguments(parser)
    texts = next(path for path in (folder / "texts", folder / "texts.parquet") if path.exists())
    options = parser.parse_args([str(folder), "--texts", str(texts)])
    options.threads = threads
    begun = time.perf_counter()
    answer, problems = large.check(options)
    seconds = time.perf_counter() - begun
    assert not problems, problems[:3]
    return {"seconds": seconds, "rows": sum(answer.rows.values())}


def floor(folder: Path) -> dict:
    """Reading the same files with a typed reader, and SHA-256 of the anchored words, in one thread, and nothing else."""
    import pyarrow.csv as csv_reader
    import pyarrow.parquet as pq

    from pipeline.large import table_files
    from schemas import arrow_types

    texts = pq.read_table(folder / "texts")
    text = dict(zip(texts["source_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    rows, seconds = 0, 0.0
    for table, files in table_files(folder)[0].items():
        types = csv_reader.ConvertOptions(column_types=arrow_types(table), null_values=[""], strings_can_be_null=True)
        for file in files:
            begun = time.perf_counter()
            frame = csv_reader.read_csv(folder / file, csv_reader.ReadOptions(use_threads=False), convert_options=types)
            seconds += time.perf_counter() - begun
            rows += frame.num_rows
            if table == "evidence":
                places = (frame[name].to_pylist() for name in ("source_id", "start", "end"))
                words = [text[source][start:end].encode() for source, start, end in zip(*places, strict=True)]
                begun = time.perf_counter()
                [sha256(piece).hexdigest() for piece in words]
                seconds += time.perf_counter() - begun
    return {"seconds": seconds, "rows": rows}


def by_frictionless(folder: Path) -> dict:
    """`frictionless validate` with the published schemas: types, constraints, codes and keys."""
    from tests.large_package import frictionless_package

    package = frictionless_package(folder)
    begun = time.perf_counter()
    report = package.validate()
    seconds = time.perf_counter() - begun
    assert report.valid, report.flatten(["name", "rowNumber", "type", "note"])[:3]
    return {"seconds": seconds, "rows": sum(task.stats["rows"] for task in report.tasks)}


def peak() -> float:
    """Most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """The machine in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    return f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, {load}"


MEASURES = {"check": check, "floor": floor, "frictionless": by_frictionless}

if __name__ == "__main__":
    main()
