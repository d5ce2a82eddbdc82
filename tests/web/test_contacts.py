"""The list of contacts and one contact, outside-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from survey.render import numbers
from survey.store.database import run
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page
from tests.web.test_overview import counted

SignedIn = Callable[[str], Client]
DAY = datetime.now(UTC).date() - timedelta(days=3)


def older(page: Page) -> str:
    return next(link for link in page.links if "after=" in link)


def test_pages_follow_each_other_without_a_gap(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, [Told("n1-01", DAY - timedelta(days=at // 30), 5) for at in range(120)])
    analyst = signed_in("analyst")
    first = Page(analyst.get("/contacts").text)
    second = Page(analyst.get(older(first)).text)
    third = Page(analyst.get(older(second)).text)
    seen = [
        link
        for page in (first, second, third)
        for link in page.links
        if link.startswith("/contacts/")
    ]
    assert len(seen) == len(set(seen)) == 120
    assert not [link for link in third.links if "after=" in link]
    assert "120 contacts" in first.text
    assert "Back to the latest" in third.text


def test_a_list_takes_six_queries(signed_in: SignedIn, centre: Centre) -> None:
    analyst = signed_in("analyst")
    tell(centre, [Told("n1-01", DAY, 5, "Yes.")] * 3)
    # The first page of a process also asks whether the data are made up.
    analyst.get("/contacts")
    with counted() as few:
        analyst.get("/contacts?score=rated")
    tell(centre, [Told("n2-01", DAY - timedelta(days=at % 50), 4) for at in range(500)], first=99)
    with counted() as many:
        analyst.get("/contacts?score=rated")
    assert len(few) == len(many) == 6


def test_kinds_of_contacts_are_offered_and_the_heading_of_each_leads_to_it(
    signed_in: SignedIn, centre: Centre
) -> None:
    tell(centre, [Told("n1-01", DAY, 5, "Yes."), Told("n1-01", DAY, 4), Told("n1-01", DAY)])
    analyst = signed_in("analyst")
    html = analyst.get("/contacts?channel=phone").text
    kinds = dict(re.findall(r'<li><a href="([^"]+)"[^>]*>(All contacts|With an? \w+)</a>', html))
    assert [*kinds.values()] == ["All contacts", "With an answer", "With a comment"]
    shown = []
    for href in kinds:
        listed = analyst.get(href.replace("&amp;", "&")).text
        assert 'aria-current="true"' in listed
        shown.append(listed.count('<p class="contact-head"><a href="/contacts/'))
    assert shown == [3, 2, 1]


@pytest.mark.parametrize(("moment", "shown"), [("23:30", "00:30"), (None, None)])
def test_a_contact_s_time_is_the_centre_s_where_it_is_known(
    app: Flask, signed_in: SignedIn, centre: Centre, moment: str | None, shown: str | None
) -> None:
    tell(centre, [Told("n1-01", DAY, 5)])
    app.config["SURVEY"] = replace(app.config["SURVEY"], timezone=ZoneInfo("Etc/GMT-1"))
    if moment:
        at = datetime.fromisoformat(f"{DAY}T{moment}:00+00:00")
        run("UPDATE contact SET closed_at = ?", (int(at.timestamp()),))
    closed = f"{numbers.short_day(DAY)}, {shown}" if shown else numbers.short_day(DAY)
    html = signed_in("analyst").get("/contacts").text
    assert f'<span class="contact-closed">{closed}</span>' in html


def test_filters_narrow_the_list(signed_in: SignedIn, centre: Centre) -> None:
    told = [
        Told("n1-01", DAY, 1, "Too slow.", "chat", "Faults"),
        Told("n1-01", DAY, 5, None, "phone", "Orders"),
        Told("s1-01", DAY, 2, "Rude.", "phone", "Orders"),
        Told("s1-01", DAY),
    ]
    tell(centre, told)
    analyst = signed_in("analyst")
    for query, words in {
        "": "4 contacts.",
        "score=rated": "3 contacts with any score.",
        "score=1-2": "2 contacts scored 1 or 2.",
        "score=5&channel=phone": "1 contact scored 5.",
        "unit=north": "2 contacts.",
        "channel=chat": "1 contact.",
        "queue=2": "from the queue",
        "comment=yes": "Contacts with a comment.",
        "score=3": "No contact fits.",
        "from=2020-01-01&to=2020-01-31": "No contact fits.",
    }.items():
        assert words in Page(analyst.get(f"/contacts?{query}").text).text, query
    commented = Page(analyst.get("/contacts?comment=yes&score=1").text).text
    assert "Too slow." in commented
    assert "Rude." not in commented


@pytest.mark.parametrize(
    "query",
    ["score=9", "score=5-1", "queue=x", "queue=77", "after=x", "after=2026-02-30.1",
     "after=2026-02-03.99999999999", "after=2026-02-03.2147483648", "channel=fax", "period=7"],
)  # fmt: skip
def test_bad_values_are_refused_in_a_sentence(signed_in: SignedIn, query: str) -> None:
    reply = signed_in("analyst").get(f"/contacts?{query}")
    assert reply.status_code == 422
    assert ":" in Page(reply.text).text


def test_comments_are_text_whatever_they_hold(signed_in: SignedIn, centre: Centre) -> None:
    bad = "<script>alert(1)</script>\n{{ 7 * 7 }} " + "very " * 200 + "<b>end</b>"
    contact_id = tell(centre, [Told("n1-01", DAY, 1, bad)])[0]
    analyst = signed_in("analyst")
    for path in ("/contacts", f"/contacts/{contact_id}"):
        html = analyst.get(path).text
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "{{ 7 * 7 }}" in html
        assert "&lt;b&gt;end&lt;/b&gt;" in html
    assert "Read on" in analyst.get("/contacts").text


def test_a_contact_shows_what_was_asked_and_how_it_stood(
    signed_in: SignedIn, centre: Centre
) -> None:
    told = Told("n1-01", date(2026, 2, 3), 2, "Never called back.", "chat")
    contact_id = tell(centre, [told])[0]
    text = Page(signed_in("leader").get(f"/contacts/{contact_id}").text).text
    for words in (
        "Chat contact of 3 February 2026", "How satisfied are you with the help you received?",
        "2 of 5, dissatisfied", "What should we know about it?", "Never called back.",
        "Agent n1-01", "North, Billing", "Leader n1", "time not known", "D-1 in desk",
        "The answer came from another system.",
    ):  # fmt: skip
        assert words in text, words


def test_a_contact_nobody_asked_about_says_so(signed_in: SignedIn, centre: Centre) -> None:
    contact_id = tell(centre, [Told("n1-01", DAY)])[0]
    text = Page(signed_in("analyst").get(f"/contacts/{contact_id}").text).text
    assert "The customer was not asked about this contact." in text


def test_a_contact_out_of_scope_is_as_unknown_as_one_that_does_not_exist(
    signed_in: SignedIn, centre: Centre
) -> None:
    contact_id = tell(centre, [Told("s1-01", DAY, 5)])[0]
    leader = signed_in("leader")
    replies = [leader.get(f"/contacts/{id_}") for id_ in (contact_id, 4711, 10**30)]
    assert [reply.status_code for reply in replies] == [404] * 3
    assert replies[0].data == replies[1].data == replies[2].data
    assert "D-1" not in leader.get("/contacts").text


@pytest.mark.parametrize("role", ["administrator", "agent"])
def test_others_see_no_contacts(signed_in: SignedIn, centre: Centre, role: str) -> None:
    contact_id = tell(centre, [Told("n1-01", DAY, 5)])[0]
    for path in ("/contacts", f"/contacts/{contact_id}"):
        assert signed_in(role).get(path).status_code == 403
