"""The pages of the drivers and of the cycle, outside-in: for whom, and with how little."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from survey.instruments.rotation import Choice, pulse_for
from tests import waves
from tests.answers import Told, tell
from tests.centre import Centre
from tests.contexts import keep_series
from tests.pages import Client

SignedIn = Callable[[str], Client]
PAGES = ("/linkage/drivers", "/linkage/cycle")


def hold(number: int, *, few: bool = False) -> None:
    """A wave over four teams, of which the first is hidden where `few` answer."""
    asked = pulse_for(Choice(always=("strain",), in_turn=("tools", "voice"), per_wave=1), number)
    window = date(2026, number, 1), date(2026, number, 28)
    codes = waves.open_with_cards(
        number, seed=number, instrument=asked, window_from=window[0], window_until=window[1]
    )
    for at, block in enumerate(sorted(codes)):
        points = {item.code: 2 + (at + number) % 3 for item in asked.scale_items}
        n = 4 if few and at == 0 else 8
        waves.submit(codes[block], [waves.ballot(**points)] * n)
    waves.close(number)


@pytest.mark.parametrize("n_waves", [0, 1, 2, 3])
def test_the_pages_bear_few_waves_and_constructs_in_turn(
    signed_in: SignedIn, centre: Centre, n_waves: int
) -> None:
    for number in range(1, n_waves + 1):
        hold(number, few=number == 2)
    analyst = signed_in("analyst")
    for page in PAGES:
        reply = analyst.get(page)
        assert reply.status_code == 200
        assert "We cannot tell yet" in reply.text
    drivers = analyst.get("/linkage/drivers").text
    assert ("Both sides come from the same people" in drivers) is True
    if n_waves == 0:
        assert "no wave has been closed" in drivers
    else:
        assert "How high each construct was answered" in drivers
    if n_waves == 3:
        assert "Not asked in every wave" in drivers
        assert "enter nowhere" in drivers


def test_name_interval_and_verdict_stand_in_the_first_two_columns(
    signed_in: SignedIn, centre: Centre
) -> None:
    """A phone shows two columns of a table without scrolling."""
    for number in (1, 2):
        hold(number)
    analyst = signed_in("analyst")
    for page, heading in zip(PAGES, ("95% interval and reading", "95% interval and verdict"),
                             strict=True):  # fmt: skip
        columns = analyst.get(page).text.split("<thead>")[1].split("</thead>")[0]
        assert heading in columns.split("</th>")[1]
    row = analyst.get(PAGES[0]).text.split('<th scope="row">')[1]
    assert "cannot tell yet: it needs" in row.split("</td>")[0]


def test_the_cycle_says_what_is_not_imported_and_names_what_is(
    signed_in: SignedIn, centre: Centre
) -> None:
    day = date(2026, 2, 10)
    tell(centre, [Told("n1-01", day, 5, "Kind.")] * 10)
    executive = signed_in("executive")
    bare = executive.get("/linkage/cycle").text
    assert "nobody has imported absence (flask import-context)" in bare
    days = date(2026, 2, 1), date(2026, 2, 28)
    keep_series("Sick days", (centre.units["n1"], *days, 4.0, 200.0), measures="absence",
                adds="count")  # fmt: skip
    told = executive.get("/linkage/cycle").text
    assert "Absence is the imported series Sick days." in told
    assert "nobody has imported absence" not in told
    assert "nobody has imported leavers" in told


@pytest.mark.parametrize("role", ["leader", "agent", "administrator"])
def test_who_does_not_read_the_linkage_reads_neither(signed_in: SignedIn, role: str) -> None:
    for page in PAGES:
        assert signed_in(role).get(page).status_code == 403
