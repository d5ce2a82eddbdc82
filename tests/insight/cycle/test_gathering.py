"""What the cycle is made of: rollups of teams, imported series, and published strain."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight.cycle.analysis import analyse
from survey.insight.cycle.page import cycle_page
from survey.insight.cycle.stations import gather, month_number
from survey.store.database import run
from tests import waves
from tests.contexts import keep_series
from tests.insight.linkage.test_cells import customers

FEBRUARY = month_number(date(2026, 2, 1))


def of(level: int) -> dict[str, int]:
    """A ballot's answers about strain."""
    return {"worn_out": level, "alone": level}


def close(number: int, answers: dict[str, list[int]]) -> None:
    codes = waves.open_with_cards(number, seed=number)
    for block, levels in answers.items():
        waves.submit(codes[block], [waves.ballot(3, **of(level)) for level in levels])
    waves.close(number)


def test_scores_are_counted_by_team_and_month_and_thin_months_stay_out(both_stores: str) -> None:
    units = waves.build_teams({"a": 5, "b": 5})
    customers(units["a"], {5: 6, 1: 4}, day=date(2026, 2, 10))
    customers(units["b"], {5: 9}, day=date(2026, 2, 11))
    customers(units["b"], {4: 10}, day=date(2026, 3, 11))
    # Rollups of days know of no contacts by themselves; the months are those with contacts.
    contacts_on(units["a"], date(2026, 2, 10))
    contacts_on(units["b"], date(2026, 3, 11))
    made = gather()
    assert made.monthly["satisfaction"] == {
        (units["a"], FEBRUARY): pytest.approx(3.4),
        (units["b"], FEBRUARY + 1): 4.0,
    }
    # Six scores 1.6 above the mean and four 2.4 below it: 38.4 over n - 1.
    assert made.monthly["spread"][units["a"], FEBRUARY] == pytest.approx((38.4 / 9) ** 0.5)
    assert made.monthly["spread"][units["b"], FEBRUARY + 1] == 0.0


def contacts_on(unit_id: int, day: date) -> None:
    run("INSERT INTO queue (id, name) VALUES (1, 'Orders') ON CONFLICT DO NOTHING")
    run(
        "INSERT INTO contact_rollup (unit_id, day, channel, queue_id, n_contacts, n_invited)"
        " VALUES (?, ?, 'phone', 1, 10, 10)",
        (unit_id, str(day)),
    )


def test_hidden_strain_enters_nowhere_and_a_bound_enters_as_a_bound(both_stores: str) -> None:
    waves.build_teams({"a": 10, "b": 10, "c": 10})
    close(1, {"a": [2, 3, 3, 4], "b": [3, 3, 4, 4, 4], "c": [5] * 9})
    made = gather()
    assert [reading.value for reading in made.strain] == [3.6, 4.44]
    assert (made.n_waves, made.n_hidden, made.n_bounded) == (1, 1, 1)
    page = cycle_page()
    assert any("enter nowhere" in line for line in page.sources)
    assert any("as that bound" in line for line in page.sources)


def test_of_several_series_of_one_kind_the_first_by_name_is_taken_and_named(store: str) -> None:
    units = waves.build_teams({"a": 5})
    contacts_on(units["a"], date(2026, 2, 10))
    days = date(2026, 2, 1), date(2026, 2, 28)
    keep_series("Sick days", (units["a"], *days, 4.0, 100.0), measures="absence", adds="count")
    keep_series("Absence", (units["a"], *days, 2.0, 100.0), measures="absence", adds="count")
    keep_series("Handle time", (units["a"], *days, 300.0, None), measures="handle_time")
    made = gather()
    assert made.series == {"absence": "Absence"}
    assert made.monthly["absence"] == {(units["a"], FEBRUARY): 0.02}
    assert "Absence is the imported series Absence." in cycle_page().sources


def test_imported_stress_stands_in_for_strain_only_where_the_pulse_has_none(store: str) -> None:
    units = waves.build_teams({"a": 10})
    contacts_on(units["a"], date(2026, 2, 10))
    days = date(2026, 2, 1), date(2026, 2, 28)
    keep_series("Nurse's survey", (units["a"], *days, 2.5, 30.0), measures="stress")
    alone = gather()
    assert alone.monthly["strain"] == {(units["a"], FEBRUARY): 2.5}
    assert {one.is_by_wave for one in analyse(alone).steps} == {False}
    assert "Strain is the imported series Nurse's survey." in cycle_page().sources
    close(1, {"a": [2, 3, 3, 4, 4]})
    published = gather()
    assert "strain" not in published.monthly
    assert [one.is_by_wave for one in analyse(published).steps] == [True, *[False] * 4, True]


def test_months_that_were_imported_count_without_contacts_in_them(store: str) -> None:
    units = waves.build_teams({"a": 5})
    contacts_on(units["a"], date(2026, 2, 10))
    months = [(date(2026, month, 1), date(2026, month, last)) for month, last in (
        (1, 31), (2, 28), (4, 30),
    )]  # fmt: skip
    values = [(units["a"], *days, 2.0, 100.0) for days in months]
    keep_series("Absence", *values, measures="absence", adds="count")
    assert set(gather().monthly["absence"]) == {(units["a"], FEBRUARY + at) for at in (-1, 0, 2)}


def test_the_arrow_and_the_sentence_name_the_same_lack(store: str) -> None:
    page = cycle_page()
    for word, sentence in (
        ("Strain to Absence: not published", "no strain is published"),
        ("Uneven service to Satisfaction: too few scores", "no team has a month with 10 scores"),
        ("Customer loss to Strain: not imported", "nobody has imported customer loss"),
    ):
        assert word in page.figure.wide.desc
        assert [step for step in page.steps if sentence in step.finding]
    assert "not asked" not in page.figure.wide.desc


def test_an_empty_database_is_a_page(store: str) -> None:
    page = cycle_page()
    assert page.headline == "We cannot tell yet: no step of the cycle has enough data."
    assert page.figure.wide.title == "No step of the cycle can be told yet"
    assert len(page.steps) == 6
