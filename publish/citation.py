"""Files by which others cite and find the package; all from the facts that the descriptor has."""

import json
from html import escape

import yaml

from istanbul_talks.citing import form, of_source


def cff(about):
    """The bytes of `CITATION.cff`, version 1.2.0 of its format."""
    file = {
        "cff-version": "1.2.0",
        "message": "Cite the data set with its version. To cite a row, see `python -m istanbul_talks cite ROW`.",
        "type": "dataset",
        "title": about["title"],
        "version": about["version"],
        "date-released": about["created"][:10],
        "authors": [{"name": person["title"]} for person in _creators(about)],
        "abstract": about["description"],
        "keywords": about["keywords"],
        "license": about["licenses"][0]["name"],
    }
    return yaml.safe_dump(file, sort_keys=False, allow_unicode=True, width=120).encode()


def zenodo(about):
    """The bytes of `.zenodo.json`: what the archive of that name asks for at a deposit."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in about["description"].split("\n\n"))
    file = {
        "upload_type": "dataset",
        "title": about["title"],
        "version": about["version"],
        "publication_date": about["created"][:10],
        "creators": [{"name": person["title"]} for person in _creators(about)],
        "description": paragraphs,
        "notes": about["rights"],
        "keywords": about["keywords"],
        "language": "eng",
        "access_right": "open",
        "license": about["licenses"][0]["name"].lower(),
    }
    return (json.dumps(file, ensure_ascii=False, indent=2) + "\n").encode()


def bibliography(sources):
    """The bytes of `sources.bib`; `sources` is the table of the articles."""
    rows = sources.astype(object).where(sources.notna(), None).to_dict("records")
    return (form([of_source(row) for row in rows], "bibtex") + "\n").encode()


def _creators(about):
    return [person for person in about["contributors"] if "creator" in person["roles"]]
