"""You said, we did: for everybody the pulse belongs to."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import AGENT, ANALYST, EXECUTIVE, LEADER
from survey.insight.said import said_page
from survey.web import days
from survey.web.guard import allow

journey = Blueprint("said", __name__)


@journey.get("/pulse/said")
@allow(AGENT, ANALYST, EXECUTIVE, LEADER)
def show() -> str:
    """Every ask of every wave with its answer, or since when it waits for one."""
    return render_template("said/show.html", page=said_page(today=days.today()))
