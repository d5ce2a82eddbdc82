"""You said, we did: what agents asked for, wave by wave, and the forum's answer to each ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from survey.intake.decision import DRIVERS
from survey.privacy import gate
from survey.render import numbers
from survey.store import reads_of_forum
from survey.store.reads_of_forum import AskRow, DecisionRow


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One ask. `answer` is the forum's decision about it, None while it waits for one.

    `since` is the day it was noted, or that of the decision where it was never noted by itself
    (`is_noted` is false). `size`, `options` (one to a line) and `proposed_owner` go with the ask.
    """

    wave_number: int
    driver: str
    ask: str
    since: date
    answer: DecisionRow | None
    is_noted: bool = False
    size: str | None = None
    options: str | None = None
    proposed_owner: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it."""
        return self.answer is None

    @property
    def choices(self) -> tuple[str, ...]:
        """What could be decided, one by one."""
        return tuple(one for one in (self.options or "").splitlines() if one)


@dataclass(frozen=True, slots=True)
class SaidDriver:
    """The asks about one driver, those without an answer first."""

    driver: str
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class SaidWave:
    """One closed wave with its asks by driver."""

    wave: gate.WaveRef
    drivers: tuple[SaidDriver, ...]


@dataclass(frozen=True, slots=True)
class SaidPage:
    """The newest closed wave and every earlier one that left an ask, newest first.

    What is overdue is judged by `today`, the centre's day.
    """

    waves: tuple[SaidWave, ...]
    n_asks: int
    n_waiting: int
    today: date

    @property
    def finding(self) -> str:
        """How many asks there are and how many wait for an answer, in one sentence."""
        if not self.n_asks:
            return "No ask has been noted yet."
        asks = numbers.counted(self.n_asks, "ask")
        if not self.n_waiting:
            return f"{asks}, {'and it has' if self.n_asks == 1 else 'and all have'} an answer."
        if self.n_waiting == self.n_asks:
            return f"{asks}, and {'it waits' if self.n_asks == 1 else 'all wait'} for an answer."
        waits = "waits" if self.n_waiting == 1 else "wait"
        return f"{asks}: {numbers.whole(self.n_waiting)} still {waits} for an answer."


def said_page(*, today: date) -> SaidPage:
    """What came of every ask, on the centre's day."""
    lines = said_lines()
    closed = tuple(reversed(gate.closed_waves()))
    made = [
        SaidWave(wave, _by_driver(one for one in lines if one.wave_number == wave.number))
        for wave in closed
    ]
    return SaidPage(
        waves=(*made[:1], *(one for one in made[1:] if one.drivers)),
        n_asks=len(lines),
        n_waiting=sum(one.is_waiting for one in lines),
        today=today,
    )


def said_lines(*, until_number: int | None = None) -> tuple[SaidLine, ...]:
    """Every ask of the waves up to that one, or of all, the newest wave first.

    A decision about something that was never noted as an ask is one all the same.
    """
    noted = reads_of_forum.asks(until_number=until_number)
    decided = reads_of_forum.decisions(until_number=until_number)
    answers = {(one.wave_number, one.driver, one.ask): one for one in decided}
    lines = [_line(one, answers.pop(_key(one), None)) for one in noted]
    lines += [
        SaidLine(one.wave_number, one.driver, one.ask, one.decided_on, one)
        for one in answers.values()
    ]
    return tuple(sorted(lines, key=lambda one: -one.wave_number))


def said_about(wave_number: int) -> tuple[SaidLine, ...]:
    """The asks of one wave, those without an answer first."""
    found = said_lines(until_number=wave_number)
    return _in_order(one for one in found if one.wave_number == wave_number)


def _by_driver(lines: Iterable[SaidLine]) -> tuple[SaidDriver, ...]:
    some = _in_order(lines)
    known = [driver for driver in DRIVERS if any(one.driver == driver for one in some)]
    return tuple(
        SaidDriver(driver, tuple(one for one in some if one.driver == driver)) for driver in known
    )


def _in_order(lines: Iterable[SaidLine]) -> tuple[SaidLine, ...]:
    """Those that wait first, and among each kind the newest."""
    return tuple(sorted(lines, key=lambda one: (not one.is_waiting, -one.since.toordinal())))


def _key(ask: AskRow) -> tuple[int, str, str]:
    return ask.wave_number, ask.driver, ask.wording


def _line(ask: AskRow, answer: DecisionRow | None) -> SaidLine:
    return SaidLine(
        *(ask.wave_number, ask.driver, ask.wording, ask.noted_on, answer),
        is_noted=True,
        size=ask.size,
        options=ask.options,
        proposed_owner=ask.proposed_owner,
    )
