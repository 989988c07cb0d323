"""What news articles said of the talks between Russia and Ukraine in Istanbul on 29 March 2022, row by row.

    >>> import istanbul_talks
    >>> istanbul_talks.load("guarantor_countries")["name_as_printed"].tolist()[:3]
    ['Britain', 'China', 'Russia']

`tables()` lists the tables, `load(table)` gives one as a DataFrame and `load_all()` all of them, `relationships()` says
which column joins what, `show(row)` prints a row with what it rests on and `words(row, sources)` gives its passages,
`cite()` and `cite(row)` give a citation, `sources()` cites the articles, `export(folder)` copies tables, `verify()`
says what it can prove. Each takes `package=open_package(folder)` to read another version.

pandas and pyarrow are imported when a table is loaded, and not before.
"""

from __future__ import annotations

from istanbul_talks.citing import cite, sources
from istanbul_talks.exporting import export
from istanbul_talks.loading import load, load_all, relationships, tables, words
from istanbul_talks.package import CorruptPackage, UnknownName, open_package
from istanbul_talks.showing import show
from istanbul_talks.verifying import verify

__all__ = [
    "CorruptPackage",
    "UnknownName",
    "cite",
    "export",
    "load",
    "load_all",
    "open_package",
    "relationships",
    "show",
    "sources",
    "tables",
    "verify",
    "words",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        return str(open_package().facts["version"])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
