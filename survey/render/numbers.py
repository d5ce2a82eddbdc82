"""The only place that turns a number, a day or a length of time into text.

Every function takes `None` (and NaN, and infinity) and then gives the words for "nothing here".
A value that the publication gate withheld (any object with a `threshold`) gives the words for
"hidden". Numbers use a real minus sign and a narrow no-break space between thousands, halves are
rounded away from zero as people learn it at school, and nothing is ever printed as minus zero.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from survey.render.digits import (
    THIN,
    counted,
    fixed,
    hidden,
    missing,
    parsed,
    percent,
    signed,
)
from survey.render.marks_of_numbers import MINUS
from survey.render.moments import (
    day,
    duration,
    instant,
    month,
    months,
    period,
    short_day,
    time_of_day,
)
from survey.render.speech import say, say_n

__all__ = (
    "MINUS", "THIN", "change", "change_interval", "counted", "day",
    "decimal", "duration", "hidden", "instant", "interval", "mean", "missing", "month",
    "months", "n", "no_interval", "or_less", "or_more", "p", "p_phrase", "part", "period", "r",
    "score", "share", "share_change", "share_change_interval", "share_interval", "share_points",
    "short_day", "time_of_day", "whole",
)  # fmt: skip


def no_interval() -> str:
    """Give the words that stand where there is no interval."""
    return say("no interval")


def whole(value: Any) -> str:
    """Give a count or any whole number: "1 204" with a thin space.

    >>> whole(1204) == f"1{THIN}204"
    True
    """
    return decimal(value, 0)


def decimal(value: Any, places: int = 2) -> str:
    """Give a number with a fixed count of decimal places.

    >>> decimal(-2.345), decimal(-0.001)
    ('−2.35', '0.00')
    """
    number = parsed(value)
    return missing(value) if number is None else fixed(number, places)


def share(value: Any, places: int = 0) -> str:
    """Give a share between 0 and 1 as a percentage.

    >>> share(0.825), share(0.825, 1), share(None)
    ('83%', '82.5%', 'no data')
    """
    number = parsed(value)
    return missing(value) if number is None else percent(fixed(number * 100, places))


def mean(value: Any, places: int = 2) -> str:
    """Give a mean on its own scale: "3.84"."""
    return decimal(value, places)


def score(value: Any) -> str:
    """Give a promoter score between -100 and 100 with its sign: "+32", "−8", "0"."""
    return change(value, 0)


def r(value: Any) -> str:
    """Give a correlation to two decimals: "0.29"."""
    return decimal(value, 2)


def n(value: Any) -> str:
    """Give a number of answers: "n = 1 204"."""
    number = parsed(value)
    return missing(value) if number is None else say("n = %(n)s", n=fixed(number, 0))


def p(value: Any) -> str:
    """Give a p value: two significant digits, at least two decimals, floor "< 0.001".

    >>> p(0.03), p(0.0312), p(0.5), p(0.0004), p(0.998), p(1.0)
    ('0.03', '0.031', '0.50', '< 0.001', '> 0.99', '1.00')
    """
    number = parsed(value)
    if number is None:
        return missing(value)
    if number < Decimal("0.001"):
        return f"< {fixed(Decimal('0.001'), 3)}"
    if Decimal("0.99") < number < 1:
        return f"> {fixed(Decimal('0.99'), 2)}"
    places = 2 if number >= Decimal("0.0995") else 1 - number.adjusted()
    text = fixed(number, places)
    kept = text.rstrip("0")
    return text[: max(len(kept), len("0.00"))]


def p_phrase(value: Any) -> str:
    """Give a p value as part of a sentence: "p = 0.03", "p < 0.001"."""
    text = p(value)
    if not text[0].isdigit() and text[0] not in "<>":
        return text
    return say("p %(p)s", p=text) if text[0] in "<>" else say("p = %(p)s", p=text)


def change(value: Any, places: int = 2) -> str:
    """Give a difference with its sign: "+0.12", "−0.05", "0.00"."""
    number = parsed(value)
    return missing(value) if number is None else signed(number, places)


def share_change(value: Any, places: int = 0) -> str:
    """Give the difference of two shares in percentage points: "+3 points".

    >>> share_change(-0.01), share_change(0.031, 1)
    ('−1 point', '+3.1 points')
    """
    number = parsed(value)
    return missing(value) if number is None else _in_points(number, places, form=signed)


def share_points(value: Any, places: int = 0) -> str:
    """Give a distance between two shares in percentage points, without a sign: "5 points".

    >>> share_points(0.05), share_points(-0.035, 1)
    ('5 points', '3.5 points')
    """
    number = parsed(value)
    return missing(value) if number is None else _in_points(abs(number), places, form=fixed)


def _in_points(number: Decimal, places: int, *, form: Callable[[Decimal, int], str]) -> str:
    text = form(number * 100, places)
    if places:
        return say("%(change)s points", change=text)
    size = int(abs(number * 100) + Decimal("0.5"))
    return say_n("%(change)s point", "%(change)s points", size, change=text)


def interval(low: Any, high: Any, places: int = 2) -> str:
    """Give an interval of means or correlations: "3.71 to 3.97"."""
    return _between(low, high, form=lambda value: decimal(value, places))


def share_interval(low: Any, high: Any, places: int = 0) -> str:
    """Give an interval of shares, the sign once: "79 to 85%"."""
    bare = _ends(low, high, form=lambda value: decimal(_hundredfold(value), places))
    if isinstance(bare, str):
        return bare
    return say("%(low)s to %(high)s", low=bare[0], high=percent(bare[1]))


def change_interval(low: Any, high: Any, places: int = 2) -> str:
    """Give an interval of differences: "−0.05 to +0.29"."""
    return _between(low, high, form=lambda value: change(value, places))


def share_change_interval(low: Any, high: Any, places: int = 0) -> str:
    """Give an interval of differences of shares: "−1 to +5 points"."""
    bare = _ends(low, high, form=lambda value: change(_hundredfold(value), places))
    if isinstance(bare, str):
        return bare
    return say("%(low)s to %(high)s points", low=bare[0], high=bare[1])


def part(count: Any, total: Any) -> str:
    """Give a count out of a total with its share: "96 of 150 (64%)".

    >>> part(96, 150), part(0, 0)
    ('96 of 150 (64%)', '0 of 0')
    """
    some, everything = parsed(count), parsed(total)
    if some is None or everything is None:
        return missing(count if some is None else total)
    n_some, n_all = fixed(some, 0), fixed(everything, 0)
    if everything <= 0:
        return say("%(some)s of %(all)s", some=n_some, all=n_all)
    percentage = share(some / everything)
    return say("%(some)s of %(all)s (%(share)s)", some=n_some, all=n_all, share=percentage)


def or_more(text: str) -> str:
    """Give the words for a top-coded value: "4.5 or more"."""
    return say("%(value)s or more", value=text)


def or_less(text: str) -> str:
    """Give the words for a bottom-coded value: "10% or less"."""
    return say("%(value)s or less", value=text)


def _between(low: Any, high: Any, *, form: Callable[[Any], str]) -> str:
    ends = _ends(low, high, form=form)
    return ends if isinstance(ends, str) else say("%(low)s to %(high)s", low=ends[0], high=ends[1])


def _ends(low: Any, high: Any, *, form: Callable[[Any], str]) -> tuple[str, str] | str:
    """Both ends as text, or the words that stand where there is no interval."""
    first, second = parsed(low), parsed(high)
    if first is None or second is None:
        gap = low if first is None else high
        return missing(gap) if hasattr(gap, "threshold") else no_interval()
    return form(first), form(second)


def _hundredfold(value: Any) -> Decimal | None:
    number = parsed(value)
    return None if number is None else number * 100
