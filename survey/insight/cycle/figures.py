"""The cycle as a picture: six stations, six arrows, each with its state in line and word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from survey.insight.cycle.analysis import Cycle
from survey.insight.words import cycle as words
from survey.render.figures import Figure, RingArrow, RingStation, on_screen, ring, subtitle
from survey.render.speech import say


def ring_figure(cycle: Cycle, *, place: Callable[..., Figure] = on_screen) -> Figure:
    """The ring, whatever is known; what is not is written on its arrows."""
    build = partial(
        ring,
        [
            RingStation(
                say(step.source.name), "customers" if step.source.is_customers else "agents"
            )
            for step in cycle.steps
        ],
        [
            RingArrow(
                "no evidence here" if step.state == "no link that matters" else step.state,
                words.arrow(step),
                words.beside_arrow(step),
            )
            for step in cycle.steps
        ],
        title=words.title(cycle),
    )
    return place(
        build,
        subtitle=subtitle(
            say(
                "Each arrow is one link inside teams or blocks, r with its 95% interval at the lag"
                " that is clearest"
            )
        ),
    )
