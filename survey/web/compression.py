"""Static text goes out compressed: a ballot has to load on a poor connection too.

Only files that are the same for everybody are compressed. The size of a compressed page could tell
what stands in it.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

COMPRESSED = frozenset({"text/css", "text/javascript", "image/svg+xml"})


def install(app: Flask) -> None:
    """Compress style sheets, scripts and drawings for browsers that take it."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in COMPRESSED:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
            _replace(response)
        return response


def _replace(response: Response) -> None:
    response.direct_passthrough = False
    response.set_data(_compressed(response.get_data()))
    response.content_encoding = "gzip"
    response.accept_ranges = "none"
    etag, _ = response.get_etag()
    if etag:
        # Other bytes with the same meaning: that is what a weak tag says.
        response.set_etag(etag, weak=True)


@lru_cache(maxsize=64)
def _compressed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
