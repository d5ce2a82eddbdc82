"""Sentences about unusual days and weeks, for the page, its charts and the letter.

`what(signal)` is the short word of a signal, `mark(signal)` its shape, `whose(signal)` its unit or
queue, `when(signal)` its day or week, `sentence(signal)` all of it. `rates()` says how often chance
alone makes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from survey.render import numbers
from survey.stats.baselines import FEWEST_ANSWERS, FEWEST_POINTS, SIGMAS
from survey.stats.runs import Runs
from survey.stats.unusual import FALSE_PER_YEAR, RUN_WEEKS
from survey.store.reads_of_signals import SignalRow
from survey.store.reads_of_thresholds import Lines

_WHAT = {
    ("limits", True): "unusually low",
    ("limits", False): "unusually high",
    ("below", True): "below the threshold",
    ("above", False): "above the threshold",
}
_COUNT = {1: "once", 2: "twice", 3: "three times"}


def is_low(signal: SignalRow) -> bool:
    """Whether there was less satisfaction than was to be expected."""
    return signal.value < signal.expected


def what(signal: SignalRow) -> str:
    """The short word: "unusually low", "low for 9 weeks", "below the threshold"."""
    if signal.rule == "runs":
        return f"{'low' if is_low(signal) else 'high'} for {_weeks(signal)}"
    return _WHAT[signal.rule, is_low(signal)]


def mark(signal: SignalRow) -> str:
    """The shape beside it: that of good for more than expected, that of poor for less."""
    return "poor" if is_low(signal) else "good"


def whose(signal: SignalRow) -> str:
    """The unit or queue, and which of the two it is, for both may have one name."""
    return f"the {'queue' if signal.unit_id is None else 'unit'} {signal.name}"


def head(signal: SignalRow) -> str:
    """The signal in a few words: "Queue Orders: unusually low"."""
    return f"{'Queue' if signal.unit_id is None else 'Unit'} {signal.name}: {what(signal)}"


def last_day(signal: SignalRow) -> date:
    """The last day it is about."""
    return signal.from_on + timedelta(days=6 if signal.every == "week" else 0)


def when(signal: SignalRow) -> str:
    """The day, or the days of the week: "3 March 2026", "2 to 8 March 2026"."""
    return numbers.period(signal.from_on, last_day(signal))


def sentence(signal: SignalRow) -> str:
    """The whole signal: who, how many of whom when, and what was to be expected."""
    on = "on" if signal.every == "day" else "in the week of"
    had = (
        f"The{whose(signal)[3:]} had {numbers.share(signal.value)} satisfied {on} {when(signal)}"
        f" from {numbers.counted(signal.n, 'answer')}"
    )
    if signal.rule == "limits":
        return f"{had}; {_expected(signal)} to be expected."
    if signal.rule == "runs":
        side = "below" if is_low(signal) else "above"
        return (
            f"{had}. By then it had been {side} its median of {numbers.share(signal.expected)} for"
            f" {_weeks(signal)} in a row, more than chance explains."
        )
    side = "below" if is_low(signal) else "above"
    return (
        f"{had}: {side} the threshold of {line_value(signal.expected)} by more than chance"
        " explains."
    )


def line_value(share: float) -> str:
    """A threshold as it was set: "70%", "72.5%"."""
    return numbers.share(share, 0 if round(share * 100, 6).is_integer() else 1)


def _weeks(signal: SignalRow) -> str:
    return numbers.counted(signal.weeks or 0, "week")


def _expected(signal: SignalRow) -> str:
    if is_low(signal) and signal.high == 1.0:
        return f"{numbers.or_more(numbers.share(signal.low))} was"
    if not is_low(signal) and signal.low == 0.0:
        return f"{numbers.or_less(numbers.share(signal.high))} was"
    return f"{numbers.share_interval(signal.low, signal.high)} were"


def how_often() -> str:
    """How often chance alone makes a signal for one team or queue: "about once a year"."""
    return f"about {_COUNT[round(sum(FALSE_PER_YEAR.values()) / 2)]} a year"


def rates() -> tuple[str, ...]:
    """How often chance alone makes a signal where nothing changes, in whole sentences."""
    total = sum(FALSE_PER_YEAR.values())
    day = FALSE_PER_YEAR["limits", "day"]
    week = FALSE_PER_YEAR["limits", "week"] + FALSE_PER_YEAR["runs", "week"]
    return (
        "A signal is a reason to look, not a finding. Where nothing changes, chance alone still"
        f" makes one for a team or queue {how_often()},"
        f" and up to {_COUNT[round(total)]} where satisfaction scatters widely:"
        f" up to {numbers.decimal(day, 1)} a year from days and {numbers.decimal(week, 1)} from"
        " weeks.",
        "So of twenty teams about one or two have a false signal in any month.",
    )


def limits_note() -> str:
    """How limits are made, and of what they take no notice."""
    return (
        "What was to be expected follows from the 26 weeks before the week in question, from how"
        " many customers answered, and from how much the share moves from one day or week to the"
        " next. Days are held against the usual share of their weekday. Limits lie"
        f" {numbers.decimal(SIGMAS['day'], 1)} standard errors away for days and"
        f" {numbers.whole(SIGMAS['week'])} for weeks. It takes"
        f" {numbers.whole(FEWEST_POINTS['day'])} days or {numbers.whole(FEWEST_POINTS['week'])}"
        f" weeks with {numbers.whole(FEWEST_ANSWERS)} answers or more."
    )


def chart_title(
    name: str, signals: Sequence[SignalRow], *, n: int, n_judged: int, noun: str
) -> str:
    """The finding of one chart: how many of its days or weeks are signals.

    `n` of them had enough answers, and `n_judged` something to be held against.
    """
    n_out = len({one.from_on for one in signals})
    if not n:
        return f"{name}: no {noun} with {numbers.whole(FEWEST_ANSWERS)} answers"
    if not n_out and not n_judged:
        return f"{name}: too few {noun}s to judge"
    if not n_out:
        return f"{name}: no {noun} stood out"
    verb = "stood out"
    return f"{name}: {numbers.counted(n_out, noun)} of {numbers.whole(n)} {verb}"


def latest(on: date | None, *, until_on: date) -> str:
    """When the latest answers were, where the last week that could be judged has none; or ""."""
    if on is None:
        return "No customer has answered here yet, so there is nothing to judge."
    if until_on - on < timedelta(days=7):
        return ""
    return (
        f"The latest answers are those of {numbers.day(on)}, so no day and no week after it can be"
        " judged."
    )


def too_few() -> str:
    """That there is no baseline yet."""
    return (
        "Too few weeks to judge: a day or week is held against what was usual before it, and that"
        f" takes {numbers.whole(FEWEST_POINTS['day'])} days or"
        f" {numbers.whole(FEWEST_POINTS['week'])} weeks with"
        f" {numbers.whole(FEWEST_ANSWERS)} answers or more."
    )


def few_days(n: int, of: int) -> str:
    """Why there is no picture of days."""
    return (
        f"Of the last {numbers.counted(of, 'day')} {numbers.whole(n)} had"
        f" {numbers.whole(FEWEST_ANSWERS)} answers or more: too few to show days."
    )


def runs_sentence(found: Runs) -> str:
    """What Anhøj's rules say about the last 24 weeks."""
    if found.status != "ok":
        return (
            "Too few weeks to judge runs: it takes ten weeks off the median, and there are"
            f" {numbers.whole(found.n_useful)}."
        )
    so_far = (
        f"In the last {numbers.whole(RUN_WEEKS)} weeks the longest run on one side of the median"
        f" ({numbers.share(found.centre)}) was {numbers.counted(found.longest_run or 0, 'week')};"
        f" up to {numbers.whole(found.longest_expected)} are to be expected. The line crossed the"
        f" median {numbers.counted(found.crossings or 0, 'time')};"
        f" {numbers.whole(found.fewest_expected)} or more are to be expected."
    )
    if found.has_signal:
        return f"{so_far} That is more than chance explains: the level has shifted or drifts."
    return f"{so_far} That is no more than chance explains."


def lines_sentence(lines: Lines) -> str:
    """Which thresholds hold here."""
    if lines.low is None or lines.high is None:
        return "No threshold is set here."
    return (
        f"Thresholds: low under {line_value(lines.low)}, high over {line_value(lines.high)},"
        " middle between them."
    )
