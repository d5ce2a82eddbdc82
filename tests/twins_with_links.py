"""The same two centres with more teams and waves, so that links between the figures are computed.

What stands beside the pulse is there as well: customers, imported series, a plan, a threshold and
signals. Hidden are the same four of team n1 and three of team n2, in every wave.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import cycle, islice

from survey.instruments.pulse import PULSE
from survey.intake.ballots import FilledBallot
from survey.intake.plan import Plan
from survey.operations import people
from survey.operations.plans import store_plan
from survey.operations.signals import find_signals
from survey.operations.thresholds import set_threshold
from survey.store.database import rows, run, transaction
from tests import centre as small_centre
from tests import contexts, forums, signalled, twins, waves
from tests.answers import Told, tell
from tests.conftest import NOW

N_WAVES = 7
N_CUSTOMERS = 12
MORE_TEAMS = ("e1", "e2", "e3", "e4")
OTHERS = ("s1", "s2", *MORE_TEAMS)
# What is imported and named by another system: how it adds up, and whether it has a base.
SERIES = {
    "absence": ("count", 200.0),
    "leavers": ("count", 10.0),
    "customer_loss": ("count", 400.0),
    "quality": ("mean", 30.0),
    "stress": ("mean", None),
}
SIDES = (("Their engagement", "engagement"), ("Their satisfaction", "satisfaction"))
MORE_ADDRESSES = (
    "/overview/bands?unit=n1",
    "/overview/bands?unit=s1",
    "/overview/signals?unit=n1",
    "/overview/signals?unit=s1",
    "/overview/signals?queue=1",
    *(
        f"/linkage{page}?{sides}"
        for page in ("", "/cells.csv", "/codebook.csv", "/linkage.json")
        for sides in (
            "satisfaction=Their+satisfaction",
            "engagement=Their+engagement",
            "engagement=Their+engagement&satisfaction=Their+satisfaction",
        )
    ),
)


def build(hidden: twins.Hidden) -> twins.Doors:
    """The centre, seven waves closed and one open."""
    centre = small_centre.build()
    for team in MORE_TEAMS:
        _add_team(centre, team)
    plan = Plan(lags=(-1, 0, 1), covariates=("channel_mix", "handle_time", "series:quality"))
    store_plan(plan, user_id=None, now=NOW - timedelta(days=1))
    for number in range(1, N_WAVES + 1):
        _hold(number, hidden)
    codes = waves.open_today_with_cards(N_WAVES + 1, name="Summer")["n1"]
    waves.submit(codes, twins.of_open_wave(hidden))
    _tell(centre)
    _import(centre)
    doors = twins.finished(centre, code=codes[-1], more=MORE_ADDRESSES)
    _stand_out(centre)
    return doors


def _add_team(centre: small_centre.Centre, team: str) -> None:
    with transaction():
        centre.units[team] = people.add_unit(team, f"Team {team}", parent="south")
        centre.leaders[f"l-{team}"] = people.add_leader(f"l-{team}", f"Leader {team}")
        people.set_leadership(team, f"l-{team}", from_on=small_centre.FROM)
        for number in range(1, small_centre.AGENTS_PER_TEAM + 1):
            code = f"{team}-{number:02}"
            centre.agents[code] = people.add_agent(code, f"Agent {code}")
            people.set_membership(code, team, from_on=small_centre.FROM)


def _month(number: int) -> tuple[date, date]:
    return forums._month(N_WAVES - number + 1)


def _hold(number: int, hidden: twins.Hidden) -> None:
    window_from, window_until = _month(number)
    codes = waves.open_with_cards(
        number, seed=number, window_from=window_from, window_until=window_until
    )
    waves.submit(codes["n1"], twins.few(hidden))
    waves.submit(codes["n2"], twins.many(hidden)["n2"])
    for team in OTHERS:
        waves.submit(codes[team], [_ballot(number, team, n) for n in range(10)])
    waves.close(number)


def _ballot(number: int, team: str, n: int) -> FilledBallot:
    """A ballot of people who differ, in a team whose level moves from wave to wave."""
    chance = random.Random(f"{number} {team} {n}")
    felt = 3 + (OTHERS.index(team) + 2 * number) % 4 / 4 - 0.5 + chance.choice((-1, 0, 1))
    points = {}
    for item in PULSE.scale_items:
        assert item.scale is not None
        at = round(felt + chance.choice((-0.5, 0, 0.5)))
        points[item.code] = min(5, max(1, at)) if item.scale.high == 5 else 2 * at
    return FilledBallot(points, {"ask_cost": f"Ask {team} {n}"})


def _tell(centre: small_centre.Centre) -> None:
    """Customers of every team in the days of every wave, in levels of their own."""
    told = [
        Told(
            f"{team}-{1 + n % 10:02}",
            _month(number)[0] + timedelta(days=n),
            score,
            channel=("phone", "chat")[(n + number) % 2],
        )
        for number in range(1, N_WAVES + 1)
        for at, team in enumerate((*small_centre.TEAMS, *MORE_TEAMS))
        for n, score in enumerate(islice(cycle((5, 4, 2 + (at * number) % 4, 3)), N_CUSTOMERS))
    ]
    tell(centre, told, first=20_000)


def _stand_out(centre: small_centre.Centre) -> None:
    """One bad day in team s1, and a threshold of the centre."""
    last = twins.TODAY - timedelta(days=4)
    # A working day: only on these are there answers.
    last -= timedelta(days=max(0, last.weekday() - 4))
    signalled.calm(centre, "s1", until_on=last)
    signalled.tell(centre, "s1", {last: (20, 60)})
    analyst = centre.users["analyst"]
    set_threshold("top_box", "centre", "70", "90", user_id=analyst, now=NOW)
    assert find_signals(until_on=last, today=twins.TODAY, now=NOW, tells_owners=False)


def _import(centre: small_centre.Centre) -> None:
    """Series by unit and month, and both sides from another system."""
    teams = (*small_centre.TEAMS, *MORE_TEAMS)
    for name, (adds, base) in SERIES.items():
        values = [
            (centre.units[team], *_month(number), float((at * 3 + number * 5) % 7 + 1), base)
            for number in range(1, N_WAVES + 1)
            for at, team in enumerate(teams)
        ]
        contexts.keep_series(name, *values, measures=name, adds=adds)
    for shift, (name, kind) in enumerate(SIDES):
        ((series,),) = rows(
            "INSERT INTO score_series (name, kind, scale_low, scale_high) VALUES (?, ?, 0, 100)"
            " RETURNING id",
            (name, kind),
        )
        for number in range(1, N_WAVES + 1):
            for at, team in enumerate(teams):
                run(
                    "INSERT INTO score (series_id, unit_id, period, value, n)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (
                        series,
                        centre.units[team],
                        str(_month(number)[0])[:7],
                        50.0 + (at * 7 + number * (3 + shift)) % 11,
                        20,
                    ),
                )
