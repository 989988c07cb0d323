"""Citations in the reference lists that other programs print: row, version and digest are in each, in their own case."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from istanbul_talks import cite, open_package, sources
from istanbul_talks.citing import FORMATS
from tests.conftest import ROOT

pytestmark = pytest.mark.release
PACKAGE = open_package(ROOT)
# What people cite: the rows that rest on words. BibTeX tells at most 26 works of one author and year apart.
TABLES = [table for table in PACKAGE.tables if "evidence" in PACKAGE.schema(table).fields]
STYLES = Path("/usr/share/citation-style-language/styles")  # of the Debian package citation-style-language-styles
CSL = {
    "APA": "apa",
    "Chicago": "chicago-author-date",
    "IEEE": "ieee",
    "MLA": "modern-language-association",
    "Harvard": "harvard-cite-them-right",
    "Vancouver": "vancouver",
}
ENDINGS = {"csl": "json", "bibtex": "bibtex", "biblatex": "bib", "ris": "ris"}  # by which pandoc knows a format
# On paper so wide that no title is broken.
DOCUMENT = r"""\documentclass{article}
\pdfpagewidth=400cm \hsize=350cm \textwidth=350cm
\usepackage[style=%s]{biblatex}
\addbibresource{references.bib}
\begin{document}
\nocite{*}\printbibliography
\end{document}
"""
MODS = "{http://www.loc.gov/mods/v3}"


@dataclass(frozen=True)
class Reference:
    """A cited work: its key, and what must be printed of it."""

    key: str
    words: str


@pytest.fixture(scope="module")
def references() -> list[Reference]:
    """The package, the first row of each of TABLES, and the articles."""
    version, facts = PACKAGE.facts["version"], PACKAGE.facts
    key = f"{facts['name']}-{version}"
    words = f"{facts['title']} (version {version}, datapackage.json SHA-256 {PACKAGE.sha256[:12]})"
    cited = [Reference(key, words)]
    for table in TABLES:
        row_id, digest = PACKAGE.rows(table)[0].row_id, PACKAGE.table(table).sha256
        identity = f"row {row_id} of {table} (version {version}, SHA-256 {digest[:12]})"
        cited.append(Reference(f"{key}-{table}-{row_id}", f"{facts['title']}: {identity}"))
    for article in (row.cells for row in PACKAGE.rows("sources")):
        cited.append(Reference(article["source_id"], f"file {article['file_name']}, SHA-256 {article['sha256'][:12]}"))
    return cited


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Callable[[str], Path]:
    """exported(format): a file with the citations of `references`."""
    folder = tmp_path_factory.mktemp("references")
    names = [None, *(str(PACKAGE.rows(table)[0]) for table in TABLES)]

    def write(format: str) -> Path:
        parts = [*(cite(name, format, package=PACKAGE) for name in names), sources(format, package=PACKAGE)]
        file = folder / f"references.{ENDINGS[format]}"
        text = json.dumps(sum(map(json.loads, parts), [])) if format == "csl" else "\n".join(parts)
        file.write_text(text + "\n", encoding="utf-8")
        return file

    return write


def run(*words: object, cwd: Path, **options) -> str:
    """What a program printed; the test is skipped where the program is not installed."""
    if not shutil.which(str(words[0])):
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run([*map(str, words)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_printed(references: list[Reference], lines: list[str]) -> None:
    """Each work is in a reference of its own, and nothing else is."""
    missing = [work.key for work in references if sum(work.words in line for line in lines) != 1]
    assert (missing, len(lines)) == ([], len(references)), "\n".join(lines)


def test_every_format_is_tried():
    """A new format needs a program here that reads it; text is read by people."""
    assert {*ENDINGS, "text"} == set(FORMATS)


@pytest.mark.parametrize("format", ["csl", "bibtex", "biblatex"])
@pytest.mark.parametrize("style", CSL)
def test_pandoc_prints_row_version_and_digest(style, format, references, exported, tmp_path):
    """The styles of CSL that most journals ask for, by way of pandoc."""
    file = STYLES / f"{CSL[style]}.csl"
    if not file.exists():
        pytest.skip("the styles are not installed: apt-get install citation-style-language-styles")
    options = ["--from=markdown", "--to=plain", "--wrap=none", "--citeproc", f"--csl={file}"]
    options.append(f"--bibliography={exported(format)}")
    printed = run("pandoc", *options, cwd=tmp_path, input="---\nnocite: '@*'\n...\n")
    assert_printed(references, [line for line in printed.splitlines() if line])


@pytest.mark.parametrize("style", ["plain", "apalike", "unsrt", "alpha"])
def test_bibtex_keeps_the_case_of_titles(style, references, exported, tmp_path):
    """The classic styles, some of which write titles in small letters."""
    shutil.copy(exported("bibtex"), tmp_path / "references.bib")
    (tmp_path / "x.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{references}}\n")
    run("bibtex", "x", cwd=tmp_path)
    text = " ".join((tmp_path / "x.bbl").read_text("utf-8").split()).replace(r"\_", "_")
    first, *entries = re.split(r"\\bibitem", text)
    assert_printed(references, entries)
    year = PACKAGE.facts["created"][:4]
    assert all(year in entry for entry in entries if PACKAGE.facts["title"] in entry)


@pytest.mark.parametrize("style", ["numeric", "authoryear", "apa", "chicago-authordate", "ieee", "mla", "vancouver"])
def test_biblatex_prints_row_version_and_digest(style, references, exported, tmp_path):
    """The styles of biblatex, by way of biber and LaTeX."""
    if shutil.which("kpsewhich") and subprocess.run(["kpsewhich", "biblatex.sty", "etoolbox.sty"]).returncode:
        pytest.skip("biblatex is not installed: apt-get install texlive-bibtex-extra texlive-latex-recommended")
    shutil.copy(exported("biblatex"), tmp_path / "references.bib")
    (tmp_path / "x.tex").write_text(DOCUMENT % style)
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x")
    run(*latex, cwd=tmp_path)
    assert "WARN" not in run("biber", "x", cwd=tmp_path)
    run(*latex, cwd=tmp_path)
    printed = run("pdftotext", "-layout", "x.pdf", "-", cwd=tmp_path)
    # The font draws an underscore as a rule, and pdftotext takes the slant of italics for a space.
    works = [Reference(work.key, re.sub(r"[_ ]", "", work.words)) for work in references]
    assert_printed(works, [line.replace(" ", "") for line in printed.splitlines() if "SHA-256" in line])


def test_ris_is_read_by_bibutils(references, exported, tmp_path):
    """Each entry of RIS has its key and title, and its day where it has one."""
    text = run("ris2xml", "--no-bom", "-i", "utf8", "-o", "utf8", exported("ris"), cwd=tmp_path)
    entries = ElementTree.fromstring(text)
    titles = ["".join(": " * (part.tag == f"{MODS}subTitle") + part.text for part in entry[0]) for entry in entries]
    assert_printed(references, titles)
    assert [entry.get("ID") for entry in entries] == [work.key for work in references]
    days = [entry.findtext(f"{MODS}originInfo/{MODS}dateIssued") for entry in entries]
    published = [row.cells["published_on"] or None for row in PACKAGE.rows("sources")]
    created = PACKAGE.facts["created"][:10]
    assert days == [created] * (len(references) - len(published)) + published
