"""The week by agent, for those who lead them, after the agents themselves have read it."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from survey.access import ANALYST, LEADER
from survey.insight.my_team import my_team
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("my_team", __name__)


@journey.get("/my-team")
@allow(ANALYST, LEADER)
def show() -> str:
    """The newest week that agents had for two full days, and the twelve with it, by agent."""
    page = my_team(
        guard.viewer().unit_ids,
        request.args.get("unit", "").strip(),
        now=guard.now(),
        zone=days.timezone(),
    )
    return render_template("my_team/show.html", page=page, agents_see=days.agents_see_answers())
