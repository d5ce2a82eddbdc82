"""Surveys for tests: live at once, with an instrument and rules of the test's own."""

from __future__ import annotations

from datetime import datetime

from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.rules import Rules
from survey.operations import surveys
from survey.store import reads_of_surveys
from survey.store.reads_of_surveys import Survey
from tests.conftest import NOW


def make_draft(
    code: str = "after-a-contact", instrument: Instrument = AFTER_CONTACT, *, now: datetime = NOW
) -> Survey:
    """A survey that was never published."""
    surveys.create_survey("After a contact", instrument, code=code, now=now)
    return found(code)


def make_live_survey(
    code: str = "after-a-contact",
    instrument: Instrument = AFTER_CONTACT,
    rules: Rules | None = None,
    now: datetime = NOW,
) -> int:
    """The id of a survey that asks this instrument by these rules, the last in the order."""
    surveys.create_survey(instrument.name, instrument, code=code, rules=rules, now=now)
    surveys.publish(code, seen=1, now=now)
    return found(code).id


def found(code: str = "after-a-contact") -> Survey:
    """The survey as it stands."""
    survey = reads_of_surveys.find_survey(code)
    assert survey is not None
    return survey
