"""One contact as it was when it closed, with what its customer was asked and answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo

from survey.errors import NotFound
from survey.insight.selection import CHANNEL_NAMES
from survey.insight.units import read_scope
from survey.instruments.model import Instrument, Item, from_definition
from survey.render import numbers
from survey.store import reads_of_one_contact
from survey.store.reads_of_one_contact import Asked, ContactRecord

NO_CONTACT = "There is no such contact, or it is not yours to see."
MOST_IDS = 2**31


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One item as it was worded, and the point chosen: "2, dissatisfied"."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class OneContactPage:
    """A contact. `facts` are (name, words) pairs; `state` says in a sentence what came back."""

    title: str
    facts: tuple[tuple[str, str], ...]
    state: str
    answers: tuple[AnswerLine, ...]
    comment_question: str
    comment: str
    instrument: str


def one_contact(contact_id: int, unit_ids: Collection[int], *, timezone: tzinfo) -> OneContactPage:
    """The contact with this id.

    Raises:
        NotFound: there is none, or it belongs to none of the units; the words do not differ.
    """
    record = reads_of_one_contact.contact(contact_id) if contact_id < MOST_IDS else None
    if record is None or record.unit_id not in unit_ids:
        raise NotFound(NO_CONTACT)
    asked = reads_of_one_contact.asked(contact_id)
    instrument = from_definition(asked.definition) if asked else None
    return OneContactPage(
        title=f"{CHANNEL_NAMES[record.channel]} contact of {numbers.day(record.closed_on)}",
        facts=_facts(record, read_scope(unit_ids).path(record.unit_id), timezone),
        state=_state(asked, timezone),
        answers=_answers(asked, instrument),
        comment_question=_comment_question(instrument),
        comment=(asked.comment or "") if asked else "",
        instrument=f"{instrument.name}, version {instrument.digest[:8]}" if instrument else "",
    )


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


def _answers(asked: Asked | None, instrument: Instrument | None) -> tuple[AnswerLine, ...]:
    if asked is None or instrument is None:
        return ()
    given = dict(asked.answers)
    return tuple(
        AnswerLine(item.text, _words(item, given[item.code]))
        for item in instrument.scale_items
        if item.code in given
    )


def _words(item: Item, value: int) -> str:
    assert item.scale is not None
    return f"{value} of {item.scale.high}, {item.scale.label(value).lower()}"


def _comment_question(instrument: Instrument | None) -> str:
    return instrument.text_items[0].text if instrument and instrument.text_items else "Comment"
