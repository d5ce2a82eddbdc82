"""What a published figure is, and what stands in its place where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Form = Literal["exact", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Published:
    """A figure anyone may see: `value` itself, or the bound it does not pass, from `n` answers."""

    value: float
    form: Form
    n: int


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A figure that is not shown. It holds no number that could be shown by mistake."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """How consistently a construct's items were answered, over all blocks shown exactly.

    `n` is rounded down to tens. `omega` takes three items or more; it is found by iteration, whose
    last digit may differ from one machine to the next, and so does not count when compared.
    """

    n_items: int
    n: int
    alpha: float
    omega: float | None = field(compare=False)


Cell = Published | Suppressed
