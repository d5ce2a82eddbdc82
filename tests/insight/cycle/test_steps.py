"""Which steps of the cycle are found, which are not, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from survey.insight.cycle.analysis import Cycle, Step, analyse
from survey.insight.cycle.figures import ring_figure
from survey.insight.cycle.pairs import columns
from survey.insight.cycle.stations import STATIONS, Code, Monthly, StrainReading
from survey.insight.inside_link import inside_link
from survey.insight.words import cycle as words
from survey.insight.words import cycle_steps
from tests.insight.cycle.made_up import FIRST_MONTH, material, monthly


def step(cycle: Cycle, source: Code) -> Step:
    return next(one for one in cycle.steps if one.source.code == source)


def clearest(cycle: Cycle, source: Code) -> int | None:
    shown = step(cycle, source).shown
    return shown.lag if shown and shown.state == "goes with" else None


def test_links_that_are_there_are_found_at_their_lag_and_no_others() -> None:
    known = monthly(
        16,
        18,
        follows={("absence", "leavers"): (1, 0.6), ("satisfaction", "customer_loss"): (2, -0.6)},
    )
    cycle = analyse(material(known))
    assert cycle.n_tests == 17
    assert {one.source.code: one.state for one in cycle.steps} == {
        "strain": "no evidence here",
        "absence": "goes with",
        "leavers": "no evidence here",
        "spread": "no evidence here",
        "satisfaction": "goes with",
        "customer_loss": "no evidence here",
    }
    assert clearest(cycle, "absence") == 1
    assert clearest(cycle, "satisfaction") == 2
    assert words.headline(cycle) == "2 of 6 steps went together as the cycle is told."
    assert cycle_steps.finding(step(cycle, "absence")).startswith(
        "More absence than usual went with more leavers 1 month later: a"
    )
    assert "less customer loss 2 months later" in cycle_steps.finding(step(cycle, "satisfaction"))


def test_strain_is_found_before_absence_and_customer_loss_before_strain() -> None:
    first = analyse(material(monthly(16, 18, follows={("strain", "absence"): (1, 0.6)}, seed=2)))
    assert clearest(first, "strain") == 1
    last = analyse(material(monthly(16, 18, follows={("customer_loss", "strain"): (2, 0.6)})))
    assert clearest(last, "customer_loss") == 2


def test_a_season_that_all_teams_share_makes_no_link() -> None:
    cycle = analyse(material(monthly(16, 18, season=3.0, seed=5)))
    assert {one.state for one in cycle.steps} == {"no evidence here"}
    assert words.headline(cycle).startswith("There is no evidence for the cycle here")
    assert cycle_steps.finding(cycle.steps[1]) == (
        "Absence and leavers are not seen to go together at any lag: a link of 0.23 or more would"
        " have shown up reliably."
    )


def test_no_evidence_is_only_said_where_a_link_worth_seeing_would_have_shown() -> None:
    """Eight teams and a year could miss much; so could five months, at the lags not looked at."""
    few = analyse(material(monthly(8, 12)))
    assert {one.state for one in few.steps} == {"cannot tell yet"}
    assert words.headline(few).endswith("6 of 6 steps could be tested, and none is clear.")
    for cycle in (few, analyse(material(monthly(20, 18, season=3.0, seed=5)))):
        for lag in (lag for one in cycle.steps for lag in one.lags):
            if lag.state == "no evidence here":
                assert lag.link
                assert not lag.link.leaves_out_zero
                assert round(lag.link.detectable.value or 1.0, 2) <= 0.3
    blunt = step(few, "strain")
    assert cycle_steps.finding(blunt) == (
        "We cannot tell yet whether strain and absence go together: at the same time only a link"
        " of 0.36 or more would have shown up reliably."
    )
    assert words.verdict(blunt, blunt.lags[0]) == (
        "cannot tell yet: only 0.36 or more would show reliably"
    )


def test_an_interval_without_zero_is_no_absence_of_evidence() -> None:
    unclear = step(analyse(material(monthly(8, 12))), "leavers")
    assert unclear.shown
    assert unclear.shown.link
    assert unclear.shown.link.leaves_out_zero
    assert words.verdict(unclear, unclear.shown) == (
        "cannot tell yet: not clear among so many tests"
    )
    assert cycle_steps.finding(unclear) == (
        "We cannot tell yet whether leavers and uneven service go together: 1 month later r = 0.29,"
        " 95% interval 0.10 to 0.45, not clear among so many tests."
    )


@pytest.mark.parametrize("seed", range(5))
def test_beside_the_arrow_stands_the_clearest_lag(seed: int) -> None:
    for one in analyse(material(monthly(8, 12, seed=seed))).steps:
        assert one.shown
        others = [lag.link.p or 0.0 for lag in one.lags if lag.link is not None]
        assert one.shown.link
        assert one.shown.link.p == min(others)
        assert words.beside_arrow(one)[1] == words.later(one.shown.lag)


def test_a_link_against_the_story_says_so() -> None:
    cycle = analyse(material(monthly(16, 18, follows={("absence", "leavers"): (0, -0.7)})))
    found = step(cycle, "absence")
    assert found.state == "goes with"
    assert words.arrow(found) == "goes the other way"
    assert "fewer leavers" in cycle_steps.finding(found)
    assert "the other way than it is told" in words.headline(cycle)


def test_uneven_service_and_satisfaction_of_the_same_answers_are_no_finding() -> None:
    """Spread falls where the mean rises, by arithmetic; only this must not become a step."""
    rng = np.random.default_rng(3)
    shares = np.array([0.05, 0.06, 0.12, 0.32, 0.45])
    spread: dict[tuple[int, int], float] = {}
    means: dict[tuple[int, int], float] = {}
    for team in range(300):
        level = rng.normal(0, 0.15)
        for month in range(12):
            weights = shares * np.exp((level + rng.normal(0, 0.15)) * np.arange(5))
            scores = np.repeat(range(1, 6), rng.multinomial(80, weights / weights.sum()))
            spread[team, month], means[team, month] = scores.std(ddof=1), scores.mean()
    known: dict[Code, Monthly] = {"spread": spread, "satisfaction": means}
    made = material(known)
    source, target = STATIONS[3], STATIONS[4]
    rows = columns(made, source, target, 1)
    naive = inside_link(rows.x, rows.y, rows.units, rows.times)
    assert naive.p is not None
    assert naive.p < 0.001, "what the answers share is a link of its own even a month later"
    found = step(analyse(made), "spread")
    assert found.lags[0].link is None
    assert "goes with" not in {one.state for one in found.lags}
    assert found.state == "no link that matters"


@pytest.mark.parametrize("without", [("absence",), ("leavers",), ("customer_loss",), ("strain",)])
def test_a_missing_series_leaves_its_two_steps_untold_and_says_what_to_do(
    without: tuple[Code, ...],
) -> None:
    cycle = analyse(material(monthly(16, 18), without=without))
    untold = [one for one in cycle.steps if without[0] in (one.source.code, one.target.code)]
    assert [one.state for one in untold] == ["cannot tell yet"] * 2
    assert all(one.gap for one in untold)
    assert "flask import-context" in cycle_steps.finding(untold[0])
    assert cycle.n_tests == 11
    assert "2 cannot be told yet" in words.headline(cycle)


@pytest.mark.parametrize("n_teams", [0, 1, 2, 3])
@pytest.mark.parametrize("n_months", [0, 1, 2, 3, 12])
def test_few_teams_or_months_are_a_sentence(n_teams: int, n_months: int) -> None:
    cycle = analyse(material(monthly(n_teams, n_months)))
    assert {one.state for one in cycle.steps} == {"cannot tell yet"}
    assert cycle.n_tests == 0
    texts = [words.headline(cycle), words.title(cycle), words.family(cycle)]
    for one in cycle.steps:
        texts += [
            cycle_steps.finding(one),
            words.arrow(one),
            *(words.verdict(one, lag) for lag in one.lags),
        ]
    assert not [text for text in texts if "nan" in text.lower() or "None" in text]
    assert ring_figure(cycle).wide.title == "No step of the cycle can be told yet"


def test_what_is_missing_is_counted() -> None:
    one = step(analyse(material(monthly(3, 12))), "absence")
    assert cycle_steps.finding(one) == (
        "We cannot tell yet: it needs 1 more team with several months."
    )
    short = step(analyse(material(monthly(9, 5))), "absence")
    assert words.verdict(short, short.lags[1]) == "cannot tell yet: it needs 1 more month"
    assert short.lags[0].q is not None, "the same month is judged from three months on"


def test_teams_and_months_that_are_there_are_not_asked_for_again() -> None:
    for n_teams, more in ((1, "3 more teams"), (2, "2 more teams")):
        one = step(analyse(material(monthly(n_teams, 12))), "absence")
        assert (
            cycle_steps.finding(one) == f"We cannot tell yet: it needs {more} with several months."
        )
    both = step(analyse(material(monthly(1, 2))), "absence")
    assert words.verdict(both, both.lags[0]) == (
        "cannot tell yet: it needs 3 more teams with several months and about 3 more months"
    )


def test_few_teams_are_told_to_make_p_approximate() -> None:
    assert words.family(analyse(material(monthly(4, 12)))).endswith("p is approximate.")
    assert "approximate" not in words.family(analyse(material(monthly(16, 18))))


def test_a_month_nobody_told_shifts_nothing() -> None:
    known = monthly(4, 6)
    leavers = dict(known["leavers"])
    del leavers[2, min(leavers)[1] + 3]
    made = material(known | {"leavers": leavers})
    rows = columns(made, STATIONS[1], STATIONS[2], 1)
    assert len(rows.x) == 4 * 5 - 1
    for x, y, unit, time in zip(rows.x, rows.y, rows.units, rows.times, strict=True):
        assert x == known["absence"][int(unit), int(time)]
        assert y == leavers[int(unit), int(time) + 1]


def test_a_wave_stands_for_the_months_of_its_window() -> None:
    """Two months of a window are one value; a lag moves both of them."""
    known = monthly(1, 6)
    made = material(known)
    window = date(2025, 2, 1), date(2025, 3, 31)
    made = replace(made, strain=(StrainReading("0", "001", (0,), *window, 3.0),))
    absence = [known["absence"][0, FIRST_MONTH + at] for at in range(6)]
    for lag, first in ((0, 1), (1, 2), (2, 3)):
        rows = columns(made, STATIONS[0], STATIONS[1], lag)
        # A mean without bases is the plain mean of the months' values.
        assert rows.y == [pytest.approx((absence[first] + absence[first + 1]) / 2)]
        assert rows.x == [3.0]
    before = columns(made, STATIONS[5], STATIONS[0], 1)
    loss = [known["customer_loss"][0, FIRST_MONTH + at] for at in range(6)]
    assert before.x == [pytest.approx((loss[0] + loss[1]) / 2)]
    # A month enters that lies wholly inside, and half of the days have to be told.
    for until_on, told in ((date(2025, 4, 14), [absence[2]]), (date(2025, 3, 14), [])):
        cut = StrainReading("0", "001", (0,), date(2025, 2, 15), until_on, 3.0)
        assert columns(replace(made, strain=(cut,)), STATIONS[0], STATIONS[1], 0).y == told


def test_no_sentence_claims_that_one_station_moves_the_next() -> None:
    forbidden = ("drive", "impact", "prove", "because of", "leads to", "cause")
    cycle = analyse(material(monthly(16, 18, follows={("absence", "leavers"): (1, 0.6)})))
    text = " ".join(
        [words.headline(cycle), words.CAUTION, words.TAKEN_OUT, words.CALENDARS]
        + [cycle_steps.finding(one) for one in cycle.steps]
    ).lower()
    assert not [word for word in forbidden if word in text]
