"""Synthetic packages in our schema: seeded, sound, of any size, and of nobody's words.

An article has a dateline and a line for each of its ten events; a line holds two quotations. Each event has five anchors:
one of its own, and two for each quotation, its words and its speaker.
"""

import csv
import hashlib
import io
import random
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from istanbul_talks.package import row_digest
from schemas import arrow_types, columns, csv_path

EVENTS = 10  # an article
ACTORS = 200
DAY = "2022-03-29"
ROOT = Path(__file__).parents[1]
NOUNS = "harbour bridge convoy market station airfield depot village ferry school grain power water border".split()
VERBS = "reached left crossed closed opened held lost kept repaired found counted guarded".split()
ENDS = "at dawn|before noon|after the storm|without delay|as agreed|in good order|once more|for the winter".split("|")
FIRST = "Ada Bo Cai Dov Eli Fay Gil Hal Ida Jon".split()
LAST = (
    "Ash Birch Cedar Elm Fir Hazel Larch Maple Oak Pine Rowan Sorrel Thorn Vine Willow Yew Reed Moss Fern Ivy".split()
)
# Of these no rule asks for a place or a participant.
KINDS = (("pause", "cameo_08", "CONCEDE"), ("pause", "", ""), ("pause", "cameo_08", "RETREAT"))
TABLES = ("sources", "segments", "actors", "names", "events", "event_reports", "quotes", "statements", "evidence")
COLUMNS = {table: list(columns(table)) for table in ("sources", "names", "event_reports", "quotes")}


def write(folder, events, parts=1, seed=2022, rows=500):
    """Write a sound package of so many events into `folder`, each table in so many files: `folder`.

    A table in one file is `data/events.csv`, in several `data/events/0000.csv` and on; so are the texts, in Parquet with
    `rows` articles a row group.
    """
    folder, articles = Path(folder), -(-events // EVENTS)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data" / "derived").mkdir(parents=True)
    (folder / csv_path("waivers")).write_bytes(_csv("waivers", []))
    for table in ("codes", "allowed_pairs"):
        (folder / csv_path(table)).write_bytes((ROOT / csv_path(table)).read_bytes())
    for part in range(parts):
        tables, texts = _part(range(part * articles // parts, (part + 1) * articles // parts), events, articles, seed)
        for table, lines in tables.items():
            _place(folder, csv_path(table), part, parts).write_bytes(_csv(table, lines))
        table = pa.table({"source_id": list(texts), "text": list(texts.values())})
        pq.write_table(table, _place(folder, "texts.csv", part, parts).with_suffix(".parquet"), row_group_size=rows)
    return folder


def _place(folder, path, part, parts):
    """The file of one part of a table."""
    path = folder / path
    if parts > 1:
        path = path.with_suffix("") / f"{part:04}.csv"
        path.parent.mkdir(exist_ok=True)
    return path


def _csv(table, rows):
    """The bytes of a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(arrow_types(table))
    writer.writerows(rows)
    return out.getvalue().encode()


def _part(span, events, articles, seed):
    """({table: rows}, {source_id: text}) of some of the articles."""
    tables, texts = {table: [] for table in TABLES}, {}
    for article in span:
        chance = random.Random(seed * 1_000_003 + article)
        here = range(article * EVENTS, min((article + 1) * EVENTS, events))
        texts[f"s{article:06}"] = _article(article, here, min(ACTORS, articles), chance, tables)
    order = {table: i for i, table in enumerate(TABLES)}
    tables["evidence"].sort(key=lambda row: order[row[0]])
    return tables, texts


def _article(article, events, actors, chance, tables):
    """The text of one article; its rows are added to the tables."""
    source, text, spoken = f"s{article:06}", DAY + "\n", {}
    tables["segments"].append((f"{source}-001", source, 1, 0, len(DAY), "dateline", "", ""))
    proofs = []
    for n, event in enumerate(events, 2):
        start, count, words = len(text), chance.randrange(2, 900), _words(chance)
        text += f"On Tuesday {count} people {words}"
        reported = start, len(text)
        quotes = []
        for nth, (mark, said) in enumerate(((",", "said"), ("", "added"))):
            speaker = (article * (7 if nth else 1) + 3 * nth) % actors
            text += ": “" if not nth else "; “"
            quoted = len(text), len(text) + len(spoke := f"the {_words(chance)}{mark}")
            text += f"{spoke}” {said} "
            named = len(text), len(text) + len(_name(speaker))
            text += _name(speaker)
            spoken.setdefault(speaker, []).append(named)
            quotes.append((speaker, spoke, quoted, (named[0] - len(said) - 1, named[1])))
        tables["segments"].append((f"{source}-{n:03}", source, n, start, len(text) + 1, "sentence", "", ""))
        text += ".\n"
        proofs += _event(tables, source, event, count, words, reported)
        proofs += _quotes(tables, source, event, quotes)
    raw = text.encode()
    at = _cell(source, [(0, len(DAY))])
    card = [source, f"{article:06}.txt", hashlib.sha256(raw).hexdigest(), len(raw), len(text), "", "", "", "", "", DAY]
    card += ["printed", "", "", "", "en", "", "", "Made up; no rights.", at, ""]
    tables["sources"].append(card)
    proofs.append(("sources", source, [(0, len(DAY))]))
    for nth, (speaker, places) in enumerate(spoken.items()):
        name = f"nm-{article * 2 + nth:07}"
        tables["names"].append((name, _actor(speaker), "", source, _name(speaker), "name", _cell(source, places), ""))
        proofs.append(("names", name, places))
        if article == speaker:
            tables["actors"].append((_actor(speaker), _name(speaker), "person", "", "", "none", "", ""))
    _prove(tables, source, text, proofs)
    return text


def _event(tables, source, event, count, words, reported):
    """Add an event and its report: [(table, id, places)] of its anchors."""
    row_id, report_id, fifth = f"ev-{event:07}", f"er-{event:07}", event % 5 == 0
    value = (count, "person", "exact", f"{count} people") if fifth else ("", "", "", "")
    basis, own = "weekday" if fifth else "frame", f"People {words}, by one account."
    kind, root, plover = KINDS[event % 3]
    days = (DAY, DAY, "day")
    tables["events"].append((row_id, f"People {words}", own, kind, "occurred", root, plover, *days, "", "during", ""))
    row = (report_id, row_id, source, "narrator", "", "", "occurred", *days, basis, *value)
    tables["event_reports"].append((*row, _cell(source, [reported]), ""))
    return [("event_reports", report_id, [reported])]


def _quotes(tables, source, event, quotes):
    """Add two quotes: [(table, id, places)] of their anchors."""
    proofs = []
    for nth, (speaker, spoke, quoted, named) in enumerate(quotes):
        row_id, group = f"qt-{event * 2 + nth:07}", f"st-{event * 2 + nth:07}"
        said = (_name(speaker), "", "", "interview", "talks_progress", DAY, "day", "frame", f"ev-{event:07}")
        row = (
            row_id,
            group,
            source,
            "partial",
            spoke,
            f"What it says, in other words, of matter {event * 2 + nth}.",
            _actor(speaker),
            *said,
        )
        tables["quotes"].append((*row, _cell(source, [quoted, named]), ""))
        tables["statements"].append((group, ""))
        proofs.append(("quotes", row_id, [quoted, named]))
    return proofs


def _prove(tables, source, text, proofs):
    """Add the rows of `evidence`; the rows that they prove are among the last of each table."""
    latest = {table: {row[0]: row for row in tables[table][-2 * EVENTS - 2 :]} for table in COLUMNS}
    segments = [row for row in tables["segments"][-EVENTS - 1 :] if row[1] == source]
    for table, row_id, places in proofs:
        cells = map(str, latest[table][row_id])
        digest = row_digest(dict(zip(COLUMNS[table], cells, strict=True)))
        for n, (start, end) in enumerate(places, 1):
            segment = next(row[0] for row in segments if row[3] <= start < row[4])
            proof = hashlib.sha256(text[start:end].encode()).hexdigest()
            tables["evidence"].append((table, row_id, n, digest, source, start, end, proof, segment, segment))


def _cell(source, places):
    """An evidence cell."""
    return ";".join(f"{source}:{start}-{end}" for start, end in places)


def _actor(n):
    return f"actor_{n:03}"


def _name(n):
    return f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]}"


def _words(chance):
    return f"{chance.choice(VERBS)} the {chance.choice(NOUNS)} {chance.choice(ENDS)}"
