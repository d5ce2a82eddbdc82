"""Our people: turnout and what the newest closed pulse says, through the gate only.

A unit's edition holds only blocks that lie wholly within the unit, beside the whole centre. The
agents' edition holds no block by itself: every agent reads it, of all blocks.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from survey.insight.block_figures import Cells, constructs_of
from survey.insight.published import score_text, total_turnout
from survey.insight.report import (
    constructs,
    engagement_finding,
    people_figures,
    people_slope,
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
    by_block: tuple[Figure, ...]
    then_and_now: Figure | None
    by_wave: Figure | None
    extremes: str
    heat: tuple[HeatMap, ...]
    changes: Figure | None
    behind: str
    enps_words: str
    enps_note: str

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
        return _nothing(_no_block(frame, wave))
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
    codes = [one.code for one in constructs_of(wave)]
    movement = movement_of(wave, before, codes, inside=inside)
    n_hidden = sum(isinstance(cells[b.id][headline], gate.Suppressed) for b in blocks)
    has_any, scale = n_hidden < len(blocks), rules.scale_of(wave.instrument, headline)
    engagement = rules.centre(cells[block.id][headline] for block in blocks)
    change = movement.of(headline)
    enps_words, enps_note = _enps(wave) if inside is None else ("", "")
    waves = (*earlier, wave) if inside is None else ()
    return People(
        nothing="",
        finding=engagement_finding.words(engagement, change, before.name if before else ""),
        as_of=_as_of(frame, wave),
        wave=wave.name,
        wave_before=before.name if before else "",
        days=numbers.period(wave.opens_on, wave.closes_on),
        threshold=wave.threshold,
        blocks=tuple(BlockTurnout(block.name, turnout[block.id]) for block in blocks),
        turnout=total_turnout(turnout[block.id] for block in blocks),
        turnout_before=_turnout(before, inside) if before else None,
        engagement=engagement,
        centre=gate.centre(wave.id, headline),
        scale=scale,
        spread=gate.spread(wave.id, headline),
        n_hidden=n_hidden,
        movement=movement,
        change=change,
        by_block=_by_block(frame, wave, blocks, cells) if has_any else (),
        then_and_now=people_slope.then_and_now(wave, before, blocks),
        by_wave=people_figures.by_wave(waves),
        extremes=people_figures.extremes_of(waves),
        heat=constructs.heat_maps(wave, blocks, cells) if has_any else (),
        changes=constructs.changes(wave, before, movement),
        behind=constructs.moved(wave, before, movement),
        enps_words=enps_words,
        enps_note=enps_note,
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
        by_block=(),
        then_and_now=None,
        by_wave=None,
        extremes="",
        heat=(),
        changes=None,
        behind="",
        enps_words="",
        enps_note="",
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


def _no_block(frame: Frame, wave: gate.WaveRef) -> str:
    inside = frozenset(frame.scope.unit_ids)
    shared = any(not inside.isdisjoint(one.unit_ids) for one in gate.blocks(wave.id))
    if shared:
        return say(
            "In %(wave)s the agents of %(place)s answered together with other teams, so that nobody"
            " can be told apart. Nothing can be shown of them alone.",
            wave=wave.name,
            place=frame.place,
        )
    return say("Nobody of %(place)s was invited to %(wave)s.", wave=wave.name, place=frame.place)


def _as_of(frame: Frame, wave: gate.WaveRef) -> str:
    """Which wave is spoken of, where it did not close within the days of the report."""
    if frame.occasion.has_new_wave:
        return ""
    return say(
        "No pulse closed in these days. What follows is that of %(wave)s, which closed on %(day)s.",
        wave=wave.name,
        day=numbers.day(wave.closes_on),
    )


def _enps(wave: gate.WaveRef) -> tuple[str, str]:
    """The promoter score and the note below it."""
    cell = gate.enps(wave.id)
    if isinstance(cell, gate.Suppressed):
        return say("Hidden"), cell.reason
    note = say(
        "eNPS, %(n)s: the share that gave 9 or 10 minus the share that gave 0 to 6, from −100 to"
        " 100. It has no interval: that would need the single answers.",
        n=numbers.n(cell.n),
    )
    return score_text(cell), note
