"""Units with answers and no band are counted, and one alone is not spoken of as others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey.insight.period import spanning
from survey.insight.report.banded import Banded, BandFamily, BandLine
from survey.insight.report.customers import Customers, customers_of
from survey.insight.report.gap_of_bands import gaps
from survey.operations import people
from survey.render.figures import BandMark
from tests.framed import frame

YEAR = spanning(date(2025, 3, 3), date(2026, 3, 1))


def _with_bands(*marks: BandMark) -> Customers:
    people.add_unit("centre", "Contact centre")
    lines = tuple(BandLine(f"Team {at}", mark, mark, 40) for at, mark in enumerate(marks))
    family = BandFamily("Bands of teams", "", (), lines)
    return replace(customers_of(frame()), bands=Banded(YEAR, "", (family,)))


@pytest.mark.parametrize(
    ("n_unclear", "why"),
    [
        (1, "Of 12 units with answers 1 has not enough evidence for a band."),
        (2, "Of 12 units with answers 2 have not enough evidence for a band."),
    ],
)
@pytest.mark.usefixtures("store")
def test_units_without_a_band_are_counted(n_unclear: int, why: str) -> None:
    marks: list[BandMark] = ["unknown" if at < n_unclear else "low" for at in range(12)]
    ((question, said, _),) = gaps(_with_bands(*marks))
    assert (question, said) == ("Which band are the others in?", why)


@pytest.mark.usefixtures("store")
def test_a_single_team_is_not_called_the_others() -> None:
    ((question, said, _),) = gaps(_with_bands("unknown"))
    assert question == "Which band is it in?"
    assert said == "There is not enough evidence to place the unit in a band."


@pytest.mark.usefixtures("store")
def test_where_all_have_a_band_nothing_is_open() -> None:
    found = _with_bands("low", "middle")
    assert list(gaps(found)) == []
    assert list(gaps(replace(found, bands=None))) == []
