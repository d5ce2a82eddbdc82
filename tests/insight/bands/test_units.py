"""The bands of units: who is compared with whom, and who with nobody."""

from __future__ import annotations

from datetime import date

import pytest

from survey.insight.bands.units import unit_bands
from survey.insight.bands.year import year_shown, year_so_far
from survey.operations import people, thresholds
from survey.stats.bands import Band
from survey.store.database import transaction
from survey.store.reads_of_bands import lines_of_the_centre
from tests import centre as small_centre
from tests.banded import NOW, ZONE, answered, around
from tests.centre import Centre

PERIOD = year_shown(now=NOW, zone=ZONE).period


def bands_of(centre: Centre) -> dict[str, str]:
    found = unit_bands(PERIOD, zone=ZONE)
    return {
        code: held[1].band.value
        for code, unit_id in centre.units.items()
        if (held := found.of(unit_id)) is not None
    }


def test_the_weeks_are_the_newest_that_agents_had_for_two_full_days() -> None:
    assert (PERIOD.from_on, PERIOD.until_on) == (date(2025, 3, 31), date(2026, 3, 29))
    assert PERIOD.n_days == 364
    so_far = year_so_far(now=NOW, zone=ZONE)
    assert so_far.period.until_on == date(2026, 4, 5)
    assert so_far.shown_from == date(2026, 4, 8)


def test_teams_far_from_the_rest_have_bands_and_sites_are_too_few(both_stores: str) -> None:
    centre = small_centre.build()
    answered(centre, "n1-01", [5] * 150)
    answered(centre, "n2-01", around(4, 150))
    answered(centre, "s1-01", around(2, 150))
    answered(centre, "s2-01", around(4, 150))
    bands = bands_of(centre)
    assert (bands["n1"], bands["s1"]) == ("top", "low")
    assert bands["north"] == bands["south"] == "not enough evidence"
    assert "centre" not in bands
    teams, sites = unit_bands(PERIOD, zone=ZONE).families
    assert teams.judgement.reason is None
    assert "at least 4" in str(sites.judgement.reason)
    assert unit_bands(PERIOD, zone=ZONE).n_looked_at == 4


def test_a_site_has_the_answers_of_its_teams(centre: Centre) -> None:
    answered(centre, "n1-01", [5] * 40)
    answered(centre, "n2-01", [4] * 40)
    found = unit_bands(PERIOD, zone=ZONE).of(centre.units["north"])
    assert found is not None
    assert found[1].adjusted.raw == 4.5
    assert found[1].n == 80


def test_units_that_do_not_differ_have_no_bands(centre: Centre) -> None:
    for agent in ("n1-01", "n2-01", "s1-01", "s2-01"):
        answered(centre, agent, around(4, 60))
    found = unit_bands(PERIOD, zone=ZONE)
    assert "No detectable difference" in str(found.families[0].judgement.reason)
    assert set(bands_of(centre).values()) == {"not enough evidence"}


def test_harder_work_makes_no_low_band(centre: Centre) -> None:
    for agent in ("n1-01", "n2-01"):
        answered(centre, agent, around(4, 100), channel="phone")
    for agent in ("s1-01", "s2-01"):
        answered(centre, agent, around(2, 100), channel="email")
    assert set(bands_of(centre).values()) == {"not enough evidence"}
    found = unit_bands(PERIOD, zone=ZONE).of(centre.units["s1"])
    assert found is not None
    assert found[1].adjusted.raw == pytest.approx(2, abs=0.05)
    assert found[1].adjusted.estimate.value == pytest.approx(3, abs=0.05)


@pytest.mark.parametrize("n", [0, 1, 2, 29])
def test_a_unit_with_few_answers_is_not_judged(centre: Centre, n: int) -> None:
    for agent in ("n2-01", "s1-01", "s2-01"):
        answered(centre, agent, around(4, 60))
    answered(centre, "n1-01", [1] * n)
    found = unit_bands(PERIOD, zone=ZONE)
    held = found.of(centre.units["n1"])
    assert held is not None
    assert held[1].band is Band.NOT_ENOUGH
    assert held[1].shrunken is None
    assert "at least 4" in str(found.families[0].judgement.reason)


def test_nothing_is_shown_beyond_the_ends_of_the_scale(centre: Centre) -> None:
    # All fives on work where the others have ones: taken out of the mean, that leads beyond 5.
    answered(centre, "n1-01", [5] * 60, channel="email")
    for agent in ("n2-01", "s1-01"):
        answered(centre, agent, [1] * 60, channel="email")
        answered(centre, agent, [5] * 300, channel="phone")
    answered(centre, "s2-01", [4] * 60)
    found = unit_bands(PERIOD, zone=ZONE).of(centre.units["n1"])
    assert found is not None
    judged = found[1]
    assert judged.band is Band.TOP
    assert judged.adjusted.estimate.value == 5
    assert judged.shrunken is not None
    assert judged.shrunken.value == judged.shrunken.interval.high == 5


def test_thirty_answers_all_alike_are_no_certainty(centre: Centre) -> None:
    answered(centre, "n1-01", [5] * 30)
    for agent in ("n2-01", "s1-01", "s2-01"):
        answered(centre, agent, around(4, 60))
    found = unit_bands(PERIOD, zone=ZONE).of(centre.units["n1"])
    assert found is not None
    shrunken = found[1].shrunken
    assert shrunken is not None
    assert shrunken.value < 5
    assert shrunken.interval.high - shrunken.interval.low > 0.3


def test_an_interval_allows_for_teams_and_sites_together(store: str) -> None:
    with transaction():
        centre = Centre({"centre": people.add_unit("centre", "Centre")}, {}, {}, {})
        for number in range(4):
            site, code = f"site{number}", f"t{number}"
            centre.units[site] = people.add_unit(site, site, parent="centre")
            centre.units[code] = people.add_unit(code, code, parent=site)
            centre.agents[f"{code}-1"] = people.add_agent(f"{code}-1", code)
            centre.leaders[f"l-{code}"] = people.add_leader(f"l-{code}", code)
    for number, mean in enumerate((4, 4, 2, 3)):
        answered(centre, f"t{number}-1", around(mean, 90))
    found = unit_bands(PERIOD, zone=ZONE)
    assert found.n_looked_at == 8
    for code in ("t2", "site2"):
        held = found.of(centre.units[code])
        assert held is not None
        assert held[1].band is Band.LOW
        assert held[1].shrunken is not None
        assert held[1].shrunken.interval.level == pytest.approx(1 - 0.05 / 8)


@pytest.mark.parametrize("n_teams", [0, 1, 2, 3])
def test_a_centre_of_few_teams_has_no_bands(store: str, n_teams: int) -> None:
    with transaction():
        centre = Centre({}, {}, {}, {})
        if n_teams:
            centre.units["centre"] = people.add_unit("centre", "Centre")
        for number in range(n_teams):
            code = f"t{number}"
            centre.units[code] = people.add_unit(code, code, parent="centre")
            centre.agents[f"{code}-1"] = people.add_agent(f"{code}-1", code)
            centre.leaders[f"l-{code}"] = people.add_leader(f"l-{code}", code)
    for number in range(n_teams):
        answered(centre, f"t{number}-1", around(4 - number % 2, 60))
    found = unit_bands(PERIOD, zone=ZONE)
    assert (found.centre is None) == (n_teams == 0)
    assert [family.judgement.reason is None for family in found.families] == [False] * bool(n_teams)


def test_a_centre_without_teams_is_nobody_s_rival(store: str) -> None:
    with transaction():
        unit = people.add_unit("centre", "Centre")
        agent, leader = people.add_agent("centre-1", "One"), people.add_leader("l-centre", "Lea")
    answered(
        Centre({"centre": unit}, {"centre-1": agent}, {"l-centre": leader}, {}),
        "centre-1",
        around(4, 60),
    )
    found = unit_bands(PERIOD, zone=ZONE)
    assert found.centre == pytest.approx(4)
    assert found.families == ()


def test_the_lines_are_the_centre_s_mean_and_a_margin_until_people_set_them(
    both_stores: str,
) -> None:
    centre = small_centre.build()
    answered(centre, "n1-01", around(4, 60))
    lines = unit_bands(PERIOD, zone=ZONE).lines
    assert lines is not None
    assert (lines.lines.low, lines.lines.high) == (3.75, 4.25)
    assert lines_of_the_centre() is None
    analyst = centre.users["analyst"]
    thresholds.set_threshold("mean", "centre", "3.5", "4.6", user_id=analyst, now=NOW)
    thresholds.set_threshold("top_box", "centre", "50", "90", user_id=analyst, now=NOW)
    lines = unit_bands(PERIOD, zone=ZONE).lines
    assert lines is not None
    assert (lines.lines.low, lines.lines.high) == (3.5, 4.6)
    assert lines.set_on == date(2026, 4, 1)
