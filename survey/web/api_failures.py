"""The one shape in which the API says what was wrong, whatever it was."""

from __future__ import annotations

from flask import Response, jsonify

from survey.intake.problems import Problem

PREFIX = "/api/"
MOST_CONTACTS = 1_000
MESSAGES = {
    400: "The body is not valid JSON.",
    401: "Send a valid key: Authorization: Bearer KEY.",
    404: "There is nothing at this address. docs/api.md lists the addresses.",
    405: "Use POST.",
    413: f"Send at most {MOST_CONTACTS:,} contacts and 4 MB at a time.",
    415: "Send JSON, with the header Content-Type: application/json.",
    422: "Nothing was accepted; correct the problems and send it again.",
    503: "Nothing of the request was kept. Send the same again later.",
}
NOT_ANSWERED = "The request cannot be answered as it is. docs/api.md says how to send contacts."
OUR_SIDE = "Something went wrong on our side. Send the same again later: nothing is counted twice."


def api_failure(
    status: int, message: str | None = None, *, reasons: tuple[Problem, ...] = ()
) -> Response:
    """The reply to a request that failed; without a message the sentence of its status."""
    said = message or MESSAGES.get(status, OUR_SIDE if status >= 500 else NOT_ANSWERED)
    problems = [{"row": p.row, "field": p.field, "message": p.message} for p in reasons]
    response = jsonify(error={"code": status, "message": said, "problems": problems})
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
