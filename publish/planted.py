"""Planted errors: how many plausible wrong cells the stored blind answers would expose."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.blind import CANNOT_TELL, Cell, Entry, cell_of
from pipeline.package import row_ids
from pipeline.problems import format_cell
from schemas import CONTENT, asked, columns, vocabularies

SEED, SHARE = 2022, 20


@dataclass(frozen=True)
class Planted:
    """An error put into a cell of a copy, and whether a blind answer exposes it."""

    kind: str
    cell: Cell
    value: str
    exposed: bool


def plant(frames: Mapping[str, pd.DataFrame], found: Sequence[Entry]) -> list[Planted]:
    """Put an error into one cell of every twentieth answered row, at random with a fixed seed."""
    draw = random.Random(SEED)  # noqa: S311 (the seed is known on purpose)
    answers = {cell_of(entry): entry["answer"] for entry in found if not entry["judged"]}
    codes = {field: list(terms["code"]) for field, terms in vocabularies(frames["codes"]).items()}
    errors = []
    for table in CONTENT:
        ids = dict(zip(row_ids(table, frames[table]), frames[table].itertuples(index=False), strict=True))
        rows = [row_id for row_id in ids if Cell(table, row_id, asked(table)[0]) in answers]
        for row_id in sorted(draw.sample(rows, -(-len(rows) // SHARE))):
            wrong = {}
            for column in asked(table):
                value = format_cell(ids[row_id][list(frames[table]).index(column)])
                if value and Cell(table, row_id, column) in answers:
                    wrong |= (
                        {column: made} if (made := slip(frames["actors"], codes, table, column, value, draw)) else {}
                    )
            if wrong:
                column = draw.choice(sorted(wrong))
                (kind, value), cell = wrong[column], Cell(table, row_id, column)
                errors.append(Planted(kind, cell, value, answers[cell] not in (value, CANNOT_TELL)))
    return errors


def slip(
    actors: pd.DataFrame, vocabulary: Mapping[str, list[str]], table: str, column: str, value: str, draw: random.Random
) -> tuple[str, str] | None:
    """The kind of error and the wrong value; None where a cell of that column takes none.

    >>> slip(pd.DataFrame(), {}, "positions", "own_side_account", "true", random.Random(1))
    ('flag turned', 'false')
    >>> slip(pd.DataFrame(), {}, "positions", "said_on", "2022-03-29", random.Random(1))
    ('day off by one', '2022-03-28')
    """
    facts = columns(table)[column]
    if facts["role"] == "flag":
        return "flag turned", "false" if value == "true" else "true"
    if facts["role"] == "date":
        return "day off by one", (dt.date.fromisoformat(value) + dt.timedelta(draw.choice((-1, 1)))).isoformat()
    if facts["role"] == "code":
        codes = vocabulary[facts["codes"]]
        at = codes.index(value)
        return (
            ("neighbouring code", draw.choice(codes[max(at - 1, 0) : at] + codes[at + 1 : at + 2]))
            if codes[1:]
            else None
        )
    if facts.get("references") == "actors":
        sides = actors.set_index("actor_id")["side"]
        others = sorted(name for name, side in sides.items() if side == sides[value] and name != value)
        return ("another actor of the same side", draw.choice(others)) if others else None
    return None
