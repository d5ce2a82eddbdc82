"""The demo's last weeks: customers asked by the rules of three surveys, and what they answered."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from survey.demo import programs, receivers
from survey.demo.traffic import DemoContact, Reply
from survey.instruments.measures import (
    CALL_BACK,
    CSAT,
    DRIVERS,
    RESOLVED,
    STRENGTHS,
    TESTIMONIAL,
)
from survey.instruments.ready import READY
from survey.intake.contact_mapping import Creation
from survey.intake.rules import Rules
from survey.operations import deliveries, drafts, satisfaction, surveys
from survey.operations.contacts import accept_contacts
from survey.operations.deciding import decide_batch
from survey.operations.tokens import invitation_token
from survey.store.database import rows, transaction

WEEKS = 5
NO_NEW_PEOPLE = Creation(teams=False, under=None, agents=False, leaders=False)
# Mailboxes that are gone, and people who unsubscribe.
REFUSED_SHARE = 0.012
BOUNCED_SHARE = 0.004
REMINDED_SHARE = 0.4  # of those who would have answered anyway, by the reminder only
OPENED_SHARE = 0.1  # of those who never answer
RULES = {
    "phone": Rules(
        channels=("phone",),
        reasons=("Question", "Complaint", "Change"),
        least_handle_seconds=45,
        sampling_percent=70,
    ),
    "chat": Rules(channels=("chat",), delay_minutes=5, sampling_percent=80),
    "mail": Rules(channels=("email",), delay_minutes=120),
}
# Weights of what mattered, by the value of the option; 9 is something else.
LOW_WEIGHTS = {1: 5, 2: 1, 3: 3, 4: 3, 5: 6}
HIGH_WEIGHTS = {1: 3, 2: 6, 3: 4, 4: 4, 5: 5}


@dataclass(frozen=True, slots=True)
class Centre:
    """The installation that asks: its secret, its clock, and chance."""

    secret_key: str
    zone: ZoneInfo
    rng: random.Random
    now: datetime


def first_day_by_rule(today: date) -> date:
    """The day from which the centre asks by rule; before it handed links out itself."""
    return today - timedelta(weeks=WEEKS)


def go_live(*, at: datetime) -> None:
    """Publish a survey for calls, for chats and for mails."""
    for ready in READY:
        surveys.create_survey(
            ready.name, ready.instrument, code=ready.code, rules=RULES[ready.code], now=at
        )
        surveys.publish(ready.code, seen=1, now=at)


def ask_and_answer(
    contacts: Sequence[DemoContact], centre: Centre, *, on_progress: Callable[[str], None]
) -> tuple[str, ...]:
    """Paths of links that still wait for an answer, after every day has gone its way."""
    replies = {one.record.external_id: one.reply for one in contacts}
    asked: list[int] = []
    for day, group in groupby(contacts, key=lambda one: one.record.closed_on):
        with transaction():
            accept_contacts((one.record for one in group), zone=centre.zone, creation=NO_NEW_PEOPLE)
            midnight = datetime.combine(day + timedelta(days=1), time(), UTC)
            decide(centre, now=midnight)
            noon = min(midnight + timedelta(hours=12), centre.now)
            asked += _send(centre, replies, now=noon)
            receivers.read_comments(now=noon)
    on_progress(f"{len(asked):,} customers asked by rule")
    return _unanswered(asked[-60:], centre)


def decide(centre: Centre, *, now: datetime) -> None:
    """Decide about every contact that waits for it."""
    while decide_batch(now=now, secret_key=centre.secret_key, zone=centre.zone):
        pass


def _send(centre: Centre, replies: dict[str, Reply | None], *, now: datetime) -> list[int]:
    """The contacts whose customers were written to: all that is due, invitations and reminders."""
    asked = []
    while (claim := deliveries.take(("mail", "sms"), now=now)) is not None:
        outgoing = deliveries.look(claim, now=now, zone=centre.zone)
        if outgoing is None:
            continue
        if centre.rng.random() < REFUSED_SHARE:
            deliveries.refuse(outgoing, "The mail server does not know this address.", now=now)
            continue
        deliveries.hand_over(outgoing, now=now)
        deliveries.confirm(outgoing, now=now)
        if claim.via == "mail" and centre.rng.random() < BOUNCED_SHARE:
            programs.send_back(centre.rng, claim.id, secret_key=centre.secret_key, now=now)
            continue
        contact_id = outgoing.about.contact_id
        asked.append(contact_id)
        is_late = centre.rng.random() < REMINDED_SHARE
        if is_late == (claim.kind == "reminder"):
            reply = replies.get(_external_id(contact_id))
            if reply is not None and now + reply.after < centre.now:
                _answer(contact_id, reply, centre, now=now + reply.after)
            elif reply is None and centre.rng.random() < OPENED_SHARE:
                token = invitation_token(contact_id, secret_key=centre.secret_key)
                drafts.note_opened(token, now=now)
    return asked


def _external_id(contact_id: int) -> str:
    return str(rows("SELECT external_id FROM contact WHERE id = ?", (contact_id,))[0][0])


def _answer(contact_id: int, reply: Reply, centre: Centre, *, now: datetime) -> None:
    rng = centre.rng
    values: dict[str, int | None] = {CSAT: reply.score}
    is_high, is_low = reply.score >= 4, reply.score <= 2
    if rng.random() < 0.7:
        weights = HIGH_WEIGHTS if is_high else LOW_WEIGHTS
        ticked = set(rng.choices(tuple(weights), tuple(weights.values()), k=rng.choice((1, 1, 2))))
        item = STRENGTHS if is_high else DRIVERS
        values |= {item: len(ticked), **{f"{item}.{value}": 1 for value in ticked}}
    if rng.random() < 0.85:
        values[RESOLVED] = rng.choices((1, 2, 3), (8, 1, 1) if is_high else (2, 3, 5))[0]
    if is_low:
        values[CALL_BACK] = int(rng.random() < 0.3)
    if is_high and reply.comment:
        values[TESTIMONIAL] = int(rng.random() < 0.25)
    token = invitation_token(contact_id, secret_key=centre.secret_key)
    satisfaction.record_response(token, values, comment=reply.comment, now=now)


def _unanswered(contact_ids: Sequence[int], centre: Centre) -> tuple[str, ...]:
    answered = {row[0] for row in rows("SELECT contact_id FROM response")}
    waiting = [one for one in reversed(contact_ids) if one not in answered]
    return tuple(f"/c/{invitation_token(one, secret_key=centre.secret_key)}" for one in waiting[:5])
