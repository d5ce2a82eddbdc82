"""Sign in by a mailed link: ask, open, press the button. Opening alone does nothing."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from survey.access import ROLES
from survey.errors import Busy, InvalidInput, Refusal
from survey.insight.sign_in import AskedPage, AskPage, LinkPage, link_page
from survey.operations import sign_in
from survey.web import guard, navigation
from survey.web.guard import allow, public

journey = Blueprint("sign_in", __name__)
ASKED = AskedPage(
    minutes=int(sign_in.LINK_LIFETIME.total_seconds()) // 60,
    most_mails=sign_in.MOST_MAILS,
    pause_minutes=int(sign_in.MAIL_WINDOW.total_seconds()) // 60,
)


@journey.get("/")
@public
def enter() -> Response:
    """The front door: to the page a user starts on, or to signing in."""
    user = guard.signed_in_user()
    return redirect(navigation.home(user.role) if user else url_for("sign_in.ask"), 303)


@journey.get("/sign-in")
@public
def ask() -> str | Response:
    """The form that asks for a link."""
    if guard.signed_in_user() is not None:
        return redirect(url_for("sign_in.enter"), 303)
    return render_template("sign_in/ask.html", page=AskPage())


@journey.post("/sign-in")
@public
def send() -> tuple[str, int] | Response:
    """Queue the mail; the reply is the same whether or not anyone has the address."""
    email = request.form.get("email", "")
    try:
        sign_in.ask(email, now=guard.now())
    except InvalidInput as refused:
        return _again(email, refused, status=422)
    except Busy as refused:
        return _again(email, refused, status=503)
    return redirect(url_for("sign_in.asked"), 303)


def _again(email: str, refused: Refusal, *, status: int) -> tuple[str, int]:
    page = AskPage(email=email, error=refused.message)
    return render_template("sign_in/ask.html", page=page, is_error=True), status


@journey.get("/sign-in/asked")
@public
def asked() -> str:
    """What happens next."""
    return render_template("sign_in/asked.html", page=ASKED)


@journey.get("/sign-in/<token>")
@public
def confirm(token: str) -> str | tuple[str, int]:
    """A button, because programs that check mail open every link in it."""
    page = link_page(token, now=guard.now())
    if isinstance(page, LinkPage):
        return render_template("sign_in/confirm.html", page=page)
    return render_template("sign_in/ask.html", page=page), 404


@journey.post("/sign-in/<token>")
@public
def use(token: str) -> tuple[str, int] | Response:
    """Use the link up and start the session."""
    signed_in = sign_in.use(token, now=guard.now())
    if signed_in is None:
        return render_template("sign_in/ask.html", page=AskPage(is_after_failure=True)), 404
    guard.start_session(signed_in.user_id, epoch=signed_in.epoch)
    return redirect(navigation.home(signed_in.role), 303)


@journey.post("/sign-out")
@allow(*ROLES)
def leave() -> Response:
    """End the user's sessions, here and on other devices."""
    sign_in.end(guard.viewer().user_id)
    session.clear()
    return redirect(url_for("sign_in.ask"), 303)
