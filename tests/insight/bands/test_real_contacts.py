"""Bands on a real centre's answers, where the folder that holds them is beside the repository."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from survey.insight.bands.judging import Judgement, added, judge, mean_of
from survey.insight.bands.lines import MARGIN
from survey.stats.bands import Lines
from survey.stats.same_work import Work
from tests.conftest import SHARED

CONTACTS = SHARED / "data" / "contacts" / "customer_support_data_20pct.csv"

pytestmark = pytest.mark.skipif(not CONTACTS.exists(), reason="the real contacts are not here")


@pytest.fixture(scope="module")
def contacts() -> list[dict[str, str]]:
    with CONTACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(contacts: list[dict[str, str]], who: str) -> Judgement[str]:
    whole: dict[Work, dict[int, int]] = {}
    units: dict[str, dict[Work, dict[int, int]]] = {}
    for contact in contacts:
        work, counts = (
            (contact["channel_name"], contact["category"]),
            {int(contact["CSAT Score"]): 1},
        )
        added(whole, work, counts)
        added(units.setdefault(contact[who], {}), work, counts)
    centre = mean_of(whole)
    assert centre == pytest.approx(4.2476, abs=1e-4)
    return judge(units, whole, Lines(centre - MARGIN, centre + MARGIN))


def bands(judgement: Judgement[str]) -> Counter[str]:
    return Counter(one.band.value for one in judgement.by.values() if not one.is_thin)


def test_of_the_agents_of_one_month_nobody_has_enough_evidence(
    contacts: list[dict[str, str]],
) -> None:
    found = judged(contacts, "Agent_name")
    assert len(found.by) == 1368
    assert found.n_judged == 50
    assert bands(found) == {"not enough evidence": 50}


def test_most_supervisors_have_none_either_and_the_others_are_in_the_middle(
    contacts: list[dict[str, str]],
) -> None:
    found = judged(contacts, "Supervisor")
    shares = bands(found)
    assert found.n_judged == 40
    assert shares["not enough evidence"] >= 0.6 * 40
    assert shares["top"] == shares["low"] == 0


def test_managers_of_thousands_are_told_to_be_in_the_middle(
    contacts: list[dict[str, str]],
) -> None:
    found = judged(contacts, "Manager")
    assert bands(found) == {"middle": 6}
