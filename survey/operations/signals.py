"""Signals: unusual days and weeks are found once a day, kept once, and told to their owners once.

See docs/decisions/0018-signals.md for the rules, and survey/stats/unusual.py for the statistics.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survey.access import ANALYST, LEADER, SEE_ALL_UNITS, viewer_of
from survey.errors import Conflict, InvalidInput, NotFound
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import CSAT_SCALE
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.operations.wording import text_problems
from survey.stats.baselines import BASELINE_WEEKS, SETTLING_DAYS, WEEK
from survey.stats.unusual import Unusual, signals_of
from survey.store import (
    reads_of_people,
    reads_of_signals,
    reads_of_thresholds,
    reads_of_units,
    writes_of_signals,
)
from survey.store.reads_of_signals import Days, SignalRow
from survey.store.reads_of_thresholds import Lines
from survey.store.writes_of_signals import Owner

KIND = "signals"
LETTER = "signals_letter"
# So long a day is looked at again, for answers that come later or by import once a month.
LOOKS_BACK = timedelta(days=42)
LONGEST_NOTE = 500
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with all below it, or a queue, with its answers and the thresholds that hold there."""

    owner: Owner
    id: int
    days: Days
    lines: Lines


@dataclass(frozen=True, slots=True)
class SignalsLetter:
    """A letter about new signals as the worker sends it."""

    to: str
    name: str
    signals: tuple[SignalRow, ...]


def last_settled_day(today: date) -> date:
    """The last day whose answers have mostly come in."""
    return today - timedelta(days=SETTLING_DAYS)


def find_signals(
    *,
    until_on: date,
    today: date,
    now: datetime,
    from_on: date | None = None,
    tells_owners: bool = True,
) -> int:
    """How many signals are new among the days and weeks up to `until_on`, this day included.

    Looks at the six weeks before unless `from_on` says since when. One transaction keeps the new
    ones and queues one letter to each owner, so this may be repeated and run twice at once: a
    signal that is there stays as it was made, and is in no second letter. No letter tells of what
    ended more than six weeks before `today`, and nobody gets one where `tells_owners` is false.
    """
    since = until_on - LOOKS_BACK + DAY if from_on is None else from_on
    found = [
        (place, place.days.from_on + timedelta(days=one.at), one)
        for place in _places(since, until_on)
        for one in _judged(place, since)
    ]
    # In one order whoever finds them, so that two at once do not wait for each other in a circle.
    found.sort(key=lambda it: (it[0].owner, it[0].id, it[1], it[2].every, it[2].rule))
    letters: dict[int, list[int]] = {}
    n_new = 0
    with kept():
        owners = _Owners(today)
        for place, day, one in found:
            made = _keep(place, day, one, now=now)
            if made is None:
                continue
            n_new += 1
            is_told = tells_owners and today - _last_day(day, one) <= LOOKS_BACK
            for user_id in owners.of(place, day) if is_told else ():
                letters.setdefault(user_id, []).append(made)
        for user_id, signal_ids in sorted(letters.items()):
            jobs.enqueue(
                LETTER,
                {"user": user_id, "signals": signal_ids},
                due_at=now,
                most_attempts=jobs.A_DAY_OF_ATTEMPTS,
            )
    return n_new


def write_letter(user_id: int, signal_ids: list[int], *, today: date) -> SignalsLetter | None:
    """The letter as it may be sent at this moment; None where its reader may see none of it."""
    user = reads_of_people.user_by_id(user_id)
    if user is None or user.deactivated_at is not None:
        return None
    may_see = viewer_of(user, today=today).unit_ids
    sees_queues = user.role in SEE_ALL_UNITS
    shown = tuple(
        one
        for one in reads_of_signals.signals_by_id(signal_ids)
        if (sees_queues if one.unit_id is None else one.unit_id in may_see)
    )
    return SignalsLetter(user.email, user.name, shown) if shown else None


def note(
    signal_id: int,
    text: str,
    *,
    seen: str,
    user_id: int,
    unit_ids: frozenset[int],
    role: str,
    now: datetime,
) -> None:
    """Keep what it was, if the note before it is still the one that was `seen`.

    The last note stays, with who wrote it and when.

    Raises:
        NotFound: there is no such signal, or it is out of the writer's scope.
        InvalidInput: nothing was written, or too much.
        Conflict: somebody else has written meanwhile; it shows what.
    """
    found = reads_of_signals.signals_by_id([signal_id])
    if not found or not may_note(found[0], unit_ids, role):
        raise NotFound("There is no such signal, or it is not yours to see.")
    written = " ".join(text.split())
    problems = text_problems("note", written, LONGEST_NOTE)
    if problems:
        raise InvalidInput(problems)
    with kept():
        if not writes_of_signals.keep_note(signal_id, written, seen=seen, user_id=user_id, now=now):
            there = reads_of_signals.signals_by_id([signal_id])[0]
            if there.note != written:
                by = there.noted_by or "Somebody"
                raise Conflict(
                    f"{by} wrote meanwhile: “{there.note}”. Save again to put yours in its place."
                )


def may_note(signal: SignalRow, unit_ids: frozenset[int], role: str) -> bool:
    """Whether this role may say what it was: analysts, and leaders of units in their scope."""
    return role == ANALYST or (role == LEADER and signal.unit_id in unit_ids)


class _Owners:
    """Who is told: whoever led the unit on the day and may still see it; else the analysts."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.analysts = reads_of_signals.users_of(ANALYST)
        self.leading: dict[date, Mapping[int, tuple[int, ...]]] = {}
        self.scopes: dict[int, frozenset[int]] = {}

    def of(self, place: Place, day: date) -> tuple[int, ...]:
        if place.owner == "queue":
            return self.analysts
        if day not in self.leading:
            self.leading[day] = reads_of_signals.leading_users(day)
        leaders = self.leading[day].get(place.id, ())
        return tuple(one for one in leaders if place.id in self._scope(one)) or self.analysts

    def _scope(self, user_id: int) -> frozenset[int]:
        if user_id not in self.scopes:
            user = reads_of_people.user_by_id(user_id)
            self.scopes[user_id] = (
                viewer_of(user, today=self.today).unit_ids if user else frozenset()
            )
        return self.scopes[user_id]


def _judged(place: Place, since: date) -> Iterator[Unusual]:
    first = (since - place.days.from_on).days
    lines = place.lines
    yield from signals_of(
        place.days.counts, place.days.ns, from_day=first, low=lines.low, high=lines.high
    )


def _last_day(day: date, one: Unusual) -> date:
    return day + (WEEK - 1) * DAY if one.every == "week" else day


def _keep(place: Place, day: date, one: Unusual, *, now: datetime) -> int | None:
    return writes_of_signals.insert_signal(
        one.rule,
        one.every,
        place.owner,
        place.id,
        day,
        value=one.share,
        expected=one.expected,
        low=one.low,
        high=one.high,
        n=one.n,
        weeks=one.weeks,
        now=now,
    )


def _places(since: date, until_on: date) -> Iterator[Place]:
    """Every unit with all below it and every queue that had answers, from a Monday on."""
    monday = since - timedelta(days=since.weekday() + WEEK * BASELINE_WEEKS)
    units = reads_of_units.units(reads_of_units.unit_ids())
    lines = reads_of_thresholds.top_box_lines()
    unit_ids = [unit.id for unit in units]
    of_units, of_queues = (
        reads_of_signals.days_by(
            cut,
            CSAT,
            favourable_from=CSAT_SCALE.favourable_from,
            from_on=monday,
            until_on=until_on,
            unit_ids=unit_ids,
        )
        for cut in ("unit", "queue")
    )
    # Units come from the top of the tree down, so each is whole before it is added to its parent.
    for unit in reversed(units):
        own = of_units.get(unit.id)
        if own is None:
            continue
        if unit.parent_id is not None:
            above = of_units.get(unit.parent_id)
            of_units[unit.parent_id] = own if above is None else above.plus(own)
        yield Place("unit", unit.id, own, lines.of_unit(unit.id))
    for queue_id, days in of_queues.items():
        yield Place("queue", queue_id, days, lines.of_queue(queue_id))
