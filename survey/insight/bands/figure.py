"""The picture of bands: distances from the centre's mean, between the two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from survey.insight.bands.judging import Judged
from survey.insight.bands.lines import LinesInForce
from survey.insight.words.bands import BAND_WORDS
from survey.render import numbers
from survey.render.figures import (
    BandedRow,
    BandMark,
    Figure,
    Reference,
    banded_plot,
    deviation_axis,
    on_screen,
    subtitle,
)
from survey.render.speech import say
from survey.stats.bands import Band

MARKS: dict[Band, BandMark] = {
    Band.TOP: "top",
    Band.MIDDLE: "middle",
    Band.LOW: "low",
    Band.NOT_ENOUGH: "unknown",
}
_REACH_STEP = 0.25
Place = Callable[..., Figure]


@dataclass(frozen=True, slots=True)
class Placed:
    """One unit of the picture, with the address it leads to."""

    name: str
    judged: Judged
    href: str


def picture(
    placed: Sequence[Placed],
    *,
    centre: float,
    lines: LinesInForce,
    title: str,
    period: str,
    place: Place = on_screen,
) -> Figure | None:
    """The units that can be judged, in the order given; None where there are none."""
    rows = [row for one in placed if (row := _row(one, centre)) is not None]
    if not rows:
        return None
    low, high = lines.lines.low - centre, lines.lines.high - centre
    furthest = max(abs(end) for end in (low, high, *(end for r in rows for end in (r.low, r.high))))
    build = partial(
        banded_plot,
        rows,
        title=title,
        axis=deviation_axis(reach=_REACH_STEP * (furthest // _REACH_STEP + 1)),
        low=Reference(low, say("lower line %(value)s", value=numbers.change(low))),
        high=Reference(high, say("upper line %(value)s", value=numbers.change(high))),
    )
    what = say("Distance from the centre’s mean on the same work, in points")
    words = subtitle(what, period=period)
    return place(build, subtitle=words)


def _row(one: Placed, centre: float) -> BandedRow | None:
    shrunken = one.judged.shrunken
    if shrunken is None or shrunken.value is None or shrunken.interval is None:
        return None
    return BandedRow(
        one.name,
        shrunken.value - centre,
        shrunken.interval.low - centre,
        shrunken.interval.high - centre,
        one.judged.n,
        MARKS[one.judged.band],
        say(BAND_WORDS[one.judged.band]),
        one.href,
    )
