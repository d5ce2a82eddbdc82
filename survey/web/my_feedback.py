"""An agent's own customers' answers and colleagues' thanks, for nobody else."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import AGENT
from survey.insight.my_feedback import my_feedback
from survey.insight.recognition import thanks_for
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("my_feedback", __name__)


@journey.get("/my-feedback")
@allow(AGENT)
def show() -> str:
    """The signed-in agent's year; the address holds no agent, so there is none to change."""
    agent_id = guard.viewer().agent_id
    assert agent_id is not None  # the schema: a user is an agent's exactly where the role says so
    page = my_feedback(agent_id, today=days.today()) if days.agents_see_answers() else None
    return render_template("my_feedback/show.html", page=page, thanks=thanks_for(agent_id))
