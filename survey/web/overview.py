"""The overview of customers and agents, for those who may see units."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.insight.forum.board import MAY_WRITE
from survey.insight.linkage.standing import standing
from survey.insight.overview import overview
from survey.insight.sections import Links
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("overview", __name__)


@journey.get("/overview")
@allow(ANALYST, LEADER, EXECUTIVE)
def show() -> str:
    """Customers by unit, channel and month, agents in the newest wave, and the link of the two."""
    links = Links(
        contacts=partial(url_for, "contacts.list_contacts"),
        overview=partial(url_for, "overview.show"),
    )
    viewer = guard.viewer()
    page = overview(viewer.unit_ids, request.args, today=days.today(), links=links)
    # A leader opens neither the linkage nor a report.
    may_open = viewer.role in MAY_WRITE
    linked = standing(page.engagement.wave) if page.engagement and may_open else None
    return render_template("overview/show.html", page=page, linked=linked)
