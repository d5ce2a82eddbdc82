"""One bad week on one line, so that there is something unusual to be found."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from survey.demo.comments import customer_comment
from survey.demo.traffic import DemoContact, Reply

QUEUE = "Delivery"
WEEKS_AGO = 3
POINTS_LOWER = 2
WEEK = timedelta(days=7)


def first_day(today: date) -> date:
    """The Monday on which the parcels got stuck."""
    return today - timedelta(days=today.weekday()) - WEEKS_AGO * WEEK


def with_bad_week(
    contacts: Iterable[DemoContact], rng: random.Random, *, today: date
) -> list[DemoContact]:
    """The contacts, those of the week and line with the scores that they got then."""
    monday = first_day(today)
    return [
        replace(one, reply=_upset(rng, one, one.reply))
        if one.reply
        and one.record.queue == QUEUE
        and monday <= one.record.closed_on < monday + WEEK
        else one
        for one in contacts
    ]


def _upset(rng: random.Random, contact: DemoContact, reply: Reply) -> Reply:
    score = max(1, reply.score - POINTS_LOWER)
    comment = None
    if reply.comment:
        name = (contact.record.agent_name or contact.record.agent).split()[0]
        comment = customer_comment(rng, score=score, queue=QUEUE, agent_first_name=name)
    return replace(reply, score=score, comment=comment)
