"""The truth behind the demo: how engaged each team really is, and how that goes with satisfaction.

A known, modest link is built in on purpose, so that what the linkage page says can be checked:
inside a team, one standard deviation of movement goes with `WITHIN_EFFECT` of latent satisfaction;
standing differences between teams go together far less and mostly have causes of their own.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from survey.demo.cast import TEAMS, Team

N_CLOSED_WAVES = 6
N_WAVES = N_CLOSED_WAVES + 1
# Engagement in points of its 1-5 scale: how far teams stand apart, and how far each one moves.
LEVEL_SPREAD = 0.4
MOVEMENT = 0.22
# Latent satisfaction: what goes with a movement and with a level, and what has nothing to do
# with either.
WITHIN_EFFECT = 0.09
BETWEEN_EFFECT = 0.05
OWN_LEVEL = 0.14
OWN_MOVEMENT = 0.09
SEASON = (0.0, 0.06, 0.02, -0.08, -0.03, 0.04, 0.0)
CHANNEL_EFFECT = {"phone": 0.05, "chat": 0.0, "email": -0.18, "social": -0.1}
# Latent satisfaction below these cut points scores 1, 2, 3, 4; above them 5.
CUTS = (-1.25, -0.92, -0.55, 0.1)
TROUBLE_PER_WAVE = 0.6
# Days absent, as a share of those planned: fewer in a month in which a team has moved up by one
# standard deviation, more in one in which it has moved down. `NOISE` is what else there is.
ABSENCE_SHARE = 0.055
ABSENCE_PER_MOVEMENT = -0.009
ABSENCE_NOISE = 0.008
# Customers lost, as a share of those of the month before: fewer where their scores were higher by
# one point on the whole.
LOSS_SHARE = 0.03
LOSS_PER_POINT = -0.05
USUAL_SCORE = 4.25
# Nothing goes with these: who leaves is drawn by lot in the cast, service level and quality scores
# go their own way.
SERVICE_LEVEL = 81.0
SERVICE_LEVEL_SPREAD = 5.0
QUALITY = 86.0
QUALITY_SPREAD = 6.0


@dataclass(frozen=True, slots=True)
class Truth:
    """Latent engagement and satisfaction per (team code, wave number from 1)."""

    engagement: dict[tuple[str, int], float]
    satisfaction: dict[tuple[str, int], float]


def draw(rng: random.Random) -> Truth:
    """One draw of the year."""
    engagement: dict[tuple[str, int], float] = {}
    satisfaction: dict[tuple[str, int], float] = {}
    for team in TEAMS:
        for wave in range(1, N_WAVES + 1):
            moved = rng.gauss(0, 1)
            own = rng.gauss(0, OWN_MOVEMENT)
            if team.trouble_from is not None and wave >= team.trouble_from:
                moved -= TROUBLE_PER_WAVE * (wave - team.trouble_from + 1)
            key = (team.code, wave)
            engagement[key] = LEVEL_SPREAD * team.engagement + MOVEMENT * moved + SEASON[wave - 1]
            satisfaction[key] = (
                BETWEEN_EFFECT * team.engagement
                + OWN_LEVEL * team.satisfaction
                + WITHIN_EFFECT * moved
                + own
                + SEASON[wave - 1]
            )
    return Truth(engagement, satisfaction)


def movement(year: Truth, team: Team, wave: int) -> float:
    """How far a team stands from its own level in a wave, in standard deviations of movement."""
    level = LEVEL_SPREAD * team.engagement + SEASON[wave - 1]
    return (year.engagement[team.code, wave] - level) / MOVEMENT


def absence_share(rng: random.Random, moved: float) -> float:
    """The share of planned days on which somebody of a team was absent."""
    share = ABSENCE_SHARE + ABSENCE_PER_MOVEMENT * moved + rng.gauss(0, ABSENCE_NOISE)
    return min(max(share, 0.005), 0.5)


def loss_share(mean_score: float) -> float:
    """The share of a month's customers that is lost in the next, by what they scored."""
    return min(max(LOSS_SHARE + LOSS_PER_POINT * (mean_score - USUAL_SCORE), 0.003), 0.5)


def score(rng: random.Random, *, latent: float, channel: str) -> int:
    """One customer's score from 1 to 5."""
    felt = latent + CHANNEL_EFFECT[channel] + 0.35 + rng.gauss(0, 1)
    return 1 + sum(felt > cut for cut in CUTS)
