"""One contact as it was when it closed, with what its customer was asked and answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from survey.errors import NotFound
from survey.insight.agents_first import is_held
from survey.insight.answers_given import AnswerLine, lines_of
from survey.insight.asking.words import sentence_of
from survey.insight.selection import CHANNEL_NAMES
from survey.insight.units import read_scope
from survey.instruments.reading import from_definition
from survey.render import numbers
from survey.store import reads_of_asking, reads_of_one_contact
from survey.store.reads_of_one_contact import Asked, ContactRecord

NO_CONTACT = "There is no such contact, or it is not yours to see."
MOST_IDS = 2**31
READS_FIRST = "Reads the answer first: the name stands here two full days later"


@dataclass(frozen=True, slots=True)
class OneContactPage:
    """A contact. `facts` are (name, words) pairs; `state` says in a sentence what came back.

    `decision` says why the customer was not asked, or is empty.
    """

    contact_id: int
    title: str
    facts: tuple[tuple[str, str], ...]
    state: str
    decision: str
    answers: tuple[AnswerLine, ...]
    instrument: str


def one_contact(
    contact_id: int,
    unit_ids: Collection[int],
    *,
    timezone: tzinfo,
    held_from: datetime | None = None,
) -> OneContactPage:
    """The contact with this id; where it was answered at `held_from` or later, without its agent.

    Raises:
        NotFound: there is none, or it belongs to none of the units; the words do not differ.
    """
    record = reads_of_one_contact.contact(contact_id) if contact_id < MOST_IDS else None
    if record is None or record.unit_id not in unit_ids:
        raise NotFound(NO_CONTACT)
    asked = reads_of_one_contact.asked(contact_id)
    instrument = from_definition(asked.definition) if asked else None
    if asked and is_held(asked.told_at, held_from):
        record = replace(record, agent=READS_FIRST)
    return OneContactPage(
        contact_id=contact_id,
        title=f"{CHANNEL_NAMES[record.channel]} contact of {numbers.day(record.closed_on)}",
        facts=_facts(record, read_scope(unit_ids).path(record.unit_id), timezone),
        state=_state(asked, timezone),
        decision=_decision(contact_id, asked),
        answers=lines_of(instrument, asked.given) if asked and instrument else (),
        instrument=f"{instrument.name}, version {instrument.digest[:8]}" if instrument else "",
    )


def _decision(contact_id: int, asked: Asked | None) -> str:
    if asked is not None:
        return ""
    return sentence_of(reads_of_asking.decision_of(contact_id))


def _facts(record: ContactRecord, team: str, zone: tzinfo) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Agent", record.agent),
        ("Team", team),
        ("Leader", record.leader),
        ("Queue", record.queue),
        ("Reason", record.reason),
        ("Opened", _moment(record.opened_at, zone)),
        (
            "Closed",
            _moment(record.closed_at, zone) or f"{numbers.day(record.closed_on)}, time not known",
        ),
        (
            "Handle time",
            None if record.handle_seconds is None else numbers.duration(record.handle_seconds),
        ),
        ("Agent’s tenure", record.tenure),
        ("Shift", record.shift),
        ("Customer", record.customer_ref),
        ("Known as", f"{record.external_id} in {record.source}"),
    )
    return tuple((name, words) for name, words in facts if words)


def _moment(instant: datetime | None, zone: tzinfo) -> str:
    return "" if instant is None else numbers.instant(instant, zone)


def _state(asked: Asked | None, zone: tzinfo) -> str:
    if asked is None:
        return "The customer was not asked about this contact."
    if asked.received_at is None:
        invited = _moment(asked.invited_at, zone)
        return f"The customer was invited on {invited} and has not answered."
    if asked.invited_at is None:
        return "The answer came from another system."
    return f"Answered on {_moment(asked.received_at, zone)}."
