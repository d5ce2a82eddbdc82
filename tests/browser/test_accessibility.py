"""Every page in chromium, at phone and desk width, in both schemes: axe, width, and traffic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey import config
from survey.demo import install
from survey.store import database
from tests.browser.conftest import OpenPage

axe_package = pytest.importorskip("axe_playwright_python")
AXE = next(Path(axe_package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

PAGES = [
    (None, "/sign-in"),
    (None, "/c/unknown-token-that-nobody-has"),
    (None, "/pulse/ballot"),
    ("administrator", "/administration"),
    ("analyst", "/overview"),
    ("analyst", "/overview?period=365&channel=chat"),
    ("analyst", "/contacts"),
    ("analyst", "/linkage"),
    ("analyst", "/pulse"),
    ("analyst", "/pulse/waves/6"),
    ("analyst", "/forum"),
    ("executive", "/overview"),
    ("executive", "/forum"),
    ("leader", "/overview"),
    ("leader", "/pulse/waves/6"),
    ("agent", "/my-feedback"),
    ("agent", "/pulse"),
    ("agent", "/pulse/waves/6"),
    ("executive", "/forum/6"),
]


def check(page, path: str) -> None:  # type: ignore[no-untyped-def]  # playwright is optional
    """The page at hand: right in axe's eyes, nothing sideways, nothing from elsewhere."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    assert not [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
        for violation in found["violations"]
    ], path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("is_phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_accessible(
    open_page: OpenPage, role: str | None, path: str, is_phone: bool, is_dark: bool
) -> None:
    page = open_page(role, phone=is_phone, dark=is_dark)
    page.goto(path)
    check(page, path)


@pytest.mark.parametrize("is_phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_customers_page_and_the_ballot_are_accessible(
    open_page: OpenPage, site_settings: config.Settings, is_phone: bool, is_dark: bool
) -> None:
    database.connect(site_settings.database_url)
    now = datetime.now(UTC)
    today = now.astimezone(site_settings.timezone).date()
    handles = install.usable_handles(site_settings.data_folder, now=now, today=today)
    database.disconnect()
    for path in (f"{handles.customer_path}?score=4", f"/pulse/ballot/{handles.ballot_code}"):
        page = open_page(phone=is_phone, dark=is_dark)
        page.goto(path)
        page.locator("input[type=radio]").nth(1).check(force=True)
        check(page, path)
        assert not page.context.cookies()


def test_pages_call_nobody_else(open_page: OpenPage, site: str) -> None:
    page = open_page("analyst")
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    for path in ("/overview", "/linkage", "/pulse/waves/6", "/forum"):
        page.goto(path)
    assert called
    assert not [url for url in called if not url.startswith((site, "data:"))]
