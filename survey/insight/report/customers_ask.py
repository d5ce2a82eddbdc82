"""What customers' comments share and which days nobody explained: what asks for a decision, too."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.bands.units import units_of_one_within
from survey.insight.period import Period
from survey.insight.report.frame import Frame
from survey.insight.words import signals as words
from survey.render import numbers
from survey.render.speech import say
from survey.store import reads_of_signals, reads_of_theme_runs

# What stands on the page.
MOST_THEMES = 5


@dataclass(frozen=True, slots=True)
class CustomerTheme:
    """Words that many customers' comments share, whose they are, and how many of how many."""

    words: str
    whose: str
    n: int
    n_of: int
    share: str


@dataclass(frozen=True, slots=True)
class SignalAsk:
    """A day or week that stood out and that nobody has explained."""

    what: str
    when: str
    sentence: str


def themes_of_days(window: Period) -> tuple[tuple[CustomerTheme, ...], str]:
    """The largest themes of customers' comments of these days, and which days they are of."""
    period = reads_of_theme_runs.period_within(window.from_on, window.until_on)
    if period is None:
        return (), ""
    found = reads_of_theme_runs.themes_of_period(*period)[:MOST_THEMES]
    return tuple(_theme(one) for one in found), numbers.period(*period)


def _theme(found: reads_of_theme_runs.PeriodTheme) -> CustomerTheme:
    whose = {
        "low": say("unhappy customers"),
        "high": say("happy customers"),
        "none": say("customers who gave no score"),
    }[found.side]
    share = numbers.part(found.n, found.n_of)
    return CustomerTheme(found.words, whose, found.n, found.n_of, share)


def unexplained(frame: Frame) -> tuple[SignalAsk, ...]:
    """What stood out in these days and nobody explained; units of one agent are left out."""
    window = frame.occasion.window
    of_one = units_of_one_within(frame.tree, window)
    found = reads_of_signals.signals(
        unit_ids=frame.tree.unit_ids,
        has_queues=True,
        from_on=window.from_on,
        until_on=window.until_on,
    )
    return tuple(
        SignalAsk(words.what(one), words.when(one), words.sentence(one))
        for one in found
        if one.note is None and one.unit_id not in of_one
    )
