"""How decisions stood on the last day a report speaks of, in counts and in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from survey.insight.report.became import Became, became_of
from survey.intake.decision import NewDecision, Progress
from survey.intake.editions import Edition
from survey.operations import forum
from survey.privacy import gate
from tests import forums, waves
from tests.conftest import NOW
from tests.editions import built
from tests.framed import frame

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def _two_waves(store: str) -> None:
    assert store
    waves.build_teams(forums.SIZES)
    for number in (1, 2):
        forums.hold(number, months_ago=3 - number)


def _decide(
    wave: int,
    ask: str,
    state: str = "agreed",
    *,
    due_on: date | None = None,
    today: date = forums.TODAY,
) -> None:
    new = NewDecision("Cost", ask, "Do it", None, "Ann", due_on)
    made = forum.record_decision(wave, new, today=today)
    if state != "agreed":
        progress = Progress(state, "So it was.")  # type: ignore[arg-type]  # parametrized text
        forum.follow_up(made, progress, seen=Progress("agreed", None), now=NOW)


def _became(occasion: str = "wave:2") -> Became:
    found = built(Edition("centre", occasion), today=date(2026, 4, 1)).became
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("states", "finding", "tally"),
    [
        ([], "No earlier decision is waiting", ""),
        (["done"], "The one earlier decision is settled", "1 done."),
        (["agreed"], "The one earlier decision is still open", "1 agreed."),
        (["done"] * 3, "All 3 earlier decisions are settled", "3 done."),
        (["agreed"] * 2, "Of 2 earlier decisions, none settled and none overdue", "2 agreed."),
        (
            ["done", "under_way", "agreed", "declined", "withdrawn"],
            "Of 4 earlier decisions, 2 settled and none overdue",
            "1 done, 1 under way, 1 agreed, 1 declined.",
        ),
    ],
)
def test_what_became_of_the_last_decisions_is_counted(
    states: list[str], finding: str, tally: str
) -> None:
    for at, state in enumerate(states):
        _decide(1, f"ask {at}", state)
    found = _became()
    assert (found.finding, found.tally) == (finding, tally)
    assert len(found.last) == len([one for one in states if one != "withdrawn"])


@pytest.mark.parametrize(
    ("n_late", "n_punctual", "finding"),
    [
        (1, 0, "The one earlier decision is overdue"),
        (0, 1, "The one earlier decision is still open"),
        (1, 1, "Of 2 earlier decisions, none settled and 1 overdue"),
        (2, 1, "Of 3 earlier decisions, none settled and 2 overdue"),
    ],
)
def test_what_is_overdue_is_judged_by_the_latest_day_of_the_data(
    n_late: int, n_punctual: int, finding: str
) -> None:
    held_on = gate.wave(2).closes_on + timedelta(days=7)
    late_on = held_on - timedelta(days=1)
    for at in range(n_late):
        _decide(1, f"late {at}", due_on=late_on, today=late_on)
    for at in range(n_punctual):
        _decide(1, f"punctual {at}", due_on=held_on, today=late_on)
    _decide(2, "new", due_on=held_on, today=held_on)
    found = _became()
    assert found.finding == finding
    assert [one.ask for one in found.late] == [f"late {at}" for at in range(n_late)]
    assert found.judged == "20 March 2026"


def test_the_last_forum_is_told_with_what_is_open_from_earlier_ones() -> None:
    forums.hold(3, months_ago=0)
    _decide(1, "old and done", "done")
    _decide(1, "old and open")
    _decide(2, "last and done", "done")
    _decide(3, "new")
    found = _became("wave:3")
    assert [one.ask for one in found.last] == ["last and done", "old and open"]
    assert [one.ask for one in found.new] == ["new"]
    assert found.settled == "1 older decision is settled: see the page Forum."


def test_what_came_of_it_after_the_next_wave_is_not_in_the_report_of_the_last() -> None:
    held_on = gate.wave(2).closes_on
    _decide(1, "in time", due_on=held_on - timedelta(days=9), today=held_on - timedelta(days=7))
    _decide(1, "much later", "done", today=held_on + timedelta(days=1))
    made = forum.record_decision(
        1, NewDecision("Cost", "slow", "Do it", None, "Ann", None), today=held_on
    )
    done = Progress("done", "In the end.")
    forum.follow_up(made, done, seen=Progress("agreed", None), now=NOW + timedelta(days=30))
    assert [(one.ask, one.state, one.words) for one in _became("wave:1").new] == [
        ("in time", "agreed", ""), ("slow", "agreed", ""),
    ]  # fmt: skip
    assert {one.ask: one.state for one in _became("wave:2").last} == {
        "in time": "agreed", "much later": "done", "slow": "done",
    }  # fmt: skip


def test_a_step_belongs_to_its_day_where_the_centre_is() -> None:
    made = forum.record_decision(
        2, NewDecision("Cost", "Tell it", "Do it", None, "Ann", None), today=forums.TODAY
    )
    # In Berlin it is half past midnight of 1 April.
    at = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    forum.follow_up(made, Progress("done", "So it was."), seen=Progress("agreed", None), now=at)
    for zone, state, noted in (
        (UTC, "done", "31 Mar 2026"),
        (ZoneInfo("Europe/Berlin"), "agreed", ""),
    ):
        (line,) = became_of(frame("month:2026-03", zone=zone)).new
        assert (line.state, line.noted) == (state, noted)
