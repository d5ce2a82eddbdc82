"""The report on decisions: what became of the last ones, what is decided now, room to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.insight.said import SaidLine, said_lines
from survey.privacy import gate
from survey.render import numbers
from survey.store.reads_of_forum import DecisionRow, decisions

STATE_WORDS = {
    "agreed": "agreed",
    "under_way": "under way",
    "done": "done",
    "declined": "declined",
    "withdrawn": "withdrawn",
}
# Empty lines to write on that fit a page of their own, and how many of them a decision takes up.
MOST_LINES = 13
LINES_PER_DECISION = 1.5
FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Ledger:
    """`last` were taken at the forum before, or earlier and are not over; `new` at this forum.

    `waiting` are asks of this wave and earlier ones that no decision answers. `n_over` counts
    older decisions that are over, `n_lines` the empty lines to write on. What is overdue
    is judged by `judged_on`, the latest day the report's data speak of, and not by a clock: the
    same data make the same report.
    """

    last: tuple[DecisionRow, ...]
    new: tuple[DecisionRow, ...]
    waiting: tuple[SaidLine, ...]
    n_over: int
    n_lines: int
    judged_on: date

    @property
    def overdue(self) -> tuple[DecisionRow, ...]:
        """Those of the last decisions that are due and still open, in their order."""
        return tuple(one for one in self.last if one.is_overdue(self.judged_on))

    @property
    def finding(self) -> str:
        """What became of the last decisions, in one line."""
        if not self.last:
            return "No earlier decision is waiting"
        n_over = sum(one.is_over for one in self.last)
        if n_over == len(self.last):
            return f"{_every(n_over)} settled"
        if n_over:
            of = numbers.counted(len(self.last), "earlier decision")
            said = f"{numbers.whole(n_over)} of {of} {'is' if n_over == 1 else 'are'} settled"
        else:
            said = f"{_every(len(self.last))} still open"
        if not self.overdue:
            return said
        late = "and " if len(self.last) == 1 else f"{_n(self.overdue)}\u00a0"
        return f"{said}, {late}overdue"

    @property
    def tally(self) -> str:
        """How the last decisions stand: "Of 3 earlier decisions, 2 are done and 1 is agreed"."""
        counted = Counter(one.state for one in self.last)
        order = [state for state in ("done", "under_way", "agreed", "declined") if counted[state]]
        if len(order) == 1:
            return f"{_every(len(self.last))} {STATE_WORDS[order[0]]}"
        n_all = numbers.whole(len(self.last))
        parts = [_counted(counted[state], STATE_WORDS[state]) for state in order]
        return f"Of {n_all} earlier decisions, {', '.join(parts[:-1])} and {parts[-1]}"

    @property
    def unanswered(self) -> str:
        """How many asks wait for an answer, in words, or nothing."""
        if not self.waiting:
            return ""
        n = len(self.waiting)
        return f"{numbers.counted(n, 'ask')} {'waits' if n == 1 else 'wait'} for an answer"

    @property
    def lateness(self) -> str:
        """How many of the last decisions are overdue, and the day where it is one, or nothing."""
        if not self.overdue:
            return ""
        if len(self.overdue) > 1:
            return f"{_n(self.overdue)} are overdue"
        since = f"overdue since {numbers.short_day(self.overdue[0].due_on)}"
        return f"{'It' if len(self.last) == 1 else 'One of them'} is {since}"


def _every(n: int) -> str:
    if n == 1:
        return "The one earlier decision is"
    every = "Both" if n == 2 else f"All {numbers.whole(n)}"
    return f"{every} earlier decisions are"


def _n(found: Sequence[DecisionRow]) -> str:
    return numbers.whole(len(found))


def _counted(n: int, words: str) -> str:
    return f"{numbers.whole(n)} {'is' if n == 1 else 'are'} {words}"


def ledger_of(wave: gate.WaveRef, earlier: Sequence[gate.WaveRef]) -> Ledger:
    """The decisions of the forums up to this wave's; later forums are not looked at."""
    # What was written down by mistake was never decided.
    found = [one for one in decisions(until_number=wave.number) if one.state != "withdrawn"]
    before = earlier[-1].number if earlier else 0
    new = tuple(one for one in found if one.wave_number == wave.number)
    old = [one for one in found if one.wave_number != wave.number]
    last = tuple(one for one in old if one.wave_number == before or not one.is_over)
    waiting = tuple(one for one in said_lines(until_number=wave.number) if one.is_waiting)
    rows = len(last) + len(new) + bool(new) + len(waiting) + bool(waiting)
    taken = int(LINES_PER_DECISION * rows)
    n_lines = max(MOST_LINES - taken, FEWEST_LINES)
    days = (one.decided_on for one in found), (one.since for one in waiting)
    judged_on = max((wave.closes_on, *days[0], *days[1]))
    return Ledger(last, new, waiting, len(old) - len(last), n_lines, judged_on)
