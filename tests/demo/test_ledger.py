"""The demo's forum: what stands in its ledger agrees in time, whatever day the demo is made on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from survey.demo import calendar, meetings
from survey.insight.forum.dates import dates
from survey.insight.forum.minutes import last_minutes
from survey.operations import people
from survey.store import database
from survey.store.reads_of_forum import asks, decisions, decisions_of, steps
from survey.store.reads_of_meetings import items
from survey.store.reads_of_meetings import meetings as all_meetings
from tests import forums, waves

DAYS = [
    date(2026, 3, 1),
    date(2026, 3, 2),
    date(2026, 11, 22),
    date(2027, 12, 31),
    date(2028, 2, 29),
]


@pytest.fixture
def demo(filled_demo: Path) -> Iterator[Path]:
    """The filled demo, connected, only for reading."""
    database.connect(f"sqlite:///{filled_demo / 'survey.db'}")
    yield filled_demo
    database.disconnect()


def write(today: date) -> datetime:
    """The instant at which the ledger was written, over six closed waves of one team."""
    waves.build_teams({"a": 8})
    for number in range(1, 7):
        forums.hold(number, months_ago=7 - number)
    people.add_user("analyst@larkfield.example", "Ines Aldous", role="analyst")
    now = datetime.combine(today, time(9), UTC)
    meetings.Ledger(calendar.closed_waves(today), 1, today, now).write()
    meetings.plan_next(today=today)
    return now


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_happens_before_its_cause_nor_after_today(today: date) -> None:
    now = write(today)
    closed_on = {wave.number: wave.closes_on for wave in calendar.closed_waves(today)}
    noted = {(one.wave_number, one.driver, one.wording): one.noted_on for one in asks()}
    assert all(closed_on[wave] < day <= today for (wave, _, _), day in noted.items())
    for one in decisions():
        assert noted[one.wave_number, one.driver, one.ask] <= one.decided_on <= today
        followed = [step.noted_at for step in steps([one.id])]
        assert followed == sorted(followed)
        assert all(one.decided_on <= step.date() and step <= now for step in followed)
    for meeting in all_meetings():
        assert (meeting.held_on <= today) == meeting.is_held
        assert {one.decided_on for one in decisions_of(meeting.id)} <= {meeting.held_on}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_two_meetings_are_held_and_the_next_has_its_agenda(today: date) -> None:
    write(today)
    found = dates(today=today)
    assert len(found.held) == 2
    for line in found.held:
        assert line.meeting.present
        assert line.meeting.minutes
        assert {one.state for one in items(line.meeting.id)} == {"decided", "put_off"}
        assert any(one.dissent for one in decisions_of(line.meeting.id))
    assert found.next is not None
    assert found.next.meeting.held_on > today
    agenda = items(found.next.meeting.id)
    assert [one.kind for one in agenda].count("promise") == 1
    assert [one.kind for one in agenda].count("ask") == 5
    assert agenda[-1].wording == meetings.OWN


def test_the_filled_demo_has_minutes_sizes_and_signals_to_talk_about(demo: Path) -> None:
    assert demo
    found = last_minutes(date(2100, 1, 1))
    assert found is not None
    assert len(found.decisions) == 2
    assert "The move of the Hillcrest desks" in found.put_off
    assert sum(one.size is not None for one in asks()) > 8
    assert sum(one.options is not None for one in asks()) > 3
    assert sum(len(steps([one.id])) for one in decisions()) > 6
