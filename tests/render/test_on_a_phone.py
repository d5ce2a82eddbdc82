"""Pages as a browser lays them out: nothing sticks out, and the menu opens without script."""

from pathlib import Path
from typing import Any

import pytest

from tests.render import pages

ROOT = Path(__file__).resolve().parents[2]
STICKING_OUT = """[...document.querySelectorAll('body *')]
    .filter(it => !it.closest('.region, .visually-hidden, svg, .skip, .scale-end'))
    .filter(it => it.getBoundingClientRect().right > innerWidth + 0.5)
    .map(it => it.tagName + '.' + it.className)"""
TOUCHING = """[...document.querySelectorAll('svg.drawing')].flatMap(svg => {
    const all = [...svg.querySelectorAll('text')].map(it => [it.textContent, it.getBBox()]);
    return all.flatMap(([one, a], at) => all.slice(at + 1).filter(([, b]) =>
        a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1
        && a.y + 3 < b.y + b.height - 3 && b.y + 3 < a.y + a.height - 3)
        .map(([other]) => one + ' | ' + other));
})"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").symlink_to(ROOT / "static")
    (folder / "staff.html").write_text(pages.staff_page())
    (folder / "customer.html").write_text(pages.customer_page())
    return folder


@pytest.mark.parametrize("name", ["staff", "customer"])
@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_nothing_sticks_out_of_the_page(browser: Any, site: Path, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(f"file://{site}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(STICKING_OUT) == []
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_printed_label_touches_another(browser: Any, site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(f"file://{site}/staff.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(TOUCHING) == []
    page.close()


def test_the_name_of_a_row_stays_in_sight_while_a_wide_table_scrolls(
    browser: Any, site: Path
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"file://{site}/staff.html")
    page.add_style_tag(content=".region tbody td { min-width: 600px }")
    regions = page.locator(".region:has(th[scope=row])").all()
    assert len(regions) == 2
    for region in regions:
        region.evaluate("it => { it.scrollLeft = it.scrollWidth }")
        assert region.evaluate("it => it.scrollLeft") > 200
        name = region.locator("th[scope=row]").first.bounding_box()
        assert name["x"] == region.bounding_box()["x"]
        assert name["width"] <= 160
    page.close()


def test_the_menu_opens_and_closes_without_script(browser: Any, site: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/staff.html")
    link = page.get_by_role("link", name="Contacts")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
    page.get_by_role("button", name="Close").click()
    assert not link.is_visible()
    context.close()


def test_every_point_of_a_scale_is_big_enough_for_a_thumb(browser: Any, site: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"file://{site}/customer.html")
    boxes = [box.bounding_box() for box in page.locator(".scale-point").all()]
    assert len(boxes) == 21
    assert all(box["height"] >= 48 and box["width"] >= 44 for box in boxes)
    page.close()


@pytest.mark.parametrize("width", [320, 360])
def test_a_row_of_points_names_its_ends_and_the_word_chosen(
    browser: Any, site: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(f"file://{site}/customer.html")
    row = page.get_by_role("group", name="Are you proud?")
    boxes = [box.bounding_box() for box in row.locator(".scale-point").all()]
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["height"] >= 48 and box["width"] >= 44 for box in boxes)
    assert [end.inner_text() for end in row.locator(".scale-key span").all()] == [
        "Very bad",
        "Very good",
    ]
    for _, word in pages.POINTS:  # every point has its word for those who hear the page
        assert row.get_by_role("radio", name=word, exact=True).count() == 1
    good = row.locator(".scale-point:nth-child(4) span")
    assert good.bounding_box()["width"] == 1
    row.get_by_role("radio", name="Good", exact=True).check()
    shown, key = good.bounding_box(), row.locator(".scale-key").bounding_box()
    assert shown["width"] > 200
    assert abs(shown["y"] - key["y"]) < 2
    page.close()
