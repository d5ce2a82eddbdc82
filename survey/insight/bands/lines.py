"""The lines a band has to clear: those that people set, else the centre's mean and a margin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.bands import Lines
from survey.store import reads_of_bands
from survey.store.fields import from_seconds

# One customer in four answering one point higher or lower; see docs/decisions/0017-bands.md.
MARGIN = 0.25


@dataclass(frozen=True, slots=True)
class LinesInForce:
    """The two lines around the centre's mean, and since which day people have set them.

    `set_on` is None where nobody has.
    """

    centre: float
    lines: Lines
    set_on: date | None

    @property
    def leaves_no_room(self) -> bool:
        """Whether one of the lines lies at or beyond an end of the scale."""
        return self.lines.high >= CSAT_SCALE.high or self.lines.low <= CSAT_SCALE.low


def lines_in_force(centre: float, *, zone: tzinfo) -> LinesInForce:
    """The lines for a centre whose customers chose this on average."""
    found = reads_of_bands.lines_of_the_centre()
    if found is None:
        return LinesInForce(centre, Lines(centre - MARGIN, centre + MARGIN), None)
    set_on = from_seconds(found.set_at).astimezone(zone).date()
    return LinesInForce(centre, Lines(found.low, found.high), set_on)
