"""`POST /api/v1/contacts`: closed contacts from another system, all of a request or none."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from survey.intake.contact import ContactRecord
from survey.intake.contact_json import parse_contact_object
from survey.intake.problems import Problem, Rejected
from survey.operations.contacts import RefusedContacts, accept_all
from survey.web import guard
from survey.web.guard import with_api_key

journey = Blueprint("api", __name__)

MOST_CONTACTS = 1_000
MESSAGES = {
    400: "The body is not valid JSON.",
    401: "Send a valid key: Authorization: Bearer KEY.",
    405: "Send contacts with POST.",
    413: f"Send at most {MOST_CONTACTS:,} contacts and 4 MB at a time.",
    415: "Send JSON, with the header Content-Type: application/json.",
    422: "Nothing was accepted; correct the problems and send it again.",
}


@journey.post("/api/v1/contacts")
@with_api_key
def accept_contacts() -> Response:
    """Accept one contact, or up to a thousand; safe to repeat."""
    zone = current_app.config["SURVEY"].timezone
    report = accept_all(_records(_contacts(), zone=zone, now=guard.now()), zone=zone)
    return jsonify(
        accepted=report.n_accepted,
        updated=report.n_updated,
        unchanged=report.n_unchanged,
        differing=report.differing,
    )


@journey.errorhandler(HTTPException)
def _http(error: HTTPException) -> Response:
    return _failure(error.code or 500, error.description if error.code == 400 else None)


@journey.errorhandler(RefusedContacts)
def _refused(error: RefusedContacts) -> Response:
    return _failure(422, reasons=error.reasons)


def _contacts() -> list[object]:
    """The contacts of the request's body, not yet looked into."""
    if not request.is_json:
        abort(415)
    try:
        body = json.loads(request.get_data(cache=False), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        abort(400)
    if not (isinstance(body, dict) and "contacts" in body):
        return [body]
    contacts = body["contacts"]
    if not isinstance(contacts, list) or len(body) > 1:
        abort(400, "The body is one contact, or an object whose one key is contacts, a list.")
    if not contacts:
        abort(400, "The list of contacts is empty.")
    if len(contacts) > MOST_CONTACTS:
        abort(413)
    return contacts


def _records(
    contacts: list[object], *, zone: ZoneInfo, now: datetime
) -> list[ContactRecord | Rejected]:
    return [
        _record(row, contact, zone=zone, now=now) for row, contact in enumerate(contacts, start=1)
    ]


def _record(
    row: int, contact: object, *, zone: ZoneInfo, now: datetime
) -> ContactRecord | Rejected:
    read = parse_contact_object(contact, zone=zone, now=now)
    if isinstance(read, ContactRecord):
        return read
    return Rejected(row, 0, tuple(problem._replace(row=row) for problem in read))


def _failure(
    status: int, message: str | None = None, *, reasons: tuple[Problem, ...] = ()
) -> Response:
    problems = [{"row": p.row, "field": p.field, "message": p.message} for p in reasons]
    body = {"code": status, "message": message or MESSAGES[status], "problems": problems}
    response = jsonify(error=body)
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
