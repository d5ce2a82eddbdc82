"""The pages by link in every state: axe, both schemes, phone and desk, keyboard, no script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.by_link import GET, SEND, Open, claimed
from tests.browser.conftest import DESK, PHONE

axe_package = pytest.importorskip("axe_playwright_python")
AXE = next(Path(axe_package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LARGEST = 150 * 1024


def _problems(page: Any) -> list[str]:
    """What axe finds, and what stands out to the right."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)}).then(found => found.violations)")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    said = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
    return said + (["wider than the screen"] if wide else [])


def _states(page: Any, link: str, other_link: str) -> Iterator[str]:
    """Every state of both pages, one after the other."""
    page.goto("/pulse/claim/unknown")
    yield "unusable"
    page.goto("/pulse/answer/1/a")
    page.wait_for_selector("text=There is no ballot of this block")
    yield "no ballot"
    page.goto(link)
    page.wait_for_selector(GET)
    yield "offer"
    claimed(page, link)
    yield "questions"
    page.click(SEND)
    page.wait_for_selector("#problems:visible")
    yield "problem"
    page.click("text=Answer on another device")
    page.wait_for_selector("#carry svg")
    yield "carrying"
    page.goto(link)
    page.click("summary:visible:has-text('Forget on this device')")
    yield "ready"
    page.goto(other_link)
    page.click("text=Get my own ballot here")
    yield "other"
    page.goto("/pulse/answer/1/a")
    page.check("#vigour-4", force=True)
    page.context.set_offline(True)
    page.click(SEND)
    page.wait_for_selector("text=counted once")
    yield "lost"
    page.context.set_offline(False)
    page.click(SEND)
    page.wait_for_selector("#receipt:visible")
    yield "thanks"
    page.reload()
    page.wait_for_selector("text=What happens next")
    yield "thanks again"
    page.goto(link)
    page.wait_for_selector("text=Forget it and use my own link")
    yield "sent"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]
)
def test_every_state_passes_axe_and_fits(
    open_browser: Open, link: str, other_link: str, size: dict[str, int], scheme: str
) -> None:
    page = open_browser(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    found = {state: _problems(page) for state in _states(page, link, other_link)}
    assert {state: said for state, said in found.items() if said} == {}
    assert len(found) == 12


def test_a_ballot_is_fetched_and_sent_by_keyboard_alone(open_browser: Open, link: str) -> None:
    page = open_browser()
    page.goto(link)
    page.wait_for_selector(GET)
    _press_until(page, "Tab", "get")
    page.keyboard.press("Enter")
    page.wait_for_selector(SEND)
    _press_until(page, "Tab", "vigour")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#vigour-2")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#receipt:visible")


def _press_until(page: Any, key: str, id: str) -> None:
    for _ in range(30):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.id") == id:
            return
    raise AssertionError(f"{id} is not reached")


def test_where_the_script_does_not_arrive_the_page_says_what_to_do(
    open_browser: Open, link: str
) -> None:
    page = open_browser()
    page.route("**/claim.js", lambda route: route.abort())
    page.goto(link)
    assert page.is_visible("text=If nothing more appears here")
    assert not page.is_visible(GET)


def test_what_fetching_and_filling_in_a_ballot_loads_stays_small(
    open_browser: Open, link: str
) -> None:
    page = open_browser()
    weights: dict[str, int] = {}

    def weigh(reply: Any) -> None:
        if reply.status == 200:
            weights[reply.url] = len(reply.body())

    page.on("response", weigh)
    claimed(page, link)
    page.wait_for_load_state("networkidle")
    assert not [address for address in weights if address.endswith("/qr.js")]
    assert 50_000 < sum(weights.values()) < LARGEST
