"""What a figure shows, said in one line: only what its intervals clear, else that nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.insight.satisfaction import Satisfaction, change
from survey.render import numbers


@dataclass(frozen=True, slots=True)
class Named:
    """A cut with the name a reader knows it by."""

    label: str
    cut: Satisfaction


def standing_out(cuts: Sequence[Named], whole: Satisfaction, *, place: str, thing: str) -> str:
    """Which cuts lie wholly below the share of the whole, and which above it.

    Cuts with too few answers are never named. `thing` is what one cut is called.
    """
    share = whole.share.value
    if share is None:
        return f"No {thing} has answers in these days"
    of_all = f"the {numbers.share(share)} of {place}"
    low: list[str] = []
    high: list[str] = []
    for named in cuts:
        interval = named.cut.share.interval
        if interval is None or named.cut.is_thin:
            continue
        if interval.high < share:
            low.append(named.label)
        elif interval.low > share:
            high.append(named.label)
    if low and high:
        return f"{_listed(low, thing)} below {of_all}, {_listed(high, thing)} above"
    if low or high:
        return f"{_listed(low or high, thing)} {'below' if low else 'above'} {of_all}"
    return f"No {thing} stands out from {of_all}"


def latest_turn(months: Sequence[Named]) -> str:
    """Whether satisfaction rose or fell between the last two months with enough answers."""
    full = [month for month in months if not month.cut.is_thin]
    if len(full) < 2:
        return "Too few months with enough answers to see a trend"
    before, now = full[-2:]
    interval = change(now.cut, before.cut).interval
    if interval is not None and interval.high < 0:
        return f"Satisfaction fell from {before.label} to {now.label}"
    if interval is not None and interval.low > 0:
        return f"Satisfaction rose from {before.label} to {now.label}"
    return f"No clear change from {before.label} to {now.label}"


def _listed(labels: Sequence[str], thing: str) -> str:
    if len(labels) == 1:
        return f"{labels[0]} is"
    if len(labels) == 2:
        return f"{labels[0]} and {labels[1]} are"
    return f"{numbers.counted(len(labels), thing)} are"
