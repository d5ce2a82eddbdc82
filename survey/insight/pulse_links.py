"""The pages of a pulse by link: where a ballot is fetched, and where it is filled in."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date

from survey.blind_signatures.keys import fingerprint
from survey.insight.ballot import BallotPage, Promise, ballot_page, promise_of
from survey.privacy.gate import BlockRef, WaveRef


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages of one block in one wave stand."""

    keys: str
    answer: str
    check: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """The page behind a mailed link; the same for every agent of the block.

    `modulus` is the block's public key in base64url.
    """

    number: int
    wave: str
    closes_on: date
    n_questions: int
    block_code: str
    block_name: str
    promise: Promise
    modulus: str
    fingerprint: str
    addresses: Addresses


@dataclass(frozen=True, slots=True)
class LinkBallotPage:
    """The ballot of a block that answers by link, blank; the same for everybody."""

    number: int
    block_code: str
    block_name: str
    modulus: str
    addresses: Addresses
    ballot: BallotPage


def claim_page(
    wave: WaveRef, block: BlockRef, modulus: bytes, *, addresses: Addresses
) -> ClaimPage:
    """The page on which an agent of this block fetches a ballot."""
    return ClaimPage(
        wave.number,
        wave.name,
        wave.closes_on,
        len(wave.instrument.items),
        block.code,
        block.name,
        promise_of(wave, block),
        to_base64url(modulus),
        fingerprint(modulus),
        addresses,
    )


def link_ballot_page(
    wave: WaveRef, block: BlockRef, modulus: bytes, *, addresses: Addresses
) -> LinkBallotPage:
    """The page on which a ballot fetched by link is filled in."""
    return LinkBallotPage(
        wave.number,
        block.code,
        block.name,
        to_base64url(modulus),
        addresses,
        ballot_page(wave, block),
    )


def to_base64url(content: bytes) -> str:
    """The bytes in the letters of web addresses, without the padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()
