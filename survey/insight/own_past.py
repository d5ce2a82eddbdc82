"""An agent's last four weeks beside the agent's own year before them, and what moved in them.

Nobody else's answers come into this. The one headline is tested by itself; channels, queues,
reasons and boxes ticked are one family, adjusted together, because among so many something always
moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from survey.insight.findings import clear_of_chance
from survey.insight.period import DAY, Period, last_days, spanning
from survey.insight.satisfaction import FEW, Satisfaction, change, n_top
from survey.insight.selection import CHANNEL_NAMES
from survey.instruments.measures import DRIVERS, STRENGTHS
from survey.instruments.reading import from_definition
from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.proportions import fisher_exact, newcombe_difference, wilson
from survey.stats.result import Estimate
from survey.store import reads_of_agent_feedback
from survey.store.reads_of_agent_feedback import AnswerCell

N_DAYS = 28
YEAR = timedelta(days=365)
LEAST = 10  # answers now; of the year before it takes as many as make a share readable


@dataclass(frozen=True, slots=True)
class Part:
    """How many of how many."""

    hits: int
    n: int

    @property
    def share(self) -> float | None:
        """The share, or None of nobody."""
        return wilson(self.hits, self.n).value


@dataclass(frozen=True, slots=True)
class Move:
    """One channel, queue, reason or box: its share now and before, and the difference of the two.

    `what` says what the share is of. `is_clear` where the difference is beyond chance among all.
    """

    label: str
    what: str
    now: Part
    before: Part
    difference: Estimate
    is_clear: bool


@dataclass(frozen=True, slots=True)
class OwnPast:
    """Four weeks beside the year before them; `difference` is not computable without answers."""

    period: Period
    before_period: Period
    now: Satisfaction
    before: Satisfaction
    difference: Estimate
    sentence: str
    moves: tuple[Move, ...]

    @property
    def clear_moves(self) -> tuple[Move, ...]:
        """What moved beyond chance."""
        return tuple(one for one in self.moves if one.is_clear)


@dataclass(frozen=True, slots=True)
class _Half:
    """What was answered in one of the two periods."""

    cells: tuple[AnswerCell, ...]
    ticks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Pair:
    label: str
    what: str
    now: Part
    before: Part


def own_past(agent_id: int, *, today: date) -> OwnPast:
    """How the agent's last four weeks compare with the agent's own year before them."""
    period = last_days(N_DAYS, today=today)
    before_period = spanning(period.from_on - YEAR, period.from_on - DAY)
    now, before = _half(agent_id, period), _half(agent_id, before_period)
    whole, past = _satisfaction(now.cells), _satisfaction(before.cells)
    difference = change(whole, past)
    labels = _labels(agent_id, spanning(before_period.from_on, period.until_on))
    return OwnPast(
        period=period,
        before_period=before_period,
        now=whole,
        before=past,
        difference=difference,
        sentence=_sentence(whole, past, difference),
        moves=_moves([*_by_cut(now, before), *_by_tick(now, before, labels)]),
    )


def _half(agent_id: int, period: Period) -> _Half:
    days = {"from_on": period.from_on, "until_on": period.until_on}
    return _Half(
        reads_of_agent_feedback.answers_by_cut(agent_id, **days),
        reads_of_agent_feedback.ticks(agent_id, **days),
    )


def _satisfaction(cells: Iterable[AnswerCell]) -> Satisfaction:
    answers: dict[int, int] = {}
    for cell in cells:
        answers[cell.value] = answers.get(cell.value, 0) + cell.n
    return Satisfaction(answers)


def _sentence(now: Satisfaction, before: Satisfaction, difference: Estimate) -> str:
    if not now.n:
        return "No customer has answered about your contacts of the last four weeks yet."
    if now.n < LEAST or before.n < FEW or difference.interval is None:
        return "Too few answers to say whether this differs from your own past."
    if difference.interval.low > 0:
        return "Higher than your own past."
    if difference.interval.high < 0:
        return "Lower than your own past."
    return "No detectable difference from your own past."


def _by_cut(now: _Half, before: _Half) -> Iterator[_Pair]:
    for of in (
        lambda cell: CHANNEL_NAMES[cell.channel],
        lambda cell: cell.queue,
        lambda cell: cell.reason,
    ):
        labels = sorted({of(cell) for cell in (*now.cells, *before.cells)} - {""})
        # Where there is but one, it says what the headline says.
        for label in labels if len(labels) > 1 else ():
            parts = [
                _top([cell for cell in half.cells if of(cell) == label]) for half in (now, before)
            ]
            yield _Pair(label, "satisfied", parts[0], parts[1])


def _top(cells: Sequence[AnswerCell]) -> Part:
    cut = _satisfaction(cells)
    return Part(n_top(cut.answers, CSAT_SCALE), cut.n)


def _by_tick(now: _Half, before: _Half, labels: Mapping[str, tuple[str, str]]) -> Iterator[_Pair]:
    for code in sorted(labels):
        question = code.partition(".")[0]
        parts = [
            Part(half.ticks.get(code, 0), half.ticks.get(question, 0)) for half in (now, before)
        ]
        words, asked = labels[code]
        yield _Pair(words, f"ticked, asked “{asked}”", parts[0], parts[1])


def _labels(agent_id: int, period: Period) -> dict[str, tuple[str, str]]:
    """The words of every box and of its question, as the newest survey that offered it has them."""
    found: dict[str, tuple[str, str]] = {}
    for definition in reads_of_agent_feedback.definitions(
        agent_id, from_on=period.from_on, until_on=period.until_on
    ):
        for item in from_definition(definition).items:
            if item.code in (DRIVERS, STRENGTHS):
                found |= {f"{item.code}.{o.value}": (o.text, item.text) for o in item.options}
    return found


def _moves(pairs: Sequence[_Pair]) -> tuple[Move, ...]:
    """Those that can be compared at all, clearest first."""
    fit = [one for one in pairs if min(one.now.n, one.before.n) >= LEAST]
    tests = [_p(one) for one in fit]
    moves = []
    for one, is_clear in zip(fit, clear_of_chance(tests), strict=True):
        difference = newcombe_difference(one.now.hits, one.now.n, one.before.hits, one.before.n)
        interval = difference.interval
        is_apart = interval is not None and not interval.low <= 0 <= interval.high
        moves.append(
            Move(one.label, one.what, one.now, one.before, difference, is_clear and is_apart)
        )
    order = sorted(range(len(moves)), key=lambda at: (tests[at], moves[at].label))
    return tuple(moves[at] for at in order)


def _p(one: _Pair) -> float:
    p = fisher_exact(one.now.hits, one.now.n, one.before.hits, one.before.n).p
    assert p is not None  # both sides have answers
    return p
