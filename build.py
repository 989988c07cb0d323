"""Build the Istanbul Talks 2022 data package: read the tables, check them, derive, publish.

With the articles at hand every anchor is read again in them; without them what the last build proved is carried
forward, and the report says so. They are looked for in --sources, in ISTANBUL_TALKS_SOURCES, and in sources/.
"""

# ruff: noqa: E402
import os
import sys

import stamp

# What is imported below takes a second or more: whether there is anything to do is asked first.
if __name__ == "__main__" and stamp.is_current(os.path.dirname(os.path.abspath(__file__)), sys.argv[1:]):
    sys.exit(print("Nothing has changed since the last build."))

# The allocators that Arrow prefers keep what they once had; this must be said before it is imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import argparse
from pathlib import Path

import checks
import publish
from checks import canonical
from checks.package import read
from checks.problem import Problem
from checks.report import closing
from edit import diff, examples, find, review, split
from publish import release as archive
from publish.place import alone, place, replace
from scale import command as scale
from schemas import TABLES, csv_path

ROOT = Path(__file__).resolve().parent


def main(argv=None):
    """Run one command; the exit status is 1 where a problem was found."""
    options = arguments().parse_args(argv)
    return options.run(options)


def build(options):
    """Read, check, derive and publish; or, with --check, compare instead of publishing."""
    if options.check:
        package, made, problems = fresh(options.root, sources(options), dist=False)
        problems = problems or differences(options.root, made)
        return tell(problems, "" if problems else closing(package, made, True))
    return published(options, lambda: _place(options))


def published(options, work, command="make build"):
    """Tell what `work` gives, (problems, report), while no other build is at work; or that files cannot be written."""
    try:
        with alone(options.root):
            return tell(*work())
    except OSError as error:
        return tell([unwritable(error, command)], "")


def _place(options):
    package, made, problems = fresh(options.root, sources(options), dist=not options.no_dist)
    if problems:
        return problems, ""
    place(options.root, made)
    if options.root == ROOT and not options.sources:
        stamp.write(ROOT, options.no_dist)
    return [], closing(package, made, False)


def fresh(root, articles, dist):
    """(package, relative path -> bytes of a fresh build, problems); no bytes where there is a problem.

    With `dist`, what goes into dist/ is made too.
    """
    package, problems = read(root, articles)
    found, whole = checks.run(package)
    problems = checks.once([*problems, *found])
    if problems and not whole:
        print("Only single cells were checked: the other rules wait until every table can be read.", file=sys.stderr)
    if problems:
        return package, {}, problems
    derived, problems = checks.derive(package)
    if problems:
        return package, {}, problems
    frames = publish.frames(root, package.tables, derived)
    made = publish.artefacts(root, frames)
    return package, (publish.downloads(root, frames, made) if dist else {}) | made, []


def unwritable(error, command):
    """The problem of a file that could not be written."""
    rule, remedy = f"cannot be written ({error.strerror})", f"make room or give permission, then run: {command}"
    if isinstance(error, TimeoutError):
        rule, remedy = "is held by another build for too long", f"wait for that build, or end it; then run: {command}"
    return Problem(str(error.filename), None, None, None, rule, remedy)


def differences(root, made):
    """A problem for each generated file that is missing, differs from a fresh build, or is none of its files."""
    problems = []
    for path, content in made.items():
        file = root / path
        if not file.is_file() or file.read_bytes() != content:
            problems.append(Problem(path, None, None, None, "differs from a fresh build", "run: make build"))
    for folder in ("data/derived", "data/parquet"):
        for file in sorted((root / folder).glob("*")):
            path = file.relative_to(root).as_posix()
            if path not in made:
                problems.append(Problem(path, None, None, None, "is no file of the build", f"remove it: git rm {path}"))
    return problems


def release(options):
    """Build, then write the archive and the wheel into dist/; refused where what is committed is not a fresh build."""
    return published(options, lambda: _release(options))


def _release(options):
    package, made, problems = fresh(options.root, sources(options), dist=True)
    downloads = {path: content for path, content in made.items() if path.startswith("dist/")}
    problems = problems or differences(options.root, {path: made[path] for path in made if path not in downloads})
    if problems:
        return problems, ""
    name, content = archive.encode(options.root, downloads)
    place(options.root, {f"dist/{name}": content, **downloads})
    wheel = archive.wheel(options.root, options.root / "dist")
    return [], f"{closing(package, made, True)}\ndist/{name}\n{wheel}"


def compare(options):
    """Print the rows that differ between two versions."""
    try:
        return tell([], "\n".join(diff.report(options.old, options.new)))
    except diff.Unreadable as error:
        return tell([Problem(str(error), None, None, None, "nothing to compare", "name a folder, a zip or a tag")], "")


def rerun(options):
    """Run the examples of the pages, and write what they print below them."""
    pages = {
        page: examples.refreshed((options.root / page).read_text("utf-8"), options.root) for page in examples.PAGES
    }

    def work():
        place(options.root, {page: text.encode() for page, text in pages.items()})
        return [], f"{', '.join(pages)}: the examples print what stands below them."

    return published(options, work, "python build.py examples")


def tidy(options):
    """Bring the CSV files under data/ into canonical form; a file that cannot be read is left as it is."""
    return published(options, lambda: _tidy(options), "python build.py tidy")


def _tidy(options):
    package, problems = read(options.root)
    for stem in package.tables:
        path = options.root / csv_path(stem)
        text = path.read_text(encoding="utf-8")
        if (wanted := canonical.tidy(text, stem)) != text:
            replace(path, wanted.encode())
    return problems, "data/*.csv are in canonical form."


def look_up(options):
    """Print where words stand in the articles."""
    package, problems = read(options.root, sources(options))
    if not package.texts and not problems:
        problems = [Problem("sources", None, None, None, "no articles at hand", "name their folder: --sources DIR")]
    return tell(problems, "" if problems else "\n".join(find.report(package.texts, options.words)))


def cut(options):
    """Print a draft of the segments of a new article."""
    try:
        return tell([], "\n".join(split.draft(options.file)))
    except (OSError, UnicodeDecodeError) as error:
        return tell(
            [Problem(str(options.file), None, None, None, f"cannot be read ({error})", "name a UTF-8 file")], ""
        )


def check_rows(options):
    """Show rows beside the words that they rest on, and write down who checked them."""
    try:
        return tell(*review.run(options, sources(options)))
    except OSError as error:
        return tell([unwritable(error, "python build.py review")], "", "checks written before it are kept")


def sources(options):
    """The folder of the articles, or None."""
    named = options.sources or os.environ.get("ISTANBUL_TALKS_SOURCES")
    if named:
        return Path(named)
    return options.root / "sources" if (options.root / "sources").is_dir() else None


def tell(problems, report, outcome="nothing was published"):
    """Print the problems and what became of the rest, or the report; the exit status."""
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problem{'s' * (len(problems) > 1)}; {outcome}.", file=sys.stderr)
    else:
        print(report)
    return 1 if problems else 0


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__.split("\n")[0])
    parser.set_defaults(run=build)
    parser.add_argument("--check", action="store_true", help="publish nothing; fail where a fresh build differs")
    parser.add_argument("--no-dist", action="store_true", help="leave out what goes into dist/: page and downloads")
    parser.add_argument("--sources", metavar="DIR", type=Path, help="read every anchor again in the articles in DIR")
    parser.add_argument("--root", metavar="DIR", type=Path, default=ROOT, help="the package; by default, this one")
    commands = parser.add_subparsers(title="for those who write rows", metavar="")
    command = commands.add_parser("tidy", help="bring data/*.csv into canonical form")
    command.set_defaults(run=tidy)
    command = commands.add_parser("check", help="check any package in this layout, of any size")
    scale.add_arguments(command)
    command.set_defaults(run=scale.run)
    command = commands.add_parser("find", help="print the anchors of words in the articles")
    command.add_argument("words")
    command.set_defaults(run=look_up)
    command = commands.add_parser("split", help="print a draft of the segments of a new article")
    command.add_argument("file", type=Path)
    command.set_defaults(run=cut)
    verbatim = argparse.RawDescriptionHelpFormatter
    command = commands.add_parser("diff", help="print the rows that differ between two versions")
    command.add_argument("old", help="a folder, a zip file, or a revision of git")
    command.add_argument("new", help="the same")
    command.set_defaults(run=compare)
    command = commands.add_parser("examples", help="run the examples of the pages and write what they print")
    command.set_defaults(run=rerun)
    command = commands.add_parser("release", help="make the archive and the wheel in dist/")
    command.set_defaults(run=release)
    words = "read rows against their anchors, and write down who checked them"
    command = commands.add_parser("review", help=words, epilog=review.GRAMMAR, formatter_class=verbatim)
    stems = [stem for stem in TABLES if stem != "checks"]
    command.add_argument("--table", metavar="TABLE", choices=stems, help="only rows of this table")
    command.add_argument("--source", metavar="ID", help="only rows with an anchor in this source, such as s001")
    command.add_argument("--checker", choices=["person", "model"], help="who reads; only rows that none such has read")
    command.add_argument("--pass", dest="name", type=review.pass_name, default="review-1", help="default: review-1")
    command.add_argument("--print", action="store_true", help="print the rows instead of asking for checks")
    command.set_defaults(run=check_rows)
    return parser


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without a letter is no reason to stop
    sys.exit(main())
