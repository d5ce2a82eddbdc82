"""The pages on which waves are planned: the list, and what the next wave would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from survey.errors import NotFound
from survey.insight.schedule_form import EVERY_WORDS, schedule_of
from survey.instruments.model import Instrument
from survey.instruments.rotation import pulse_for
from survey.intake.wave_days import last_day, next_openings
from survey.privacy import gate
from survey.privacy.blocks import PlannedBlock
from survey.privacy.statement import paragraphs, write_statement
from survey.render.moments import day
from survey.store.pulse import schedules
from survey.store.pulse.schedules import Schedule

N_AHEAD = 3


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One schedule in the list, with the open wave that it opened, if there is one.

    `is_moved` tells whether the next day had to make room for the wave that is open.
    """

    schedule: Schedule
    every: str
    open_wave: int | None
    next_on: date | None
    is_moved: bool


@dataclass(frozen=True, slots=True)
class SchedulesPage:
    """Every schedule, and whether any wave is open."""

    lines: tuple[ScheduleLine, ...]
    open_wave: gate.WaveRef | None


@dataclass(frozen=True, slots=True)
class WaveDates:
    """The days of one wave to come."""

    opens_on: date
    remind_on: tuple[date, ...]
    last_on: date

    @property
    def closes_on(self) -> date:
        """The day on which it closes by itself."""
        return self.last_on + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One schedule and its next wave as it would be today; `refusal` says why it would not open."""

    schedule: Schedule
    every: str
    blocks: tuple[PlannedBlock, ...]
    refusal: str
    statement: tuple[tuple[str, str], ...]
    instrument: Instrument
    dates: tuple[WaveDates, ...]
    waves: tuple[gate.WaveRef, ...]
    open_wave: gate.WaveRef | None
    is_due: bool
    is_moved: bool
    conflict: str = ""

    @property
    def may_open(self) -> bool:
        """Whether a wave can be opened before its day."""
        is_free = self.open_wave is None and not self.refusal
        return self.schedule.state == "active" and is_free and not self.is_due

    @property
    def n_written_to(self) -> int:
        """How many agents get a letter when it opens."""
        return sum(block.n_invited for block in self.blocks if block.mode == "link")

    @property
    def n_link_blocks(self) -> int:
        """How many blocks answer by link."""
        return sum(block.mode == "link" for block in self.blocks)

    @property
    def n_cards(self) -> int:
        """How many cards have to be printed and handed out."""
        return sum(block.n_invited for block in self.blocks if block.mode == "cards")


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """How an open wave was opened. Nothing about answers, nor how many are invited."""

    wave: gate.WaveRef
    blocks: tuple[gate.BlockRef, ...]
    statement: tuple[tuple[str, str], ...]
    reminders: str
    has_cards: bool


def schedules_page(today: date) -> SchedulesPage:
    """The list of schedules."""
    standing = _open_wave()
    return SchedulesPage(
        lines=tuple(_line(one, standing, today) for one in schedules.every_schedule()),
        open_wave=standing,
    )


def preview_page(
    schedule_id: int,
    blocks: tuple[PlannedBlock, ...],
    *,
    refusal: str = "",
    conflict: str = "",
    today: date,
) -> PreviewPage:
    """What the schedule would do next; `blocks` are those it would have today.

    Raises:
        NotFound: there is no such schedule.
    """
    schedule = schedule_of(schedule_id)
    opened = [number for number, _, _ in schedules.waves_of(schedule_id)]
    standing = _open_wave()
    dates = _dates(schedule, standing, today)
    plan = schedule.plan
    known = {wave.number: wave for wave in gate.waves()}
    statement = write_statement(
        closes_on=dates[0].last_on if dates else today,
        threshold=plan.threshold,
        comment_threshold=plan.comment_threshold,
        block_minimum=plan.block_minimum,
        modes=frozenset(block.mode for block in blocks) or frozenset({plan.mode}),
    )
    return PreviewPage(
        schedule=schedule,
        every=EVERY_WORDS[plan.every],
        blocks=blocks,
        refusal=refusal,
        statement=paragraphs(statement),
        instrument=pulse_for(plan.choice, len(opened)),
        dates=dates,
        waves=tuple(known[number] for number in opened),
        open_wave=standing,
        is_due=schedule.state == "active"
        and schedule.next_on is not None
        and schedule.next_on <= today,
        is_moved=_is_moved(schedule, standing),
        conflict=conflict,
    )


def opening_page(number: int) -> OpeningPage:
    """How an open wave was opened.

    Raises:
        NotFound: there is no such wave, or it is closed and has a page of its own.
    """
    wave = gate.wave(number)
    if wave.is_closed:
        raise NotFound(f"Wave {number} is closed. Open it from the list of waves.")
    blocks = gate.blocks(wave.id)
    return OpeningPage(
        wave=wave,
        blocks=blocks,
        statement=paragraphs(wave.statement),
        reminders=", ".join(map(day, schedules.reminders_of(wave.id))),
        has_cards=any(block.mode == "cards" for block in blocks),
    )


def _open_wave() -> gate.WaveRef | None:
    return next((wave for wave in gate.waves() if not wave.is_closed), None)


def _open_number(schedule: Schedule, number: int | None) -> int | None:
    opened = {one for one, _, _ in schedules.waves_of(schedule.id)}
    return number if number in opened else None


def _line(schedule: Schedule, standing: gate.WaveRef | None, today: date) -> ScheduleLine:
    number = None if standing is None else standing.number
    dates = _dates(schedule, standing, today)
    return ScheduleLine(
        schedule=schedule,
        every=EVERY_WORDS[schedule.plan.every],
        open_wave=_open_number(schedule, number),
        next_on=dates[0].opens_on if dates else None,
        is_moved=_is_moved(schedule, standing),
    )


def _is_moved(schedule: Schedule, standing: gate.WaveRef | None) -> bool:
    """It waits for the wave that is open, whoever opened that."""
    if schedule.next_on is None or standing is None:
        return False
    return schedule.next_on <= standing.closes_on


def _dates(schedule: Schedule, standing: gate.WaveRef | None, today: date) -> tuple[WaveDates, ...]:
    if schedule.next_on is None:
        return ()
    plan = schedule.plan
    free_on = standing.closes_on + timedelta(days=1) if standing else today
    next_on = max(schedule.next_on, today, free_on)
    days = next_openings(next_on, schedule.first_on, plan.every, plan.open_days, n=N_AHEAD)
    return tuple(
        WaveDates(
            opens_on=opens_on,
            remind_on=tuple(opens_on + timedelta(days=after) for after in plan.remind_days),
            last_on=last_day(opens_on, plan.open_days),
        )
        for opens_on in days
    )
