"""Who receives a basket of comments once a month."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST
from survey.errors import Conflict, InvalidInput
from survey.insight.comments import passed_on
from survey.insight.comments.typed import Typed
from survey.operations.comments import departments
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("departments", __name__, url_prefix="/departments")
FIELDS = ("name", "email", "basket")


@journey.get("")
@allow(ANALYST)
def show() -> str:
    """The departments, what was sent to them, and what they said came of it."""
    return render_template("comments/departments.html", page=passed_on.departments())


@journey.post("")
@allow(ANALYST)
def add() -> tuple[str, int] | Response:
    """Put a department on the list, or show the form again with what is wrong."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        departments.add_department(**typed)
    except InvalidInput:
        return _again(typed, departments.find_problems(**typed), status=422)
    except Conflict as refused:
        return _again(typed, [("email", refused.message)], status=409)
    return redirect(url_for("comments.departments.show"), 303)


@journey.post("/<int:department_id>/revoke")
@allow(ANALYST)
def revoke(department_id: int) -> Response:
    """Take a department off the list; its pages are closed with that."""
    departments.revoke_department(department_id, now=guard.now())
    return redirect(url_for("comments.departments.show"), 303)


def _again(typed: dict[str, str], errors: list[tuple[str, str]], *, status: int) -> tuple[str, int]:
    page = passed_on.departments(Typed(typed, tuple(errors)))
    return render_template("comments/departments.html", page=page, is_error=True), status
