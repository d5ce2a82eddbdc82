"""Closed waves with customers beside them, and a decision, for the forum and its report."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from survey.instruments.measures import CSAT
from survey.instruments.pulse import PULSE
from survey.intake.ballots import FilledBallot
from survey.intake.decision import NewDecision
from survey.privacy import gate
from survey.store.database import rows, run, transaction
from tests import waves

SIZES = {"a": 10, "b": 10, "c": 10, "d": 10, "e": 10}
TODAY = date(2026, 3, 20)
DECISION = NewDecision(
    driver="Cost",
    ask="See the delivery status",
    mandate="Read access for all teams",
    money="£4,200 a year",
    owner="Helen Strand",
    due_on=date(2026, 6, 30),
)


def hold(
    number: int = 1,
    *,
    level: float = 3.5,
    n_answers: int = 8,
    answers: Mapping[str, int] | None = None,
    remarks: Mapping[str, str] | None = None,
    months_ago: int = 1,
) -> gate.WaveRef:
    """A closed wave over the teams there are; `answers` says how many answer where it differs.

    Its window is the calendar month so many months before March 2026. `remarks` maps items to
    what everybody writes, with the number of the writer behind it.
    """
    window_from, window_until = _month(months_ago)
    codes = waves.open_with_cards(
        number, seed=number, window_from=window_from, window_until=window_until
    )
    chance = random.Random(number)
    for code, cards in sorted(codes.items()):
        n = (answers or {}).get(code, n_answers)
        ballots = []
        for writer in range(n):
            points = {
                item.code: _point(chance, level, item.scale.low, item.scale.high)
                for item in PULSE.scale_items
                if item.scale
            }
            words = {item: f"{text} {code} {writer}" for item, text in (remarks or {}).items()}
            ballots.append(FilledBallot(points, words))
        waves.submit(cards, ballots)
    return waves.close(number)


def say(
    unit_id: int,
    values: Mapping[int, int],
    *,
    months_ago: int = 1,
    channel: str = "phone",
    n_contacts: int | None = None,
) -> None:
    """Let customers of the unit answer on the month's tenth, counted as the rollups count."""
    n = sum(values.values()) if n_contacts is None else n_contacts
    day = str(_month(months_ago)[0] + timedelta(days=9))
    with transaction():
        run("INSERT INTO queue (name) VALUES ('Orders') ON CONFLICT (name) DO NOTHING")
        queue = rows("SELECT id FROM queue WHERE name = 'Orders'")[0][0]
        run(
            "INSERT INTO contact_rollup (unit_id, day, channel, queue_id, n_contacts, n_invited)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (unit_id, day, channel, queue, n, n),
        )
        for value, many in values.items():
            run(
                "INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value,"
                " is_invited, n) VALUES (?, ?, ?, ?, ?, ?, 1, ?)",
                (unit_id, CSAT, day, channel, queue, value, many),
            )


def build(n_waves: int = 2) -> dict[str, int]:
    """Units by code: five teams, waves up to that number, and customers in every window."""
    units = waves.build_teams(SIZES)
    for number in range(1, n_waves + 1):
        months_ago = n_waves - number + 1
        hold(number, months_ago=months_ago, remarks={"ask_cost": "Fewer letters"})
        for at, unit in enumerate(units.values()):
            say(unit, {5: 30 + at, 3: 8, 1: 2}, months_ago=months_ago)
            say(unit, {4: 10, 2: 4}, months_ago=months_ago, channel="chat")
    return units


def _month(months_ago: int) -> tuple[date, date]:
    year, month = divmod(2026 * 12 + 2 - months_ago, 12)
    first = date(year, month + 1, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _point(chance: random.Random, level: float, low: int, high: int) -> int:
    felt = level if high == 5 else 2 * level
    return min(max(round(chance.gauss(felt, 0.9)), low), high)
