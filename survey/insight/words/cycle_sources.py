"""Sentences about where the figures of the cycle come from."""

from __future__ import annotations

from collections.abc import Sequence

from survey.insight.cycle.stations import STATIONS, Material
from survey.render.speech import say, say_n


def sources(material: Material) -> tuple[str, ...]:
    """Where the figures come from: the imported series by name, and what of strain is published."""
    named = [
        say(
            "%(station)s is the imported series %(series)s.",
            station=say(station.name),
            series=material.series[station.code],
        )
        for station in STATIONS
        if station.code in material.series
    ]
    return (*named, *_of_strain(material))


def _of_strain(material: Material) -> Sequence[str]:
    if not material.n_waves:
        return ()
    found = [
        say_n(
            "Strain comes from %(num)s closed wave, from published figures of blocks only: a block"
            " is one team, or small teams joined so that nobody can be singled out.",
            "Strain comes from %(num)s closed waves, from published figures of blocks only: a block"
            " is one team, or small teams joined so that nobody can be singled out.",
            material.n_waves,
        )
    ]
    if material.n_hidden:
        found.append(say("Figures that are hidden because too few answered enter nowhere."))
    if material.n_bounded:
        found.append(
            say_n(
                "%(num)s figure of strain published only as a bound enter as that bound.",
                "%(num)s figures of strain published only as a bound enter as that bound.",
                material.n_bounded,
            )
        )
    return found
