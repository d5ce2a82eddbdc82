"""The lowest and the highest of a row of figures, so that a last step is seen in its year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from survey.render.speech import say

# Of two figures the headline already says which is the higher.
FEWEST = 3


def extremes(found: Sequence[tuple[str, float]], text: Callable[[float], str]) -> str:
    """The lowest and the highest in words, or nothing where there are few or all are alike.

    `found` are names with their values, in time; of equal ones the first is named.

    >>> extremes([("May", 0.8), ("June", 0.75), ("July", 0.9)], "{:.0%}".format)
    'between 75% (June) and 90% (July)'
    """
    if len(found) < FEWEST:
        return ""
    low, high = (pick(found, key=lambda one: one[1]) for pick in (min, max))
    if text(low[1]) == text(high[1]):
        return ""
    return say(
        "between %(low)s (%(lowest)s) and %(high)s (%(highest)s)",
        low=text(low[1]),
        lowest=low[0],
        high=text(high[1]),
        highest=high[0],
    )
