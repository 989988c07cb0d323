"""Citations in CSL-JSON, and from that as text (APA) and BibTeX. No identifier is given that does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from istanbul_talks.package import Package, Row, open_package

Item = dict[str, Any]  # a work, as CSL-JSON has it

MONTHS = "January February March April May June July August September October November December".split()
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese", "ru": "Russian", "uk": "Ukrainian", "zh": "Chinese"}
SPECIAL = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)


def cite(row: str | None = None, format: str = "text", *, package: Package | None = None) -> str:
    """The citation of the package, or of a row such as `qt-031`; `format` is text (APA), bibtex or csl (CSL-JSON).

    A row is cited with its table, the digest of that table and its anchors, an event with those of its reports, so that a
    reader can tell whether it still says the same. Raises UnknownName, which suggests the nearest row, and ValueError for an unknown format.
    """
    package = package or open_package()
    if row is None:
        return form([of_package(package.facts, f"SHA-256 of datapackage.json: {package.sha256}")], format)
    record = package.find(row)
    digest = package.table(record.table).sha256
    return form([of_row(package.facts, record.table, record.row_id, digest, anchors(package, record))], format)


def anchors(package: Package, row: Row) -> str:
    """The anchors that a row rests on, joined by `;`: its own, or those of the reports of an event; blank for others."""
    if row.table != "events" or "evidence" in row.cells:
        return row.cells.get("evidence", "")
    reports = [report.cells for report in package.rows("event_reports") if report.cells["event_id"] == row.row_id]
    return ";".join(report["evidence"] for report in sorted(reports, key=lambda report: report["source_id"]))


def sources(format: str = "text", *, package: Package | None = None) -> str:
    """The citations of the articles, as far as the files state who published them and when; formats as in `cite`."""
    return form([of_source(row.cells) for row in (package or open_package()).rows("sources")], format)


def of_package(facts: Mapping[str, Any], note: str) -> Item:
    """The CSL item of the package; `facts` is its descriptor, or has what that has of name, title and version."""
    return {
        "id": f"{facts['name']}-{facts['version']}",
        "type": "dataset",
        "title": facts["title"],
        "version": facts["version"],
        "author": [{"literal": person["title"]} for person in facts["contributors"] if "creator" in person["roles"]],
        "issued": _issued(facts["created"]),
        "note": note,
    }


def of_row(facts: Mapping[str, Any], table: str, row_id: str, digest: str, evidence: str | None) -> Item:
    """The CSL item of a row of a table whose CSV has the SHA-256 `digest`; `evidence` is blank where it has no anchors."""
    anchors = f", from {evidence}" if evidence else ""
    item = of_package(facts, f"Table {table} (SHA-256 {digest}), row {row_id}{anchors}")
    return {**item, "id": f"{item['id']}-{row_id}"}


def of_source(source: Mapping[str, Any]) -> Item:
    """The CSL item of an article; what the file does not state is left out. A description stands for the headline."""
    item: Item = {"id": source["source_id"], "type": "article-newspaper"}
    if source["publisher"]:
        item["author"] = [{"literal": source["publisher"]}]
    if source["published_on"]:
        item["issued"] = _issued(source["published_on"])
    language, original = (LANGUAGES.get(code, code) for code in (source["language"], source["translated_from"]))
    translated = f", apparently translated from {original}" if original else ""
    credit = f"; credits {source['credited_agencies']}" if source["credited_agencies"] else ""
    item["title"] = f"[News article in {language}{translated}{credit}]"
    item["language"] = source["language"]
    item["note"] = f"File {source['file_name']}, SHA-256 {source['sha256']}"
    return item


def _issued(day: str | date) -> dict[str, list[list[int]]]:
    day = date.fromisoformat(str(day)[:10])
    return {"date-parts": [[day.year, day.month, day.day]]}


def form(items: Iterable[Item], format: str) -> str:
    """CSL items in one of the formats. Raises ValueError where there is no such format."""
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; use one of {', '.join(FORMATS)}")
    return FORMATS[format](items)


def text(item: Item) -> str:
    """An item as text, after the seventh edition of APA."""
    authors = ", ".join(author["literal"] for author in item.get("author", ())) or "[Publisher not stated]"
    year, *day = item["issued"]["date-parts"][0] if "issued" in item else ("n.d.",)
    if item["type"] == "dataset":
        return f"{authors}. ({year}). {item['title']} (Version {item['version']}) [Data set]. {item['note']}."
    when = f"{year}, {MONTHS[day[0] - 1]} {day[1]}" if day else year
    return f"{authors.rstrip('.')}. ({when}). {item['title']}. {item['note']}."


def bibtex(item: Item) -> str:
    """An item as a BibTeX entry of type misc, which every style knows."""
    parts = {"author": " and ".join(f"{{{_tex(author['literal'])}}}" for author in item.get("author", ()))}
    parts["title"] = f"{{{_tex(item['title'])}}}"
    if "version" in item:
        parts["howpublished"] = f"Data set, version {_tex(item['version'])}"
    if "issued" in item:
        year, month, _ = item["issued"]["date-parts"][0]
        parts |= {"year": str(year), "month": str(month)}
    parts["note"] = _tex(item["note"])
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in parts.items() if value)
    return f"@misc{{{item['id']},\n{lines}}}"


def _tex(words: str) -> str:
    return words.translate(SPECIAL)


# Every format that there is: commands, page and messages list these.
FORMATS: dict[str, Callable[[Iterable[Item]], str]] = {
    "text": lambda items: "\n".join(map(text, items)),
    "bibtex": lambda items: "\n".join(map(bibtex, items)),
    "csl": lambda items: json.dumps(list(items), ensure_ascii=False, indent=2),
}
