"""Opening a wave: everything that could be tampered with later is frozen here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survey.blind_signatures.keys import SigningKey, seal_key
from survey.errors import Conflict, InvalidInput
from survey.instruments.model import Instrument
from survey.instruments.pulse import PULSE
from survey.operations.pulse import letters
from survey.operations.pulse.drawing import KeySource, draw_keys
from survey.operations.pulse.planning import Mode, plan_blocks
from survey.operations.tokens import pulse_token
from survey.privacy import gate
from survey.privacy.blocks import PlannedBlock
from survey.privacy.credentials import claim_digest
from survey.privacy.statement import write_statement
from survey.store.database import IntegrityError, load_rows, transaction
from survey.store.pulse import credentials, rosters
from survey.store.pulse.waves import Block, Wave
from survey.store.satisfaction_writes import keep_instrument

LOWEST_THRESHOLD = 4
LOWEST_COMMENT_THRESHOLD = 10
LOWEST_BLOCK_MINIMUM = 6
LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class NewWave:
    """A wave to be opened. The window is the time of the contacts it is to be compared with.

    By link, blocks answer by card where a unit of theirs is among the card units or an agent of
    theirs has no mail address here. `remind_on` are days on which everybody invited by link is
    reminded.
    """

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
    mode: Mode = "cards"
    card_unit_ids: frozenset[int] = frozenset()
    help_contact: str = ""
    remind_on: tuple[date, ...] = ()
    schedule_id: int | None = None

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
        (
            any(not wave.opens_on < day <= wave.closes_on for day in wave.remind_on),
            "Remind after the opening day, and on the last day at the latest.",
        ),
    ]


def open_wave(
    new: NewWave,
    *,
    now: datetime,
    keys: KeySource | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> gate.WaveRef:
    """The wave just opened, with its roster, blocks, thresholds, wording and statement frozen.

    The keys of blocks that answer by link are drawn beforehand, which `on_progress` is told about
    in words; everything is kept together or not at all, queued letters included.

    Raises:
        Conflict: a wave with this number exists, or another wave is still open.
        Refusal: too few agents belong to units on the opening day.
        ValueError: the wave is to be answered by link, and there is no source of keys.
    """
    if new.mode == "link" and keys is None:
        raise ValueError("a wave by link needs a source of keys")
    _require_place(new.number)
    n_keys = sum(block.mode == "link" for block in _plan(new))
    drawn = draw_keys(n_keys, keys, on_progress)
    try:
        with transaction():
            _require_place(new.number)
            _insert(new, now, keys, drawn)
            opened = gate.wave(new.number)
            letters.queue_invitations(opened, now=now)
    except IntegrityError as error:
        raise Conflict("Another wave was opened at the same moment. Look at it first.") from error
    return opened


def _insert(new: NewWave, now: datetime, keys: KeySource | None, drawn: list[SigningKey]) -> None:
    blocks = _plan(new)
    keep_instrument(new.instrument)
    wave = _insert_wave(new, blocks, now)
    _insert_blocks(wave, blocks, rosters.members_on(new.opens_on))
    _insert_reminders(wave.id, new)
    if keys:
        _insert_credentials(wave, keys, drawn)


def _plan(new: NewWave) -> tuple[PlannedBlock, ...]:
    return plan_blocks(
        new.opens_on,
        block_minimum=new.block_minimum,
        mode=new.mode,
        card_unit_ids=new.card_unit_ids,
    )


def _require_place(number: int) -> None:
    for wave in gate.waves():
        if wave.number == number:
            raise Conflict(f"Wave {number} is there already, and it is {wave.state}.")
        if not wave.is_closed:
            raise Conflict(f"Wave {wave.number} is still open. Close it first.")


def _insert_wave(new: NewWave, blocks: tuple[PlannedBlock, ...], now: datetime) -> Wave:
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
            modes=frozenset(block.mode for block in blocks),
        ),
        state="open",
        opened_at=now,
        schedule=new.schedule_id,
        help_contact=new.help_contact.strip(),
    )
    return created


def _insert_blocks(
    wave: Wave, blocks: tuple[PlannedBlock, ...], members: dict[int, list[int]]
) -> None:
    load_rows(
        "block",
        ("wave_id", "code", "name", "n_invited", "mode", "reason"),
        ((wave.id, one.code, one.name, one.n_invited, one.mode, one.reason) for one in blocks),
    )
    ids = {block.code: block.id for block in Block.select().where(Block.wave == wave.id)}
    placed = [(unit, ids[block.code]) for block in blocks for unit in block.unit_ids]
    load_rows(
        "block_unit",
        ("wave_id", "unit_id", "block_id"),
        ((wave.id, unit, block) for unit, block in placed),
    )
    load_rows(
        "roster",
        ("wave_id", "agent_id", "block_id"),
        ((wave.id, agent, block) for unit, block in placed for agent in members[unit]),
    )


def _insert_reminders(wave_id: int, new: NewWave) -> None:
    days = ((wave_id, str(day)) for day in sorted(set(new.remind_on)))
    load_rows("wave_reminder", ("wave_id", "remind_on"), days)


def _insert_credentials(wave: Wave, source: KeySource, drawn: list[SigningKey]) -> None:
    """A key for each block that answers by link, and a claim for each agent invited there."""
    by_link = [block.id for block in gate.blocks(wave.id) if block.mode == "link"]
    # Addresses may have come in since the keys were drawn: then some more are needed.
    keys: Iterator[SigningKey] = iter(drawn)
    taken = [(block, next(keys, None) or source.draw()) for block in by_link]
    invited = rosters.invited(wave.id)
    credentials.add_claims(
        (claim_digest(pulse_token(wave.number, agent, secret_key=source.secret_key)), block)
        for block in by_link
        for agent in invited[block]
    )
    credentials.add_keys((block, key.modulus, _sealed(key, source)) for block, key in taken)


def _sealed(key: SigningKey, source: KeySource) -> bytes:
    return seal_key(key, secret_key=source.secret_key, randomness=source.randomness)
