"""The funnel in the browser: who sees it, what it says, and where its numbers lead."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests import funnels
from tests.funnels import FIRST_DAY
from tests.insight.funnel.test_counts import LAST_DAY, by_hand
from tests.pages import Client, Page

DAYS = f"from={FIRST_DAY}&to={LAST_DAY}"
PAGE = f"/surveys/funnel?{DAYS}"


def sign_in(app: Flask, user_id: int) -> Client:
    made = app.test_client()
    assert isinstance(made, Client)
    with made.session_transaction() as session:
        session["user"], session["epoch"] = user_id, 0
    return made


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.get_data(as_text=True)).text


def test_the_page_says_how_many_and_what_they_are(app: Flask) -> None:
    """PostHog/posthog#30787: responses and people were mixed up, and there was no conversion."""
    centre, known = funnels.build(300, 1)
    text = text_of(sign_in(app, centre.users["analyst"]), PAGE)
    n = by_hand(known)
    assert f"Of {n['invited']} invitations, {n['answered']} were answered" in text
    assert re.search(
        rf"{n['answered']} of {n['invited']} \(\d+%\) invitations were answered, 95%", text
    )
    assert "Contacts are counted, not people" in text
    assert "lower bound" in text


def test_the_list_behind_a_number_is_as_long_as_the_number(app: Flask) -> None:
    centre, known = funnels.build(300, 2)
    client = sign_in(app, centre.users["analyst"])
    page = Page(client.get(PAGE).get_data(as_text=True))
    link = next(one for one in page.links if "place=answered" in one and "by_link" not in one)
    text = text_of(client, link)
    assert f"{by_hand(known)['answered']} contacts. The latest day comes first." in text


def test_leaders_see_their_own_units_and_no_comparison(app: Flask) -> None:
    centre, known = funnels.build(300, 3)
    client = sign_in(app, centre.users["leader"])
    text = text_of(client, PAGE)
    own = by_hand(one for one in known if one.team in ("n1", "n2"))
    assert f"Of {own['invited']} invitations, {own['answered']} were answered" in text
    assert "differ by agent" not in text
    assert client.get("/surveys/funnel/fairness").status_code == 403
    assert client.get(f"{PAGE}&unit=south").status_code == 404
    other = client.get(f"{PAGE}&agent=s1-01")
    nobody = client.get(f"{PAGE}&agent=nobody")
    assert other.status_code == nobody.status_code == 422


@pytest.mark.parametrize("role", ["agent", "executive", "administrator"])
def test_nobody_else_sees_the_funnel(app: Flask, role: str) -> None:
    """chatwoot/chatwoot#9447: agents see their own feedback, not the centre's."""
    centre, _ = funnels.build(3, 1)
    client = sign_in(app, centre.users[role])
    for path in ("", "/contacts", "/fairness"):
        assert client.get(f"/surveys/funnel{path}").status_code == 403


@pytest.mark.parametrize("n", [0, 1, 2, 60])
def test_every_page_opens_whatever_there_is(app: Flask, n: int) -> None:
    centre, _ = funnels.build(n, 4)
    client = sign_in(app, centre.users["analyst"])
    for path in (PAGE, f"/surveys/funnel/contacts?{DAYS}", f"/surveys/funnel/fairness?{DAYS}"):
        text = text_of(client, path)
        assert "nan" not in text.lower().split()
    assert client.get("/surveys/funnel").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["queue=99", "survey=none", "agent=x", "channel=fax", "from=2026", "place=moon", "after=x"],
)
def test_what_cannot_be_used_is_said(app: Flask, query: str) -> None:
    centre, _ = funnels.build(3, 1)
    client = sign_in(app, centre.users["analyst"])
    assert client.get(f"/surveys/funnel/contacts?{query}").status_code == 422


def test_the_comparison_asks_and_names_its_families(app: Flask) -> None:
    centre, _ = funnels.build(400, 5)
    text = text_of(sign_in(app, centre.users["analyst"]), f"/surveys/funnel/fairness?{DAYS}")
    assert "a question to look into, not a finding about a person" in text
    assert "No detectable difference between agents" in text
    assert "adjusted by Benjamini and Hochberg for its family: the" in text
    assert not re.search(r"\b(cheat|fraud|guilty|culprit|manipulat)", text, re.IGNORECASE)
