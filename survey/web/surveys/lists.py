"""The list of surveys, their order, and beginning a new one."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput, NotFound
from survey.insight.surveys import listing
from survey.insight.surveys.starting import new_page, start_of
from survey.insight.surveys.typed import Typed
from survey.operations import survey_list, surveys
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("lists", __name__)
Page = tuple[str, int] | Response


@journey.get("")
@allow(ANALYST)
def list_surveys() -> Page:
    """Every survey, in the order in which they ask."""
    return _list()


@journey.post("/<code>/move")
@allow(ANALYST)
def move(code: str) -> Page:
    """Put a survey one place up or down, unless somebody else has changed the order."""
    places = [request.form.get(name, "") for name in ("to", "seen")]
    to, seen = (int(one) if one.isdecimal() and len(one) < 6 else 0 for one in places)
    try:
        survey_list.move(code, to=to, seen=seen)
    except Conflict as refused:
        return _list(conflict=refused.message, status=409)
    return redirect(url_for("surveys.lists.list_surveys", _anchor=code), 303)


@journey.get("/new")
@allow(ANALYST)
def begin() -> Page:
    """The ways to begin a survey: ready-made, copied, blank, or from a file."""
    return _new(Typed(), status=200)


@journey.post("/new")
@allow(ANALYST)
def make() -> Page:
    """Make a draft, or show the form again with what is wrong."""
    typed = request.form.to_dict()
    name = typed.get("name", "").strip()
    try:
        draft, rules = start_of(typed.get("start", ""), name, typed.get("language", ""))
        code = surveys.create_survey(
            name, draft, rules=rules, now=guard.now(), user_id=guard.viewer().user_id
        )
    except NotFound as refused:
        return _new(Typed(typed, [("start", refused.message)]))
    except InvalidInput as refused:
        return _new(Typed(typed, [("name", problem) for problem in refused.problems]))
    except Conflict as refused:
        return _new(Typed(typed, [("name", refused.message)]), status=409)
    return redirect(url_for("surveys.questions.show", code=code), 303)


@journey.post("/<code>/copy")
@allow(ANALYST)
def copy(code: str) -> Page:
    """Make a draft with the same questions and rules."""
    user_id = guard.viewer().user_id
    made = survey_list.copy_survey(code, now=guard.now(), user_id=user_id)
    return redirect(url_for("surveys.states.show", code=made), 303)


def _list(*, conflict: str = "", status: int = 200) -> Page:
    zone = current_app.config["SURVEY"].timezone
    page = listing.surveys_page(zone=zone, conflict=conflict)
    return render_template("surveys/list.html", page=page), status


def _new(typed: Typed, *, status: int = 422) -> Page:
    page = new_page(typed)
    return render_template("surveys/new.html", page=page, is_error=bool(typed.errors)), status
