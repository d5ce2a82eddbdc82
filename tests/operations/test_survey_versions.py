"""What becomes of links and answers when surveys change, and surveys that come as files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.items import Condition, Item, Option
from survey.instruments.measures import CES, NPS
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT
from survey.instruments.standard import standard_item
from survey.intake.answers import Misanswered
from survey.intake.rules import Rules
from survey.operations import satisfaction, survey_questions, surveys
from survey.operations.survey_copies import import_survey
from survey.operations.survey_questions import Edit
from survey.store import reads_of_surveys
from survey.store.database import rows, run
from tests import invited
from tests.conftest import NOW
from tests.surveys import found, make_draft, make_live_survey

CODE = "after-a-contact"
CSAT = AFTER_CONTACT.items[0]
EFFORT = Instrument("satisfaction", "Effort", (standard_item(CES),), headline=CES)


def ask(contact_id: int, survey_id: int, instrument: Instrument, number: int = 0) -> str:
    """The token of an invitation of this survey."""
    token = invited.token(number)
    satisfaction.invite(contact_id, token=token, now=NOW, instrument=instrument)
    run("UPDATE invitation SET survey_id = ? WHERE contact_id = ?", (survey_id, contact_id))
    return token


def test_a_link_opens_its_own_survey_and_takes_no_answer_to_another(both_stores: str) -> None:
    """formbricks/formbricks#9131: a link was accepted by every survey of the installation."""
    first, second = invited.add_contacts(2)
    one = ask(first, make_live_survey("one"), AFTER_CONTACT, 1)
    two = ask(second, make_live_survey("two", EFFORT), EFFORT, 2)
    for token, typed in ((one, {"ces": ["7"]}), (two, {"csat": ["5"]})):
        with pytest.raises(Misanswered):
            satisfaction.record_form(token, typed, now=NOW)
    assert invited.n_answers() == (0, 0, 0)
    satisfaction.record_form(two, {"ces": ["7"], "csat": ["1"]}, now=NOW)
    assert rows("SELECT item, value FROM answer") == [("ces", 7)]


def test_channels_have_surveys_of_their_own_with_as_many_questions_as_they_need(
    both_stores: str,
) -> None:
    """chatwoot/chatwoot#6506, freescout-help-desk/freescout#2957: one question for everybody."""
    items = (CSAT, standard_item(CES), standard_item(NPS), AFTER_CONTACT.items[1])
    long = replace(AFTER_CONTACT, items=items)
    make_live_survey("chat", long, Rules(channels=("chat",)))
    make_live_survey("rest")
    chat, rest = reads_of_surveys.live_surveys()
    assert (chat.rules.channels, rest.rules.channels) == (("chat",), ())
    (contact_id,) = invited.add_contacts(1)
    token = ask(contact_id, chat.id, long)
    typed = {"csat": ["4"], "ces": ["6"], "nps": ["9"], "comment": ["Quick."]}
    satisfaction.record_form(token, typed, now=NOW)
    kept = dict(rows("SELECT item, value FROM answer"))
    assert kept == {"csat": 4, "ces": 6, "nps": 9}


def test_a_link_asks_what_was_asked_then_although_the_survey_changed_and_was_retired(
    both_stores: str,
) -> None:
    survey_id = make_live_survey()
    first, second = invited.add_contacts(2)
    token = ask(first, survey_id, AFTER_CONTACT, 1)
    survey_questions.add_standard(Edit(CODE, 1, NOW), NPS)
    survey_questions.lead_with(Edit(CODE, 2, NOW), NPS)
    survey_questions.remove_question(Edit(CODE, 3, NOW), "csat")
    surveys.publish(CODE, seen=4, now=NOW)
    newer = ask(second, survey_id, found().draft, 2)
    surveys.retire(CODE, now=NOW)
    satisfaction.record_form(token, {"csat": ["2"]}, now=NOW)
    satisfaction.record_form(newer, {"nps": ["0"]}, now=NOW)
    counted = {one.digest: one.n_responses for one in reads_of_surveys.versions(survey_id)}
    assert counted == {AFTER_CONTACT.digest: 1, found().draft.digest: 1}
    assert sorted(rows("SELECT item, value FROM answer")) == [("csat", 2), ("nps", 0)]


def test_what_customers_were_asked_keeps_its_kind_its_points_and_its_values(
    both_stores: str,
) -> None:
    options = (Option(1, "Invoice"), Option(2, "Delivery"), Option(3, "Other"))
    topic = Item("q_topic", "What was it about?", "choice", options=options)
    make_live_survey(instrument=replace(AFTER_CONTACT, items=(*AFTER_CONTACT.items, topic)))
    fewer = replace(topic, options=options[:2])
    survey_questions.keep_question(Edit(CODE, 1, NOW), fewer)
    for broken in (
        replace(topic, options=(*options[:2], Option(3, "A complaint"))),
        Item("q_topic", "What was it about?", "choices", options=options),
    ):
        with pytest.raises(InvalidInput):
            survey_questions.keep_question(Edit(CODE, 2, NOW), broken)
    assert found().draft.items[-1] == fewer


def test_an_answer_that_shows_another_question_is_not_taken_away(both_stores: str) -> None:
    options = (Option(1, "Invoice"), Option(2, "Delivery"), Option(3, "Other"))
    topic = Item("q_topic", "What was it about?", "choice", options=options)
    make_draft(instrument=replace(AFTER_CONTACT, items=(*AFTER_CONTACT.items, topic)))
    shown = Item("q_more", "Which delivery?", "text")
    survey_questions.keep_question(Edit(CODE, 1, NOW), shown)
    conditional = replace(shown, condition=Condition("q_topic", (2,)))
    survey_questions.keep_question(Edit(CODE, 2, NOW), conditional)
    with pytest.raises(InvalidInput, match="“Delivery” shows “Which delivery"):
        survey_questions.keep_question(
            Edit(CODE, 3, NOW), replace(topic, options=(options[0], options[2]))
        )


def test_a_file_is_imported_once_and_replaces_only_when_told(both_stores: str) -> None:
    for _ in range(2):
        assert import_survey(AFTER_CONTACT, now=NOW, code="mail") == "mail"
    with pytest.raises(Conflict, match="reads otherwise"):
        import_survey(EFFORT, now=NOW, code="mail")
    import_survey(EFFORT, now=NOW, code="mail", replace=True)
    survey = found("mail")
    assert survey.draft.items == EFFORT.items
    assert (survey.draft_version, survey.state) == (2, "draft")


def test_a_file_for_a_retired_survey_is_refused(both_stores: str) -> None:
    make_live_survey()
    surveys.retire(CODE, now=NOW)
    for replaces in (False, True):
        with pytest.raises(Conflict, match="is that of “After a contact”"):
            import_survey(EFFORT, now=NOW, code=CODE, replace=replaces)
    assert found().draft == AFTER_CONTACT


def test_what_is_not_there_cannot_be_edited(store: str) -> None:
    with pytest.raises(NotFound):
        survey_questions.add_standard(Edit("nothing", 1, NOW), NPS)
    with pytest.raises(NotFound):
        surveys.publish("nothing", seen=1, now=NOW)


def test_only_the_last_drafts_are_remembered(store: str) -> None:
    make_draft()
    for seen in range(1, surveys.DRAFTS_REMEMBERED + 3):
        item = replace(CSAT, text=f"Version {seen}")
        survey_questions.keep_question(Edit(CODE, seen, NOW), item)
    kept = rows("SELECT min(version), max(version), count(*) FROM survey_draft")
    most = surveys.DRAFTS_REMEMBERED
    assert kept == [(4, most + 3, most)]
