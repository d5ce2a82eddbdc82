"""Is engagement linked to satisfaction? One page, for the pulse or for imported series."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from survey.access import ANALYST, EXECUTIVE
from survey.insight.linkage import page
from survey.insight.linkage.cells import CSAT, PULSE
from survey.web.guard import allow

journey = Blueprint("linkage", __name__)


@journey.get("/linkage")
@allow(ANALYST, EXECUTIVE)
def show() -> str:
    """The linkage of the two sides the address names, the pulse and CSAT without any."""
    engagement = request.args.get("engagement") or PULSE
    satisfaction = request.args.get("satisfaction") or CSAT
    return render_template(
        "linkage/show.html", page=page.linkage_with_figures(engagement, satisfaction)
    )
