"""The data alone as an archive that catalogues understand: RO-Crate, DataCite, a dataset card, checksums."""

import posixpath
import re
from collections.abc import Collection, Mapping
from typing import Any

import yaml

from istanbul_talks.citing import of_package, text
from publish.codebook import docstring
from publish.descriptor import creators, to_json
from publish.tables import CORE

CARD = "README.md"
# Files of the data archive beside the tables and what describes them.
DOCUMENTS = (
    "LICENSE",
    "CHANGELOG.md",
    "CITATION.cff",
    "sources.bib",
    "docs/codebook.md",
    "docs/methods.md",
    "docs/reliability.md",
    "docs/rules.md",
)
DESCRIPTIONS = ("datapackage.json", "datapackage-core.json", "croissant.json")
MEDIA = {
    "bib": "application/x-bibtex",
    "cff": "application/yaml",
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
}
UNKNOWN = ":unav"  # the code of DataCite for what is not available, which a mandatory property may have


def data_archive(files: Mapping[str, bytes], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Relative path -> bytes of the data alone, with its catalogue entries; `files` has all that is committed."""
    kept = {
        path: content
        for path, content in files.items()
        if path in (*DOCUMENTS, *DESCRIPTIONS) or path.startswith(("data/", "schemas/")) and path.endswith(tuple(MEDIA))
    }
    kept |= {path: unlinked(path, content, kept) for path, content in kept.items() if path.endswith(".md")}
    kept |= {CARD: card(about), "datacite.json": datacite(about)}
    return kept | {"ro-crate-metadata.json": rocrate(kept, about)}


def unlinked(path: str, content: bytes, kept: Collection[str]) -> bytes:
    """A page of Markdown in which a link to a file that is not among `kept` is plain words.

    >>> unlinked("docs/a.md", b"[one](b.md#x), [two](../c.md), [three](https://example.org)", {"docs/b.md"})
    b'[one](b.md#x), two, [three](https://example.org)'
    """

    def link(found: re.Match[str]) -> str:
        file, _, _ = found[2].partition("#")
        leads = not file or "://" in file or posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) in kept
        return found[0] if leads else found[1]

    return re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", link, content.decode()).encode()


def rocrate(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The bytes of `ro-crate-metadata.json`, RO-Crate 1.1: the crate, each of `files`, licence and creators."""
    people = [
        {"@id": f"#creator-{n}", "@type": "Organization", "name": name} for n, name in enumerate(creators(about), 1)
    ]
    licence = about["licenses"][0]
    crate = {
        "@id": "./",
        "@type": "Dataset",
        "name": about["title"],
        "description": about["description"],
        "version": about["version"],
        "datePublished": about["created"][:10],
        "license": {"@id": licence["path"]},
        "author": [{"@id": person["@id"]} for person in people],
        "keywords": about["keywords"],
        "usageInfo": about["rights"],
        "hasPart": [{"@id": path} for path in sorted(files)],
    }
    if "id" in about:
        crate["identifier"] = about["id"]
    if "homepage" in about:
        crate["url"] = about["homepage"]
    if "publisher" in about:
        people.append({"@id": "#publisher", "@type": "Organization", "name": about["publisher"]})
        crate["publisher"] = {"@id": "#publisher"}
    if "contact" in about:
        name, email = about["contact"]["name"], about["contact"]["email"]
        people[0]["contactPoint"] = {"@id": f"mailto:{email}"}
        people.append({"@id": f"mailto:{email}", "@type": "ContactPoint", "name": name, "email": email})
    described = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        crate,
        *(_file(path, content) for path, content in sorted(files.items())),
        {"@id": licence["path"], "@type": "CreativeWork", "name": licence["title"], "identifier": licence["name"]},
        *people,
    ]
    return to_json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": described})


def _file(path: str, content: bytes) -> dict[str, Any]:
    """A file of the crate."""
    table = path.rpartition("/")[2].partition(".")[0]
    is_table = path.startswith("data/") and path.endswith((".csv", ".parquet"))
    return {
        "@id": path,
        "@type": "File",
        "name": path.rpartition("/")[2],
        **({"description": docstring(table)} if is_table else {}),
        "encodingFormat": MEDIA.get(path.rpartition(".")[2], "text/plain"),
        "contentSize": str(len(content)),  # the context of RO-Crate has no word for a digest; SHA256SUMS has them
    }


def datacite(about: Mapping[str, Any]) -> bytes:
    """The bytes of `datacite.json`, DataCite 4.5; a DOI stands in it where one is known."""
    licence, day = about["licenses"][0], about["created"][:10]
    facts = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "titles": [{"title": about["title"], "lang": "en"}],
        "creators": [{"name": name, "nameType": "Organizational"} for name in creators(about)],
        "publisher": {"name": about.get("publisher", UNKNOWN)},
        "publicationYear": day[:4],
        "version": about["version"],
        "language": "en",
        "dates": [{"date": day, "dateType": "Created"}],
        "subjects": [{"subject": keyword} for keyword in about["keywords"]],
        "descriptions": [{"description": about["description"], "descriptionType": "Abstract"}],
        "rightsList": [{"rights": licence["title"], "rightsUri": licence["path"], "rightsIdentifier": licence["name"]}],
        "formats": ["text/csv", MEDIA["parquet"]],
    }
    if "doi" in about:
        facts["doi"] = about["doi"]
    if "homepage" in about:
        facts["url"] = about["homepage"]
    if "contact" in about:
        facts["contributors"] = [{"name": about["contact"]["name"], "contributorType": "ContactPerson"}]
    return to_json(facts)


def card(about: Mapping[str, Any]) -> bytes:
    """The bytes of the dataset card, which is the README of the data archive: a configuration for each table.

    It is in the form of the Hugging Face Hub, whose library `datasets` loads a table by its name.
    """
    head = {
        "pretty_name": about["title"],
        "license": about["licenses"][0]["name"].lower(),
        "language": ["en"],
        "tags": about["keywords"],
        "configs": [
            {
                "config_name": table,
                "data_files": f"data/parquet/{table}.parquet",
                **({"default": True} if not n else {}),
            }
            for n, table in enumerate(CORE)
        ],
    }
    loaded = f'datasets.load_dataset(folder, "{CORE[0]}", split="train")'
    lines = [
        f"# {about['title']}, the data",
        about["description"],
        "Language models coded the rows and checked them against the articles; `checks` says who read which row, and"
        " `docs/methods.md` how. The code that checks the tables is in the archive of everything.",
        "## Tables",
        "\n".join(f"- `{table}`: {docstring(table)}" for table in CORE),
        "The other tables record the work; `docs/codebook.md` explains every table, column and code.",
        "## Load",
        "CSV is in `data/`, Parquet in `data/parquet/`; `datapackage.json` describes both, `datapackage-core.json` the CSV of"
        f" the tables above. With the library `datasets`, for a folder with this archive: `{loaded}`.",
        "## Cite",
        text(of_package(about)),
        f"## Licence\n\n{about['licenses'][0]['title']}. {about['rights']}",
    ]
    return f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=120)}---\n\n{chr(10).join(f'{line}{chr(10)}' for line in lines)}".encode()
