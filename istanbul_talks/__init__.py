"""What news articles said of the talks between Russia and Ukraine in Istanbul on 29 March 2022, row by row.

    >>> import istanbul_talks
    >>> istanbul_talks.load("guarantor_countries")["name_as_printed"].tolist()[:3]
    ['Britain', 'China', 'Russia']

`tables()` lists the tables, `load(table)` gives one as a DataFrame, `show(row)` prints a row with what it rests on,
`cite()` and `cite(row)` give a citation, `sources()` cites the articles, `export(folder)` copies tables, `verify()`
compares the files with their digests. Each takes `package=open_package(folder)` to read another version.

pandas and pyarrow are imported when a table is loaded, and not before.
"""

from istanbul_talks.citing import cite, sources
from istanbul_talks.exporting import export
from istanbul_talks.loading import load, tables
from istanbul_talks.package import CorruptPackage, UnknownName, open_package
from istanbul_talks.showing import show
from istanbul_talks.verifying import verify

__all__ = [
    "CorruptPackage",
    "UnknownName",
    "cite",
    "export",
    "load",
    "open_package",
    "show",
    "sources",
    "tables",
    "verify",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        return str(open_package().facts["version"])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
