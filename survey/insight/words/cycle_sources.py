"""Sentences about where the figures of the cycle come from."""

from __future__ import annotations

from collections.abc import Sequence

from survey.insight.cycle.stations import STATIONS, Material
from survey.insight.words.compared import counted
from survey.render import numbers


def sources(material: Material) -> tuple[str, ...]:
    """Where the figures come from: the imported series by name, and what of strain is published."""
    named = [
        f"{station.name} is the imported series {material.series[station.code]}."
        for station in STATIONS
        if station.code in material.series
    ]
    return (*named, *_of_strain(material))


def _of_strain(material: Material) -> Sequence[str]:
    if not material.n_waves:
        return ()
    found = [
        f"Strain comes from {counted(material.n_waves, 'closed wave')}, from published figures of"
        " blocks only: a block is one team, or small teams joined so that nobody can be singled"
        " out."
    ]
    if material.n_hidden:
        found.append("Figures that are hidden because too few answered enter nowhere.")
    if material.n_bounded:
        found.append(
            f"{numbers.counted(material.n_bounded, 'figure')} of strain published only as a bound"
            " enter as that bound."
        )
    return found
