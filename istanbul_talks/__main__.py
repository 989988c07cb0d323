"""`python -m istanbul_talks`: the tables at the terminal."""

import argparse
import sys

from istanbul_talks import citing, exporting, loading, showing, verifying
from istanbul_talks.package import Broken, Unknown, descriptor


def main(argv=None):
    """Run one command; the exit status is 1 where something does not hold or does not exist."""
    try:
        options = arguments().parse_args(argv)
        return 0 if options.run(options) is not False else 1
    except (Unknown, Broken, OSError) as error:
        print(getattr(error, "message", error), file=sys.stderr)
        return 1


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m istanbul_talks", description="Istanbul Talks 2022, row by row.")
    parser.add_argument("--version", action="version", version=descriptor()["version"])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("tables", help="list the tables")
    command.set_defaults(run=lambda options: print(loading.tables()))
    command = commands.add_parser("show", help="print a row and what it rests on")
    command.add_argument("row", help="such as qt-031")
    command.add_argument("--sources", metavar="DIR", help="the folder of the articles, to print the anchored words")
    command.set_defaults(run=lambda options: showing.show(options.row, options.sources))
    command = commands.add_parser("cite", help="print a citation of the package, or of a row")
    command.add_argument("row", nargs="?", help="such as qt-031")
    command.add_argument("--format", choices=citing.FORMATS, default="text")
    command.set_defaults(run=lambda options: print(citing.cite(options.row, options.format)))
    command = commands.add_parser("verify", help="compare every file with its digest")
    command.add_argument("--sources", metavar="DIR", help="the folder of the articles, to read every anchor again")
    command.set_defaults(run=lambda options: verifying.verify(options.sources))
    command = commands.add_parser("export", help="copy tables into a folder")
    command.add_argument("table", nargs="*", help="all, where none is named")
    command.add_argument("--to", metavar="DIR", required=True)
    command.add_argument("--format", choices=exporting.FORMATS, default="csv")
    command.set_defaults(run=_export)
    return parser


def _export(options):
    for path in exporting.export(options.to, *options.table, format=options.format):
        print(path)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without a letter is no reason to stop
    sys.exit(main())
