"""What an agent reads of the pulse: the centre, their own block, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from survey.operations import forum, people
from survey.store.database import run, transaction
from tests import forums, waves
from tests.centre import Centre
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
BLOCKS = {"n1": "Billing", "n2": "Orders", "s1": "Technical help", "s2": "Contracts"}
# A mean of its own for each block, so that a figure tells whose it is.
LEVELS = {"n1": (3, "3.00"), "n2": (2, "2.00"), "s1": (4, "4.00"), "s2": (3, "3.25")}


def hold(number: int = 1, *, answers: Mapping[str, int] | None = None) -> None:
    """A closed wave in which so many answer per block, eight unless told otherwise."""
    codes = waves.open_with_cards(number, seed=number)
    for block, cards in codes.items():
        n = (answers or {}).get(block, 8)
        level = LEVELS[block][0]
        ballots = [waves.ballot(level, ask_cost=f"Fewer letters {block} {at}") for at in range(n)]
        if block == "s2":
            ballots[: n // 4] = [waves.ballot(4)] * (n // 4)
        waves.submit(cards, ballots)
    waves.close(number)


def text_of(browser: Client, path: str = "/pulse/waves/1") -> str:
    """The words of the page."""
    return Page(browser.get(path).text).text


def engagement(browser: Client) -> list[str]:
    """What the table of means says about engagement, cell by cell."""
    row = browser.get("/pulse/waves/1").text.partition('scope="row">Engagement</th>')[2]
    cells = re.findall("<td>(.*?)</td>", row.partition("</tr>")[0])
    return [" ".join(cell.split()) for cell in cells]


def test_an_agent_reads_the_centre_and_their_own_block_and_no_other(
    centre: Centre, signed_in: SignIn
) -> None:
    agent = signed_in("agent")
    hold()
    text = text_of(agent)
    assert "Your block in this wave was Billing: 8 of 10" in text
    assert engagement(agent) == ["3.00, n = 8", "3.06, n = 32, 95% interval 2.78 to 3.34"]
    for code, name in BLOCKS.items():
        if code != "n1":
            assert name not in text
            assert LEVELS[code][1] not in text
    assert "Fewer letters s1 3" in text  # in own words, from the whole centre


def test_the_pulse_is_in_the_agents_navigation_with_closed_waves_to_open(
    centre: Centre, signed_in: SignIn
) -> None:
    agent = signed_in("agent")
    assert "No pulse has been held yet." in text_of(agent, "/pulse")
    hold()
    page = Page(agent.get("/pulse").text)
    assert "/pulse/waves/1" in page.links
    assert {"/pulse", "/my-feedback"} <= set(Page(agent.get("/my-feedback").text).links)


def test_an_open_wave_shows_an_agent_nothing(centre: Centre, signed_in: SignIn) -> None:
    agent = signed_in("agent")
    codes = waves.open_with_cards()
    waves.submit(codes["n1"], [waves.ballot(5)] * 8)
    assert "/pulse/waves/1" not in Page(agent.get("/pulse").text).links
    reply = agent.get("/pulse/waves/1")
    assert reply.status_code == 404
    assert Page(reply.text).headings == ["Not yet"]
    assert "Billing" not in reply.text
    assert agent.get("/pulse/waves/7").status_code == 404


def test_of_a_hidden_own_block_an_agent_reads_that_it_is_hidden(
    centre: Centre, signed_in: SignIn
) -> None:
    agent = signed_in("agent")
    hold(answers={"n1": 4})
    text = text_of(agent)
    assert "Your block in this wave was Billing: 4 of 10" in text
    assert engagement(agent) == [
        "Fewer than 5 people answered.",
        "3.08, n = 24, no interval: the spread of answers is not published",
    ]
    assert "3.00" not in text


def test_an_agent_who_was_not_invited_reads_the_centre_only(
    centre: Centre, signed_in: SignIn
) -> None:
    agent = signed_in("agent")
    run("DELETE FROM membership WHERE agent_id = ?", (centre.agents["n1-01"],))
    hold()
    text = text_of(agent)
    assert "You were not invited to this wave" in text
    assert "Billing" not in text
    assert engagement(agent) == ["3.06, n = 32, 95% interval 2.78 to 3.34"]


def test_the_block_is_that_of_the_wave_wherever_the_agent_works_by_now(
    centre: Centre, signed_in: SignIn
) -> None:
    agent = signed_in("agent")
    hold()
    with transaction():
        people.set_membership("n1-01", "s1", from_on=forums.TODAY)
    text = text_of(agent)
    assert "Your block in this wave was Billing" in text
    assert "Technical help" not in text


@pytest.mark.usefixtures("centre")
def test_an_agent_reads_what_the_forum_decided_and_can_change_nothing(signed_in: SignIn) -> None:
    agent = signed_in("agent")
    hold()
    assert "the forum has not written down a decision" in text_of(agent)
    decided = forum.record_decision(1, forums.DECISION, today=forums.TODAY)
    page = Page(agent.get("/pulse/waves/1").text)
    for words in ("See the delivery status", "Read access for all teams", "Helen Strand"):
        assert words in page.text
    assert "£4,200" not in page.text
    assert [form.action for form in page.forms] == ["/sign-out"]
    for address in ("/forum", f"/forum/decisions/{decided}", "/reports/new"):
        assert agent.get(address).status_code == 403, address
