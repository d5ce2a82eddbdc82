"""Digests that name people and addresses where their own names need not stand.

They are keyed with the installation's salt, so the same address has another digest elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac

from survey.store.database import rows

LENGTH = 16


def salt() -> bytes:
    """The salt of this database."""
    return bytes(rows("SELECT salt FROM installation")[0][0])


def of_address(address: str, *, salt: bytes) -> bytes:
    """The digest of a mail address or phone number, however its letters are written."""
    return _digest("address:" + address.strip().lower(), salt)


def of_customer(customer_ref: str, *, salt: bytes) -> bytes:
    """The digest of a customer's reference in another system."""
    return _digest("customer:" + customer_ref, salt)


def _digest(name: str, salt: bytes) -> bytes:
    return hmac.digest(salt, name.encode(), hashlib.sha256)[:LENGTH]
