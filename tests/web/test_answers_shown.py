"""Everything a customer answered is shown to staff, wherever an answer is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.operations import satisfaction
from survey.store.database import rows
from tests import invited
from tests.conftest import NOW
from tests.every_kind import invite
from tests.pages import Client, Page

SignedIn = Callable[[str], Client]
TYPED = {
    "csat": ["1"],
    "drivers": ["1", "9"],
    "drivers.other": ["The hold music."],
    "resolved": ["2"],
    "why": ["The refund."],
    "care.tone": ["4"],
    "comment": ["It took too long."],
    "call_back": ["1"],
}


@pytest.mark.parametrize("where", ["contact", "case", "comment"])
def test_each_answer_stands_below_its_question_on_every_page_of_staff(
    signed_in: SignedIn, where: str
) -> None:
    (contact_id,) = invited.add_contacts(1)
    satisfaction.record_form(invite(contact_id), TYPED, now=NOW)
    paths = {
        "contact": f"/contacts/{contact_id}",
        "case": f"/cases/{rows('SELECT id FROM customer_case')[0][0]}",
        "comment": f"/comments/{rows('SELECT id FROM response')[0][0]}",
    }
    text = Page(signed_in("analyst").get(paths[where]).text).text
    in_order = [
        *("What was it about?", "Waiting, Other", "The hold music."),
        *("Is it settled?", "No", "What is left to do?", "The refund."),
        *("How did you find the following? Tone", "4 of 5", "Please contact me about it.", "Yes"),
    ]
    at = 0
    for words in in_order:
        at = text.index(words, at) + len(words)
    assert "It took too long." in text
    if where != "comment":
        assert text.index("What should we know about it?") < text.index("It took too long.")
