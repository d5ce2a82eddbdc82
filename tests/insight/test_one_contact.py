"""One contact with everything its customer was asked and answered."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from survey.insight.answers_given import lines_of, other_answers
from survey.insight.asking.reach import asks_about
from survey.insight.one_contact import one_contact
from survey.intake.rules import Rules
from survey.operations import satisfaction
from survey.store.database import rows
from survey.store.reads_of_invitations import Given
from tests import invited
from tests.conftest import NOW
from tests.every_kind import EVERY_KIND, invite


def test_every_kind_of_answer_is_read_in_the_words_of_the_question(both_stores: str) -> None:
    (contact_id,) = invited.add_contacts(1)
    token = invite(contact_id)
    typed = {
        "csat": ["2"],
        "drivers": ["1", "4"],
        "drivers.other": ["The hold music."],
        "resolved": ["2"],
        "why": ["The refund."],
        "ces": ["3"],
        "nps": ["0"],
        "care.tone": ["4"],
        "comment": ["It took too long."],
        "call_back": ["1"],
    }
    satisfaction.record_form(token, typed, now=NOW)
    units = {row[0] for row in rows("SELECT id FROM unit")}
    page = one_contact(contact_id, units, timezone=ZoneInfo("UTC"))
    lines = [(line.question, line.answer, line.words) for line in page.answers]
    assert lines == [
        ("How satisfied are you with the help you received?", "2 of 5, dissatisfied", ""),
        ("What was it about?", "Waiting, Friendliness, Other", "The hold music."),
        ("Is it settled?", "No", ""),
        ("What is left to do?", "", "The refund."),
        ("How easy was it to get help?", "3 of 7", ""),
        ("How likely are you to recommend us?", "0 of 10, not at all likely", ""),
        ("How did you find the following? Tone", "4 of 5, satisfied", ""),
        ("What should we know about it?", "", "It took too long."),
        ("Please contact me about it.", "Yes", ""),
    ]
    assert {line.language for line in page.answers} == {"en"}
    beside = other_answers(contact_id)
    assert [line for line in page.answers if line.words != "It took too long."] == list(beside)


def test_a_comment_nobody_asked_for_stands_under_its_plain_name() -> None:
    (headline,) = (item for item in EVERY_KIND.items if item.code == "csat")
    short = replace(EVERY_KIND, items=(headline,), translations={})
    lines = lines_of(short, Given({"csat": 5}, {"comment": "Fine."}))
    assert [(line.question, line.words) for line in lines][1:] == [("Comment", "Fine.")]
    assert lines_of(short, Given({}, {})) == ()


def test_a_survey_says_which_contacts_it_asks_about() -> None:
    assert asks_about(Rules()) == "Asks about every contact."
    narrow = Rules(
        channels=("phone",),
        queues=("Billing", "Moves"),
        sampling_percent=70,
        most_handle_seconds=60,
    )
    assert asks_about(narrow) == (
        "Asks about 70 of 100 contacts: channel Phone; queues Billing, Moves;"
        " handled for 1 min or less."
    )
