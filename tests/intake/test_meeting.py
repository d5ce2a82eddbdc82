"""What is written about a meeting: days in a row, and forms with every objection at once."""

from __future__ import annotations

from datetime import date

import pytest

from survey.intake.answers import Objection
from survey.intake.decision import NewAsk, Taken, parse_ask, parse_taken
from survey.intake.meeting import (
    AHEAD,
    Minutes,
    NewItem,
    Planned,
    ask_reference,
    asked_in,
    days_from,
    id_in,
    parse_item,
    parse_minutes,
    parse_planned,
    parse_repeat,
    promise_reference,
    signal_reference,
)


def test_a_row_keeps_its_weekday_and_its_place_in_the_month() -> None:
    # The second Tuesday of December.
    found = days_from(date(2026, 12, 8), "month")
    assert len(found) == AHEAD
    assert found[:4] == (
        date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9),
    )  # fmt: skip
    assert {day.weekday() for day in found} == {1}
    assert days_from(date(2026, 12, 8), "once") == (date(2026, 12, 8),)
    assert days_from(date(2026, 12, 8), "quarter")[1:3] == (date(2027, 3, 9), date(2027, 6, 8))


def test_after_a_fifth_weekday_comes_the_last() -> None:
    # The fifth Monday of March 2026; April has four.
    assert days_from(date(2026, 3, 30), "month")[1:3] == (date(2026, 4, 27), date(2026, 5, 25))


@pytest.mark.parametrize("day", ["", "20.3.2026", "2026-02-30", "1999-12-31", "2100-01-01", "x"])
def test_a_day_that_is_none_is_refused_together_with_a_missing_title(day: str) -> None:
    assert parse_planned({"held_on": day, "title": " "}) == (
        Objection("held_on", "Write the day as year-month-day, such as 2026-03-31."),
        Objection("title", "Give the meeting a title, such as “Forum, March”."),
    )


def test_a_meeting_is_read_with_its_title_on_one_line() -> None:
    typed = {"held_on": " 2026-03-31 ", "title": " Forum,\n March ", "repeat": "weekly"}
    assert parse_planned(typed) == Planned(date(2026, 3, 31), "Forum, March")
    assert parse_repeat(typed) == "once"
    assert parse_repeat({"repeat": "quarter"}) == "quarter"


def test_minutes_keep_their_lines_and_need_somebody_once_it_is_over() -> None:
    typed = {"present": "Ann\r\n Ben ", "minutes": "One.\r\n\r\nTwo.  "}
    assert parse_minutes(typed, is_over=True) == Minutes("Ann\nBen", "One.\n\nTwo.")
    assert parse_minutes({}, is_over=False) == Minutes(None, None)
    assert parse_minutes({}, is_over=True) == (Objection("present", "Write who was there."),)
    long = {"present": "x" * 501, "minutes": "x" * 20_000}
    assert parse_minutes(long, is_over=True) == (
        Objection("present", "Please keep it under 500 characters."),
        Objection("minutes", "Please keep it under 8000 characters."),
    )


def test_an_item_of_one_s_own_is_the_same_item_in_the_same_words() -> None:
    made = parse_item({"wording": " The  move ", "driver": "Cost"})
    assert isinstance(made, NewItem)
    assert (made.kind, made.driver, made.wording) == ("own", "Cost", "The move")
    again = parse_item({"wording": "The move"})
    assert isinstance(again, NewItem)
    assert again.reference == made.reference
    assert parse_item({"driver": "Weather"}) == (
        Objection("wording", "Write what is to be talked about."),
        Objection("driver", "Choose what it is about, or leave it open."),
    )


def test_references_say_what_they_name() -> None:
    ask = ask_reference(12, "Cost", "Fewer letters")
    assert (asked_in(ask), id_in(ask, "signal")) == (12, None)
    assert ask != ask_reference(12, "Quality", "Fewer letters")
    assert id_in(signal_reference(7), "signal") == id_in(promise_reference(7), "promise") == 7
    assert id_in(signal_reference(7), "promise") is None
    assert asked_in("own:12") is None


def test_dissent_is_read_with_the_decision_and_every_objection_is_told_at_once() -> None:
    typed = {"driver": "Cost", "ask": "a", "mandate": "m", "owner": "o", "dissent": "No.\nNever."}
    taken = parse_taken(typed, today=date(2026, 3, 1))
    assert isinstance(taken, Taken)
    assert (taken.decision.mandate, taken.dissent) == ("m", "No.\nNever.")
    found = parse_taken(typed | {"owner": "", "dissent": "x" * 1_001}, today=date(2026, 3, 1))
    assert isinstance(found, tuple)
    assert [one.item for one in found] == ["owner", "dissent"]


def test_an_ask_may_say_how_much_it_is_about_and_what_could_be_decided() -> None:
    typed = {
        "driver": "Cost",
        "ask": "Fewer letters",
        "size": "340 hours a month",
        "options": " Drop the second\r\n\r\nMail them ",
        "proposed_owner": "Ann",
    }
    assert parse_ask(typed) == NewAsk(
        "Cost", "Fewer letters", "340 hours a month", "Drop the second\n\nMail them", "Ann"
    )
    assert parse_ask(typed | {"size": "x" * 121, "proposed_owner": "x" * 81}) == (
        Objection("size", "Please keep it under 120 characters."),
        Objection("proposed_owner", "Please keep it under 80 characters."),
    )
