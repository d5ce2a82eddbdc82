"""What programs opened: a page for those who set up surveys."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from survey.access import ANALYST
from survey.insight import automated_opens
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("opens", __name__, url_prefix="/surveys")


@journey.get("/opens")
@allow(ANALYST)
def show() -> str:
    """Opens of links by programs, by day and sign; none was counted as an open or an answer."""
    zone = current_app.config["SURVEY"].timezone
    today = guard.now().astimezone(zone).date()
    return render_template("surveys/opens.html", page=automated_opens.show(today=today))
