"""What customers wrote: read, searched, grouped, and passed on to those who can use it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, LEADER
from survey.errors import Conflict, InvalidInput
from survey.insight.comments import listing, rules, themes
from survey.operations.comments import routing
from survey.operations.comments import themes as theme_work
from survey.web import days, departments, guard
from survey.web.guard import allow

journey = Blueprint("comments", __name__, url_prefix="/comments")
journey.register_blueprint(departments.journey)


@journey.get("")
@allow(ANALYST, LEADER)
def list_comments() -> str:
    """Comments in the viewer's scope with search and filters, latest first, fifty to a page."""
    page = listing.comments(
        guard.viewer().unit_ids,
        request.args,
        today=days.today(),
        link=partial(url_for, "comments.list_comments"),
    )
    return render_template("comments/list.html", page=page)


@journey.get("/<int:response_id>")
@allow(ANALYST, LEADER)
def show(response_id: int) -> str:
    """One comment with its baskets and what became of it; out of scope as if it did not exist."""
    page = listing.comment(response_id, guard.viewer().unit_ids)
    return render_template("comments/show.html", page=page)


@journey.post("/<int:response_id>/baskets")
@allow(ANALYST, LEADER)
def route(response_id: int) -> tuple[str, int] | Response:
    """Put a comment into baskets or take it out of them by hand."""
    viewer = guard.viewer()
    listing.comment(response_id, viewer.unit_ids)
    seen = request.form.get("seen", "").split(",")
    try:
        routing.route_by_hand(
            response_id,
            request.form.getlist("basket"),
            seen=seen,
            user_id=viewer.user_id,
            now=guard.now(),
        )
    except Conflict as refused:
        page = listing.comment(response_id, viewer.unit_ids, conflict=refused.message)
        return render_template("comments/show.html", page=page, is_error=True), 409
    return redirect(url_for("comments.show", response_id=response_id), 303)


@journey.get("/themes")
@allow(ANALYST, LEADER)
def show_themes() -> str:
    """What the comments of four weeks have in common, and how that moved."""
    viewer = guard.viewer()
    page = themes.themes_page(
        viewer.unit_ids,
        is_whole=viewer.role == ANALYST,
        link=partial(url_for, "comments.list_comments"),
    )
    was_asked = "asked" in request.args
    return render_template("comments/themes.html", page=page, was_asked=was_asked)


@journey.post("/themes")
@allow(ANALYST)
def find_themes() -> Response:
    """Ask a worker to find the themes anew."""
    theme_work.request_themes(now=guard.now())
    return redirect(url_for("comments.show_themes", asked="yes"), 303)


@journey.get("/rules")
@allow(ANALYST)
def show_rules() -> str:
    """The rules that route comments, and what the words typed would catch."""
    page = rules.rules(request.args, today=days.today())
    was_asked = "asked" in request.args
    return render_template("comments/rules.html", page=page, was_asked=was_asked)


@journey.post("/rules")
@allow(ANALYST)
def add_rule() -> tuple[str, int] | Response:
    """Keep a rule, or show the form again with what is wrong."""
    typed = {name: request.form.get(name, "").strip() for name in ("basket", "words")}
    conflict, status = "", 422
    try:
        routing.add_rule(typed["basket"], typed["words"], now=guard.now())
    except InvalidInput:
        pass
    except Conflict as refused:
        conflict, status = refused.message, 409
    else:
        return redirect(url_for("comments.show_rules"), 303)
    page = rules.rules(typed, today=days.today(), conflict=conflict)
    html = render_template("comments/rules.html", page=page, was_asked=False, is_error=True)
    return html, status


@journey.post("/rules/<int:rule_id>/revoke")
@allow(ANALYST)
def revoke_rule(rule_id: int) -> Response:
    """End a rule; what it has put into a basket stays there."""
    routing.revoke_rule(rule_id, now=guard.now())
    return redirect(url_for("comments.show_rules"), 303)


@journey.post("/rules/<int:rule_id>/apply")
@allow(ANALYST)
def apply_rule(rule_id: int) -> Response:
    """Ask a worker to hold a rule against the comments that were there before it."""
    routing.request_application(rule_id, now=guard.now())
    return redirect(url_for("comments.show_rules", asked=rule_id), 303)
