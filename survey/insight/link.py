"""A contact's link as staff bring it to the customer: to copy, and as a mark to print."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from survey.errors import NotFound
from survey.insight.one_contact import MOST_IDS, NO_CONTACT
from survey.render import numbers
from survey.render.qr import QrMark, qr_mark
from survey.store import reads_of_invitations, reads_of_one_contact


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The link and its mark while it can be answered; `none` while there is no invitation."""

    contact_id: int
    title: str
    state: Literal["open", "none", "closed"]
    sentence: str
    link: str = ""
    mark: QrMark | None = None


def link_page(
    contact_id: int,
    unit_ids: Collection[int],
    *,
    token: str,
    base_url: str,
    now: datetime,
    zone: tzinfo,
) -> LinkPage:
    """The page of one contact; `token` is the secret of its link.

    Raises:
        NotFound: there is no such contact, or it belongs to none of the units.
    """
    record = reads_of_one_contact.contact(contact_id) if contact_id < MOST_IDS else None
    if record is None or record.unit_id not in unit_ids:
        raise NotFound(NO_CONTACT)
    title = f"Link for contact {record.external_id}"
    found = reads_of_invitations.find(token)
    if found is None:
        sentence = "The customer has no link that can be shown. Making one invites them."
        return LinkPage(contact_id, title, "none", sentence)
    if found.is_answered or found.is_withdrawn:
        sentence = "This contact was answered about, or its invitation was withdrawn."
        return LinkPage(contact_id, title, "closed", sentence)
    if found.expires_at <= now:
        return LinkPage(contact_id, title, "none", "The link has expired. It can be made anew.")
    if found.via in ("mail", "sms"):
        # Whoever has a link answers as the customer: what was sent to them is theirs alone.
        sentence = "The customer was written to. Their link is in that message and nowhere else."
        return LinkPage(contact_id, title, "closed", sentence)
    link = f"{base_url}/c/{token}"
    sentence = f"It works once, until {numbers.instant(found.expires_at, zone)}."
    return LinkPage(contact_id, title, "open", sentence, link, qr_mark(link))
