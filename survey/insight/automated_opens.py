"""How often programs opened customers' links, and how they were recognised."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from survey.intake.openings import SIGNS
from survey.store import automated_opens

N_DAYS = 90


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign by which opens were recognised, with their number in the period."""

    name: str
    meaning: str
    n: int


@dataclass(frozen=True, slots=True)
class Day:
    """The opens of one day: one number per sign, in the order of the page, and their sum."""

    day: date
    counts: tuple[int, ...]
    n: int


@dataclass(frozen=True, slots=True)
class OpensPage:
    """Opens by programs from `first` to `last`."""

    first: date
    last: date
    n: int
    signs: tuple[Sign, ...]
    days: tuple[Day, ...]


NAMES = {
    "head": "Head only",
    "prefetch": "Fetched ahead",
    "agent": "Known program",
    "no_page": "No page wanted",
    "several": "Several scores",
}


def show(*, today: date) -> OpensPage:
    """The last 90 days; days without such opens are left out."""
    first = today - timedelta(days=N_DAYS - 1)
    found = automated_opens.since(first)
    totals: Counter[str] = Counter()
    by_day: dict[date, Counter[str]] = {}
    for day, sign, n in found:
        totals[sign] += n
        by_day.setdefault(day, Counter())[sign] += n
    return OpensPage(
        first,
        today,
        totals.total(),
        tuple(Sign(NAMES[code], meaning, totals[code]) for code, meaning in SIGNS.items()),
        tuple(
            Day(day, tuple(counts[code] for code in SIGNS), counts.total())
            for day, counts in by_day.items()
        ),
    )
