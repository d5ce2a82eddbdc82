"""The week by agent, for those who lead them, after the agents themselves have read it."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from survey.access import ANALYST, LEADER
from survey.insight.bands.team import team_bands
from survey.insight.my_team import my_team
from survey.web import agent_bands, days, guard
from survey.web.guard import allow

journey = Blueprint("my_team", __name__)


@journey.get("/my-team")
@allow(ANALYST, LEADER)
def show() -> str:
    """The newest week that agents had for two full days, and the twelve with it, by agent."""
    chosen = guard.viewer().unit_ids, request.args.get("unit", "").strip()
    now, zone = guard.now(), days.timezone()
    page = my_team(*chosen, now=now, zone=zone)
    agents_see = days.agents_see_answers()
    # A band that its agent may not read first is read by nobody.
    bands = (
        team_bands(*chosen, agent_bands.for_leaders(), today=days.today()) if agents_see else None
    )
    return render_template("my_team/show.html", page=page, agents_see=agents_see, bands=bands)
