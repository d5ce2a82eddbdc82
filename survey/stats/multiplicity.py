"""Many tests at once: what is left of each p value when a whole family is looked at."""

from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p values adjusted for the family they form, in the order given; between 0 and 1.

    Formula: the i-th smallest of m becomes the smallest of p(j) m / j over j >= i, at most 1.
    Calling everything below q a finding keeps the expected share of false ones at q. Source:
    Benjamini and Hochberg 1995, J R Stat Soc B 57:289-300. Pass only tests that were computed:
    m is how many are given. Raises ValueError for a p outside 0 to 1.

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    (0.03, 0.04, 0.04)
    """
    for p in p_values:
        if not 0 <= p <= 1:
            raise ValueError(f"A p value lies between 0 and 1, not {p}.")
    order = sorted(range(len(p_values)), key=lambda at: p_values[at], reverse=True)
    adjusted = [0.0] * len(p_values)
    smallest = 1.0
    for place, at in enumerate(order):
        rank = len(p_values) - place
        smallest = min(smallest, p_values[at] * len(p_values) / rank)
        adjusted[at] = smallest
    return tuple(adjusted)
