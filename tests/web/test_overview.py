"""The overview, outside-in: who sees what, how many queries it takes, and how little is enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from survey.insight.linkage.standing import standing
from survey.operations import people
from survey.privacy import gate
from survey.store import database
from tests import waves
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]


def today() -> date:
    return datetime.now(UTC).date()


def story(n: int) -> list[Told]:
    """Answers over the last two months in every team and channel."""
    teams, channels = ("n1", "n2", "s1", "s2"), ("phone", "chat", "email")
    return [
        Told(
            f"{teams[at % 4]}-01",
            today() - timedelta(days=at % 60),
            1 + (at * 7) % 5,
            "Fine." if at % 3 else None,
            channels[at % 3],
        )
        for at in range(n)
    ]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside."""
    statements: list[str] = []
    engine = database.database.obj
    execute = engine.execute_sql

    def note(sql: str, *rest: object, **options: object) -> object:
        statements.append(sql)
        return execute(sql, *rest, **options)

    engine.execute_sql = note
    try:
        yield statements
    finally:
        del engine.execute_sql


@pytest.mark.parametrize("role", ["analyst", "leader", "executive"])
def test_readers_see_it_and_others_do_not(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get("/overview").status_code == 200
    for other in ("administrator", "agent"):
        assert signed_in(other).get("/overview").status_code == 403


def test_it_takes_ten_queries_however_many_answers_and_units(
    signed_in: SignedIn, centre: Centre
) -> None:
    analyst = signed_in("analyst")
    tell(centre, story(40))
    # The first page of a process also asks whether the data are made up.
    analyst.get("/overview")
    with counted() as few:
        analyst.get("/overview")
    for number in range(20):
        people.add_unit(f"extra-{number}", f"Extra {number}", parent="north")
    tell(centre, story(600), first=1000)
    with counted() as many:
        analyst.get("/overview")
    assert len(few) == len(many) == 10
    # Responses and contacts themselves are never read.
    assert not [sql for sql in many if "FROM answer " in sql or "FROM contact " in sql]


def test_without_any_contact_it_says_so(signed_in: SignedIn) -> None:
    page = Page(signed_in("analyst").get("/overview").text)
    assert "There are no contacts yet." in page.text
    assert not re.search(r"\bnan\b", page.text.lower())


def test_contacts_without_an_answer_are_counted_in_words(
    signed_in: SignedIn, centre: Centre
) -> None:
    tell(centre, [Told("n1-01", today()), Told("n1-02", today())])
    text = Page(signed_in("analyst").get("/overview").text).text
    assert "2 contacts closed in these days, and no customer has answered about one yet." in text


def test_an_empty_period_leads_to_the_latest_month(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, [Told("n1-01", date(2026, 2, 10), 5)])
    for period in ("2025-06", "2027-06"):
        page = Page(signed_in("analyst").get(f"/overview?period={period}").text)
        assert "No contact of this selection closed in these days." in page.text
        assert "/overview?from=2026-02-01&to=2026-02-28" in page.links


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_answers_are_shown_with_the_doubt_they_carry(
    signed_in: SignedIn, centre: Centre, n: int
) -> None:
    tell(centre, [Told("n1-01", today(), 5)] * n)
    text = Page(signed_in("analyst").get("/overview").text).text
    assert f"n = {n}" in text
    assert "not enough evidence" in text
    assert "no answers from the days before" in text
    assert not re.search(r"\bnan\b", text.lower())


def test_a_leader_sees_the_own_site_only(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, story(120))
    page = Page(signed_in("leader").get("/overview").text)
    assert page.headings == ["North"]
    assert "Billing" in page.text
    assert "Technical help" not in page.text
    assert "60 answers" in page.text


def test_a_unit_out_of_scope_is_as_unknown_as_one_that_does_not_exist(
    signed_in: SignedIn, centre: Centre
) -> None:
    leader = signed_in("leader")
    for path in ("/overview?unit=", "/contacts?unit="):
        hidden, missing = leader.get(f"{path}s1"), leader.get(f"{path}nowhere")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.data == missing.data


def test_every_number_leads_to_as_many_contacts(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, story(120))
    analyst = signed_in("analyst")
    page = Page(analyst.get("/overview").text)
    led = sorted({link for link in page.links if link.startswith("/contacts?")})
    asked = [parse_qs(urlsplit(link).query) for link in led]
    assert {one["unit"][0] for one in asked if "unit" in one} == {
        "north", "south", "n1", "n2", "s1", "s2",
    }  # fmt: skip
    assert {one["channel"][0] for one in asked if "channel" in one} == {"phone", "chat", "email"}
    # All closed, all with a score, and each month of the last two that had any.
    assert len([one for one in asked if not {"unit", "channel"} & set(one)]) >= 4
    for link in led:
        assert analyst.get(link).status_code == 200
    north = next(link for link in led if "unit=north" in link and "score=rated" in link)
    assert "60 contacts with any score" in Page(analyst.get(north).text).text


def test_numbers_inside_figures_are_links_too(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, story(120))
    html = signed_in("analyst").get("/overview").text
    figures = html.split("<svg")[1:]
    assert sum('<a href="/contacts?' in figure for figure in figures) >= 6


def test_a_channel_narrows_everything(signed_in: SignedIn, centre: Centre) -> None:
    tell(centre, story(120))
    page = Page(signed_in("analyst").get("/overview?channel=chat").text)
    assert "40 answers" in page.text
    assert "by channel" not in page.text


def test_bad_values_are_named_in_sentences(signed_in: SignedIn) -> None:
    reply = signed_in("analyst").get("/overview?channel=fax&from=2026-03-31&to=2026-03-01")
    text = Page(reply.text).text
    assert reply.status_code == 422
    assert "“fax” is none of phone, chat, email, social" in text
    assert "2026-03-01 is before 2026-03-31" in text


def test_closed_waves_cost_the_same_however_many_answered(
    signed_in: SignedIn, centre: Centre
) -> None:
    tell(centre, story(40))
    for number in (1, 2):
        codes = waves.open_with_cards(number, seed=number)
        for block_codes in codes.values():
            waves.submit(block_codes, [waves.ballot(3 + at % 2) for at in range(7)])
        waves.close(number)
    analyst = signed_in("analyst")
    # The first look works the linkage out; the others find it.
    analyst.get("/overview")
    with counted() as statements:
        reply = analyst.get("/overview")
    assert "Engagement in Wave 2" in reply.text
    assert len(statements) <= 31


def test_the_verdict_on_the_link_and_the_newest_report_stand_on_it_for_who_may_open_them(
    signed_in: SignedIn, centre: Centre
) -> None:
    tell(centre, story(40))
    assert "Are customers and agents linked?" not in signed_in("analyst").get("/overview").text
    for number in (1, 2):
        codes = waves.open_with_cards(number, seed=number)
        for block_codes in codes.values():
            waves.submit(block_codes, [waves.ballot(3 + at % 2) for at in range(7)])
        waves.close(number)
    for role, is_shown in (("analyst", True), ("executive", True), ("leader", False)):
        text = signed_in(role).get("/overview").text
        assert ("Are customers and agents linked?" in text) is is_shown
        assert ('href="/reports?occasion=wave:2"' in text) is is_shown
        assert ("Cannot tell yet" in text) is is_shown


def test_the_verdict_is_worked_out_again_when_answers_have_come(centre: Centre) -> None:
    tell(centre, story(40))
    waves.open_with_cards(1)
    waves.close(1)
    newest = gate.closed_waves()[-1]
    first = standing(newest)
    assert standing(newest) is first
    tell(centre, story(40), first=1000)
    assert standing(newest) is not first


def test_a_number_of_the_dissatisfied_leads_to_their_contacts(
    centre: Centre, signed_in: SignedIn
) -> None:
    """chatwoot/chatwoot#6887: from a report's bar to the low-rated contacts behind it."""
    tell(centre, story(60))
    analyst = signed_in("analyst")
    page = analyst.get("/overview").text
    found = re.findall(r'<a href="([^"]*score=1-2[^"]*)">(\d+)</a>', page)
    assert len(found) > 6
    for address, n in found:
        assert len(re.findall('class="contact-head"', analyst.get(unescape(address)).text)) == int(
            n
        )
