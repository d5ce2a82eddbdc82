"""The page on which somebody puts in words what agents ask for, beside what agents wrote."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.asks import AskGroup, ask_groups
from survey.insight.forum.board import Typed
from survey.insight.report.report import reportable
from survey.insight.said import SaidLine, said_about
from survey.intake.decision import DRIVERS, LONGEST
from survey.privacy import gate


@dataclass(frozen=True, slots=True)
class NotingPage:
    """The remarks of a closed wave, the asks noted about it so far, and the form for one more."""

    wave: gate.WaveRef
    groups: tuple[AskGroup, ...]
    said: tuple[SaidLine, ...]
    typed: Typed
    drivers: tuple[tuple[str, str], ...]


def noting_page(number: int, typed: Typed) -> NotingPage:
    """The page about one closed wave, with what is typed into its form.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    wave = reportable(number)
    return NotingPage(
        wave=wave,
        groups=ask_groups(wave),
        said=said_about(wave.number),
        typed=typed,
        drivers=(("", "Choose"), *((one, one) for one in DRIVERS)),
    )


def prefilled(number: int, driver: str, place: str) -> Typed:
    """What stands in the form who comes from a theme: its driver and its most typical remark.

    Raises:
        NotFound: there is no such wave, or it is still open.
    """
    groups = [one for one in ask_groups(reportable(number)) if one.driver == driver]
    if not groups:
        return Typed()
    values = {"driver": driver}
    themes = groups[0].themes
    if place.isdecimal() and 1 <= int(place) <= len(themes):
        values["ask"] = " ".join(themes[int(place) - 1].typical.split())[: LONGEST["ask"]]
    return Typed(values)
