"""What an import did, counted while it runs and told at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from survey.intake.problems import Rejected

SHOWN_REJECTIONS = 20


def ignore(_: object) -> None:
    """Listens for what nobody wants to hear."""


def never() -> bool:
    """Has never had enough."""
    return False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every row is in exactly one of the five counts.

    Rows `n_without_value` are sound and have nothing to keep; only unit scores know such.
    Where the report `is_cut`, rows follow that were not looked at.

    `rejected` holds the first rejections. `differing` counts contacts sent again that differ from
    what is stored in something frozen, per part of it and under "any"; unless the import corrects,
    they stay as stored. `created` counts queues, units, agents and leaders met for the first time.
    """

    n_accepted: int
    n_updated: int
    n_unchanged: int
    n_rejected: int
    rejected: tuple[Rejected, ...]
    differing: Mapping[str, int]
    created: Mapping[str, int]
    n_without_value: int = 0
    is_cut: bool = False

    @property
    def n_rows(self) -> int:
        """All rows of the file."""
        n_kept = self.n_accepted + self.n_updated + self.n_unchanged
        return n_kept + self.n_without_value + self.n_rejected


@dataclass(slots=True)
class Tally:
    """The counts while the import runs; rejections beyond the first are only passed on."""

    on_rejected: Callable[[Rejected], None]
    n_accepted: int = 0
    n_updated: int = 0
    n_unchanged: int = 0
    n_rejected: int = 0
    n_without_value: int = 0
    is_cut: bool = False
    differing: Counter[str] = field(default_factory=Counter)
    created: Counter[str] = field(default_factory=Counter)
    _shown: list[Rejected] = field(default_factory=list)

    def reject(self, rejected: Rejected) -> None:
        """One more row that was not taken."""
        self.n_rejected += 1
        if len(self._shown) < SHOWN_REJECTIONS:
            self._shown.append(rejected)
        self.on_rejected(rejected)

    def close(self) -> ImportReport:
        """The report of what was counted."""
        return ImportReport(
            n_accepted=self.n_accepted,
            n_updated=self.n_updated,
            n_unchanged=self.n_unchanged,
            n_rejected=self.n_rejected,
            rejected=tuple(self._shown),
            differing=dict(self.differing),
            created=dict(self.created),
            n_without_value=self.n_without_value,
            is_cut=self.is_cut,
        )
