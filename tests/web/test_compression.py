"""Style sheets and scripts are sent compressed to whoever takes it; pages never are."""

from __future__ import annotations

import gzip

import pytest

from tests.conftest import ROOT
from tests.pages import Client

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("name", ["site.css", "answer.js", "favicon.svg"])
def test_a_static_text_is_sent_compressed(client: Client, name: str) -> None:
    plain = client.get(f"/static/{name}")
    small = client.get(f"/static/{name}", headers=TAKES)
    assert plain.data == (ROOT / "static" / name).read_bytes()
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data)
    for reply in (plain, small):
        assert reply.headers["Vary"] == "Accept-Encoding"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_has_it_is_told_so(client: Client) -> None:
    tag = client.get("/static/site.css", headers=TAKES).headers["ETag"]
    assert tag.startswith("W/")
    again = client.get("/static/site.css", headers=TAKES | {"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("takes", ["identity", "br", "gzip;q=0"])
def test_whoever_does_not_take_it_gets_the_file(client: Client, takes: str) -> None:
    reply = client.get("/static/site.css", headers={"Accept-Encoding": takes})
    assert "Content-Encoding" not in reply.headers


def test_fonts_and_pages_are_left_as_they_are(client: Client) -> None:
    for address in ("/static/fonts/inter-regular-latin.woff2", "/pulse/check", "/sign-in"):
        reply = client.get(address, headers=TAKES)
        assert reply.status_code == 200
        assert "Content-Encoding" not in reply.headers, address
        assert "Accept-Encoding" not in reply.headers.get("Vary", ""), address


def test_a_missing_file_is_missing(client: Client) -> None:
    assert client.get("/static/nothing.js", headers=TAKES).status_code == 404
