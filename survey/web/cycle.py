"""Stress, leavers, uneven service, satisfaction, customer loss: which steps go together?"""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.access import ANALYST, EXECUTIVE
from survey.insight.cycle.page import cycle_page
from survey.web.guard import allow

journey = Blueprint("cycle", __name__)


@journey.get("/linkage/cycle")
@allow(ANALYST, EXECUTIVE)
def show() -> str:
    """Stress, leavers, uneven service, satisfaction, customer loss: which steps go together?"""
    return render_template("cycle/show.html", page=cycle_page())
