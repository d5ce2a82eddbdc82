"""Opening a wave: everything that could be tampered with later is frozen here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survey.errors import Conflict, InvalidInput
from survey.instruments.model import Instrument
from survey.instruments.pulse import PULSE
from survey.privacy import gate
from survey.privacy.blocks import PlannedBlock, RosterUnit, kept, plan
from survey.privacy.statement import write_statement
from survey.store.database import IntegrityError, load_rows, transaction
from survey.store.pulse import rosters
from survey.store.pulse.waves import Block, Wave
from survey.store.satisfaction_writes import keep_instrument

LOWEST_THRESHOLD = 4
LOWEST_COMMENT_THRESHOLD = 10
LOWEST_BLOCK_MINIMUM = 6
LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class NewWave:
    """A wave to be opened. The window is the time of the contacts it is to be compared with."""

    number: int
    name: str
    opens_on: date
    closes_on: date
    window_from: date
    window_until: date
    threshold: int = 5
    comment_threshold: int = LOWEST_COMMENT_THRESHOLD
    block_minimum: int = 8
    instrument: Instrument = PULSE

    def __post_init__(self) -> None:
        if problems := [sentence for is_wrong, sentence in _rules(self) if is_wrong]:
            raise InvalidInput(problems)


def _rules(wave: NewWave) -> list[tuple[bool, str]]:
    return [
        (wave.number < 1, "Waves are numbered from 1."),
        (not wave.name.strip(), "Give the wave a name, such as Spring 2026."),
        (wave.closes_on < wave.opens_on, "A wave cannot close before it opens."),
        (
            wave.closes_on - wave.opens_on > LONGEST,
            f"A wave may be open for at most {LONGEST.days} days.",
        ),
        (
            wave.window_until < wave.window_from,
            "The window of contacts cannot end before it begins.",
        ),
        (
            wave.threshold < LOWEST_THRESHOLD,
            f"The threshold may not be below {LOWEST_THRESHOLD} answers.",
        ),
        (
            wave.comment_threshold < LOWEST_COMMENT_THRESHOLD,
            f"The threshold for remarks may not be below {LOWEST_COMMENT_THRESHOLD}.",
        ),
        (
            wave.block_minimum < max(LOWEST_BLOCK_MINIMUM, wave.threshold),
            f"The smallest block may not be below {LOWEST_BLOCK_MINIMUM} invited, nor below the"
            " threshold.",
        ),
        (wave.instrument.kind != "pulse", "Only a pulse can be asked in a wave."),
    ]


def plan_blocks(on: date, *, block_minimum: int) -> tuple[PlannedBlock, ...]:
    """The blocks a wave that opens on this day would have: the last wave's while they still fit.

    Raises:
        Refusal: fewer agents belong to units than one block needs.
    """
    members = rosters.members_on(on)
    units = [
        RosterUnit(id, code, name, parent_id, len(members.get(id, ())))
        for id, code, name, parent_id in rosters.tree()
    ]
    earlier = [gate.blocks(wave.id) for wave in gate.waves()[-1:]]
    previous = [block.unit_ids for blocks in earlier for block in blocks]
    return kept(units, previous, minimum=block_minimum) or plan(units, minimum=block_minimum)


def open_wave(new: NewWave, *, now: datetime) -> gate.WaveRef:
    """The wave just opened, with its roster, blocks, thresholds, wording and statement frozen.

    Raises:
        Conflict: a wave with this number exists, or another wave is still open.
        Refusal: too few agents belong to units on the opening day.
    """
    try:
        with transaction():
            _require_place(new.number)
            blocks = plan_blocks(new.opens_on, block_minimum=new.block_minimum)
            keep_instrument(new.instrument)
            wave = _insert_wave(new, now)
            _insert_blocks(wave.id, blocks, rosters.members_on(new.opens_on))
    except IntegrityError as error:
        raise Conflict("Another wave was opened at the same moment. Look at it first.") from error
    return gate.wave(new.number)


def _require_place(number: int) -> None:
    for wave in gate.waves():
        if wave.number == number:
            raise Conflict(f"Wave {number} is there already, and it is {wave.state}.")
        if not wave.is_closed:
            raise Conflict(f"Wave {wave.number} is still open. Close it first.")


def _insert_wave(new: NewWave, now: datetime) -> Wave:
    created: Wave = Wave.create(
        number=new.number,
        name=new.name.strip(),
        instrument=new.instrument.digest,
        opens_on=new.opens_on,
        closes_on=new.closes_on,
        window_from=new.window_from,
        window_until=new.window_until,
        threshold=new.threshold,
        comment_threshold=new.comment_threshold,
        block_minimum=new.block_minimum,
        statement=write_statement(
            closes_on=new.closes_on,
            threshold=new.threshold,
            comment_threshold=new.comment_threshold,
            block_minimum=new.block_minimum,
        ),
        state="open",
        opened_at=now,
    )
    return created


def _insert_blocks(
    wave_id: int, blocks: tuple[PlannedBlock, ...], members: dict[int, list[int]]
) -> None:
    units: list[tuple[int, int, int]] = []
    roster: list[tuple[int, int, int]] = []
    for planned in blocks:
        block = Block.create(
            wave=wave_id, code=planned.code, name=planned.name, n_invited=planned.n_invited
        )
        units += [(wave_id, unit, block.id) for unit in planned.unit_ids]
        roster += [(wave_id, a, block.id) for unit in planned.unit_ids for a in members[unit]]
    load_rows("block_unit", ("wave_id", "unit_id", "block_id"), units)
    load_rows("roster", ("wave_id", "agent_id", "block_id"), roster)
