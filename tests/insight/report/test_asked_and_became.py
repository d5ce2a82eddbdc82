"""What waits for a decision, and what became of the last ones, on the last day spoken of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from survey.insight.report.asked import Asked, DriverAsks
from survey.insight.report.became import Became
from survey.insight.report.data import data_bytes
from survey.intake.decision import NewAsk, NewDecision, Progress, parse_ask
from survey.intake.editions import Edition, Kind
from survey.intake.meeting import Minutes
from survey.operations import agenda, forum, meetings
from survey.operations.signals import find_signals
from survey.store import themes
from survey.store.database import rows, run
from survey.store.reads_of_meetings import meeting
from tests import centre as small_centre
from tests import forums, signalled, waves
from tests import meetings as held
from tests.editions import built, page_of

pytestmark = pytest.mark.usefixtures("store")


def _asked(occasion: str = "wave:1", kind: Kind = "centre") -> Asked:
    found = built(Edition(kind, occasion), today=date(2026, 7, 2)).asked
    assert found is not None
    return found


def _became(occasion: str, kind: Kind = "centre") -> Became:
    found = built(Edition(kind, occasion), today=date(2026, 7, 2)).became
    assert found is not None
    return found


def _group(found: Asked, driver: str) -> DriverAsks:
    return next(one for one in found.drivers if one.driver == driver)


def _decide(ask: str, *, due_on: date | None = None, today: date = forums.TODAY) -> int:
    new = NewDecision("Quality", ask, "Do it", None, "Ann", due_on)
    return forum.record_decision(1, new, today=today)


def _follow(decision: int, state: str, words: str, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    ((was, outcome),) = rows("SELECT state, outcome FROM decision WHERE id = ?", (decision,))
    seen = Progress(was, outcome)
    forum.follow_up(decision, Progress(state, words), seen=seen, now=now)  # type: ignore[arg-type]


def test_an_ask_waits_with_its_size_options_and_owner_until_a_decision_answers_it() -> None:
    forums.build(1)
    held.note()
    found = _asked()
    assert found.finding == "1 decision is asked for today"
    assert found.oldest == "The oldest ask waits since 20 March 2026."
    (line,) = _group(found, "cost").waiting
    assert line.size == "340 second contacts a month"
    assert line.options == ("Read access for all teams", "A daily list by mail")
    assert (line.owner, line.wave, line.since) == ("Helen Strand", "wave 1", "20 March 2026")
    forum.record_decision(1, forums.DECISION, today=forums.TODAY)
    assert _asked().finding == "No ask waits for a decision"


def test_drivers_stand_in_their_order_and_say_where_nothing_was_asked() -> None:
    forums.build(1)
    found = _asked()
    assert [one.driver for one in found.drivers] == [
        "cost", "quality", "satisfaction", "commerce", "people",
    ]  # fmt: skip
    assert _group(found, "commerce").nothing == (
        "The pulse asks nothing about commerce yet, and nothing was noted."
    )
    cost = _group(found, "cost").said
    assert cost is not None
    assert cost.n == 40
    assert cost.quotes or cost.themes


def test_a_month_without_a_pulse_repeats_no_remarks() -> None:
    forums.build(1)
    found = _asked("month:2026-04")
    assert all(one.said is None for one in found.drivers)
    assert found.remarks == (
        "No pulse closed in these days. What agents wrote in Wave 1 stands in its report."
    )
    assert _asked("month:2026-02").remarks == (
        "No pulse has closed by then: agents have not been asked what they need."
    )


def test_an_ask_noted_after_a_month_is_not_in_its_report() -> None:
    forums.build(1)
    forum.note_ask(1, NewAsk("Cost", "Early"), today=date(2026, 3, 31))
    forum.note_ask(1, NewAsk("Cost", "Late"), today=date(2026, 4, 1))
    march = _group(_asked("month:2026-03"), "cost").waiting
    assert [one.ask for one in march] == ["Early"]
    assert [one.ask for one in _group(_asked("month:2026-04"), "cost").waiting] == ["Early", "Late"]


def test_an_ask_that_was_answered_after_a_month_waits_in_its_report() -> None:
    forums.build(1)
    forum.note_ask(1, NewAsk("Cost", "Early"), today=date(2026, 3, 31))
    new = NewDecision("Cost", "Early", "Do it", None, "Ann", None)
    forum.record_decision(1, new, today=date(2026, 4, 9))
    assert [one.ask for one in _group(_asked("month:2026-03"), "cost").waiting] == ["Early"]
    assert _became("month:2026-03").new == ()
    assert _group(_asked("month:2026-04"), "cost").waiting == ()
    assert [one.ask for one in _became("month:2026-04").new] == ["Early"]


def test_what_customers_write_is_told_in_shared_words_and_counts_never_quoted() -> None:
    forums.build(1)
    themes.replace_run(
        date(2026, 2, 2), date(2026, 2, 28), "en", "low",
        [themes.FoundTheme("delivery, late, parcel", 3, ())],
        n_comments=40, n_before=30, now=waves.NOW,
    )  # fmt: skip
    run("UPDATE theme SET n = 12")
    found = _asked()
    assert found.themes_of == "2 to 28 February 2026"
    (theme,) = _group(found, "satisfaction").customers
    assert (theme.words, theme.whose, theme.share) == (
        "delivery, late, parcel", "unhappy customers", "12 of 40 (30%)",
    )  # fmt: skip
    assert _asked("month:2026-03").themes_of == ""


def test_an_overdue_promise_asks_for_a_decision_again() -> None:
    forums.build(2)
    _decide("A second screen", due_on=date(2026, 3, 25))
    april = _asked("month:2026-04")
    (late,) = _group(april, "quality").late
    assert (late.ask, late.owner, late.since) == ("A second screen", "Ann", "25 March 2026")
    assert april.finding == "1 decision is asked for today"
    # On the last day that the report on the wave speaks of it was not due.
    assert _group(_asked("wave:2"), "quality").late == ()


def test_what_became_of_decisions_is_told_as_of_the_month_s_last_day() -> None:
    forums.build(2)
    decision = _decide("A second screen", due_on=date(2026, 4, 20))
    _follow(decision, "under_way", "Ordered for two teams.", date(2026, 4, 10))
    _follow(decision, "done", "Every desk has one.", date(2026, 5, 5))
    (march,) = _became("month:2026-03").new
    assert (march.state, march.words, march.overdue_since) == ("agreed", "", "")
    april = _became("month:2026-04")
    (line,) = april.last
    assert (line.state, line.words, line.noted) == (
        "under_way", "Ordered for two teams.", "10 Apr 2026",
    )  # fmt: skip
    assert line.overdue_since == "20 Apr 2026"
    assert april.finding == "The one earlier decision is overdue"
    assert april.late == april.last
    may = _became("month:2026-05")
    assert may.finding == "The one earlier decision is settled"
    assert may.last[0].words == "Every desk has one."
    june = _became("month:2026-06")
    assert (june.last, june.settled) == (
        (), "1 older decision is settled: see the page Forum.",
    )  # fmt: skip
    assert june.finding == "No earlier decision is waiting"


def test_a_wave_s_report_holds_the_decisions_of_its_own_forum_and_what_became_of_the_last() -> None:
    forums.build(2)
    _decide("A second screen", today=waves.CLOSES_ON)
    forum.record_decision(2, forums.DECISION, today=forums.TODAY)
    found = _became("wave:2")
    assert [one.ask for one in found.last] == ["A second screen"]
    assert [one.ask for one in found.new] == [forums.DECISION.ask]
    assert _became("wave:1").new[0].ask == "A second screen"
    assert _became("wave:1").last == ()


def test_withdrawn_decisions_were_never_taken() -> None:
    forums.build(1)
    _follow(_decide("By mistake"), "withdrawn", "Nobody decided this.", date(2026, 3, 21))
    assert _became("wave:1").new == ()


def test_dissent_and_minutes_are_for_those_who_decide() -> None:
    forums.build(1)
    held.note()
    meeting_id = held.plan()
    held.build(meeting_id)
    agenda.record_taken(held.first(meeting_id).id, held.TAKEN, today=forums.TODAY)
    found = meeting(meeting_id)
    assert found is not None
    minutes = Minutes("Ann, Bo", "First point.\n\nSecond point.")
    meetings.keep_minutes(meeting_id, minutes, is_over=True, seen=found.version, today=forums.TODAY)
    centre = _became("wave:1")
    assert centre.minutes is not None
    assert (centre.minutes.present, centre.minutes.paragraphs) == (
        "Ann, Bo", ("First point.", "Second point."),
    )  # fmt: skip
    assert centre.minutes.decided == "1 decision was taken."
    assert centre.new[0].dissent == held.TAKEN.dissent
    agents = _became("wave:1", "agents")
    assert (agents.minutes, agents.new[0].dissent) == (None, "")
    report = built(Edition("agents", "wave:1"), today=forums.TODAY)
    assert b"Second point" not in data_bytes(report)
    assert "Second point" in page_of(built(Edition("centre", "wave:1"), today=forums.TODAY))
    # A report on days before the meeting has no minutes of it.
    assert _became("month:2026-02").minutes is None


def test_signals_nobody_explained_are_asks_of_their_own() -> None:
    centre = small_centre.build()
    signalled.calm(centre, "s1")
    signalled.tell(centre, "s1", {signalled.LAST: (20, 60)})
    find_signals(
        until_on=signalled.LAST, today=signalled.TODAY, now=signalled.NOW, tells_owners=False
    )
    found = _asked("month:2026-03")
    n = found.n_signals
    assert n
    signals = _group(found, "satisfaction").signals
    assert any(one.when == "9 March 2026" for one in signals)
    assert "want" in found.finding or "wants" in found.finding
    run("UPDATE signal SET note = 'A fault of the phones', noted_at = 1, noted_by = 1")
    assert _asked("month:2026-03").n_signals == 0
    assert _asked("month:2026-02").n_signals == 0


def test_without_any_wave_nothing_is_asked_and_nothing_was_decided() -> None:
    found = _asked("month:2026-02")
    assert (found.n_waiting, found.n_late, found.n_signals) == (0, 0, 0)
    assert _became("month:2026-02").finding == "No earlier decision is waiting"


def test_what_is_noted_about_commerce_stands_there_though_the_pulse_does_not_ask() -> None:
    forums.build(1)
    new = parse_ask({"driver": "Commerce", "ask": "Offer the larger plan when it is cheaper"})
    assert isinstance(new, NewAsk)
    forum.note_ask(1, new, today=forums.TODAY)
    (line,) = _group(_asked(), "commerce").waiting
    assert line.ask == "Offer the larger plan when it is cheaper"
