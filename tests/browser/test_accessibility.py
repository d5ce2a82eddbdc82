"""Every page in chromium, at phone and desk width, in both schemes: axe, width, and traffic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey import config
from survey.demo import install
from survey.store import database
from tests.browser import places
from tests.browser.conftest import DESK, PHONE, OpenPage

axe_package = pytest.importorskip("axe_playwright_python")
AXE = next(Path(axe_package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Names in braces stand for what tests/browser/places.py has made.
PAGES: dict[str | None, tuple[str, ...]] = {
    None: (
        *("/sign-in", "/pulse/ballot", "/accessibility", "/c/unknown-token-that-nobody-has"),
        *("/c/{answered}", "/c/{answered}/thanks", "/c/{answered}/change", "/c/{expired}"),
        *("/u/{stop}", "/k/{kiosk}", "/used/{letter}"),
        *("/pulse/check", "/pulse/check/6", "/pulse/check/7", "{claim}", "/pulse/claim/nobodys"),
        "/pulse/answer/7/orders-a",
    ),
    "administrator": (
        *("/administration", "/administration/webhooks", "/administration/webhooks/{webhook}"),
        *("/administration/rights", "/administration/rights/{customer}/reference"),
        "/recognition",
    ),
    "analyst": (
        *("/overview", "/overview?period=365&channel=chat", "/contacts", "/contacts/{contact}"),
        *("/linkage/drivers", "/linkage/cycle", "/overview/signals/thresholds"),
        *("/overview/signals?state=all", "/overview/signals?unit=larkfield"),
        *("/linkage", "/pulse", "/pulse/waves/6", "/forum", "/contacts/{contact}/link"),
        *("/cases", "/cases?state=all", "/cases/{open_case}", "/cases/{closed_case}"),
        *("/comments", "/comments/{comment}", "/comments/themes", "/comments/departments"),
        *("/comments/rules", "/comments/rules?basket=product&words=app"),
        *("/surveys", "/surveys/new", "/surveys/phone", "/surveys/{draft}", "/surveys/{retired}"),
        *("/surveys/{draft}/questions", "/surveys/{draft}/questions/drivers"),
        *("/surveys/{draft}/add-question", "/surveys/{draft}/add-question/table"),
        *("/surveys/{draft}/questions/care/remove", "/surveys/{draft}/texts"),
        *("/surveys/{draft}/languages", "/surveys/{draft}/languages/de"),
        *("/surveys/{draft}/languages/de/remove", "/surveys/{draft}/preview"),
        *("/surveys/{draft}/publish", "/surveys/{draft}/delete", "/surveys/phone/retire"),
        *("/surveys/phone/rules", "/surveys/funnel", "/surveys/funnel?period=365"),
        *("/surveys/funnel/contacts?place=quarantined", "/surveys/funnel/fairness"),
        *("/surveys/export", "/surveys/not-asked", "/surveys/stops", "/surveys/opens"),
        *("/surveys/deliveries", "/surveys/deliveries/sent", "/surveys/kiosks"),
        *("/pulse/said", "/forum/6/asks", "/recognition", "/my-team", "/pulse/waves/7/opening"),
        *("/pulse/schedules", "/pulse/schedules/new", "/pulse/schedules/{schedule}"),
        *("/pulse/schedules/{schedule}/change", "/pulse/schedules/{schedule}/end"),
        *("/overview/bands", "/overview/bands?unit=quayside"),
    ),
    "executive": (
        *("/overview", "/forum", "/reports", "/reports/new", "/reports/schedules"),
        *("/reports/schedules/new", "/reports/schedules/1", "/cases", "/cases/{open_case}"),
        "/overview/bands?unit=billing",
    ),
    "leader": (
        *("/overview", "/pulse/waves/6", "/cases", "/comments", "/comments/themes"),
        *("/surveys/funnel", "/surveys/export", "/my-team", "/pulse/said", "/recognition"),
        "/overview/signals",
        "/overview/bands",
    ),
    "agent": (
        *("/my-feedback", "/pulse", "/pulse/waves/6", "/pulse/said", "/my-data", "/recognition"),
    ),
}
LOOKS = tuple((size, scheme) for size in (DESK, PHONE) for scheme in ("light", "dark"))


@pytest.fixture(scope="session")
def made(site_settings: config.Settings) -> dict[str, str]:
    """What stands for the names in the addresses."""
    return places.make(site_settings)


def check(page, path: str) -> None:  # type: ignore[no-untyped-def]  # playwright is optional
    """The page at hand: right in axe's eyes, nothing sideways, nothing from elsewhere."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    assert not [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
        for violation in found["violations"]
    ], path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def check_looks(page, path: str) -> None:  # type: ignore[no-untyped-def]
    """The page at hand at both widths, in both schemes."""
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        check(page, f"{path} {size['width']} {scheme}")


@pytest.mark.parametrize(
    ("role", "path"), [(role, path) for role, paths in PAGES.items() for path in paths]
)
def test_a_page_is_accessible(
    open_page: OpenPage, made: dict[str, str], role: str | None, path: str
) -> None:
    page = open_page(role)
    page.goto(path.format(**made))
    assert page.locator("h1").inner_text() != "There is nothing here"
    check_looks(page, path)


def test_what_a_page_shows_once_is_accessible(open_page: OpenPage, made: dict[str, str]) -> None:
    """A link and a kiosk just made, with their marks; a form with everything wrong."""
    page = open_page("analyst")
    page.goto(f"/contacts/{made['contact']}/link")
    page.click("main button")
    page.locator("svg.qr").wait_for()
    check_looks(page, "a link")
    page.goto("/surveys/kiosks")
    page.fill("#name", "The door")
    page.click("main button:has-text('Make the kiosk')")
    page.locator("svg.qr").wait_for()
    check_looks(page, "a kiosk")
    page.goto("/surveys/phone/rules")
    for name in ("sampling_percent", "quiet_from", "expires_days", "case_owner"):
        page.fill(f"#{name}", "x")
    page.click("main button:has-text('Keep these rules')")
    page.locator(".error-summary").wait_for()
    check_looks(page, "rules that cannot be kept")


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
