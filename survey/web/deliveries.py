"""What became of the messages to customers, for analysts."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.insight import deliveries as pages
from survey.operations import deliveries
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("deliveries", __name__, url_prefix="/surveys/deliveries")


@journey.get("")
@allow(ANALYST)
def show() -> str:
    """Messages by state, those that wait longest, and what went wrong last."""
    page = pages.overview(
        now=guard.now(),
        zone=days.timezone(),
        state_link=partial(url_for, "deliveries.show_state"),
        contact_link=partial(url_for, "contacts.show"),
    )
    return render_template("deliveries/show.html", page=page)


@journey.get("/<state>")
@allow(ANALYST)
def show_state(state: str) -> str:
    """The messages in one state, fifty to a page."""
    number = request.args.get("page", "1")
    page = pages.one_state(
        state,
        number=int(number) if number.isdecimal() and len(number) < 7 else 0,
        now=guard.now(),
        zone=days.timezone(),
        contact_link=partial(url_for, "contacts.show"),
    )
    href = partial(url_for, "deliveries.show_state", state=state)
    return render_template("deliveries/state.html", page=page, href=lambda n: href(page=n))


@journey.post("/retry")
@allow(ANALYST)
def retry() -> Response:
    """Try again what was given up while its link still works."""
    deliveries.retry_given_up(now=guard.now())
    return redirect(url_for("deliveries.show"), 303)
