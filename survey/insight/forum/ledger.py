"""The report on decisions: what became of the last ones, what is decided now, room to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from survey.intake.decision import FINAL_STATES
from survey.privacy import gate
from survey.render import numbers
from survey.store.reads_of_forum import DecisionRow, decisions

STATE_WORDS = {
    "agreed": "agreed",
    "under_way": "under way",
    "done": "done",
    "declined": "declined",
}
# Empty lines to write on that fit a page of their own, and how many of them a decision takes up.
MOST_LINES = 13
LINES_PER_DECISION = 1.5
FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Ledger:
    """`last` were taken at the forum before, or earlier and are not over; `new` at this forum.

    `n_over` counts older ones that are over, `n_lines` the empty lines to write on.
    """

    last: tuple[DecisionRow, ...]
    new: tuple[DecisionRow, ...]
    n_over: int
    n_lines: int

    @property
    def finding(self) -> str:
        """What became of the last decisions, in one line."""
        if not self.last:
            return "No earlier decision is waiting"
        n_over = sum(one.state in FINAL_STATES for one in self.last)
        of = numbers.counted(len(self.last), "earlier decision")
        if not n_over:
            return f"None of {of} is settled yet" if len(self.last) > 1 else f"{of} is still open"
        if n_over == len(self.last):
            return f"All {of} are settled" if n_over > 1 else f"{of} is settled"
        return f"{numbers.whole(n_over)} of {of} {'is' if n_over == 1 else 'are'} settled"

    @property
    def tally(self) -> str:
        """How the last decisions stand: "Of 3 earlier decisions, 2 are done and 1 is agreed"."""
        counted = Counter(one.state for one in self.last)
        order = [state for state in ("done", "under_way", "agreed", "declined") if counted[state]]
        if len(self.last) == 1:
            return f"The one earlier decision is {STATE_WORDS[order[0]]}"
        n_all = numbers.whole(len(self.last))
        if len(order) == 1:
            every = "Both" if len(self.last) == 2 else f"All {n_all}"
            return f"{every} earlier decisions are {STATE_WORDS[order[0]]}"
        parts = [_counted(counted[state], STATE_WORDS[state]) for state in order]
        return f"Of {n_all} earlier decisions, {', '.join(parts[:-1])} and {parts[-1]}"


def _counted(n: int, words: str) -> str:
    return f"{numbers.whole(n)} {'is' if n == 1 else 'are'} {words}"


def ledger_of(wave: gate.WaveRef, earlier: Sequence[gate.WaveRef]) -> Ledger:
    """The decisions of the forums up to this wave's; later forums are not looked at."""
    found = decisions(until_number=wave.number)
    before = earlier[-1].number if earlier else 0
    new = tuple(one for one in found if one.wave_number == wave.number)
    old = [one for one in found if one.wave_number != wave.number]
    last = tuple(one for one in old if one.wave_number == before or one.state not in FINAL_STATES)
    taken = int(LINES_PER_DECISION * (len(last) + len(new)))
    n_lines = max(MOST_LINES - taken, FEWEST_LINES)
    return Ledger(last, new, len(old) - len(last), n_lines)
