"""A centre for pulses: teams of any size, a wave over them, and ballots by card."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from survey.intake.ballots import FilledBallot
from survey.operations import people, pulse
from survey.privacy import gate
from survey.store.database import transaction

OPENS_ON = date(2026, 3, 2)
CLOSES_ON = date(2026, 3, 13)
NOW = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)


def bytes_from(seed: int) -> Callable[[int], bytes]:
    """Random bytes that are the same in every run."""
    return random.Random(seed).randbytes


def build_teams(sizes: Mapping[str, int], *, site: str = "centre") -> dict[str, int]:
    """Units by code, each with that many agents since the year before; adds `site` if new."""
    with transaction():
        if site == "centre":
            people.add_unit("centre", "Contact centre")
        units = {}
        for code, size in sizes.items():
            units[code] = people.add_unit(code, f"Team {code}", parent=site)
            for number in range(size):
                people.add_agent(f"{code}-{number}", f"Agent {code}-{number}")
                people.set_membership(f"{code}-{number}", code, from_on=date(2025, 1, 1))
    return units


def new_wave(number: int = 1, **changes: object) -> pulse.NewWave:
    """A wave of two weeks in March with the usual thresholds."""
    usual: dict[str, object] = {
        "number": number,
        "name": f"Wave {number}",
        "opens_on": OPENS_ON,
        "closes_on": CLOSES_ON,
        "window_from": date(2026, 2, 1),
        "window_until": date(2026, 2, 28),
    }
    return pulse.NewWave(**(usual | changes))  # type: ignore[arg-type]  # checked by NewWave


def open_with_cards(number: int = 1, *, seed: int = 1, **changes: object) -> dict[str, list[str]]:
    """Codes by block code of a wave just opened."""
    pulse.open_wave(new_wave(number, **changes), now=NOW)
    sheet = pulse.issue_cards(number, today=OPENS_ON, randomness=bytes_from(seed))
    return {one.block.code: list(one.codes) for one in sheet.blocks}


def open_today_with_cards(number: int = 1, **changes: object) -> dict[str, list[str]]:
    """The same for a wave into which ballots go on the day of the test, through the doors."""
    today = datetime.now(UTC).date()
    days = {"opens_on": today - timedelta(days=3), "closes_on": today + timedelta(days=8)}
    return open_with_cards(number, seed=1, **(days | changes))


def ballot(value: int | None = None, **answers: int | str) -> FilledBallot:
    """A ballot with `value` on the three engagement items and whatever else is named."""
    points = {} if value is None else dict.fromkeys(("vigour", "dedication", "pride"), value)
    points |= {item: one for item, one in answers.items() if isinstance(one, int)}
    return FilledBallot(
        points, {i: words for i, words in answers.items() if isinstance(words, str)}
    )


def submit(codes: Iterable[str], ballots: Sequence[FilledBallot]) -> None:
    """Spend the next code on each ballot."""
    for code, one in zip(codes, ballots, strict=False):
        draw = random.Random(code).randbytes
        pulse.record_ballot(code, one, today=OPENS_ON, randomness=draw)


def close(number: int = 1, *, seed: int = 3) -> gate.WaveRef:
    """The wave, closed on its last day."""
    closes_on = gate.wave(number).closes_on
    pulse.close_wave(number, today=closes_on, now=NOW, randomness=bytes_from(seed))
    return gate.wave(number)


def engagement(number: int = 1) -> dict[str, gate.Cell]:
    """The engagement cell of each block, by block code."""
    wave = gate.wave(number)
    cells = gate.cells(wave.id)
    return {block.code: cells[block.id]["engagement"] for block in gate.blocks(wave.id)}
