"""What a published figure is, and what stands in its place where there is none."""

from __future__ import annotations

from dataclasses import dataclass
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


Cell = Published | Suppressed
