"""Questions of one's own are counted by code, so no two surveys share one, however they came."""

from __future__ import annotations

import pytest

from survey.errors import InvalidInput
from survey.instruments.editing import add_item, has_item
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.intake.instrument_file import read_instrument, write_instrument
from survey.operations import survey_copies, survey_list, surveys
from tests.conftest import NOW
from tests.instruments.building import changed, new_item
from tests.surveys import found, make_draft

TOPIC = new_item("choice", "q_topic", options=("A bill", "A parcel", "Else"))
OURS = add_item(AFTER_CONTACT, TOPIC)


def _own(instrument: Instrument) -> set[str]:
    return {item.code for item in instrument.items} - {"csat", "comment"}


def _import(instrument: Instrument, code: str, *, replace: bool = False) -> Instrument:
    survey_copies.import_survey(instrument, now=NOW, code=code, replace=replace)
    return found(code).draft


def test_a_copy_asks_questions_of_its_own(store: str) -> None:
    make_draft(instrument=OURS)
    copy = found(survey_list.copy_survey("after-a-contact", now=NOW)).draft
    again = found(survey_list.copy_survey("after-a-contact", now=NOW)).draft
    assert len(_own(OURS) | _own(copy) | _own(again)) == 3
    assert copy.headline == "csat"


def test_a_file_is_imported_once_and_again_and_counted_apart(store: str) -> None:
    first, other = _import(OURS, "first"), _import(OURS, "other")
    assert len(_own(OURS) | _own(first) | _own(other)) == 3
    assert _import(OURS, "first") == first
    reworded = changed(OURS, "q_topic", text="What was it?")
    assert _own(_import(reworded, "first", replace=True)) != _own(OURS)
    assert _import(reworded, "first").item("csat") == first.item("csat")


def test_a_survey_written_out_and_read_back_into_itself_keeps_its_questions(store: str) -> None:
    make_draft(instrument=OURS)
    text = write_instrument(OURS).replace("A parcel", "A packet")
    draft = _import(read_instrument(text), "after-a-contact", replace=True)
    assert draft.item("q_topic").options[1].text == "A packet"


def test_a_file_cannot_change_what_answers_have_meant(store: str) -> None:
    make_draft(instrument=OURS)
    surveys.publish("after-a-contact", seen=1, now=NOW)
    less = changed(OURS, "q_topic", options=TOPIC.options[:2])
    assert _import(less, "after-a-contact", replace=True) == less
    options = new_item("choice", "q_topic", options=("A bill", "A parcel", "Praise")).options
    with pytest.raises(InvalidInput, match="Praise"):
        _import(changed(OURS, "q_topic", options=options), "after-a-contact", replace=True)
    assert has_item(found().draft, "q_topic")
