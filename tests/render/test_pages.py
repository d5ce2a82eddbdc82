"""Whole pages: one heading, no inline style, nothing loaded from elsewhere, light for customers."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from survey.render.environment import make_environment
from tests.render import pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def staff() -> str:
    return pages.staff_page()


@pytest.fixture(scope="module")
def customer() -> str:
    return pages.customer_page()


def test_the_title_begins_with_the_one_heading(staff: str, customer: str) -> None:
    for page in (staff, customer):
        assert len(re.findall(r"<h1[ >]", page)) == 1
    assert "<title>Error: Teams &amp; channels – Both Ends</title>" in staff
    assert "<title>How was it? – Nordlicht</title>" in customer


def test_pages_obey_a_policy_without_inline_style_or_script(staff: str, customer: str) -> None:
    for page in (staff, customer):
        assert not re.search(r"<style|<script|\sstyle=|\son\w+=", page)


def test_the_customer_page_is_small_and_asks_for_nothing_but_the_sheet(customer: str) -> None:
    assert len(customer.encode()) < 30_000
    assert re.findall(r'(?:src|href)="([^"]+)"', customer) == ["static/site.css", "data:,"]


def test_every_id_is_used_once_and_every_reference_leads_somewhere(
    staff: str, customer: str
) -> None:
    for page in (staff, customer):
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        wanted = re.findall(r'(?:for|aria-labelledby|popovertarget|href)="#?([\w-]+)"', page)
        described = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()
        known = {name for name in wanted if not name.startswith(("static", "data"))}
        assert known | set(described) <= set(ids)


def test_a_control_in_error_points_to_its_hint_and_its_error(staff: str) -> None:
    assert 'aria-describedby="opens-hint opens-error" aria-invalid="true"' in staff
    assert '<a href="#opens">Opens: 31 November is not a day.</a>' in staff


def test_no_point_of_a_scale_is_chosen_unless_told(customer: str) -> None:
    assert re.findall(r'name="(\w+)" type="radio" value="(\d+)" checked', customer) == [
        ("score", "4")
    ]


def test_values_in_forms_are_escaped(staff: str) -> None:
    assert "&lt;b&gt;</textarea>" in staff


def test_an_undefined_name_is_an_error_and_text_is_not_escaped(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("{{ name }}: {{ 0.825|share }}")
    (tmp_path / "mail.html").write_text("{{ name }}")
    environment = make_environment([tmp_path, ROOT / "templates"])
    assert environment.get_template("mail.txt").render(name="A & B") == "A & B: 83%"
    assert environment.get_template("mail.html").render(name="A & B") == "A &amp; B"
    with pytest.raises(UndefinedError):
        environment.get_template("mail.txt").render()


def test_the_fonts_named_by_the_sheets_lie_beside_their_licence() -> None:
    for sheet in (ROOT / "static" / "site.css", ROOT / "reports" / "report.css"):
        named = re.findall(r'url\("([^"]+)"\)', sheet.read_text())
        assert named
        assert all((sheet.parent / path).is_file() for path in named)
        assert "SIL OPEN FONT LICENSE" in (sheet.parent / "fonts" / "OFL.txt").read_text()
