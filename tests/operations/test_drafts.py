"""What was chosen on the way: kept, shown again, and counted when the page was left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survey.errors import Conflict, NotFound
from survey.operations import drafts, rollups, satisfaction
from survey.store import answer_drafts, reads_of_invitations
from survey.store.database import rows, run, transaction
from tests import invited
from tests.conftest import NOW
from tests.every_kind import invite

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(minutes=31)


@pytest.fixture
def token(both_stores: str) -> str:
    """An invitation that waits for its answer."""
    return invite(invited.add_contacts(1)[0])


def n_drafts() -> int:
    return int(rows("SELECT count(*) FROM answer_draft")[0][0])


def test_a_draft_is_kept_and_comes_back(token: str) -> None:
    typed = {"csat": ["2"], "comment": ["Half a \x00 tho"], "elsewhere": ["x"], "nps": [""]}
    assert drafts.save_draft(token, typed, now=NOW)
    assert drafts.save_draft(token, typed | {"drivers": ["1", "3"]}, now=NOW + MINUTE)
    found = reads_of_invitations.find(token)
    assert found is not None
    assert found.draft == {"csat": ["2"], "comment": ["Half a \x00 tho"], "drivers": ["1", "3"]}
    assert invited.n_answers() == (0, 0, 0)
    assert rows("SELECT opened_at FROM invitation") == [(int(NOW.timestamp()),)]


def test_a_draft_that_was_left_becomes_a_response(token: str) -> None:
    drafts.save_draft(token, {"csat": ["2"], "comment": ["Half"], "testimonial": ["1"]}, now=NOW)
    assert not drafts.settle_drafts(now=NOW + 29 * MINUTE)
    assert drafts.settle_drafts(now=LATER)
    assert rows("SELECT comment, is_left, received_at FROM response") == [
        ("Half", 1, int(NOW.timestamp()))
    ]
    assert rows("SELECT item, value, n FROM answer_rollup") == [("csat", 2, 1)]
    assert rows("SELECT count(*) FROM testimonial_consent") == [(0,)]
    assert n_drafts() == 0
    assert not drafts.settle_drafts(now=LATER)


def test_a_draft_without_its_headline_waits_until_the_end(token: str) -> None:
    drafts.save_draft(token, {"nps": ["3"]}, now=NOW)
    assert not drafts.settle_drafts(now=LATER)
    assert n_drafts() == 1
    assert drafts.settle_drafts(now=NOW + satisfaction.VALID_FOR)
    assert n_drafts() == 0
    assert invited.n_answers() == (0, 0, 0)


def test_a_draft_counts_when_its_invitation_expires_before_half_an_hour(token: str) -> None:
    late = NOW + satisfaction.VALID_FOR - MINUTE
    drafts.save_draft(token, {"csat": ["5"]}, now=late)
    assert drafts.settle_drafts(now=late + MINUTE)
    assert invited.n_answers() == (1, 1, 1)


def test_sending_takes_the_place_of_the_draft(token: str) -> None:
    drafts.save_draft(token, {"csat": ["1"]}, now=NOW)
    satisfaction.record_form(token, {"csat": ["5"]}, now=NOW + MINUTE)
    assert n_drafts() == 0
    assert not drafts.save_draft(token, {"csat": ["1"]}, now=NOW + MINUTE)
    drafts.settle_drafts(now=LATER)
    assert rows("SELECT value FROM answer WHERE item = 'csat'") == [(5,)]


def test_who_left_can_still_change_the_answer_and_has_then_not_left(token: str) -> None:
    drafts.save_draft(token, {"csat": ["1"]}, now=NOW)
    drafts.settle_drafts(now=LATER)
    satisfaction.correct_form(token, {"csat": ["4"]}, now=LATER)
    assert rows("SELECT is_left FROM response") == [(0,)]


def test_a_withdrawn_invitation_takes_no_draft_and_counts_none(token: str) -> None:
    drafts.save_draft(token, {"csat": ["1"]}, now=NOW)
    run("UPDATE invitation SET withdrawn_at = ?", (int(NOW.timestamp()),))
    assert not drafts.save_draft(token, {"csat": ["2"]}, now=NOW)
    drafts.settle_drafts(now=LATER)
    assert invited.n_answers() == (0, 0, 0)
    assert n_drafts() == 0


def test_an_expired_invitation_takes_no_draft(token: str) -> None:
    assert not drafts.save_draft(token, {"csat": ["2"]}, now=NOW + satisfaction.VALID_FOR)
    assert n_drafts() == 0


def test_who_comes_back_and_saves_once_more_has_not_left(token: str) -> None:
    drafts.save_draft(token, {"csat": ["1"]}, now=NOW)
    (seen,) = answer_drafts.left(before=LATER, now=LATER, most=9)
    drafts.save_draft(token, {"csat": ["2"]}, now=LATER)
    with pytest.raises(Conflict), transaction():
        drafts._settle(seen)
    assert invited.n_answers() == (0, 0, 0)
    assert n_drafts() == 1


def test_a_forged_token_has_no_draft(token: str) -> None:
    for forged in ("x", invited.token(9)):
        with pytest.raises(NotFound):
            drafts.save_draft(forged, {"csat": ["1"]}, now=NOW)
        with pytest.raises(NotFound):
            drafts.note_opened(forged, now=NOW)
    assert n_drafts() == 0


def test_an_invitation_is_opened_once_by_a_human(token: str) -> None:
    assert rows("SELECT opened_at FROM invitation") == [(None,)]
    drafts.note_opened(token, now=NOW)
    drafts.note_opened(token, now=LATER)
    satisfaction.record_form(token, {"csat": ["3"]}, now=LATER)
    assert rows("SELECT opened_at FROM invitation") == [(int(NOW.timestamp()),)]


def test_an_answer_without_script_opens_the_invitation(token: str) -> None:
    satisfaction.record_form(token, {"csat": ["3"]}, now=NOW)
    assert rows("SELECT opened_at FROM invitation") == [(int(NOW.timestamp()),)]


def test_settling_is_counted_as_counting_again_would(token: str) -> None:
    drafts.save_draft(token, {"csat": ["1"], "drivers": ["1", "2"], "care.tone": ["3"]}, now=NOW)
    drafts.settle_drafts(now=LATER)
    before = invited.kept()
    rollups.rebuild()
    assert invited.kept() == before
    with pytest.raises(Conflict):
        satisfaction.record_form(token, {"csat": ["3"]}, now=LATER)


def test_a_draft_holds_no_address_card_or_account(token: str) -> None:
    """Not in the comment, not in any other words: the original is not kept anywhere."""
    typed = {
        "csat": ["2"],
        "drivers": ["1", "3"],
        "comment": ["Card 4111 1111 1111 1111, ann@example.org"],
        "drivers.other": ["Ring +44 7700 900123"],
    }
    assert drafts.save_draft(token, typed, now=NOW)
    kept = {"comment": ["Card [card], [mail]"], "drivers.other": ["Ring [phone]"]}
    found = reads_of_invitations.find(token)
    assert found is not None
    assert found.draft == typed | kept
    assert drafts.settle_drafts(now=LATER)
    assert rows("SELECT comment FROM response") == [("Card [card], [mail]",)]
