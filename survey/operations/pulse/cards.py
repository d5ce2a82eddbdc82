"""Ballot cards: printed once, unassigned, one per agent of a block that answers by card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from survey.errors import Conflict
from survey.privacy import gate
from survey.privacy.cards import RandomBytes, digest_of, draw_code
from survey.render.moments import day
from survey.store.database import transaction
from survey.store.pulse import slot, waves


@dataclass(frozen=True, slots=True)
class BlockCards:
    """The codes of one block's cards, in clear; they exist here and on paper only."""

    block: gate.BlockRef
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards drawn for a wave, block by block; they are good once put in force."""

    wave: gate.WaveRef
    blocks: tuple[BlockCards, ...]


def draw_cards(number: int, *, today: date, randomness: RandomBytes) -> CardSheet:
    """Fresh codes for every agent who answers by card and whose ballot is not in; nothing is kept.

    `today` is the day at the centre.

    Raises:
        NotFound: there is no such wave.
        Conflict: the wave is closed, its last day is over, or all of it answers by link.
    """
    wave = gate.wave(number)
    if wave.is_closed:
        raise Conflict(f"Wave {number} is closed. No more ballots can come in.")
    if today > wave.closes_on:
        raise Conflict(
            f"The last day to answer wave {number} was {day(wave.closes_on)}. No more ballots can"
            " come in: close it."
        )
    by_card = [block for block in gate.blocks(wave.id) if block.mode == "cards"]
    if not by_card:
        raise Conflict(f"Everyone invited to wave {number} answers by link. It has no cards.")
    drawn = tuple(
        BlockCards(block, tuple(draw_code(randomness) for _ in range(_n_due(block))))
        for block in by_card
    )
    return CardSheet(wave, drawn)


def put_in_force(sheet: CardSheet) -> None:
    """From now on these cards can be spent, and all earlier unspent ones cannot.

    Raises:
        Conflict: the wave has been closed, or a ballot has come in since the cards were drawn, so
            that there would be a card too many.
    """
    with transaction():
        if not waves.hold_open(sheet.wave.id):
            raise Conflict(f"Wave {sheet.wave.number} is closed. No more ballots can come in.")
        for cards in sheet.blocks:
            slot.void_cards(cards.block.id)
            # Counted after voiding, which waits for cards that are being spent.
            if _n_due(cards.block) != len(cards.codes):
                raise Conflict(
                    "A ballot came in while the cards were being printed. Please print them again;"
                    " the cards handed out before are still good."
                )
            slot.put_cards_in_force(cards.block.id, map(digest_of, cards.codes))


def issue_cards(number: int, *, today: date, randomness: RandomBytes) -> CardSheet:
    """Fresh cards in force for an open wave: as many per card block as are invited, less ballots.

    `today` is the day at the centre.

    Raises:
        NotFound: there is no such wave.
        Conflict: the wave is closed, its last day is over, or all of it answers by link.
    """
    sheet = draw_cards(number, today=today, randomness=randomness)
    put_in_force(sheet)
    return sheet


def _n_due(block: gate.BlockRef) -> int:
    return block.n_invited - slot.n_ballots(block.id)
