"""A package without some of its articles: their reports go, and with them what nothing names any more."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from pipeline.package import Package, row_ids
from schemas import ENTITIES, OWNERS, REPORTS, TABLES, UNCHECKED, columns, foreign_keys, primary_key, speaker_column

# The articles of the first release; tests that show or count rows leave out what was added since.
RELEASED = ("s000", "s001", "s002", "s003", "s004")


def released(package: Package) -> Package:
    """The package of the articles of the first release."""
    return without(package, set(package.tables["sources"]["source_id"]) - set(RELEASED))


def without(package: Package, sources: Collection[str]) -> Package:
    """The package without some sources.

    Out go their reports, disagreements that lost a side, questions left with one voice, and actors, places, events and
    statements that nothing names any more, with the checks, answers and waivers of all these rows.
    """
    keep = {table: pd.Series(True, index=frame.index) for table, frame in package.tables.items()}

    def kept(table: str) -> pd.DataFrame:
        return package.tables[table][keep[table]]

    for table in REPORTS:
        if "source_id" in columns(table):
            keep[table] = ~package.tables[table]["source_id"].isin(sources)
    for table, owners in OWNERS.items():
        frame = package.tables[table]
        keep[table] = pd.concat(
            [frame[column].isin(kept(owner).iloc[:, 0]) for column, owner in owners.items()], axis=1
        ).any(axis=1)
    reports = {f"{table}:{row_id}" for table in REPORTS for row_id in row_ids(table, kept(table))}
    frame = package.tables["disagreements"]
    keep["disagreements"] = frame["row_a"].isin(reports) & frame["row_b"].isin(reports)
    keep["questions"] = answered(package, reports)
    entities = [table for table in ENTITIES if table != "codes"]
    for table in entities:
        keep[table][:] = False
    while True:
        named = {table: set() for table in entities}
        for table in TABLES:
            for column, target in foreign_keys(table).items():
                if target in named:
                    named[target] |= set(kept(table)[column].dropna())
        found = {table: package.tables[table].iloc[:, 0].isin(named[table]) for table in entities}
        if all(found[table].equals(keep[table]) for table in entities):
            break
        keep |= found
    retired = set(zip(*(package.tables["retired"][name] for name in ("table", "row_id")), strict=True))
    for table in ("waivers", "checks", "blind"):  # checks are of waivers, too
        standing = retired | {
            (name, row_id) for name in TABLES if name not in UNCHECKED for row_id in row_ids(name, kept(name))
        }
        frame = package.tables[table]
        keep[table] = pd.Series(
            [key in standing for key in zip(frame["table"], frame["row_id"], strict=True)],
            index=frame.index,
            dtype=bool,
        )
    rows = {
        table: [row for row, stays in zip(package.rows[table], keep[table], strict=True) if stays] for table in TABLES
    }
    tables = {table: kept(table).reset_index(drop=True) for table in TABLES}
    texts = {source: text for source, text in package.texts.items() if source not in sources}
    return replace(package, tables=tables, rows=package.rows | rows, texts=texts)


def answered(package: Package, reports: Collection[str]) -> pd.Series:
    """Which rows of `questions` stay with these reports, as `table:id`: those of questions that keep two voices."""
    voices = {}
    for table in package.tables["questions"]["table"].unique():
        names = [*primary_key(table), "source_id", str(speaker_column(table))]
        for row_id, *voice in package.tables[table][names].itertuples(index=False):
            voices[f"{table}:{row_id}"] = str(voice)
    questions = package.tables["questions"]
    named = questions["table"] + ":" + questions["row_id"]
    voice = named.where(named.isin(reports)).map(voices)
    return voice.notna() & (voice.groupby(questions["question"]).transform("nunique") > 1)
