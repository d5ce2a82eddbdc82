"""The slot of the ballot box: cards go in force, ballots come in, and closing shreds.

Only `survey.operations.pulse` and `survey.operations.retention` may import this module. At most
one wave is open at a time, so the tables of cards, ballots and remarks hold that wave only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from survey.errors import Conflict
from survey.store.database import (
    SQLITE_PRAGMAS,
    is_postgresql,
    load_rows,
    rows,
    run,
    transaction,
)
from survey.store.pulse import vault

KEY_BYTES = 16
OPEN_TABLES = ("ballot_card", "ballot", "remark")


@dataclass(frozen=True, slots=True)
class Card:
    """A ballot card: the credential that is the digest of a printed code."""

    digest: bytes


Credential = Card


@dataclass(frozen=True, slots=True)
class Place:
    """Where a credential lets a ballot in."""

    wave_id: int
    block_id: int


def put_cards_in_force(block_id: int, digests: Iterable[bytes]) -> None:
    """Let these cards be spent, once each; belongs into the transaction that voided the others."""
    load_rows("ballot_card", ("digest", "block_id"), ((one, block_id) for one in sorted(digests)))


def void_cards(block_id: int) -> None:
    """Take every unspent card of the block out of force; waits for cards being spent."""
    run("DELETE FROM ballot_card WHERE block_id = ?", (block_id,))


def n_ballots(block_id: int) -> int:
    """How many ballots the block has; only for knowing how many cards may still be printed."""
    count: int = rows("SELECT count(*) FROM ballot WHERE block_id = ?", (block_id,))[0][0]
    return count


def place_of(credential: Credential, *, today: date) -> Place | None:
    """Where the credential could be spent; None if unknown, spent, void or too late, all alike.

    `today` is the day at the centre.
    """
    found = rows(_PLACE, (credential.digest, str(today)))
    return Place(*found[0]) if found else None


def spend(
    credential: Credential,
    *,
    today: date,
    answers: str,
    remarks: Mapping[str, str],
    randomness: Callable[[int], bytes],
) -> bool:
    """Whether the credential was good; if so the ballot is in the vault and the credential gone.

    `answers` is the ballot's canonical text, `remarks` maps items to what was written there. The
    ballot and every remark go under random keys of their own, so that nothing joins them. Of two
    ballots with one credential exactly one is kept.
    """
    with transaction():
        place = place_of(credential, today=today)
        if place is None:
            return False
        # Whoever deletes the row has spent the card: only one transaction can.
        used = run("DELETE FROM ballot_card WHERE digest = ?", (credential.digest,))
        if used.rowcount != 1:
            return False
        run(
            "INSERT INTO ballot (key, block_id, answers) VALUES (?, ?, ?)",
            (randomness(KEY_BYTES), place.block_id, answers),
        )
        for item, text in remarks.items():
            run(
                "INSERT INTO remark (key, wave_id, item, text) VALUES (?, ?, ?, ?)",
                (randomness(KEY_BYTES), place.wave_id, item, text),
            )
    return True


def lock() -> None:
    """Shut the slot for the rest of this transaction, after every spending under way has ended."""
    if is_postgresql():
        run("LOCK TABLE ballot_card, ballot, remark IN ACCESS EXCLUSIVE MODE")
    # On SQLite the transaction itself is the only writer.


def shred(wave_id: int) -> None:
    """Move the ballots of the wave among the counted ones, by content, and empty the open tables.

    Cards, remarks and the keys of ballots are gone afterwards. Belongs into the transaction that
    closes the wave.
    """
    for block_id, ballots in vault.ballots(wave_id).items():
        load_rows(
            "counted_ballot",
            ("block_id", "position", "answers"),
            ((block_id, position, ballot) for position, ballot in enumerate(ballots, start=1)),
        )
    for table in OPEN_TABLES:
        # TRUNCATE gives the table a new, empty file; the old one, whose row versions carry
        # transaction ids and positions, is removed at commit, whoever else is still reading.
        run(f"TRUNCATE {table}" if is_postgresql() else f"DELETE FROM {table}")


def scrub() -> None:
    """Leave no trace in the database's files of how ballots came in; safe to repeat.

    Belongs outside a transaction, after the one that closed the wave. On SQLite the file is
    written anew and the write-ahead log emptied; on PostgreSQL `shred` has replaced the files.

    Raises:
        Conflict: somebody has been reading the whole time, so that the log could not be emptied.
    """
    if is_postgresql():
        return
    _empty_log()
    # The copy may be larger than memory, and holds nothing but what the new file will hold.
    run("PRAGMA temp_store = FILE")
    try:
        run("VACUUM")
    finally:
        run(f"PRAGMA temp_store = {SQLITE_PRAGMAS['temp_store']}")
    _empty_log()


def _empty_log() -> None:
    is_busy = rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
    if is_busy:
        raise Conflict("Another process is using the database. Close the wave again in a minute.")


_PLACE = """
SELECT block.wave_id, block.id FROM ballot_card JOIN block ON block.id = ballot_card.block_id
JOIN wave ON wave.id = block.wave_id
WHERE ballot_card.digest = ? AND wave.closes_on >= ?
"""
