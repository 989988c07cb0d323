"""Build the Istanbul Talks 2022 data package: read the tables, validate them, derive, publish.

With the articles at hand every anchor is read again in them; without them what the last build proved is carried
forward, and the report says so. They are looked for in --sources, in ISTANBUL_TALKS_SOURCES, and in sources/.
Exit status: 0 where all is well or waived, 1 on an error, 2 on warnings alone.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline import large, report
from pipeline.database import open_database
from pipeline.derive import derive
from pipeline.files import build_lock, write_files
from pipeline.package import Package, read
from pipeline.problems import CommandResult, Problem, deduplicate
from pipeline.rights import rights_problems
from pipeline.validate import is_complete, validate
from schemas import TABLES, UNCHECKED, columns, csv_path, vocabulary

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Validated:
    """A package with what is wrong with it, and, where nothing is in error, its derived tables."""

    package: Package
    problems: list[Problem]
    derived: dict[str, pd.DataFrame] = field(default_factory=dict)


def validated(root: Path, sources: Path | None) -> Validated:
    """Read and validate the package under `root`, and derive its tables where no error stands in the way."""
    package, problems = read(root, sources)
    problems = deduplicate([*problems, *validate(package), *rights_problems(package)])
    if not is_complete(package):
        print("Only single cells were checked: the other rules wait until every table can be read.", file=sys.stderr)
    if any(problem.severity == "error" for problem in problems):
        return Validated(package, problems)
    with open_database(package) as connection:
        return Validated(package, problems, derive(package, connection))


@dataclass(frozen=True)
class Made:
    """The files of a build: those that are committed, and those in dist/."""

    validated: Validated
    committed: dict[str, bytes] = field(default_factory=dict)
    downloads: dict[str, bytes] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


def make(options: argparse.Namespace, *, dist: bool, allow_warnings: bool = False) -> Made:
    """Everything that a build publishes, validated by frictionless as others will find it; no files where it must not."""
    found = validated(options.root, articles_folder(options))
    if any(problem.severity == "error" or not allow_warnings for problem in found.problems):
        return Made(found, problems=found.problems)
    if problems := missing_codes(found):
        return Made(found, problems=[*problems, *found.problems])
    import publish  # what draws takes long to import, and no other command needs it
    from publish.validation import package_problems

    frames = publish.frames(found.package, found.derived)
    committed = publish.artefacts(found.package.files, frames)
    files = {path: found.package.files[path] for path in map(csv_path, TABLES)} | committed
    if problems := [*package_problems(files), *changed_since(found.package)]:
        return Made(found, problems=[*found.problems, *problems])
    return Made(found, committed, publish.downloads(files, frames) if dist else {}, found.problems)


def missing_codes(found: Validated) -> list[Problem]:
    """An error for each code that a derived table needs and `codes` does not list."""
    problems = []
    for table, frame in found.derived.items():
        for column, facts in columns(table).items():
            known = (
                vocabulary(found.package.tables["codes"], facts["codes"])["code"] if "codes" in facts else frame[column]
            )
            for code in sorted(set(frame[column].dropna()) - set(known)):
                message, hint = f"has no row for {facts['codes']}, which {table}.{column} needs", "restore the row"
                problems.append(Problem(csv_path("codes"), None, "code", code, message, hint, "missing_code"))
    return problems


def changed_since(package: Package) -> list[Problem]:
    """An error for each table that is no longer what was read: what is published must be what was checked."""
    problems = []
    for path in map(csv_path, TABLES):
        try:
            same = (package.root / path).read_bytes() == package.files[path]
        except OSError:
            same = False
        if not same:
            problems.append(Problem(path, None, None, None, "changed while the build ran", "run the build again"))
    return problems


def build(options: argparse.Namespace) -> CommandResult:
    """Read, validate, derive and publish; or, with --check, compare instead of publishing."""
    if options.check:
        made = make(options, dist=False)
        problems = [*made.problems, *differences(options.root, made.committed)]
        return result(made, problems, "0 problems; what is committed equals a fresh build")
    with build_lock(options.root):
        made = make(options, dist=not options.no_dist, allow_warnings=options.allow_warnings)
        if made.committed:
            write_files(options.root, made.downloads | made.committed)
        outcome = f"{report.summary(made.problems)}; {len(made.downloads | made.committed)} files are up to date"
        return result(made, made.problems, outcome)


def result(made: Made, problems: Sequence[Problem], outcome: str) -> CommandResult:
    """What a build has to say; the report stands where files were made."""
    if not made.committed:
        return CommandResult(problems)
    closing = report.closing(made.validated.package, made.validated.derived, outcome)
    return CommandResult(problems, closing, "the files were published all the same")


def differences(root: Path, files: dict[str, bytes]) -> list[Problem]:
    """An error for each generated file that is missing, differs from a fresh build, or is none of its files."""
    problems = []
    for path, content in files.items():
        file = root / path
        if not file.is_file() or file.read_bytes() != content:
            problems.append(Problem(path, None, None, None, "differs from a fresh build", "run: make build"))
    for folder in ("data/derived", "data/parquet") if files else ():
        for file in sorted((root / folder).glob("*")):
            path = file.relative_to(root).as_posix()
            if path not in files:
                problems.append(Problem(path, None, None, None, "is no file of the build", f"remove it: git rm {path}"))
    return problems


def release(options: argparse.Namespace) -> CommandResult:
    """Write the archive and the wheel into dist/; refused where what is committed is not a fresh build."""
    from publish import release as archive

    with build_lock(options.root):
        made = make(options, dist=True)
        problems = [*made.problems, *differences(options.root, made.committed)]
        if problems:
            return CommandResult(problems)
        written = archive.write(options.root, made.committed, made.downloads)
        closing = report.closing(made.validated.package, made.validated.derived, "0 problems")
        return CommandResult(report="\n".join([closing, *written]))


def articles_folder(options: argparse.Namespace) -> Path | None:
    """The folder of the articles, or None."""
    folder = options.sources or os.environ.get("ISTANBUL_TALKS_SOURCES")
    if folder:
        return Path(folder)
    return options.root / "sources" if (options.root / "sources").is_dir() else None


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, and print what it has to say; the exit status is 1 on an error, 2 on warnings alone."""
    options = command_line().parse_args(argv)
    try:
        outcome: CommandResult | int = options.run(options)
    except OSError as error:
        outcome = CommandResult([unwritable(error)])
    if isinstance(outcome, int):
        return outcome
    for line in report.lines_of(outcome.problems, options.verbose):
        print(line, file=sys.stderr)
    if outcome.problems:
        print(f"{report.summary(outcome.problems)}; {outcome.outcome}.", file=sys.stderr)
    if outcome.report:
        print(outcome.report)
    return status(outcome)


def status(outcome: CommandResult) -> int:
    """0 where all is well or waived, 1 on an error, 2 on warnings alone."""
    if any(problem.severity == "error" for problem in outcome.problems):
        return 1
    return 2 if outcome.problems else 0


def unwritable(error: OSError) -> Problem:
    """The problem of a file that could not be written."""
    message, hint = f"cannot be written ({error.strerror})", "make room or give permission, then run the command again"
    if isinstance(error, TimeoutError):
        message, hint = "is held by another build for too long", "wait for that build, or end it; then run it again"
    return Problem(str(error.filename), None, None, None, message, hint)


def find(options: argparse.Namespace) -> CommandResult:
    """Print the anchors of words in the articles."""
    from editing import find

    return find.run(options.root, articles_folder(options), options.spellings)


def add(options: argparse.Namespace) -> CommandResult:
    """Take a new article to a draft that a person finishes."""
    from editing import add

    return add.run(add.Options(options.root, articles_folder(options), options.file, options.source, options.anyway))


def row(options: argparse.Namespace) -> CommandResult:
    """Append a row to a draft, from words of its article."""
    from editing import row

    if options.table not in row.TABLES:
        hint = f"name one of {', '.join(row.TABLES)}"
        return CommandResult([Problem("TABLE", None, None, options.table, "is no table of rows from words", hint)])
    names = ("root", "table", "source", "words", "nth")
    return row.run(row.Options(articles=articles_folder(options), **{n: getattr(options, n) for n in names}))


def finish(options: argparse.Namespace) -> CommandResult:
    """Move the finished rows of a draft into data/*.csv."""
    from editing import finish

    return finish.run(finish.Options(options.root, options.source, options.table, options.partial))


def split(options: argparse.Namespace) -> CommandResult:
    """Print a draft of the segments of a new article."""
    from editing import split

    return split.run(options.file)


def diff(options: argparse.Namespace) -> CommandResult:
    """Print the rows that differ between two versions."""
    from editing import diff

    return diff.run(options.root, options.old, options.new)


def tidy(options: argparse.Namespace) -> CommandResult:
    """Bring data/*.csv into canonical form."""
    from editing import tidy

    return tidy.run(options.root)


def examples(options: argparse.Namespace) -> CommandResult:
    """Run the examples of the pages, and write what they print below them."""
    from editing import examples

    return examples.run(options.root)


def review(options: argparse.Namespace) -> CommandResult:
    """Show rows beside the words that they rest on, and write down who checked them."""
    from editing import review

    names = ("root", "table", "source", "checker", "pass_name", "show", "verdicts")
    return review.run(review.Options(sources=articles_folder(options), **{n: getattr(options, n) for n in names}))


def command_line() -> argparse.ArgumentParser:
    """The command line; only the options of a command are known here, the command itself is imported when it runs."""
    parser = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").split("\n")[0])
    parser.set_defaults(run=build)
    parser.add_argument("--check", action="store_true", help="publish nothing; fail where a fresh build differs")
    parser.add_argument("--no-dist", action="store_true", help="leave out what goes into dist/: page and downloads")
    parser.add_argument("--allow-warnings", action="store_true", help="publish in spite of warnings")
    parser.add_argument("--verbose", action="store_true", help="list every row that needs a review")
    parser.add_argument("--sources", metavar="DIR", type=Path, help="read every anchor again in the articles in DIR")
    parser.add_argument("--root", metavar="DIR", type=Path, default=ROOT, help="the package; by default, this one")
    commands = parser.add_subparsers(title="commands", metavar="")
    command = commands.add_parser("tidy", help="bring data/*.csv into canonical form")
    command.set_defaults(run=tidy)
    command = commands.add_parser("find", help="print the anchors of words in the articles")
    command.add_argument("spellings", nargs="+")
    command.set_defaults(run=find)
    command = commands.add_parser("add", help="take a new article to a draft in data/drafts/")
    command.add_argument("file", type=Path)
    command.add_argument("--source", metavar="ID", help="its source id, such as s005; by default the next free one")
    command.add_argument("--anyway", action="store_true", help="add it although it is a near copy of a known article")
    command.set_defaults(run=add)
    command = commands.add_parser("row", help="append a row to a draft, from words of its article")
    command.add_argument("table", metavar="TABLE")
    command.add_argument("--source", metavar="ID", required=True, help="the article, such as s005")
    command.add_argument("--words", metavar="WORDS", action="append", default=[], help="anchor these words; repeatable")
    command.add_argument("--nth", metavar="N", type=int, help="of words that are printed several times, the Nth place")
    command.set_defaults(run=row)
    command = commands.add_parser("finish", help="move the finished rows of a draft into data/*.csv")
    command.add_argument("source", metavar="ID")
    command.add_argument("--table", choices=list(TABLES), metavar="TABLE", help="only its rows")
    command.add_argument("--partial", action="store_true", help="move what is finished, and leave the rest")
    command.set_defaults(run=finish)
    command = commands.add_parser("split", help="print a draft of the segments of a new article")
    command.add_argument("file", type=Path)
    command.set_defaults(run=split)
    command = commands.add_parser("review", help="read rows against their anchors, and write down who checked them")
    command.add_argument(
        "--table", choices=[t for t in TABLES if t not in UNCHECKED], metavar="TABLE", help="only its rows"
    )
    command.add_argument("--source", metavar="ID", help="only rows with an anchor in this source, such as s001")
    command.add_argument("--checker", choices=["person", "model"], help="who reads; only rows that none such has read")
    command.add_argument("--pass", dest="pass_name", metavar="NAME", default="review-1", help="default: review-1")
    command.add_argument(
        "--print", dest="show", action="store_true", help="print the rows instead of asking for checks"
    )
    command.add_argument(
        "--verdicts", metavar="FILE", type=Path, help="read verdicts from FILE, not from standard input"
    )
    command.set_defaults(run=review)
    command = commands.add_parser("diff", help="print the rows that differ between two versions")
    command.add_argument("old", help="a folder, a zip file, or a revision of git")
    command.add_argument("new", help="the same")
    command.set_defaults(run=diff)
    command = commands.add_parser("examples", help="run the examples of the pages and write what they print")
    command.set_defaults(run=examples)
    command = commands.add_parser("check", help="check any package in this layout, of any size")
    large.add_arguments(command)
    command.set_defaults(run=large.run)
    command = commands.add_parser("release", help="make the archive and the wheel in dist/")
    command.set_defaults(run=release)
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without a letter is no reason to stop
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
