"""Random centres whose contacts came to every place of the funnel, with what was written down."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from survey.instruments.satisfaction import AFTER_CONTACT
from survey.operations import rollups, satisfaction
from survey.store.database import rows, run, transaction
from tests import centre as small_centre
from tests.centre import Centre

FIRST_DAY = date(2026, 2, 20)
OUTCOMES = (
    "invited", "invited", "invited", "by_hand", "no_survey", "not_eligible", "sampled_out",
    "quarantined", "no_address", "opted_out", "bounced", "too_late", "answered", "before_rules",
    "erased", None,
)  # fmt: skip
RULES = ("channel", "queue", "reason", "handle_time", "language")
STATES = (
    "waiting", "handed_over", "sent", "sent", "bounced", "refused", "stopped", "expired",
    "given_up", None,
)  # fmt: skip


@dataclass
class Known:
    """What is known of one contact, as the test wrote it."""

    id: int
    agent: str
    team: str
    channel: str
    queue: int
    day: date
    outcome: str | None = None
    rule: str | None = None
    is_invited: bool = False
    state: str | None = None
    is_opened: bool = False
    is_answered: bool = False
    csat: int | None = None


def build(n: int, seed: int) -> tuple[Centre, list[Known]]:
    """The small centre with `n` random contacts that closed from FIRST_DAY on, within 14 days."""
    chance = random.Random(seed)
    centre = small_centre.build()
    with transaction():
        satisfaction.ensure_instrument(AFTER_CONTACT)
        for number in (1, 2, 3):
            run("INSERT INTO queue (id, name) VALUES (?, ?)", (number, f"Queue {number}"))
        run(
            "INSERT INTO survey (id, code, name, state, draft, rules, position,"
            " instrument_digest, published_at)"
            " VALUES (1, 'phone', 'After a call', 'live', '{}', '{}', 1, ?, 1)",
            (AFTER_CONTACT.digest,),
        )
        known = [_add(centre, number, chance) for number in range(1, n + 1)]
    rollups.rebuild()
    return centre, known


def _add(centre: Centre, number: int, chance: random.Random) -> Known:
    agent = chance.choice(sorted(centre.agents))
    one = Known(
        number,
        agent,
        agent.split("-")[0],
        chance.choice(("phone", "chat", "email")),
        chance.choice((1, 2, 3)),
        FIRST_DAY + timedelta(days=chance.randrange(14)),
        chance.choice(OUTCOMES),
    )
    add_contact(centre, one)
    if one.outcome == "not_eligible":
        one.rule = chance.choice(RULES)
    decide(one)
    # An invitation decides, whatever was noted before it.
    if one.outcome in ("invited", "by_hand") or chance.random() < 0.05:
        invite(one, chance.choice(STATES), is_opened=chance.random() < 0.4)
        if chance.random() < 0.3:
            answer(one, chance.randrange(1, 6))
    elif chance.random() < 0.05:
        answer(one, chance.randrange(1, 6))
    return one


def add_contact(centre: Centre, one: Known) -> None:
    """Write the contact down, frozen to its agent and unit."""
    run(
        "INSERT INTO contact (id, source, external_id, queue_id, channel, reason, agent_id,"
        " unit_id, closed_on) VALUES (?, 'crm', ?, ?, ?, 'billing', ?, ?, ?)",
        (
            *(one.id, f"x-{one.id}", one.queue, one.channel),
            *(centre.agents[one.agent], centre.units[one.team], str(one.day)),
        ),
    )


def decide(one: Known) -> None:
    """Write down what was decided, if anything was."""
    if one.outcome is not None:
        run(
            "INSERT INTO survey_decision (contact_id, survey_id, outcome, rule, decided_at)"
            " VALUES (?, ?, ?, ?, 1)",
            (one.id, 1 if one.outcome != "before_rules" else None, one.outcome, one.rule),
        )


def invite(one: Known, state: str | None, *, is_opened: bool) -> None:
    """Invite the customer, by a message in this state or by link."""
    one.is_invited, one.state, one.is_opened = True, state, is_opened
    run(
        "INSERT INTO invitation (id, contact_id, instrument_digest, token_digest, created_at,"
        " expires_at, survey_id, via, opened_at) VALUES (?, ?, ?, ?, 1, 2000000000, 1, ?, ?)",
        (
            *(one.id, one.id, AFTER_CONTACT.digest, sha256(str(one.id).encode()).digest()),
            *("mail" if state else "link", 5 if is_opened else None),
        ),
    )
    if state is not None:
        was_handed_over = state in ("handed_over", "sent", "bounced")
        run(
            "INSERT INTO delivery (invitation_id, kind, via, state, due_at, handed_over_at)"
            " VALUES (?, 'invitation', 'mail', ?, 1, ?)",
            (one.id, state, 2 if was_handed_over else None),
        )
        # A reminder is a second message about the same contact and is not counted again.
        run(
            "INSERT INTO delivery (invitation_id, kind, via, state, due_at)"
            " VALUES (?, 'reminder', 'mail', 'waiting', 1)",
            (one.id,),
        )


def answer(one: Known, csat: int) -> None:
    """Write down an answer: to the invitation where there is one, else from elsewhere."""
    one.is_answered, one.csat = one.is_invited, csat
    response = rows(
        "INSERT INTO response (contact_id, invitation_id, instrument_digest, received_at)"
        " VALUES (?, ?, ?, 9) RETURNING id",
        (one.id, one.id if one.is_invited else None, AFTER_CONTACT.digest),
    )[0][0]
    run("INSERT INTO answer (response_id, item, value) VALUES (?, 'csat', ?)", (response, csat))
