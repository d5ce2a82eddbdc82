"""The lowest and the highest of a row of figures, so that a last step is seen in its year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
    return f"between {text(low[1])} ({low[0]}) and {text(high[1])} ({high[0]})"
