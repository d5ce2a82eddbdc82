"""The engagement side: published figures of the pulse, or an imported series."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.insight.linkage.reasons import MINIMUM_ANSWERS, ReasonCode, Side
from survey.insight.linkage.windows import Window, window_of
from survey.privacy import gate
from survey.store import reads_of_scores

PULSE = "pulse"


@dataclass(frozen=True, slots=True)
class Reading:
    """Engagement of one group in one wave, or why it has none that may be used.

    `window` is the days whose contacts belong to it, None where a period's name does not tell.
    `is_whole_branch` says that the group is a unit with everything below it, not just its units.
    """

    group: str
    label: str
    unit_ids: tuple[int, ...]
    wave: str
    window: Window | None
    value: float | None
    n: int | None
    why_not: ReasonCode | None = None
    is_bounded: bool = False
    is_whole_branch: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What the reading is joined on."""
        return self.group, self.wave


@dataclass(frozen=True, slots=True)
class Readings:
    """Every reading of one side; `turnout` is (invited, answered) over all waves, if known."""

    side: Side
    readings: tuple[Reading, ...]
    turnout: tuple[int, int] | None = None


def pulse_readings(until_number: int | None = None) -> Readings:
    """The headline construct of every closed wave, block by block, as published."""
    readings: list[Reading] = []
    invited = answered = 0
    low, high = 1.0, 5.0
    for wave in gate.closed_waves():
        if until_number is not None and wave.number > until_number:
            continue
        scale = wave.instrument.items_of(wave.instrument.headline)[0].scale
        assert scale is not None
        low, high = float(scale.low), float(scale.high)
        for counted in gate.turnout(wave.id).values():
            invited += counted.n_invited
            answered += counted.n_answered
        readings += _of_wave(wave)
    turnout = (invited, answered) if invited else None
    return Readings(Side("Engagement", low, high), tuple(readings), turnout)


def _of_wave(wave: gate.WaveRef) -> list[Reading]:
    released = gate.cells(wave.id)
    return [
        _of_block(wave, block, released[block.id][wave.instrument.headline])
        for block in gate.blocks(wave.id)
    ]


def _of_block(wave: gate.WaveRef, block: gate.BlockRef, cell: gate.Cell) -> Reading:
    reading = Reading(
        group="+".join(str(unit) for unit in sorted(block.unit_ids)),
        label=block.name,
        unit_ids=block.unit_ids,
        wave=f"{wave.number:03d} {wave.name}",
        window=(wave.window_from, wave.window_until),
        value=None,
        n=None,
        why_not="below_threshold",
    )
    if isinstance(cell, gate.Suppressed):
        return reading
    return replace(
        reading, value=cell.value, n=cell.n, why_not=None, is_bounded=cell.form != "exact"
    )


def series_readings(name: str) -> Readings:
    """An imported engagement series, unit by unit.

    Raises:
        NotFound: there is no such series, or it holds satisfaction.
    """
    series = reads_of_scores.series(name, kind="engagement")
    readings = tuple(_of_score(score) for score in reads_of_scores.unit_scores(name))
    return Readings(Side(series.name, series.low, series.high), readings)


def _of_score(score: reads_of_scores.UnitScore) -> Reading:
    # Another system's small groups get the same protection as our own.
    is_small = score.n is not None and score.n < MINIMUM_ANSWERS
    return Reading(
        group=score.unit_code,
        label=score.unit_name,
        unit_ids=(score.unit_id,),
        wave=score.period,
        window=window_of(score.period),
        value=None if is_small else score.value,
        n=None if is_small else score.n,
        why_not="below_threshold" if is_small else None,
        is_whole_branch=True,
    )
