"""What all sections of one report share: the edition, its occasion and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo

from survey.insight.period import Period
from survey.insight.units import ScopeTree
from survey.intake.editions import Edition, Every
from survey.privacy import gate
from survey.store.reads_of_units import UnitRow


@dataclass(frozen=True, slots=True)
class Occasion:
    """The days a report is about, and the pulse it speaks of.

    `window` are the days of the contacts, `before` those it is compared with (None where nothing
    came before) under the name `before_name`. `wave` is the newest wave closed by then, `earlier`
    the closed ones before it by number; both are empty before the first wave has closed.
    `has_new_wave` tells whether the wave closed within these days. What happened at an instant
    happened on its day in `zone`, the centre's.
    """

    key: str
    every: Every
    name: str
    window: Period
    before: Period | None
    before_name: str
    wave: gate.WaveRef | None
    earlier: tuple[gate.WaveRef, ...]
    has_new_wave: bool
    zone: tzinfo = UTC

    @property
    def judged_on(self) -> date:
        """The last day the report speaks of; what is overdue is judged by it, never by a clock."""
        if self.every == "wave" and self.wave is not None:
            return max(self.window.until_on, self.wave.closes_on)
        return self.window.until_on


@dataclass(frozen=True, slots=True)
class Frame:
    """The edition with its occasion and the units it is about.

    `tree` is the whole centre's; `scope` that of the edition, which is the unit's subtree for a
    unit's edition and else the same. `department` is the name of a department's edition's, else
    empty. `notes` are editors' words by section.
    """

    edition: Edition
    occasion: Occasion
    tree: ScopeTree
    scope: ScopeTree
    unit: UnitRow | None
    department: str
    organisation: str
    is_demo: bool
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether it is about the whole centre."""
        return self.unit is None

    @property
    def place(self) -> str:
        """The name of what it is about, for a sentence; empty for the whole centre."""
        return self.unit.name if self.unit else ""
