"""Another answer in the place of the first, within a day; never a second response."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from survey.errors import Conflict, InvalidInput, NotFound
from survey.operations import drafts, rollups, satisfaction
from survey.store import database
from survey.store.database import rows
from tests import invited
from tests.conftest import NOW
from tests.contact_records import OPENED_AT, accept, record
from tests.contact_records import rollups as contact_rollups
from tests.every_kind import invite

HOUR = timedelta(hours=1)
FIRST = {"csat": ["2"], "drivers": ["1", "9"], "drivers.other": ["Music"], "comment": ["Slow"]}
SECOND = {"csat": ["5"], "nps": ["10"], "why": ["Never shown"], "resolved": ["1"]}


@pytest.fixture
def token(both_stores: str) -> str:
    """A link through which an answer came just now."""
    made = invite(invited.add_contacts(1)[0])
    satisfaction.record_form(made, FIRST, now=NOW)
    return made


def in_step() -> bool:
    """Whether the rollups are what counting again makes of the answers."""
    before = invited.kept()
    rollups.rebuild()
    return invited.kept() == before


def test_a_correction_replaces_answers_texts_and_counts(token: str) -> None:
    satisfaction.correct_form(token, SECOND, now=NOW + HOUR)
    assert dict(rows("SELECT item, value FROM answer")) == {"csat": 5, "nps": 10, "resolved": 1} | {
        "call_back": 0, "testimonial": 0,
    }  # fmt: skip
    assert rows("SELECT count(*) FROM answer_text") == [(0,)]
    assert rows("SELECT comment, revised_at, received_at FROM response") == [
        (None, int((NOW + HOUR).timestamp()), int(NOW.timestamp()))
    ]
    assert in_step()
    assert rows("SELECT count(*) FROM answer_rollup WHERE n = 0") == [(0,)]


def test_after_a_day_the_answer_stays(token: str) -> None:
    before = invited.kept()
    with pytest.raises(Conflict, match="over"):
        satisfaction.correct_form(token, SECOND, now=NOW + 24 * HOUR)
    assert invited.kept() == before
    satisfaction.correct_form(token, SECOND, now=NOW + 24 * HOUR - timedelta(seconds=1))


def test_an_erased_customer_writes_nothing_new_through_the_old_link(token: str) -> None:
    database.run("UPDATE invitation SET withdrawn_at = ?", (int(NOW.timestamp()),))
    before = invited.kept()
    with pytest.raises(Conflict):
        satisfaction.correct_form(token, SECOND, now=NOW + HOUR)
    assert invited.kept() == before


def test_a_mistaken_correction_changes_nothing(token: str) -> None:
    before = invited.kept()
    with pytest.raises(InvalidInput):
        satisfaction.correct_form(token, {"csat": ["6"]}, now=NOW)
    with pytest.raises(NotFound):
        satisfaction.correct_form(invited.token(9), SECOND, now=NOW)
    assert invited.kept() == before


def test_consent_can_be_given_withdrawn_and_given_again(token: str) -> None:
    def consent() -> list[tuple[int, int | None]]:
        return rows("SELECT given_at, withdrawn_at FROM testimonial_consent")

    at = int(NOW.timestamp())
    satisfaction.correct_form(token, SECOND | {"testimonial": ["1"]}, now=NOW)
    assert consent() == [(at, None)]
    satisfaction.withdraw_consent(token, now=NOW + 900 * HOUR)
    assert consent() == [(at, at + 900 * 3600)]
    satisfaction.withdraw_consent(token, now=NOW + 901 * HOUR)
    assert consent() == [(at, at + 900 * 3600)]
    with pytest.raises(NotFound):
        satisfaction.withdraw_consent(invited.token(9), now=NOW)


def test_a_correction_withdraws_a_consent_that_is_not_ticked_any_more(token: str) -> None:
    satisfaction.correct_form(token, FIRST | {"testimonial": ["1"]}, now=NOW)
    satisfaction.correct_form(token, FIRST, now=NOW + HOUR)
    assert rows("SELECT withdrawn_at IS NULL FROM testimonial_consent")[0][0] in (0, False)
    satisfaction.correct_form(token, FIRST | {"testimonial": ["1"]}, now=NOW + 2 * HOUR)
    at = int((NOW + 2 * HOUR).timestamp())
    assert rows("SELECT given_at, withdrawn_at FROM testimonial_consent") == [(at, None)]


def run_at_once(*works: Callable[[], object]) -> list[BaseException]:
    """What was raised other than a refusal, when all of it was begun at the same moment."""
    start, failures = threading.Barrier(len(works)), list[BaseException]()

    def one(work: Callable[[], object]) -> None:
        start.wait(timeout=20)
        try:
            work()
        except Conflict:
            pass
        except BaseException as failure:  # whatever it is, the test has to name it
            failures.append(failure)
        finally:
            database.disconnect()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_correction_double_submit_and_a_corrected_contact_at_once_stay_in_step(
    both_stores: str,
) -> None:
    days = [
        {"opened_at": at, "closed_at": at, "closed_on": at.date()}
        for at in (OPENED_AT, OPENED_AT + timedelta(days=40))
    ]
    accept(record("X", **days[0]))
    token = invite(rows("SELECT id FROM contact")[0][0])
    satisfaction.record_form(token, FIRST, now=NOW)
    for turn in range(6):
        failures = run_at_once(
            lambda: satisfaction.correct_form(token, SECOND, now=NOW),
            lambda: satisfaction.correct_form(token, FIRST, now=NOW),
            lambda: satisfaction.record_form(token, SECOND, now=NOW),
            lambda turn=turn: accept(record("X", **days[1 - turn % 2]), correct=True),
        )
        assert failures == []
        assert rows("SELECT count(*) FROM response") == [(1,)]
        kept = contact_rollups()
        rollups.rebuild()
        assert contact_rollups() == kept


def test_drafts_and_answers_at_once_leave_one_response(both_stores: str) -> None:
    later = NOW + timedelta(minutes=40)
    for number, contact in enumerate(invited.add_contacts(8)):
        token = invite(contact, number)
        drafts.save_draft(token, {"csat": ["1"]}, now=NOW)
        failures = run_at_once(
            lambda token=token: drafts.save_draft(token, {"csat": ["2"]}, now=later),
            lambda token=token: satisfaction.record_form(token, {"csat": ["3"]}, now=later),
            lambda token=token: satisfaction.record_form(token, {"csat": ["4"]}, now=later),
            lambda: drafts.settle_drafts(now=later),
        )
        assert failures == []
    drafts.settle_drafts(now=NOW + timedelta(hours=2))
    assert rows("SELECT count(*) FROM response") == [(8,)]
    assert rows("SELECT count(*) FROM answer_draft") == [(0,)]
    assert in_step()
