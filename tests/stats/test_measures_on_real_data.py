"""Reliability, agreement and shrinkage on real answers, where their folder is near."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from survey.stats.aggregation import icc1_icc2
from survey.stats.agreement import leaning_null, median_agreement, uniform_null
from survey.stats.beta_binomial import shrink_shares
from survey.stats.icc_reml import icc_reml
from survey.stats.item_rest import item_rest
from survey.stats.omega import omega_total
from survey.stats.reliability import cronbach_alpha

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def columns_of(name: str) -> dict[str, list[str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return {name: [row[at] for row in rows] for at, name in enumerate(head)}


def numbers(columns: dict[str, list[str]], *names: str) -> np.ndarray:
    return np.array([[float(text or "nan") for text in columns[name]] for name in names]).T


@pytest.fixture(scope="module")
def contacts() -> dict[str, list[str]]:
    return columns_of("contacts/customer_support_data_20pct.csv")


def test_companies_of_soldiers_differ_as_measured_before() -> None:
    columns = columns_of("pulse/bh1996.csv")
    # Measured beside the data, one-way analysis of variance with the mean group size.
    known = {"HRS": (0.1331, 0.9197), "COHES": (0.0443, 0.7755), "WBEING": (0.0434, 0.7717)}
    for name, (icc1, icc2) in known.items():
        result = icc1_icc2(numbers(columns, name)[:, 0], columns["GRP"])
        assert result.icc1.value == pytest.approx(icc1, abs=5e-5)
        assert result.icc2.value == pytest.approx(icc2, abs=5e-5)
        assert result.icc1.interval.low > 0.02


def test_a_reverse_keyed_item_is_found_in_the_personality_items() -> None:
    columns = columns_of("pulse/bfi.csv")
    items = numbers(columns, "A1", "A2", "A3", "A4", "A5")
    as_asked = item_rest(items)
    assert [round(cronbach_alpha(items).value, 2), as_asked[0].rest.value < 0] == [0.43, True]
    assert all(item.rest.value > 0.2 for item in as_asked[1:])
    assert as_asked[0].alpha_without.value == pytest.approx(0.72, abs=0.005)
    items[:, 0] = 7 - items[:, 0]
    turned = cronbach_alpha(items)
    assert (round(turned.value, 2), turned.n) == (0.70, 2709)
    omega = omega_total(items)
    assert omega.model_implied.value == pytest.approx(0.712, abs=5e-4)
    assert omega.fit.p < 0.001


def test_many_items_make_agreement_look_high_where_lindells_figure_does_not() -> None:
    columns = columns_of("pulse/bhr2000.csv")
    items = numbers(columns, *[name for name in columns if name[:2] in ("AF", "AP", "AS")])
    result = median_agreement(items, columns["GRP"], uniform_null(5))
    assert (items.shape[1], result.rwg_j.n_units, result.share_at_cut) == (11, 99, 1.0)
    assert result.rwg_j.value > 0.85
    assert result.lindell.value < 0.5
    stricter = median_agreement(items, columns["GRP"], leaning_null("moderate_skew"))
    assert stricter.rwg_j.value < result.rwg_j.value
    alpha = cronbach_alpha(items)
    assert alpha.interval.low < omega_total(items).model_implied.value < 0.9
    leadership = icc1_icc2(items.mean(axis=1), columns["GRP"])
    assert 0.1 < leadership.icc1.value < 0.2


def test_agents_and_supervisors_hardly_explain_satisfaction(contacts) -> None:
    scores = numbers(contacts, "CSAT Score")[:, 0]
    for name, icc1 in (("Agent_name", 0.0506), ("Supervisor", 0.0075)):
        result = icc1_icc2(scores, contacts[name])
        assert round(result.icc1.value, 4) == icc1
        assert result.icc1.p < 0.001
        by_likelihood = icc_reml(scores, contacts[name]).icc1
        assert by_likelihood.value == pytest.approx(result.icc1.value, abs=0.006)


def test_hardly_any_agent_stands_out_once_shares_are_shrunken(contacts) -> None:
    scores = numbers(contacts, "CSAT Score")[:, 0]
    rated, satisfied = Counter(contacts["Agent_name"]), Counter[str]()
    satisfied.update(np.array(contacts["Agent_name"])[scores >= 4].tolist())
    agents = sorted(rated)
    result = shrink_shares([satisfied[a] for a in agents], [rated[a] for a in agents])
    assert result.tells_units_apart
    common = result.common.value
    stand_out = sum(
        not unit.estimate.interval.low <= common <= unit.estimate.interval.high
        for unit in result.units
    )
    assert 0 < stand_out < 0.02 * len(agents)
    # One answer moves an agent by little: the prior counts for more than most agents' ratings.
    assert result.prior_n > np.median(list(rated.values()))
