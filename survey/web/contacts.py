"""The contacts behind every number, as a list and one by one."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.insight.contacts import contacts
from survey.insight.one_contact import one_contact
from survey.insight.sections import Links
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("contacts", __name__, url_prefix="/contacts")


@journey.get("")
@allow(ANALYST, LEADER, EXECUTIVE)
def list_contacts() -> str:
    """Contacts in the viewer's scope, latest first, fifty to a page."""
    page = contacts(
        guard.viewer().unit_ids,
        request.args,
        today=days.today(),
        links=Links(
            contacts=partial(url_for, "contacts.list_contacts"),
            overview=partial(url_for, "overview.show"),
        ),
        contact_link=partial(url_for, "contacts.show"),
        timezone=days.timezone(),
        held_from=days.held_from(),
    )
    return render_template("contacts/list.html", page=page)


@journey.get("/<int:contact_id>")
@allow(ANALYST, LEADER, EXECUTIVE)
def show(contact_id: int) -> str:
    """One contact; out of scope it answers as if it did not exist."""
    page = one_contact(
        contact_id,
        guard.viewer().unit_ids,
        timezone=days.timezone(),
        held_from=days.held_from(),
    )
    return render_template("contacts/show.html", page=page)
