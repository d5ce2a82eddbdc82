"""A closed wave as an agent reads it: the centre, their own block, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.access import Viewer
from survey.insight.asks import AskGroup, ask_groups
from survey.insight.between_waves import WaveChanges, wave_changes
from survey.insight.block_figures import centre_figure, constructs_of
from survey.insight.published import figure_text, promoter_text, total_turnout
from survey.insight.said import SaidLine, said_about
from survey.insight.waves import closed_wave
from survey.privacy import gate
from survey.store.pulse import rosters


@dataclass(frozen=True, slots=True)
class OwnBlock:
    """The block in which the agent was invited. A `figure` says why where none is published.

    `changes` is None in the first wave.
    """

    name: str
    turnout: gate.TurnoutRef
    figures: tuple[str, ...]
    changes: WaveChanges | None


@dataclass(frozen=True, slots=True)
class OwnWavePage:
    """One closed wave for one agent; `own` is None where the agent was not invited to it.

    `constructs` and `centre`, and the figures of `own`, go side by side. `said` is what came of it.
    """

    wave: gate.WaveRef
    turnout: gate.TurnoutRef
    constructs: tuple[str, ...]
    centre: tuple[str, ...]
    enps: str
    own: OwnBlock | None
    asks: tuple[AskGroup, ...]
    said: tuple[SaidLine, ...]


def own_wave_page(number: int, viewer: Viewer) -> OwnWavePage:
    """What an agent may read about a closed wave: of the blocks their own and no other.

    Raises:
        NotFound: there is no such wave.
        NotYet: the wave is still open.
    """
    wave = closed_wave(number)
    constructs = constructs_of(wave)
    return OwnWavePage(
        wave=wave,
        turnout=total_turnout(gate.turnout(wave.id).values()),
        constructs=tuple(one.name for one in constructs),
        centre=tuple(centre_figure(wave, one) for one in constructs),
        enps=promoter_text(gate.enps(wave.id)),
        own=_own_block(wave, viewer.agent_id, [one.code for one in constructs]),
        asks=ask_groups(wave),
        said=said_about(wave.number),
    )


def _own_block(wave: gate.WaveRef, agent_id: int | None, constructs: list[str]) -> OwnBlock | None:
    """The block of the roster, which is that of the opening day, wherever the agent is by now."""
    assert agent_id is not None  # the schema: a user is an agent's exactly where the role says so
    mine = rosters.block_of(agent_id, wave.id)
    block = next((one for one in gate.blocks(wave.id) if one.id == mine), None)
    if block is None:
        return None
    cells = gate.cells(wave.id)[block.id]
    return OwnBlock(
        name=block.name,
        turnout=gate.turnout(wave.id)[block.id],
        figures=tuple(figure_text(cells[code]) for code in constructs),
        changes=wave_changes(wave, (block,)),
    )
