"""The overview of customers and agents, for those who may see units."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.insight.overview import overview
from survey.insight.sections import Links
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("overview", __name__)


@journey.get("/overview")
@allow(ANALYST, LEADER, EXECUTIVE)
def show() -> str:
    """Satisfaction by unit, channel and month, and the engagement of the latest closed wave."""
    links = Links(
        contacts=partial(url_for, "contacts.list_contacts"),
        overview=partial(url_for, "overview.show"),
    )
    page = overview(guard.viewer().unit_ids, request.args, today=days.today(), links=links)
    return render_template("overview/show.html", page=page)
