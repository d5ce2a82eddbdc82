"""Sentences about the charts of unusual days and weeks, and when one shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from survey.insight.words.signals import line_value
from survey.render import numbers
from survey.render.speech import say, say_n
from survey.stats.baselines import FEWEST_ANSWERS, FEWEST_POINTS, SIGMAS
from survey.stats.runs import Runs
from survey.stats.unusual import RUN_WEEKS
from survey.store.reads_of_signals import SignalRow
from survey.store.reads_of_thresholds import Lines


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
    name: str, signals: Sequence[SignalRow], *, n: int, n_judged: int, noun: Literal["day", "week"]
) -> str:
    """The finding of one chart: how many of its days or weeks are signals.

    `n` of them had enough answers, and `n_judged` something to be held against.
    """
    n_out = len({one.from_on for one in signals})
    is_day = noun == "day"
    least = numbers.whole(FEWEST_ANSWERS)
    if not n:
        if is_day:
            return say("%(name)s: no day with %(least)s answers", name=name, least=least)
        return say("%(name)s: no week with %(least)s answers", name=name, least=least)
    if not n_out and not n_judged:
        if is_day:
            return say("%(name)s: too few days to judge", name=name)
        return say("%(name)s: too few weeks to judge", name=name)
    if not n_out:
        if is_day:
            return say("%(name)s: no day stood out", name=name)
        return say("%(name)s: no week stood out", name=name)
    values = {"name": name, "all": numbers.whole(n)}
    if is_day:
        return say_n(
            "%(name)s: %(num)s day of %(all)s stood out",
            "%(name)s: %(num)s days of %(all)s stood out",
            n_out,
            **values,
        )
    return say_n(
        "%(name)s: %(num)s week of %(all)s stood out",
        "%(name)s: %(num)s weeks of %(all)s stood out",
        n_out,
        **values,
    )


def latest(on: date | None, *, until_on: date) -> str:
    """When the latest answers were, where the last week that could be judged has none; or ""."""
    if on is None:
        return say("No customer has answered here yet, so there is nothing to judge.")
    if until_on - on < timedelta(days=7):
        return ""
    return say(
        "The latest answers are those of %(day)s, so no day and no week after it can be judged.",
        day=numbers.day(on),
    )


def too_few() -> str:
    """That there is no baseline yet."""
    return say(
        "Too few weeks to judge: a day or week is held against what was usual before it, and that"
        " takes %(days)s days or %(weeks)s weeks with %(answers)s answers or more.",
        days=numbers.whole(FEWEST_POINTS["day"]),
        weeks=numbers.whole(FEWEST_POINTS["week"]),
        answers=numbers.whole(FEWEST_ANSWERS),
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
