"""The organisation's look in reports, set by an administrator."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.access import ADMINISTRATOR
from survey.insight.look import look_page
from survey.operations.look import InvalidLook, set_look
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("look", __name__, url_prefix="/administration/look")


@journey.get("")
@allow(ADMINISTRATOR)
def show() -> str:
    """The accent and the logo of reports, and the form to change them."""
    return render_template("administration/look.html", page=look_page())


@journey.post("")
@allow(ADMINISTRATOR)
def change() -> tuple[str, int] | Response:
    """Keep the look, or show the form again with what is wrong."""
    accent = request.form.get("accent", "")
    file = request.files.get("logo")
    # A browser sends an unnamed file where none was chosen; a chosen one may be empty.
    logo = file.read() if file and file.filename else None
    try:
        set_look(accent, logo, removes_logo="removes_logo" in request.form, now=guard.now())
    except InvalidLook as refused:
        page = look_page(accent, refused.objections)
        return render_template("administration/look.html", page=page, is_error=True), 422
    return redirect(url_for("look.show"), 303)
