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
        "keywords": package["keywords"],
        "inLanguage": "en",
        "citeAs": bibtex(of_package(package)),
        "isLiveDataset": False,
        "distribution": [_file(resource) for resource in package["resources"]],
        "recordSet": [_records(resource, json.loads(files[resource["schema"]])) for resource in tables],
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


def _records(resource: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    table = resource["name"].removesuffix("_parquet")
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": resource["description"],
        "key": [{"@id": f"{table}/{name}"} for name in schema["primaryKey"]],
        "field": [_field(field, table, resource["path"]) for field in schema["fields"]],
    }


def _field(field: Mapping[str, Any], table: str, path: str) -> dict[str, Any]:
    # No `references`: mlcroissant joins what a key leads to, takes a key to its own table for a cycle, and loads nothing.
    # The keys are in the Table Schemas.
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": field["name"],
        "description": field["description"],
        "dataType": TYPES[field["type"]],
        "source": {"fileObject": {"@id": path}, "extract": {"column": field["name"]}},
    }
