"""What a customer's link leads to. Only reads, so that opening a link can never change a thing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from survey.instruments.model import Instrument, from_definition
from survey.store.database import rows
from survey.store.fields import from_seconds

# 22 characters of this alphabet carry 132 bits.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its link finds it; `is_answered` tells about its contact."""

    instrument: Instrument
    expires_at: datetime
    is_answered: bool


def digest_of(token: str) -> bytes | None:
    """The form in which a token is kept, or None for a text that cannot be a token."""
    if not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).digest()


def find(token: str) -> Invited | None:
    """The invitation of a link, or None where there is none (or no longer)."""
    digest = digest_of(token)
    found = rows(_FIND, (digest,)) if digest else []
    if not found:
        return None
    instrument_digest, expires_at, is_answered = found[0]
    return Invited(instrument_of(instrument_digest), from_seconds(expires_at), bool(is_answered))


def contact_id_of(source: str, external_id: str) -> int | None:
    """The contact that another system knows under this id, or None."""
    found = rows(
        "SELECT id FROM contact WHERE source = ? AND external_id = ?", (source, external_id)
    )
    return found[0][0] if found else None


@lru_cache(maxsize=64)
def instrument_of(digest: str) -> Instrument:
    """The stored instrument with this digest.

    Safe to remember, because a digest never changes its meaning.
    """
    definition = rows("SELECT definition FROM instrument WHERE digest = ?", (digest,))[0][0]
    return from_definition(definition)


_FIND = """
SELECT invitation.instrument_digest, invitation.expires_at, response.id IS NOT NULL
FROM invitation LEFT JOIN response ON response.contact_id = invitation.contact_id
WHERE invitation.token_digest = ?
"""
