"""A customer answers: opening the link shows the question, only the button records anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from survey.errors import Conflict, NotFound
from survey.insight import conditions, customer
from survey.intake.answers import Misanswered, Typed
from survey.operations import drafts, satisfaction, tokens
from survey.store.database import DatabaseError
from survey.web import guard, languages, scanners
from survey.web.guard import public
from survey.web.headers import CONTENT_SECURITY_POLICY

journey = Blueprint("customer", __name__, url_prefix="/c")

STATUS = {
    "unknown": 404,
    "elsewhere": 200,
    "expired": 410,
    "withdrawn": 410,
    "too_late": 410,
    "kiosk": 200,
}
# Room for a few comments of full length in letters of three bytes, each written in nine.
LARGEST_FORM = 512 * 1024
# A field that people cannot see, and programs that fill in forms do not pass by.
TRAP = "homepage"
# The only pages with a script, our own: it saves what is chosen as it is chosen.
WITH_SCRIPT = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY + "; script-src 'self'; connect-src 'self'"
}
FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}
Page = tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@journey.before_request
def _limit_size() -> None:
    """An answer is small: what says it is larger is refused unread, other forms as they grow."""
    request.max_content_length = request.max_form_memory_size = LARGEST_FORM


@journey.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Page:
    languages.speak(customer.unknown("", languages.wishes()).language)
    return render_template("customer/too_large.html"), 413


@journey.get("/<token>")
@public
def ask(token: str) -> Page:
    """The question; a score in the link is chosen beforehand, nothing more."""
    scanners.look()
    score = request.args.get("score")
    return _shown(customer.question(token, now=guard.now(), wishes=languages.wishes(), score=score))


@journey.post("/<token>")
@public
def answer(token: str) -> Page:
    """Record what the customer confirmed, or show the form again as it was filled in."""
    return _take(token, satisfaction.record_form)


@journey.get("/<token>/change")
@public
def correct(token: str) -> Page:
    """The form with what was answered, for a day."""
    scanners.look()
    return _shown(customer.change(token, now=guard.now(), wishes=languages.wishes()))


@journey.post("/<token>/change")
@public
def change(token: str) -> Page:
    """Put another answer in the place of the first, or show the form again as it was filled in."""
    return _take(token, satisfaction.correct_form)


@journey.post("/<token>/draft")
@public
def draft(token: str) -> Page:
    """Save what stands in the form; sent by our script at each step."""
    typed = _typed()
    if not any(typed.get(TRAP, ())) and not scanners.is_of_program():
        drafts.save_draft(token, typed, now=guard.now())
    return _silent(token)


@journey.post("/<token>/opened")
@public
def opened(token: str) -> Page:
    """Note that a human has the page before them; sent by our script when one moves."""
    if not scanners.is_of_program():
        drafts.note_opened(token, now=guard.now())
    return _silent(token)


@journey.get("/<token>/thanks")
@public
def thank(token: str) -> Page:
    """What happens with the answer."""
    scanners.look()
    page = customer.thanks(token, now=guard.now(), wishes=languages.wishes())
    if isinstance(page, customer.Question):
        return redirect(url_for("customer.ask", token=token), 303)
    return _shown(page)


@journey.post("/<token>/consent/withdraw")
@public
def withdraw(token: str) -> Page:
    """The customer's words may not be quoted any more."""
    satisfaction.withdraw_consent(token, now=guard.now())
    return redirect(url_for("customer.thank", token=token, lang=request.args.get("lang")), 303)


@journey.get("/forms/<digest>.css")
@public
def follow_ups(digest: str) -> Page:
    """The style sheet that shows a question where the answers before it ask for it."""
    found = conditions.style_sheet(digest)
    if found is None:
        abort(404)
    return Response(found, mimetype="text/css", headers=FOR_A_YEAR)


def _take(token: str, keep: Callable[..., None]) -> Page:
    typed = _typed()
    if any(typed.pop(TRAP, ())):
        return _shown_again(token, typed, status=422, notice="trapped")
    try:
        keep(token, typed, now=guard.now())
    except Misanswered as error:
        return _shown_again(token, typed, status=422, objections=error.objections)
    except DatabaseError:
        return _shown_again(token, typed, status=503, notice="lost")
    except (Conflict, NotFound):
        return _refused(token, typed, now=guard.now())
    return _thanked(token)


def _typed() -> dict[str, list[str]]:
    typed = request.form.to_dict(flat=False)
    # A form whose length was not told is cut off where it gets too long.
    if request.content_length is None and getattr(request.stream, "is_exhausted", False):
        abort(413)
    return typed


def _silent(token: str) -> Page:
    """Nothing to show, but where the link was withdrawn."""
    page = customer.question(token, now=guard.now(), wishes=languages.wishes())
    if isinstance(page, customer.Closed) and page.reason == "withdrawn":
        return _shown(page)
    return Response(status=204)


def _thanked(token: str) -> Response:
    # Without the page of HTML that `redirect` writes for browsers of the last century.
    lang = request.args.get("lang", "") if request.query_string else ""
    end = f"?lang={lang}" if lang.replace("-", "").isascii() and lang.isalpha() else ""
    return Response(status=303, headers={"Location": f"/c/{token}/thanks{end}"})


def _refused(token: str, typed: Typed, *, now: datetime) -> Page:
    """What the link shows instead; where it was answered, the form to answer anew."""
    page = customer.change(token, now=now, wishes=languages.wishes())
    if isinstance(page, customer.Question) and page.is_change:
        if customer.has_said(token, typed):
            return _thanked(token)
        return _shown(customer.with_typed(page, typed), status=409, notice="answered")
    if isinstance(page, customer.Question):
        return _shown(customer.with_typed(page, typed), status=409)
    reason = page.reason if isinstance(page, customer.Closed) else ""
    if reason == "kiosk" and customer.has_said(token, typed):
        return _thanked(token)
    return _shown(page, status=409 if reason in ("elsewhere", "too_late", "kiosk") else None)


def _shown_again(token: str, typed: Typed, *, status: int, notice: str = "", **more: Any) -> Page:
    """The form as it was filled in, or why the link takes no answer."""
    is_change = request.endpoint == "customer.change"
    find = customer.change if is_change else customer.question
    try:
        page = find(token, now=guard.now(), wishes=languages.wishes())
    except DatabaseError:
        return _kept(typed)
    if isinstance(page, customer.Question):
        return _shown(customer.with_typed(page, typed, **more), status=status, notice=notice)
    return _refused(token, typed, now=guard.now())


def _kept(typed: Typed) -> Page:
    """A page that holds everything that was sent, made without asking the database."""
    languages.speak(customer.unknown("", languages.wishes()).language)
    text = render_template("customer/kept.html", typed=typed, action=request.full_path.rstrip("?"))
    return text, 503


def _shown(page: customer.Page, *, status: int | None = None, notice: str = "") -> Page:
    languages.speak(page.language)
    chosen = request.args.get("lang") and page.language
    if isinstance(page, customer.Closed):
        text = render_template("customer/closed.html", page=page, chosen_language=chosen)
        return text, status or STATUS[page.reason]
    told = {"page": page, "chosen_language": chosen, "stop_mark": _stop_mark(page.delivery_id)}
    if isinstance(page, customer.Answered):
        return render_template("customer/thanks.html", **told), 200
    return render_template("customer/ask.html", notice=notice, **told), status or 200, WITH_SCRIPT


def _stop_mark(delivery_id: int | None) -> str:
    """The secret of the page that ends our messages; empty where we sent none."""
    key: str = current_app.config["SURVEY"].secret_key
    return tokens.delivery_mark(delivery_id, "unsubscribe", secret_key=key) if delivery_id else ""
