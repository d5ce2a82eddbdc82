"""Editions are asked for, and followed while workers make them."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE, LEADER
from survey.insight.forum.board import Typed
from survey.insight.reports import batch, ordering
from survey.intake.answers import Objection
from survey.intake.edition_form import parse_order
from survey.intake.editions import Edition
from survey.operations.reports import orders
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("report_orders", __name__, url_prefix="/reports")


@journey.get("/new")
@allow(ANALYST, EXECUTIVE, LEADER)
def new() -> str:
    """The form that asks for reports; leaders ask for those of their units."""
    page = ordering.order_page(guard.viewer(), today=days.today())
    return render_template("reports/new.html", page=page)


@journey.post("/new")
@allow(ANALYST, EXECUTIVE, LEADER)
def order() -> tuple[str, int] | Response:
    """Have workers make what was asked for, or show the form again with what is wrong."""
    viewer, today = guard.viewer(), days.today()
    typed = request.form.to_dict()
    found = parse_order(typed, ordering.offered_to(viewer, today=today))
    editions = [one for one in found if isinstance(one, Edition)]
    objections = tuple(one for one in found if isinstance(one, Objection))
    if objections:
        page = ordering.order_page(viewer, Typed(typed, objections), today=today)
        return render_template("reports/new.html", page=page, is_error=True), 422
    name = ordering.batch_name(editions, viewer, today=today)
    made = orders.order_editions(editions, name, now=guard.now(), user_id=viewer.user_id)
    return redirect(url_for("report_orders.follow", batch_id=made), 303)


@journey.get("/batches/<int:batch_id>")
@allow(ANALYST, EXECUTIVE, LEADER)
def follow(batch_id: int) -> Response:
    """How far a batch is; the page looks again by itself while something of it is to come."""
    number = request.args.get("page", "")
    page = batch.batch_page(
        batch_id,
        guard.viewer(),
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
        stays_still=request.args.get("refresh") == "no",
        today=days.today(),
        now=guard.now(),
    )
    reply = make_response(render_template("reports/batch.html", page=page, zone=days.timezone()))
    if page.seconds:
        # The page has a link to the same without this (WCAG 2.2.1).
        reply.headers["Refresh"] = str(page.seconds)
    return reply


@journey.post("/batches/<int:batch_id>/cancel")
@allow(ANALYST, EXECUTIVE, LEADER)
def cancel(batch_id: int) -> Response:
    """Make nothing more of a batch; what is made stays."""
    batch.batch_of(batch_id, guard.viewer(), now=guard.now())
    orders.cancel(batch_id, now=guard.now())
    return redirect(url_for("report_orders.follow", batch_id=batch_id), 303)


@journey.post("/batches/<int:batch_id>/again")
@allow(ANALYST, EXECUTIVE, LEADER)
def try_again(batch_id: int) -> Response:
    """Have what failed or was cancelled made after all."""
    batch.batch_of(batch_id, guard.viewer(), now=guard.now())
    orders.restart(batch_id, now=guard.now())
    return redirect(url_for("report_orders.follow", batch_id=batch_id), 303)
