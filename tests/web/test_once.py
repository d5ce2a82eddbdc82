"""Whoever opens a mailed link, and wherever: one answer counts, and nobody is tracked for it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from survey.operations import tokens
from survey.store.database import rows
from tests import invited
from tests.asked import KEY, ask
from tests.pages import Client


def test_one_mailed_link_takes_one_answer_from_however_many_browsers(app: Flask) -> None:
    """formbricks/formbricks#4797: one mailed link took many answers.

    formbricks/formbricks#72: one response per person, without invasive tracking.
    """
    (contact,) = ask(1, now=datetime.now(UTC))
    link = f"/c/{tokens.invitation_token(contact, secret_key=KEY)}"
    replies = []
    for score in ("5", "1", "1"):
        browser = Client(app)
        replies += [browser.get(link), browser.post(link, data={"csat": score})]
    assert [one.status_code for one in replies[1::2]] == [303, 409, 409]
    assert not any("Set-Cookie" in one.headers for one in replies)
    assert rows("SELECT value FROM answer WHERE item = 'csat'") == [(5,)]
    assert invited.n_answers()[0] == 1
