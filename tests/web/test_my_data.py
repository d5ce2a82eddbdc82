"""What is stored about me: everything that carries the agent's name, and no way to a ballot."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from survey.insight.stored_about_me import COLUMN_WORDS, VAULT_WORDS
from survey.operations import people
from survey.privacy.audit import VAULT
from survey.store.database import rows, transaction
from survey.store.pulse import inspection
from tests import waves
from tests.answers import Told, tell
from tests.centre import Centre
from tests.pages import Client, Page

SignIn = Callable[[str], Client]


def text_of(browser: Client) -> str:
    """The words of the page."""
    return Page(browser.get("/my-data").text).text


def counts_of(browser: Client) -> dict[str, str]:
    """How many of each kind there are, from the second list of the page."""
    second = browser.get("/my-data").text.split("<dl")[2]
    return dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", second))


def test_an_agent_with_nothing_reads_name_code_address_and_team(
    centre: Centre, signed_in: SignIn
) -> None:
    assert centre
    text = text_of(signed_in("agent"))
    for words in ("Agent n1-01", "n1-01", "gus@example.org", "1 January 2025", "Billing"):
        assert words in text
    assert set(counts_of(signed_in("agent")).values()) == {"0"}
    assert "You have not been invited to a wave." in text


def test_contacts_answers_and_comments_are_counted_and_no_colleague_s(
    centre: Centre, signed_in: SignIn
) -> None:
    tell(
        centre,
        [
            Told("n1-01", date(2026, 2, 3), 5, "Kind."),
            Told("n1-01", date(2026, 2, 4), 2),
            Told("n1-02", date(2026, 2, 4), 4, "Quick."),
        ],
    )
    assert rows("SELECT count(*) FROM response") == [(3,)]
    counts = counts_of(signed_in("agent"))
    assert counts["Contacts you closed"] == "2"
    assert counts["Customers’ answers about them"] == "2"
    assert counts["Customers’ comments about them"] == "1"
    assert "n1-02" not in text_of(signed_in("agent"))


@pytest.mark.usefixtures("centre")
def test_it_says_invited_whether_or_not_the_agent_answered(signed_in: SignIn) -> None:
    agent = signed_in("agent")
    codes = waves.open_with_cards()
    before = text_of(agent)
    assert "Wave 1" in before
    assert "Whether you answered is kept in no place that names you" in before
    waves.submit(codes["n1"], [waves.ballot(3)] * 8)
    assert text_of(agent) == before


@pytest.mark.usefixtures("centre")
def test_every_table_and_column_of_the_vault_is_named_and_explained(signed_in: SignIn) -> None:
    page = signed_in("agent").get("/my-data").text
    assert set(VAULT_WORDS) == set(VAULT)
    for table in VAULT:
        assert f"<code>{table}</code>" in page
        for column in inspection.columns_of(table):
            assert f"<code>{column}</code> {COLUMN_WORDS[column]}" in page
    assert "unknown" not in page


def test_moves_and_leaving_stand_with_their_days(centre: Centre, signed_in: SignIn) -> None:
    assert centre
    with transaction():
        people.set_membership("n1-01", "s1", from_on=date(2026, 2, 1))
    text = text_of(signed_in("agent"))
    assert "1 February 2026" in text
    assert "Technical help" in text


@pytest.mark.usefixtures("centre")
def test_nobody_else_opens_it_and_it_is_found_from_the_agent_s_pages(
    client: Client, signed_in: SignIn
) -> None:
    assert client.get("/my-data").location == "/sign-in"
    for role in ("administrator", "analyst", "leader", "executive"):
        assert signed_in(role).get("/my-data").status_code == 403
    agent = signed_in("agent")
    waves.submit(waves.open_with_cards()["n1"], [waves.ballot(3)] * 8)
    waves.close()
    assert "/my-data" in Page(agent.get("/pulse/waves/1").text).links
    assert {"/pulse/check", "/my-feedback"} <= set(Page(agent.get("/my-data").text).links)
