"""Wording: own words look like sentences or phrases, and no cell mixes alphabets or has a capital inside a word."""

import re
import unicodedata
from collections import Counter

from checks.problem import Problem
from schemas import columns, csv_path

# A sentence begins with a capital, a figure or a mark, or with the id of a source or the name of a column.
BEGINNING = re.compile(r"[A-Z0-9“\"'`(]|s\d{3}\b|[a-z]+_[a-z_]+\b")
END = re.compile(r"\.[”\"'`)]?\Z")
WORD = re.compile(r"[^\W\d_]+")
# `PErson` has one, and `MPs` has none.
INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}(?!s\Z)[a-z]")


def check(package):
    """Yield a problem for each cell that is worded like a slip."""
    for stem, frame in package.tables.items():
        for name, facts in columns(stem).items():
            if facts["role"] in ("own", "printed", "fact") and str(frame[name].dtype) == "string[pyarrow]":
                for index, cell in frame[name].dropna().items():
                    for rule, remedy in faults(cell, facts.get("wording")):
                        yield Problem(csv_path(stem), index + 2, name, cell, rule, remedy)


def faults(cell, wording=None):
    """Yield (rule, remedy) for what is wrong with the wording of a cell; `wording` is sentences, phrase, words or None.

    >>> list(faults("russia agrees", "sentences"))[0][0]
    'does not begin like a sentence'
    """
    if not cell.isascii() and len(alphabets := _alphabets(cell)) > 1:
        usual = max(alphabets, key=alphabets.get)
        word = next(word for word in WORD.findall(cell) if set(_alphabets(word)) != {usual})
        yield f"mixes alphabets in {word!r}", "write it in one alphabet"
    if wording is None:
        return
    if wording != "words" and not BEGINNING.match(cell):
        yield "does not begin like a sentence", "begin with a capital"
    if wording == "sentences" and not END.search(cell):
        yield "does not end like a sentence", "end with a full stop"
    if wording == "phrase" and cell.endswith("."):
        yield "ends like a sentence", "leave the full stop out"
    if inner := next((word for word in WORD.findall(cell) if INNER_CAPITAL.search(word)), None):
        yield f"has a capital inside {inner!r}", "mend the word"


def _alphabets(text):
    """Alphabet, as Unicode names it -> how many letters of a text are of it."""
    return Counter(unicodedata.name(c, "?").split()[0] for c in text if unicodedata.category(c)[0] == "L")
