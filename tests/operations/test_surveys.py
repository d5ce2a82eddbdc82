"""Surveys: drafts that two people write, versions that are published, the order, and their ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.items import Item
from survey.instruments.model import Instrument
from survey.instruments.satisfaction import AFTER_CONTACT, CSAT_SCALE
from survey.intake.rules import Rules
from survey.operations import survey_list, surveys
from survey.store import database, reads_of_surveys
from survey.store.database import rows
from tests.conftest import NOW
from tests.surveys import found, make_draft, make_live_survey

LATER = NOW + timedelta(days=1)
CODE = "after-a-contact"


def worded(text: str) -> Callable[[Instrument], Instrument]:
    """The change that gives the first question this text."""

    def change(draft: Instrument) -> Instrument:
        first, *rest = draft.items
        return replace(draft, items=(replace(first, text=text), *rest))

    return change


def at_once(*works: Callable[[], object]) -> list[object]:
    """What came of works that were started together: a value or the exception raised."""
    outcomes: list[object] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error
        finally:
            database.disconnect()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_new_survey_is_a_draft_that_asks_nobody(both_stores: str) -> None:
    survey = make_draft()
    assert (survey.state, survey.draft, survey.draft_version) == ("draft", AFTER_CONTACT, 1)
    assert survey.rules == Rules()
    assert reads_of_surveys.live_surveys() == []


def test_a_published_survey_is_live_with_its_rules_in_order(both_stores: str) -> None:
    rules = Rules(channels=("chat",))
    first = make_live_survey("chat", rules=rules)
    second = make_live_survey("rest")
    make_draft("later")
    live = reads_of_surveys.live_surveys()
    assert [(one.id, one.code) for one in live] == [(first, "chat"), (second, "rest")]
    assert live[0].rules == rules
    assert live[0].instrument_digest == AFTER_CONTACT.digest


def test_a_code_is_made_of_the_name_and_numbered_where_it_is_taken(store: str) -> None:
    codes = [surveys.create_survey("Après l’appel", AFTER_CONTACT, now=NOW) for _ in range(3)]
    assert codes == ["apres-lappel", "apres-lappel-2", "apres-lappel-3"]
    assert surveys.create_survey("استبيان", AFTER_CONTACT, now=NOW) == "survey"


@pytest.mark.parametrize("code", ["", "A", "a b", "-a", "a--b", "x" * 41, "../a"])
def test_what_cannot_be_a_code_or_name_is_refused_whole(store: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        surveys.create_survey(" \n"[:0], AFTER_CONTACT, code=code, now=NOW)
    assert len(refused.value.problems) == 2
    assert reads_of_surveys.surveys() == []


def test_a_code_is_given_once_and_a_retired_survey_keeps_its(both_stores: str) -> None:
    make_live_survey()
    with pytest.raises(Conflict, match="Another survey has the code"):
        make_draft()
    surveys.retire(CODE, now=NOW)
    with pytest.raises(Conflict, match="retired survey “After a contact” has the code"):
        make_draft()


def test_editing_changes_the_draft_and_not_what_is_asked(both_stores: str) -> None:
    make_live_survey()
    surveys.edit_draft(CODE, worded("How was it?"), seen=1, now=NOW)
    survey = found()
    assert survey.draft.items[0].text == "How was it?"
    assert survey.draft_version == 2
    assert survey.is_changed
    assert survey.instrument_digest == AFTER_CONTACT.digest


def test_who_edits_what_somebody_else_has_changed_is_told_and_nothing_is_lost(
    both_stores: str,
) -> None:
    make_draft()
    surveys.edit_draft(CODE, worded("The first one"), seen=1, now=NOW)
    with pytest.raises(Conflict, match="Someone else has changed"):
        surveys.edit_draft(CODE, worded("The second one"), seen=1, now=NOW)
    assert found().draft.items[0].text == "The first one"
    seen = reads_of_surveys.draft_version(found().id, 1)
    assert seen is not None
    assert seen.draft == AFTER_CONTACT


def test_the_same_edit_sent_twice_is_made_once(both_stores: str) -> None:
    make_draft()
    for _ in range(2):
        surveys.edit_draft(CODE, worded("How was it?"), seen=1, now=NOW)
    assert found().draft_version == 2


def test_of_two_edits_at_once_one_is_made(both_stores: str) -> None:
    make_draft()
    outcomes = at_once(
        *(
            lambda text=text: surveys.edit_draft(CODE, worded(text), seen=1, now=NOW)
            for text in ("One", "Two")
        )
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "NoneType"]
    assert found().draft_version == 2


def test_publishing_again_makes_a_version_only_of_what_has_changed(both_stores: str) -> None:
    make_live_survey()
    assert not surveys.publish(CODE, seen=1, now=LATER)
    surveys.edit_draft(CODE, worded("How was it?"), seen=1, now=LATER)
    assert surveys.publish(CODE, seen=2, now=LATER)
    assert not surveys.publish(CODE, seen=2, now=LATER)
    versions = reads_of_surveys.versions(found().id)
    assert [one.instrument.items[0].text for one in versions] == [
        "How was it?",
        AFTER_CONTACT.items[0].text,
    ]
    assert [one.published_at for one in versions] == [LATER, NOW]
    assert reads_of_surveys.asked_instruments(CODE) == [one.instrument for one in versions]


def test_going_back_to_an_old_wording_asks_the_old_version_again(both_stores: str) -> None:
    make_live_survey()
    surveys.edit_draft(CODE, worded("How was it?"), seen=1, now=NOW)
    surveys.publish(CODE, seen=2, now=NOW)
    surveys.edit_draft(CODE, worded(AFTER_CONTACT.items[0].text), seen=2, now=NOW)
    assert surveys.publish(CODE, seen=3, now=LATER)
    assert found().instrument_digest == AFTER_CONTACT.digest
    assert len(reads_of_surveys.versions(found().id)) == 2


def test_what_was_changed_since_it_was_looked_at_is_not_published(both_stores: str) -> None:
    make_draft()
    surveys.edit_draft(CODE, worded("How was it?"), seen=1, now=NOW)
    with pytest.raises(Conflict, match="Someone else has changed"):
        surveys.publish(CODE, seen=1, now=NOW)
    assert found().state == "draft"
    assert rows("SELECT count(*) FROM instrument") == [(0,)]


def test_two_who_publish_at_once_publish_one_version(both_stores: str) -> None:
    make_draft()
    outcomes = at_once(*(lambda: surveys.publish(CODE, seen=1, now=NOW) for _ in range(4)))
    assert sorted(outcomes, key=str) == [False, False, False, True]
    assert len(reads_of_surveys.versions(found().id)) == 1


def test_publishing_while_somebody_edits_publishes_what_was_looked_at_or_nothing(
    both_stores: str,
) -> None:
    make_draft()
    outcomes = at_once(
        lambda: surveys.publish(CODE, seen=1, now=NOW),
        lambda: surveys.edit_draft(CODE, worded("How was it?"), seen=1, now=NOW),
    )
    assert outcomes[1] is None
    survey = found()
    assert survey.draft.items[0].text == "How was it?"
    if outcomes[0] is True:
        assert survey.instrument_digest == AFTER_CONTACT.digest
    else:
        assert isinstance(outcomes[0], Conflict)
        assert survey.instrument_digest is None


TEXT_ONLY = (Item(code="comment", text="What should we know?", kind="text"),)
CSAT_ONLY = (Item(code="csat", text="How was it?", kind="scale", scale=CSAT_SCALE),)


@pytest.mark.parametrize(
    ("instrument", "sentence"),
    [
        (Instrument("satisfaction", "Empty", ()), "There is no question yet"),
        (Instrument("satisfaction", "Undecided", CSAT_ONLY), "Choose the question"),
        (
            Instrument("satisfaction", "Words", TEXT_ONLY, headline="comment"),
            "no answers to choose from",
        ),
    ],
)
def test_what_cannot_be_asked_is_not_published(
    store: str, instrument: Instrument, sentence: str
) -> None:
    make_draft("unready", instrument)
    with pytest.raises(InvalidInput, match=sentence):
        surveys.publish("unready", seen=1, now=NOW)
    assert found("unready").state == "draft"


def test_a_retired_survey_asks_nobody_and_comes_back_where_it_stood(both_stores: str) -> None:
    make_live_survey("one")
    make_live_survey("two")
    for _ in range(2):
        surveys.retire("one", now=LATER)
    assert [one.code for one in reads_of_surveys.live_surveys()] == ["two"]
    assert found("one").retired_at == LATER
    with pytest.raises(Conflict, match="Bring it back first"):
        surveys.edit_draft("one", worded("How was it?"), seen=1, now=LATER)
    for _ in range(2):
        surveys.bring_back("one")
    assert [one.code for one in reads_of_surveys.live_surveys()] == ["one", "two"]


def test_what_was_never_published_cannot_be_retired_or_brought_back(store: str) -> None:
    make_draft()
    with pytest.raises(Conflict):
        surveys.retire(CODE, now=NOW)
    with pytest.raises(Conflict):
        surveys.bring_back(CODE)


def test_only_what_was_never_published_can_be_deleted(both_stores: str) -> None:
    make_draft("draft")
    make_live_survey()
    survey_list.delete_draft("draft")
    assert reads_of_surveys.find_survey("draft") is None
    with pytest.raises(NotFound):
        survey_list.delete_draft("draft")
    with pytest.raises(Conflict, match="Retire it"):
        survey_list.delete_draft(CODE)
    assert reads_of_surveys.draft_version(found().id, 1) is not None


def test_a_survey_is_moved_and_a_second_click_moves_it_no_further(both_stores: str) -> None:
    for code in ("a", "b", "c"):
        make_live_survey(code)
    for _ in range(2):
        survey_list.move("c", to=2, seen=3)
    assert [one.code for one in reads_of_surveys.surveys()] == ["a", "c", "b"]
    with pytest.raises(Conflict, match="changed the order"):
        survey_list.move("c", to=1, seen=3)
    with pytest.raises(NotFound):
        survey_list.move("d", to=1, seen=3)
    survey_list.move("a", to=9, seen=1)
    assert [one.position for one in reads_of_surveys.surveys()] == [1, 2, 3]


def test_two_who_move_at_once_leave_an_order(both_stores: str) -> None:
    for code in ("a", "b", "c", "d"):
        make_live_survey(code)
    at_once(
        lambda: survey_list.move("d", to=1, seen=4),
        lambda: survey_list.move("a", to=4, seen=1),
        lambda: surveys.publish("b", seen=1, now=NOW),
    )
    assert [one.position for one in reads_of_surveys.surveys()] == [1, 2, 3, 4]


def test_a_copy_has_questions_and_rules_and_a_life_of_its_own(both_stores: str) -> None:
    rules = Rules(channels=("chat",), sampling_percent=20)
    make_live_survey(rules=rules)
    code = survey_list.copy_survey(CODE, now=NOW)
    assert (found(code).state, found(code).rules, found(code).name) == (
        "draft",
        rules,
        "Copy of After a contact",
    )
    surveys.edit_draft(code, worded("How was the chat?"), seen=1, now=NOW)
    assert found().draft == AFTER_CONTACT


def test_a_survey_is_renamed_without_a_new_version(both_stores: str) -> None:
    make_live_survey()
    for _ in range(2):
        survey_list.rename(CODE, "Billing", seen="After a contact")
    assert (found().name, found().is_changed) == ("Billing", False)
    with pytest.raises(Conflict, match="“Billing”"):
        survey_list.rename(CODE, "Orders", seen="After a contact")
    with pytest.raises(InvalidInput):
        survey_list.rename(CODE, "", seen="Billing")
