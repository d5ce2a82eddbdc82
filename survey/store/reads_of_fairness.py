"""Contacts about which the rules decided, one by one: what a comparison of agents starts from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from survey.store.database import run
from survey.store.fields import to_seconds
from survey.store.reads_of_funnel import FATE, JOINS, FunnelFilter, conditions, name_of_fate

# Nobody could have left these out: somebody asked by hand, or there was no rule to ask by.
_BY_RULE = "survey_decision.outcome NOT IN ('by_hand', 'before_rules', 'no_survey')"


class RuledContact(NamedTuple):
    """A contact with its fate, and who the customer is: a reference, or where none is known the
    contact's id.

    `via` is empty without an invitation; `is_ripe` says that there was one by the instant asked
    for; `has_address` that we know where to send a message.
    """

    agent_id: int
    queue_id: int
    channel: str
    survey_id: int | None
    via: str
    fate: str
    customer: str | int
    is_ripe: bool
    has_address: bool


def ruled_contacts(wanted: FunnelFilter, *, invited_until: datetime) -> Iterator[RuledContact]:
    """The contacts of the filter that were decided by rule, first closed first."""
    where, values = conditions(wanted)
    found = run(
        "SELECT contact.agent_id, contact.queue_id, contact.channel, survey_decision.survey_id,"
        f" coalesce(invitation.via, ''), {FATE}, contact.customer_ref, contact.id,"
        " CASE WHEN invitation.created_at <= ? THEN 1 ELSE 0 END,"
        " CASE WHEN coalesce(contact_identity.email, contact_identity.phone) IS NULL"
        f" THEN 0 ELSE 1 END {JOINS}"
        " LEFT JOIN contact_identity ON contact_identity.contact_id = contact.id"
        f" WHERE {where} AND {_BY_RULE}"
        " ORDER BY contact.closed_on, coalesce(contact.closed_at, 0), contact.id",
        [to_seconds(invited_until), *values],
    )
    for agent, queue, channel, survey, via, fate, reference, id_, is_ripe, has_address in found:
        yield RuledContact(
            *(agent, queue, channel, survey, via, name_of_fate(fate), reference or id_),
            *(bool(is_ripe), bool(has_address)),
        )
