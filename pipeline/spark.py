"""A plan as a Spark job: its SQL in Spark's dialect, handed to `spark_job.py` in a Python that has pyspark.

pyspark does not support pandas 3, so it lives in an environment of its own, and the two talk in JSON.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import sqlglot
from sqlglot import exp

from pipeline import statements as st
from pipeline.large import SUFFIXES, Answer, Malformed, Plan, Unfinished
from schemas import UNCHECKED, columns

ROOT = Path(__file__).resolve().parents[1]
PARTITION = 32 * 2**20  # bytes of files to each partition of a shuffle
PYTHON = ROOT / ".venv/spark/bin/python"


def run_spark(plan: Plan, url: str, python: str | None = None) -> Answer:
    """Run a plan on the Spark cluster at `url`. Raises Unfinished."""
    interpreter = Path(python) if python else PYTHON
    if not interpreter.exists():
        raise Unfinished(f"{interpreter} is missing: run make {PYTHON.relative_to(ROOT).parent.parent}/ready")
    with tempfile.TemporaryDirectory(prefix="spark-") as folder:
        request, response = Path(folder, "request.json"), Path(folder, "response.json")
        request.write_text(json.dumps({"master": url, **job(plan)}), encoding="utf-8")
        command = [str(interpreter), str(ROOT / "pipeline/spark_job.py"), str(request), str(response)]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        if not response.exists():
            lines = [line for line in done.stderr.splitlines() if "Exception" in line or "Error" in line]
            raise Unfinished(f"Spark: {(lines or done.stderr.splitlines() or ['no answer'])[-1].strip()[:300]}")
        found = json.loads(response.read_text(encoding="utf-8"))
    return to_answer(found, plan)


def job(plan: Plan) -> dict[str, Any]:
    """What `spark_job.py` needs of a plan."""
    tables = []
    for name, table in st.stored_tables().items():
        files = {
            suffix: [str((plan.root / f).resolve()) for f in plan.files[name] if f.endswith(suffix)]
            for suffix in SUFFIXES
        }
        digest = name == table and table not in UNCHECKED
        tables.append(
            {
                "name": name,
                "columns": list(columns(table)),
                "csv": files[".csv"],
                "parquet": files[".parquet"],
                "parquet_sql": to_spark(f"select {st.parquet_cells(table)} from parquet_{name}"),
                "load_sql": to_spark(st.load_select(table, f"cells_{name}", digest=digest)),
                "view_sql": to_spark(st.view_select(name, table)),
            }
        )
    stored = [plan.root / file for name in plan.files for file in plan.files[name]]
    return {
        "partitions": 1 + sum(file.stat().st_size for file in stored) // PARTITION,
        "tables": tables,
        "texts": str(plan.texts.resolve()) if plan.texts else None,
        "texts_sql": to_spark(st.TEXTS),
        "relations": [[name, to_spark(sql), name in st.STORED] for name, sql in plan.relations],
        "statements": [[statement.name, to_spark(st.bounded(statement, plan.limit))] for statement in plan.statements],
    }


def to_spark(sql: str) -> str:
    """DuckDB's SQL as Spark's."""

    def other_name(node: exp.Expression) -> exp.Expression:
        return exp.Anonymous(this="xxhash64", expressions=node.expressions) if _is_hash(node) else node

    return sqlglot.parse_one(sql, read="duckdb").transform(other_name).sql(dialect="spark")


def _is_hash(node: exp.Expression) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "hash"


def to_answer(found: dict[str, Any], plan: Plan) -> Answer:
    """The answer of a job, with statements in place of their numbers and files below the root."""
    stored, root = st.stored_tables(), str(plan.root.resolve())
    malformed = [
        Malformed(stored[name], unquote(urlparse(file).path).removeprefix(root).lstrip("/"), None, text)
        for name, file, text in found["malformed"]
    ]
    return Answer(
        rows={stored[name]: n for name, n in found["rows"].items()},
        malformed=sorted(malformed, key=lambda line: (line.table, line.file, line.text)),
        broken=[(plan.statements[n], row) for n, row in found["broken"]],
        waivers=[tuple(waiver) for waiver in found["waivers"]],
    )
