"""Many tests at once: what is left of each p value when a whole family is looked at."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Family(Generic[Label]):
    """A named family of tests: how many were computed, and the adjusted p of each.

    `q` holds None for a test that could not be computed: it does not count in `m`.
    """

    name: str
    m: int
    q: Mapping[Label, float | None]


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


def adjust_family(name: str, p_values: Mapping[Label, float | None]) -> Family[Label]:
    """The tests of one family adjusted together by `benjamini_hochberg`, under the family's name.

    None stands for a test that could not be computed; it stays None and does not count. Raises
    ValueError for a p outside 0 to 1.

    >>> family = adjust_family("lags", {-1: 0.01, 0: None, 1: 0.04, 2: 0.03})
    >>> family.m, dict(family.q)
    (3, {-1: 0.03, 0: None, 1: 0.04, 2: 0.04})
    """
    done = [(label, p) for label, p in p_values.items() if p is not None]
    adjusted = benjamini_hochberg([p for _, p in done])
    q: dict[Label, float | None] = dict.fromkeys(p_values)
    q.update(zip((label for label, _ in done), adjusted, strict=True))
    return Family(name, len(done), q)
