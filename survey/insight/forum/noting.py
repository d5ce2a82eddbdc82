"""The page on which somebody puts in words what agents ask for, beside what agents wrote."""

from __future__ import annotations

from dataclasses import dataclass

from survey.insight.asks import AskGroup, ask_groups
from survey.insight.forum.board import Typed
from survey.insight.said import SaidLine, said_about
from survey.insight.waves import closed_wave
from survey.intake.decision import DRIVERS, LONGEST
from survey.intake.meeting import ask_reference
from survey.privacy import gate
from survey.store import reads_of_meetings


@dataclass(frozen=True, slots=True)
class NotingPage:
    """The remarks of a closed wave, the asks noted about it so far, and the form for one more.

    `loose` are asks that can be taken back: nobody has answered or talked about them.
    """

    wave: gate.WaveRef
    groups: tuple[AskGroup, ...]
    said: tuple[SaidLine, ...]
    loose: tuple[SaidLine, ...]
    typed: Typed
    drivers: tuple[tuple[str, str], ...]


def noting_page(number: int, typed: Typed) -> NotingPage:
    """The page about one closed wave, with what is typed into its form.

    Raises:
        NotFound: there is no such wave.
        NotYet: the wave is still open.
    """
    wave = closed_wave(number)
    said = said_about(wave.number)
    return NotingPage(
        wave=wave,
        groups=ask_groups(wave),
        said=said,
        loose=tuple(one for one in said if _is_loose(one)),
        typed=typed,
        drivers=(("", "Choose"), *((one, one) for one in DRIVERS)),
    )


def _is_loose(line: SaidLine) -> bool:
    reference = ask_reference(line.wave_number, line.driver, line.ask)
    return line.is_noted and line.is_waiting and not reads_of_meetings.was_on_agenda(reference)


def prefilled(number: int, driver: str, place: str) -> Typed:
    """What stands in the form who comes from a theme: its driver and its most typical remark.

    Raises:
        NotFound: there is no such wave.
        NotYet: the wave is still open.
    """
    groups = [one for one in ask_groups(closed_wave(number)) if one.driver == driver]
    if not groups:
        return Typed()
    values = {"driver": driver}
    themes = groups[0].themes
    if place.isdecimal() and 1 <= int(place) <= len(themes):
        values["ask"] = " ".join(themes[int(place) - 1].typical.split())[: LONGEST["ask"]]
    return Typed(values)
