"""Verification of the files, and of the anchors in the articles, with nothing but the standard library."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from istanbul_talks.package import CorruptPackage, Package, open_package


def verify(sources: str | Path | None = None, *, package: Package | None = None) -> bool:
    """Compare every file with its digest in the descriptor and, given the articles, read every anchor again.

    `sources` is the folder of the articles; without it, ISTANBUL_TALKS_SOURCES is. Prints what was compared, and a line
    for each problem. True where there is none.
    """
    try:
        package = package or open_package()
        problems = _files(package)
        print(f"{len(package.resources)} files compared with datapackage.json")
        if not problems:  # else the anchors themselves may be wrong
            problems = _anchors(package, sources)
    except CorruptPackage as error:
        problems = [str(error)]
    for problem in problems:
        print(problem)
    print(f"{len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'} found")
    return not problems


def _files(package: Package) -> list[str]:
    """What is wrong with the published files."""
    problems = []
    for resource in package.resources.values():
        try:
            package.read(resource)
        except CorruptPackage as error:
            problems.append(str(error))
    return problems


def _anchors(package: Package, sources: str | Path | None) -> list[str]:
    """What is wrong with the articles, and with the anchors in those that can be read."""
    articles = read_articles(package, sources)
    anchors = [row.cells for row in package.rows("evidence")]
    readable = [anchor for anchor in anchors if anchor["source_id"] in articles.texts]
    wrong = [anchor for anchor in readable if not _matches(anchor, articles.texts[anchor["source_id"]])]
    print(f"{len(readable) - len(wrong):,} of {len(anchors):,} anchors match the articles")
    return articles.problems + [
        "{table}:{row_id}  {source_id}:{start}-{end} does not have the words that were coded".format(**anchor)
        for anchor in wrong
    ]


def _matches(anchor: Mapping[str, str], text: str) -> bool:
    start, end = int(anchor["start"]), int(anchor["end"])
    return end <= len(text) and hashlib.sha256(text[start:end].encode()).hexdigest() == anchor["sha256"]


@dataclass(frozen=True)
class Articles:
    """`texts` maps the source_id of each article that is at hand to its text; `problems` says why others are not."""

    texts: Mapping[str, str]
    problems: list[str]


def read_articles(package: Package, folder: str | Path | None = None) -> Articles:
    """The articles in `folder`, or in ISTANBUL_TALKS_SOURCES; none where neither is given."""
    folder = folder or os.environ.get("ISTANBUL_TALKS_SOURCES") or ""
    texts, problems = {}, []
    for row in package.rows("sources") if folder else ():
        path = Path(folder) / Path(row.cells["file_name"]).name
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == row.cells["sha256"]:
                texts[row.row_id] = content.decode()
            else:
                problems.append(f"{path}  is not the file that was coded: its anchors are not verified")
        except UnicodeDecodeError:
            problems.append(f"{path}  is not UTF-8: its anchors are not verified")
        except OSError as error:
            problems.append(f"{path}  cannot be read ({error.strerror}): its anchors are not verified")
    return Articles(texts, problems)
