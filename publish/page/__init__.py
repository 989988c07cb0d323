"""`dist/page/index.html`: the whole package in one file that a browser opens, from a disk or from any static host.

The page carries every published CSV, compressed, and reads its rows from them; so what it shows is what it gives away.
Nothing on it is fetched: its policy allows no request at all, and only the script whose digest it names.
"""

import base64
import dataclasses
import gzip
import hashlib
import json
from datetime import date
from pathlib import Path

import jinja2
from markupsafe import Markup

from istanbul_talks.citing import FORMATS, form, of_package, of_row
from publish import words
from publish.codebook import describe, docstring
from publish.page import overview, scripts, views
from publish.tables import records
from schemas import (
    TABLES,
    TITLES,
    UNCHECKED,
    WIDE,
    columns,
    csv_path,
    dated,
    foreign_keys,
    group_column,
    primary_key,
    speaker_column,
    title_column,
)
from schemas.derived import label_beside

HERE = Path(__file__).parent
PATH = "dist/page/index.html"
# What stands in the templates of citations where the script puts a row; no id and no anchor looks like them.
ROW, ANCHORS = "ROW-ID", "ROW-ANCHORS"


def encode(frames, files, about):
    """The bytes of the page.

    `frames` maps the stem of every table to its frame, `files` the path of every published file to its bytes, `about` is
    the package's facts (`publish.descriptor.about`).
    """
    style = (HERE / "style.css").read_text("utf-8")
    script = scripts.bundle(scripts.read())
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("index.html").render(
        about=about,
        policy=policy([script], style),
        style=Markup(style),
        script=Markup(script),
        described=embedded_json(json.loads(files["croissant.json"])) if "croissant.json" in files else None,
        facts=embedded_json(facts(frames, files, about)),
        cites=package_cites(files, about),
        tables=views.contents(frames),
        docstring=docstring,
        article_titles={one.source_id: one.title for one in words.articles(frames["sources"]).values()},
        sources=records(frames["sources"]),
        released=words.day(date.fromisoformat(about["created"][:10])),
        **overview.facts(frames, about),
        figures={name: Markup(files[f"docs/figures/{name}.svg"].decode()) for name in ("timeline", "map", "sources")},
        files={path: compressed(files[path]) for path in published(frames)},
    )
    return page.encode()


def published(frames):
    """The paths of the files that the page gives away: the CSV of each table."""
    return [csv_path(stem) for stem in frames]


def facts(frames, files, about):
    """What the script must know beside the tables themselves."""
    described = {stem: table(stem, files[csv_path(stem)], about) for stem in frames}
    articles = words.articles(frames["sources"])
    return {
        "version": about["version"],
        "row": ROW,
        "anchors": ANCHORS,
        "articles": {source: {"name": one.name, "title": one.title} for source, one in articles.items()},
        "tables": described,
        "related": views.RELATED,
        "cites": package_cites(files, about),
    }


def table(stem, content, about):
    """Paths, key, columns, view and citations of a table."""
    digest = hashlib.sha256(content).hexdigest()
    anchors = ANCHORS if "evidence" in columns(stem) or stem == "events" else None
    metadata = columns(stem)
    described = {column.name: column_facts(stem, column, metadata[column.name]) for column in describe(stem)}
    view = views.VIEWS.get(stem)
    return {
        "path": csv_path(stem),
        "what": docstring(stem),
        "key": primary_key(stem),
        "title": title_column(stem),
        "group": group_column(stem),
        "speaker": speaker_column(stem),
        "dated": dated(stem),
        "wide": f"{stem}_wide" if f"{stem}_wide" in WIDE else None,
        "checked": stem in TABLES and stem not in UNCHECKED,
        "links": foreign_keys(stem),
        "columns": described,
        "view": view and {**dataclasses.asdict(view), "columns": view.columns(stem)},
        "cites": {format: form([of_row(about, stem, ROW, digest, anchors)], format) for format in FORMATS},
    }


def column_facts(stem, column, metadata):
    """What the codebook says of a column, its heading, and the name of the label beside it."""
    label = label_beside(column.name, metadata, TITLES)
    return {**dataclasses.asdict(column), "heading": views.heading(stem, column.name), "label": label and label.name}


def package_cites(files, about):
    """Format -> citation of the package."""
    digest = hashlib.sha256(files["datapackage.json"]).hexdigest()
    return {format: form([of_package(about, digest=digest)], format) for format in FORMATS}


def policy(scripts, style):
    """The Content-Security-Policy: these scripts, this style, no other resource and no request of any kind."""
    hashes = " ".join(map(source_hash, scripts))
    rules = {"default-src": "'none'", "script-src": hashes, "style-src": source_hash(style)}
    rules |= {"img-src": "data:"}  # the icon, for which a browser would ask the host otherwise
    rules |= {"base-uri": "'none'", "form-action": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def source_hash(text):
    """The hash by which a policy knows an inline script or style.

    >>> source_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def compressed(content):
    """Bytes, compressed, as text that can stand in a page."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def embedded_json(value):
    """JSON that can stand in a script element: nothing in it ends the element.

    >>> embedded_json({"a": "</script>"})
    Markup('{"a":"\\\\u003c/script>"}')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))
