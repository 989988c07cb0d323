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

try:
    import duckdb  # noqa: F401 (to say at once what is missing)
    import pandas as pd
    import pandera  # noqa: F401
except ModuleNotFoundError as missing:
    sys.exit(
        f"{missing.name} is not installed for this Python. Run: make build, or .venv/bin/python build.py after it."
    )

from editing import add, blind, diff, examples, find, finish, review, row, settle, tidy
from pipeline import large, report
from pipeline.blind import release_problems
from pipeline.database import open_database
from pipeline.derive import derive
from pipeline.files import WriteError, build_lock, write_files
from pipeline.package import Package, read
from pipeline.problems import CommandResult, Problem, deduplicate
from pipeline.rights import rights_problems
from pipeline.validate import column_problems, is_complete, validate
from schemas import TABLES, UNCHECKED, columns, csv_path, vocabularies

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Validated:
    """A package with what is wrong with it, and, where nothing is in error, its derived tables."""

    package: Package
    problems: list[Problem]
    derived: dict[str, pd.DataFrame] = field(default_factory=dict)


def validated(root: Path, sources: Path | None, *, allow_unreviewed: bool = False) -> Validated:
    """Read and validate the package under `root`, and derive its tables where no error stands in the way.

    With `allow_unreviewed` a row that nobody reviewed is no error; the closing report counts such rows.
    """
    package, problems = read(root, sources)
    if not is_complete(package):
        print("Only single cells were checked: the other rules wait until every table can be read.", file=sys.stderr)
        problems = [*problems, *column_problems(package), *rights_problems(package)]
        return Validated(package, deduplicate(problems))
    with open_database(package) as connection:
        problems = deduplicate([*problems, *validate(package, connection), *rights_problems(package)])
        if allow_unreviewed:
            problems = [problem for problem in problems if problem.rule != report.REVIEW_RULE]
        if any(problem.severity == "error" for problem in problems):
            return Validated(package, problems)
        return Validated(package, problems, derive(package, connection))


@dataclass(frozen=True)
class Made:
    """The files of a build: those that are committed, and those in dist/."""

    validated: Validated
    committed: dict[str, bytes] = field(default_factory=dict)
    downloads: dict[str, bytes] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


def make(
    options: argparse.Namespace, *, dist: bool, allow_warnings: bool = False, allow_unreviewed: bool = False
) -> Made:
    """Everything that a build publishes, validated by frictionless as others will find it; no files where it must not."""
    say(options, "1/4 Reading and checking the tables")
    checked = validated(options.root, articles_folder(options), allow_unreviewed=allow_unreviewed)
    if any(problem.severity == "error" or not allow_warnings for problem in checked.problems):
        return Made(checked, problems=checked.problems)
    if problems := [*missing_codes(checked), *missing_looks(checked.package)]:
        return Made(checked, problems=[*problems, *checked.problems])
    import publish  # what draws takes long to import, and no other command needs it
    from publish.validation import package_problems

    say(options, "2/4 Making Parquet files, wide views, documents and figures")
    frames = publish.frames(checked.package, checked.derived)
    committed = publish.artefacts(checked.package.files, frames)
    files = {path: checked.package.files[path] for path in map(csv_path, TABLES)} | committed
    say(options, "3/4 Validating the data package with frictionless")
    if problems := [*package_problems(files), *changed_since(checked.package)]:
        return Made(checked, problems=[*checked.problems, *problems])
    if dist:
        say(options, "4/4 Making the page, the workbook and the SQLite file")
    return Made(checked, committed, publish.downloads(files, frames) if dist else {}, checked.problems)


def say(options: argparse.Namespace, step: str) -> None:
    """Print the step that begins, where --progress asks for it."""
    if options.progress:
        print(step, file=sys.stderr, flush=True)


def missing_codes(checked: Validated) -> list[Problem]:
    """An error for each code that a derived table needs and `codes` does not list."""
    problems, codes = [], vocabularies(checked.package.tables["codes"])
    for table, frame in checked.derived.items():
        for column, facts in columns(table).items():
            if "codes" not in facts:
                continue
            for code in sorted(set(frame[column].dropna()) - set(codes[facts["codes"]]["code"])):
                message, hint = f"has no row for {facts['codes']}, which {table}.{column} needs", "restore the row"
                problems.append(Problem(csv_path("codes"), None, "code", code, message, hint, "missing_code"))
    return problems


def missing_looks(package: Package) -> list[Problem]:
    """An error for each side that the figures have no colour and shape for."""
    from publish.figures.drawing import LOOKS

    codes = vocabularies(package.tables["codes"])["side"]["code"]
    message, hint = "is a side without colour and shape", "add it to LOOKS in publish/figures/drawing.py"
    return [
        Problem(csv_path("codes"), line, "code", code, message, hint, "missing_look")
        for line, code in zip(codes.index + 2, codes, strict=True)
        if code not in LOOKS
    ]


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
        made = make(options, dist=False, allow_unreviewed=options.allow_unreviewed)
        problems = [*made.problems, *differences(options.root, made.committed)]
        if problems:
            return CommandResult(problems)
        return result(options, made, problems, "0 problems; what is committed equals a fresh build")
    with build_lock(options.root):
        made = make(
            options,
            dist=not options.no_dist,
            allow_warnings=options.allow_warnings,
            allow_unreviewed=options.allow_unreviewed,
        )
        if made.committed:
            write_files(options.root, made.downloads | made.committed)
        outcome = f"{report.summary(made.problems)}; {len(made.downloads | made.committed)} files are up to date"
        return result(options, made, made.problems, outcome)


def result(options: argparse.Namespace, made: Made, problems: Sequence[Problem], outcome: str) -> CommandResult:
    """What a build has to say; the report stands where files were made."""
    if not made.committed:
        return CommandResult(problems)
    closing = report.closing(made.validated.package, made.validated.derived, outcome, options.verbose)
    return CommandResult(problems, closing, "the files were published all the same")


def differences(root: Path, files: dict[str, bytes]) -> list[Problem]:
    """An error for each generated file that is missing, differs from a fresh build, or is none of its files."""
    problems = []
    for path, content in files.items():
        file = root / path
        if not file.is_file() or file.read_bytes() != content:
            problems.append(Problem(path, None, None, None, "differs from a fresh build", "run: make build"))
    generated = ("data/derived/*", "data/parquet/*", "docs/figures/*", "schemas/*.json") if files else ()
    for file in sorted(file for pattern in generated for file in root.glob(pattern)):
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
        tracked = archive.tracked_files(options.root)
        if not tracked:
            problem = Problem(str(options.root), None, None, None, "has no file that git knows", "release from a clone")
            return CommandResult([problem])
        if problems := release_problems(made.validated.package):
            return CommandResult(problems)
        checked = {path: made.validated.package.files[path] for path in map(csv_path, TABLES)} | made.committed
        written = archive.write(options.root, tracked, checked, made.downloads)
        closing = report.closing(made.validated.package, made.validated.derived, "0 problems", options.verbose)
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
        outcome = CommandResult([file_problem(error)])
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


def file_problem(error: OSError) -> Problem:
    """The problem of a file that could not be read or written."""
    if isinstance(error, TimeoutError):
        message, hint = "is held by another build for too long", "wait for that build, or end it; then run it again"
    elif isinstance(error, WriteError):
        message = f"cannot be written ({error.strerror})"
        hint = "make room or give permission, then run the command again"
    else:
        message, hint = f"cannot be read ({error.strerror})", "name a file that you may read, or restore it"
    return Problem(str(error.filename), None, None, None, message, hint)


def run_row(options: argparse.Namespace) -> CommandResult:
    """Append a row to a draft, from words of its article."""
    if options.table not in row.TABLES:
        hint = f"name one of {', '.join(row.TABLES)}"
        return CommandResult([Problem("TABLE", None, None, options.table, "is no table of rows from words", hint)])
    names = ("root", "table", "source", "words", "nth")
    return row.run(row.Options(articles=articles_folder(options), **{n: getattr(options, n) for n in names}))


def run_find(options: argparse.Namespace) -> CommandResult:
    """Search the articles or, with --rows, the tables."""
    if options.rows:
        return find.run_rows(options.root, options.spellings)
    return find.run(options.root, articles_folder(options), options.spellings)


def run_add(options: argparse.Namespace) -> CommandResult:
    """Take a new article to a draft that a person finishes."""
    return add.run(add.Options(options.root, articles_folder(options), options.file, options.source, options.anyway))


def run_finish(options: argparse.Namespace) -> CommandResult:
    """Move the finished rows of a draft into data/*.csv."""
    return finish.run(finish.Options(options.root, options.source, options.table, options.partial))


def run_review(options: argparse.Namespace) -> CommandResult:
    """Show rows beside the words that they rest on, and write down who checked them; or have content rows coded again."""
    names = ("root", "table", "source", "checker", "pass_name", "show", "verdicts", "answers", "coded_by")
    command = blind if options.blind else settle if options.settle else review
    return command.run(review.Options(sources=articles_folder(options), **{n: getattr(options, n) for n in names}))


def command_line() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").split("\n")[0])
    parser.set_defaults(run=build)
    parser.add_argument("--check", action="store_true", help="publish nothing; fail where a fresh build differs")
    parser.add_argument("--no-dist", action="store_true", help="leave out what goes into dist/: page and downloads")
    parser.add_argument("--allow-warnings", action="store_true", help="publish in spite of warnings")
    parser.add_argument(
        "--allow-unreviewed", action="store_true", help="publish rows that nobody reviewed, and count them"
    )
    parser.add_argument("--progress", action="store_true", help="say what the build is doing")
    parser.add_argument(
        "--verbose", action="store_true", help="list every row that needs a review, and counts by table and column"
    )
    parser.add_argument("--sources", metavar="DIR", type=Path, help="read every anchor again in the articles in DIR")
    parser.add_argument("--root", metavar="DIR", type=Path, default=ROOT, help="the package; by default, this one")
    commands = parser.add_subparsers(title="commands", metavar="")
    command = commands.add_parser("tidy", help="bring data/*.csv into canonical form")
    command.set_defaults(run=lambda options: tidy.run(options.root))
    command = commands.add_parser("find", help="print the anchors of words in the articles")
    command.add_argument("spellings", nargs="+")
    command.add_argument("--rows", action="store_true", help="search titles, labels and glosses of the tables instead")
    command.set_defaults(run=run_find)
    command = commands.add_parser("add", help="take a new article to a draft in data/drafts/")
    command.add_argument("file", type=Path)
    command.add_argument("--source", metavar="ID", help="its source id, such as s005; by default the next free one")
    command.add_argument("--anyway", action="store_true", help="add it although it is a near copy of a known article")
    command.set_defaults(run=run_add)
    command = commands.add_parser("row", help="append a row to a draft, from words of its article")
    command.add_argument("table", metavar="TABLE")
    command.add_argument("--source", metavar="ID", required=True, help="the article, such as s005")
    command.add_argument("--words", metavar="WORDS", action="append", default=[], help="anchor these words; repeatable")
    command.add_argument("--nth", metavar="N", type=int, help="of words that are printed several times, the Nth place")
    command.set_defaults(run=run_row)
    command = commands.add_parser("finish", help="move the finished rows of a draft into data/*.csv")
    command.add_argument("source", metavar="ID")
    command.add_argument("--table", choices=list(TABLES), metavar="TABLE", help="only its rows")
    command.add_argument("--partial", action="store_true", help="move what is finished, and leave the rest")
    command.set_defaults(run=run_finish)
    command = commands.add_parser(
        "review",
        help="read rows against their anchors, and write down who checked them",
        epilog=review.GRAMMAR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
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
    command.add_argument("--blind", action="store_true", help="code content rows again, without their cells in sight")
    command.add_argument("--settle", action="store_true", help="settle where answers differ, and judge our own words")
    command.add_argument("--answers", metavar="FILE", type=Path, help="read answers from FILE: lines of JSON")
    command.add_argument("--coded-by", metavar="NAME", default="", help="the pass or person that coded these rows")
    command.set_defaults(run=run_review)
    command = commands.add_parser("diff", help="print the rows that differ between two versions")
    command.add_argument("old", help="a folder, a zip file, or a revision of git")
    command.add_argument("new", help="the same")
    command.set_defaults(run=lambda options: diff.run(options.root, options.old, options.new))
    command = commands.add_parser("examples", help="run the examples of the pages and write what they print")
    command.set_defaults(run=lambda options: examples.run(options.root))
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
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # `build.py ... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
