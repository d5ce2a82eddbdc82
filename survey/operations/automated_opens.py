"""Opens of customers' links by programs, kept as counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from survey.store import automated_opens
from survey.store.database import transaction


def count_opens(counts: Mapping[tuple[date, str], int]) -> None:
    """Add so many opens to each day and sign."""
    with transaction():
        for (day, sign), n in sorted(counts.items()):
            automated_opens.add(day, sign, n)
