"""An agent's own customers' answers and colleagues' thanks, for nobody else."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import AGENT
from survey.insight.bands.own import own_band
from survey.insight.my_feedback import my_feedback
from survey.insight.recognition import thanks_for
from survey.web import agent_bands, days, guard
from survey.web.guard import allow

journey = Blueprint("my_feedback", __name__)


@journey.get("/my-feedback")
@allow(AGENT)
def show() -> str:
    """The signed-in agent's year; the address holds no agent, so there is none to change."""
    agent_id = guard.viewer().agent_id
    assert agent_id is not None  # the schema: a user is an agent's exactly where the role says so
    page = band = ended_band = None
    if days.agents_see_answers():
        page = my_feedback(agent_id, today=days.today())
        band = own_band(agent_id, agent_bands.for_agents())
        ended_band = own_band(agent_id, agent_bands.of_ended_weeks())
    thanks = thanks_for(agent_id)
    return render_template(
        "my_feedback/show.html", page=page, band=band, ended_band=ended_band, thanks=thanks
    )
