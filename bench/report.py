"""One measured ratio and whether it keeps what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio from one run, and the target it must reach (floor) or not pass (ceiling)."""

    name: str
    value: float
    floor_or_ceiling: Literal["floor", "ceiling"]
    target: float
    note: str

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        if self.floor_or_ceiling == "floor":
            return self.value >= self.target
        return self.value <= self.target
