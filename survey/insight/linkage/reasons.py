"""Why a group and wave stay out of a linkage, and what an axis is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MINIMUM_CUSTOMERS = 10
MINIMUM_ANSWERS = 5

ReasonCode = Literal[
    "no_pulse", "below_threshold", "no_csat", "too_few_csat", "no_days", "window_open"
]


@dataclass(frozen=True, slots=True)
class Side:
    """What one axis holds: its name and the ends of its scale."""

    name: str
    low: float
    high: float
