"""A contact's link for a chat transcript or a receipt, by those who may see the contact."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.access import ANALYST, LEADER
from survey.config import Settings
from survey.insight.link import LinkPage, link_page
from survey.operations import links, tokens
from survey.web import guard
from survey.web.guard import allow

journey = Blueprint("links", __name__, url_prefix="/contacts")


@journey.get("/<int:contact_id>/link")
@allow(ANALYST, LEADER)
def show(contact_id: int) -> str:
    """A contact's link with its QR mark, to copy or print; out of scope as if it did not exist."""
    return render_template("contacts/link.html", page=_page(contact_id))


@journey.post("/<int:contact_id>/link")
@allow(ANALYST, LEADER)
def make(contact_id: int) -> Response:
    """Invite the contact's customer by a link that staff bring them."""
    _page(contact_id)
    key = _settings().secret_key
    links.make_link(contact_id, now=guard.now(), secret_key=key)
    return redirect(url_for("links.show", contact_id=contact_id), 303)


def _page(contact_id: int) -> LinkPage:
    settings = _settings()
    return link_page(
        contact_id,
        guard.viewer().unit_ids,
        token=tokens.invitation_token(contact_id, secret_key=settings.secret_key),
        base_url=settings.base_url,
        now=guard.now(),
        zone=settings.timezone,
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["SURVEY"]
    return settings
