"""An agent's own feedback, outside-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from survey.insight.period import year_until
from survey.render import numbers
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]
DAY = datetime.now(UTC).date() - timedelta(days=3)


def test_an_agent_sees_the_own_answers_and_nobody_elses(
    signed_in: SignedIn, centre: Centre
) -> None:
    tell(
        centre,
        [
            *[Told("n1-01", DAY, 5, "Gus was great.")] * 30,
            Told("n1-01", DAY, 1, None),
            *[Told("n1-02", DAY, 1, "Not about Gus.")] * 50,
        ],
    )
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert "97%" in text
    assert "n = 31" in text
    assert "Gus was great." in text
    assert "Not about Gus." not in text
    assert "Too few to judge" not in text
    assert "What is stored about you" in text


@pytest.mark.parametrize("n", [1, 2, 29])
def test_few_answers_come_with_the_words_too_few_to_judge(
    signed_in: SignedIn, centre: Centre, n: int
) -> None:
    tell(centre, [Told("n1-01", DAY, 5)] * n)
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert "Too few to judge" in text
    assert "No customer has written a comment in these months yet." in text
    assert not re.search(r"\bnan\b", text.lower())


def test_comments_are_those_of_the_months_shown_which_end_today(
    signed_in: SignedIn, centre: Centre
) -> None:
    today = datetime.now(UTC).date()
    tell(
        centre,
        [
            Told("n1-01", DAY, 5, "Of late."),
            Told("n1-01", today - timedelta(days=366), 5, "Long ago."),
        ],
    )
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert "Of late." in text
    assert "Long ago." not in text
    assert numbers.period(year_until(today).from_on, today) in text


def test_without_an_answer_it_says_so(signed_in: SignedIn) -> None:
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert "No customer has answered about a contact of yours in these months yet." in text


@pytest.mark.parametrize("role", ["administrator", "analyst", "leader", "executive"])
def test_nobody_but_an_agent_has_such_a_page(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get("/my-feedback").status_code == 403


def test_comments_are_text_whatever_they_hold(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, [Told("n1-01", DAY, 3, "<img src=x onerror=alert(1)>")])
    html = signed_in("agent").get("/my-feedback").text
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
