"""Waves that ask about other constructs than the one before: every page and the report bear it."""

from __future__ import annotations

from collections.abc import Callable

from survey.instruments.rotation import Choice, pulse_for
from survey.intake.editions import Edition
from survey.privacy import gate
from tests import forums, waves
from tests.centre import Centre
from tests.editions import built, page_of
from tests.pages import Client

CHOICE = Choice(always=("voice",), in_turn=("tools", "planning", "strain"), per_wave=1)
LAST = 3


def hold_waves() -> None:
    """Three waves, each with another construct in turn, all answered in full."""
    for turn in range(LAST):
        asked = pulse_for(CHOICE, turn)
        codes = waves.open_with_cards(turn + 1, seed=turn, instrument=asked)
        points = {item.code: 3 + turn % 2 for item in asked.scale_items}
        ballots = [waves.ballot(**points, ask_cost=f"Time {n}") for n in range(8)]
        for block in codes.values():
            waves.submit(block, ballots)
        waves.close(turn + 1)


def test_every_page_bears_constructs_that_come_in_turn(
    signed_in: Callable[[str], Client], centre: Centre
) -> None:
    hold_waves()
    pages = ("/pulse", *(f"/pulse/waves/{n + 1}" for n in range(LAST)), "/forum", "/pulse/said")
    for role in ("analyst", "executive", "leader", "agent"):
        client = signed_in(role)
        for page in pages:
            if role == "agent" and page == "/forum":
                continue
            assert client.get(page).status_code == 200, (role, page)
    analyst = signed_in("analyst")
    assert analyst.get("/linkage").status_code == 200
    shown = [analyst.get(f"/pulse/waves/{n + 1}").text for n in range(LAST)]
    for n, name in enumerate(("Tools that help", "Shifts and workload", "Strain")):
        assert [name in page for page in shown] == [n == wave for wave in range(LAST)]


def test_the_report_bears_constructs_that_come_in_turn(centre: Centre) -> None:
    hold_waves()
    for number in range(1, LAST + 1):
        report = built(Edition("centre", f"wave:{number}"), today=forums.TODAY)
        assert gate.wave(number).name in page_of(report)
