"""Which teams lie clearly above or below the rest, and one team's change beside its site."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.insight.bands.page import bands_page
from survey.insight.sections import Links
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("bands", __name__)


@journey.get("/overview/bands")
@allow(ANALYST, EXECUTIVE, LEADER)
def show() -> str:
    """Bands of the viewer's units by name; a change of one unit at a time, never in a list.

    A leader sees the change of the units led in person.
    """
    viewer = guard.viewer()
    page = bands_page(
        viewer,
        request.args.get("unit", "").strip(),
        now=guard.now(),
        zone=days.timezone(),
        links=Links(
            contacts=partial(url_for, "contacts.list_contacts"),
            overview=partial(url_for, "bands.show"),
        ),
    )
    return render_template("bands/show.html", page=page)
