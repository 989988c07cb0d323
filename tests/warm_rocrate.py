"""Put the context of RO-Crate into the cache of its validator, which then needs no network: python warm_rocrate.py CACHE.

It runs in the environment of catalogues, where the package `rocrate` has that file.
"""

import io
import sys
from importlib.util import find_spec
from pathlib import Path

from requests import PreparedRequest, Response  # noqa: TID251 (nothing is fetched here either)
from requests.adapters import BaseAdapter  # noqa: TID251
from requests_cache import CachedSession
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"


class Shipped(BaseAdapter):
    """Answers every request with the context that the package has."""

    def send(self, request: PreparedRequest, **options: object) -> Response:
        """The file as a response."""
        content = Path(find_spec("rocrate").origin).with_name("data").joinpath("ro-crate.jsonld").read_bytes()
        response = Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = HTTPResponse(io.BytesIO(content), response.headers, 200, preload_content=False)
        return response

    def close(self) -> None:
        """Nothing is open."""


session = CachedSession(cache_name=sys.argv[1], expire_after=-1, backend="sqlite", allowable_methods=("GET",))
session.mount("https://w3id.org/", Shipped())
session.get(CONTEXT, headers={"Accept": "application/ld+json"})
