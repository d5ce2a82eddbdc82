"""Our people: turnout and what the newest closed pulse says, through the gate only.

A unit's edition holds only blocks that lie wholly within the unit, beside the whole centre. The
agents' edition holds no block by itself: every agent reads it, of all blocks.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from survey.insight.block_figures import Cells, constructs_of
from survey.insight.published import total_turnout
from survey.insight.report import (
    constructs,
    engagement_finding,
    people_figures,
    people_slope,
    people_words,
)
from survey.insight.report.frame import Frame
from survey.insight.report.movement import Change, Movement, movement_of
from survey.insight.report.paging import rows_of
from survey.instruments.items import Scale
from survey.privacy import gate, rules
from survey.render import numbers
from survey.render.figures import PRINT, PRINT_HALF, Figure, HeatMap
from survey.render.speech import say

NO_WAVE = Movement("", (), 0, 0)


@dataclass(frozen=True, slots=True)
class BlockTurnout:
    """A block with how many were invited and how many answered."""

    name: str
    turnout: gate.TurnoutRef

    @property
    def share(self) -> float:
        """Answered out of invited, 0 to 1."""
        return self.turnout.n_answered / self.turnout.n_invited


@dataclass(frozen=True, slots=True)
class People:
    """All about agents in the newest wave closed by then, as far as the edition may show it.

    `nothing` says why there is nothing to show, else it is empty; `as_of` which wave is spoken of.
    `engagement` is the headline over the blocks within the edition's scope, `centre` over all.
    `movement` compares the constructs with the wave before, `change` is the headline's part of it,
    `finding` says that in words, and `behind` how the others moved. `n_hidden` counts blocks in
    scope without a headline.
    """

    nothing: str
    finding: str
    as_of: str
    wave: str
    wave_before: str
    days: str
    threshold: int
    blocks: tuple[BlockTurnout, ...]
    turnout: gate.TurnoutRef
    turnout_before: gate.TurnoutRef | None
    engagement: gate.Cell
    centre: gate.Cell
    scale: Scale | None
    spread: float | None
    n_hidden: int
    movement: Movement
    change: Change | None
    by_block: tuple[Figure, ...] = ()
    then_and_now: Figure | None = None
    by_wave: Figure | None = None
    extremes: str = ""
    heat: tuple[HeatMap, ...] = ()
    changes: Figure | None = None
    behind: str = ""
    enps_words: str = ""
    enps_note: str = ""

    @property
    def share(self) -> float | None:
        """Answered out of invited over all blocks in scope, 0 to 1."""
        return self.turnout.n_answered / self.turnout.n_invited if self.turnout.n_invited else None


def people_of(frame: Frame) -> People:
    """What agents said in the newest wave closed by the end of the occasion."""
    wave = frame.occasion.wave
    if wave is None:
        return _nothing(say("No pulse has closed by then, so we cannot tell how our people are."))
    inside = None if frame.is_whole else frozenset(frame.scope.unit_ids)
    blocks = _blocks(wave, inside)
    if not blocks:
        nothing = _nothing(people_words.no_block(frame, wave))
        # There are answers, so page one says that they are hidden.
        hidden = people_words.shares_a_block(frame, wave)
        return replace(nothing, wave=wave.name) if hidden else nothing
    found = _people(frame, wave, blocks, inside)
    return _without_blocks(found) if frame.edition.kind == "agents" else found


def _without_blocks(found: People) -> People:
    return replace(found, blocks=(), by_block=(), then_and_now=None, heat=(), n_hidden=0)


def _people(
    frame: Frame,
    wave: gate.WaveRef,
    blocks: tuple[gate.BlockRef, ...],
    inside: Collection[int] | None,
) -> People:
    cells, turnout, headline = gate.cells(wave.id), gate.turnout(wave.id), wave.instrument.headline
    earlier = frame.occasion.earlier
    before = earlier[-1] if earlier else None
    movement = movement_of(wave, before, [one.code for one in constructs_of(wave)], inside=inside)
    engagement = rules.centre(cells[block.id][headline] for block in blocks)
    change = movement.of(headline)
    made = People(
        nothing="",
        finding=engagement_finding.words(engagement, change, before.name if before else ""),
        as_of=people_words.as_of(frame, wave),
        wave=wave.name,
        wave_before=before.name if before else "",
        days=numbers.period(wave.opens_on, wave.closes_on),
        threshold=wave.threshold,
        blocks=tuple(BlockTurnout(block.name, turnout[block.id]) for block in blocks),
        turnout=total_turnout(turnout[block.id] for block in blocks),
        turnout_before=_turnout(before, inside) if before else None,
        engagement=engagement,
        centre=gate.centre(wave.id, headline),
        scale=rules.scale_of(wave.instrument, headline),
        spread=gate.spread(wave.id, headline),
        n_hidden=sum(isinstance(cells[b.id][headline], gate.Suppressed) for b in blocks),
        movement=movement,
        change=change,
        behind=constructs.moved(wave, before, movement),
    )
    drawn = _drawn(made, frame, wave, before, blocks)
    return _of_the_centre(drawn, (*earlier, wave)) if inside is None else drawn


def _drawn(
    made: People,
    frame: Frame,
    wave: gate.WaveRef,
    before: gate.WaveRef | None,
    blocks: tuple[gate.BlockRef, ...],
) -> People:
    """The same with what is drawn of the blocks."""
    cells, has_any = gate.cells(wave.id), made.n_hidden < len(blocks)
    return replace(
        made,
        by_block=_by_block(frame, wave, blocks, cells) if has_any else (),
        then_and_now=people_slope.then_and_now(wave, before, blocks),
        heat=constructs.heat_maps(wave, blocks, cells) if has_any else (),
        changes=constructs.changes(wave, before, made.movement),
    )


def _by_block(
    frame: Frame, wave: gate.WaveRef, blocks: tuple[gate.BlockRef, ...], cells: Cells
) -> tuple[Figure, ...]:
    """Engagement by block; a team's only one shares the width of its page with words."""
    is_single = not frame.is_whole and len(blocks) == 1
    return people_figures.by_block(
        wave,
        blocks,
        cells,
        canvas=PRINT_HALF if is_single else PRINT,
        room=rows_of(frame.edition),
    )


def _of_the_centre(made: People, waves: tuple[gate.WaveRef, ...]) -> People:
    """The same with what there is of the whole centre only."""
    enps_words, enps_note = people_words.enps(waves[-1])
    return replace(
        made,
        by_wave=people_figures.by_wave(waves),
        extremes=people_figures.extremes_of(waves),
        enps_words=enps_words,
        enps_note=enps_note,
    )


def _nothing(why: str) -> People:
    hidden = gate.Suppressed(why)
    return People(
        nothing=why,
        finding=say("How our people are we cannot tell"),
        as_of="",
        wave="",
        wave_before="",
        days="",
        threshold=0,
        blocks=(),
        turnout=gate.TurnoutRef(0, 0),
        turnout_before=None,
        engagement=hidden,
        centre=hidden,
        scale=None,
        spread=None,
        n_hidden=0,
        movement=NO_WAVE,
        change=None,
    )


def _blocks(wave: gate.WaveRef, inside: Collection[int] | None) -> tuple[gate.BlockRef, ...]:
    """The blocks that lie wholly within these units, all of them where None."""
    found = gate.blocks(wave.id)
    if inside is None:
        return found
    return tuple(one for one in found if set(inside).issuperset(one.unit_ids))


def _turnout(wave: gate.WaveRef, inside: Collection[int] | None) -> gate.TurnoutRef | None:
    """The turnout of an earlier wave over the blocks within, None where there are none."""
    blocks, turnout = _blocks(wave, inside), gate.turnout(wave.id)
    return total_turnout(turnout[block.id] for block in blocks) if blocks else None
