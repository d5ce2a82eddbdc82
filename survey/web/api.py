"""`POST /api/v1/contacts`: closed contacts from another system, all of a request or none."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, jsonify, request

from survey.errors import Refusal
from survey.intake.contact import ContactRecord
from survey.intake.contact_json import parse_contact_object
from survey.intake.problems import Rejected
from survey.operations.contacts import RefusedContacts, accept_all
from survey.web import guard
from survey.web.api_failures import MOST_CONTACTS, api_failure
from survey.web.guard import with_api_key

journey = Blueprint("api", __name__)

NEITHER = "The body is one contact, or an object whose one key is contacts, a list."


class Unreadable(Refusal):
    """The body of a request is not what this API takes."""


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


@journey.errorhandler(RefusedContacts)
def _refused(error: RefusedContacts) -> Response:
    return api_failure(422, reasons=error.reasons)


@journey.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> Response:
    """What is wrong with the body."""
    return api_failure(400, error.message)


def _contacts() -> list[object]:
    """The contacts of the request's body, not yet looked into."""
    body = json_body()
    if not isinstance(body, dict):
        raise Unreadable(NEITHER)
    if "contacts" not in body:
        return [body]
    contacts = body["contacts"]
    if not isinstance(contacts, list) or len(body) > 1:
        raise Unreadable(NEITHER)
    if not contacts:
        raise Unreadable("The list of contacts is empty.")
    if len(contacts) > MOST_CONTACTS:
        abort(413)
    return contacts


def json_body() -> object:
    """The JSON of the request's body, not yet looked into.

    Raises:
        Unreadable: it is none.
    """
    if not request.is_json:
        abort(415)
    try:
        return json.loads(request.get_data(cache=False), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is not valid JSON in UTF-8.") from error


def _records(
    contacts: list[object], *, zone: ZoneInfo, now: datetime
) -> list[ContactRecord | Rejected]:
    return [
        parse_contact_object(contact, row=row, zone=zone, now=now)
        for row, contact in enumerate(contacts, start=1)
    ]


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"The body is not valid JSON: {name} is not a number there.")
