"""Sentences about order in time: which of two sides moved first, as far as anybody can tell."""

from __future__ import annotations

from collections.abc import Sequence

from survey.insight.linkage.minimums import WITHIN_UNITS
from survey.insight.linkage.verdict import ALPHA
from survey.insight.words.association import counted, with_interval
from survey.render import numbers
from survey.stats.lags import FEWEST_WAVES, Lag, LagTable
from survey.stats.lead_lag import LeadLag
from survey.stats.result import Estimate


def lag_label(lag: int, other: str, time_noun: str) -> str:
    """What a row of the lags compares: "Satisfaction 1 wave later"."""
    if lag == 0:
        return f"Same {time_noun}"
    when = "later" if lag > 0 else "earlier"
    return f"{other[0].upper()}{other[1:]} {counted(abs(lag), time_noun)} {when}"


def order_sentence(
    difference: LeadLag,
    one: str,
    other: str,
    *,
    counts: tuple[int, int],
    nouns: tuple[str, str],
) -> str:
    """Whether one side went ahead of the other, by the test of the difference of both orders.

    `counts` and `nouns` are of the groups and of the waves.
    """
    time_noun = nouns[1]
    found = difference.difference
    if found.value is None:
        for fewest, n, noun in zip(
            (FEWEST_WAVES, WITHIN_UNITS), reversed(counts), reversed(nouns), strict=True
        ):
            if n < fewest:
                are = "is" if fewest - n == 1 else "are"
                return (
                    f"We cannot tell yet which comes first: it takes at least {fewest} {noun}s,"
                    f" and {counted(fewest - n, noun)} {are} missing."
                )
        return f"We cannot tell yet which comes first. {found.reason}"
    number = (
        f"difference {numbers.change(found.value)}, 95% interval"
        f" {numbers.change_interval(*found.ends)}, {numbers.p_phrase(found.p)}"
    )
    if found.p is not None and found.p < ALPHA:
        first, second = (one, other) if found.value > 0 else (other, one)
        return (
            f"{first[0].upper()}{first[1:]} went with the {second} of the next {time_noun} more"
            f" closely than the other way round ({number}). That is an order in time, not a reason."
        )
    return (
        f"We cannot tell which comes first: {one} with the {other} of the next {time_noun}, and the"
        f" other way round, do not differ clearly ({number})."
    )


def lags_title(n_clear: int, n_lags: int) -> str:
    """What the picture of the lags shows."""
    if not n_clear:
        return "No lag stands out"
    return f"{n_clear} of {n_lags} lags {'stands' if n_clear == 1 else 'stand'} out"


def lags_sentence(table: LagTable, time_noun: str) -> str:
    """Which lags stand out once all are looked at together; m is the size of the family."""
    shown = [one for one in table.lags if one.association.ok]
    if not shown:
        return ""
    clear = [one for one in shown if one.q is not None and one.q < ALPHA]
    looked = f"{counted(table.m, 'lag')} looked at together"
    if not clear:
        return f"No lag stands out ({looked})."
    named = "; ".join(
        f"{_lag(one.lag, time_noun)} ({with_interval(one.association)}, q = {numbers.p(one.q)})"
        for one in clear
    )
    return f"Standing out with {looked}: {named}."


def missing_lags(lags: Sequence[Lag], time_noun: str) -> tuple[str, ...]:
    """Why each lag that is not shown is not."""
    return tuple(
        f"{_lag(one.lag, time_noun)}: {one.association.reason}"
        for one in lags
        if not one.association.ok
    )


def _lag(lag: int, time_noun: str) -> str:
    if lag == 0:
        return f"same {time_noun}"
    return f"{counted(abs(lag), time_noun)} {'later' if lag > 0 else 'earlier'}"


def centre_sentence(found: Estimate | None, noun: str, time_noun: str) -> str:
    """How the whole centre's two series went together, and what its waves are worth."""
    if found is None:
        return ""
    if found.value is None:
        return f"Over time the centre as a whole says nothing: {found.reason}"
    worth = (
        "" if found.df is None else f" worth {numbers.decimal(found.df + 2, 1)} independent ones"
    )
    p = "" if found.p is None else f", {numbers.p_phrase(found.p)}"
    return (
        f"The means of all {noun}s over time: {with_interval(found)}{p}, from"
        f" {counted(found.n, time_noun)}{worth}. A season would show here as well."
    )
