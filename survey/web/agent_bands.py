"""The bands of all agents, worked out once and kept for some minutes.

One agent's band takes everybody's answers of a year, and every agent's home page shows one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from survey.insight.bands.agents import AgentBands, bands_of_agents
from survey.insight.bands.year import Year, year_ended, year_shown, year_so_far
from survey.store import reads_of_bands
from survey.web import days, guard

KEPT_FOR = timedelta(minutes=10)
_NAME = "agent_bands"
# Weeks that leaders see, weeks that have ended since, and weeks that have not.
_AT_ONCE = 3


def for_agents() -> AgentBands:
    """The bands with what has come in until some minutes ago, each for its agent alone."""
    return _kept(year_so_far(now=guard.now(), zone=days.timezone()))


def of_ended_weeks() -> AgentBands:
    """The bands that those who lead see or are going to see next, each for its agent alone."""
    return _kept(year_ended(now=guard.now(), zone=days.timezone()))


def for_leaders() -> AgentBands:
    """The bands that agents have had for two full days."""
    return _kept(year_shown(now=guard.now(), zone=days.timezone()))


def _kept(year: Year) -> AgentBands:
    kept: dict[str, tuple[Any, datetime, AgentBands]] = current_app.extensions.setdefault(_NAME, {})
    # Whoever changes team, and lines that people set, count from the next page on.
    stamp = days.today(), reads_of_bands.n_memberships(), reads_of_bands.lines_of_the_centre()
    name, now = str(year.period.until_on), guard.now()
    if name in kept:
        of, since, bands = kept[name]
        if of == stamp and timedelta(0) <= now - since < KEPT_FOR:
            return bands
    bands = bands_of_agents(year, today=days.today())
    kept[name] = stamp, now, bands
    # Earlier ones are not needed any more.
    for old in sorted(kept)[:-_AT_ONCE]:
        del kept[old]
    return bands
