"""A page that holds nothing but our own modules: what they compute is asked from Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser.conftest import PHONE
from tests.conftest import ROOT

ADDRESS = "http://modules.example"
KINDS = {".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}


@contextmanager
def module_page(browser: Any, body: str = "", **options: Any) -> Iterator[Any]:
    """An open page with this body, which can import what lies in static/ by its path there."""
    context = browser.new_context(**{"viewport": PHONE, "base_url": ADDRESS} | options)
    page = context.new_page()
    text = (
        '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">'
        f'<title>Modules</title><link rel="stylesheet" href="/site.css"></head>{body}</html>'
    )

    def reply(route: Any) -> None:
        path = route.request.url.removeprefix(f"{ADDRESS}/")
        file = ROOT / "static" / path
        if path and not file.is_file():
            route.fulfill(status=404)
            return
        content = file.read_bytes() if path else text.encode()
        kind = KINDS.get(file.suffix if path else "", "application/octet-stream")
        route.fulfill(body=content, content_type=kind)

    context.route("**/*", reply)
    page.goto("/")
    try:
        yield page
    finally:
        context.close()
