"""Our people in sentences: why there is nothing to show, of which wave, and the promoter score."""

from __future__ import annotations

from survey.insight.published import score_text
from survey.insight.report.frame import Frame
from survey.privacy import gate
from survey.render import numbers
from survey.render.speech import say


def shares_a_block(frame: Frame, wave: gate.WaveRef) -> bool:
    """Whether agents of the edition's unit answered in a block with those of others."""
    inside = frozenset(frame.scope.unit_ids)
    return any(not inside.isdisjoint(one.unit_ids) for one in gate.blocks(wave.id))


def no_block(frame: Frame, wave: gate.WaveRef) -> str:
    """Why no block of the wave lies wholly within the edition's unit."""
    if shares_a_block(frame, wave):
        return say(
            "In %(wave)s the agents of %(place)s answered together with other teams, so that nobody"
            " can be told apart. Nothing can be shown of them alone.",
            wave=wave.name,
            place=frame.place,
        )
    return say("Nobody of %(place)s was invited to %(wave)s.", wave=wave.name, place=frame.place)


def as_of(frame: Frame, wave: gate.WaveRef) -> str:
    """Which wave is spoken of, where it did not close within the days of the report."""
    if frame.occasion.has_new_wave:
        return ""
    return say(
        "No pulse closed in these days. What follows is that of %(wave)s, which closed on %(day)s.",
        wave=wave.name,
        day=numbers.day(wave.closes_on),
    )


def enps(wave: gate.WaveRef) -> tuple[str, str]:
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
