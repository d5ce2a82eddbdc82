"""Sentences about what stayed out of the drivers, what is a bound, and what comes in turn."""

from __future__ import annotations

from survey.insight.drivers.material import Material
from survey.insight.words.constructs import construct_inside, construct_name, listed
from survey.insight.words.drivers import is_turned
from survey.render.speech import say, say_n


def left_out(material: Material) -> tuple[str, ...]:
    """What stayed out, what is a bound, and what comes in turn."""
    found = []
    if material.n_hidden:
        found.append(say("Figures that are hidden because too few answered enter nowhere."))
    if material.n_bounded:
        found.append(
            say_n(
                "%(num)s figure published only as a bound, to protect unanimous groups, enter as"
                " that.",
                "%(num)s figures published only as a bound, to protect unanimous groups, enter as"
                " that.",
                material.n_bounded,
            )
        )
    in_turn = [one for one in material.constructs if one.n_waves < material.n_waves]
    if in_turn:
        found.append(
            say(
                "Not asked in every wave in the same words: %(names)s. Each is compared in the"
                " waves that asked it, and has no share of the whole.",
                names=", ".join(construct_name(one.construct) for one in in_turn),
            )
        )
    lower = [construct_inside(one.construct) for one in material.constructs if is_turned(one)]
    if lower:
        found.append(
            say(
                "Less is better for %(names)s; the picture shows it turned round.",
                names=listed(lower),
            )
        )
    return tuple(found)
