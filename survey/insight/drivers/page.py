"""What the page of the drivers shows, as one frozen object."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.drivers.analysis import (
    DriverLink,
    Drivers,
    with_engagement,
    with_satisfaction,
)
from survey.insight.drivers.figures import engagement_figure, satisfaction_figure
from survey.insight.drivers.material import Material, gather
from survey.insight.words import drivers as words
from survey.insight.words import shares
from survey.insight.words.constructs import construct_name
from survey.insight.words.drivers_left_out import left_out
from survey.insight.words.inside import r_inside
from survey.render.figures import Figure, on_paper
from survey.render.speech import say


@dataclass(frozen=True, slots=True)
class DriverLine:
    """A construct's row, every number already in words; `share` is empty without shares."""

    name: str
    r: str
    reading: str
    q: str
    rows: str
    blocks: str
    between: str
    waves: str
    share: str


@dataclass(frozen=True, slots=True)
class DriverSection:
    """One outcome: the whole model first, then the picture and a row per construct."""

    headline: str
    whole_model: str
    figure: Figure | None
    lines: tuple[DriverLine, ...]
    has_shares: bool
    family: str
    approximate: str


@dataclass(frozen=True, slots=True)
class DriversPage:
    """Drivers in words, numbers and pictures."""

    descriptive: str
    satisfaction: DriverSection
    engagement: DriverSection
    common_method: str
    taken_out: str
    left_out: tuple[str, ...]


def drivers_page() -> DriversPage:
    """The drivers of satisfaction and of engagement, from everything that is published."""
    material = gather()
    satisfaction, engagement = with_satisfaction(material), with_engagement(material)
    return DriversPage(
        descriptive=say(words.DESCRIPTIVE),
        satisfaction=_section(material, satisfaction, satisfaction_figure(material, satisfaction)),
        engagement=_section(material, engagement, engagement_figure(engagement)),
        common_method=say(words.COMMON_METHOD),
        taken_out=words.taken_out(),
        left_out=left_out(material),
    )


def satisfaction_on_paper(*, until_number: int) -> DriverSection:
    """The drivers of satisfaction up to a wave, with the picture drawn for print."""
    material = gather(until_number=until_number)
    found = with_satisfaction(material)
    return _section(material, found, satisfaction_figure(material, found, place=on_paper))


def _section(material: Material, drivers: Drivers, figure: Figure | None) -> DriverSection:
    return DriverSection(
        headline=words.headline(drivers),
        whole_model=shares.whole_model(drivers),
        figure=figure,
        lines=tuple(_line(material, drivers, link) for link in drivers.links),
        has_shares=bool(drivers.weights.shares),
        family=words.family(drivers),
        approximate=words.approximate(drivers),
    )


def _line(material: Material, drivers: Drivers, link: DriverLink) -> DriverLine:
    return DriverLine(
        name=construct_name(link.asked.construct),
        r="" if link.inside.estimate.value is None else r_inside(link.inside),
        reading=words.reading(link),
        q=words.judged_by(link),
        rows=words.rows(link),
        blocks=words.blocks(link),
        between=words.between(link),
        waves=words.asked_words(link.asked, material.n_waves),
        share=shares.share(drivers, link),
    )
