"""What was checked for people who read and answer in other ways, and what is missing."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey.insight import accessibility
from survey.web.guard import public

journey = Blueprint("accessibility", __name__)


@journey.get("/accessibility")
@public
def show() -> str:
    """The conformance page, with its gaps."""
    return render_template("accessibility.html", page=accessibility.statement())
