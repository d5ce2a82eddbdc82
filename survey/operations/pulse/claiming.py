"""An agent's browser claims a credential: one signature for each mailed token."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from survey.blind_signatures import keys, signing
from survey.blind_signatures.keys import RandomBytes
from survey.errors import NotFound
from survey.privacy import gate
from survey.privacy.credentials import claim_digest
from survey.store.database import transaction
from survey.store.pulse import credentials

# Unknown, mistyped, late, closed, and used with another browser are the same to whoever asks.
UNUSABLE_LINK = (
    "This link cannot be used. It may be incomplete, used already in another browser, or the pulse"
    " is over."
)


@dataclass(frozen=True, slots=True)
class ClaimPaper:
    """What a mailed link lets its owner claim: a signature under the key of this block."""

    wave: gate.WaveRef
    block: gate.BlockRef
    modulus: bytes


def find_claim(token: str, *, today: date) -> ClaimPaper:
    """What the token is good for, whether it was used already or not.

    `today` is the day at the centre: links are good until the wave's last day is over.

    Raises:
        NotFound: the link cannot be used, for whatever reason.
    """
    right = _right(token, today)
    wave = next(one for one in gate.waves() if one.id == right.wave_id)
    block = next(one for one in gate.blocks(right.wave_id) if one.id == right.block_id)
    return ClaimPaper(wave, block, right.modulus)


def claim(
    token: str, blinded: bytes, *, today: date, secret_key: str, randomness: RandomBytes
) -> bytes:
    """The blind signature of a blinded value; the same value gets the same one, ever again.

    Nothing tells who claimed: a token belongs to a block. `today` is the day at the centre.

    Raises:
        InvalidInput: this is no value that can be signed; nothing is kept.
        NotFound: the link cannot be used, for whatever reason; another value was signed for it,
            for instance.
        Refusal: SURVEY_SECRET_KEY is not the one with which the wave was opened.
    """
    right = _right(token, today)
    key = keys.open_key(right.sealed, right.modulus, secret_key=secret_key)
    # Signed before the claim is used, so that a value that cannot be signed uses nothing up.
    signature = signing.sign_blinded(key, blinded, randomness=randomness)
    with transaction():
        is_due = credentials.use_claim(
            claim_digest(token), hashlib.sha256(blinded).digest(), today=today
        )
    if not is_due:
        raise NotFound(UNUSABLE_LINK)
    return signature


def _right(token: str, today: date) -> credentials.Right:
    right = credentials.find_right(claim_digest(token), today=today)
    if right is None:
        raise NotFound(UNUSABLE_LINK)
    return right
