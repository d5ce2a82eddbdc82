"""The demo's story before it is told: people, contacts, and the truth that is built in."""

from __future__ import annotations

import random
from datetime import date
from itertools import groupby, pairwise
from statistics import fmean

from survey.demo import calendar, cast, traffic, truth
from survey.demo.fill import SEED

TODAY = date(2026, 3, 12)
FIRST_DAY = calendar.first_day(TODAY)


def told(last_day: date) -> tuple[tuple[cast.DemoAgent, ...], list[traffic.DemoContact]]:
    """Everybody, and every contact up to that day."""
    rng = random.Random(SEED)
    agents = cast.agents(rng, first_day=FIRST_DAY, last_day=date(2026, 3, 11))
    year = truth.draw(rng)
    return agents, list(traffic.contacts(rng, agents, year, first_day=FIRST_DAY, last_day=last_day))


def test_the_same_day_tells_the_same_story_twice() -> None:
    assert told(date(2025, 4, 30)) == told(date(2025, 4, 30))


def test_the_waves_tile_the_year_and_one_is_open_today() -> None:
    for today in (TODAY, date(2026, 1, 1), date(2028, 2, 29), date(2027, 12, 31)):
        waves = (*calendar.closed_waves(today), calendar.open_wave(today))
        assert [wave.number for wave in waves] == [1, 2, 3, 4, 5, 6, 7]
        assert waves[0].window_from == calendar.first_day(today)
        for earlier, later in pairwise(waves):
            assert (later.window_from - earlier.window_until).days == 1
        assert waves[-2].closes_on < today
        assert waves[-1].opens_on <= today <= waves[-1].closes_on


def test_everybody_has_a_name_of_their_own_and_nobody_works_before_they_were_hired() -> None:
    agents, contacts = told(date(2025, 6, 30))
    assert len({agent.name for agent in agents}) == len(agents)
    hired = {agent.code: agent.hired_on for agent in agents}
    assert all(
        contact.record.closed_on is not None
        and hired[contact.record.agent] <= contact.record.closed_on
        for contact in contacts
    )


def test_every_week_has_its_rhythm() -> None:
    _, contacts = told(date(2025, 5, 31))
    per_weekday = dict.fromkeys(range(7), 0)
    for contact in contacts:
        assert contact.record.closed_on is not None
        per_weekday[contact.record.closed_on.weekday()] += 1
    assert max(per_weekday, key=per_weekday.__getitem__) == 0
    assert per_weekday[6] < per_weekday[5] < min(per_weekday[day] for day in range(5))


def moves(year: truth.Truth) -> list[tuple[float, float]]:
    """(engagement, satisfaction) of each team and wave, without the team's and the wave's mean."""
    keys = sorted(year.engagement)
    without = []
    for values in (year.engagement, year.satisfaction):
        team = {
            code: fmean(values[key] for key in group)
            for code, group in groupby(keys, key=lambda key: key[0])
        }
        by_wave = sorted(keys, key=lambda key: key[1])
        wave = {
            number: fmean(values[key] for key in group)
            for number, group in groupby(by_wave, key=lambda key: key[1])
        }
        whole = fmean(values.values())
        without.append([values[key] - team[key[0]] - wave[key[1]] + whole for key in keys])
    return list(zip(*without, strict=True))


def test_where_a_team_moves_its_satisfaction_moves_by_the_link_that_is_built_in() -> None:
    rng = random.Random(1)
    pairs = [pair for _ in range(200) for pair in moves(truth.draw(rng))]
    slope = sum(x * y for x, y in pairs) / sum(x * x for x, _ in pairs)
    # 16,800 pairs, of which each draw spends 18 on means: the standard error is about 0.003.
    assert abs(slope - truth.WITHIN_EFFECT / truth.MOVEMENT) < 0.012


def test_the_built_in_link_is_modest_among_single_customers() -> None:
    """One standard deviation of a team's movement shifts the top box by a few points at most."""
    rng = random.Random(2)
    shares = [
        fmean(truth.score(rng, latent=latent, channel="phone") >= 4 for _ in range(40_000))
        for latent in (0.0, truth.WITHIN_EFFECT)
    ]
    assert 0.01 < shares[1] - shares[0] < 0.05
