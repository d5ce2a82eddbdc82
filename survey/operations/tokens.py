"""The secrets in mailed links: worked out from the installation's key, never stored.

The database keeps a link's digest only, so nobody who reads it can open a link. The same contact
has the same link in the invitation, in the reminder and in the API's reply, because each works it
out anew. Which of a block's digests is whose the database does not say at all: a pulse token is
kept nowhere but in the agent's mail.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode, urlsafe_b64encode
from typing import Literal

TOKEN_BYTES = 18
# A mark stands in mail addresses, whose letters some programs write small.
MARK_BYTES = 15
_MARKED = re.compile(r"([1-9][0-9]{0,9})-([a-z2-7]{24})")


def invitation_token(contact_id: int, *, secret_key: str) -> str:
    """The token of a contact's invitation: 24 characters of the URL-safe base64 alphabet."""
    return _token(f"invitation:{contact_id}", secret_key)


def digest_token(department_id: int, month: str, *, secret_key: str) -> str:
    """The token of the page on which a department replies to one month's letter."""
    return _token(f"digest:{department_id}:{month}", secret_key)


def pulse_token(wave_number: int, agent_id: int, *, secret_key: str) -> str:
    """The token with which an agent claims a credential for a wave: 24 such characters."""
    return _token(f"pulse:{wave_number}:{agent_id}", secret_key)


def _token(purpose: str, secret_key: str) -> str:
    made = hmac.digest(secret_key.encode(), purpose.encode(), hashlib.sha256)
    return urlsafe_b64encode(made[:TOKEN_BYTES]).decode()


def delivery_mark(
    delivery_id: int, purpose: Literal["message", "unsubscribe"], *, secret_key: str
) -> str:
    """The number of a delivery with a seal that nobody else can make: `17-mzxw6ytb...`."""
    made = hmac.digest(secret_key.encode(), f"{purpose}:{delivery_id}".encode(), hashlib.sha256)
    return f"{delivery_id}-{b32encode(made[:MARK_BYTES]).decode().lower()}"


def marked_delivery(
    mark: str, purpose: Literal["message", "unsubscribe"], *, secret_key: str
) -> int | None:
    """The delivery a mark was made for, or None where it was not made here."""
    found = _MARKED.fullmatch(mark.lower())
    if found is None:
        return None
    delivery_id = int(found[1])
    made = delivery_mark(delivery_id, purpose, secret_key=secret_key)
    return delivery_id if hmac.compare_digest(made, mark.lower()) else None
