"""Files by which others cite and find the package; all from the facts that the descriptor has."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import yaml

from istanbul_talks.citing import form, of_source
from publish.descriptor import creators, to_json
from publish.tables import records


def cff(about: Mapping[str, Any]) -> bytes:
    """The bytes of `CITATION.cff`, version 1.2.0 of its format."""
    facts = {
        "cff-version": "1.2.0",
        "message": "Cite the data set with its version. To cite a row, see `python -m istanbul_talks cite ROW`.",
        "type": "dataset",
        "title": about["title"],
        "version": about["version"],
        "date-released": about["created"][:10],
        "authors": [{"name": name} for name in creators(about)],
        "abstract": about["description"],
        "keywords": about["keywords"],
        "license": about["licenses"][0]["name"],
    }
    if "doi" in about:
        facts["doi"] = about["doi"]
    if "repository" in about:
        facts["repository-code"] = about["repository"]
    if "contact" in about:
        facts["contact"] = [about["contact"]]
    return yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=120).encode()


def zenodo(about: Mapping[str, Any]) -> bytes:
    """The bytes of `.zenodo.json`: what the archive of that name asks for at a deposit.

    It has no DOI and no publisher, since the archive gives the one and is the other.
    """
    facts = {
        "upload_type": "dataset",
        "title": about["title"],
        "version": about["version"],
        "publication_date": about["created"][:10],
        "creators": [{"name": name} for name in creators(about)],
        "description": "".join(f"<p>{escape(paragraph)}</p>" for paragraph in about["description"].split("\n\n")),
        "notes": about["rights"],
        "keywords": about["keywords"],
        "language": "eng",
        "access_right": "open",
        "license": about["licenses"][0]["name"].lower(),
    }
    if "contact" in about:
        facts["contributors"] = [{"name": about["contact"]["name"], "type": "ContactPerson"}]
    if "repository" in about:
        facts["related_identifiers"] = [{"identifier": about["repository"], "relation": "isSupplementTo"}]
    return to_json(facts)


def bibliography(sources: pd.DataFrame) -> bytes:
    """The bytes of `sources.bib`; `sources` is the table of the articles."""
    return (form(map(of_source, records(sources)), "bibtex") + "\n").encode()
