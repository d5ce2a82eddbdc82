"""Contacts from the JSON door: the record and the checks of a file, on typed values."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from survey.intake.contact import ContactRecord
from survey.intake.contact_json import parse_contact_object
from tests.intake.writing import NOW

SOUND = {
    "source": "desk",
    "external_id": "c-1",
    "queue": "billing",
    "channel": "phone",
    "agent": "a-7",
    "team": "north",
    "opened_at": "2026-03-05T23:40:00+01:00",
    "closed_at": "2026-03-05T23:10:00Z",
    "handle_seconds": 90.4,
    "score": 4,
    "comment": " Quick.\r\nKind. ",
}


def parse(given: object):
    return parse_contact_object(given, row=1, zone=ZoneInfo("Europe/Berlin"), now=NOW)


def problems(**changed: object) -> dict[str, str]:
    found = parse({**SOUND, **changed})
    assert not isinstance(found, ContactRecord)
    return {problem.field: problem.message for problem in found.problems}


def test_a_sound_object_becomes_a_record_and_the_day_is_the_centre_s():
    record = parse(json.loads(json.dumps(SOUND)))
    assert isinstance(record, ContactRecord)
    assert record.opened_at == datetime(2026, 3, 5, 22, 40, tzinfo=UTC)
    assert record.closed_at == datetime(2026, 3, 5, 23, 10, tzinfo=UTC)
    assert record.closed_on == date(2026, 3, 6)
    assert (record.handle_seconds, record.score) == (90, 4)
    assert record.comment == "Quick.\nKind."
    assert record.leader is None


def test_every_reason_is_given_at_once():
    found = problems(external_id=" ", channel="fax", agent=7, score=6, handle_seconds=-1, mood="ok")
    assert set(found) == {"external_id", "channel", "agent", "score", "handle_seconds", "mood"}
    assert found["external_id"] == "external_id is missing."
    assert (
        found["channel"] == "'fax' is not a channel. The channels are phone, chat, email, social."
    )


def test_an_unknown_key_is_refused_with_the_known_ones():
    assert "Known are source, external_id" in problems(agentt="a-7")["agentt"]


def test_an_instant_needs_its_offset():
    said = "The time has no offset. Write it as 2026-01-31T18:05:00+01:00, or with Z."
    assert problems(closed_at="2026-03-05T23:10:00") == {"closed_at": said}


@pytest.mark.parametrize(
    "text",
    ["05/03/2026", "2026-03-05", "2026-02-30T10:00Z", "2026-W10-4T10:00Z", "2026-03-05T10:00+99:00",
     "0001-01-01T00:00+01:00", 1772752200, True, [], "٢026-03-05T10:00Z"],
)  # fmt: skip
def test_what_is_no_instant_is_refused(text):
    assert set(problems(closed_at=text)) == {"closed_at"}


def test_the_day_alone_may_be_known():
    given = {**SOUND, "closed_on": "2026-03-05"}
    del given["closed_at"]
    record = parse(given)
    assert isinstance(record, ContactRecord)
    assert (record.closed_at, record.closed_on) == (None, date(2026, 3, 5))


def test_closed_at_and_closed_on_exclude_each_other_and_one_is_needed():
    said = "Give either closed_at or, for the day alone, closed_on."
    assert problems(closed_on="2026-03-06") == {"closed_at": said}
    assert problems(closed_at=None) == {"closed_at": said}


def test_times_are_checked_against_each_other_and_against_now():
    assert "closed before" in problems(closed_at="2026-03-05T22:00:00Z")["closed_at"]
    assert "more than a day" in problems(closed_at="2027-03-05T22:00:00Z")["closed_at"]


@pytest.mark.parametrize("score", ["4", 4.0, True, float("nan"), [4]])
def test_a_score_is_a_json_integer(score):
    assert set(problems(score=score)) == {"score"}


@pytest.mark.parametrize("seconds", ["90", True, float("nan"), float("inf"), 10**400])
def test_a_handle_time_is_a_json_number(seconds):
    assert set(problems(handle_seconds=seconds)) == {"handle_seconds"}


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "a\x1bb"])
def test_names_take_no_character_that_a_database_would_choke_on(text):
    assert set(problems(team=text, external_id=text)) == {"team", "external_id"}


def test_a_comment_loses_such_characters():
    record = parse({**SOUND, "comment": "a\0b\ud800c"})
    assert isinstance(record, ContactRecord)
    assert record.comment == "ab\ufffdc"


@pytest.mark.parametrize("given", [None, [], "contact", 3, {}])
def test_what_is_no_contact_is_refused_in_a_sentence(given):
    found = parse(given)
    assert not isinstance(found, ContactRecord)
    assert all(problem.message.endswith(".") for problem in found.problems)
