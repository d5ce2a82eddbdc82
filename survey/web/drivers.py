"""Which constructs go with satisfaction and with engagement?"""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import ANALYST, EXECUTIVE
from survey.insight.drivers.page import drivers_page
from survey.web.guard import allow

journey = Blueprint("drivers", __name__)


@journey.get("/linkage/drivers")
@allow(ANALYST, EXECUTIVE)
def show() -> str:
    """Which constructs go with satisfaction and with engagement?"""
    return render_template("drivers/show.html", page=drivers_page())
