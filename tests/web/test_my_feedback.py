"""An agent's own feedback, outside-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from survey.insight.period import year_until
from survey.render import numbers
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page
from tests.thanked import WORDS, sign_up, thank

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


@pytest.mark.parametrize("n", [0, 1, 2, 40])
def test_a_colleagues_comments_counts_and_praise_never_appear(
    signed_in: SignedIn, centre: Centre, n: int
) -> None:
    """The page is the same, letter by letter, whatever others were told."""
    tell(centre, [Told("n1-01", DAY, 5, "Gus was great.")] * n)
    alone = Page(signed_in("agent").get("/my-feedback").text).text
    tell(
        centre,
        [
            *[Told("n1-02", DAY, 5, "Praise of somebody else.", "chat", "Returns")] * 50,
            *[Told("s1-01", DAY - timedelta(days=90), 1, "Blame of somebody else.")] * 50,
        ],
        first=1000,
    )
    sign_up(centre, "n1-03")
    thank(centre, "Thanks to somebody else.", agent="n1-03", today=DAY)
    assert Page(signed_in("agent").get("/my-feedback").text).text == alone


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (0, 40, "No customer has answered about your contacts of the last four weeks yet."),
        (2, 40, "Too few answers to say whether this differs from your own past."),
        (40, 0, "Too few answers to say whether this differs from your own past."),
        (40, 40, "No detectable difference from your own past."),
    ],
)
def test_the_last_weeks_stand_beside_the_own_past_with_n_on_both_sides(
    signed_in: SignedIn, centre: Centre, now: int, before: int, sentence: str
) -> None:
    past = DAY - timedelta(days=60)
    tell(centre, [Told("n1-01", DAY, 5)] * now + [Told("n1-01", past, 5)] * before)
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert sentence in text
    assert f"(n = {now}) beside" in text
    assert f"(n = {before}). Nobody else’s answers come into this." in text
    assert not re.search(r"\bnan\b|\bnone\b|no interval", text.lower())


def test_what_moved_stands_with_its_interval_and_n_and_nothing_standing_out_is_said(
    signed_in: SignedIn, centre: Centre
) -> None:
    past = DAY - timedelta(days=60)
    tell(
        centre,
        [
            *[Told("n1-01", DAY, 5, channel="chat")] * 30,
            *[Told("n1-01", past, 5, channel="chat")] * 60,
            *[Told("n1-01", past, 5)] * 60,
        ],
    )
    page = Page(signed_in("agent").get("/my-feedback").text).text
    assert "No channel, queue, reason or box ticked stands out: of 1 comparison, none" in page
    tell(centre, [Told("n1-01", DAY, 1)] * 30, first=500)
    page = Page(signed_in("agent").get("/my-feedback").text).text
    assert "Lower than your own past." in page
    assert "Phone satisfied 0% 30 100% 60 −100 points −100 to −87 points" in page
    assert "Of 2 comparisons, these are beyond chance." in page


def test_where_the_centre_decided_so_agents_see_no_answers_and_are_told(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    tell(centre, [Told("n1-01", DAY, 5, "Gus was great.")] * 40)
    thank(centre, today=DAY)
    app.config["SURVEY"] = replace(app.config["SURVEY"], agents_see_answers=False)
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert "This centre is set up so that agents do not see what customers answered" in text
    assert "Gus was great." not in text
    assert "n = 40" not in text
    assert WORDS in text
    assert "What is stored about you" in text
