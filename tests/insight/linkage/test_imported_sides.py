"""One side from another system, the other our own; and what cannot be compared."""

from __future__ import annotations

from datetime import date

import pytest

from survey.errors import NotFound
from survey.insight.linkage.cells import CSAT, PULSE, gather
from survey.insight.linkage.page import choices, opening
from survey.insight.linkage.windows import window_of
from survey.operations import people
from survey.store.database import run
from tests.insight.linkage.test_cells import close_with, customers
from tests.waves import build_teams


def series(name: str, kind: str, scores: list[tuple[int, str, float, int | None]]) -> None:
    run(
        "INSERT INTO score_series (name, kind, scale_low, scale_high) VALUES (?, ?, 0, 100)",
        (name, kind),
    )
    for unit_id, period, value, n in scores:
        run(
            "INSERT INTO score (series_id, unit_id, period, value, n)"
            " SELECT id, ?, ?, ?, ? FROM score_series WHERE name = ?",
            (unit_id, period, value, n, name),
        )


def test_imported_engagement_is_paired_with_our_own_customers_of_the_same_days(
    both_stores: str,
) -> None:
    people.add_unit("centre", "Centre")
    site = people.add_unit("north", "North", parent="centre")
    team = people.add_unit("north-a", "North A", parent="north")
    other = people.add_unit("south", "South", parent="centre")
    customers(team, {5: 10}, day=date(2026, 2, 28))
    customers(site, {1: 10}, day=date(2026, 2, 1))
    customers(team, {1: 90}, day=date(2026, 3, 1))
    customers(other, {3: 12})
    series(
        "vendor",
        "engagement",
        [
            (site, "2026-02", 71.0, 30),
            (team, "2026-02", 75.0, None),
            (other, "2026-02", 60.0, 4),
            (other, "spring", 61.0, 20),
        ],
    )
    material = gather("vendor", CSAT)
    # A site is answered for by its teams as well.
    assert {cell.label: (cell.engagement, cell.satisfaction) for cell in material.cells} == {
        "North": (71.0, 3.0),
        "North A": (75.0, 5.0),
    }
    assert {(out.wave, out.reason) for out in material.exclusions} == {
        ("2026-02", "below_threshold"),
        ("spring", "no_days"),
    }


def test_the_pulse_is_paired_with_an_imported_period_that_means_the_waves_days(
    store: str,
) -> None:
    units = build_teams({"a": 10, "b": 10})
    close_with({"a": [3] * 6, "b": [4] * 6})
    series(
        "desk",
        "satisfaction",
        [(units["a"], "2026-02", 81.0, 40), (units["b"], "2026-01", 90.0, 40)],
    )
    material = gather(PULSE, "desk")
    assert [(cell.label, cell.satisfaction) for cell in material.cells] == [("Team a", 81.0)]
    assert {(out.label, out.reason) for out in material.exclusions} == {
        ("Team b", "no_csat"),
        ("Team b", "no_pulse"),
    }


def test_joined_units_are_weighted_by_how_many_answered(store: str) -> None:
    units = build_teams({"a": 9, "b": 3})
    close_with({"a+1": [3] * 6})
    series(
        "desk",
        "satisfaction",
        [(units["a"], "2026-02", 80.0, 30), (units["b"], "2026-02", 60.0, 10)],
    )
    (cell,) = gather(PULSE, "desk").cells
    assert (cell.satisfaction, cell.n_satisfaction) == (75.0, 40)


def test_a_series_stands_on_its_own_side_only(store: str) -> None:
    unit = people.add_unit("centre", "Centre")
    series("vendor", "engagement", [(unit, "2026", 70.0, 30)])
    with pytest.raises(NotFound, match="no satisfaction series named vendor"):
        gather("vendor", "vendor")
    with pytest.raises(NotFound, match="no satisfaction series named nope"):
        gather(PULSE, "nope")
    with pytest.raises(NotFound, match="Imported engagement series: vendor"):
        gather("nope", CSAT)


def test_every_pair_of_sides_is_offered(store: str) -> None:
    unit = people.add_unit("centre", "Centre")
    series("vendor", "engagement", [(unit, "2026", 70.0, 30)])
    series("desk", "satisfaction", [(unit, "2026", 70.0, 30)])
    assert {(one.engagement, one.satisfaction) for one in choices()} == {
        (PULSE, CSAT),
        (PULSE, "desk"),
        ("vendor", CSAT),
        ("vendor", "desk"),
    }


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2026-Q4", (date(2026, 10, 1), date(2026, 12, 31))),
        ("2026Q1", (date(2026, 1, 1), date(2026, 3, 31))),
        ("2026-02-03/2026-02-09", (date(2026, 2, 3), date(2026, 2, 9))),
        ("2026-13", None),
        ("2026-02-30/2026-03-01", None),
        ("2026-03-02/2026-03-01", None),
        ("2014-15", None),
        ("0000", None),
        ("Wave 3", None),
        ("", None),
    ],
)
def test_a_periods_name_tells_its_days_or_nothing(
    period: str, days: tuple[date, date] | None
) -> None:
    assert window_of(period) == days


def test_the_page_opens_with_what_was_imported_until_a_wave_has_closed(store: str) -> None:
    assert opening() == ("pulse", "csat")
    series("desk", "satisfaction", [])
    assert opening() == ("pulse", "csat")
    series("vendor", "engagement", [])
    assert opening() == ("vendor", "desk")
    build_teams({"a": 10})
    close_with({"a": [3, 3, 4, 4, 4]})
    assert opening() == ("pulse", "csat")
