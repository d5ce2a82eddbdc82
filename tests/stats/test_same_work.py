"""Means beside everybody's on the same work."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.same_work import adjust_means

PHONE, CHAT, ALONE = ("phone", "orders"), ("chat", "orders"), ("phone", "payments")
COUNTS = st.dictionaries(st.integers(1, 5), st.integers(0, 60), max_size=5)


EASY, HARD = [0.1, 0.05, 0.1, 0.25, 0.5], [0.2, 0.1, 0.2, 0.2, 0.3]


def drawn(rng, n, chances):
    return dict(zip(range(1, 6), rng.multinomial(n, chances).tolist(), strict=True))


def together(*units):
    whole: dict = {}
    for unit in units:
        for work, counts in unit.items():
            held = whole.setdefault(work, {})
            for point, many in counts.items():
                held[point] = held.get(point, 0) + many
    return whole


def test_harder_work_is_taken_out_of_a_mean() -> None:
    # Both are as good as everybody on each channel; one has nearly all the chats.
    phones = {PHONE: {4: 90, 5: 90}, CHAT: {3: 10, 4: 10}}
    chats = {PHONE: {4: 10, 5: 10}, CHAT: {3: 90, 4: 90}}
    others = {PHONE: {4: 200, 5: 200}, CHAT: {3: 200, 4: 200}}
    whole = together(phones, chats, others)
    found = adjust_means({"phones": phones, "chats": chats}, whole)
    assert found["phones"].raw == pytest.approx(4.4)
    assert found["chats"].raw == pytest.approx(3.6)
    assert found["phones"].estimate.value == pytest.approx(4.0)
    assert found["chats"].estimate.value == pytest.approx(4.0)
    assert found["chats"].n_alike == 200


def test_work_that_nobody_else_does_is_compared_by_channel() -> None:
    alone = {ALONE: {3: 50, 5: 50}}
    others = {PHONE: {4: 100, 5: 100}}
    found = adjust_means({"alone": alone}, together(alone, others))["alone"]
    assert found.n_alike == 0
    # Everybody's mean by phone is 13/3, which is the centre's: nothing to take out.
    assert found.estimate.value == pytest.approx(4.0)
    # Beside itself alone the unit would have been exactly at the centre's mean.
    assert found.estimate.value != pytest.approx(13 / 3)


def test_too_few_others_are_no_company() -> None:
    unit = {PHONE: {5: 40}}
    for n_others, n_alike in ((29, 0), (39, 0), (40, 40)):
        whole = together(unit, {PHONE: {3: n_others}, CHAT: {3: 100}})
        assert adjust_means({"unit": unit}, whole)["unit"].n_alike == n_alike


def test_with_one_kind_of_work_it_is_the_plain_mean_with_its_usual_error() -> None:
    unit, others = {(): {1: 10, 5: 30}}, {(): {1: 100, 5: 300}}
    whole = together(unit, others)
    found = adjust_means({"unit": unit}, whole)["unit"]
    answers = np.repeat([1, 5], [110, 330])
    assert found.estimate.value == pytest.approx(4.0)
    assert found.standard_error == pytest.approx(answers.std(ddof=1) / math.sqrt(40), rel=0.02)


def test_answers_all_alike_do_not_make_a_mean_exact() -> None:
    unit = {(): {5: 30}}
    found = adjust_means({"unit": unit}, together(unit, {(): {3: 100, 5: 100}}))["unit"]
    assert found.raw == 5
    assert found.standard_error == pytest.approx(0.99 / math.sqrt(30), rel=0.03)


def test_answers_that_scatter_more_make_it_less_exact() -> None:
    steady, torn = {(): {4: 60}}, {(): {3: 20, 5: 40}}
    extremes = {(): {1: 15, 5: 45}}
    whole = together(steady, torn, extremes, {(): {4: 500}})
    found = adjust_means({"steady": steady, "extremes": extremes}, whole)
    assert found["extremes"].standard_error > 2 * found["steady"].standard_error


def test_the_error_is_what_many_centres_show() -> None:
    rng = np.random.default_rng(5)
    values, errors = [], []
    for _ in range(400):
        unit = {PHONE: drawn(rng, 60, EASY), CHAT: drawn(rng, 20, HARD)}
        whole = together(unit, {PHONE: drawn(rng, 200, EASY), CHAT: drawn(rng, 200, HARD)})
        found = adjust_means({"unit": unit}, whole)["unit"]
        values.append(found.estimate.value)
        errors.append(found.standard_error)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.12)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_of_nothing_there_is_no_mean_and_of_little_no_nonsense(n: int) -> None:
    unit = {PHONE: {4: n}} if n else {}
    found = adjust_means({"unit": unit}, together(unit))["unit"]
    assert found.estimate.n == n
    assert found.estimate.ok == bool(n)
    assert found.raw == (4 if n else None)
    assert found.standard_error == (0 if n else None)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="more answers than everybody"):
        adjust_means({"unit": {PHONE: {4: 2}}}, {PHONE: {4: 1}})
    with pytest.raises(ValueError, match="negative"):
        adjust_means({"unit": {PHONE: {4: -1}}}, {PHONE: {4: 1}})


def test_the_same_work_at_two_times_is_compared_alike_both_times() -> None:
    before, after = {PHONE: {4: 50}, CHAT: {3: 50}}, {PHONE: {5: 90}, CHAT: {4: 10}}
    whole = together(before, after)
    found = adjust_means({"before": before, "after": after}, whole, beside_others=False)
    means = {PHONE: (200 + 450) / 140, CHAT: (150 + 40) / 60}
    expected = (4.9 - 3.5) - (0.4 * means[PHONE] - 0.4 * means[CHAT])
    change = found["after"].estimate.value - found["before"].estimate.value
    assert change == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([PHONE, CHAT, ALONE]), COUNTS), max_size=5))
def test_nothing_but_numbers_comes_out(units) -> None:
    named = dict(enumerate(units))
    for one in adjust_means(named, together(*units)).values():
        if one.estimate.ok:
            assert math.isfinite(one.estimate.value)
            assert math.isfinite(one.standard_error)
            assert one.standard_error >= 0
        else:
            assert one.raw is None
