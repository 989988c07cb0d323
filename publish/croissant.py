"""`croissant.json`: the package in the Croissant vocabulary, version 1.0, so that data set searches find and load it."""

import json
from collections.abc import Mapping
from typing import Any

from istanbul_talks.citing import bibtex, of_package
from publish.descriptor import creators, to_json

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
FORMATS = {"csv": "text/csv", "Parquet": "application/x-parquet"}  # as mlcroissant spells them
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def encode(package: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The bytes of `croissant.json`.

    `package` is the content of `datapackage.json`, `files` maps the paths of its Table Schemas to their bytes.
    """
    # Records come from Parquet: of a CSV, mlcroissant reads the code 04 as a number.
    tables = [resource for resource in package["resources"] if resource["format"] == "Parquet"]
    schemas = {each["name"].removesuffix("_parquet"): json.loads(files[each["schema"]]) for each in tables}
    publishers = [each["title"] for each in package["contributors"] if "publisher" in each["roles"]]
    description = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["title"],
        "alternateName": package["name"],
        "description": package["description"],
        "version": package["version"],
        "datePublished": package["created"][:10],
        "license": package["licenses"][0]["path"],
        "usageInfo": package["rights"],
        "creator": [{"@type": "sc:Organization", "name": name} for name in creators(package)],
        **({"publisher": [{"@type": "sc:Organization", "name": name} for name in publishers]} if publishers else {}),
        "keywords": package["keywords"],
        "inLanguage": "en",
        "citeAs": bibtex(of_package(package)),
        **({"url": package["homepage"]} if "homepage" in package else {}),
        **({"identifier": package["id"]} if "id" in package else {}),
        "isLiveDataset": False,
        "distribution": [_file(resource) for resource in package["resources"]],
        "recordSet": [_records(resource, schemas) for resource in tables],
    }
    return to_json(description)


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["name"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": FORMATS[resource["format"]],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(resource: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    table = resource["name"].removesuffix("_parquet")
    schema = schemas[table]
    keys = _references(table, schemas)
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": resource["description"],
        "key": [{"@id": f"{table}/{name}"} for name in schema["primaryKey"]],
        "field": [_field(field, table, resource["path"], keys) for field in schema["fields"]],
    }


def _references(table: str, schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Column -> the field that it refers to, in a table that refers to no other.

    Of other keys mlcroissant loads nothing once the table that they lead to was loaded, and a key to the own table is a
    cycle for it. They are in the Table Schemas.
    """
    found = {}
    for key in schemas[table].get("foreignKeys", ()):
        target = key["reference"].get("resource", table)
        leads_on = any("resource" in other["reference"] for other in schemas[target].get("foreignKeys", ()))
        if target != table and not leads_on:
            found[key["fields"][0]] = f"{target}/{key['reference']['fields'][0]}"
    return found


def _field(field: Mapping[str, Any], table: str, path: str, keys: Mapping[str, str]) -> dict[str, Any]:
    name = field["name"]
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": name,
        "description": field["description"],
        "dataType": TYPES[field["type"]],
        "source": {"fileObject": {"@id": path}, "extract": {"column": name}},
        **({"references": {"field": {"@id": keys[name]}}} if name in keys else {}),
    }
