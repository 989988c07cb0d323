"""Citations in CSL-JSON, and from that as text (APA), BibTeX, biblatex and RIS. No identifier is given that does not exist.

What identifies the work stands in its title, since every style prints that: table, row, version and digest of a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from istanbul_talks.package import Package, Row, open_package

Item = dict[str, Any]  # a work, as CSL-JSON has it

DOI = "https://doi.org/"
SHORT = 12  # characters of a digest that tell two files apart in a reference
# Styles that capitalize titles leave alone what is between these marks.
NOCASE = ('<span class="nocase">', "</span>")
MONTHS = "January February March April May June July August September October November December".split()
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese", "ru": "Russian", "uk": "Ukrainian", "zh": "Chinese"}
SPECIAL = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)


def cite(row: str | None = None, format: str = "text", *, full: bool = False, package: Package | None = None) -> str:
    """The citation of the package, or of a row such as `qt-031`.

    `format` is text (APA), bibtex, biblatex, ris or csl (CSL-JSON). A row is cited with its table, the version and the
    digest of that table, so that a reader can tell whether it still says the same. `full` gives all 64 characters of the
    digest instead of 12. Raises UnknownName, which suggests the nearest row, and ValueError for an unknown format.
    """
    package = package or open_package()
    if row is None:
        return form([of_package(package.facts, digest=package.sha256, full=full)], format)
    record = package.find(row)
    digest = package.table(record.table).sha256
    evidence = anchors(package, record)
    return form([of_row(package.facts, record.table, record.row_id, digest, evidence, full=full)], format)


def anchors(package: Package, row: Row) -> str:
    """The anchors that a row rests on, joined by `;`: its own, or those of the reports of an event; blank for others."""
    if row.table != "events" or "evidence" in row.cells:
        return row.cells.get("evidence", "")
    reports = [report.cells for report in package.rows("event_reports") if report.cells["event_id"] == row.row_id]
    return ";".join(report["evidence"] for report in sorted(reports, key=lambda report: report["source_id"]))


def sources(format: str = "text", *, package: Package | None = None) -> str:
    """The citations of the articles, as far as the files state who published them and when; formats as in `cite`."""
    return form([of_source(row.cells) for row in (package or open_package()).rows("sources")], format)


def of_package(facts: Mapping[str, Any], *, digest: str = "", full: bool = False) -> Item:
    """The CSL item of the package; `facts` is its descriptor, or has what that has, `digest` the SHA-256 of that file."""
    return _data_set(facts, "", f"datapackage.json SHA-256 {_short(digest, full)}" if digest else "")


def of_row(
    facts: Mapping[str, Any], table: str, row_id: str, digest: str, evidence: str | None, *, full: bool = False
) -> Item:
    """The CSL item of a row of a table whose CSV has the SHA-256 `digest`; `evidence` is blank where it has no anchors."""
    item = _data_set(facts, f"row {row_id} of {table}", f"SHA-256 {_short(digest, full)}")
    note = {"note": f"Anchors: {evidence}"} if evidence else {}
    return {**item, "id": f"{item['id']}-{table}-{row_id}", **note}


def _data_set(facts: Mapping[str, Any], part: str, digest: str) -> Item:
    """The item of the package, or of a part of it. It has no `version`: the title has it, and APA would print it twice."""
    state = f"(version {facts['version']}, {digest})" if digest else f"(version {facts['version']})"
    title = (f"{facts['title']}: ", f"{part} {state}") if part else (f"{facts['title']} ", state)
    item = {
        "id": f"{facts['name']}-{facts['version']}",
        "type": "dataset",
        "genre": "Data set",
        "title": title[0] + title[1].join(NOCASE),
        "author": [{"literal": name} for name in _titles(facts, "creator")],
        "issued": _issued(facts["created"]),
        "publisher": ", ".join(_titles(facts, "publisher")),
        "DOI": facts["id"].removeprefix(DOI) if facts.get("id", "").startswith(DOI) else "",
        "URL": facts.get("homepage", ""),
    }
    return {name: value for name, value in item.items() if value}


def of_source(source: Mapping[str, Any]) -> Item:
    """The CSL item of an article; what the file does not state is left out. A description stands for the headline."""
    language, original = (LANGUAGES.get(code, code) for code in (source["language"], source["translated_from"]))
    translated = f", apparently translated from {original}" if original else ""
    credit = f"; credits {source['credited_agencies']}" if source["credited_agencies"] else ""
    file = f"file {source['file_name']}, SHA-256 {_short(source['sha256'])}"
    item: Item = {
        "id": source["source_id"],
        "type": "article-newspaper",
        "title": f"[News article in {language}{translated}{credit}; {file}]".join(NOCASE),
        "language": source["language"],
    }
    if source["publisher"]:
        item["author"] = [{"literal": source["publisher"]}]
    if source["published_on"]:
        item["issued"] = _issued(source["published_on"])
    return item


def _titles(facts: Mapping[str, Any], role: str) -> list[str]:
    return [person["title"] for person in facts["contributors"] if role in person["roles"]]


def _short(digest: str, full: bool = False) -> str:
    return digest if full else digest[:SHORT]


def _title(item: Item) -> str:
    """The title without the marks that only CSL knows."""
    before, after = NOCASE
    return str(item["title"]).replace(before, "").replace(after, "")


def _authors(item: Item) -> list[str]:
    return [author["literal"] for author in item.get("author", ())]


def _issued(day: str | date) -> dict[str, list[list[int]]]:
    day = date.fromisoformat(str(day)[:10])
    return {"date-parts": [[day.year, day.month, day.day]]}


def form(items: Iterable[Item], format: str) -> str:
    """CSL items in one of the formats. Raises ValueError where there is no such format."""
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; use one of {', '.join(FORMATS)}")
    return FORMATS[format](items)


def text(item: Item) -> str:
    """An item as text, after the seventh edition of APA; without an author the title comes first."""
    title, authors = _title(item), ", ".join(_authors(item)).rstrip(".")
    year, *day = item["issued"]["date-parts"][0] if "issued" in item else ("n.d.",)
    is_data = item["type"] == "dataset"
    when = f"{year}, {MONTHS[day[0] - 1]} {day[1]}" if day and not is_data else year
    title += " [Data set]" if is_data else ""
    parts = [authors, f"({when})", title] if authors else [title, f"({when})"]
    parts += [item["publisher"].rstrip(".")] if "publisher" in item else []
    address = DOI + item["DOI"] if "DOI" in item else item.get("URL", "")
    return f"{'. '.join(parts)}. {address}".rstrip()


def bibtex(item: Item) -> str:
    """An item as a BibTeX entry of type misc, which every style knows."""
    year, month, _ = item["issued"]["date-parts"][0] if "issued" in item else ("", 0, 0)
    dated = {"year": f"{{{year}}}", "month": MONTHS[month - 1][:3].lower()} if year else {}
    kind = {"howpublished": f"{{{item['genre']}}}"} if "genre" in item else {}
    return _entry("misc", item, {**_without_author(item, "key"), **kind, **dated})


def biblatex(item: Item) -> str:
    """An item as a biblatex entry."""
    dated = {"date": "{{{:04}-{:02}-{:02}}}".format(*item["issued"]["date-parts"][0])} if "issued" in item else {}
    if item["type"] == "dataset":
        return _entry("dataset", item, {"titleaddon": f"{{{item['genre']}}}", **dated})
    return _entry("misc", item, {**_without_author(item, "label"), **dated})


def _without_author(item: Item, field: str) -> dict[str, str]:
    """The field by which a style sorts or labels an entry that has no author."""
    return {} if "author" in item else {field: f"{{{item['id']}}}"}


def _entry(kind: str, item: Item, fields: Mapping[str, str]) -> str:
    """An entry of a .bib file. The double braces keep the case of a title, and a name in one piece."""
    parts = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in _authors(item)).join("{}"),
        "title": f"{{{{{_tex(_title(item))}}}}}",
        **fields,
        "publisher": f"{{{{{_tex(item.get('publisher', ''))}}}}}",
        "doi": f"{{{item.get('DOI', '')}}}",  # what is no text is not escaped
        "url": f"{{{item.get('URL', '')}}}",
        "comment": f"{{{_tex(item.get('note', ''))}}}",
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in parts.items() if value.strip("{}"))
    return f"@{kind}{{{item['id']},\n{lines}}}"


def _tex(words: str) -> str:
    return words.translate(SPECIAL)


def ris(item: Item) -> str:
    """An item as RIS, which is plain text with a tag in front of each line."""
    parts = [("TY", "DATA" if item["type"] == "dataset" else "NEWS"), ("ID", item["id"])]
    # A comma would part a surname from a first name.
    parts += [("AU", author.replace(",", "")) for author in _authors(item)]
    parts.append(("TI", _title(item)))
    if "issued" in item:
        year, month, day = item["issued"]["date-parts"][0]
        parts += [("PY", str(year)), ("DA", f"{year:04}/{month:02}/{day:02}")]
    fields = {"M3": "genre", "PB": "publisher", "DO": "DOI", "UR": "URL", "LA": "language", "N1": "note"}
    parts += [(tag, item[name]) for tag, name in fields.items() if name in item]
    return "\n".join(f"{tag}  - {words}" for tag, words in [*parts, ("ER", "")])


# Every format that there is: commands, page and messages list these.
FORMATS: dict[str, Callable[[Iterable[Item]], str]] = {
    "text": lambda items: "\n".join(map(text, items)),
    "bibtex": lambda items: "\n".join(map(bibtex, items)),
    "biblatex": lambda items: "\n".join(map(biblatex, items)),
    "ris": lambda items: "\n".join(map(ris, items)),
    "csl": lambda items: json.dumps(list(items), ensure_ascii=False, indent=2),
}
