"""The decisions an occasion speaks of, as they stood on its last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from survey.insight.report.frame import Occasion
from survey.privacy import gate
from survey.store.reads_of_forum import DecisionRow, StepRow, decisions, steps


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of the decisions an occasion speaks of, as they stood by then."""

    last: tuple[DecisionRow, ...]
    new: tuple[DecisionRow, ...]
    n_settled: int
    judged_on: date
    steps: Mapping[int, StepRow]
    zone: tzinfo

    @property
    def late(self) -> tuple[DecisionRow, ...]:
        """Those of the last decisions that are due and still open."""
        return tuple(one for one in self.last if one.is_overdue(self.judged_on))


def ledger_of(occasion: Occasion) -> Ledger:
    """The decisions of the occasion's forum and of those before it.

    A wave's forum meets after the wave has closed, so what was decided and done belongs to it until
    the next wave has closed; a month or quarter ends with its last day. How decisions stood by then
    is told, and nothing that came of them later.
    """
    if occasion.wave is None:
        return Ledger((), (), 0, occasion.judged_on, {}, occasion.zone)
    # What was written down by mistake was never decided.
    known = [one for one in decisions(until_number=occasion.wave.number)
             if one.state != "withdrawn" and one.decided_on <= known_until(occasion)]  # fmt: skip
    if occasion.every == "wave":
        return _of_wave(occasion, known)
    return _of_days(occasion, known)


def known_until(occasion: Occasion) -> date:
    """The last day of what a report may tell of asks and decisions."""
    if occasion.every != "wave" or occasion.wave is None:
        return occasion.window.until_on
    number = occasion.wave.number
    return next((one.closes_on for one in gate.closed_waves() if one.number > number), date.max)


def _of_wave(occasion: Occasion, known: Sequence[DecisionRow]) -> Ledger:
    assert occasion.wave is not None
    number = occasion.wave.number
    before = occasion.earlier[-1].number if occasion.earlier else 0
    stood, by_then = _by_then(known, known_until(occasion), occasion.zone)
    new = tuple(one for one in stood if one.wave_number == number)
    old = [one for one in stood if one.wave_number != number]
    last = tuple(one for one in old if one.wave_number == before or not one.is_over)
    judged_on = max((occasion.judged_on, *(one.decided_on for one in known)))
    return Ledger(last, new, len(old) - len(last), judged_on, by_then, occasion.zone)


def _of_days(occasion: Occasion, known: Sequence[DecisionRow]) -> Ledger:
    window, zone = occasion.window, occasion.zone
    stood, by_then = _by_then(known, window.until_on, zone)
    new = tuple(one for one in stood if one.decided_on >= window.from_on)
    old = [one for one in stood if one.decided_on < window.from_on]
    last = tuple(
        one
        for one in old
        if not one.is_over
        or (one.id in by_then and day_of(by_then[one.id], zone) >= window.from_on)
    )
    return Ledger(last, new, len(old) - len(last), window.until_on, by_then, zone)


def _by_then(
    known: Sequence[DecisionRow], until_on: date, zone: tzinfo
) -> tuple[list[DecisionRow], Mapping[int, StepRow]]:
    """The decisions as they stood on that day, and the newest step of each by then."""
    every = steps([one.id for one in known])
    by_then = _newest(one for one in every if day_of(one, zone) <= until_on)
    later = {one.decision_id for one in every} - set(by_then)
    return [_stood(one, by_then.get(one.id), is_later=one.id in later) for one in known], by_then


def _stood(found: DecisionRow, step: StepRow | None, *, is_later: bool) -> DecisionRow:
    """The decision as it stood after that step; agreed where its steps came later."""
    if step is None:
        return replace(found, state="agreed", outcome=None) if is_later else found
    return replace(found, state=step.state, outcome=step.words)


def _newest(found: Iterable[StepRow]) -> dict[int, StepRow]:
    """The newest step of each decision; they come the oldest first."""
    return {one.decision_id: one for one in found}


def day_of(step: StepRow, zone: tzinfo) -> date:
    """The day a step was noted, in the centre's time zone."""
    return step.noted_at.astimezone(zone).date()
