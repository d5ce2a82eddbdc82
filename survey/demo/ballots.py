"""What the demo's agents answer in a wave: scores around their team's engagement, and asks."""

from __future__ import annotations

import random

from survey.instruments.pulse import ENGAGEMENT, ENPS, PULSE

# Where a construct sits on the scale, and how closely it follows engagement.
LEVEL = {
    ENGAGEMENT: (3.6, 1.0),
    "tools": (2.9, 0.3),
    "autonomy": (3.2, 0.45),
    "recognition": (3.1, 0.5),
    "growth": (2.9, 0.35),
    "leadership": (3.7, 0.45),
    "strain": (3.1, -0.55),
    "voice": (3.0, 0.5),
    ENPS: (7.5, 1.5),
}
SKIPPED_SHARE = 0.03


def ballot(rng: random.Random, *, engagement: float) -> dict[str, int]:
    """One agent's answers, {item: value}."""
    person = engagement + rng.gauss(0, 0.6)
    moods = {code: rng.gauss(0, 0.45) for code in LEVEL}
    answers: dict[str, int] = {}
    for item in PULSE.scale_items:
        if rng.random() < SKIPPED_SHARE:
            continue
        assert item.scale is not None
        assert item.construct is not None
        level, follows = LEVEL[item.construct]
        spread = 1.6 if item.construct == ENPS else 0.6
        felt = round(level + follows * person + moods[item.construct] + rng.gauss(0, spread))
        keyed = min(max(felt, item.scale.low), item.scale.high)
        answers[item.code] = item.keyed(keyed)
    return answers
