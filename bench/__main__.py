"""`python -m bench`: make packages, measure, print one table. Takes some ten minutes and two gigabytes of scratch."""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.synthetic import write

ROOT = Path(__file__).resolve().parents[1]
# Arrow's own allocators keep what they once had; see docs/scale.md.
ENVIRONMENT = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONPATH": str(ROOT)}
# Events in a file of a table.
A_FILE = 62_500


def main():
    """Make packages of 10^4, 10^5 and `--events` events, run every measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each measure, of which the median counts")
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the largest package")
    parser.add_argument(
        "--packages", help="a folder to keep the packages in, and to find them; by default none is kept"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        scratch = options.packages or scratch
        sizes = {n: str(made(Path(scratch), n)) for n in (10_000, 100_000, options.events)}
        print(machine(), "", *table(rows(sizes, options.events, options.runs)), sep="\n")


def made(scratch, events):
    """A synthetic package: one file a table where it is small, several where it is not."""
    if (folder := scratch / str(events)).exists():
        return folder
    say(f"making {events:,} events")
    return write(folder, events, parts=math.ceil(events / A_FILE) if events > 10_000 else 1)


def rows(sizes, largest, runs):
    """Yield (measure, figure, target) of everything."""
    few, some, many = sizes[10_000], sizes[100_000], sizes[largest]
    with cluster() as address:
        found = repeated(
            runs,
            {
                "one": ("ours", many),
                "two": ("two_processes", many),
                "dask": ("two_dask_workers", many, address),
                "floor": ("floor", many),
                "all": ("all_rules", many),
                "some": ("ours", some),
                "few": ("ours", few),
                "frictionless": ("by_frictionless", few),
                "proofs": ("proofs", some),
            },
        )
    speed = {name: [n / seconds for seconds, n in each["found"]] for name, each in found.items() if name != "proofs"}
    seconds = {name: median(s for s, _ in each["found"]) for name, each in found.items() if name != "proofs"}
    rate = {name: median(each) for name, each in speed.items()}
    yield (
        f"check {largest:,} events ({found['one']['found'][0][1]:,} rows) in one process, rows a second",
        f"{rate['one']:,.0f}",
        "",
    )
    yield "the same in two processes, rows a second", f"{rate['two']:,.0f}", ""
    yield "the same with mentions and ledger, one process, rows a second", f"{rate['all']:,.0f}", ""
    yield "frictionless validate, 10,000 events, rows a second", f"{rate['frictionless']:,.0f}", ""
    yield "two processes against frictionless", f"{rate['two'] / rate['frictionless']:.0f}", "at least 60"
    yield "one process against the floor", f"{seconds['one'] / seconds['floor']:.2f}", "at most 2.5"
    yield "peak memory a process, one process, MB", f"{found['one']['peak']:.0f}", "at most 500"
    yield "peak memory a process, two processes, MB", f"{found['two']['peak']:.0f}", "at most 500"
    yield (
        "the first against that at 100,000 events",
        f"{found['one']['peak'] / found['some']['peak']:.2f}",
        "at most 1.3",
    )
    growth = math.log(seconds["one"] / seconds["some"], largest / 100_000)
    yield f"growth exponent, 100,000 to {largest:,} events", f"{growth:.3f}", "at most 1.03"
    yield "growth exponent, 10,000 to 100,000 events", f"{math.log10(seconds['some'] / seconds['few']):.3f}", ""
    ratio = median(bare / ours for ours, bare, _ in found["proofs"]["found"])
    each = median(n / ours for ours, _, n in found["proofs"]["found"])
    yield "anchors proven a second", f"{each:,.0f}", ""
    yield "anchors against bare SHA-256 of the same slices", f"{ratio:.2f}", "at least 0.65"
    yield "two processes against one", f"{seconds['one'] / seconds['two']:.2f}", "at least 1.7"
    yield "two Dask workers against one process", f"{seconds['one'] / seconds['dask']:.2f}", "at least 1.4"
    yield from small(runs)


def small(runs):
    """Yield the measures of the small build, in whole processes."""
    python, stamp = sys.executable, ROOT / ".built"

    def build():
        stamp.unlink(missing_ok=True)
        return timed([python, "build.py", "--no-dist"])

    pages = "import bench.small; bench.small."
    found = {"build": [], "package": [], "import": [], "same": [], "again": [], "pass": []}
    for _ in range(runs):
        found["build"].append(build())
        found["again"].append(timed([python, "build.py", "--no-dist"]))
        found["pass"].append(timed([python, "-c", "pass"]))
        found["package"].append(timed([python, "-c", f"{pages}build()"]))
        found["same"].append(timed([python, "-c", f"{pages}files()"]))
        found["import"].append(timed([python, "-c", "import pandera.pandas"]))
    middle = {name: median(each) for name, each in found.items()}
    yield "small build with figures and citation, seconds", f"{middle['build']:.2f}", ""
    yield "small build, page, figures and dist/ left out, seconds", f"{middle['package']:.2f}", ""
    against = f"{middle['package'] / middle['import']:.2f}"
    yield "the same against importing pandera.pandas", against, "at most 1.25"
    yield (
        "the same against importing the same, reading and writing the same files",
        f"{middle['package'] / middle['same']:.2f}",
        "",
    )
    yield "build with nothing changed against `python -c pass`", f"{middle['again'] / middle['pass']:.2f}", "at most 2"


def repeated(runs, measures):
    """name -> {found: [what a measure gave in each run], peak: MB}; the measures take turns."""
    found = {name: {"found": [], "peaks": []} for name in measures}
    for run in range(runs):
        for name, (measure, *words) in measures.items():
            say(f"run {run + 1} of {runs}: {measure}")
            command = [sys.executable, "-m", "bench.measures", measure, *words]
            done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{measure} failed:\n{done.stderr}")
            result = json.loads(done.stdout.splitlines()[-1])
            found[name]["found"].append(result["found"])
            found[name]["peaks"].append(result["peak"])
    return {name: {"found": each["found"], "peak": median(each["peaks"])} for name, each in found.items()}


def timed(command):
    """Seconds that a command takes."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


@contextmanager
def cluster():
    """The address of a Dask scheduler with two workers on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        module = [sys.executable, "-m", "distributed.cli.dask_"]
        quiet = {"cwd": ROOT, "env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        local = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
        worker = [*module[:2], "distributed.cli.dask_worker", *local, "--nthreads", "1", "--no-nanny"]
        running = [subprocess.Popen([*module[:2], "distributed.cli.dask_scheduler", *local, "--port", "0"], **quiet)]
        running += [subprocess.Popen([*worker, "--local-directory", folder], **quiet) for _ in range(2)]
        try:
            while not file.exists() or not file.read_text():
                time.sleep(0.1)
            from distributed import Client

            with Client(scheduler_file=str(file), timeout="60s") as client:
                client.wait_for_workers(2, timeout=60)
                client.run(__import__, "scale.part")  # the cluster is running, and so are its imports
                address = client.scheduler.address
            yield address
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait(30)


def table(rows):
    """Lines of a Markdown table."""
    yield "| measure | here | target |"
    yield "|---|---:|---|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def machine():
    """The machine in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    load = f"load {os.getloadavg()[0]:.1f} before the small build"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, {load}"


def say(words):
    """Tell what is being done, beside the table."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
