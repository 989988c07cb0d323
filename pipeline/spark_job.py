"""The Spark side of `build.py check DIR --spark URL`: `python spark_job.py REQUEST RESPONSE`, both JSON.

It runs in a Python that has pyspark and imports nothing of this project. All SQL comes with the request.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

SETTINGS = {
    "spark.sql.csv.parser.columnPruning.enabled": "false",  # or a line with too many cells is no corrupt record
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.autoBroadcastJoinThreshold": "-1",  # a rule of many columns would broadcast one table for each at once
    "spark.ui.enabled": "false",
    "spark.sql.cteRecursionRowLimit": "-1",
}
STATEMENTS_AT_ONCE = 2
CORRUPT = "_corrupt_record"


def cells(spark: SparkSession, table: dict, malformed: list) -> DataFrame:
    """The rows of a table's files, every cell as text; a line that is no row goes to `malformed`."""
    names = table["columns"]
    schema = StructType([StructField(name, StringType()) for name in names])
    found = spark.sql(f"select {', '.join(f'cast(null as string) as `{name}`' for name in names)} where false")
    if table["csv"]:
        reader = spark.read.options(header=True, escape='"', mode="PERMISSIVE", lineSep="\n", enforceSchema=True)
        lines = reader.option("columnNameOfCorruptRecord", CORRUPT)
        lines = lines.schema(StructType([*schema.fields, StructField(CORRUPT, StringType())])).csv(table["csv"])
        lines = lines.select("*", "_metadata.file_path")
        broken = lines.where(f"{CORRUPT} is not null").select("file_path", CORRUPT, *names).limit(1000).collect()
        malformed += [[table["name"], row["file_path"], row[CORRUPT]] for row in broken]
        found = lines.where(f"{CORRUPT} is null").select(*names)
    if table["parquet"]:
        spark.read.parquet(*table["parquet"]).createOrReplaceTempView(f"parquet_{table['name']}")
        found = found.union(spark.sql(table["parquet_sql"]))
    return found


def texts(spark: SparkSession, path: str | None) -> DataFrame:
    """source_id, text of the articles at hand: a folder of files, or Parquet."""
    if path is None:
        return spark.sql("select cast(null as string) as source_id, cast(null as string) as text where false")
    if path.endswith(".parquet") or list(Path(path).rglob("*.parquet")):
        return spark.read.option("recursiveFileLookup", True).parquet(path).select("source_id", "text")
    spark.read.text(path, wholetext=True).selectExpr("value", "_metadata.file_name").createOrReplaceTempView("files")
    return spark.sql("select source_id, value as text from files join sources using (file_name)")


def run(request: dict) -> dict:
    """Load the tables, make the relations, run the statements."""
    builder = SparkSession.builder.master(request["master"]).appName("check")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    partitions = max(request["partitions"], spark.sparkContext.defaultParallelism)
    spark.conf.set("spark.sql.shuffle.partitions", partitions)
    answer: dict = {"rows": {}, "malformed": [], "broken": []}
    for table in request["tables"]:
        name = table["name"]
        cells(spark, table, answer["malformed"]).createOrReplaceTempView(f"cells_{name}")
        loaded = spark.sql(table["load_sql"]).persist(StorageLevel.MEMORY_AND_DISK)
        loaded.createOrReplaceTempView(f"loaded_{name}")
        spark.sql(table["view_sql"]).createOrReplaceTempView(name)
        answer["rows"][name] = loaded.count() if table["csv"] or table["parquet"] else 0
    texts(spark, request["texts"]).createOrReplaceTempView("found_texts")
    spark.sql(request["texts_sql"]).persist(StorageLevel.MEMORY_AND_DISK).createOrReplaceTempView("texts")
    for name, sql, stored in request["relations"]:
        relation = spark.sql(sql)
        (relation.persist(StorageLevel.MEMORY_AND_DISK) if stored else relation).createOrReplaceTempView(name)

    def rows_of(statement: list[str]) -> list[dict]:
        name, sql = statement
        try:
            return [row.asDict() for row in spark.sql(sql).collect()]
        except Exception as error:
            lines = [line.strip() for line in str(error).splitlines() if "Exception: " in line or "Error: " in line]
            raise RuntimeError(f"{name}: {(lines or [type(error).__name__])[-1]}") from error

    with ThreadPoolExecutor(STATEMENTS_AT_ONCE) as pool:  # a small query keeps one core busy with its plan
        for number, rows in enumerate(pool.map(rows_of, request["statements"])):
            answer["broken"] += [[number, row] for row in rows]
    answer["waivers"] = [list(row) for row in spark.sql("select rule, `table`, row_id from waivers").collect()]
    spark.stop()
    return answer


if __name__ == "__main__":
    answer = run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    Path(sys.argv[2]).write_text(json.dumps(answer, default=str), encoding="utf-8")
