"""A survey as customers see it, before they do."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from survey.access import ANALYST
from survey.insight.surveys import preview
from survey.operations import survey_copies
from survey.web import guard, languages
from survey.web.guard import allow
from survey.web.headers import CONTENT_SECURITY_POLICY

journey = Blueprint("previews", __name__)
# The page may hold frames of our own; what stands in them can be framed by us, and sends nothing.
WITH_FRAMES = CONTENT_SECURITY_POLICY + "; frame-src 'self'"
IN_A_FRAME = (
    CONTENT_SECURITY_POLICY.replace("form-action 'self'", "form-action 'none'").replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    + "; sandbox allow-same-origin"
)
# A mail carries its styles in its tags. Nothing else of it works here: no script, no form, no link.
A_LETTER = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox"
)


@journey.get("/<code>/preview")
@allow(ANALYST)
def show(code: str) -> Response:
    """The customers' page at the width of a phone and of a desk, and the messages."""
    page = preview.preview_page(
        code,
        request.args.get("language", ""),
        is_mailed="mailed" in request.args,
        settings=current_app.config["SURVEY"],
        templates=current_app.jinja_env,
        now=guard.now(),
    )
    return _with_policy(render_template("surveys/preview.html", page=page), WITH_FRAMES)


@journey.get("/<code>/preview/page")
@allow(ANALYST)
def framed(code: str) -> Response:
    """The customers' page itself, from the draft; its form cannot be sent."""
    page = preview.framed(code, request.args.get("language", ""))
    languages.speak(page.language)
    html = render_template(
        "surveys/preview_page.html",
        page=page,
        notice="",
        stop_mark="",
        chosen_language=None,
        conditions=url_for("surveys.previews.conditions", code=code),
    )
    return _with_policy(html, IN_A_FRAME)


@journey.get("/<code>/preview/conditions.css")
@allow(ANALYST)
def conditions(code: str) -> Response:
    """Which questions of the draft are shown after which answers, as a style sheet."""
    return Response(preview.condition_rules(code), mimetype="text/css")


@journey.get("/<code>/preview/letter")
@allow(ANALYST)
def letter(code: str) -> Response:
    """The mail that asks or reminds, as a mail program shows it; its links lead nowhere."""
    html = preview.framed_letter(
        code,
        request.args.get("language", ""),
        is_reminder=request.args.get("kind") == "reminder",
        settings=current_app.config["SURVEY"],
        templates=current_app.jinja_env,
        now=guard.now(),
    )
    return _with_policy(html, A_LETTER)


@journey.post("/<code>/preview/mail")
@allow(ANALYST)
def mail_me(code: str) -> AnyResponse:
    """Queue the invitation as a test to the viewer; there is no invitation, and nothing counts."""
    language = request.form.get("language", "")
    survey_copies.mail_test(code, language, guard.viewer(), now=guard.now())
    address = url_for("surveys.previews.show", code=code, language=language or None, mailed=1)
    return redirect(address, 303)


def _with_policy(html: str, policy: str) -> Response:
    reply = make_response(html)
    reply.headers["Content-Security-Policy"] = policy
    return reply
