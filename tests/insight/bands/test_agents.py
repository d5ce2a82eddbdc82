"""The bands of agents: thirty answers, today's team, and the agent first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from survey.insight.bands import own, team, year
from survey.insight.bands.agents import AgentBands, bands_of_agents
from survey.operations import people
from tests import centre as small_centre
from tests.banded import DAY, NOW, ZONE, answered, around
from tests.centre import Centre

NORTH = ("north", "n1", "n2")


def bands_for_leaders(now: datetime = NOW) -> AgentBands:
    shown = year.year_shown(now=now, zone=ZONE)
    return bands_of_agents(shown, today=now.astimezone(ZONE).date())


def bands_for_agents(now: datetime = NOW) -> AgentBands:
    so_far = year.year_so_far(now=now, zone=ZONE)
    return bands_of_agents(so_far, today=now.astimezone(ZONE).date())


def team_bands(centre: Centre, code: str = "") -> team.TeamBands:
    found = team.team_bands(north(centre), code, bands_for_leaders(), today=date(2026, 4, 1))
    assert found is not None
    return found


def some(centre: Centre) -> None:
    """Four agents with enough answers, one of them far below and one far above."""
    answered(centre, "n1-01", [5] * 60)
    answered(centre, "n1-02", [1] * 60)
    answered(centre, "n2-01", around(4, 60))
    answered(centre, "s1-01", around(4, 60))


def north(centre: Centre) -> frozenset[int]:
    return frozenset(centre.units[code] for code in NORTH)


def test_an_agent_far_from_the_rest_has_a_band(both_stores: str) -> None:
    centre = small_centre.build()
    some(centre)
    found = bands_for_leaders()
    bands = {code: found.of(centre.agents[code]) for code in ("n1-01", "n1-02", "n1-03")}
    assert bands["n1-01"] is not None
    assert bands["n1-01"].band.value == "top"
    assert bands["n1-02"] is not None
    assert bands["n1-02"].band.value == "low"
    assert bands["n1-03"] is None


@pytest.mark.parametrize(
    ("n", "is_judged"), [(0, False), (1, False), (2, False), (29, False), (30, True)]
)
def test_a_band_takes_thirty_answers(centre: Centre, n: int, is_judged: bool) -> None:
    some(centre)
    answered(centre, "n1-03", [5] * n)
    mine = own.own_band(centre.agents["n1-03"], bands_for_agents())
    assert mine.n == n
    assert (mine.judged is not None) == is_judged
    line = next(line for line in team_bands(centre).lines if line.name == "Agent n1-03")
    assert (line.judged is None) == (n == 0)
    assert line.judged is None or line.judged.is_thin != is_judged


def test_the_agent_has_the_band_before_anybody_else(centre: Centre) -> None:
    some(centre)
    monday = date(2026, 3, 30)
    late = datetime(2026, 3, 30, 9, tzinfo=ZONE)
    answered(centre, "n1-03", [5] * 60, day=monday, came=late)
    agent = centre.agents["n1-03"]
    mine = own.own_band(agent, bands_for_agents())
    assert mine.n == 60
    assert mine.shown_from == date(2026, 4, 8)
    for now in (NOW, datetime(2026, 4, 7, 23, 59, tzinfo=ZONE)):
        assert bands_for_leaders(now).of(agent) is None
    then = datetime(2026, 4, 8, 0, 1, tzinfo=ZONE)
    shown = bands_for_leaders(then).of(agent)
    assert shown is not None
    assert shown.n == 60


def test_the_leader_reads_later_what_the_agent_read_at_once(centre: Centre) -> None:
    some(centre)
    agent = centre.agents["n1-02"]
    sunday = datetime(2026, 3, 29, 23, 0, tzinfo=ZONE)
    first = bands_for_agents(sunday)
    later = bands_for_leaders()
    assert first.period == later.period
    assert first.shown_from == NOW.astimezone(ZONE).date()
    assert first.of(agent) == later.of(agent)


def test_a_new_team_is_a_new_start(centre: Centre) -> None:
    some(centre)
    agent = centre.agents["n1-02"]
    people.set_membership("n1-02", "s2", from_on=DAY + timedelta(days=1))
    found = bands_for_leaders()
    assert found.of(agent) is None
    names = {line.name for line in team_bands(centre).lines}
    assert "Agent n1-02" not in names
    # The answers still say what everybody's customers chose on this work.
    assert found.lines is not None
    assert found.lines.centre == pytest.approx((300 + 60 + 240 + 240) / 240)


def test_an_agent_who_left_has_no_band(centre: Centre) -> None:
    some(centre)
    people.set_membership("n1-02", None, from_on=DAY + timedelta(days=1))
    assert bands_for_leaders().of(centre.agents["n1-02"]) is None


def test_before_the_first_answer_nothing_is_said(centre: Centre) -> None:
    mine = own.own_band(centre.agents["n1-01"], bands_for_agents())
    assert (mine.n, mine.judged, mine.lines) == (0, None, "")
    bands = team_bands(centre)
    assert len(bands.lines) == 20
    assert bands.sentence == "No agent can be told from the lines: not enough evidence"


def test_the_lines_of_a_team_stand_by_name(centre: Centre) -> None:
    some(centre)
    bands = team_bands(centre, "n1")
    names = [line.name for line in bands.lines]
    assert names == sorted(names)
    assert len(names) == 10
    assert bands.sentence == "1 agent in the top band, 1 agent in the low band"
    assert bands.n_looked_at == 4
