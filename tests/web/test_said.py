"""You said, we did: on a page for everybody, from the theme to the answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.intake.decision import NewAsk, Progress
from survey.operations import forum
from survey.render import numbers
from survey.store.reads_of_forum import asks, decisions
from tests import forums, waves
from tests.centre import Centre
from tests.conftest import NOW
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
READERS = ("agent", "leader", "analyst", "executive")
ASK = NewAsk("Cost", "Fewer letters & forms")


@pytest.fixture
def closed(centre: Centre) -> Centre:
    """The small centre after a wave in which ten of a team wrote about letters and screens."""
    codes = waves.open_with_cards()
    words = [f"A second screen {at}" for at in "abc"]
    words += ["Tea", "Chairs", "Heating", "Parking", "Lights", "Plants", "<b>Cups</b>"]
    waves.submit(codes["n1"], [waves.ballot(3, ask_cost=one) for one in words])
    waves.close()
    return centre


def text_of(browser: Client, path: str = "/pulse/said") -> str:
    """The words of the page."""
    return Page(browser.get(path).text).text


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("role", READERS)
def test_everybody_finds_it_in_the_navigation_before_the_first_wave(
    signed_in: SignIn, role: str
) -> None:
    page = signed_in(role).get("/pulse/said")
    assert page.status_code == 200
    assert "/pulse/said" in Page(page.text).links
    assert page.text.count('aria-current="page"') == 1
    assert 'href="/pulse/said" aria-current="page"' in page.text
    assert "No wave has closed yet" in page.text


def test_who_is_not_of_the_pulse_does_not_read_it(
    closed: Centre, client: Client, signed_in: SignIn
) -> None:
    assert closed
    assert client.get("/pulse/said").location == "/sign-in"
    assert signed_in("administrator").get("/pulse/said").status_code == 403


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("role", READERS)
def test_an_ask_waits_in_front_of_everybody_until_it_is_answered(
    signed_in: SignIn, role: str
) -> None:
    browser = signed_in(role)
    assert "No ask of this wave has been noted yet" in text_of(browser)
    forum.note_ask(1, ASK, today=forums.TODAY)
    text = text_of(browser)
    assert "1 ask, and it waits for an answer." in text
    assert f"Waiting for an answer since {numbers.short_day(forums.TODAY)}" in text
    assert "Fewer letters & forms" in text


@pytest.mark.usefixtures("closed")
def test_an_answer_stands_with_owner_day_state_and_reason_and_without_its_price(
    signed_in: SignIn,
) -> None:
    made = forum.record_decision(1, forums.DECISION, today=forums.TODAY)
    agent = signed_in("agent")
    text = text_of(agent)
    for words in ("See the delivery status", "Read access for all teams", "Helen Strand", "Agreed"):
        assert words in text
    assert "30 Jun 2026" in text
    assert "£4,200" not in text
    declined = Progress("declined", "The law asks for them.")
    forum.follow_up(made, declined, seen=Progress("agreed", None), now=NOW)
    text = text_of(agent)
    assert "Declined" in text
    assert "Because: The law asks for them." in text


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("role", ["analyst", "executive"])
def test_from_a_theme_to_the_answer(signed_in: SignIn, role: str) -> None:
    browser = signed_in(role)
    wave = Page(browser.get("/pulse/waves/1").text)
    (from_theme,) = (link for link in wave.links if "theme=" in link)
    form = browser.get(from_theme)
    assert 'value="A second screen' in form.text
    assert '<option value="Cost" selected>' in form.text
    sent = browser.submit(from_theme, "/forum/1/asks", driver="Cost", ask="  A second\tscreen ")
    assert (sent.status_code, sent.location) == (303, "/forum/1/asks")
    assert [(one.driver, one.wording) for one in asks()] == [("Cost", "A second screen")]

    board = browser.get("/forum")
    assert "1 ask waiting for an answer" in board.text
    (answer,) = (link for link in Page(board.text).links if "ask=" in link)
    page = browser.get(answer.partition("#")[0])
    assert "<details open>" in page.text
    sent = browser.submit(
        answer.partition("#")[0],
        "/forum",
        wave="1",
        driver="Cost",
        mandate="Forty screens",
        owner="Helen Strand",
    )
    assert sent.status_code == 303
    assert [one.ask for one in decisions()] == ["A second screen"]
    text = text_of(browser)
    assert "1 ask, and it has an answer." in text
    assert "Waiting" not in text


@pytest.mark.usefixtures("closed")
def test_who_reads_only_has_no_way_to_note_or_to_answer(signed_in: SignIn) -> None:
    forum.note_ask(1, ASK, today=forums.TODAY)
    for role in ("agent", "leader"):
        browser = signed_in(role)
        for path in ("/pulse/said", "/pulse/waves/1"):
            page = Page(browser.get(path).text)
            assert not [link for link in page.links if "ask=" in link or "/asks" in link]
            assert {form.action for form in page.forms} == {"/sign-out"}
        assert browser.get("/forum/1/asks").status_code == 403


@pytest.mark.usefixtures("closed")
def test_a_form_with_problems_comes_back_filled_in_and_nothing_is_kept(signed_in: SignIn) -> None:
    browser = signed_in("analyst")
    sent = browser.submit("/forum/1/asks", ask="Fewer letters", driver="")
    assert sent.status_code == 422
    assert "Choose what the ask is about." in sent.text
    assert 'value="Fewer letters"' in sent.text
    assert browser.submit("/forum/1/asks", ask=" ", driver="Cost").status_code == 422
    assert asks() == ()


@pytest.mark.usefixtures("closed")
def test_an_open_or_unknown_wave_has_no_asks(signed_in: SignIn) -> None:
    browser = signed_in("analyst")
    stale = Page(browser.get("/forum/1/asks").text).form("/forum/1/asks").values
    waves.open_with_cards(2)
    for number in (2, 7):
        assert browser.get(f"/forum/{number}/asks").status_code == 404
        sent = browser.post(
            f"/forum/{number}/asks", data=stale | {"driver": "Cost", "ask": "Fewer letters"}
        )
        assert sent.status_code in (404, 409)
    assert asks() == ()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "query", ["driver=Cost&theme=9", "driver=x&theme=1", "theme=%00", "driver=Cost&theme=-1"]
)
def test_a_theme_that_is_not_there_fills_nothing_in(signed_in: SignIn, query: str) -> None:
    reply = signed_in("analyst").get(f"/forum/1/asks?{query}")
    assert reply.status_code == 200
    assert 'name="ask" type="text" value=""' in reply.text


@pytest.mark.usefixtures("closed")
def test_remarks_and_asks_are_shown_as_text(signed_in: SignIn) -> None:
    forum.note_ask(1, NewAsk("Cost", "<i>Fewer</i> letters"), today=forums.TODAY)
    for path in ("/pulse/said", "/pulse/waves/1", "/forum", "/forum/1/asks"):
        assert "&lt;i&gt;Fewer&lt;/i&gt;" in signed_in("analyst").get(path).text
    assert "&lt;b&gt;Cups&lt;/b&gt;" in signed_in("agent").get("/pulse/waves/1").text
