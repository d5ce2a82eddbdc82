"""What is stored about an agent, for that agent alone."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import AGENT
from survey.insight.stored_about_me import stored_about_me
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("my_data", __name__)


@journey.get("/my-data")
@allow(AGENT)
def show() -> str:
    """What is stored about the signed-in agent; the address holds no agent to change."""
    return render_template("my_data/show.html", page=stored_about_me(guard.viewer()))
