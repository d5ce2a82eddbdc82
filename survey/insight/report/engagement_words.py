"""What a sentence on engagement rests on: the mean and its change, with their intervals."""

from __future__ import annotations

from typing import Literal

from survey.insight.published import block_ends, value_text
from survey.insight.report.customer_words import way_of
from survey.insight.report.people import People
from survey.privacy import gate
from survey.render import numbers
from survey.render.speech import say
from survey.stats.result import Estimate

State = Literal["clear", "unclear", "unknown"]


def sentence(found: People) -> tuple[str, str, State]:
    """The state of engagement in plain words, what that rests on, and whether it is clear."""
    if found.nothing:
        return found.finding, found.nothing, "unknown"
    cell = found.engagement
    if isinstance(cell, gate.Suppressed):
        return found.finding, turnout(found), "unknown"
    is_unclear = found.change is not None and way_of(found.change.estimate) == "unclear"
    return found.finding, _evidence(found, cell), "unclear" if is_unclear else "clear"


def turnout(found: People) -> str:
    """How many of those invited answered."""
    now = found.turnout
    return say(
        "%(part)s of those invited answered, %(wave)s",
        part=numbers.part(now.n_answered, now.n_invited),
        wave=found.wave,
    )


def _evidence(found: People, cell: gate.Published) -> str:
    """The mean with its interval, n and wave, and the change with its own."""
    evidence = say(
        "mean %(value)s (95%% interval %(interval)s), %(n)s, %(wave)s",
        value=value_text(cell),
        interval=numbers.interval(*ends(found, cell)),
        n=numbers.n(cell.n),
        wave=found.wave,
    )
    change = found.change
    if change is None or change.estimate.interval is None:
        return evidence
    return say(
        "%(now)s; %(change)s since %(before)s",
        now=evidence,
        change=moved(change.estimate),
        before=found.wave_before,
    )


def ends(found: People, cell: gate.Published) -> tuple[float | None, float | None]:
    """The interval of a published mean, None for both where it has none."""
    return (None, None) if found.scale is None else block_ends(cell, found.spread, found.scale)


def moved(change: Estimate) -> str:
    """A change of means with its interval: "+0.12 (−0.05 to +0.29)"."""
    return say(
        "%(change)s (%(interval)s)",
        change=numbers.change(change.value),
        interval=numbers.change_interval(*change.ends),
    )
