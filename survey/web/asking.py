"""Who is asked: the rules of a survey, who was not asked and why, and the stops."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput, NotFound, Refusal
from survey.insight.asking.not_asked import not_asked
from survey.insight.asking.rules import TypedRules, rules_page
from survey.insight.asking.stops import stops_page
from survey.intake.rules_form import InvalidRules, parse_rules
from survey.operations import stops
from survey.operations.survey_rules import set_rules
from survey.web import days, guard
from survey.web.guard import allow
from survey.web.surveys.forms import seen

journey = Blueprint("asking", __name__, url_prefix="/surveys")
Page = tuple[str, int] | Response


@journey.get("/<code>/rules")
@allow(ANALYST)
def rules(code: str) -> Page:
    """The rules of a survey, and what they come to."""
    return _rules(code)


@journey.post("/<code>/rules")
@allow(ANALYST)
def keep_rules(code: str) -> Page:
    """Keep the rules of a survey, or show the form again with what is wrong."""
    typed = dict(request.form.lists())
    try:
        set_rules(code, parse_rules(typed), seen=seen())
    except InvalidRules as refused:
        return _rules(code, TypedRules(typed, refused.errors), 422)
    except Conflict as refused:
        return _rules(code, TypedRules(typed, conflict=refused.message), 409)
    return redirect(url_for("asking.rules", code=code, _anchor="comes-to"), 303)


@journey.get("/not-asked")
@allow(ANALYST)
def show_not_asked() -> str:
    """Why customers were not asked, counted for a period."""
    page = not_asked(
        request.args, today=days.today(), contacts=partial(url_for, "funnel.list_contacts")
    )
    return render_template("asking/not_asked.html", page=page)


@journey.get("/stops")
@allow(ANALYST)
def show_stops() -> Page:
    """How many addresses get nothing more, and the forms to add or lift one."""
    return _stops(done=request.args.get("done", ""))


@journey.post("/stops")
@allow(ANALYST)
def add_stop() -> Page:
    """Send nothing more to an address; only its digest is kept."""
    address = request.form.get("address", "")
    try:
        stops.stop_address(address, kind="opted_out", origin="staff", now=guard.now())
    except InvalidInput as refused:
        return _stops(address, "address", refused)
    return redirect(url_for("asking.show_stops", done="added"), 303)


@journey.post("/stops/lift")
@allow(ANALYST)
def lift_stop() -> Page:
    """Let messages go to an address again."""
    address = request.form.get("lifted", "")
    try:
        stops.lift_stop(address)
    except (InvalidInput, NotFound) as refused:
        return _stops(address, "lifted", refused)
    return redirect(url_for("asking.show_stops", done="lifted"), 303)


def _rules(code: str, typed: TypedRules | None = None, status: int = 200) -> tuple[str, int]:
    page = rules_page(code, today=days.today(), zone=days.timezone(), typed=typed)
    is_error = status == 422
    return render_template("asking/rules.html", page=page, is_error=is_error), status


def _stops(
    address: str = "", form: str = "", refused: Refusal | None = None, *, done: str = ""
) -> tuple[str, int]:
    error = refused.message if refused else ""
    page = stops_page(address=address, form=form, error=error, done=done)
    html = render_template("asking/stops.html", page=page, is_error=bool(error))
    return html, 422 if error else 200
