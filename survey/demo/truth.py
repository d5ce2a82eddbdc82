"""The truth behind the demo: how engaged each team really is, and how that goes with satisfaction.

A known, modest link is built in on purpose, so that what the linkage page says can be checked:
inside a team, one standard deviation of movement goes with `WITHIN_EFFECT` of latent satisfaction;
standing differences between teams go together far less and mostly have causes of their own.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from survey.demo.cast import TEAMS

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


def score(rng: random.Random, *, latent: float, channel: str) -> int:
    """One customer's score from 1 to 5."""
    felt = latent + CHANNEL_EFFECT[channel] + 0.35 + rng.gauss(0, 1)
    return 1 + sum(felt > cut for cut in CUTS)
