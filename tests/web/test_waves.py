"""The pulse's pages: what a wave says, to whom, and nothing of blocks beyond their scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from survey.operations import people
from survey.store.database import transaction
from tests import waves
from tests.centre import Centre
from tests.pages import Client, Page

SignIn = Callable[[str], Client]
# Nine answers a team, and a mean of its own for each: 3.33, 2.33, 4.22 and 3.67.
ANSWERS = {
    "n1": [3, 3, 4] * 3,
    "n2": [2, 2, 3] * 3,
    "s1": [4, 4, 4, 4, 4, 4, 4, 5, 5],
    "s2": [3, 4, 4] * 3,
}
ELSEWHERE = "Blocks with teams outside your scope are not listed here."


def hold(answers: Mapping[str, Sequence[int]]) -> None:
    """A closed wave in which the block with each code answers like that."""
    codes = waves.open_with_cards()
    for code, values in answers.items():
        waves.submit(codes[code], [waves.ballot(value) for value in values])
    waves.close()


@pytest.fixture
def closed(centre: Centre) -> Centre:
    """The small centre after a wave in which every team answered."""
    hold(ANSWERS)
    return centre


def words_of(client: Client, path: str = "/pulse/waves/1") -> str:
    """The page without its tags, one space between any two words."""
    reply = client.get(path)
    assert reply.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", reply.text).split())


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("role", ["analyst", "executive"])
def test_whoever_sees_all_teams_sees_every_block(signed_in: SignIn, role: str) -> None:
    words = words_of(signed_in(role))
    assert "36 of 40 (90%) of those invited answered, 2 to 13 March 2026" in words
    assert "Engagement 3.39, n = 36, 95% interval 3.16 to 3.62" in words
    assert "The eNPS has no interval: that would need the single answers." in words
    assert "Billing 9 of 10 (90%) 3.33, n = 9" in words
    assert "Orders 9 of 10 (90%) 2.33, n = 9" in words
    assert "Technical help 9 of 10 (90%) 4.22, n = 9" in words
    assert "Contracts 9 of 10 (90%) 3.67, n = 9" in words
    assert "Orders is below the other blocks, Technical help is above" in words
    assert ELSEWHERE not in words


@pytest.mark.usefixtures("closed")
def test_a_leader_sees_the_own_blocks_beside_the_whole_centre(signed_in: SignIn) -> None:
    words = words_of(signed_in("leader"))
    assert "Billing 9 of 10 (90%) 3.33, n = 9" in words
    assert "Orders 9 of 10 (90%) 2.33, n = 9" in words
    assert "Engagement 3.39, n = 36" in words
    for elsewhere in ("Technical help", "4.22", "Contracts", "3.67"):
        assert elsewhere not in words
    assert ELSEWHERE in words


@pytest.mark.usefixtures("centre")
def test_a_block_across_scopes_is_left_out_for_whoever_sees_part_of_it(signed_in: SignIn) -> None:
    # Four agents alone on their site: too few for a block, so they join one of the next site.
    with transaction():
        people.add_unit("east", "East", parent="centre")
        people.add_unit("e1", "Evening desk", parent="east")
        for number in range(4):
            people.add_agent(f"e1-{number}", f"Agent e1-{number}")
            people.set_membership(f"e1-{number}", "e1", from_on=date(2025, 1, 1))
    hold({"e1+1": ANSWERS["n1"], "n2": ANSWERS["n2"], "s1": ANSWERS["s1"]})
    assert "Evening desk and Billing 9 of 14 (64%) 3.33, n = 9" in words_of(signed_in("analyst"))
    words = words_of(signed_in("leader"))
    assert "Orders 9 of 10 (90%) 2.33, n = 9" in words
    for across in ("Evening desk", "Billing", "3.33"):
        assert across not in words
    assert ELSEWHERE in words


@pytest.mark.usefixtures("centre")
def test_a_hidden_block_is_a_sentence_without_a_number(signed_in: SignIn) -> None:
    hold(ANSWERS | {"n1": [1, 1, 2, 2]})
    for role in ("analyst", "leader"):
        words = words_of(signed_in(role))
        assert "Billing 4 of 10 (40%) Fewer than 5 people answered." in words
        assert "Not every block is shown: fewer than 5 answers stay hidden" in words
        assert "Billing: " not in words  # no row of it in the figure, nor in its description
        assert "1.50" not in words
        # Over the blocks that are shown.
        assert "Engagement 3.41, n = 27" in words


@pytest.mark.usefixtures("closed")
def test_the_first_wave_compares_nothing_and_the_next_says_what_moved(signed_in: SignIn) -> None:
    assert "detectable" not in words_of(signed_in("analyst"))
    codes = waves.open_with_cards(2, seed=2)
    for code, values in (ANSWERS | {"n2": [4, 4, 4, 4, 4, 4, 3, 4, 4]}).items():
        waves.submit(codes[code], [waves.ballot(value) for value in values])
    waves.close(2)
    words = words_of(signed_in("analyst"), "/pulse/waves/2")
    assert "One detectable difference from Wave 1" in words
    assert "Orders , Engagement: higher than in Wave 1, +1.56 (+" in words
    assert "4 comparisons, held against chance all together" in words
    leader = words_of(signed_in("leader"), "/pulse/waves/2")
    assert "2 comparisons" in leader
    assert "Technical help" not in leader
    agent = words_of(signed_in("agent"), "/pulse/waves/2")
    assert "No detectable difference from Wave 1" in agent
    assert "Orders" not in agent


@pytest.mark.usefixtures("centre")
def test_an_open_wave_shows_its_days_and_not_a_count(signed_in: SignIn) -> None:
    codes = waves.open_with_cards()
    waves.submit(codes["n1"], [waves.ballot(value) for value in ANSWERS["n1"]])
    for role in ("analyst", "executive", "leader"):
        client = signed_in(role)
        words = words_of(client, "/pulse")
        assert "Wave 1 2 to 13 March 2026 after closing" in words
        assert "n = " not in words
        assert "/pulse/waves/1" not in Page(client.get("/pulse").text).links
        refused = client.get("/pulse/waves/1")
        assert refused.status_code == 404
        assert "Nothing is shown before it is closed." in refused.text
        assert "Billing" not in refused.text


@pytest.mark.usefixtures("closed")
def test_the_list_leads_to_closed_waves_with_their_engagement(signed_in: SignIn) -> None:
    leader = signed_in("leader")
    assert "36 of 40 (90%) 3.39, n = 36" in words_of(leader, "/pulse")
    assert "/pulse/waves/1" in Page(leader.get("/pulse").text).links
    assert leader.get("/pulse/waves/2").status_code == 404


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("role", ["analyst", "executive", "leader"])
def test_before_the_first_wave_the_list_says_so(signed_in: SignIn, role: str) -> None:
    assert "No pulse has been held yet." in words_of(signed_in(role), "/pulse")


@pytest.mark.usefixtures("closed")
def test_an_administrator_reads_no_pulse_and_a_leader_no_linkage(signed_in: SignIn) -> None:
    for path in ("/pulse", "/pulse/waves/1"):
        assert signed_in("administrator").get(path).status_code == 403
    assert signed_in("leader").get("/linkage").status_code == 403


@pytest.mark.usefixtures("centre")
def test_a_unanimous_block_is_a_bound_on_the_page_and_in_its_title(signed_in: SignIn) -> None:
    hold(ANSWERS | {"n1": [5] * 9})
    words = words_of(signed_in("leader"))
    assert "Billing 9 of 10 (90%) 4.44 or more, n = 9" in words
    assert "Billing: 4.44 or more, n = 9" in words
    assert "Orders is below Billing" in words
