"""Imported series beside the linkage, asked for units over days."""

from __future__ import annotations

from datetime import date

import pytest

from survey.errors import NotFound
from survey.insight.context import Measured, days_of_month, read_series
from survey.operations import people
from tests.contexts import keep_series

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
SPRING = (date(2026, 3, 1), date(2026, 4, 30))


def measured(name: str, unit_ids: list[int], *days: date) -> Measured | None:
    """What the series says of these units over these days."""
    return read_series(name).measured(unit_ids, *days)


@pytest.fixture
def tree(both_stores: str) -> dict[str, int]:
    people.add_unit("centre", "Centre")
    return {
        code: people.add_unit(code, code.title(), parent=parent)
        for code, parent in (
            ("site", "centre"), ("a", "site"), ("b", "site"), ("c", "site"), ("other", "centre"),
        )
    }  # fmt: skip


def test_a_count_is_read_as_a_share_of_its_base(tree: dict[str, int]) -> None:
    a, b = tree["a"], tree["b"]
    keep_series("leavers", (a, *MARCH, 1, 10), (a, *APRIL, 0, 10), (b, *MARCH, 3, 20), adds="count")
    assert measured("leavers", [a], *SPRING) == Measured(1 / 20, 20)
    assert measured("leavers", [a, b], *MARCH) == Measured(4 / 30, 30)
    assert measured("leavers", [a, a], *MARCH) == Measured(1 / 10, 10)


def test_a_count_without_a_base_is_told_for_thirty_days(tree: dict[str, int]) -> None:
    a, b = tree["a"], tree["b"]
    keep_series("leavers", (a, *MARCH, 2, None), (b, *MARCH, 1, None), adds="count")
    assert measured("leavers", [a], *MARCH) == Measured(pytest.approx(60 / 31), None)
    assert measured("leavers", [a, b], *MARCH) == Measured(pytest.approx(90 / 31), None)


def test_a_mean_is_weighted_by_its_base_and_unweighted_without(tree: dict[str, int]) -> None:
    a = tree["a"]
    keep_series("quality", (a, *MARCH, 80, 30), (a, *APRIL, 90, 10))
    keep_series("stress", (a, *MARCH, 80, None), (a, *APRIL, 90, None))
    assert measured("quality", [a], *SPRING) == Measured(82.5, 40)
    assert measured("stress", [a], *SPRING) == Measured(85, None)


def test_values_with_and_without_a_base_are_never_mixed(tree: dict[str, int]) -> None:
    a = tree["a"]
    keep_series("quality", (a, *MARCH, 80, 30), (a, *APRIL, 90, None))
    assert measured("quality", [a], *SPRING) is None
    assert measured("quality", [a], *MARCH) == Measured(80, 30)


def test_only_what_lies_wholly_inside_counts_and_half_of_the_days_must_be_known(
    tree: dict[str, int],
) -> None:
    a = tree["a"]
    keep_series("quality", (a, *MARCH, 80, None), (a, *APRIL, 90, None))
    assert measured("quality", [a], date(2026, 3, 2), date(2026, 4, 30)) == Measured(90, None)
    assert measured("quality", [a], date(2026, 3, 2), date(2026, 5, 1)) is None
    assert measured("quality", [a], date(2026, 3, 1), date(2026, 4, 29)) == Measured(80, None)
    assert measured("quality", [a], date(2026, 3, 1), date(2026, 5, 1)) == Measured(85, None)
    assert measured("quality", [a], date(2026, 2, 1), date(2026, 3, 31)) == Measured(80, None)
    assert measured("quality", [a], date(2026, 1, 1), date(2026, 3, 31)) is None


def test_a_unit_without_values_of_its_own_is_what_the_units_below_it_are(
    tree: dict[str, int],
) -> None:
    keep_series("absence", (tree["a"], *MARCH, 4, 100), (tree["b"], *MARCH, 2, 300), adds="count")
    # The third team is never in the series, so nobody waits for it.
    assert measured("absence", [tree["site"]], *MARCH) == Measured(6 / 400, 400)
    assert measured("absence", [tree["c"]], *MARCH) is None
    assert measured("absence", [tree["a"], tree["b"], tree["c"]], *MARCH) == Measured(6 / 400, 400)
    assert measured("absence", [tree["a"], tree["c"], tree["other"]], *MARCH) is None


def test_a_units_own_value_goes_before_those_below(tree: dict[str, int]) -> None:
    keep_series("quality", (tree["site"], *MARCH, 70, None), (tree["a"], *MARCH, 90, None))
    assert measured("quality", [tree["site"]], *MARCH) == Measured(70, None)
    assert measured("quality", [tree["a"]], *MARCH) == Measured(90, None)


def test_a_month_without_a_value_stays_empty(tree: dict[str, int]) -> None:
    keep_series("quality", (tree["a"], *MARCH, 70, None))
    readings = read_series("quality")
    months = ("2026-02", "2026-03", "2026-04")
    found = [readings.measured([tree["a"]], *days_of_month(month)) for month in months]
    assert found == [None, Measured(70, None), None]
    assert readings.measured([], *MARCH) is None


def test_a_series_without_values_says_nothing(tree: dict[str, int]) -> None:
    keep_series("empty")
    assert read_series("empty").measured([tree["a"]], *MARCH) is None


def test_a_series_nobody_brought_is_named_with_those_there_are(tree: dict[str, int]) -> None:
    keep_series("quality")
    with pytest.raises(NotFound, match=r"no series named stress\. Imported series: quality\."):
        measured("stress", [tree["a"]], *MARCH)
