"""Decisions asked for today: what agents and customers ask, by driver, with room to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from survey.insight.report.asks import Ask, asks_of
from survey.insight.report.customers_ask import (
    CustomerTheme,
    SignalAsk,
    themes_of_days,
    unexplained,
)
from survey.insight.report.frame import Frame
from survey.insight.report.stood import known_until, ledger_of
from survey.insight.said import SaidLine, said_lines
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.store.reads_of_forum import DecisionRow

Driver = Literal["cost", "quality", "satisfaction", "commerce", "people"]
# The drivers as asks and decisions name them. Nobody is asked about commerce in the pulse yet.
DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {
        "Cost": "cost",
        "Quality": "quality",
        "Customers": "satisfaction",
        "Commerce": "commerce",
        "Agents": "people",
    }
)
ORDER: tuple[Driver, ...] = ("cost", "quality", "satisfaction", "commerce", "people")
# What stands on the page; the rest is counted.
MOST_SIGNALS = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """An ask that waits for a decision: its size in units people know, options, a likely owner."""

    ask: str
    size: str
    options: tuple[str, ...]
    owner: str
    wave: str
    since: str


@dataclass(frozen=True, slots=True)
class Late:
    """A promise that is overdue and so asks for a decision again."""

    ask: str
    mandate: str
    owner: str
    since: str


@dataclass(frozen=True, slots=True)
class DriverAsks:
    """All that is asked for about one driver; `nothing` says so where that is nothing.

    `said` is what agents wrote, None where they were not asked or it is not of these days.
    """

    driver: Driver
    waiting: tuple[Waiting, ...]
    late: tuple[Late, ...]
    said: Ask | None
    customers: tuple[CustomerTheme, ...]
    signals: tuple[SignalAsk, ...]
    more_signals: str
    nothing: str

    @property
    def n(self) -> int:
        """How many decisions it asks for."""
        return len(self.waiting) + len(self.late)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, driver by driver in a fixed order.

    `remarks` says which question drew most remarks, or why none stand here; `themes_of` the days
    of the comments the customers' themes come from, or nothing; `oldest` since when the oldest ask
    waits.
    """

    finding: str
    oldest: str
    remarks: str
    themes_of: str
    drivers: tuple[DriverAsks, ...]
    n_waiting: int
    n_late: int
    n_signals: int


def asked_of(frame: Frame) -> Asked:
    """What waits for a decision by the end of the occasion, of the whole centre."""
    occasion = frame.occasion
    wave = occasion.wave
    said = asks_of(wave) if wave and occasion.has_new_wave else None
    waiting = _waiting(frame)
    late = ledger_of(occasion).late
    themes, themes_of = themes_of_days(occasion.window)
    signals = unexplained(frame)
    groups = tuple(
        _driver(
            driver,
            [one for one in waiting if DRIVERS.get(one.driver) == driver],
            [one for one in late if DRIVERS.get(one.driver) == driver],
            next((one for one in said.asks if DRIVERS.get(one.driver) == driver), None)
            if said
            else None,
            themes if driver == "satisfaction" else (),
            signals if driver == "satisfaction" else (),
        )
        for driver in ORDER
    )
    n_open = len(waiting) + len(late)
    return Asked(
        finding=_finding(n_open, len(signals)),
        oldest=_oldest(waiting),
        remarks=said.finding if said else _no_remarks(frame),
        themes_of=themes_of,
        drivers=groups,
        n_waiting=len(waiting),
        n_late=len(late),
        n_signals=len(signals),
    )


def _waiting(frame: Frame) -> list[SaidLine]:
    """The asks noted by then that no decision had answered, those that wait longest first."""
    occasion = frame.occasion
    if occasion.wave is None:
        return []
    known = said_lines(until_number=occasion.wave.number)
    by_then = known_until(occasion)
    found = [one for one in known if one.since <= by_then and _waited(one, by_then)]
    return sorted(found, key=lambda one: (one.since, one.wave_number, one.ask))


def _waited(line: SaidLine, by_then: date) -> bool:
    return line.answer is None or line.answer.decided_on > by_then


def _driver(
    driver: Driver,
    waiting: Sequence[SaidLine],
    late: Sequence[DecisionRow],
    said: Ask | None,
    customers: tuple[CustomerTheme, ...],
    signals: tuple[SignalAsk, ...],
) -> DriverAsks:
    n_more = max(0, len(signals) - MOST_SIGNALS)
    has_any = waiting or late or said or customers or signals
    return DriverAsks(
        driver=driver,
        waiting=tuple(map(_waiting_line, waiting)),
        late=tuple(map(_late_line, late)),
        said=said,
        customers=customers,
        signals=signals[:MOST_SIGNALS],
        more_signals=say_n("%(num)s more stands on the page Signals.",
                           "%(num)s more stand on the page Signals.", n_more)
        if n_more > 0 else "",
        nothing="" if has_any else _nothing(driver),
    )  # fmt: skip


def _nothing(driver: Driver) -> str:
    if driver == "commerce":
        return say("The pulse asks nothing about commerce yet, and nothing was noted.")
    return say("Nothing was asked for here.")


def _waiting_line(found: SaidLine) -> Waiting:
    options = (one.strip() for one in (found.options or "").splitlines())
    return Waiting(
        ask=found.ask,
        size=found.size or "",
        options=tuple(one for one in options if one),
        owner=found.proposed_owner or "",
        wave=say("wave %(number)s", number=numbers.whole(found.wave_number)),
        since=numbers.day(found.since),
    )


def _late_line(found: DecisionRow) -> Late:
    return Late(found.ask, found.mandate, found.owner, numbers.day(found.due_on))


def _finding(n_open: int, n_signals: int) -> str:
    if n_open:
        return say_n(
            "%(num)s decision is asked for today", "%(num)s decisions are asked for today", n_open
        )
    if n_signals:
        return say_n(
            "No ask waits, and %(num)s signal wants an explanation",
            "No ask waits, and %(num)s signals want an explanation",
            n_signals,
        )
    return say("No ask waits for a decision")


def _oldest(waiting: Sequence[SaidLine]) -> str:
    if not waiting:
        return ""
    oldest: date = waiting[0].since
    return say("The oldest ask waits since %(day)s.", day=numbers.day(oldest))


def _no_remarks(frame: Frame) -> str:
    wave = frame.occasion.wave
    if wave is None:
        return say("No pulse has closed by then: agents have not been asked what they need.")
    return say(
        "No pulse closed in these days. What agents wrote in %(wave)s stands in its report.",
        wave=wave.name,
    )
