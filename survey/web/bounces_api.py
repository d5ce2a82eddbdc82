"""`POST /api/v1/bounces`: bounces from a mail server on another machine."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, jsonify, request

from survey.intake.bounce import NoBounce
from survey.operations import bounces
from survey.web import guard
from survey.web.guard import with_api_key

journey = Blueprint("bounces_api", __name__)


@journey.post("/api/v1/bounces")
@with_api_key
def accept() -> Response:
    """Take in one message that came to an address for bounces; safe to repeat."""
    if request.mimetype != "message/rfc822":
        abort(415)
    try:
        done = bounces.accept_bounce(
            request.get_data(cache=False),
            recipient=request.args.get("recipient", ""),
            secret_key=current_app.config["SURVEY"].secret_key,
            now=guard.now(),
        )
    except NoBounce as ignored:
        return jsonify(accepted=0, message=ignored.message)
    return jsonify(accepted=1, message=done)
