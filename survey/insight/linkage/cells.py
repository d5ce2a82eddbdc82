"""The cells a linkage is computed from: engagement and satisfaction of one group in one wave.

Engagement of the pulse is read through the gate, so a hidden figure cannot get in. Cells are
joined on group and wave, never on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from survey.instruments.satisfaction import CSAT, CSAT_SCALE
from survey.privacy import gate
from survey.store import reads_of_satisfaction, reads_of_scores

PULSE = "pulse"
MINIMUM_CUSTOMERS = 10
MINIMUM_ANSWERS = 5

ReasonCode = Literal["no_pulse", "below_threshold", "no_csat", "too_few_csat"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one axis holds: its name and the ends of its scale."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Engagement and satisfaction of one group in one wave, with how many answered each.

    `is_bounded` says that engagement was published only as "at least" or "at most" this value.
    """

    group: str
    label: str
    wave: str
    engagement: float
    n_engagement: int | None
    satisfaction: float
    n_satisfaction: int | None
    is_bounded: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A group and wave that stayed out, and why."""

    label: str
    wave: str
    reason: ReasonCode


@dataclass(frozen=True, slots=True)
class Material:
    """Everything one linkage is computed from, and what its groups are called.

    `turnout` is (invited, answered) over all waves, if known.
    """

    engagement: Side
    satisfaction: Side
    cells: tuple[Cell, ...]
    exclusions: tuple[Exclusion, ...]
    noun: str
    turnout: tuple[int, int] | None = None


def from_waves(until_number: int | None = None) -> Material:
    """Published engagement of closed waves beside the CSAT of the same units and window.

    With `until_number` later waves are left out, so that a report on an earlier wave stays as
    it was.
    """
    cells: list[Cell] = []
    exclusions: list[Exclusion] = []
    invited = answered = 0
    low, high = 1.0, 5.0
    for wave in gate.closed_waves():
        if until_number is not None and wave.number > until_number:
            continue
        construct = wave.instrument.headline
        scale = wave.instrument.items_of(construct)[0].scale
        assert scale is not None
        low, high = float(scale.low), float(scale.high)
        for counted in gate.turnout(wave.id).values():
            invited += counted.n_invited
            answered += counted.n_answered
        _add_wave(wave, construct, cells, exclusions)
    return Material(
        engagement=Side("Engagement", low, high),
        satisfaction=Side("CSAT", float(CSAT_SCALE.low), float(CSAT_SCALE.high)),
        cells=tuple(sorted(cells, key=lambda cell: (cell.group, cell.wave))),
        exclusions=tuple(exclusions),
        noun="team",
        turnout=(invited, answered) if invited else None,
    )


def _add_wave(
    wave: gate.WaveRef, construct: str, cells: list[Cell], exclusions: list[Exclusion]
) -> None:
    blocks = gate.blocks(wave.id)
    released = gate.cells(wave.id)
    name = f"{wave.number:03d} {wave.name}"
    customers = _customers_by_unit(wave, [unit for block in blocks for unit in block.unit_ids])
    for block in blocks:
        engagement = released.get(block.id, {}).get(construct)
        counts = _joined(customers.get(unit, {}) for unit in block.unit_ids)
        reason = _why_not(engagement, sum(counts.values()))
        if reason is not None or not isinstance(engagement, gate.Published):
            exclusions.append(Exclusion(block.name, name, reason or "no_pulse"))
            continue
        n = sum(counts.values())
        cells.append(
            Cell(
                group="+".join(str(unit) for unit in sorted(block.unit_ids)),
                label=block.name,
                wave=name,
                engagement=engagement.value,
                n_engagement=engagement.n,
                satisfaction=sum(value * count for value, count in counts.items()) / n,
                n_satisfaction=n,
                is_bounded=engagement.form != "exact",
            )
        )


def _customers_by_unit(wave: gate.WaveRef, unit_ids: list[int]) -> dict[int, dict[int, int]]:
    found = reads_of_satisfaction.answer_counts(
        CSAT,
        from_on=wave.window_from,
        until_on=wave.window_until,
        unit_ids=unit_ids,
        by=("unit",),
    )
    return {key[0]: counts for key, counts in found.items()}


def _joined(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for part in parts:
        for value, count in part.items():
            total[value] = total.get(value, 0) + count
    return total


def _why_not(engagement: gate.Cell | None, n_customers: int) -> ReasonCode | None:
    if engagement is None:
        return "no_pulse"
    if isinstance(engagement, gate.Suppressed):
        return "below_threshold"
    if n_customers == 0:
        return "no_csat"
    return "too_few_csat" if n_customers < MINIMUM_CUSTOMERS else None


def from_series(engagement: str, satisfaction: str) -> Material:
    """Two imported series, joined on unit and period.

    Raises:
        NotFound: a series with that name does not exist.
    """
    x, y = reads_of_scores.series(engagement), reads_of_scores.series(satisfaction)
    lookup = {(s.unit_code, s.period): s for s in reads_of_scores.unit_scores(satisfaction)}
    cells: list[Cell] = []
    exclusions: list[Exclusion] = []
    for ours in reads_of_scores.unit_scores(engagement):
        theirs = lookup.pop((ours.unit_code, ours.period), None)
        reason = _why_not_scores(ours, theirs)
        if reason is not None or theirs is None:
            exclusions.append(Exclusion(ours.unit_name, ours.period, reason or "no_csat"))
            continue
        cells.append(
            Cell(
                group=ours.unit_code,
                label=ours.unit_name,
                wave=ours.period,
                engagement=ours.value,
                n_engagement=ours.n,
                satisfaction=theirs.value,
                n_satisfaction=theirs.n,
            )
        )
    exclusions += [Exclusion(s.unit_name, s.period, "no_pulse") for s in lookup.values()]
    return Material(
        engagement=Side(x.name, x.low, x.high),
        satisfaction=Side(y.name, y.low, y.high),
        cells=tuple(cells),
        exclusions=tuple(exclusions),
        noun="unit",
    )


def _why_not_scores(
    ours: reads_of_scores.UnitScore, theirs: reads_of_scores.UnitScore | None
) -> ReasonCode | None:
    # Elsewhere's small groups get the same protection as our own.
    if ours.n is not None and ours.n < MINIMUM_ANSWERS:
        return "below_threshold"
    if theirs is None:
        return "no_csat"
    if theirs.n is not None and theirs.n < MINIMUM_CUSTOMERS:
        return "too_few_csat"
    return None
