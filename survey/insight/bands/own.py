"""An agent's own band, for nobody else until its weeks are shown to those who lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.insight.bands.agents import AgentBands
from survey.insight.bands.figure import MARKS
from survey.insight.bands.judging import Judged
from survey.insight.period import Period
from survey.insight.satisfaction import FEW
from survey.insight.words import bands as words
from survey.render.figures import BandMark
from survey.stats.bands import Band


@dataclass(frozen=True, slots=True)
class OwnBand:
    """One agent's band with what it means. `judged` is None below `least` answers."""

    period: Period
    shown_from: date
    n: int
    judged: Judged | None
    mark: BandMark
    word: str
    meaning: str
    lines: str
    least: int = FEW


def own_band(agent_id: int, bands: AgentBands) -> OwnBand:
    """One agent's part of the bands of all."""
    judged, lines = bands.of(agent_id), bands.lines
    is_judged = judged is not None and not judged.is_thin
    band = judged.band if judged is not None else Band.NOT_ENOUGH
    reason = bands.judgement.reason if bands.judgement is not None else None
    return OwnBand(
        period=bands.period,
        shown_from=bands.shown_from,
        n=0 if judged is None else judged.n,
        judged=judged if is_judged else None,
        mark=MARKS[band],
        word=words.BAND_WORDS[band],
        meaning=f"{words.no_bands(reason, 'agent')}." if reason else words.means(band),
        lines="" if lines is None else words.drawn_at(lines),
    )
