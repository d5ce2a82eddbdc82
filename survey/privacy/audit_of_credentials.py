"""The part of the audit that counts: cards, claims, credentials, ballots and receipts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.privacy import gate
from survey.store.pulse import vault, waves

BY_LINK = ("sealed_key", "claim", "spent")


def one_way() -> Iterator[str]:
    """Blocks that have what belongs to the other way of answering."""
    held = vault.held_by_block()
    for wave in gate.waves():
        keys = gate.block_keys(wave.id)
        for block in gate.blocks(wave.id):
            foreign = ("ballot_card",) if block.mode == "link" else BY_LINK
            for table in foreign:
                if table in held.get(block.id, {}):
                    yield f"Block {block.code} of wave {wave.number} has rows in {table}."
            if (block.id in keys) != (block.mode == "link"):
                has = "a" if block.id in keys else "no"
                yield f"Block {block.code} of wave {wave.number} has {has} public key."


def few_enough() -> Iterator[str]:
    """Blocks with more ballots than rights to answer, or more rights than people."""
    held = vault.held_by_block()
    for wave in gate.waves():
        turnout = gate.turnout(wave.id)
        keys = gate.block_keys(wave.id)
        for block in gate.blocks(wave.id):
            if block.id in turnout:
                problems = _when_closed(block, turnout[block.id], keys.get(block.id))
            else:
                problems = _while_open(block, held.get(block.id, {}))
            for problem in problems:
                yield f"Wave {wave.number}, block {block.code}: {problem}"


def _while_open(block: gate.BlockRef, held: Mapping[str, int]) -> Iterator[str]:
    # Without numbers: how many have answered is told by nothing before the wave is closed.
    n_ballots = held.get("ballot", 0)
    if block.mode == "cards":
        if held.get("ballot_card", 0) + n_ballots > block.n_invited:
            yield "more cards and ballots than invited."
        return
    if held.get("claim", 0) > block.n_invited:
        yield "more claims than invited."
    if n_ballots > held.get("issued", 0):
        yield "more ballots than credentials issued."
    if n_ballots != held.get("spent", 0):
        yield "not as many ballots as credentials spent."


def _when_closed(
    block: gate.BlockRef, counted: gate.TurnoutRef, key: gate.BlockKeyRef | None
) -> Iterator[str]:
    if counted.n_answered > counted.n_invited:
        yield "more ballots than invited."
    if key is None:
        return
    if key.n_issued is None:
        yield "nobody wrote down how many credentials were issued."
    elif not counted.n_answered <= key.n_issued <= block.n_invited:
        yield (
            f"{counted.n_answered} ballots for {key.n_issued} credentials issued to"
            f" {block.n_invited} invited."
        )


def receipts() -> Iterator[str]:
    """Blocks of closed waves whose receipts or counted ballots are not as many as are published."""
    for wave in gate.closed_waves():
        listed = gate.receipts(wave.id)
        ballots = vault.counted_ballots(wave.id)
        turnout = gate.turnout(wave.id)
        for block in gate.blocks(wave.id):
            n_answered = turnout[block.id].n_answered if block.id in turnout else 0
            n_listed = len(listed.get(block.id, ()))
            at = f"Wave {wave.number}, block {block.code}"
            if n_listed != (n_answered if block.mode == "link" else 0):
                yield f"{at}: {n_listed} receipts, and {n_answered} ballots are published."
            n_kept = len(ballots.get(block.id, ()))
            if n_kept != n_answered and not waves.is_folded(wave.id):
                yield f"{at}: {n_kept} ballots are kept, and {n_answered} are published."
