"""The archive's pages: who may open which report, and what comes with the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey.access import ROLES
from survey.intake.editions import Edition
from survey.operations.reports import archive
from survey.store.database import run
from tests.centre import Centre
from tests.conftest import NOW
from tests.ordered import AGENTS, CENTRE, printing, withdraw
from tests.pages import Client, Page

SignIn = Callable[[str], Client]


@pytest.fixture
def kept(centre: Centre) -> dict[str, int]:
    """Ids of an edition of each kind; Lea leads the site north with the team n1."""
    editions = {
        "centre": CENTRE,
        "agents": AGENTS,
        "n1": Edition("unit", "month:2026-02", centre.units["n1"]),
        "s1": Edition("unit", "month:2026-02", centre.units["s1"]),
        "arabic": replace(CENTRE, language="ar"),
    }
    return {
        name: archive.keep_report(replace(printing(one, text=name), title=f"T {name}"), now=NOW)
        for name, one in editions.items()
    }


MAY_OPEN = {
    "analyst": {"centre", "agents", "n1", "s1", "arabic"},
    "executive": {"centre", "agents", "n1", "s1", "arabic"},
    "leader": {"agents", "n1"},
    "agent": {"agents"},
    "administrator": {"agents"},
}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_and_opens_what_is_theirs_and_knows_of_nothing_else(
    signed_in: SignIn, kept: dict[str, int], role: str
) -> None:
    browser = signed_in(role)
    listed = browser.get("/reports").text
    for name, report_id in kept.items():
        may = name in MAY_OPEN[role]
        assert (f">T {name}<" in listed) is may, name
        for path in ("", "/report.pdf", "/edition", "/report.css"):
            reply = browser.get(f"/reports/{report_id}{path}")
            assert reply.status_code == (200 if may else 404), (name, path)
    unknown, hidden = browser.get("/reports/9999").text, browser.get(f"/reports/{kept['s1']}").text
    if "s1" not in MAY_OPEN[role]:
        assert unknown == hidden


def test_the_pdf_comes_with_its_name_and_is_kept_by_nobody_else(
    signed_in: SignIn, kept: dict[str, int]
) -> None:
    browser = signed_in("executive")
    reply = browser.get(f"/reports/{kept['n1']}/report.pdf")
    assert reply.data.startswith(b"%PDF-")
    assert reply.mimetype == "application/pdf"
    assert reply.headers["Content-Disposition"] == (
        "inline; filename=unit-billing-month-2026-02-en.pdf"
    )
    assert reply.headers["Cache-Control"] == "private, no-cache"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    again = browser.get(
        f"/reports/{kept['n1']}/report.pdf", headers={"If-None-Match": reply.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_edition_for_a_browser_opens_only_what_it_was_made_with(
    signed_in: SignIn, kept: dict[str, int]
) -> None:
    browser = signed_in("executive")
    report = f"/reports/{kept['centre']}"
    style = browser.get(f"{report}/report.css")
    assert (style.mimetype, style.data) == ("text/css", b"h1 { color: #00696f }")
    accent = browser.get(f"{report}/accent-00696f.css")
    assert (accent.mimetype, "#00696f" in accent.text) == ("text/css", True)
    for name in (
        "forum.css",
        "accent-x.css",
        "report.html",
        "../app.py",
        "fonts/inter-regular.otf",
        "report.js",
    ):
        assert browser.get(f"{report}/{name}").status_code == 404, name
    page = browser.get(f"{report}/edition")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=BILLING", {"n1"}),
        ("words=t+arab", {"arabic"}),
        ("kind=unit", {"n1", "s1"}),
        ("kind=slides", set()),
        ("language=ar", {"arabic"}),
        ("occasion=month:2026-02&kind=agents", {"agents"}),
        ("occasion=month:2026-01", set()),
        ("unit=x&page=x&kind=", {"centre", "agents", "n1", "s1", "arabic"}),
        ("page=99", {"centre", "agents", "n1", "s1", "arabic"}),
    ],
)
def test_the_archive_is_searched(
    signed_in: SignIn, kept: dict[str, int], query: str, found: set[str]
) -> None:
    listed = signed_in("analyst").get(f"/reports?{query}").text
    assert {name for name in kept if f">T {name}<" in listed} == found
    assert ("Nothing fits" in listed) is (not found)


def test_an_empty_archive_says_so(signed_in: SignIn) -> None:
    assert "No report has been made yet" in signed_in("executive").get("/reports").text
    assert "No report for agents" in signed_in("agent").get("/reports").text


def test_a_long_archive_is_read_page_by_page(signed_in: SignIn, kept: dict[str, int]) -> None:
    for at in range(26):
        made = replace(printing(text="n"), content_hash=f"{at:064}", title=f"Number {at}")
        archive.keep_report(made, now=NOW)
    browser = signed_in("analyst")
    first, second = browser.get("/reports").text, browser.get("/reports?page=2").text
    assert "31 reports" in first
    assert first.count('<p><a href="/reports/') == 25
    assert second.count('<p><a href="/reports/') == 6


def test_a_withdrawn_report_says_so_and_opens_nothing(
    signed_in: SignIn, kept: dict[str, int]
) -> None:
    withdraw(kept["centre"])
    browser = signed_in("executive")
    page = browser.get(f"/reports/{kept['centre']}").text
    assert "This report was withdrawn" in page
    assert "report.pdf" not in page
    for path in ("report.pdf", "edition"):
        reply = browser.get(f"/reports/{kept['centre']}/{path}")
        assert reply.status_code == 404
        assert "was withdrawn" in reply.text


def test_markup_in_a_title_is_shown_and_not_obeyed(signed_in: SignIn, centre: Centre) -> None:
    made = replace(printing(), title='<script>alert("1")</script>' + "W" * 200)
    report = archive.keep_report(made, now=NOW)
    browser = signed_in("executive")
    for path in ("/reports", f"/reports/{report}"):
        text = browser.get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_a_check_is_asked_for_and_its_result_shown(signed_in: SignIn, kept: dict[str, int]) -> None:
    browser, address = signed_in("analyst"), f"/reports/{kept['centre']}"
    assert "the same to the last byte" not in browser.get(address).text
    asked = browser.submit(address, f"{address}/check")
    assert (asked.status_code, asked.location) == (303, address)
    waiting = browser.get(address).text
    assert "Being printed again" in waiting
    assert "Print it again" not in waiting
    archive.check_report(kept["centre"], now=NOW)
    run("DELETE FROM job")
    assert "the same to the last byte" in browser.get(address).text
    leader = signed_in("leader").get(f"/reports/{kept['n1']}")
    assert "Print it again" not in leader.text


def test_forum_and_reports_belong_together(signed_in: SignIn, kept: dict[str, int]) -> None:
    for role, tabs in (
        ("leader", ["/forum", "/reports"]),
        ("agent", ["/my-feedback", "/reports"]),
    ):
        reply = signed_in(role).get(f"/reports/{kept['agents']}")
        page = Page(reply.text)
        assert set(tabs) <= set(page.links), role
        assert "Belonging together" in reply.text
