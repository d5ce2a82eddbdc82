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
    """One schedule in the list, with the open wave that it opened, if there is one."""

    schedule: Schedule
    every: str
    open_wave: int | None


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
    conflict: str = ""

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


def schedules_page() -> SchedulesPage:
    """The list of schedules."""
    standing = _open_wave()
    number = None if standing is None else standing.number
    return SchedulesPage(
        lines=tuple(
            ScheduleLine(one, EVERY_WORDS[one.plan.every], _open_number(one, number))
            for one in schedules.every_schedule()
        ),
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
    dates = _dates(schedule, today)
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
        open_wave=_open_wave(),
        is_due=schedule.state == "active"
        and schedule.next_on is not None
        and schedule.next_on <= today,
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


def _dates(schedule: Schedule, today: date) -> tuple[WaveDates, ...]:
    if schedule.next_on is None:
        return ()
    plan = schedule.plan
    standing = _open_wave()
    # It waits for the wave that is open, whoever opened that.
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
