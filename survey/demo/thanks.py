"""Thanks between the demo's colleagues and customers' praise that agents agreed to show."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from survey.instruments.measures import CSAT
from survey.intake.thanks import NewThanks, mark_of
from survey.operations import recognition
from survey.store.database import rows, transaction

TEXTS = (
    "Thank you for sitting beside me when the new billing screens came.",
    "You took two of my chats when mine both went wrong at once. That saved my evening.",
    "Your notes on the router fault are the best page in the knowledge base.",
    "Thanks for swapping with me, so that I could be at my daughter’s school play.",
    "You stayed calm with a caller whom I had already given up on. I learned from that.",
    "The list of who to ring in the warehouse is pure gold.",
    "Thank you for speaking up about the double entries.",
    "You made my first two weeks here easy.",
    "Thanks for asking how I was after that call.",
)
# How the agent answered each: shown to all, kept to oneself, or not answered yet.
ANSWERS = ("shown", "shown", "offered", "shown", "kept", "shown", "offered", "shown", "offered")
N_PRAISE = 7
LATELY = 400  # the newest comments with the top score


def thank_and_praise(rng: random.Random, *, agent_in_demo: str | None, today: date) -> None:
    """Thanks of the last weeks, the newest to the agent one can sign in as, and praise."""
    own_id = rows("SELECT id FROM agent WHERE code = ?", (agent_in_demo,))[0][0]
    with transaction():
        _thank(rng, own_id, today=today)
        _praise(rng, own_id, today=today)


def _thank(rng: random.Random, own_id: int, *, today: date) -> None:
    signing_in: Mapping[int, int] = dict(
        rows(
            "SELECT agent_id, id FROM app_user WHERE agent_id IS NOT NULL"
            " AND deactivated_at IS NULL ORDER BY agent_id"
        )
    )
    others = [agent_id for agent_id in signing_in if agent_id != own_id]
    for place, (text, answer) in enumerate(zip(TEXTS, ANSWERS, strict=True)):
        giver, taker = rng.sample(others, 2)
        if place in (1, len(TEXTS) - 1):
            taker = own_id
        given_on = today - timedelta(days=3 * (len(TEXTS) - place))
        new = NewThanks(taker, text)
        thanks_id = recognition.give_thanks(
            signing_in[giver], new, own_agent_id=giver, today=given_on
        )
        if answer == "shown":
            recognition.show_thanks(thanks_id, agent_id=taker)
        elif answer == "kept":
            recognition.keep_thanks(thanks_id, agent_id=taker)


def _praise(rng: random.Random, own_id: int, *, today: date) -> None:
    """Agents show some of what customers with the top score wrote about them.

    Of the praise of whom one can sign in as, the newest waits for an answer.
    """
    found = rows(
        "SELECT response.id, contact.agent_id, response.comment FROM response"
        " JOIN contact ON contact.id = response.contact_id"
        " JOIN answer ON answer.response_id = response.id"
        " JOIN app_user ON app_user.agent_id = contact.agent_id"
        " WHERE answer.item = ? AND answer.value = 5 AND response.comment IS NOT NULL"
        " AND deactivated_at IS NULL ORDER BY response.received_at DESC, response.id DESC",
        (CSAT,),
    )
    own = [row for row in found if row[1] == own_id]
    others = [row for row in found[:LATELY] if row[1] != own_id]
    for place, (response_id, agent_id, words) in enumerate(
        [*rng.sample(others, N_PRAISE), *own[2:3]]
    ):
        recognition.show_praise(
            response_id,
            agent_id=agent_id,
            seen=mark_of(words),
            today=today - timedelta(days=2 * place + 1),
        )
