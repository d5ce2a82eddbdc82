"""A customer stops our messages: opening the page does nothing, its button does."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.insight import unsubscribing as pages
from survey.operations import tokens, unsubscribing
from survey.web import guard, languages, scanners
from survey.web.guard import public

journey = Blueprint("unsubscribe", __name__, url_prefix="/u")


@journey.get("/<mark>")
@public
def ask(mark: str) -> str:
    """Whether to stop our messages; opening it changes nothing, however often."""
    scanners.look()
    return _shown(mark)


@journey.post("/<mark>")
@public
def stop(mark: str) -> tuple[str, int] | Response:
    """Stop our messages: by the page's button, or in one click by the mail program (RFC 8058)."""
    is_one_click = request.form.get("List-Unsubscribe") == "One-Click"
    unsubscribing.stop(
        _delivery(mark), origin="one_click" if is_one_click else "page", now=guard.now()
    )
    if is_one_click:
        return _shown(mark), 200
    return redirect(url_for("unsubscribe.ask", mark=mark), 303)


@journey.post("/<mark>/undo")
@public
def undo(mark: str) -> Response:
    """The customer may be asked again."""
    unsubscribing.undo(_delivery(mark))
    return redirect(url_for("unsubscribe.ask", mark=mark), 303)


def _shown(mark: str) -> str:
    page = pages.page(mark, _delivery(mark))
    if page is None:
        raise NotFound(unsubscribing.NO_SUCH_MESSAGE)
    languages.speak(page.language)
    return render_template("unsubscribe/show.html", page=page)


def _delivery(mark: str) -> int | None:
    key: str = current_app.config["SURVEY"].secret_key
    return tokens.marked_delivery(mark, "unsubscribe", secret_key=key)
