"""A department says what it made of the comments it was sent; its link is all it needs."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.insight.comments import passed_on
from survey.insight.comments.typed import Typed
from survey.operations.comments import replies
from survey.operations.comments.departments import token_digest
from survey.web import guard
from survey.web.guard import public

journey = Blueprint("used", __name__, url_prefix="/used")


@journey.get("/<token>")
@public
def show(token: str) -> str:
    """The comments of one month's letter, each with a form; opening it records nothing."""
    page = passed_on.used(token, token_digest(token), is_kept="kept" in request.args)
    return render_template("used/show.html", page=page)


@journey.post("/<token>")
@public
def reply(token: str) -> tuple[str, int] | Response:
    """Keep what the department said, or show the form again with what is wrong."""
    typed = request.form.to_dict()
    said = replies.read_replies(typed)
    errors = replies.find_objections(said)
    if errors:
        page = passed_on.used(token, token_digest(token), typed=Typed(typed, tuple(errors)))
        return render_template("used/show.html", page=page), 422
    replies.keep_replies(token, said, now=guard.now())
    return redirect(url_for("used.show", token=token, kept="yes"), 303)
