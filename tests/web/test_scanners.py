"""Programs open links: nothing is written, they are recognised, counted, and shown to analysts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from survey.intake.openings import SIGNS, sign_of
from survey.operations import drafts
from survey.operations.automated_opens import count_opens
from survey.store import database
from survey.store.database import rows
from survey.web.scanners import Counts, Ledger
from tests import invited
from tests.pages import Client, Page

BROWSER = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}
DAY = date(2026, 3, 10)


@pytest.fixture
def link(app: Flask) -> str:
    """The address of an invitation that waits for its answer."""
    return f"/c/{invited.invite(invited.add_contacts(1)[0], now=datetime.now(UTC))}"


def fold(app: Flask) -> dict[str, int]:
    """What is kept once the ledger was folded, by sign."""
    app.extensions["opens"].fold()
    return dict(rows("SELECT sign, sum(n) FROM automated_open GROUP BY sign"))


@pytest.mark.parametrize(
    ("method", "headers", "sign"),
    [
        ("GET", BROWSER, None),
        ("HEAD", BROWSER, "head"),
        ("GET", BROWSER | {"Sec-Purpose": "prefetch;prerender"}, "prefetch"),
        ("GET", BROWSER | {"Purpose": "preview"}, "prefetch"),
        ("GET", BROWSER | {"X-Moz": "prefetch"}, "prefetch"),
        ("GET", {"Accept": "text/html"}, "agent"),
        ("GET", BROWSER | {"User-Agent": "Barracuda Sentinel (EE)"}, "agent"),
        (
            "GET",
            BROWSER | {"User-Agent": "Mozilla/5.0 (Windows NT) BingPreview/1.0b"},
            "agent",
        ),
        ("GET", BROWSER | {"User-Agent": "facebookexternalhit/1.1"}, "agent"),
        ("GET", BROWSER | {"User-Agent": "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20)"}, None),
        ("GET", BROWSER | {"User-Agent": "Mozilla/5.0 Telegram-Android/11.2"}, None),
        ("GET", BROWSER | {"Accept": "*/*"}, "no_page"),
    ],
)
def test_a_program_is_recognised_by_its_sign(
    method: str, headers: dict[str, str], sign: str | None
) -> None:
    assert sign_of(method, headers) == sign


def test_a_mail_scanner_that_opens_every_score_answers_nothing(
    client: Client, app: Flask, link: str
) -> None:
    """freescout#1743, freescout#1346, odoo/odoo#187373, PostHog/posthog#43690.

    Ten buttons opened within a second by something that calls itself a browser: no answer, no
    opening, and the ten are counted as what they are.
    """
    before = invited.kept()
    for score in range(1, 6):
        reply = client.get(link, query_string={"score": score}, headers=BROWSER)
        assert reply.status_code == 200
    assert invited.kept() == before
    assert fold(app) == {"several": 5}
    assert invited.kept() == before


def test_a_score_in_the_link_is_recorded_only_when_it_is_confirmed(
    client: Client, link: str
) -> None:
    """Django-CRM/Django-CRM#748, fazer-ai/chatwoot#474: `?score=` pre-selects, a POST records."""
    page = Page(client.get(link, query_string={"score": "2"}, headers=BROWSER).text)
    assert page.forms[0].values["csat"] == "2"
    assert invited.n_answers() == (0, 0, 0)
    client.post(link, data=page.forms[0].values)
    assert rows("SELECT value FROM answer") == [(2,)]


SAFE_LINKS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120 Safari",
    "Accept": "text/html",
}


def test_a_scanner_that_runs_the_script_neither_opens_nor_answers(
    client: Client, app: Flask, link: str
) -> None:
    """freescout#1743, freescout#1346, odoo/odoo#187373: it renders the page, moves and chooses."""
    before = invited.kept()
    client.get(f"{link}?score=1", headers=SAFE_LINKS)
    for agent in (SAFE_LINKS["User-Agent"], "Barracuda Sentinel (EE)", ""):
        sent = {"Accept": "*/*", "User-Agent": agent}
        opened = client.post(f"{link}/opened", headers=sent)
        saved = client.post(f"{link}/draft", data={"csat": "1"}, headers=sent)
        assert opened.status_code == saved.status_code == 204
    assert not drafts.settle_drafts(now=datetime.now(UTC) + timedelta(days=40))
    assert invited.kept() == before
    assert fold(app) == {"agent": 1}
    client.post(f"{link}/opened", headers={"User-Agent": BROWSER["User-Agent"]})
    assert rows("SELECT opened_at IS NULL FROM invitation") == [(0,)]


def test_every_page_that_a_letter_leads_to_counts_programs(
    client: Client, app: Flask, link: str
) -> None:
    pages = [link, f"{link}/change", f"{link}/thanks", "/u/unknown", "/c/unknown/change"]
    for page in pages:
        client.get(page, headers=BROWSER)
    assert fold(app) == {}
    before = invited.kept()
    for page in pages:
        client.get(page, headers=SAFE_LINKS)
    assert invited.kept() == before
    assert fold(app) == {"agent": len(pages)}


def test_a_person_who_chooses_sends_and_reads_the_thanks_at_once_is_not_counted(
    client: Client, app: Flask, link: str
) -> None:
    client.get(f"{link}?score=4", headers=BROWSER)
    sent = client.post(link, data={"csat": "4"}, headers=BROWSER)
    client.get(sent.headers["Location"], headers=BROWSER)
    client.get(f"{link}/change", headers=BROWSER)
    assert fold(app) == {}


def test_a_person_who_opens_twice_is_not_counted(client: Client, app: Flask, link: str) -> None:
    for _ in range(2):
        client.get(link, query_string={"score": "4"}, headers=BROWSER)
    assert fold(app) == {}


def test_heads_and_prefetches_are_counted_and_kept_outside_any_get(
    client: Client, app: Flask, link: str
) -> None:
    client.head(link, headers=BROWSER)
    client.get(link, headers=BROWSER | {"Sec-Purpose": "prefetch"})
    client.get("/c/unknown", headers={"User-Agent": "curl/8"})
    assert rows("SELECT count(*) FROM automated_open") == [(0,)]
    assert fold(app) == {"agent": 1, "head": 1, "prefetch": 1}
    client.head(link, headers=BROWSER)
    assert fold(app)["head"] == 2
    text = repr(rows("SELECT * FROM automated_open"))
    assert link.removeprefix("/c/") not in text
    assert "127.0.0.1" not in text


def test_what_could_not_be_kept_is_kept_later() -> None:
    kept: list[dict[tuple[date, str], int]] = []
    fails = [True, False]

    def keep(counts: Counts) -> None:
        if fails.pop(0):
            raise database.OperationalError("database is locked")
        kept.append(dict(counts))

    ledger = Ledger(keep)
    ledger.note("token", "", "head", day=DAY, at=1.0)
    ledger.fold()
    ledger.note("token", "", "head", day=DAY, at=9.0)
    ledger.fold()
    ledger.fold()
    assert kept == [{(DAY, "head"): 2}]


def test_scores_opened_further_apart_than_two_seconds_may_be_a_persons() -> None:
    kept: list[dict[tuple[date, str], int]] = []
    ledger = Ledger(lambda counts: kept.append(dict(counts)))
    for at, score in ((1.0, "1"), (3.5, "5"), (100.0, "1")):
        ledger.note("token", score, None, day=DAY, at=at)
    ledger.fold()
    assert kept == []


def test_counts_add_up_on_both_engines(both_stores: str) -> None:
    for _ in range(2):
        count_opens({(DAY, "head"): 2, (DAY, "agent"): 1})
    assert rows("SELECT sign, n FROM automated_open ORDER BY sign") == [("agent", 2), ("head", 4)]


def test_analysts_see_the_counts_and_what_each_sign_means(
    signed_in: Callable[[str], Client],
) -> None:
    empty = Page(signed_in("analyst").get("/surveys/opens").text)
    assert "No program was recognised in this time." in empty.text
    count_opens({(datetime.now(UTC).date(), "head"): 3, (date(2020, 1, 1), "agent"): 9})
    page = Page(signed_in("analyst").get("/surveys/opens").text)
    assert "3 opens of customers’ links" in page.text
    assert "None was counted as an open or as an answer." in page.text
    assert all(meaning in page.text for meaning in SIGNS.values())
    assert signed_in("leader").get("/surveys/opens").status_code == 403
