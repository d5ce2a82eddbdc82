"""What a person or a program reads when something was refused or went wrong."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from survey.errors import Conflict, InvalidInput, NotFound, NotYet, Refusal
from survey.store.database import DatabaseError
from survey.web.api_failures import PREFIX, api_failure

WORDS = {
    400: ("This request could not be read", "Go back and try again."),
    401: ("Please sign in", "Your session has ended. Ask for a new sign-in link."),
    403: ("This page is not open to you", "If you need it, ask your administrator."),
    404: ("There is no such page", "Check the address for a missing or an extra character."),
    405: ("This page cannot be used that way", "Go back and use the buttons of the page."),
    409: ("That cannot be done as things stand", "Open the page again to see how they stand now."),
    413: ("That is too large", "Send at most 4 MB at a time."),
    422: ("Something in the form needs another look", "Go back and correct it."),
    429: (
        "Please wait a minute",
        "Too many tries came from your network in a short time, so this one was not looked at."
        " Go back in a minute and try again; your link or card is still good.",
    ),
    503: (
        "We could not keep that just now",
        "What you sent was not kept, not even in part. Please try again in a minute.",
    ),
    500: ("Something went wrong on our side", "Nothing was half kept. Please try again."),
}
# Who only opened a page sent nothing that could be lost.
WORDS_TO_READERS = {
    503: ("We cannot show this page just now", "Please try again in a minute."),
    500: ("Something went wrong on our side", "Please try again in a minute."),
}
READING = ("GET", "HEAD")
PRIVATE = (
    "customer",
    "ballot",
    "pulse_links",
    "sign_in",
    "unsubscribe",
    "kiosk",
    "used",
    "rights",
)

# A refusal has said what does not exist and why: the address is not what is wrong with it.
NOT_FOUND = ("There is nothing here", "")
NOT_YET = ("Not yet", "")
STALE_FORM = (
    "The form was open since before you signed in, or was not sent from our page."
    " Open the page again and send it from there."
)
Reply = ResponseReturnValue

log = logging.getLogger("survey")


def install(app: Flask) -> None:
    """Answer every refusal and failure with a page, or under /api with the one error shape."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Reply:
        if error.code is None or error.code < 400:
            return error.get_response()  # a redirect, which werkzeug raises as well
        kept = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
        return *_reply(error.code), kept

    @app.errorhandler(CSRFError)
    def _stale_form(_error: CSRFError) -> Reply:
        return _reply(400, (STALE_FORM,))

    @app.errorhandler(Refusal)
    def _refusal(error: Refusal) -> Reply:
        status = 404 if isinstance(error, NotFound) else 409 if isinstance(error, Conflict) else 422
        problems = error.problems if isinstance(error, InvalidInput) else (error.message,)
        if _is_api():
            return api_failure(status, " ".join(problems)), status
        return _reply(status, problems, words=_words_of(error))

    @app.errorhandler(DatabaseError)
    def _database(error: DatabaseError) -> Reply:
        # The statement is left out: on pulse pages it would hold answers.
        log.error("database failure: %s", type(error).__name__)
        return _reply(503)

    @app.errorhandler(Exception)
    def _unforeseen(error: Exception) -> Reply:
        if _is_private():
            log.error("failure on a private page: %s", type(error).__name__)
        else:
            log.exception("failure on %s", request.endpoint)
        return _reply(500)


def _words_of(error: Refusal) -> tuple[str, str] | None:
    """The headline over a refusal where that of its status would not fit its sentence."""
    if isinstance(error, NotYet):
        return NOT_YET
    return NOT_FOUND if isinstance(error, NotFound) else None


def _is_api() -> bool:
    return request.path.startswith(PREFIX)


def _is_private() -> bool:
    """Pages whose address or body must not reach a log: of tokens, cards, answers or addresses."""
    return (request.blueprint or "") in PRIVATE


def _reply(
    status: int, problems: tuple[str, ...] = (), *, words: tuple[str, str] | None = None
) -> tuple[Response | str, int]:
    if _is_api():
        return api_failure(status), status
    title, what_to_do = words or _words(status)
    return (
        render_template(
            "failure.html",
            layout="base.html" if "viewer" in g else "public.html",
            title=title,
            what_to_do=what_to_do,
            problems=problems,
            way_out=_way_out(status),
        ),
        status,
    )


def _words(status: int) -> tuple[str, str]:
    known = WORDS | WORDS_TO_READERS if request.method in READING else WORDS
    return known.get(status, known[500])


def _way_out(status: int) -> tuple[str, str] | None:
    """Where to go from here; nowhere for customers and at the ballot, who have one page each."""
    if status == 401:
        return url_for("sign_in.ask"), "Sign in"
    return (url_for("sign_in.enter"), "Go to your start page") if "viewer" in g else None
