"""The part of `docs/reliability.md` that a build writes: how far blind answers agree, and which errors they expose."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from pipeline.blind import Entry, units
from pipeline.problems import count, format_cell
from publish.planted import plant
from publish.tables import records
from schemas import columns

PATH = "docs/reliability.md"
PAGE = Path(__file__).resolve().parents[1] / PATH
WEAKEST = Path(__file__).resolve().parent / "weakest.toml"
BEGIN = "<!-- What follows is written by `make build`. -->\n"
END = "<!-- What precedes is written by `make build`. -->\n"


def encode(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """The bytes of the page: its hand-written parts and the shares of `make mutate` as they are, and this part anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    made = "\n".join(part(frames))
    return f"{before}{BEGIN}\n{made}\n\n{END}{after}".encode()


def part(frames: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield lines of Markdown."""
    found = [{name: format_cell(cell) for name, cell in row.items()} for row in records(frames["blind"])]
    if not found:
        yield "No row has been coded a second time yet."
        return
    rows = records(frames["reliability"])
    passes = sorted({entry["pass"] for entry in found})
    yield f"{count(sum(row['n_units'] for row in rows), 'cell')} are compared (passes {', '.join(passes)})."
    yield from grid(
        "column | units | agreement, % | alpha | 95 % of resamples | cannot tell",
        ((name(row), row["n_units"], format_cell(row["agreement"]), *alpha(row), row["n_cannot_tell"]) for row in rows),
    )
    yield from ("", "### The weakest columns", "")
    why = tomllib.loads(WEAKEST.read_text("utf-8"))
    weakest = sorted((row for row in rows if row["alpha"] is not None), key=lambda row: row["alpha"])[:5]
    for row in weakest:
        sentence = why.get(f"{row['table']}.{row['variable']}", "What makes it hard is not said yet.")
        yield f"- {name(row)} (alpha {row['alpha']}): {sentence}"
    yield from ("", "### Which codes are taken for which", "")
    yield from grid("vocabulary | coded | answered | cells", confusions(found))
    yield from ("", "### Planted errors", "")
    yield "A seeded script puts one plausible error into every twentieth answered row of a copy. An error counts as exposed where"
    yield "the stored answer differs from it and is not `cannot tell`."
    errors = plant(frames, found)
    planted, exposed = Counter(e.kind for e in errors), Counter(e.kind for e in errors if e.exposed)
    yield from grid(
        "kind of error | planted | exposed", ((kind, n, exposed[kind]) for kind, n in sorted(planted.items()))
    )


def name(row: Mapping[str, object]) -> str:
    """A column as the page names it."""
    return f"`{row['table']}.{row['variable']}`"


def alpha(row: Mapping[str, object]) -> tuple[object, str]:
    """Alpha and its interval in words."""
    if row["alpha"] is None:
        return "undefined", ""
    return row["alpha"], f"{row['alpha_low']} to {row['alpha_high']}"


def confusions(found: list[Entry]) -> Iterator[tuple[str, str, str, int]]:
    """Yield vocabulary, coded and answered code, and how often, the most frequent first in each vocabulary."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for variable, pairs in units(found).items():
        if field := columns(variable.table)[variable.column].get("codes"):
            counts.update((field, u.coded or "(blank)", u.answer or "(blank)") for u in pairs if u.coded != u.answer)
    for (field, coded, answer), n in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0])):
        yield field, f"`{coded}`", f"`{answer}`", n


def grid(head: str, rows: Iterator[tuple]) -> Iterator[str]:
    """Yield the lines of a Markdown table after a blank one."""
    yield from ("", f"| {head} |", "|---" * (head.count("|") + 1) + "|")
    yield from ("| " + " | ".join(map(str, row)) + " |" for row in rows)
