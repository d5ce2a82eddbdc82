"""The funnel: from closed contacts to answers, the contacts behind each number, and fairness."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from survey.access import ANALYST, LEADER
from survey.insight.funnel.contacts import place_contacts
from survey.insight.funnel.fairness import fairness
from survey.insight.funnel.page import Links, funnel
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("funnel", __name__, url_prefix="/surveys/funnel")


@journey.get("")
@allow(ANALYST, LEADER)
def show() -> str:
    """How many contacts came how far, and where the others stayed; leaders see their own units."""
    page = funnel(guard.viewer().unit_ids, request.args, today=days.today(), links=_links())
    return render_template("funnel/show.html", page=page, may_compare=_is_analyst())


@journey.get("/contacts")
@allow(ANALYST, LEADER)
def list_contacts() -> str:
    """The contacts behind one number of the funnel, latest first, fifty to a page."""
    page = place_contacts(
        guard.viewer().unit_ids,
        request.args,
        today=days.today(),
        links=_links(),
        contact_link=partial(url_for, "contacts.show"),
        timezone=days.timezone(),
        held_from=days.held_from(),
    )
    return render_template("funnel/contacts.html", page=page, may_compare=_is_analyst())


@journey.get("/fairness")
@allow(ANALYST)
def compare() -> str:
    """Whether who is asked and who answers differs by agent more than chance."""
    page = fairness(
        guard.viewer().unit_ids,
        request.args,
        now=guard.now(),
        today=days.today(),
        links=_links(),
    )
    return render_template("funnel/fairness.html", page=page)


def _links() -> Links:
    return Links(
        funnel=partial(url_for, "funnel.show"),
        contacts=partial(url_for, "funnel.list_contacts"),
    )


def _is_analyst() -> bool:
    return guard.viewer().role == ANALYST
