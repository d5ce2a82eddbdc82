"""Mean answers beside everybody's on the same work, so that nobody is judged by the work given.

Nothing here needs more than the standard library.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from survey.stats.result import Estimate, computed, not_computable

FEWEST_OTHERS = 30

Work = tuple[Hashable, ...]
Answers = Mapping[Work, Mapping[int, int]]
Unit = TypeVar("Unit", bound=Hashable)
_METHOD = "indirect_mean"


@dataclass(frozen=True, slots=True)
class Sums:
    """How many answers, their sum and the sum of their squares; whole numbers, so exact."""

    n: int = 0
    total: int = 0
    squares: int = 0

    def plus(self, counts: Mapping[int, int]) -> "Sums":
        """The same with more answers, given as {point: how many}."""
        if any(many < 0 for many in counts.values()):
            raise ValueError("A number of answers cannot be negative.")
        return Sums(
            self.n + sum(counts.values()),
            self.total + sum(point * many for point, many in counts.items()),
            self.squares + sum(point * point * many for point, many in counts.items()),
        )

    @property
    def mean(self) -> float:
        """The mean; there are answers."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """The variance with n - 1, 0 for a single answer."""
        if self.n < 2:
            return 0.0
        return (self.squares - self.total**2 / self.n) / (self.n - 1)


@dataclass(frozen=True, slots=True)
class AdjustedMean:
    """One unit's mean with its case mix taken out.

    `estimate` carries the adjusted mean (no interval: it is made for a family of units at once),
    `standard_error` its standard error, `raw` the plain mean, and `spread` the standard deviation
    of single answers that the error rests on. Of the n answers `n_alike` were compared with
    others' on exactly the same work, the others on coarser grounds.
    """

    raw: float | None
    estimate: Estimate
    standard_error: float | None
    spread: float | None
    n_alike: int


def adjust_means(
    units: Mapping[Unit, Answers], whole: Answers, *, beside_others: bool = True
) -> dict[Unit, AdjustedMean]:
    """Each unit's mean as it would be on everybody's mix of work, on the scale of the answers.

    `units` gives {unit: {work: {point: how many}}}, `whole` the same for everybody together, the
    units' answers among them. A work is a tuple from coarse to fine, such as (channel, queue).
    Formula (indirect standardisation): adjusted = M + (observed - expected), M the mean of
    everybody, observed the unit's mean, expected = sum over its work of (its share there) x
    (everybody's mean there). "There" is the finest work on which the others gave at least 30
    answers and at least as many as the unit, else the coarser one, at last everything: beside
    itself nobody differs. With `beside_others` False it is always the finest work: for one unit at
    two times, where only a change of its mix has to be taken out, and alike both times.

    Standard error: the root of
    f sum_s n_s V_s (1 - n_s / N_s) / n^2 + V / N. V_s is everybody's variance on that work, n_s
    and N_s the unit's and everybody's answers there, V and N those of everything. f is 1, or the
    unit's own variance over the mean V_s where that is larger: a unit whose answers scatter more
    than others' gets the wider interval, one whose answers are all alike no narrower one. Source:
    indirect standardisation as in Breslow and Day 1987, IARC Sci Publ 82, ch. 2, here for means.
    Not computable without answers. Raises ValueError for a negative count, or a unit with more
    answers on a work than everybody.

    >>> phone, chat = ("phone", "orders"), ("chat", "orders")
    >>> whole = {phone: {4: 100, 5: 100}, chat: {3: 100, 4: 100}}
    >>> found = adjust_means({"by chat": {chat: {3: 50, 4: 50}}}, whole)["by chat"]
    >>> found.raw, found.estimate.value  # everybody's chat is at 3.5, and everything at 4.0
    (3.5, 4.0)
    """
    everything: dict[Work, Sums] = {(): Sums()}
    for work, counts in whole.items():
        _add(everything, work, counts)
    return {
        unit: _adjusted(answers, everything, beside_others=beside_others)
        for unit, answers in units.items()
    }


def _add(sums: dict[Work, Sums], work: Work, counts: Mapping[int, int]) -> None:
    """Count the answers on this work and on everything coarser."""
    for length in range(len(work) + 1):
        at = work[:length]
        sums[at] = sums.get(at, Sums()).plus(counts)


def _adjusted(
    answers: Answers, everything: Mapping[Work, Sums], *, beside_others: bool
) -> AdjustedMean:
    own: dict[Work, Sums] = {(): Sums()}
    for work, counts in answers.items():
        _add(own, work, counts)
    n = own[()].n
    if not n:
        none = not_computable(_METHOD, "There are no answers yet.", n=0)
        return AdjustedMean(None, none, None, None, 0)
    compared: dict[Work, Sums] = {}
    n_alike = 0
    for work, counts in answers.items():
        at = _ground(work, own, everything, beside_others=beside_others)
        compared[at] = compared.get(at, Sums()).plus(counts)
        n_alike += sum(counts.values()) if at == work else 0
    whole = everything[()]
    expected = math.fsum(one.n * everything[at].mean for at, one in compared.items()) / n
    raw = own[()].mean
    value = whole.mean + raw - expected
    usual = math.fsum(one.n * everything[at].variance for at, one in compared.items()) / n
    variance = max(usual, _scatter(compared, everything, n))
    rest = math.fsum(
        one.n * everything[at].variance * (1 - one.n / everything[at].n)
        for at, one in compared.items()
    )
    of_unit = variance / usual * rest / n**2 if usual > 0 else 0.0
    error = math.sqrt(of_unit + whole.variance / whole.n)
    estimate = computed(_METHOD, value, n=n)
    return AdjustedMean(raw, estimate, error, math.sqrt(variance), n_alike)


def _ground(
    work: Work, own: Mapping[Work, Sums], everything: Mapping[Work, Sums], *, beside_others: bool
) -> Work:
    """The finest work on which there are enough others to be compared with."""
    if own[work].n > everything.get(work, Sums()).n:
        raise ValueError(f"On {work} a unit has more answers than everybody together.")
    if not beside_others:
        return work
    for length in range(len(work), 0, -1):
        at = work[:length]
        n_others = everything[at].n - own[at].n
        if n_others >= max(FEWEST_OTHERS, own[at].n):
            return at
    return ()


def _scatter(compared: Mapping[Work, Sums], everything: Mapping[Work, Sums], n: int) -> float:
    """The variance of the unit's answers around what everybody gives on the same work."""
    if n < 2:
        return 0.0
    away = [(one, everything[at].mean) for at, one in compared.items()]
    total = math.fsum(one.total - one.n * mean for one, mean in away)
    squares = math.fsum(
        one.squares - 2 * mean * one.total + one.n * mean * mean for one, mean in away
    )
    return max(0.0, (squares - total**2 / n) / (n - 1))
