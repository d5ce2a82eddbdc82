"""A ballot comes in by link: with a credential that nobody can tell whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.blind_signatures.client import MESSAGE_BYTES
from survey.blind_signatures.keys import RandomBytes
from survey.blind_signatures.signing import is_valid
from survey.errors import InvalidInput, NotFound
from survey.intake.ballots import FilledBallot
from survey.operations.pulse.ballots import NOTHING_ANSWERED, canonical
from survey.privacy import gate
from survey.privacy.credentials import receipt_code, spent_digest
from survey.store.pulse import credentials, slot

# Forged, for another block, unknown, late and closed are the same to whoever asks.
UNUSABLE = (
    "This ballot cannot be taken. The pulse may be over, or the ballot was fetched for another"
    " block. Open the link in your mail again."
)


@dataclass(frozen=True, slots=True)
class LinkPaper:
    """What a block that answers by link is asked, and the key its credentials must fit."""

    wave: gate.WaveRef
    block: gate.BlockRef
    modulus: bytes


def find_link_paper(wave_number: int, block_code: str, *, today: date) -> LinkPaper:
    """The ballot paper of a block that answers by link now; `today` is the day at the centre.

    Raises:
        NotFound: there is none: unknown, answering by card, late or closed.
    """
    found = _open_block(wave_number, block_code, today)
    wave = gate.wave(wave_number)
    block = next(one for one in gate.blocks(wave.id) if one.id == found.block_id)
    return LinkPaper(wave, block, found.modulus)


def record_link_ballot(
    wave_number: int,
    block_code: str,
    message: bytes,
    signature: bytes,
    filled: FilledBallot,
    *,
    today: date,
    randomness: RandomBytes,
) -> str:
    """The receipt of the credential: it is spent, and the first ballot that came with it is kept.

    A repetition changes nothing and gives the same receipt. `today` is the day at the centre.

    Raises:
        InvalidInput: nothing at all is answered; the credential stays good.
        NotFound: the credential cannot be used, for whatever reason.
    """
    if filled.is_blank:
        raise InvalidInput([NOTHING_ANSWERED])
    block = _open_block(wave_number, block_code, today)
    if len(message) != MESSAGE_BYTES or not is_valid(block.modulus, message, signature):
        raise NotFound(UNUSABLE)
    digest = spent_digest(message)
    spending = slot.spend(
        slot.ByLink(digest, block.block_id),
        today=today,
        answers=canonical(filled),
        remarks=filled.remarks,
        randomness=randomness,
    )
    if spending == "refused":
        raise NotFound(UNUSABLE)
    return receipt_code(digest)


def _open_block(wave_number: int, block_code: str, today: date) -> credentials.OpenBlock:
    found = credentials.find_open_block(wave_number, block_code, today=today)
    if found is None:
        raise NotFound(UNUSABLE)
    return found
