"""What is measured: each function does one thing once and returns seconds; `python -m bench.measures` runs one of them
in a process of its own and prints {seconds, rows, peak}, peak being that of the largest process in MB."""

import json
import resource
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pyarrow.csv as csv_reader
import pyarrow.parquet as pq
from checks import anchors
from checks.package import parse
from checks.spans import slices, spans_of

from scale import RULES, call
from scale.layout import files_of
from scale.part import check as check_part
from scale.part import ground_of
from scale.run import check
from schemas import MODELS, arrow_types, csv_path

# What frictionless knows, and anchors.
SAME = ("schemas", "keys", "codes", "anchors")


def sound(holds, found):
    """Stop where a synthetic package has a problem: what is measured then is another thing."""
    if not holds:
        raise ValueError(f"the package is not sound: {found}")


def ours(folder, rules=SAME, caller=None, threads=1):
    """A check of the whole package: (seconds, rows)."""
    begun = time.perf_counter()
    found = check(folder, rules=rules, caller=caller, threads=threads)
    seconds = time.perf_counter() - begun
    sound(found.whole and not found.problems, found.problems[:3])
    return seconds, sum(found.rows.values())


def all_rules(folder):
    """The same with mentions and the ledger."""
    return ours(folder, RULES)


def two_processes(folder):
    """The same in two spawned processes, their start included."""
    return ours(folder, caller=call.pool(2), threads=2)


def two_dask_workers(folder, address):
    """The same on a running Dask cluster."""
    return ours(folder, caller=call.cluster(address), threads=2)


def floor(folder):
    """Reading the same files with a typed reader, and SHA-256 of the same slices, and nothing else."""
    rows, seconds, texts = 0, 0.0, {}
    for path in sorted(Path(folder).glob("texts*/*.parquet")) or [Path(folder) / "texts.parquet"]:
        table = pq.read_table(path)
        texts |= dict(zip(table["source_id"].to_pylist(), table["text"].to_pylist(), strict=True))
    for stem in MODELS:
        for file in files_of(Path(folder), stem)[0]:
            begun = time.perf_counter()
            table = csv_reader.read_csv(
                Path(folder) / file,
                csv_reader.ReadOptions(use_threads=False),
                convert_options=csv_reader.ConvertOptions(
                    column_types=arrow_types(stem), null_values=[""], strings_can_be_null=True
                ),
            )
            seconds += time.perf_counter() - begun
            rows += table.num_rows
            if stem == "evidence":
                places = (table[name].to_pylist() for name in ("source_id", "start", "end"))
                cut = [texts[source][start:end].encode() for source, start, end in zip(*places, strict=True)]
                begun = time.perf_counter()
                [sha256(piece).hexdigest() for piece in cut]
                seconds += time.perf_counter() - begun
    return seconds, rows


def proofs(folder):
    """(seconds to prove the anchors of all buckets, seconds of bare SHA-256 on the same slices, anchors)."""
    taken = [0.0, 0.0, 0]

    @contextmanager
    def watching():
        def run(parts):
            for part in parts:
                if part.bucket is not None:
                    here, *_ = ground_of(part)
                    begun = time.perf_counter()
                    sound(not list(anchors.proven(here)), "anchors")
                    taken[0] += time.perf_counter() - begun
                    cut = slices(here.texts, spans_of(here), slice(None))
                    begun = time.perf_counter()
                    [sha256(piece).hexdigest() for piece in cut]
                    taken[1] += time.perf_counter() - begun
                    taken[2] += len(cut)
                yield check_part(part)

        yield run

    check(folder, rules=SAME, caller=watching())
    return tuple(taken)


def by_frictionless(folder):
    """`frictionless validate` of the package with the schemas that we publish: types, constraints, codes and keys."""
    import frictionless

    from publish.descriptor import table_schema

    codes = parse((Path(folder) / csv_path("codes")).read_bytes(), "codes")[0]
    stems = [stem for stem in MODELS if files_of(Path(folder), stem)[0]]
    resources = []
    for stem in stems:
        schema = table_schema(stem, codes)
        keys = [key for key in schema.get("foreignKeys", []) if key["reference"].get("resource", stem) in stems]
        described = {"name": stem, "type": "table", "path": csv_path(stem), "schema": {**schema, "foreignKeys": keys}}
        resources.append(described)
    package = frictionless.Package({"name": "synthetic", "resources": resources}, basepath=str(folder))
    begun = time.perf_counter()
    report = package.validate()
    seconds = time.perf_counter() - begun
    sound(report.valid, report.flatten(["name", "rowNumber", "type", "note"])[:3])
    return seconds, sum(task.stats["rows"] for task in report.tasks)


def main(name, *words):
    """Run one measure and print it."""
    found = globals()[name](*words)
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"found": found, "peak": max(peaks)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
