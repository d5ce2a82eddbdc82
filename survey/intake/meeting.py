"""What was written about a meeting of the forum: its day, an item of its agenda, its minutes."""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from survey.intake.answers import Objection
from survey.intake.decision import DRIVERS, LONGEST, read_day
from survey.intake.wording import Words

Kind = Literal["ask", "signal", "promise", "own"]
Repeat = Literal["once", "month", "quarter"]
REPEATS: tuple[Repeat, ...] = get_args(Repeat)
MONTHS_APART: dict[Repeat, int] = {"once": 0, "month": 1, "quarter": 3}
AHEAD = 12
LONGEST_OF_MEETING = {"title": 80, "present": 500, "minutes": 8_000, "wording": LONGEST["ask"]}
EARLIEST_YEAR = 2000
WEEK = 7
NO_WAVE = (
    "No wave has closed yet. A decision is kept with the newest closed wave, so write it into the"
    " minutes for now, and record it once the first wave has closed."
)


@dataclass(frozen=True, slots=True)
class Planned:
    """The day and the title of a meeting."""

    held_on: date
    title: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Who was at a meeting, and what was said; `present` is needed once it is over."""

    present: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """What a meeting is to talk about; `reference` names the ask, signal or promise it is."""

    kind: Kind
    reference: str
    driver: str | None
    wording: str


def ask_reference(wave_number: int, driver: str, wording: str) -> str:
    """What names an ask on an agenda."""
    return f"ask:{wave_number}:{_mark(driver, wording)}"


def signal_reference(signal_id: int) -> str:
    """What names a signal on an agenda."""
    return f"signal:{signal_id}"


def promise_reference(decision_id: int) -> str:
    """What names an earlier decision on an agenda."""
    return f"promise:{decision_id}"


def asked_in(reference: str) -> int | None:
    """Number of the wave in which an ask came up, None for what is no ask."""
    kind, _, rest = reference.partition(":")
    return int(rest.partition(":")[0]) if kind == "ask" else None


def id_in(reference: str, kind: Kind) -> int | None:
    """Id of the signal or promise that is named, None for what is of another kind."""
    found, _, rest = reference.partition(":")
    return int(rest) if found == kind else None


def days_from(first: date, repeat: Repeat) -> tuple[date, ...]:
    """The days of the meetings: one, or 12 on the same weekday of their months as the first.

    After the second Tuesday comes the next month's second Tuesday; a fifth weekday is followed by
    the last.
    """
    apart = MONTHS_APART[repeat]
    if not apart:
        return (first,)
    return (first, *(_same_weekday(first, apart * step) for step in range(1, AHEAD)))


def parse_planned(typed: Mapping[str, str]) -> Planned | tuple[Objection, ...]:
    """The meeting's day and title, from `held_on` and `title`, or every objection."""
    words = Words(typed, LONGEST_OF_MEETING)
    day = read_day(typed.get("held_on", "").strip())
    if day is None or day.year < EARLIEST_YEAR:
        message = "Write the day as year-month-day, such as 2026-03-31."
        words.objections.append(Objection("held_on", message))
    title = words.required("title", "Give the meeting a title, such as “Forum, March”.")
    return tuple(words.objections) or Planned(day or date.min, title)


def parse_repeat(typed: Mapping[str, str]) -> Repeat:
    """How often the meeting is to be planned; once where nothing else is said."""
    return next((one for one in REPEATS if one == typed.get("repeat")), "once")


def parse_item(typed: Mapping[str, str]) -> NewItem | tuple[Objection, ...]:
    """An item of one's own, from `wording` and perhaps `driver`, or every objection."""
    words = Words(typed, LONGEST_OF_MEETING)
    wording = words.required("wording", "Write what is to be talked about.")
    driver = typed.get("driver", "")
    if driver and driver not in DRIVERS:
        words.objections.append(Objection("driver", "Choose what it is about, or leave it open."))
    made = NewItem("own", f"own:{_mark(wording)}", driver or None, wording)
    return tuple(words.objections) or made


def parse_minutes(typed: Mapping[str, str], *, is_over: bool) -> Minutes | tuple[Objection, ...]:
    """Who was there and what was said, from `present` and `minutes`, or every objection."""
    words = Words(typed, LONGEST_OF_MEETING)
    present, text = words.lines("present"), words.lines("minutes")
    if is_over and present is None and not words.objections:
        words.objections.append(Objection("present", "Write who was there."))
    return tuple(words.objections) or Minutes(present, text)


def _same_weekday(first: date, months_later: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months_later, 12)
    start = date(year, month + 1, 1)
    to_weekday = (first.weekday() - start.weekday()) % WEEK
    day = 1 + to_weekday + WEEK * ((first.day - 1) // WEEK)
    last = calendar.monthrange(year, month + 1)[1]
    return start + timedelta(days=(day if day <= last else day - WEEK) - 1)


def _mark(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
