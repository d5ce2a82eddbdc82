"""The engagement side: published figures of the pulse, or an imported series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from survey.insight.linkage.reasons import MINIMUM_ANSWERS, ReasonCode, Side
from survey.insight.linkage.windows import Window, window_of
from survey.privacy import gate
from survey.store import reads_of_scores

PULSE = "pulse"


@dataclass(frozen=True, slots=True)
class Reading:
    """Engagement of one group in one wave, or why it has none that may be used.

    `window` is the days whose contacts belong to it, None where a period's name does not tell.
    `position` is the wave's place among all of them, from 0. `turnout` is (invited, answered).
    `is_whole_branch` says that the group is a unit with everything below it, not just its units.
    """

    group: str
    label: str
    unit_ids: tuple[int, ...]
    wave: str
    position: int
    window: Window | None
    value: float | None
    n: int | None
    why_not: ReasonCode | None = None
    form: gate.Form = "exact"
    turnout: tuple[int, int] | None = None
    is_whole_branch: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What the reading is joined on."""
        return self.group, self.wave


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave or period: its key, its place in time from 0, and what was published about it all.

    `number` and `closes_on` are those of our own pulse. `spread` is the pooled standard deviation
    within blocks that is printed with the wave, `reliability` what is printed of the headline
    construct; None where neither is.
    """

    key: str
    position: int
    number: int | None = None
    closes_on: date | None = None
    spread: float | None = None
    reliability: gate.Reliability | None = None

    @property
    def label(self) -> str:
        """Its name for a reader: the key without the number that puts it in order."""
        return self.key if self.number is None else self.key.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Readings:
    """Every reading of one side, and the waves they come from."""

    side: Side
    readings: tuple[Reading, ...]
    waves: tuple[Wave, ...]


def pulse_readings(until_number: int | None = None, *, window_days: int | None = None) -> Readings:
    """The headline construct of every closed wave, block by block, as published.

    With `window_days` the contacts are those of so many days from the one after the wave closed,
    else those of the days frozen with the wave.
    """
    readings: list[Reading] = []
    waves: list[Wave] = []
    low, high = 1.0, 5.0
    closed = [w for w in gate.closed_waves() if until_number is None or w.number <= until_number]
    for position, ref in enumerate(closed):
        scale = ref.instrument.items_of(ref.instrument.headline)[0].scale
        assert scale is not None
        low, high = float(scale.low), float(scale.high)
        wave = _wave(ref, position)
        waves.append(wave)
        readings += _of_wave(ref, wave, _window(ref, window_days))
    return Readings(Side("Engagement", low, high), tuple(readings), tuple(waves))


def _wave(ref: gate.WaveRef, position: int) -> Wave:
    construct = ref.instrument.headline
    return Wave(
        key=f"{ref.number:03d} {ref.name}",
        position=position,
        number=ref.number,
        closes_on=ref.closes_on,
        spread=gate.spread(ref.id, construct),
        reliability=gate.reliability(ref.id).get(construct),
    )


def _window(ref: gate.WaveRef, days: int | None) -> Window:
    if days is None:
        return ref.window_from, ref.window_until
    return ref.closes_on + timedelta(days=1), ref.closes_on + timedelta(days=days)


def _of_wave(ref: gate.WaveRef, wave: Wave, window: Window) -> list[Reading]:
    released, turnouts = gate.cells(ref.id), gate.turnout(ref.id)
    readings = []
    for block in gate.blocks(ref.id):
        cell, counted = released[block.id][ref.instrument.headline], turnouts.get(block.id)
        reading = Reading(
            group="+".join(str(unit) for unit in sorted(block.unit_ids)),
            label=block.name,
            unit_ids=block.unit_ids,
            wave=wave.key,
            position=wave.position,
            window=window,
            value=None,
            n=None,
            why_not="below_threshold",
            turnout=(counted.n_invited, counted.n_answered) if counted else None,
        )
        if isinstance(cell, gate.Published):
            reading = replace(reading, value=cell.value, n=cell.n, why_not=None, form=cell.form)
        readings.append(reading)
    return readings


def series_readings(name: str) -> Readings:
    """An imported engagement series, unit by unit.

    Raises:
        NotFound: there is no such series, or it holds satisfaction.
    """
    series = reads_of_scores.series(name, kind="engagement")
    scores = reads_of_scores.unit_scores(name)
    periods = sorted({score.period for score in scores}, key=_in_time)
    waves = tuple(Wave(period, place) for place, period in enumerate(periods))
    places = {wave.key: wave.position for wave in waves}
    readings = tuple(_of_score(score, places[score.period]) for score in scores)
    return Readings(Side(series.name, series.low, series.high), readings, waves)


def _in_time(period: str) -> tuple[date, str]:
    window = window_of(period)
    return (window[0] if window else date.max, period)


def _of_score(score: reads_of_scores.UnitScore, position: int) -> Reading:
    # Another system's small groups get the same protection as our own.
    is_small = score.n is not None and score.n < MINIMUM_ANSWERS
    return Reading(
        group=score.unit_code,
        label=score.unit_name,
        unit_ids=(score.unit_id,),
        wave=score.period,
        position=position,
        window=window_of(score.period),
        value=None if is_small else score.value,
        n=None if is_small else score.n,
        why_not="below_threshold" if is_small else None,
        is_whole_branch=True,
    )
