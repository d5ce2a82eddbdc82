"""The demo's waves: held by card for most of the year, by link since the last one."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.blind_signatures import client
from survey.demo import ballots, calendar, cast, truth
from survey.demo.comments import Asks
from survey.intake.ballots import FilledBallot
from survey.intake.wave_schedule import SchedulePlan
from survey.operations import pulse
from survey.operations.pulse import calendar as wave_calendar
from survey.operations.pulse import schedules
from survey.operations.tokens import pulse_token
from survey.privacy import gate
from survey.store.database import rows, transaction

ASK_SHARE = 0.18
OPEN_SHARE = 0.33
# Of those who have not answered by link, every so many has fetched a ballot all the same.
FETCHED_ONLY = 8
# Floors without desks of one's own: agents there share kiosks.
BY_CARD = ("returns", "night")
SCHEDULE = "Larkfield pulse"
HELP_CONTACT = "Staff counselling, 020 7946 0100, day and night"
REMIND_DAYS = (4, 9)


@dataclass(frozen=True, slots=True)
class Fielding:
    """What all waves of the demo go by: its truth, chance, the installation's secret and clock."""

    year: truth.Truth
    rng: random.Random
    secret_key: str
    zone: ZoneInfo

    @property
    def keys(self) -> pulse.KeySource:
        """Where the keys of blocks come from."""
        return pulse.KeySource(self.secret_key, os.urandom)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What could still be answered with: codes of cards, and paths of links."""

    codes: tuple[str, ...]
    paths: tuple[str, ...]


def hold_waves(
    waves: tuple[calendar.DemoWave, ...],
    fielding: Fielding,
    *,
    on_progress: Callable[[str], None],
) -> None:
    """Open each wave of the past, let its ballots come in, and close it; the last one by link."""
    for wave in waves:
        on_progress(f"pulse {wave.name}")
        is_by_link = wave == waves[-1]
        opened = _open(_new_wave(wave, is_by_link=is_by_link), fielding, at=_noon(wave.opens_on))
        _fill_in(opened, fielding, share=1.0)
        closed_at = _noon(wave.closes_on)
        pulse.close_wave(wave.number, today=wave.closes_on, now=closed_at, randomness=os.urandom)


def open_todays(wave: calendar.DemoWave, fielding: Fielding, *, now: datetime) -> LeftOver:
    """Open today's wave by its schedule, with a third of its ballots in."""
    schedule_id = schedules.create_schedule(
        SchedulePlan(
            name=SCHEDULE,
            next_on=wave.opens_on,
            every="two_months",
            open_days=(wave.closes_on - wave.opens_on).days + 1,
            remind_days=REMIND_DAYS,
            card_unit_ids=pulse.find_units(BY_CARD),
            help_contact=HELP_CONTACT,
        ),
        today=wave.opens_on,
        now=now - timedelta(days=10),
    )
    new = _new_wave(wave, is_by_link=True, schedule_id=schedule_id)
    opened = _open(new, fielding, at=now - timedelta(days=3))
    left = _fill_in(opened, fielding, share=OPEN_SHARE)
    # The schedule finds its wave open, and waits for the next.
    wave_calendar.turn(now=now, zone=fielding.zone, keys=fielding.keys)
    return left


def _open(new: pulse.NewWave, fielding: Fielding, *, at: datetime) -> gate.WaveRef:
    return pulse.open_wave(new, now=at, keys=fielding.keys if new.mode == "link" else None)


def _fill_in(wave: gate.WaveRef, fielding: Fielding, *, share: float) -> LeftOver:
    """Answer block by block, each agent at their team's own turnout; give what is left."""
    cards = _cards(wave)
    codes: list[str] = []
    paths: list[str] = []
    asks = Asks(fielding.rng)
    with transaction():
        for block in gate.blocks(wave.id):
            for agent_id, team in _roster(wave.id, block.id):
                is_answering = fielding.rng.random() < team.turnout * share
                filled = _ballot(fielding, team, wave, asks) if is_answering else None
                if block.mode == "cards":
                    codes += _use_card(wave, next(cards[block.id]), filled)
                else:
                    paths += _use_link(wave, block, agent_id, fielding, filled)
    return LeftOver(tuple(codes[:8]), tuple(paths[:8]))


def _cards(wave: gate.WaveRef) -> dict[int, Iterator[str]]:
    sheet = pulse.issue_cards(wave.number, today=wave.opens_on, randomness=os.urandom)
    return {cards.block.id: iter(cards.codes) for cards in sheet.blocks}


def _ballot(fielding: Fielding, team: cast.Team, wave: gate.WaveRef, asks: Asks) -> FilledBallot:
    engagement = fielding.year.engagement[team.code, wave.number]
    return FilledBallot(
        answers=ballots.ballot(fielding.rng, engagement=engagement),
        remarks=asks.next(share=ASK_SHARE),
    )


def _use_card(wave: gate.WaveRef, code: str, filled: FilledBallot | None) -> tuple[str, ...]:
    """Spend the card on a ballot; where there is none, its code, which is still good."""
    if filled is None:
        return (code,)
    pulse.record_ballot(code, filled, today=wave.opens_on, randomness=os.urandom)
    return ()


def _use_link(
    wave: gate.WaveRef,
    block: gate.BlockRef,
    agent_id: int,
    fielding: Fielding,
    filled: FilledBallot | None,
) -> tuple[str, ...]:
    """Fetch and answer by the agent's link; where nothing was fetched, its path."""
    token = pulse_token(wave.number, agent_id, secret_key=fielding.secret_key)
    if filled is None and agent_id % FETCHED_ONLY:
        return (f"/pulse/claim/{token}",)
    message, signature = _fetch(wave, token, fielding)
    if filled is not None:
        pulse.record_link_ballot(
            wave.number,
            block.code,
            message,
            signature,
            filled,
            today=wave.opens_on,
            randomness=os.urandom,
        )
    return ()


def _fetch(wave: gate.WaveRef, token: str, fielding: Fielding) -> tuple[bytes, bytes]:
    """A credential, message and signature, as an agent's browser fetches it."""
    modulus = pulse.find_claim(token, today=wave.opens_on).modulus
    message = client.draw_message(os.urandom)
    blinding = client.blind(modulus, message, randomness=os.urandom)
    signed = pulse.claim(
        token,
        blinding.blinded,
        today=wave.opens_on,
        secret_key=fielding.secret_key,
        randomness=os.urandom,
    )
    return message, client.finish(modulus, message, signed, blinding.inverse)


def _roster(wave_id: int, block_id: int) -> list[tuple[int, cast.Team]]:
    """Every invited agent of a block with the team: who is made up answers as their team does."""
    by_code = {team.code: team for team in cast.TEAMS}
    found = rows(
        "SELECT roster.agent_id, unit.code FROM roster"
        " JOIN wave ON wave.id = roster.wave_id"
        " JOIN membership ON membership.agent_id = roster.agent_id"
        " JOIN unit ON unit.id = membership.unit_id"
        " WHERE roster.wave_id = ? AND roster.block_id = ? AND membership.from_on = ("
        "   SELECT max(from_on) FROM membership AS earlier"
        "   WHERE earlier.agent_id = roster.agent_id AND earlier.from_on <= wave.opens_on)"
        " ORDER BY unit.code, roster.agent_id",
        (wave_id, block_id),
    )
    return [(agent_id, by_code[code]) for agent_id, code in found]


def _new_wave(
    wave: calendar.DemoWave, *, is_by_link: bool, schedule_id: int | None = None
) -> pulse.NewWave:
    reminders = (wave.opens_on + timedelta(days=days) for days in REMIND_DAYS)
    return pulse.NewWave(
        number=wave.number,
        name=wave.name,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        window_from=wave.window_from,
        window_until=wave.window_until,
        mode="link" if is_by_link else "cards",
        card_unit_ids=pulse.find_units(BY_CARD) if is_by_link else frozenset(),
        help_contact=HELP_CONTACT if is_by_link else "",
        remind_on=tuple(reminders) if is_by_link else (),
        schedule_id=schedule_id,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
