"""What five news articles said of the talks between Russia and Ukraine in Istanbul on 29 March 2022, row by row.

    >>> import istanbul_talks
    >>> istanbul_talks.load("guarantor_countries")["country"].tolist()[:3]
    ['Canada', 'China', 'Germany']

`tables()` lists the tables, `load(table)` gives one as a DataFrame, `show(row)` prints a row with what it rests on,
`cite()` and `cite(row)` give a citation, `sources()` cites the articles, `verify()` proves the files. Each imports what
it needs when it is called.
"""

from importlib import import_module

_HOMES = {
    "cite": "citing",
    "export": "exporting",
    "load": "loading",
    "show": "showing",
    "sources": "citing",
    "tables": "loading",
    "verify": "verifying",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name):
    if name == "__version__":
        return import_module("istanbul_talks.package").descriptor()["version"]
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"istanbul_talks.{_HOMES[name]}"), name)


def __dir__():
    return sorted(__all__)
