"""The weekly view of those who lead agents, outside-in: when it shows what, to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g

from survey.store.database import run
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]
BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 4, 1, 12, tzinfo=UTC)
# The clocks change on the Sunday that ends the week.
SUNDAY = date(2026, 3, 29)


def at_centre(app: Flask, now: datetime) -> None:
    """Every request happens at this instant, in a centre in Berlin."""
    app.config["SURVEY"] = replace(app.config["SURVEY"], timezone=BERLIN)

    def stop_the_clock() -> None:
        g.now = now

    app.before_request_funcs.setdefault(None, []).insert(0, stop_the_clock)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def answered(
    centre: Centre, n: int, *, agent: str = "n1-01", score: int = 5, first: int = 1
) -> None:
    """So many answers that came in on the Sunday."""
    contacts = tell(centre, [Told(agent, SUNDAY, score, "Fine.")] * n, first=first)
    at = int(datetime(2026, 3, 29, 10, tzinfo=UTC).timestamp())
    for contact in contacts:
        run("UPDATE response SET received_at = ? WHERE contact_id = ?", (at, contact))


def row(browser: Client, agent: str, path: str = "/my-team") -> str:
    """The row of one agent as text."""
    html = browser.get(path).text
    found = re.search(rf"<tr>\s*<th scope=\"row\">Agent {agent}.*?</tr>", html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()) if found else ""


@pytest.mark.parametrize(
    ("clock", "week", "n"),
    [
        ("2026-03-31T23:59:59", "16 to 22 March 2026", "0"),
        ("2026-04-01T00:00", "23 to 29 March 2026", "12"),
    ],
)
def test_the_week_is_there_on_wednesday_and_not_on_tuesday(
    app: Flask, signed_in: SignedIn, centre: Centre, clock: str, week: str, n: str
) -> None:
    answered(centre, 12)
    at_centre(app, berlin(clock))
    leader = signed_in("leader")
    page = Page(leader.get("/my-team").text).text
    assert f"answers that came in {week}" in page
    assert "Each agent had these answers for two full days before you." in page
    assert row(leader, "n1-01").startswith(f"Agent n1-01 Billing {n} ")
    following = "8 April 2026" if n == "12" else "1 April 2026"
    assert f"The next week is shown from {following}" in page


def test_a_leader_sees_the_units_led_and_an_analyst_all(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    answered(centre, 12)
    answered(centre, 12, agent="s1-01", first=100)
    at_centre(app, WEDNESDAY)
    leader, analyst = signed_in("leader"), signed_in("analyst")
    assert row(leader, "n1-01")
    assert not row(leader, "s1-01")
    assert row(analyst, "n1-01")
    assert row(analyst, "s1-01")
    assert leader.get("/my-team?unit=s1").status_code == 404
    assert leader.get("/my-team?unit=nowhere").status_code == 404
    assert not row(leader, "n2-01", "/my-team?unit=n1")


@pytest.mark.parametrize("role", ["agent", "executive", "administrator"])
def test_nobody_else_has_such_a_page(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get("/my-team").status_code == 403


@pytest.mark.parametrize("n", [0, 1, 2, 9])
def test_few_answers_are_counted_and_say_nothing(
    app: Flask, signed_in: SignedIn, centre: Centre, n: int
) -> None:
    answered(centre, n, score=1)
    at_centre(app, WEDNESDAY)
    leader = signed_in("leader")
    words = "too few to say" if n else "no answers"
    assert row(leader, "n1-01") == f"Agent n1-01 Billing {n} {words} {n} {n} {words} {n} too few"
    html = leader.get("/my-team").text
    assert "Too few answers to tell any agent from the centre." in html
    assert not re.search(r"\bnan\b|none<", html.lower())


def test_the_weeks_have_no_rank_and_no_colour_of_good_or_bad(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    answered(centre, 60, agent="n1-09", score=5)
    answered(centre, 60, agent="n1-02", score=1, first=100)
    answered(centre, 300, agent="s1-01", score=4, first=200)
    answered(centre, 80, agent="s1-02", score=1, first=600)
    at_centre(app, WEDNESDAY)
    leader = signed_in("leader")
    assert row(leader, "n1-09").endswith(" above")
    assert row(leader, "n1-02").endswith(" below")
    assert row(leader, "n1-03").endswith(" too few")
    # Bands stand below the weeks, with a shape and a colour each: docs/decisions/0017-bands.md.
    html = leader.get("/my-team").text.partition("<main")[2].partition('<h2 id="bands">')[0]
    names = re.findall(r'<th scope="row">(Agent [\w-]+)', html)
    assert names == sorted(names)
    assert len(names) == 20
    for colour in ("verdict", "good", "poor", "watch", "red", "green"):
        assert not re.search(rf'class="[^"]*\b\w*{colour}', html), colour


def test_where_twelve_weeks_have_no_answer_the_page_leads_to_the_latest_month_with_one(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    answered(centre, 1)
    at_centre(app, berlin("2027-01-20T12:00"))
    leader = signed_in("leader")
    page = Page(leader.get("/my-team").text)
    assert "belong to contacts of 29 March 2026." in page.text
    link = next(one for one in page.links if "period=2026-03" in one)
    assert "n = 1" in Page(leader.get(link).text).text
    assert "The answers there are" not in leader.get("/my-team?unit=n2").text


def test_where_twelve_weeks_have_answers_the_page_leads_nowhere_else(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    answered(centre, 1)
    at_centre(app, WEDNESDAY)
    assert "The answers there are" not in signed_in("leader").get("/my-team").text


def test_no_comment_is_read_there(app: Flask, signed_in: SignedIn, centre: Centre) -> None:
    answered(centre, 12)
    at_centre(app, WEDNESDAY)
    assert "Fine." not in signed_in("leader").get("/my-team").text


def test_where_agents_see_nothing_the_page_does_not_say_they_did(
    app: Flask, signed_in: SignedIn
) -> None:
    app.config["SURVEY"] = replace(app.config["SURVEY"], agents_see_answers=False)
    page = signed_in("leader").get("/my-team").text
    assert "Agents do not see their own answers here" in page
    assert "for two full days before you" not in page


def test_an_agent_had_the_answer_two_full_days_before_the_leader_s_week(
    app: Flask, signed_in: SignedIn, centre: Centre
) -> None:
    answered(centre, 12)
    run("UPDATE response SET received_at = ?", (int(berlin("2026-03-29T23:59:59").timestamp()),))
    at_centre(app, berlin("2026-03-29T23:59:59") + timedelta(seconds=1))
    assert "n = 12" in Page(signed_in("agent").get("/my-feedback").text).text
    assert row(signed_in("leader"), "n1-01").startswith("Agent n1-01 Billing 0 ")
