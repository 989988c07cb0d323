"""`python -m bench.load`: what `istanbul_talks.load` costs beside a bare `pandas.read_parquet` of the same file."""

import statistics
import subprocess
import sys
import time

import pandas as pd

from istanbul_talks import load, open_package

ROUNDS, CALLS = 15, 20


def main():
    """Print the median time of a call and the ratio, for each table, and the time that the import takes."""
    print(f"{'table':26} {'read_parquet':>12} {'load':>10} {'ratio':>6}")
    package = open_package()
    for table in package.tables:
        path = package.file(package.parquet(table).path)
        bare, ours = side_by_side(lambda path=path: pd.read_parquet(path), lambda table=table: load(table))
        print(f"{table:26} {bare * 1e3:9.2f} ms {ours * 1e3:7.2f} ms {ours / bare:6.2f}")
    print(
        f"\nimport istanbul_talks  {imported('istanbul_talks') * 1e3:6.1f} ms\nimport pandas          {imported('pandas') * 1e3:6.1f} ms"
    )


def side_by_side(*calls):
    """Median seconds of a call of each, measured in turn so that both see the same machine."""
    times = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, mine in zip(calls, times, strict=True):
            start = time.perf_counter()
            for _ in range(CALLS):
                call()
            mine.append((time.perf_counter() - start) / CALLS)
    return [statistics.median(mine) for mine in times]


def imported(module):
    """Median seconds that the import of a module adds to starting Python."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5)]
    return statistics.median(float(run.stdout) for run in runs)


if __name__ == "__main__":
    main()
