"""What a person or a program reads when something was refused or went wrong."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from survey.errors import Conflict, InvalidInput, NotFound, Refusal
from survey.store.database import DatabaseError

API_PREFIX = "/api/"
WORDS = {
    400: ("This request could not be read", "Go back and try again."),
    401: ("Please sign in", "Your session has ended. Ask for a new sign-in link."),
    403: ("This page is not open to you", "If you need it, ask your administrator."),
    404: ("There is no such page", "Check the address, or start from the overview."),
    405: ("This page cannot be used that way", "Go back and use the buttons of the page."),
    409: ("Someone was here before you", "Open the page again to see how things stand now."),
    413: ("That is too large", "Send at most 4 MB at a time."),
    422: ("Something in the form needs another look", "Go back and correct it."),
    503: (
        "We could not keep that just now",
        "What you sent was not kept, not even in part. Please try again in a minute.",
    ),
    500: ("Something went wrong on our side", "Nothing was half kept. Please try again."),
}

log = logging.getLogger("survey")


def install(app: Flask) -> None:
    """Answer every refusal and failure with a page, or under /api with the one error shape."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> tuple[Response | str, int]:
        return _reply(error.code or 500)

    @app.errorhandler(Refusal)
    def _refusal(error: Refusal) -> tuple[Response | str, int]:
        status = 404 if isinstance(error, NotFound) else 409 if isinstance(error, Conflict) else 422
        problems = error.problems if isinstance(error, InvalidInput) else (error.message,)
        return _reply(status, problems)

    @app.errorhandler(DatabaseError)
    def _database(error: DatabaseError) -> tuple[Response | str, int]:
        # The statement is left out: on pulse pages it would hold answers.
        log.error("database failure: %s", type(error).__name__)
        return _reply(503)

    @app.errorhandler(Exception)
    def _unforeseen(error: Exception) -> tuple[Response | str, int]:
        if _is_private():
            log.error("failure on a private page: %s", type(error).__name__)
        else:
            log.exception("failure on %s", request.endpoint)
        return _reply(500)


def _is_private() -> bool:
    """Pages whose address or body must not reach a log: they hold tokens, cards or answers."""
    return (request.blueprint or "") in ("customer", "ballot", "sign_in")


def _reply(status: int, problems: tuple[str, ...] = ()) -> tuple[Response | str, int]:
    title, what_to_do = WORDS.get(status, WORDS[500])
    if request.path.startswith(API_PREFIX):
        body = {"error": {"code": status, "message": title, "problems": list(problems)}}
        return jsonify(body), status
    return (
        render_template(
            "failure.html", title=title, what_to_do=what_to_do, problems=problems, status=status
        ),
        status,
    )
