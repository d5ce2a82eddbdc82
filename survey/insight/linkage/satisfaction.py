"""The satisfaction side for given readings of engagement: our own CSAT, or an imported series."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from survey.insight.linkage.engagement import Reading
from survey.insight.linkage.reasons import MINIMUM_CUSTOMERS, ReasonCode
from survey.insight.linkage.windows import Window, window_of
from survey.insight.units import read_scope
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import CSAT_SCALE
from survey.intake.plan import Outcome
from survey.store import reads_of_scores, reads_of_units
from survey.store.reads_of_satisfaction import answer_counts

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rating:
    """Satisfaction beside one reading, or why there is none that may be used.

    `spread` is the standard deviation (n - 1) of the single answers, where those are known.
    """

    value: float | None
    n: int | None
    why_not: ReasonCode | None = None
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating for every reading, and the (label, period) of ratings that no reading asked for."""

    found: Mapping[Key, Rating]
    without_engagement: tuple[tuple[str, str], ...] = ()


def own_ratings(
    readings: Iterable[Reading], outcome: Outcome = "mean", *, today: date | None = None
) -> Rated:
    """CSAT of the contacts that the group's units closed in the reading's days.

    Its mean in points, or as `top_box` the share of 4 and 5 in percent. Days that have not ended
    before `today` stay out: half a window is another one.
    """
    known = tuple(readings)
    branches = _branches() if any(reading.is_whole_branch for reading in known) else {}
    counted: dict[Window, dict[int, dict[int, int]]] = {}
    found: dict[Key, Rating] = {}
    for reading in known:
        if reading.window is None:
            found[reading.key] = Rating(None, None, "no_days")
            continue
        if today is not None and reading.window[1] >= today:
            found[reading.key] = Rating(None, None, "window_open")
            continue
        if reading.window not in counted:
            counted[reading.window] = _counts(reading.window)
        inside = [unit for own in reading.unit_ids for unit in branches.get(own, [own])]
        answers = [counted[reading.window].get(unit, {}) for unit in inside]
        found[reading.key] = _rating(answers, outcome)
    return Rated(found)


def _branches() -> dict[int, list[int]]:
    tree = read_scope(reads_of_units.unit_ids())
    inside = {unit.id: [unit.id] for unit in tree.units}
    for unit in reversed(tree.units):
        # Children stand behind their parents, so each is complete before it is handed up.
        if unit.parent_id in inside:
            inside[unit.parent_id].extend(inside[unit.id])
    return inside


def _counts(window: Window) -> dict[int, dict[int, int]]:
    found = answer_counts(
        CSAT,
        from_on=window[0],
        until_on=window[1],
        unit_ids=reads_of_units.unit_ids(),
        by=("unit",),
    )
    return {key[0]: counts for key, counts in found.items()}


def _rating(parts: Iterable[Mapping[int, int]], outcome: Outcome) -> Rating:
    n = total = squares = 0
    for counts in parts:
        for value, count in counts.items():
            points = value if outcome == "mean" else 100 * (value >= CSAT_SCALE.favourable_from)
            n, total = n + count, total + points * count
            squares += points**2 * count
    if n == 0:
        return Rating(None, None, "no_csat")
    if n < MINIMUM_CUSTOMERS:
        return Rating(None, None, "too_few_csat")
    # Whole numbers up to here, so that nothing cancels.
    spread = math.sqrt((n * squares - total**2) / (n * (n - 1)))
    return Rating(total / n, n, spread=spread)


def imported_ratings(name: str, readings: Iterable[Reading]) -> Rated:
    """The imported values of the same units and period.

    A period is the same where its name is, or where it means the reading's own days. The values of
    several units joined in a block are weighted by their n, and needed from all of them.
    """
    scores = reads_of_scores.unit_scores(name)
    by_name = {(score.unit_id, score.period): score for score in scores}
    by_days = {
        (score.unit_id, days): score for score in scores if (days := window_of(score.period))
    }
    found: dict[Key, Rating] = {}
    used: set[Key] = set()
    for reading in readings:
        mine = [
            by_name.get((unit, reading.wave))
            or (by_days.get((unit, reading.window)) if reading.window else None)
            for unit in reading.unit_ids
        ]
        used |= {(score.unit_code, score.period) for score in mine if score is not None}
        found[reading.key] = _weighted(mine)
    left = [s for s in scores if (s.unit_code, s.period) not in used]
    return Rated(found, tuple((score.unit_name, score.period) for score in left))


def _weighted(scores: list[reads_of_scores.UnitScore | None]) -> Rating:
    known = [score for score in scores if score is not None]
    if len(known) < len(scores) or not known:
        return Rating(None, None, "no_csat")
    counts = [score.n for score in known]
    if len(known) == 1 and counts[0] is None:
        return Rating(known[0].value, None)
    if None in counts:
        return Rating(None, None, "no_csat")
    n = sum(count or 0 for count in counts)
    if n < MINIMUM_CUSTOMERS:
        return Rating(None, None, "too_few_csat")
    total = sum(score.value * (count or 0) for score, count in zip(known, counts, strict=True))
    return Rating(total / n, n)
