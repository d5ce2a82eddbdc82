"""A card is looked at, and a ballot comes in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from survey.errors import InvalidInput, NotFound
from survey.intake.ballots import FilledBallot
from survey.privacy import gate
from survey.privacy.cards import RandomBytes, digest_of, read_code
from survey.store.pulse import slot

# Unknown, mistyped, spent, void, too late and closed are the same to whoever asks.
UNUSABLE = (
    "This code cannot be used. It may be mistyped, used already or replaced by a newer card, or"
    " the pulse is over."
)

NOTHING_ANSWERED = "Nothing is answered yet. Answer at least one question."


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """What a card lets its holder answer."""

    code: str
    wave: gate.WaveRef
    block: gate.BlockRef


def find_paper(typed: str, *, today: date) -> BallotPaper:
    """The ballot paper of a card that can be spent; `typed` is its code, however written.

    `today` is the day at the centre: cards are good until the wave's last day is over.

    Raises:
        NotFound: the code cannot be used, for whatever reason.
    """
    code = read_code(typed)
    place = slot.place_of(slot.Card(digest_of(code)), today=today) if code else None
    if code is None or place is None:
        raise NotFound(UNUSABLE)
    wave = next(one for one in gate.waves() if one.id == place.wave_id)
    block = next(one for one in gate.blocks(place.wave_id) if one.id == place.block_id)
    return BallotPaper(code, wave, block)


def record_ballot(
    typed: str, ballot: FilledBallot, *, today: date, randomness: RandomBytes
) -> None:
    """Spend the card and keep the ballot, both or neither; `today` is the day at the centre.

    Raises:
        InvalidInput: nothing at all is answered; the card stays good.
        NotFound: the code cannot be used, for whatever reason.
    """
    if ballot.is_blank:
        raise InvalidInput([NOTHING_ANSWERED])
    code = read_code(typed)
    if code is None:
        raise NotFound(UNUSABLE)
    spending = slot.spend(
        slot.Card(digest_of(code)),
        today=today,
        answers=canonical(ballot),
        remarks=ballot.remarks,
        randomness=randomness,
    )
    if spending != "kept":
        raise NotFound(UNUSABLE)


def canonical(ballot: FilledBallot) -> str:
    """The answers as they are kept: the same text for the same answers."""
    return json.dumps(dict(ballot.answers), sort_keys=True, separators=(",", ":"))
