"""Citations, in CSL-JSON, and from that as text (APA) and BibTeX. No identifier is given that does not exist."""

import hashlib
import json

from istanbul_talks import package

FORMATS = ("text", "bibtex", "csl")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS += ("November", "December")
SPECIAL = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"})
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese", "zh": "Chinese"}


def cite(row=None, format="text"):
    """The citation of the package, or of a row such as `qt-031`; `format` is text (APA), bibtex or csl (CSL-JSON).

    A row is cited with its table, the digest of that table and its anchors, so that a reader can tell whether it still
    says the same. Raises Unknown, which suggests the nearest row.
    """
    if row is None:
        digest = hashlib.sha256((package.ROOT / "datapackage.json").read_bytes()).hexdigest()
        return form([of_package(package.descriptor(), f"SHA-256 of datapackage.json: {digest}")], format)
    table, _, record = package.find(row)
    digest = package.resource(table)["hash"].removeprefix("sha256:")
    found = of_row(package.descriptor(), table, package.row_id(table, record), digest, record.get("evidence"))
    return form([found], format)


def sources(format="text"):
    """The citations of the articles, as far as the files state who published them and when; formats as in `cite`."""
    return form([of_source(source) for source in package.records("sources")], format)


def of_package(facts, note):
    """The CSL item of the package; `facts` is its descriptor, or has what that has of name, title and version."""
    return {
        "id": f"{facts['name']}-{facts['version']}",
        "type": "dataset",
        "title": facts["title"],
        "version": facts["version"],
        "author": [{"literal": person["title"]} for person in facts["contributors"] if "creator" in person["roles"]],
        "issued": {"date-parts": [[int(part) for part in facts["created"][:10].split("-")]]},
        "note": note,
    }


def of_row(facts, table, row_id, digest, evidence):
    """The CSL item of a row of a table whose CSV has the SHA-256 `digest`; `evidence` is blank where it has no anchors."""
    anchors = f", from {evidence}" if evidence else ""
    item = of_package(facts, f"Table {table} (SHA-256 {digest}), row {row_id}{anchors}")
    return {**item, "id": f"{item['id']}-{row_id}"}


def of_source(source):
    """The CSL item of an article; what the file does not state is left out. A description stands for the headline."""
    item = {"id": source["source_id"], "type": "article-newspaper"}
    if source["publisher"]:
        item["author"] = [{"literal": source["publisher"]}]
    if day := source["published_on"]:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    language = LANGUAGES.get(source["language"], source["language"])
    if source["translated_from"]:
        language += (
            f", apparently translated from {LANGUAGES.get(source['translated_from'], source['translated_from'])}"
        )
    credit = f"; credits {source['credited_agencies']}" if source["credited_agencies"] else ""
    item["title"] = f"[News article in {language}{credit}]"
    item["language"] = source["language"]
    item["note"] = f"File {source['file_name']}, SHA-256 {source['sha256']}"
    return item


def form(items, format):
    """CSL items in one of the three formats. Raises ValueError where there is no such format."""
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; use one of {', '.join(FORMATS)}")
    if format == "csl":
        return json.dumps(items, ensure_ascii=False, indent=2)
    return "\n".join(map(text if format == "text" else bibtex, items))


def text(item):
    """An item as text, after the seventh edition of APA."""
    authors = ", ".join(author["literal"] for author in item.get("author", ())) or "[Publisher not stated]"
    year, *day = item["issued"]["date-parts"][0] if "issued" in item else ("n.d.",)
    if item["type"] == "dataset":
        return f"{authors}. ({year}). {item['title']} (Version {item['version']}) [Data set]. {item['note']}."
    when = f"{year}, {MONTHS[day[0] - 1]} {day[1]}" if day else year
    return f"{authors.rstrip('.')}. ({when}). {item['title']}. {item['note']}."


def bibtex(item):
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


def _tex(words):
    return words.translate(SPECIAL)
