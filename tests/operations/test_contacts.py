"""Accepting contacts: new ones, repeats, changes, corrections and refusals, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from survey.errors import InvalidInput
from survey.intake.contact_mapping import Creation, ScoreScale
from survey.intake.problems import Problem, Rejected
from survey.operations import contacts, people, satisfaction
from survey.operations.contacts import RefusedContacts, accept_all, require_scale
from survey.store.database import rows
from tests.contact_records import OPENED_AT, ZONE, accept, counts, kept, record, rollups

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TOKEN = "0123456789abcdefghijkl"
EARLIER = date(2026, 2, 20)


def _answer(external_id: str, value: int) -> None:
    """The customer answers through an invitation."""
    contact_id = rows("SELECT id FROM contact WHERE external_id = ?", (external_id,))[0][0]
    satisfaction.invite(contact_id, now=NOW, token=TOKEN)
    satisfaction.record_response(TOKEN, {"csat": value}, comment="Mine", now=NOW)


def _nothing_is_kept() -> bool:
    return not any(kept().values())


def test_no_record_changes_nothing(both_stores: str) -> None:
    assert counts(accept()) == (0, 0, 0, 0)
    assert _nothing_is_kept()


def test_a_contact_is_kept_with_everything_it_names(both_stores: str) -> None:
    report = accept(record())
    assert counts(report) == (1, 0, 0, 0)
    assert report.created == {"queue": 1, "unit": 2, "leader": 1, "agent": 1}
    stored = kept()
    at = int(OPENED_AT.timestamp())
    assert stored["contacts"] == [
        ("desk", "C-1", "Billing", "phone", "Refund", "a1", "north", "l1", at, at + 600,
         "2026-03-02", 540, "K-1", "0-30", "day")
    ]  # fmt: skip
    assert stored["units"] == [("centre", None), ("north", "centre")]
    assert stored["memberships"] == [("a1", "Ada", "2026-03-02", "north")]
    assert stored["contact rollups"] == [("north", "2026-03-02", "phone", "Billing", 1, 0)]
    assert stored["responses"] == stored["answer rollups"] == []


def test_a_contact_sent_again_changes_nothing(both_stores: str) -> None:
    sent = [record(score=4, comment="Kind"), record("C-2")]
    accept(*sent)
    before = kept()
    report = accept(*sent)
    assert counts(report) == (0, 0, 2, 0)
    assert (report.differing, report.created) == ({}, {})
    assert kept() == before


def test_a_score_becomes_a_response_received_when_the_contact_closed(both_stores: str) -> None:
    accept(record(score=5, comment="Quick"))
    at = int((OPENED_AT + timedelta(minutes=10)).timestamp())
    assert kept()["responses"] == [("C-1", True, "Quick", at, "csat", 5)]
    assert kept()["answer rollups"] == [("north", "csat", "2026-03-02", "phone", "Billing", 5, 1)]


def test_where_only_the_day_is_known_a_response_came_when_it_began(both_stores: str) -> None:
    accept(record(score=5, closed_at=None))
    at = int(datetime(2026, 3, 1, 23, 0, tzinfo=UTC).timestamp())
    assert kept()["responses"] == [("C-1", True, None, at, "csat", 5)]


def test_a_comment_without_a_score_is_a_response_without_an_answer(both_stores: str) -> None:
    accept(record(comment="Only words"))
    assert kept()["responses"][0][2::2] == ("Only words", None)
    assert kept()["answer rollups"] == []


def test_the_later_of_two_rows_counts_as_an_update(both_stores: str) -> None:
    report = accept(record(tenure=None), record("C-2"), record(), record(shift="night"))
    assert counts(report) == (2, 2, 0, 0)
    assert kept()["contacts"][0][-2:] == ("0-30", "night")
    assert kept()["contact rollups"][0][4] == 2


def test_what_was_missing_is_filled_in_and_what_is_missing_now_stays(both_stores: str) -> None:
    accept(record(reason=None, leader=None, handle_seconds=None, closed_at=None))
    report = accept(record(customer_ref=None, opened_at=None, tenure=None))
    assert counts(report) == (0, 1, 0, 0)
    accepted_whole = kept()["contacts"]
    assert counts(accept(record())) == (0, 0, 1, 0)
    assert kept()["contacts"] == accepted_whole
    assert accepted_whole[0][4:10:3] == ("Refund", "l1")
    assert None not in accepted_whole[0]


def test_attribution_is_frozen_when_the_contact_closed(both_stores: str) -> None:
    accept(record(score=4))
    before = kept()
    report = accept(
        record(score=4, agent="a2", team="south", queue="Orders", closed_on=date(2026, 3, 3))
    )
    assert counts(report) == (0, 0, 1, 0)
    assert report.differing == {"any": 1, "agent": 1, "team": 1, "queue": 1, "closing day": 1}
    assert kept() == before
    assert report.created == {}


def test_a_correction_moves_every_count_with_the_contact(both_stores: str) -> None:
    accept(record(score=4), record("C-2"))
    _answer("C-2", 2)
    moved = {"team": "south", "queue": "Orders", "closed_on": date(2026, 3, 3)}
    moved["closed_at"] = OPENED_AT + timedelta(days=1)
    report = accept(record(score=4, **moved), record("C-2", **moved), correct=True)
    assert counts(report) == (0, 2, 0, 0)
    assert kept()["contact rollups"] == [("south", "2026-03-03", "phone", "Orders", 2, 1)]
    assert kept()["answer rollups"] == [
        ("south", "csat", "2026-03-03", "phone", "Orders", 2, 1),
        ("south", "csat", "2026-03-03", "phone", "Orders", 4, 1),
    ]
    assert counts(accept(record(score=4, **moved), correct=True)) == (0, 0, 1, 0)


def test_an_imported_score_is_revised_and_its_count_moves(both_stores: str) -> None:
    accept(record(score=4, comment="Fine"), record("C-2", comment="Words"))
    report = accept(record(score=2), record("C-2", score=3))
    assert counts(report) == (0, 2, 0, 0)
    assert [row[2::2] for row in kept()["responses"]] == [("Fine", "csat"), ("Words", "csat")]
    assert [row[-2:] for row in kept()["answer rollups"]] == [(2, 1), (3, 1)]


def test_what_a_customer_answered_is_never_replaced(both_stores: str) -> None:
    accept(record())
    _answer("C-1", 1)
    before = kept()
    report = accept(record(score=5, comment="Theirs"))
    assert counts(report) == (0, 0, 1, 0)
    assert report.differing == {"score": 1}
    assert kept() == before


def test_unknown_codes_are_rejected_with_every_reason(both_stores: str) -> None:
    report = accept(record(), creation=Creation())
    assert counts(report) == (0, 0, 0, 1)
    assert [p.field for p in report.rejected[0].problems] == ["team", "leader", "agent"]
    assert report.rejected[0].problems[0] == Problem(
        1, 0, "team", "north",
        "There is no team with the code 'north'. Correct it, add the team, or allow the import"
        " to create teams.",
    )  # fmt: skip
    assert _nothing_is_kept()


def test_an_unreadable_row_is_told_its_unknown_codes_as_well(both_stores: str) -> None:
    unread = Rejected(1, 2, (Problem(1, 2, "score", "9", "Too much."),), (("team", "x"),))
    report = accept(unread, creation=Creation())
    assert [(p.line, p.field) for p in report.rejected[0].problems] == [(2, "score"), (2, "team")]
    assert counts(accept(unread)) == (0, 0, 0, 1)
    assert _nothing_is_kept()


def test_a_rejected_row_creates_nothing_and_keeps_its_number(both_stores: str) -> None:
    heard: list[Rejected] = []
    unread = Rejected(2, 3, (Problem(2, 3, "closed", "x", "It is not a date."),))
    report = accept(record("C-1", team="n" * 65), unread, record("C-3"), on_rejected=heard.append)
    assert counts(report) == (1, 0, 0, 2)
    assert [one.row for one in heard] == [1, 2]
    assert list(report.rejected) == heard
    assert [row[1] for row in kept()["contacts"]] == ["C-3"]


def test_new_teams_stand_at_the_top_without_a_place(both_stores: str) -> None:
    accept(record(), creation=Creation(teams=True, agents=True, leaders=True))
    assert kept()["units"] == [("north", None)]


def test_agents_belong_to_a_team_from_their_first_contact(both_stores: str) -> None:
    accept(record("C-2", closed_on=date(2026, 3, 5)), record("C-1"))
    accept(record("C-0", closed_on=EARLIER, closed_at=None, opened_at=None))
    accept(record("C-9", closed_on=date(2026, 2, 1), closed_at=None, opened_at=None, team="south"))
    assert [row[2:] for row in kept()["memberships"]] == [
        ("2026-02-01", "south"),
        ("2026-02-20", "north"),
    ]


def test_memberships_are_left_alone_where_agents_are_not_created(both_stores: str) -> None:
    people.add_unit("north", "North")
    people.add_leader("l1", "Lea")
    people.add_agent("a1", "Ada")
    people.set_membership("a1", "north", from_on=date(2026, 3, 9))
    assert counts(accept(record(), creation=Creation())) == (1, 0, 0, 0)
    assert kept()["memberships"] == [("a1", "Ada", "2026-03-09", "north")]


def test_times_that_contradict_what_is_stored_are_rejected(both_stores: str) -> None:
    accept(record())
    before = kept()
    at = OPENED_AT - timedelta(minutes=5)
    report = accept(record(opened_at=None, closed_at=at), record("C-2"))
    assert counts(report) == (1, 0, 0, 1)
    assert "before it opens at 2026-03-02 09:00 UTC" in report.rejected[0].problems[0].message
    assert kept()["contacts"][:1] == before["contacts"]


def test_a_dry_run_tells_the_same_and_keeps_nothing(
    both_stores: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "BATCH_ROWS", 2)
    sent = [record(score=3), record("C-2"), record(shift="night"), record("C-4", team="n" * 65)]
    told = accept(*sent, dry_run=True)
    assert _nothing_is_kept()
    assert rows("SELECT count(*) FROM queue") == [(0,)]
    assert accept(*sent) == told
    assert counts(told) == (2, 1, 0, 1)


def test_batches_are_heard_of_when_they_are_kept(
    both_stores: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "BATCH_ROWS", 2)
    heard: list[tuple[int, int]] = []

    def listen(n_rows: int) -> None:
        heard.append((n_rows, rows("SELECT count(*) FROM contact")[0][0]))

    accept(*[record(f"C-{i}") for i in range(5)], on_progress=listen)
    assert heard == [(2, 2), (4, 4), (5, 5)]


def test_a_request_is_accepted_whole_or_not_at_all(both_stores: str) -> None:
    with pytest.raises(RefusedContacts) as refused:
        accept_all([record(agent="nobody"), record("C-2")], zone=ZONE)
    assert {problem.row for problem in refused.value.reasons} == {1, 2}
    assert _nothing_is_kept()


def test_the_rollups_agree_with_rows_afterwards(both_stores: str) -> None:
    from survey.operations.rollups import rebuild

    accept(record(score=4), record("C-2", score=4), record("C-3", channel="chat"))
    _answer("C-3", 5)
    before = rollups()
    rebuild()
    assert rollups() == before


@pytest.mark.parametrize(
    ("scale", "word"),
    [(ScoreScale("effort", 1, 5), "effort"), (ScoreScale("csat", 0, 10), "0 to 10")],
)
def test_scores_of_another_item_or_scale_are_refused(scale: ScoreScale, word: str) -> None:
    require_scale(None)
    require_scale(ScoreScale("csat", 1, 5))
    with pytest.raises(InvalidInput, match=word):
        require_scale(scale)
