"""Engagement of each block then and now, over blocks of the same people's units."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from survey.insight.between_waves import change_between, is_same_construct
from survey.insight.findings import ALPHA, clear_of_chance
from survey.instruments.items import Scale
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import Axis, Figure, SlopeRow, mean_axis, on_paper, slope, subtitle
from survey.render.speech import say, say_n
from survey.stats.result import Estimate

# How a single block moved is said in a sentence.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Moved:
    """A block shown exactly in both waves, and whether it moved by more than chance."""

    name: str
    then: gate.Published
    now: gate.Published
    change: Estimate
    is_clear: bool = False


def then_and_now(
    wave: gate.WaveRef, before: gate.WaveRef | None, blocks: Sequence[gate.BlockRef]
) -> Figure | None:
    """A line per block from the wave before to this one; None for fewer than two of them.

    A bound is no place on a line, so blocks are left out that show one in either wave. A line is
    emphasised whose interval leaves out zero; the title names what is clear among all compared.
    """
    headline = wave.instrument.headline
    if before is None or not is_same_construct(wave, before, headline):
        return None
    found = _judged(_pairs(wave, before, blocks))
    if len(found) < FEWEST:
        return None
    scale = rules.scale_of(wave.instrument, headline)
    build = partial(
        slope,
        [_row(one) for one in found],
        title=_title(found),
        axis=_axis(found, scale),
        before=before.name,
        after=wave.name,
        threshold=wave.threshold,
    )
    words = say(
        "Mean engagement from %(low)s to %(high)s of %(blocks)s",
        low=numbers.whole(scale.low),
        high=numbers.whole(scale.high),
        blocks=say_n(
            "%(num)s block shown in both waves", "%(num)s blocks shown in both waves", len(found)
        ),
    )
    return on_paper(build, subtitle=f"{subtitle(words)} {_caution(found)}".rstrip())


def _caution(found: Sequence[_Moved]) -> str:
    """What a bold line does not say, where one is clear by itself only."""
    if all(one.is_clear or (one.change.p or 1.0) >= ALPHA for one in found):
        return ""
    return say("A bold line looks clear by itself; among all compared chance explains it.")


def _axis(found: Sequence[_Moved], scale: Scale) -> Axis:
    """The scale cut to the halves around the means: on all of it the lines fall into one."""
    values = [one.value for pair in found for one in (pair.then, pair.now)]
    low = max(float(scale.low), math.floor(2 * min(values)) / 2)
    high = min(float(scale.high), math.ceil(2 * max(values)) / 2)
    return mean_axis(low=low, high=max(high, low + 0.5), top=scale.high)


def _pairs(
    wave: gate.WaveRef, before: gate.WaveRef, blocks: Sequence[gate.BlockRef]
) -> list[_Moved]:
    headline = wave.instrument.headline
    then: Mapping[tuple[int, ...], gate.Cell] = {
        block.unit_ids: gate.cells(before.id)[block.id][headline]
        for block in gate.blocks(before.id)
    }
    cells = gate.cells(wave.id)
    spreads = [gate.spread(one.id, headline) for one in (wave, before)]
    made = []
    for block in blocks:
        now, earlier = cells[block.id][headline], then.get(block.unit_ids)
        change = None if earlier is None else change_between(now, earlier, *spreads)
        if change is None or change.p is None:
            continue
        assert isinstance(now, gate.Published)
        assert isinstance(earlier, gate.Published)
        made.append(_Moved(block.name, earlier, now, change))
    return made


def _judged(found: Sequence[_Moved]) -> list[_Moved]:
    clear = clear_of_chance([one.change.p or 0.0 for one in found])
    return [
        _Moved(one.name, one.then, one.now, one.change, is_clear)
        for one, is_clear in zip(found, clear, strict=True)
    ]


def _row(found: _Moved) -> SlopeRow:
    low, high = found.change.ends
    return SlopeRow(
        found.name, found.then.value, found.now.value, low, high, found.then.n, found.now.n
    )


def _title(found: Sequence[_Moved]) -> str:
    clear = [one for one in found if one.is_clear]
    if not clear:
        return say_n(
            "Of %(num)s block compared, none moved by more than chance explains",
            "Of %(num)s blocks compared, none moved by more than chance explains",
            len(found),
        )
    if len(clear) > 2:
        return say_n(
            "%(num)s block moved by more than chance explains",
            "%(num)s blocks moved by more than chance explains",
            len(clear),
        )
    parts = [_moved(one) for one in clear]
    if len(parts) == 1:
        return parts[0]
    return say("%(one)s and %(other)s", one=parts[0], other=parts[1])


def _moved(found: _Moved) -> str:
    if found.now.value > found.then.value:
        return say("%(block)s rose", block=found.name)
    return say("%(block)s fell", block=found.name)
