"""The slot of the ballot box: cards go in force, ballots come in, and closing shreds.

Only `survey.operations.pulse` may import this module. At most one wave is open at a time, so the
tables of cards, claims, private keys, spent credentials, ballots and remarks hold that wave only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey.errors import Conflict
from survey.store.database import (
    SQLITE_PRAGMAS,
    is_postgresql,
    load_rows,
    rows,
    run,
    transaction,
)
from survey.store.pulse import credentials, vault

KEY_BYTES = 16
# In the order in which opening, claiming, spending and the audit come to them, a claim before its
# key: closing locks them in this order, and so waits for the others, but never in a circle.
OPEN_TABLES = ("ballot_card", "claim", "sealed_key", "spent", "ballot", "remark")
Spending = Literal["kept", "already", "refused"]


@dataclass(frozen=True, slots=True)
class Card:
    """A ballot card: the credential that is the digest of a printed code."""

    digest: bytes


@dataclass(frozen=True, slots=True)
class ByLink:
    """A credential by link: the digest of a message whose signature fits its block's key."""

    digest: bytes
    block_id: int


Credential = Card | ByLink


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


def place_of(card: Card, *, today: date) -> Place | None:
    """Where the card could be spent; None if unknown, spent, void or too late, all alike.

    `today` is the day at the centre.
    """
    found = rows(_PLACE, (card.digest, str(today)))
    return Place(*found[0]) if found else None


def spend(
    credential: Credential,
    *,
    today: date,
    answers: str,
    remarks: Mapping[str, str],
    randomness: Callable[[int], bytes],
) -> Spending:
    """What became of the ballot: kept, or nothing changed.

    "already" is a credential by link that was spent before; a spent card cannot be told from an
    unknown one and is "refused", as is everything too late. `answers` is the ballot's canonical
    text, `remarks` maps items to what was written there. The ballot and every remark go under
    random keys of their own, so that nothing joins them. Of several ballots with one credential
    the first is kept.
    """
    with transaction():
        if isinstance(credential, ByLink):
            place = _spend_link(credential, today)
        else:
            place = _spend_card(credential, today)
        if not isinstance(place, Place):
            return place
        run(
            "INSERT INTO ballot (key, block_id, answers) VALUES (?, ?, ?)",
            (randomness(KEY_BYTES), place.block_id, answers),
        )
        for item, text in remarks.items():
            run(
                "INSERT INTO remark (key, wave_id, item, text) VALUES (?, ?, ?, ?)",
                (randomness(KEY_BYTES), place.wave_id, item, text),
            )
    return "kept"


def _spend_card(card: Card, today: date) -> Place | Literal["refused"]:
    place = place_of(card, today=today)
    if place is None:
        return "refused"
    # Whoever deletes the row has spent the card: only one transaction can.
    used = run("DELETE FROM ballot_card WHERE digest = ?", (card.digest,))
    return place if used.rowcount == 1 else "refused"


def _spend_link(credential: ByLink, today: date) -> Place | Literal["already", "refused"]:
    """The statement that spends asks whether the wave is open: before, it could still close."""
    digest, block_id = credential.digest, credential.block_id
    used = run(_SPEND_LINK, (digest, block_id, str(today)))
    if used.rowcount != 1:
        known = "SELECT 1 FROM spent WHERE digest = ? AND block_id = ?"
        return "already" if rows(known, (digest, block_id)) else "refused"
    ((wave_id,),) = rows("SELECT wave_id FROM block WHERE id = ?", (block_id,))
    return Place(wave_id, block_id)


def lock() -> None:
    """Shut the slot for the rest of this transaction, after every spending under way has ended."""
    if is_postgresql():
        run(f"LOCK TABLE {', '.join(OPEN_TABLES)} IN ACCESS EXCLUSIVE MODE")
    # On SQLite the transaction itself is the only writer.


def shred(wave_id: int) -> None:
    """Move the ballots of the wave among the counted ones, by content, and empty the open tables.

    Cards, claims, private keys, spent credentials, remarks and the keys of ballots are gone
    afterwards; of the claims their count is left. Belongs into the transaction that closes the
    wave.
    """
    credentials.note_issued(wave_id)
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


_SPEND_LINK = """
INSERT INTO spent (digest, block_id)
SELECT ?, block.id FROM block JOIN wave ON wave.id = block.wave_id
WHERE block.id = ? AND block.mode = 'link' AND wave.state = 'open' AND wave.closes_on >= ?
ON CONFLICT DO NOTHING
"""
_PLACE = """
SELECT block.wave_id, block.id FROM ballot_card JOIN block ON block.id = ballot_card.block_id
JOIN wave ON wave.id = block.wave_id
WHERE ballot_card.digest = ? AND wave.closes_on >= ?
"""
