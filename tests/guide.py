"""The commands of docs/adding-an-article.md, run in a copy of the package: `python -m tests.guide` writes the page anew.

A line that begins with `$ python build.py` is a command, and what follows in its block is its output. The comment
`filled` stands where a person has filled the draft, `...` for lines of output that the page leaves out. Rows in a block of CSV are among those of the filled draft.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from functools import cache
from itertools import groupby
from pathlib import Path
from unittest import mock

import build
from editing.drafts import TABLES_OF_DRAFT
from pipeline.form import encode_canonical
from pipeline.package import CARRIED, read
from schemas import TABLES, columns, csv_path
from tests.conftest import ROOT
from tests.subsets import released

PAGE = ROOT / "docs" / "adding-an-article.md"
FINISHED = ROOT / "tests" / "articles" / "example" / "finished"
FILLED = "<!-- filled -->"
PART = re.compile(rf"{FILLED}|^```(?P<kind>console|csv)\n(?P<block>.*?)^```\n", re.MULTILINE | re.DOTALL)


def copy_of_tables(folder: Path) -> Path:
    """A copy of the tables of the package, with those that a build makes of articles that are not at hand.

    Articles that were added since the first release are left out, so that their ids are free.
    """
    for path, content in tables_of_first_release().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@cache
def tables_of_first_release() -> dict[str, bytes]:
    """Path -> bytes of the files of `copy_of_tables`, which many tests copy."""
    package = released(read(ROOT)[0])
    files = {
        csv_path(table): encode_canonical(list(columns(table)), package.rows[table], table).encode() for table in TABLES
    }
    return files | {path: (ROOT / path).read_bytes() for path in map(csv_path, CARRIED)}


def refreshed() -> str:
    """The page as its commands make it now."""
    with tempfile.TemporaryDirectory() as folder:
        package = copy_of_tables(Path(folder))
        return PART.sub(lambda part: refreshed_part(part, package), PAGE.read_text("utf-8"))


def refreshed_part(part: re.Match[str], package: Path) -> str:
    """A part of the page: run its commands, fill the draft, or look for its rows."""
    if part[0] == FILLED:
        shutil.copytree(FINISHED, package / "data/drafts/s005", dirs_exist_ok=True)
    elif part["kind"] == "csv":
        filled = {line for table in TABLES_OF_DRAFT for line in lines(FINISHED / f"{table}.csv")}
        unknown = set(part["block"].splitlines()) - filled
        assert not unknown, f"no rows of the filled draft: {unknown}"
    else:
        commands = re.findall(r"^\$ python build.py (.+)\n((?:(?!\$ ).*\n)*)", part["block"], re.MULTILINE)
        shown = [f"$ python build.py {each}\n{shortened(printed(each, package), before)}" for each, before in commands]
        return f"```console\n{''.join(shown)}```\n"
    return part[0]


def shortened(output: str, before: str) -> str:
    """Output without the lines for which the page has `...`; those that it shows may have other numbers by now."""
    if "...\n" not in before:
        return output
    kept = {re.sub(r"[\d,]+", "", line) for line in before.splitlines()}
    found = [line if re.sub(r"[\d,]+", "", line) in kept else "..." for line in output.splitlines()]
    return "".join(f"{line}\n" for line, _ in groupby(found))


def lines(file: Path) -> list[str]:
    """The lines of a file, none where it does not exist."""
    return file.read_text("utf-8").splitlines() if file.exists() else []


def printed(command: str, package: Path) -> str:
    """What a command prints; paths on the page are those of a clone."""
    out = io.StringIO()
    without = {name: value for name, value in os.environ.items() if name != "ISTANBUL_TALKS_SOURCES"}
    with (
        mock.patch.dict(os.environ, without, clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        contextlib.chdir(ROOT),
    ):
        build.main(["--root", str(package), *shlex.split(command)])
    return out.getvalue()


if __name__ == "__main__":
    PAGE.write_text(refreshed(), "utf-8")
