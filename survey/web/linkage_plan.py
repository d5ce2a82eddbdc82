"""What is going to be compared, stored before the data close."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, EXECUTIVE
from survey.insight.linkage.plan_page import TypedPlan, must_confirm, plan_page
from survey.insight.linkage.planned import what_is_known
from survey.intake.plan import InvalidPlan, parse_plan
from survey.operations.plans import store_plan
from survey.web import days, guard
from survey.web.guard import allow

journey = Blueprint("linkage_plan", __name__)


@journey.get("/linkage/plan")
@allow(ANALYST, EXECUTIVE)
def show() -> tuple[str, int]:
    """The plan that the linkage goes by, and the plans before it."""
    given = request.args
    is_new = "stored" in given
    return _page(done=(given.get("stored" if is_new else "same", ""), is_new))


@journey.post("/linkage/plan")
@allow(ANALYST)
def store() -> tuple[str, int] | Response:
    """Store a plan, or show the form again with what is wrong or what storing it gives up."""
    typed = dict(request.form.lists())
    try:
        plan = parse_plan(typed, what_is_known())
    except InvalidPlan as refused:
        return _page(TypedPlan(typed, refused.errors), 422)
    question = must_confirm(plan)
    if question and "is_known" not in typed:
        return _page(TypedPlan(typed, [("is_known", question)]), 422)
    stored = store_plan(plan, user_id=guard.viewer().user_id, now=guard.now())
    name = "stored" if stored.is_new else "same"
    return redirect(url_for("linkage_plan.show") + f"?{name}={stored.number}", 303)


def _page(
    typed: TypedPlan | None = None, status: int = 200, done: tuple[str, bool] = ("", False)
) -> tuple[str, int]:
    may_store = guard.viewer().role == ANALYST
    page = plan_page(zone=days.timezone(), may_store=may_store, typed=typed, done=done)
    return render_template("linkage_plan/show.html", page=page, is_error=status == 422), status
