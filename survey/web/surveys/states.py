"""One survey: its name, what becomes of it, and the questions before that is done."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput
from survey.insight.surveys.one import survey_page
from survey.insight.surveys.typed import Typed
from survey.operations import survey_list, surveys
from survey.web import days, guard
from survey.web.guard import allow
from survey.web.surveys.forms import seen

journey = Blueprint("states", __name__)
Page = tuple[str, int] | Response


@journey.get("/<code>")
@allow(ANALYST)
def show(code: str) -> Page:
    """One survey: its state, its versions, and what can become of it."""
    return _shown(code)


@journey.post("/<code>/name")
@allow(ANALYST)
def rename(code: str) -> Page:
    """Give a survey another name."""
    typed = request.form.to_dict()
    try:
        survey_list.rename(code, typed.get("name", "").strip(), seen=typed.get("seen_name", ""))
    except InvalidInput as refused:
        errors = [("name", problem) for problem in refused.problems]
        return _shown(code, typed=Typed(typed, errors), status=422)
    except Conflict as refused:
        return _shown(code, typed=Typed(typed, [("name", refused.message)]), status=409)
    return _back(code)


@journey.get("/<code>/publish")
@allow(ANALYST)
def ask_to_publish(code: str) -> Page:
    """What customers would be asked anew, before they are."""
    return _shown(code, template="publish")


@journey.post("/<code>/publish")
@allow(ANALYST)
def publish(code: str) -> Page:
    """Ask what was looked at from now on, unless it has changed since."""
    try:
        surveys.publish(code, seen=seen(), now=guard.now(), user_id=guard.viewer().user_id)
    except InvalidInput:
        return _shown(code, template="publish", status=422)
    except Conflict as refused:
        return _shown(code, template="publish", typed=Typed(conflict=refused.message), status=409)
    return _back(code)


@journey.get("/<code>/retire")
@allow(ANALYST)
def ask_to_retire(code: str) -> Page:
    """Ask once more before a survey stops asking."""
    return _shown(code, template="retire")


@journey.post("/<code>/retire")
@allow(ANALYST)
def retire(code: str) -> Page:
    """The survey asks no new customers."""
    surveys.retire(code, now=guard.now())
    return _back(code)


@journey.post("/<code>/bring-back")
@allow(ANALYST)
def bring_back(code: str) -> Page:
    """The retired survey asks again."""
    surveys.bring_back(code)
    return _back(code)


@journey.get("/<code>/delete")
@allow(ANALYST)
def ask_to_delete(code: str) -> Page:
    """Ask once more before a draft is thrown away."""
    return _shown(code, template="delete")


@journey.post("/<code>/delete")
@allow(ANALYST)
def delete(code: str) -> Page:
    """Throw away a draft that was never published."""
    survey_list.delete_draft(code)
    return redirect(url_for("surveys.lists.list_surveys"), 303)


def _back(code: str) -> Response:
    return redirect(url_for("surveys.states.show", code=code), 303)


def _shown(
    code: str, *, template: str = "show", typed: Typed | None = None, status: int = 200
) -> Page:
    page = survey_page(
        code,
        gaps=surveys.find_gaps,
        zone=days.timezone(),
        publish_on=days.today() if template == "publish" else None,
        seen=seen() if status == 409 else 0,
        typed=typed,
    )
    html = render_template(f"surveys/{template}.html", page=page, is_error=status >= 400)
    return html, status
