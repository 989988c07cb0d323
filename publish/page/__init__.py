"""`dist/page/index.html`: the whole package in one file that a browser opens, from a disk or from any static host.

The page carries every published CSV and Parquet file, compressed, and reads its rows from them; so what it shows is what
it gives away. Nothing on it is fetched: its policy allows no request at all, and only the scripts whose digests it names.
"""

import base64
import dataclasses
import gzip
import hashlib
import json
import re
from datetime import date
from pathlib import Path

import itables
import jinja2
from markupsafe import Markup

from istanbul_talks.citing import FORMATS, form, of_package, of_row
from publish.codebook import describe, docstring
from publish.page import overview
from publish.tables import records
from publish.words import day
from schemas import TABLES, TITLES, UNCHECKED, columns, csv_path, foreign_keys, primary_key

HERE = Path(__file__).parent
PATH = "dist/page/index.html"
SCRIPTS = ("package", "elements", "figures", "tables", "card", "evidence", "cite", "main")
BUNDLE = Path(itables.__file__).parent / "html" / "dt_bundle.js"
# What stands in the templates of citations where the script puts a row; no id and no anchor looks like them.
ROW, ANCHORS = "ROW-ID", "ROW-ANCHORS"


def encode(frames, files, about):
    """The bytes of the page.

    `frames` maps the stem of every table to its frame, `files` the path of every published file to its bytes, `about` is
    the package's facts (`publish.descriptor.about`).
    """
    style = (HERE / "style.css").read_text("utf-8")
    script = "\n".join((HERE / "script" / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    widget = bundle(BUNDLE.read_text("utf-8"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("index.html").render(
        about=about,
        policy=policy([script, widget], style),
        style=Markup(style),
        script=Markup(script),
        described=embedded_json(json.loads(files["croissant.json"])) if "croissant.json" in files else None,
        facts=embedded_json(facts(frames, files, about)),
        cites=package_cites(files, about),
        tables=overview.contents(frames),
        sources=records(frames["sources"]),
        released=day(date.fromisoformat(about["created"][:10])),
        **overview.facts(frames, about),
        figures={name: Markup(files[f"docs/figures/{name}.svg"].decode()) for name in ("timeline", "map", "sources")},
        widget=compressed(widget.encode()),
        files={path: compressed(files[path]) for path in published(frames)},
    )
    return page.encode()


def published(frames):
    """The paths of the files that the page gives away: the CSV and the Parquet twin of each table."""
    return [path for stem in frames for path in (csv_path(stem), f"data/parquet/{stem}.parquet")]


def facts(frames, files, about):
    """What the script must know beside the tables themselves."""
    described = {stem: table(stem, files[csv_path(stem)], about) for stem in frames}
    return {"version": about["version"], "row": ROW, "anchors": ANCHORS, "labels": TITLES, "tables": described}


def table(stem, content, about):
    """Paths, key, columns and citations of a table."""
    digest = hashlib.sha256(content).hexdigest()
    anchors = ANCHORS if "evidence" in columns(stem) or stem == "events" else None
    return {
        "path": csv_path(stem),
        "parquet": f"data/parquet/{stem}.parquet",
        "what": docstring(stem),
        "key": primary_key(stem),
        "checked": stem in TABLES and stem not in UNCHECKED,
        "links": foreign_keys(stem),
        "columns": {column.name: dataclasses.asdict(column) for column in describe(stem)},
        "cites": {format: form([of_row(about, stem, ROW, digest, anchors)], format) for format in FORMATS},
    }


def package_cites(files, about):
    """Format -> citation of the package."""
    digest = hashlib.sha256(files["datapackage.json"]).hexdigest()
    return {format: form([of_package(about, f"SHA-256 of datapackage.json: {digest}")], format) for format in FORMATS}


def bundle(text):
    """The table widget as a plain script: the module of `itables` with one global name, DataTable, in place of exports.

    Raises ValueError where the module has no such form any more.

    >>> bundle("const a=1;export{b as c,a as default};")
    '(()=>{const a=1;globalThis.DataTable=a;})();'
    """
    found = re.search(r"export\s*\{[^{}]*?([\w$]+) as default[^{}]*\};?", text)
    if not found:
        raise ValueError(f"{BUNDLE}: exports no default any more; see how itables ships DataTables now")
    # What follows the exports are the licences of its parts: they stay.
    return f"(()=>{{{text[: found.start()]}globalThis.DataTable={found[1]};{text[found.end() :]}}})();"


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
