"""Bands outside-in: who sees whose, in which order, and what the pages never say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from survey.operations import people
from survey.store.database import rows, run, transaction
from tests.banded import NOW, ZONE, add_team, answered, around
from tests.centre import Centre
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]
EARLY, LATE = date(2025, 6, 10), date(2026, 1, 10)


@pytest.fixture
def at_now(app: Flask) -> None:
    """Every request happens on the Wednesday, in a centre in Berlin."""
    app.config["SURVEY"] = replace(app.config["SURVEY"], timezone=ZONE)

    def stop_the_clock() -> None:
        g.now = NOW

    app.before_request_funcs.setdefault(None, []).insert(0, stop_the_clock)


@pytest.fixture
def apart(centre: Centre, at_now: None) -> Centre:
    """One team far above the rest and one far below."""
    answered(centre, "n1-01", [5] * 90)
    answered(centre, "n2-01", around(4, 90))
    answered(centre, "s1-01", [1] * 90)
    answered(centre, "s2-01", around(4, 90))
    return centre


def main(html: str) -> str:
    return html.partition("<main")[2].partition("</main")[0]


def row(html: str, name: str) -> str:
    """The row of the tables of bands with this name, as text."""
    for table in re.findall(r'<table class="bands">.*?</table>', html, re.DOTALL):
        for found in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", table, re.DOTALL):
            text = " ".join(re.sub("<[^>]+>", " ", found).split())
            if text.startswith(name):
                return text
    return ""


def test_a_unit_of_one_agent_has_no_band_for_anybody(apart: Centre, signed_in: SignedIn) -> None:
    add_team(apart, "alone", "Alone", "north")
    answered(apart, "alone-01", [1] * 90)
    for role in ("analyst", "executive", "leader"):
        html = signed_in(role).get("/overview/bands").text
        assert row(html, "Alone") == "Alone One agent, so no band 90 1.00 1.00 not judged", role
        html = signed_in(role).get("/overview/bands?unit=alone").text
        assert "Alone: one agent, so no band" in html, role
        assert not re.search("Alone (rose|fell)", html), role
    people.set_membership("n2-01", "alone", from_on=NOW.date())
    assert "One agent, so no band" in signed_in("analyst").get("/overview/bands").text
    people.set_membership("n2-02", "alone", from_on=EARLY)
    assert row(signed_in("analyst").get("/overview/bands").text, "Alone").startswith("Alone Low ")


def test_a_band_is_a_shape_a_colour_and_a_word(apart: Centre, signed_in: SignedIn) -> None:
    html = signed_in("analyst").get("/overview/bands").text
    assert "1 team in the top band, 1 team in the low band" in html
    assert row(html, "Billing").startswith("Billing Top 90 5.00 5.00 ")
    assert row(html, "Technical help").startswith("Technical help Low 90 1.00 1.00 ")
    assert row(html, "North") == "North no bands 180 4.50 4.50 not judged"
    up, down = '<polygon points="7,2 13,12 1,12"', '<polygon points="7,12 13,2 1,2"'
    assert html.count(up) == html.count(down) == 1
    assert "The lines are" in html
    assert 'href="/overview/signals/thresholds">Set the lines' in html
    assert "Set the lines" not in signed_in("executive").get("/overview/bands").text
    assert "0.25 points" in html


def test_rows_stand_by_name_and_nothing_can_be_sorted_or_taken_away(
    apart: Centre, signed_in: SignedIn
) -> None:
    analyst = signed_in("analyst")
    html = main(analyst.get("/overview/bands").text)
    names = re.findall(r'<th scope="row"><a href="[^"]*">([^<]+)', html)
    assert names == ["Billing", "Contracts", "Orders", "Technical help", "North", "South"]
    assert main(analyst.get("/overview/bands?sort=value&order=desc").text) == html
    for word in ("rank", "best", "worst", "sort", ".csv", ".json", "download", "position 1"):
        assert word not in html.lower(), word
    assert "No band is a reason to dismiss, warn, pay or promote anybody." in html


def test_a_number_leads_to_the_contacts_behind_it(apart: Centre, signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    links = Page(analyst.get("/overview/bands").text).links
    link = next(one for one in links if one.startswith("/contacts") and "unit=n1" in one)
    assert "90" in Page(analyst.get(link).text).text


def test_a_leader_sees_the_units_led_judged_beside_the_whole_centre(
    apart: Centre, signed_in: SignedIn
) -> None:
    leader = signed_in("leader")
    html = leader.get("/overview/bands").text
    assert row(html, "Billing") == row(signed_in("analyst").get("/overview/bands").text, "Billing")
    assert not row(html, "Technical help")
    assert "Technical help" not in html
    assert leader.get("/overview/bands?unit=s1").status_code == 404
    assert leader.get("/overview/bands?unit=nowhere").status_code == 404


@pytest.mark.parametrize("role", ["agent", "administrator"])
def test_nobody_else_opens_the_page(centre: Centre, signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get("/overview/bands").status_code == 403


def test_an_executive_sees_teams_and_no_agent(apart: Centre, signed_in: SignedIn) -> None:
    executive = signed_in("executive")
    pages = [executive.get(f"/overview/bands{query}") for query in ("", "?unit=n1", "?unit=north")]
    assert row(pages[0].text, "Billing")
    for page in pages:
        assert page.status_code == 200
        assert "Agent n1-01" not in page.text
    assert executive.get("/my-team").status_code == 403
    assert executive.get("/my-feedback").status_code == 403


@pytest.mark.parametrize("n", [0, 1, 2])
def test_the_pages_stand_with_hardly_any_answer(
    centre: Centre, at_now: None, signed_in: SignedIn, n: int
) -> None:
    answered(centre, "n1-01", [5] * n)
    html = signed_in("analyst").get("/overview/bands").text
    assert ("No customer has answered" in html) == (n == 0)
    assert not n or "Bands take at least 4 teams with enough answers, so none has one." in html
    assert not n or row(html, "Billing") == f"Billing no bands {n} too few to say"
    own = signed_in("agent").get("/my-feedback").text
    assert not n or f"You have {n}, so nothing is said of you" in own
    leader = signed_in("leader").get("/my-team").text
    assert "No agent can be told from the lines" in leader or "Bands take at least" in leader
    for text in (html, own, leader):
        assert not re.search(r"\bnan\b|none<|\binf\b", text.lower())


def test_where_these_weeks_have_no_answer_the_page_leads_to_the_latest_month_with_one(
    centre: Centre, at_now: None, signed_in: SignedIn
) -> None:
    analyst = signed_in("analyst")
    assert "The answers there are" not in analyst.get("/overview/bands").text
    answered(centre, "n1-01", [5], day=date(2024, 7, 30))
    answered(centre, "n1-01", [4, 4], day=date(2024, 8, 2))
    page = Page(analyst.get("/overview/bands").text)
    assert "belong to contacts of 30 July to 2 August 2024." in page.text
    assert "Show Aug 2024, the latest month with answers" in page.text
    link = next(one for one in page.links if "period=2024-08" in one)
    assert "n = 2" in Page(analyst.get(link).text).text
    other = Page(analyst.get("/overview/bands?unit=s1").text)
    assert "No customer has answered" in other.text
    assert "The answers there are" not in other.text


def test_an_interval_that_reaches_further_to_one_side_is_explained_beside_it(
    apart: Centre, signed_in: SignedIn
) -> None:
    said = "own answers allow as well as what the shrunken mean allows"
    assert said in main(signed_in("analyst").get("/overview/bands").text).partition("<details")[0]
    assert said in signed_in("leader").get("/my-team").text
    assert said in signed_in("agent").get("/my-feedback").text


def test_the_agent_reads_the_band_first_and_what_it_does_not_mean(
    apart: Centre, signed_in: SignedIn
) -> None:
    text = Page(signed_in("agent").get("/my-feedback").text).text
    assert "Your band Top" in text
    assert "Nobody above you sees this before 8 April 2026." in text
    assert "It is no reason to dismiss, warn, pay or promote anybody." in text
    assert "Agent n1-02" not in text


def test_the_leader_reads_it_afterwards_for_the_units_led(
    apart: Centre, signed_in: SignedIn
) -> None:
    html = signed_in("leader").get("/my-team").text
    assert row(html, "Agent n1-01").startswith("Agent n1-01 Billing Top 90 5.00")
    assert row(html, "Agent n1-02") == "Agent n1-02 Billing no band 0 no answers"
    assert not row(html, "Agent s1-01")
    assert row(signed_in("analyst").get("/my-team").text, "Agent s1-01")


def test_what_came_in_this_week_is_the_agent_s_alone(apart: Centre, signed_in: SignedIn) -> None:
    run("UPDATE response SET received_at = ?", (int(NOW.timestamp()) - 3600,))
    assert not row(signed_in("leader").get("/my-team").text, "Agent n1-01")
    assert "No agent can be told from the lines" in signed_in("leader").get("/my-team").text
    assert "Your band Top" in Page(signed_in("agent").get("/my-feedback").text).text


def test_where_agents_see_nothing_their_bands_are_shown_to_nobody(
    app: Flask, apart: Centre, signed_in: SignedIn
) -> None:
    app.config["SURVEY"] = replace(app.config["SURVEY"], agents_see_answers=False)
    assert "Your band" not in signed_in("agent").get("/my-feedback").text
    for role in ("leader", "analyst"):
        html = signed_in(role).get("/my-team").text
        assert not row(html, "Agent n1-01")
        assert "a band that its agent may not read first is shown to nobody" in html


def test_where_no_agent_can_be_told_apart_no_means_are_listed(
    centre: Centre, at_now: None, signed_in: SignedIn
) -> None:
    for agent in ("n1-01", "n1-02", "n2-01", "s1-01"):
        answered(centre, agent, around(4, 60))
    html = signed_in("leader").get("/my-team").text
    assert "No detectable difference between agents, so none has a band." in html
    assert not row(html, "Agent n1-01")


def a_site_that_moved(centre: Centre) -> None:
    add_team(centre, "n3", "Claims", "north")
    add_team(centre, "n4", "Repairs", "north")
    for code in ("n1", "n2", "n3", "n4"):
        answered(centre, f"{code}-01", around(3, 90), day=EARLY)
        answered(centre, f"{code}-01", around(4 if code == "n1" else 3, 90), day=LATE)


def led_by(centre: Centre, unit: str) -> None:
    """The leader who signs in leads this unit now, and no other."""
    with transaction():
        leader = rows("SELECT id FROM leader WHERE code = ?", (f"l-{unit}",))[0][0]
        run("UPDATE app_user SET leader_id = ? WHERE id = ?", (leader, centre.users["leader"]))


def test_a_leader_is_told_the_change_of_the_own_team_alone(
    centre: Centre, at_now: None, signed_in: SignedIn
) -> None:
    a_site_that_moved(centre)
    led_by(centre, "n1")
    text = Page(signed_in("leader").get("/overview/bands").text).text
    assert "The satisfaction of Billing’s customers rose by 1.00 points more than that of" in text
    assert "a change of +1.00 points. The 3 other units of North (n = 270, then n = 270)" in text
    assert "changed by 0.00 points on average" in text
    assert "Only 3 other units can tell" in text
    assert "makes the interval 2.2 times as wide as beside many" in text
    assert "Leader n1" not in text
    assert "because" not in text.partition("What this may not")[0]


def test_who_leads_the_site_is_not_told_what_its_leaders_changed(
    centre: Centre, at_now: None, signed_in: SignedIn
) -> None:
    a_site_that_moved(centre)
    leader = signed_in("leader")
    for query in ("", "?unit=n1"):
        text = Page(leader.get(f"/overview/bands{query}").text).text
        assert "rose by" not in text
        assert "Billing beside North" not in text
    # Their own unit is the site, and there is one other.
    assert "of one other nobody could say which" in Page(leader.get("/overview/bands").text).text


@pytest.mark.parametrize("role", ["executive", "analyst"])
def test_the_change_stands_for_one_unit_at_a_time_and_never_in_a_list(
    centre: Centre, at_now: None, signed_in: SignedIn, role: str
) -> None:
    a_site_that_moved(centre)
    browser = signed_in(role)
    assert "beside North" not in browser.get("/overview/bands").text
    page = browser.get("/overview/bands?unit=n1").text
    assert page.count("beside North</h2>") == 1
    assert "rose by 1.00 points more" in page
    assert "Orders beside" not in browser.get("/overview/bands?unit=north").text


def test_a_new_leader_is_told_to_wait(centre: Centre, at_now: None, signed_in: SignedIn) -> None:
    a_site_that_moved(centre)
    people.set_leadership("n1", "l-n2", from_on=date(2026, 1, 1))
    text = Page(signed_in("executive").get("/overview/bands?unit=n1").text).text
    assert "Its leader has not led it for the whole of the later half-year." in text
    assert "rose by" not in text


def test_who_changes_team_takes_no_band_along_not_even_for_minutes(
    apart: Centre, signed_in: SignedIn
) -> None:
    answered(apart, "n2-02", [1] * 90)
    analyst = signed_in("analyst")
    assert row(analyst.get("/my-team").text, "Agent n1-01").startswith("Agent n1-01 Billing Top")
    people.set_membership("n1-01", "n2", from_on=date(2026, 4, 1))
    moved = row(analyst.get("/my-team").text, "Agent n1-01")
    assert moved == "Agent n1-01 Orders no band 0 no answers"


def test_what_leaders_see_of_an_agent_the_agent_reads_as_well(
    apart: Centre, signed_in: SignedIn, app: Flask
) -> None:
    sunday, monday = datetime(2026, 3, 29, 20, tzinfo=UTC), datetime(2026, 3, 30, 5, tzinfo=UTC)
    run("DELETE FROM answer")
    for team in ("n1", "n2", "s1", "s2"):
        answered(apart, f"{team}-02", around(4, 60))
        answered(apart, f"{team}-03", around(4, 60))
    answered(apart, "n1-01", [1] * 60, came=sunday)
    answered(apart, "n1-01", [5] * 300, came=monday)
    assert "Agent n1-01 Billing Low 60 1.00" in row(signed_in("leader").get("/my-team").text, "A")
    text = " ".join(Page(signed_in("agent").get("/my-feedback").text).text.split())
    assert "Nobody above you sees this before 8 April 2026" in text
    assert "From 1 April 2026 on the leaders of your team" in text
    assert "had come in by 29 March 2026: Low, with a mean of 1.00 (n = 60)" in text
