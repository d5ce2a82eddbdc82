"""What the drivers are computed from: published figures of every construct, block by wave.

A construct is the same from wave to wave where its items are, word for word; of one that was
reworded, the waves that asked it as the latest did enter. Nothing hidden can get in: the pulse is
read through the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.insight.block_figures import constructs_of
from survey.insight.linkage.engagement import Reading
from survey.insight.linkage.satisfaction import own_ratings
from survey.instruments.items import Construct
from survey.privacy import gate


@dataclass(frozen=True, slots=True)
class Row:
    """One block in one wave: its published constructs, and its customers' satisfaction.

    `values` holds what is published, by construct; `satisfaction` is None where too few rated.
    """

    group: str
    unit_ids: tuple[int, ...]
    wave: str
    values: Mapping[str, float]
    satisfaction: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A construct as the latest wave asked it, with its figure over the centre in that wave."""

    construct: Construct
    n_waves: int
    latest: gate.WaveRef
    centre: gate.Cell
    spread: float | None


@dataclass(frozen=True, slots=True)
class Material:
    """Every construct that was asked, by how often and then as asked, and every row.

    `headline` is the construct that leads the pulse. `n_waves` counts the closed waves, `n_hidden`
    and `n_bounded` the figures that are hidden, and published only as a bound.
    """

    headline: Construct | None
    constructs: tuple[Asked, ...]
    rows: tuple[Row, ...]
    n_waves: int
    n_hidden: int
    n_bounded: int


def gather(*, until_number: int | None = None) -> Material:
    """The constructs and rows of all closed waves, or of those up to that number."""
    waves = tuple(
        one for one in gate.closed_waves() if until_number is None or one.number <= until_number
    )
    if not waves:
        return Material(None, (), (), 0, 0, 0)
    asked = _asked(waves)
    rows: list[Row] = []
    n_hidden = n_bounded = 0
    for position, wave in enumerate(waves):
        released = gate.cells(wave.id)
        codes = [one.construct.code for one in asked.values() if _is_alike(one, wave)]
        readings = [_reading(wave, block, position) for block in gate.blocks(wave.id)]
        rated = own_ratings(readings).found
        for block, reading in zip(gate.blocks(wave.id), readings, strict=True):
            cells = {code: released[block.id][code] for code in codes}
            shown = {c: cell for c, cell in cells.items() if isinstance(cell, gate.Published)}
            n_hidden += len(cells) - len(shown)
            n_bounded += sum(cell.form != "exact" for cell in shown.values())
            values = {code: cell.value for code, cell in shown.items()}
            satisfaction = rated[reading.key].value
            rows.append(Row(reading.group, reading.unit_ids, reading.wave, values, satisfaction))
    latest = waves[-1].instrument
    return Material(
        headline=latest.construct(latest.headline),
        constructs=tuple(asked.values()),
        rows=tuple(rows),
        n_waves=len(waves),
        n_hidden=n_hidden,
        n_bounded=n_bounded,
    )


def _asked(waves: tuple[gate.WaveRef, ...]) -> dict[str, Asked]:
    latest: dict[str, tuple[Construct, gate.WaveRef]] = {}
    for wave in reversed(waves):
        for construct in constructs_of(wave):
            latest.setdefault(construct.code, (construct, wave))
    return {
        code: Asked(
            construct=construct,
            n_waves=sum(_items(one, code) == _items(wave, code) for one in waves),
            latest=wave,
            centre=gate.centre(wave.id, code),
            spread=gate.spread(wave.id, code),
        )
        for code, (construct, wave) in latest.items()
    }


def _items(wave: gate.WaveRef, code: str) -> object:
    return wave.instrument.items_of(code)


def _is_alike(one: Asked, wave: gate.WaveRef) -> bool:
    return _items(one.latest, one.construct.code) == _items(wave, one.construct.code)


def _reading(wave: gate.WaveRef, block: gate.BlockRef, position: int) -> Reading:
    return Reading(
        group="+".join(str(unit) for unit in sorted(block.unit_ids)),
        label=block.name,
        unit_ids=block.unit_ids,
        wave=f"{wave.number:03d} {wave.name}",
        position=position,
        window=(wave.window_from, wave.window_until),
        value=None,
        n=None,
    )
