"""What a customer's link leads to. Only reads, so that opening a link can never change a thing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from survey.instruments.measures import CALL_BACK, COMMENT
from survey.instruments.model import Instrument
from survey.instruments.reading import from_definition
from survey.store.database import rows
from survey.store.fields import from_seconds

# An answer given through a link can be changed through it for so long.
CHANGEABLE_FOR = timedelta(hours=24)
# 22 characters of this alphabet carry 132 bits.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered through this very link. `is_left`: the page was left before sending.

    `is_revised`: it was changed since; `wishes_contact`: its customer wants to hear from us.
    """

    response_id: int
    received_at: datetime
    is_left: bool
    is_quotable: bool
    is_revised: bool
    wishes_contact: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its link finds it; `is_answered` tells about its contact.

    `language` is that of the message with the link, `via` the way it went. `draft` is what stands
    chosen but was not sent. `timezone` is the customer's own, None where it is not known.
    `delivery_id` is the message with the link, None where we sent none.
    """

    instrument: Instrument
    digest: str
    expires_at: datetime
    is_answered: bool
    is_withdrawn: bool
    via: str
    language: str
    reply: Reply | None
    draft: Mapping[str, Sequence[str]] | None
    timezone: str | None
    delivery_id: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """What a link asks: the digest of its token, the instrument with its digest.

    `rules` are those of its survey as they are stored, None for an invitation of no survey.
    """

    token: bytes
    instrument: Instrument
    digest: str
    has_draft: bool
    rules: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """The numbers and words of a response, by item; the comment is among the words."""

    values: Mapping[str, int]
    texts: Mapping[str, str]


def digest_of(token: str) -> bytes | None:
    """The form in which a token is kept, or None for a text that cannot be a token."""
    if not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).digest()


def find(token: str) -> Invited | None:
    """The invitation of a link, or None where there is none (or no longer)."""
    digest = digest_of(token)
    found = rows(_FIND, (CALL_BACK, digest)) if digest else []
    if not found:
        return None
    instrument, expires_at, withdrawn_at, via, language, response, own, *rest = found[0]
    received_at, *told, typed, timezone, delivery_id = rest
    reply = Reply(own, from_seconds(received_at), *map(bool, told)) if own else None
    return Invited(
        instrument=instrument_of(instrument),
        digest=instrument,
        expires_at=from_seconds(expires_at),
        is_answered=response is not None,
        is_withdrawn=withdrawn_at is not None,
        via=via,
        language=language,
        reply=reply,
        draft=json.loads(typed) if typed and response is None else None,
        timezone=timezone,
        delivery_id=delivery_id,
    )


def asked(token: str) -> Link | None:
    """What a link asks, whatever became of the invitation; None where no invitation has it."""
    token_digest = digest_of(token)
    found = rows(_ASKED, (token_digest,)) if token_digest else []
    if token_digest is None or not found:
        return None
    digest, has_draft, rules = found[0]
    return Link(token_digest, instrument_of(digest), digest, bool(has_draft), rules)


def given(response_id: int) -> Given:
    """What a response says."""
    values = rows("SELECT item, value FROM answer WHERE response_id = ?", (response_id,))
    texts = rows(
        "SELECT item, text FROM answer_text WHERE response_id = ?"
        " UNION ALL SELECT CAST(? AS TEXT), comment FROM response"
        " WHERE id = ? AND comment IS NOT NULL",
        (response_id, COMMENT, response_id),
    )
    return Given(dict(values), dict(texts))


def contact_id_of(source: str, external_id: str) -> int | None:
    """The contact that another system knows under this id, or None."""
    found = rows(
        "SELECT id FROM contact WHERE source = ? AND external_id = ?", (source, external_id)
    )
    return found[0][0] if found else None


def has_instrument(digest: str) -> bool:
    """Whether an instrument is stored under this digest."""
    return bool(rows("SELECT 1 FROM instrument WHERE digest = ?", (digest,)))


@lru_cache(maxsize=64)
def instrument_of(digest: str) -> Instrument:
    """The stored instrument with this digest.

    Safe to remember, because a digest never changes its meaning.
    """
    definition = rows("SELECT definition FROM instrument WHERE digest = ?", (digest,))[0][0]
    return from_definition(definition)


_ASKED = """
SELECT instrument_digest,
    EXISTS (SELECT 1 FROM answer_draft WHERE answer_draft.invitation_id = invitation.id),
    (SELECT rules FROM survey WHERE survey.id = invitation.survey_id)
FROM invitation WHERE token_digest = ?
"""
_FIND = """
SELECT invitation.instrument_digest, invitation.expires_at, invitation.withdrawn_at,
    invitation.via, invitation.language, response.id,
    CASE WHEN response.invitation_id = invitation.id THEN response.id END,
    response.received_at, response.is_left,
    CASE WHEN testimonial_consent.withdrawn_at IS NULL
        THEN testimonial_consent.given_at IS NOT NULL ELSE 1 = 0 END,
    response.revised_at IS NOT NULL,
    EXISTS (SELECT 1 FROM answer
        WHERE answer.response_id = response.id AND item = ? AND value = 1),
    answer_draft.typed, contact_identity.timezone, delivery.id
FROM invitation
LEFT JOIN response ON response.contact_id = invitation.contact_id
LEFT JOIN testimonial_consent ON testimonial_consent.response_id = response.id
LEFT JOIN answer_draft ON answer_draft.invitation_id = invitation.id
LEFT JOIN contact_identity ON contact_identity.contact_id = invitation.contact_id
LEFT JOIN delivery ON delivery.invitation_id = invitation.id AND delivery.kind = 'invitation'
WHERE invitation.token_digest = ?
"""
