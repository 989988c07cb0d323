"""Capitals: inside a sentence of ours a capital begins a name, and a new sentence begins with one."""

import calendar
import re

from checks.keys import cells_of
from checks.problem import Problem
from schemas import TABLES, columns, csv_path

# Where the words with a capital are those of names: as the articles print them, and as we read them.
NAMED = {
    "sources": ("publisher", "credited_agencies", "dateline"),
    "actors": ("name", "role"),
    "places": ("name", "admin1"),
    "names": ("spelling",),
    "quotes": ("text", "speaker_as_printed", "role_as_printed"),
    "guarantor_countries": ("country",),
    "readings": ("read_as",),
}
LANGUAGES = ("Chinese", "English", "Portuguese", "Slavic", "Spanish")
WORD = re.compile(r"[^\W\d_]+")
# A word after a small letter, or a comma and the like, with a mark before it or not.
INSIDE = re.compile(r"(?<=[a-z,;:] )[\"“'`(]?([A-Z][^\W\d_]*)")
# A sentence after a word of some letters; an id of a source or the name of a column begins as it is written.
NEXT = re.compile(r"[a-z]{2}[)”\"']?\. (?!s\d{3}\b|[a-z]+_[a-z_]+\b)([a-z]\w*)")


def check(package):
    """Yield a problem for each word of ours that has a capital and is of no name, or has none and begins a sentence."""
    names = _names(package.tables)
    for stem in TABLES:
        for name, facts in columns(stem).items():
            if facts.get("wording") in ("sentences", "phrase"):
                for index, (cell,) in enumerate(cells_of(package.tables[stem], name)):
                    for word, rule, remedy in faults(cell or "", names):
                        yield Problem(csv_path(stem), index + 2, name, cell, f"{rule} ({word})", remedy)


def faults(cell, names):
    """Yield (word, rule, remedy) of a cell; `names` are the beginnings of words of names.

    >>> [word for word, *_ in faults("Russia and The others. they talk.", {"russ"})]
    ['The', 'they']
    """
    for word in INSIDE.findall(cell):
        if word[:4].casefold() not in names and not (word.isupper() and len(word) > 1):
            yield (
                word,
                "has a capital inside a sentence, and is of no name in the registers",
                "write it small, or list the name in data/names.csv",
            )
    for word in NEXT.findall(cell):
        yield word, "begins a sentence without a capital", "begin with one"


def _names(tables):
    """The first four letters of each word with a capital in the registers, of days, months and languages."""
    cells = [
        row[0] for stem, names in NAMED.items() for name in names for row in cells_of(tables[stem], name) if row[0]
    ]
    words = [*WORD.findall(" ".join(cells)), *calendar.day_name, *calendar.month_name[1:], *LANGUAGES]
    return {word[:4].casefold() for word in words if word[0].isupper()}
