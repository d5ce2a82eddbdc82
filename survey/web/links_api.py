"""`POST /api/v1/invitations`: a contact's link, for a centre that delivers it itself."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from survey.config import Settings
from survey.errors import NotFound
from survey.operations import deciding
from survey.render.qr import qr_svg
from survey.store import reads_of_invitations
from survey.web import guard
from survey.web.api import Unreadable, json_body, unreadable
from survey.web.guard import with_api_key

journey = Blueprint("links_api", __name__)
journey.register_error_handler(Unreadable, unreadable)

EXPECTED = "The body is an object with the keys source and external_id, both text."


@journey.post("/api/v1/invitations")
@with_api_key
def invite() -> Response:
    """The link of one contact, or why its customer is not asked; safe to repeat."""
    settings: Settings = current_app.config["SURVEY"]
    source, external_id = _named(json_body())
    contact_id = reads_of_invitations.contact_id_of(source, external_id)
    if contact_id is None:
        raise NotFound(f"There is no contact {external_id} from {source}. Send it first.")
    decided = deciding.decide_one(
        contact_id,
        now=guard.now(),
        secret_key=settings.secret_key,
        zone=settings.timezone,
        via_link=True,
    )
    if decided.token is None or decided.expires_at is None:
        return jsonify(reason=decided.outcome)
    invited = reads_of_invitations.find(decided.token)
    if invited is None or invited.is_answered:
        return jsonify(reason="answered")
    if decided.expires_at <= guard.now():
        return jsonify(reason="expired")
    link = f"{settings.base_url}/c/{decided.token}"
    return jsonify(link=link, qr=qr_svg(link), expires_at=decided.expires_at.isoformat())


def _named(body: object) -> tuple[str, str]:
    if not isinstance(body, dict) or set(body) != {"source", "external_id"}:
        raise Unreadable(EXPECTED)
    source, external_id = body["source"], body["external_id"]
    if not isinstance(source, str) or not isinstance(external_id, str):
        raise Unreadable(EXPECTED)
    return source, external_id
