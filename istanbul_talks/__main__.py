"""`istanbul-talks`, or `python -m istanbul_talks`: the tables at the terminal."""

from __future__ import annotations

import argparse
import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from istanbul_talks import citing, exporting, loading, showing, verifying
from istanbul_talks.package import ROOT, CorruptPackage, Package, UnknownName, open_package


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The exit status is 1 where there is a problem, or where something does not exist."""
    try:
        options = arguments().parse_args(argv)
        status = 0 if options.run(options, open_package(options.package)) is not False else 1
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # `show ... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UnknownName, CorruptPackage, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="istanbul-talks", description="Istanbul Talks 2022, row by row.")
    parser.add_argument("--package", metavar="DIR", default=ROOT, help="read another version, unpacked in DIR")
    parser.add_argument("--version", action="version", version=open_package().facts["version"])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("tables", help="list the tables")
    command.set_defaults(run=lambda options, package: print(loading.tables(package=package)))
    command = commands.add_parser("show", help="print rows and what they rest on")
    command.add_argument("row", nargs="+", help="such as qt-031; st-029 with all renderings of that statement")
    command.add_argument("--json", action="store_true", help="print a JSON array")
    command.add_argument("--sources", metavar="DIR", help="the folder of the articles, to print the anchored words")
    command.set_defaults(run=lambda options, package: _show(options, package))
    command = commands.add_parser("cite", help="print a citation of the package, or of a row")
    command.add_argument("row", nargs="?", help="such as qt-031")
    command.add_argument("--format", choices=citing.FORMATS, default="text")
    command.add_argument("--full", action="store_true", help="give the digest in full, not 12 characters of it")
    command.set_defaults(run=_cite)
    command = commands.add_parser("verify", help="compare files with digests, CSV with Parquet, rows with evidence")
    command.add_argument("--sources", metavar="DIR", help="the folder of the articles, to read every anchor again")
    command.set_defaults(run=lambda options, package: verifying.verify(options.sources, package=package))
    command = commands.add_parser("export", help="copy tables into a folder")
    command.add_argument("table", nargs="*", help="all, where none is named")
    command.add_argument("--to", metavar="DIR", required=True)
    command.add_argument("--format", choices=exporting.FORMATS, default="csv")
    command.set_defaults(run=_export)
    return parser


def _show(options: Namespace, package: Package) -> None:
    showing.show(*options.row, sources=options.sources, as_json=options.json, package=package)


def _cite(options: Namespace, package: Package) -> None:
    print(citing.cite(options.row, options.format, full=options.full, package=package))


def _export(options: Namespace, package: Package) -> None:
    for path in exporting.export(options.to, *options.table, format=options.format, package=package):
        print(path)


def run() -> None:
    """The command `istanbul-talks`."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without a letter is no reason to stop
    sys.exit(main())


if __name__ == "__main__":
    run()
