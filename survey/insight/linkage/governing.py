"""The plan that a comparison of two sides goes by, and which of its waves were still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survey.insight.linkage.cells import Material
from survey.insight.linkage.engagement import Wave
from survey.insight.linkage.planned import every_plan
from survey.insight.linkage.windows import window_of
from survey.intake.plan import Plan
from survey.store import plans


@dataclass(frozen=True, slots=True)
class Governing:
    """A stored plan, and the numbers of our waves that closed after it was stored."""

    number: int
    digest: str
    stored_at: datetime
    plan: Plan
    closed_after: frozenset[int]

    def planned(self, material: Material) -> frozenset[str]:
        """The keys of the material's waves that this plan was stored before.

        A period of another system counts from its last day on, where its name tells that.
        """
        return frozenset(wave.key for wave in material.waves if self._is_planned(wave))

    def _is_planned(self, wave: Wave) -> bool:
        if wave.number is not None:
            return wave.number in self.closed_after
        window = window_of(wave.key)
        return window is not None and window[1] > self.stored_at.date()


def governing(
    engagement: str, satisfaction: str, *, until_number: int | None = None
) -> Governing | None:
    """The newest plan for these two sides, or None without any.

    With `until_number` a plan counts only if it was stored before that wave closed, so that a
    report on an earlier wave stays as it was.
    """
    for stored in reversed(every_plan()):
        if (stored.plan.engagement, stored.plan.satisfaction) != (engagement, satisfaction):
            continue
        after = plans.numbers_closed_after(stored.stored_at)
        if until_number is None or until_number in after:
            return Governing(stored.number, stored.digest, stored.stored_at, stored.plan, after)
    return None
