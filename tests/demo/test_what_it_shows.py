"""The demo's pages about customers have something to show, and its first worker little to send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from survey.commands.reporting import make_edition
from survey.config import load
from survey.demo.fill import email_of
from survey.insight.report.occasions import occasions
from survey.insight.said import said_page
from survey.intake.editions import Edition
from survey.operations.reports import schedules
from survey.operations.reports.schedules import Ended
from survey.store import database
from survey.store.database import rows, transaction
from tests.filled import FILLED_AT


@pytest.fixture(scope="module")
def demo(filled_demo: Path) -> Iterator[Path]:
    """The filled demo, connected, only for reading."""
    database.connect(f"sqlite:///{filled_demo / 'survey.db'}")
    yield filled_demo
    database.disconnect()


def one(sql: str, *values: object) -> int:
    number: int = rows(sql, values)[0][0]
    return number


def test_its_pages_have_something_to_show(demo: Path) -> None:
    """Comments in several languages, themes, letters with replies, bounces, opens by programs."""
    assert one("SELECT count(*) FROM response WHERE comment IS NOT NULL AND is_read = 0") == 0
    assert one("SELECT count(DISTINCT language) FROM comment_language") >= 8
    assert one("SELECT count(*) FROM response WHERE comment LIKE '%[phone]%'") > 3
    assert one("SELECT count(*) FROM response WHERE comment LIKE '%[mail]%'") > 3
    assert one("SELECT count(*) FROM theme") > 5
    assert rows("SELECT DISTINCT side FROM theme JOIN theme_run ON run_id = id ORDER BY 1") == [
        ("high",),
        ("low",),
    ]
    assert one("SELECT count(*) FROM delivery WHERE state = 'bounced'") > 3
    assert one("SELECT count(DISTINCT sign) FROM automated_open") == 5
    assert one("SELECT count(*) FROM automated_open") > 100
    baskets = "SELECT DISTINCT basket FROM digest JOIN department ON department_id = department.id"
    assert [row[0] for row in rows(f"{baskets} WHERE month = '2026-02' ORDER BY 1")] == [
        "competitor",
        "market",
        "product",
        "testimonial",
    ]
    assert one("SELECT count(*) FROM digest_comment WHERE is_used = 1") > 5
    assert one("SELECT count(*) FROM digest_comment WHERE is_used = 0") > 1


def test_asks_are_answered_in_part_and_some_thanks_and_praise_are_shown(demo: Path) -> None:
    page = said_page(today=FILLED_AT.date())
    assert page.n_asks > 8
    assert 2 <= page.n_waiting < page.n_asks / 2
    states = dict(rows("SELECT state, count(*) FROM thanks GROUP BY state"))
    assert set(states) == {"offered", "shown", "kept"}
    own = one("SELECT agent_id FROM app_user WHERE email = ?", email_of("agent"))
    assert one("SELECT count(*) FROM thanks WHERE agent_id = ? AND state = 'offered'", own) == 1
    assert one("SELECT count(*) FROM praise") > 5


def test_no_name_of_an_agent_defines_one_of_its_themes(demo: Path) -> None:
    names = {part.lower() for (name,) in rows("SELECT name FROM agent") for part in name.split()}
    words = {word for (said,) in rows("SELECT words FROM theme") for word in said.split(", ")}
    assert not names & {part for word in words for part in word.split()}


def test_work_on_a_fresh_demo_sends_hardly_anything(demo: Path) -> None:
    """What is due stands for mail that the first `flask work` would send at once.

    Invitations to the pulse are written into the outbox when the demo has been made.
    """
    now = int(FILLED_AT.timestamp())
    due = rows("SELECT DISTINCT kind FROM job WHERE due_at <= ? AND kind <> 'themes'", (now,))
    assert due == [("pulse_letter",)]
    assert one("SELECT count(*) FROM delivery WHERE state = 'waiting' AND due_at <= ?", now) <= 5
    assert (
        one(
            "SELECT count(*) FROM customer_case WHERE state = 'open' AND due_at < ?"
            " AND escalated_at IS NULL",
            now,
        )
        == 0
    )


@pytest.mark.usefixtures("demo")
def test_the_newest_report_says_the_link_with_what_to_know_before_quoting_it() -> None:
    settings = load({"SURVEY_ORGANISATION": "Larkfield", "SURVEY_SECRET_KEY": "for tests only"})
    made = make_edition(Edition("centre", "wave:6"), settings=settings, today=FILLED_AT.date())
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made.pdf)).pages]
    assert any("Before you quote this" in text for text in pages)
    assert "Plan 1, stored" in " ".join(pages)


@pytest.mark.usefixtures("demo")
def test_the_first_worker_makes_the_newest_reports_for_executives_and_agents() -> None:
    ended = [
        Ended(one.key, one.every, one.name, one.judged_on)
        for one in occasions(today=FILLED_AT.date())
    ]
    with suppress(_NotKept), transaction():
        assert schedules.order_due(ended, now=FILLED_AT) == 2
        assert rows("SELECT kind, occasion FROM report_order ORDER BY id") == [
            ("centre", "wave:6"),
            ("agents", "wave:6"),
        ]
        raise _NotKept


class _NotKept(Exception):
    """Others read the same demo."""
